package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"math"
	"slices"

	"github.com/x448/float16"
)

func (t Tensor) dtype() string {
	if t.Half {
		return float16Type
	}
	return float32Type
}

// bytes returns the length of t in a file.
func (t Tensor) bytes() int {
	n := widths[t.dtype()]
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// Encode appends a file with the tensors, in their order, and metadata to buf. With a
// buffer that is large enough it allocates almost nothing.
func Encode(buf []byte, metadata map[string]string, tensors []Tensor) ([]byte, error) {
	// The checksums are in the header, before the data they are computed from. The header
	// is written first without them.
	header, size, err := headerOf(metadata, tensors, noSum, noSum)
	if err != nil {
		return nil, err
	}
	buf = slices.Grow(buf, 8+len(header)+size)
	from := len(buf)
	buf = binary.LittleEndian.AppendUint64(buf, uint64(len(header)))
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
	dataSum := checksum(buf[data:])
	if header, _, err = headerOf(metadata, tensors, dataSum, noSum); err != nil {
		return nil, err
	}
	copy(buf[from+8:], header)
	header, _, err = headerOf(metadata, tensors, dataSum, checksum(buf[from:]))
	copy(buf[from+8:], header)
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
func headerOf(metadata map[string]string, tensors []Tensor, dataSum, fileSum string) (text []byte, size int, err error) {
	fields := map[string]any{}
	for _, t := range tensors {
		end := size + t.bytes()
		fields[t.Name] = entry{t.dtype(), t.Shape, [2]int64{int64(size), int64(end)}}
		size = end
	}
	meta := map[string]string{dataSumKey: dataSum, fileSumKey: fileSum}
	maps.Copy(meta, metadata)
	fields[metadataKey] = meta
	if text, err = json.Marshal(fields); err != nil {
		return nil, 0, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	return text, size, nil
}
