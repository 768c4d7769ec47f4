// Package safetensors reads and writes the safetensors format: eight bytes of
// header length, a JSON header that names, types and places each tensor, then
// their little-endian bytes one after another. Numbers are float32 in memory, and
// float32 or float16 in the file.
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

// Tensor is a named row-major array.
type Tensor struct {
	Name   string
	Shape  []int
	Data   []float32           // as read
	Blocks iter.Seq[[]float32] // to be written in place of Data, if not nil, one run after another: no copy need be made
	Half   bool                // written as float16
}

// types are the names of a file's numbers, with their bytes.
const (
	float32Type = "F32"
	float16Type = "F16"
)

var widths = map[string]int{float32Type: 4, float16Type: 2}

func (t Tensor) dtype() string {
	if t.Half {
		return float16Type
	}
	return float32Type
}

// bytes is the tensor's length in a file.
func (t Tensor) bytes() int { return widths[t.dtype()] * t.size() }

// size is the number of elements that the shape tells.
func (t Tensor) size() int {
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// ErrFormat is wrapped by every error of Decode.
var ErrFormat = errors.New("not a sound safetensors file")

// maxHeader bounds the header, as the format's own reader does.
const maxHeader = 100 << 20

// checksumKey names the CRC-32C of the data in the metadata. The format has no
// checksum of its own, and a flipped bit in a weight would else go unnoticed.
const checksumKey = "crc32c"

// castagnoli makes its table when it is first needed: most commands need none.
func castagnoli(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

type entry struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Encode appends a file of the tensors, in their order, with metadata, to buf.
// Given a buffer of the right size it allocates next to nothing.
func Encode(buf []byte, metadata map[string]string, tensors []Tensor) ([]byte, error) {
	// The checksum stands in the header, before the data it is made of: the
	// header is written with a blank one first, and once more in the end.
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
			panic("safetensors: tensor " + t.Name + " is not as large as its shape")
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

// headerOf is the JSON header, padded so that the data begins aligned, and the
// size of the data in bytes.
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

// checksum is written with all its digits, so that the header keeps its length.
func checksum(sum uint32) string { return fmt.Sprintf("%08x", sum) }

// Decode reads a file. Tensors come in the order of their data.
func Decode(file []byte) (metadata map[string]string, tensors []Tensor, err error) {
	header, data, err := cut(file)
	if err != nil {
		return nil, nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		return nil, nil, fmt.Errorf("%w: its header is no JSON", ErrFormat)
	}
	if m, ok := raw["__metadata__"]; ok {
		if err := json.Unmarshal(m, &metadata); err != nil {
			return nil, nil, fmt.Errorf("%w: its metadata is no map of texts", ErrFormat)
		}
		delete(raw, "__metadata__")
	}
	if sum, ok := metadata[checksumKey]; ok && sum != checksum(castagnoli(data)) {
		return nil, nil, fmt.Errorf("%w: its data does not have the checksum it was written with", ErrFormat)
	}
	begin := map[string]int{}
	for name, r := range raw {
		var e entry
		if err := json.Unmarshal(r, &e); err != nil {
			return nil, nil, fmt.Errorf("%w: tensor %q is not described", ErrFormat, name)
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

func cut(file []byte) (header, data []byte, err error) {
	if len(file) < 8 {
		return nil, nil, fmt.Errorf("%w: it has only %d bytes", ErrFormat, len(file))
	}
	n := binary.LittleEndian.Uint64(file)
	if n > maxHeader || n > uint64(len(file)-8) {
		return nil, nil, fmt.Errorf("%w: its header would be longer than the file", ErrFormat)
	}
	return file[8 : 8+n], file[8+n:], nil
}

func (e entry) tensor(name string, data []byte) (Tensor, error) {
	width := widths[e.Type]
	if width == 0 {
		return Tensor{}, fmt.Errorf("%w: tensor %q is %s, want F32 or F16", ErrFormat, name, e.Type)
	}
	size := width
	for _, n := range e.Shape {
		if n < 0 || n > 1<<31 || size > 1<<40 {
			return Tensor{}, fmt.Errorf("%w: tensor %q has shape %v", ErrFormat, name, e.Shape)
		}
		size *= n
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || to < from || to > len(data) || to-from != size {
		return Tensor{}, fmt.Errorf("%w: tensor %q does not lie in its data (cut short?)", ErrFormat, name)
	}
	values := make([]float32, size/width)
	for i := range values {
		if width == 2 {
			values[i] = float16.Frombits(binary.LittleEndian.Uint16(data[from+2*i:])).Float32()
		} else {
			values[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[from+4*i:]))
		}
	}
	return Tensor{Name: name, Shape: e.Shape, Data: values, Half: width == 2}, nil
}
