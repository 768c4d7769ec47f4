package charrnn

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/safetensors"
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

// setTensors copies tensors to p. All must be in the list, with their shapes and with
// finite values.
func setTensors(p *network.Parameters, prefix string, list []safetensors.Tensor) error {
	byName := map[string]safetensors.Tensor{}
	for _, t := range list {
		byName[t.Name] = t
	}
	for _, t := range p.Tensors() {
		from, ok := byName[prefix+t.Name]
		if !ok || !slices.Equal(from.Shape, t.Shape) {
			return fmt.Errorf("%w: no tensor %s of shape %v", ErrCheckpoint, prefix+t.Name, t.Shape)
		}
		for _, v := range from.Data {
			if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Errorf("%w: tensor %s contains %v", ErrCheckpoint, t.Name, v)
			}
		}
		p.Set(t, from.Data)
	}
	return nil
}

// holds returns an error unless a list of tensors has as many numbers as a network of
// architecture c. It is checked before memory for a network is allocated.
func holds(c network.Config, list []safetensors.Tensor) error {
	have := int64(0)
	for _, t := range list {
		have += int64(len(t.Data))
	}
	if want := c.Count(); have < want {
		return fmt.Errorf("%w: %d parameters, but its network has %d", ErrCheckpoint, have, want)
	}
	return nil
}
