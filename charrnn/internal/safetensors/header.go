package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// maxHeader is the largest header accepted. The reference implementation has the same
// limit.
const maxHeader = 100 << 20

// maxData is the largest size of the data in bytes that is accepted.
const maxData = 1 << 40

// A Header is the header of a file.
type Header struct {
	Metadata map[string]string

	entries map[string]entry
	text    []byte // as it is in the file, after its length
	size    int64  // of the data
}

// ReadHeader reads the header of a file. Its tensors do not overlap, and there are no
// gaps between them. Errors wrap [ErrFormat], or come from r.
func ReadHeader(r io.Reader) (*Header, error) {
	text, err := headerText(r)
	if err != nil {
		return nil, err
	}
	h := &Header{text: text, entries: map[string]entry{}}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text[8:], &raw); err != nil {
		return nil, fmt.Errorf("%w: the header is not JSON", ErrFormat)
	}
	if m, ok := raw[metadataKey]; ok {
		if err := json.Unmarshal(m, &h.Metadata); err != nil {
			return nil, fmt.Errorf("%w: the metadata is not a map of strings", ErrFormat)
		}
		delete(raw, metadataKey)
	}
	for name, r := range raw {
		var e entry
		if err := json.Unmarshal(r, &e); err != nil {
			return nil, fmt.Errorf("%w: tensor %q has no valid description", ErrFormat, name)
		}
		if err := e.check(name); err != nil {
			return nil, err
		}
		h.entries[name] = e
	}
	return h, h.place()
}

// headerText returns the length of the header, in eight bytes, and the header.
func headerText(r io.Reader) ([]byte, error) {
	var text bytes.Buffer
	if n, err := io.CopyN(&text, r, 8); err != nil {
		return nil, cut(err, fmt.Sprintf("only %d bytes", n))
	}
	n := binary.LittleEndian.Uint64(text.Bytes())
	if n > maxHeader {
		return nil, fmt.Errorf("%w: a header of %d bytes", ErrFormat, n)
	}
	if _, err := io.CopyN(&text, r, int64(n)); err != nil {
		return nil, cut(err, "the header is longer than the file")
	}
	return text.Bytes(), nil
}

// cut returns the error for a file that ends too early, or another error of its reader.
func cut(err error, what string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s", ErrFormat, what)
	}
	return err
}

// check returns an error unless the type, shape and offsets of a tensor fit together.
func (e entry) check(name string) error {
	size := int64(widths[e.Type])
	if size == 0 {
		return fmt.Errorf("%w: tensor %q has type %s, not F32 or F16", ErrFormat, name, e.Type)
	}
	for _, n := range e.Shape {
		if n < 0 || n > math.MaxInt32 || n > 0 && size > maxData/int64(n) {
			return fmt.Errorf("%w: tensor %q has shape %v", ErrFormat, name, e.Shape)
		}
		size *= int64(n)
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || from > maxData || to != from+size {
		return fmt.Errorf("%w: tensor %q does not have the size of its shape", ErrFormat, name)
	}
	return nil
}

// place computes the size of the data. It returns an error if tensors overlap, or if
// there is a gap.
func (h *Header) place() error {
	for _, name := range h.names() {
		e := h.entries[name]
		if e.Offsets[0] != h.size {
			return fmt.Errorf("%w: tensor %q begins at %d, but the one before it ends at %d", ErrFormat, name, e.Offsets[0], h.size)
		}
		h.size = e.Offsets[1]
	}
	return nil
}

// names returns the names of the tensors in the order of their data.
func (h *Header) names() []string {
	return slices.SortedFunc(maps.Keys(h.entries), func(a, b string) int {
		x, y := h.entries[a].Offsets, h.entries[b].Offsets
		return slices.Compare(x[:], y[:])
	})
}

// Holds returns an error unless the file has tensors of the names and shapes of want, and
// no others.
func (h *Header) Holds(want []Tensor) error {
	for _, t := range want {
		e, ok := h.entries[t.Name]
		if !ok || !slices.Equal(e.Shape, t.Shape) {
			return fmt.Errorf("%w: no tensor %s of shape %v", ErrFormat, t.Name, t.Shape)
		}
	}
	if len(h.entries) != len(want) {
		return fmt.Errorf("%w: %d tensors, not %d", ErrFormat, len(h.entries), len(want))
	}
	return nil
}

// Half reports whether a tensor is float16 in the file.
func (h *Header) Half() bool {
	for _, e := range h.entries {
		if e.Type == float16Type {
			return true
		}
	}
	return false
}
