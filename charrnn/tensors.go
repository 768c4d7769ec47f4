package charrnn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/safetensors"
	"charabanc/data"
)

// metadata is the metadata of a safetensors file: values, as JSON, under their keys.
type metadata []struct {
	key   string
	value any
}

func (m metadata) write() (map[string]string, error) {
	texts := map[string]string{}
	for _, field := range m {
		text, err := json.Marshal(field.value)
		if err != nil {
			return nil, err
		}
		texts[field.key] = string(text)
	}
	return texts, nil
}

// read sets the values, which must be pointers.
func (m metadata) read(texts map[string]string) error {
	for _, field := range m {
		if err := json.Unmarshal([]byte(texts[field.key]), field.value); err != nil {
			return fmt.Errorf("%w: no %q in its metadata: use a file that charabanc has written", ErrCheckpoint, field.key)
		}
	}
	return nil
}

// readSome sets the values that are there.
func (m metadata) readSome(texts map[string]string) error {
	var there metadata
	for _, field := range m {
		if _, ok := texts[field.key]; ok {
			there = append(there, field)
		}
	}
	return there.read(texts)
}

// encode writes a safetensors file to a buffer, which it returns.
func encode(buffer []byte, meta metadata, list []safetensors.Tensor) ([]byte, error) {
	texts, err := meta.write()
	if err != nil {
		return buffer, err
	}
	return safetensors.Encode(buffer[:0], texts, list)
}

// tensorsOf returns the tensors of p, with a prefix before each name.
func tensorsOf(p *network.Parameters, prefix string) []safetensors.Tensor {
	var list []safetensors.Tensor
	for _, t := range p.Tensors() {
		list = append(list, safetensors.Tensor{Name: prefix + t.Name, Shape: t.Shape, Blocks: p.Blocks(t)})
	}
	return list
}

// shapes returns the names and shapes of the tensors of a network of architecture c, with
// a prefix before each name.
func shapes(c network.Config, prefix string) []safetensors.Tensor {
	var list []safetensors.Tensor
	for _, t := range c.Tensors() {
		list = append(list, safetensors.Tensor{Name: prefix + t.Name, Shape: t.Shape})
	}
	return list
}

// readHeader reads the header of a safetensors file. Errors wrap [ErrCheckpoint], or come
// from r.
func readHeader(r io.Reader) (*safetensors.Header, error) {
	h, err := safetensors.ReadHeader(r)
	return h, invalid(err)
}

// readTensors reads the rest of a file, if it has exactly the tensors of want. So no more
// is read, and no more memory taken, than a network needs.
func readTensors(r io.Reader, h *safetensors.Header, want []safetensors.Tensor) (*safetensors.File, error) {
	if err := h.Holds(want); err != nil {
		return nil, invalid(err)
	}
	f, err := h.Read(r)
	return f, invalid(err)
}

// invalid gives an error about the format of a file its sentinel and remedy.
func invalid(err error) error {
	if errors.Is(err, safetensors.ErrFormat) {
		return fmt.Errorf("%w: %w: train again, or restore it from a copy", ErrCheckpoint, err)
	}
	return data.Cause(err)
}

// setTensors copies the tensors of a file to p. Their values must be finite.
func setTensors(p *network.Parameters, prefix string, file *safetensors.File) error {
	var values []float32
	for _, t := range p.Tensors() {
		values = file.Floats(values[:0], prefix+t.Name)
		if err := finiteAll(values); err != nil {
			return fmt.Errorf("tensor %s: %w", prefix+t.Name, err)
		}
		p.Set(t, values)
	}
	return nil
}

// finiteAll returns an error unless all values are finite.
func finiteAll(values []float32) error {
	for _, v := range values {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%w: it contains %v", ErrCheckpoint, v)
		}
	}
	return nil
}
