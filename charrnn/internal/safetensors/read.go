package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/x448/float16"
)

// A File is a file that has been read. Tensors are decoded when they are asked for.
type File struct {
	*Header
	data []byte
}

// reserve is the memory allocated before the first byte of the data has been read.
const reserve = 64 << 20

// Read reads the data that follows the header, to the end of r, and compares its
// checksum. It never reads more than the header says. Errors wrap [ErrFormat], or come
// from r.
func (h *Header) Read(r io.Reader) (*File, error) {
	var data bytes.Buffer
	data.Grow(int(min(h.size, reserve)) + bytes.MinRead)
	n, err := data.ReadFrom(io.LimitReader(r, h.size+1))
	switch {
	case err != nil:
		return nil, err
	case n < h.size:
		return nil, fmt.Errorf("%w: the file was cut short: %d bytes of data, not %d", ErrFormat, n, h.size)
	case n > h.size:
		return nil, fmt.Errorf("%w: there is something after the last tensor", ErrFormat)
	}
	f := &File{h, data.Bytes()}
	if !f.intact() {
		return nil, fmt.Errorf("%w: the checksum does not match: the file was altered", ErrFormat)
	}
	return f, nil
}

// intact compares the checksum, if there is one.
func (f *File) intact() bool {
	want, ok := f.Metadata[fileSumKey]
	if !ok {
		want, ok = f.Metadata[dataSumKey]
		return !ok || want == checksum(f.data)
	}
	// Within a JSON string a quote is escaped, so that this is the key.
	key := []byte(`"` + fileSumKey + `":"`)
	before, after, _ := bytes.Cut(f.text, key)
	if len(after) < len(noSum) {
		return false
	}
	return want == checksum(before, key, []byte(noSum), after[len(noSum):], f.data)
}

// Floats appends the elements of a tensor to buf. There is a tensor of that name.
func (f *File) Floats(buf []float32, name string) []float32 {
	e := f.entries[name]
	part := f.data[e.Offsets[0]:e.Offsets[1]]
	if e.Type == float16Type {
		for ; len(part) > 0; part = part[2:] {
			buf = append(buf, float16.Frombits(binary.LittleEndian.Uint16(part)).Float32())
		}
		return buf
	}
	for ; len(part) > 0; part = part[4:] {
		buf = append(buf, math.Float32frombits(binary.LittleEndian.Uint32(part)))
	}
	return buf
}
