package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

var sample = []Tensor{
	{Name: "b/kernel", Shape: []int{2, 3}, Data: []float32{1, -2, 3.5, 0, 1e-30, 7}},
	{Name: "a/bias", Shape: []int{1}, Data: []float32{0.25}},
	{Name: "half", Shape: []int{5}, Data: []float32{1, -2.5, 0, 65504, 0x1p-24}, Half: true},
	{Name: "empty", Shape: []int{0, 4}, Data: []float32{}},
}

func encode(t testing.TB) []byte {
	file, err := Encode(nil, map[string]string{"epoch": "7"}, sample)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// decode reads a whole file.
func decode(file []byte) (map[string]string, []Tensor, error) {
	r := bytes.NewReader(file)
	h, err := ReadHeader(r)
	if err != nil {
		return nil, nil, err
	}
	f, err := h.Read(r)
	if err != nil {
		return nil, nil, err
	}
	var list []Tensor
	for _, name := range h.names() {
		e := h.entries[name]
		list = append(list, Tensor{Name: name, Shape: e.Shape, Data: f.Floats(nil, name), Half: e.Type == float16Type})
	}
	return h.Metadata, list, nil
}

// file returns a file with a header and so many bytes of data.
func file(header string, size int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, size)...)
}

func TestRoundTrip(t *testing.T) {
	file := encode(t)
	meta, tensors, err := decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if meta["epoch"] != "7" || !reflect.DeepEqual(tensors[:3], sample[:3]) {
		t.Errorf("got %v, %v", meta, tensors)
	}
	if again := encode(t); !bytes.Equal(file, again) {
		t.Error("the same tensors gave other bytes")
	}
	if n := int(file[0]) + int(file[1])<<8; n%8 != 0 {
		t.Errorf("the data begins unaligned, after a header of %d bytes", n)
	}
}

// TestHalfRounds checks rounding to the nearest 16-bit number, and the size of the file.
func TestHalfRounds(t *testing.T) {
	file, err := Encode(nil, nil, []Tensor{{Name: "x", Shape: []int{64}, Data: make([]float32, 64), Half: true}})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Encode(nil, nil, []Tensor{{Name: "x", Shape: []int{64}, Data: make([]float32, 64)}})
	if err != nil || len(whole)-len(file) != 2*64 {
		t.Errorf("%d bytes as float32, %d as float16 (%v)", len(whole), len(file), err)
	}
	file, err = Encode(nil, nil, []Tensor{{Name: "x", Shape: []int{2}, Data: []float32{1 + 0x1p-12, 1 + 0x3p-12}, Half: true}})
	if err != nil {
		t.Fatal(err)
	}
	_, tensors, err := decode(file)
	if want := []float32{1, 1 + 0x1p-10}; err != nil || !reflect.DeepEqual(tensors[0].Data, want) {
		t.Errorf("read %v (%v), want %v", tensors, err, want)
	}
}

