// Package safetensors reads and writes files in the safetensors format: tensors come
// in, the bytes of a file go out, and back. A file is eight bytes with the length of the
// header, a JSON header with the name, type, shape and position of each tensor, and the
// tensors as little-endian numbers, one after another. Numbers are float32 in memory, and
// float32 or float16 in the file.
//
// The format is described at https://huggingface.co/docs/safetensors.
package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/x448/float16"
)

// A Tensor is a named row-major array.
type Tensor struct {
	Name   string
	Shape  []int
	Data   []float32           // elements
	Blocks iter.Seq[[]float32] // runs of elements to write instead of Data, if not nil
	Half   bool                // float16 in the file
}

// The supported types of elements.
const (
	float32Type = "F32"
	float16Type = "F16"
)

// widths are the bytes of an element by its type.
var widths = map[string]int{float32Type: 4, float16Type: 2}

func (t Tensor) dtype() string {
	if t.Half {
		return float16Type
	}
	return float32Type
}

// bytes returns the length of t in a file.
func (t Tensor) bytes() int { return widths[t.dtype()] * t.size() }

// size returns the number of elements of the shape.
func (t Tensor) size() int {
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// ErrFormat is wrapped by every error of Decode.
var ErrFormat = errors.New("invalid safetensors data")

// maxHeader is the largest header accepted. The reference implementation has the same
// limit.
const maxHeader = 100 << 20

// checksumKey is the metadata key of the CRC-32C of the data. The format has no checksum,
// so a flipped bit in a weight would not be noticed without it.
const checksumKey = "crc32c"

// castagnoli returns the CRC-32C of data.
func castagnoli(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// entry describes a tensor in the header.
type entry struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Encode appends a file with the tensors, in their order, and metadata to buf. With a
// buffer that is large enough it allocates almost nothing.
func Encode(buf []byte, metadata map[string]string, tensors []Tensor) ([]byte, error) {
	// The checksum is in the header, before the data it is computed from. The header is
	// written first without it and again at the end.
	header, size, err := headerOf(metadata, tensors, 0)
	if err != nil {
		return nil, err
	}
	buf = slices.Grow(buf, 8+len(header)+size)
	buf = binary.LittleEndian.AppendUint64(buf, uint64(len(header)))
	at := len(buf)
	buf = append(buf, header...)
	data := len(buf)
	for _, t := range tensors {
		blocks := t.Blocks
		if blocks == nil {
			blocks = slices.Values([][]float32{t.Data})
		}
		before := len(buf)
		for block := range blocks {
			buf = appendNumbers(buf, block, t.Half)
		}
		if len(buf)-before != t.bytes() {
			panic("safetensors: tensor " + t.Name + " does not have the size of its shape")
		}
	}
	header, _, err = headerOf(metadata, tensors, castagnoli(buf[data:]))
	copy(buf[at:], header)
	return buf, err
}

func appendNumbers(buf []byte, numbers []float32, half bool) []byte {
	if half {
		for _, v := range numbers {
			buf = binary.LittleEndian.AppendUint16(buf, float16.Fromfloat32(v).Bits())
		}
		return buf
	}
	for _, v := range numbers {
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
	}
	return buf
}

// headerOf returns the JSON header, padded so that the data is aligned to eight bytes,
// and the size of the data in bytes.
func headerOf(metadata map[string]string, tensors []Tensor, sum uint32) (text []byte, size int, err error) {
	fields := map[string]any{}
	for _, t := range tensors {
		end := size + t.bytes()
		fields[t.Name] = entry{t.dtype(), t.Shape, [2]int{size, end}}
		size = end
	}
	meta := map[string]string{checksumKey: checksum(sum)}
	maps.Copy(meta, metadata)
	fields["__metadata__"] = meta
	if text, err = json.Marshal(fields); err != nil {
		return nil, 0, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	return text, size, nil
}

// checksum formats a sum with all its digits, so that the length of the header does not
// depend on it.
func checksum(sum uint32) string { return fmt.Sprintf("%08x", sum) }

// Decode reads a file. Tensors are in the order of their data. Every error wraps
// [ErrFormat].
func Decode(file []byte) (metadata map[string]string, tensors []Tensor, err error) {
	header, data, err := cut(file)
	if err != nil {
		return nil, nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		return nil, nil, fmt.Errorf("%w: the header is not JSON", ErrFormat)
	}
	if m, ok := raw["__metadata__"]; ok {
		if err := json.Unmarshal(m, &metadata); err != nil {
			return nil, nil, fmt.Errorf("%w: the metadata is not a map of strings", ErrFormat)
		}
		delete(raw, "__metadata__")
	}
	if sum, ok := metadata[checksumKey]; ok && sum != checksum(castagnoli(data)) {
		return nil, nil, fmt.Errorf("%w: the checksum does not match: the data was altered or cut short", ErrFormat)
	}
	begin := map[string]int{}
	for name, r := range raw {
		var e entry
		if err := json.Unmarshal(r, &e); err != nil {
			return nil, nil, fmt.Errorf("%w: tensor %q has no valid description", ErrFormat, name)
		}
		t, err := e.tensor(name, data)
		if err != nil {
			return nil, nil, err
		}
		tensors = append(tensors, t)
		begin[name] = e.Offsets[0]
	}
	slices.SortFunc(tensors, func(a, b Tensor) int { return begin[a.Name] - begin[b.Name] })
	return metadata, tensors, nil
}

// cut returns the header and the data of a file.
func cut(file []byte) (header, data []byte, err error) {
	if len(file) < 8 {
		return nil, nil, fmt.Errorf("%w: only %d bytes", ErrFormat, len(file))
	}
	n := binary.LittleEndian.Uint64(file)
	if n > maxHeader || n > uint64(len(file)-8) {
		return nil, nil, fmt.Errorf("%w: the header is longer than the file", ErrFormat)
	}
	return file[8 : 8+n], file[8+n:], nil
}

// tensor reads a tensor from the data.
func (e entry) tensor(name string, data []byte) (Tensor, error) {
	width := widths[e.Type]
	if width == 0 {
		return Tensor{}, fmt.Errorf("%w: tensor %q has type %s, not F32 or F16", ErrFormat, name, e.Type)
	}
	size := int64(width)
	for _, n := range e.Shape {
		if n < 0 || n > math.MaxInt32 || size > 1<<31 {
			return Tensor{}, fmt.Errorf("%w: tensor %q has shape %v", ErrFormat, name, e.Shape)
		}
		size *= int64(n)
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || to < from || to > len(data) || int64(to-from) != size {
		return Tensor{}, fmt.Errorf("%w: tensor %q is not within the data: the file was cut short", ErrFormat, name)
	}
	values := make([]float32, size/int64(width))
	for i := range values {
		if width == 2 {
			values[i] = float16.Frombits(binary.LittleEndian.Uint16(data[from+2*i:])).Float32()
		} else {
			values[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[from+4*i:]))
		}
	}
	return Tensor{Name: name, Shape: e.Shape, Data: values, Half: width == 2}, nil
}