// TestDamage cuts the file at every length and flips every bit of it. Each must be an
// error, or change nothing.
func TestDamage(t *testing.T) {
	file := encode(t)
	meta, tensors, err := decode(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range file {
		if _, _, err := decode(file[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut to %d bytes: error %v", n, err)
		}
	}
	if _, _, err := decode(append(bytes.Clone(file), 0)); !errors.Is(err, ErrFormat) {
		t.Errorf("a byte more: error %v", err)
	}
	key := bytes.Index(file, []byte(fileSumKey))
	for i := range file {
		for bit := range 8 {
			file[i] ^= 1 << bit
			m, list, err := decode(file)
			inKey := i >= key && i < key+len(fileSumKey) // then the file has one checksum less
			same := inKey && m["epoch"] == meta["epoch"] && reflect.DeepEqual(list, tensors)
			if !errors.Is(err, ErrFormat) && !same {
				t.Fatalf("bit %d of byte %d flipped: error %v", bit, i, err)
			}
			file[i] ^= 1 << bit
		}
	}
}

// TestOlderFiles reads files with a checksum of the data alone, and with none.
func TestOlderFiles(t *testing.T) {
	header := `{"__metadata__":{"crc32c":"48674bc7"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`
	if _, list, err := decode(file(header, 4)); err != nil || len(list) != 1 {
		t.Errorf("a checksum of the data: %v, error %v", list, err)
	}
	damaged := file(header, 4)
	damaged[len(damaged)-1] = 1
	if _, _, err := decode(damaged); !errors.Is(err, ErrFormat) {
		t.Errorf("altered data: error %v", err)
	}
	if _, _, err := decode(file(strings.Replace(header, "crc32c", "sum", 1), 4)); err != nil {
		t.Errorf("no checksum: %v", err)
	}
}

// TestHeaders reads headers that do not describe the data.
func TestHeaders(t *testing.T) {
	one := func(shape, offsets string) string {
		return `{"x":{"dtype":"F32","shape":` + shape + `,"data_offsets":` + offsets + `}}`
	}
	for name, test := range map[string]struct {
		header string
		size   int
		want   string // "": no error
	}{
		"good":             {one("[2,2]", "[0,16]"), 16, ""},
		"a scalar":         {one("[]", "[0,4]"), 4, ""},
		"no tensors":       {`{}`, 0, ""},
		"not JSON":         {`{`, 0, "not JSON"},
		"empty":            {``, 0, "not JSON"},
		"null":             {`null`, 0, ""},
		"metadata":         {`{"__metadata__":3}`, 0, "map of strings"},
		"type":             {`{"x":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}`, 4, "type I8"},
		"no object":        {`{"x":[]}`, 0, "description"},
		"negative shape":   {one("[-1]", "[0,4]"), 4, "shape"},
		"overflow":         {one("[2147483647,2147483647,2147483647,4]", "[0,16]"), 16, "shape"},
		"overflow to zero": {one("[65536,65536,65536,65536]", "[0,0]"), 0, "shape"},
		"zero times large": {one("[0,2147483647,2147483647]", "[0,0]"), 0, ""},
		"large times zero": {one("[2147483647,2147483647,0]", "[0,0]"), 0, "shape"},
		"other size":       {one("[2,2]", "[0,12]"), 16, "size of its shape"},
		"negative offset":  {one("[1]", "[-4,0]"), 4, "size of its shape"},
		"large offset":     {one("[1]", "[9223372036854775804,9223372036854775807]"), 4, "size of its shape"},
		"gap at the start": {one("[1]", "[4,8]"), 8, "begins at 4"},
		"gap at the end":   {one("[1]", "[0,4]"), 8, "after the last tensor"},
		"short":            {one("[2]", "[0,8]"), 4, "cut short: 4 bytes"},
		"gap": {`{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}`,
			12, "begins at 8"},
		"overlap": {`{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`,
			4, "begins at 0"},
	} {
		_, _, err := decode(file(test.header, test.size))
		if test.want == "" && err != nil || test.want != "" && (!errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: error %v, want %q", name, err, test.want)
		}
	}
}

// TestMemory reads files that claim to be large. What they claim must not be allocated.
func TestMemory(t *testing.T) {
	many := map[string]entry{}
	for i := range 2000 { // overlapping, of a megabyte each
		many[string(rune('a'+i))] = entry{float32Type, []int{1 << 18}, [2]int64{0, 1 << 20}}
	}
	overlapping, _ := json.Marshal(many)
	long := file("{}", 0)
	long[7] = 0x7f
	for name, r := range map[string]io.Reader{
		"overlapping": bytes.NewReader(file(string(overlapping), 1<<20)),
		"short":       bytes.NewReader(file(`{"x":{"dtype":"F32","shape":[268435456],"data_offsets":[0,1073741824]}}`, 1<<10)),
		"header":      bytes.NewReader(long),
		"zeros":       zeros{},
		"endless":     io.MultiReader(bytes.NewReader(file(`{"x":{"dtype":"F32","shape":[1024],"data_offsets":[0,4096]}}`, 0)), zeros{}),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		h, err := ReadHeader(r)
		if err == nil {
			_, err = h.Read(r)
		}
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
		if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 2*reserve>>20 {
			t.Errorf("%s: %d MiB allocated", name, n)
		}
	}
}

// zeros is an endless file of zeros.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestHolds(t *testing.T) {
	h, err := ReadHeader(bytes.NewReader(encode(t)))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Holds(sample); err != nil || !h.Half() {
		t.Errorf("error %v, half %v", err, h.Half())
	}
	other := append([]Tensor{{Name: "a/bias", Shape: []int{2}}}, sample[:3]...)
	for name, want := range map[string][]Tensor{"one more": sample[:3], "another shape": other, "missing": append(other[1:], Tensor{Name: "c"})} {
		if err := h.Holds(want); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestReaderFails checks that an error of the reader is not one of the format.
func TestReaderFails(t *testing.T) {
	file := encode(t)
	for _, n := range []int64{0, 4, 20, int64(len(file) - 1)} {
		r := io.MultiReader(io.LimitReader(bytes.NewReader(file), n), iotest.ErrReader(io.ErrClosedPipe))
		h, err := ReadHeader(r)
		if err == nil {
			_, err = h.Read(r)
		}
		if !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, ErrFormat) {
			t.Errorf("after %d bytes: error %v", n, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f))
	f.Add([]byte{})
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, _, err := decode(file); err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("error %v does not wrap ErrFormat", err)
		}
	})
}
