package safetensors

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
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

func TestRoundTrip(t *testing.T) {
	file := encode(t)
	meta, tensors, err := Decode(file)
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
	_, tensors, err := Decode(file)
	if want := []float32{1, 1 + 0x1p-10}; err != nil || !reflect.DeepEqual(tensors[0].Data, want) {
		t.Errorf("read %v (%v), want %v", tensors, err, want)
	}
}

// TestDamage cuts the file at every length and flips every bit of its data. Each must be
// an error.
func TestDamage(t *testing.T) {
	file := encode(t)
	for n := range file {
		if _, _, err := Decode(file[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut to %d bytes: error %v", n, err)
		}
	}
	header := 8 + int(file[0]) + int(file[1])<<8
	for i := header; i < len(file); i++ {
		for bit := range 8 {
			file[i] ^= 1 << bit
			if _, _, err := Decode(file); !errors.Is(err, ErrFormat) {
				t.Fatalf("bit %d of byte %d flipped: error %v", bit, i, err)
			}
			file[i] ^= 1 << bit
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f))
	f.Add([]byte{})
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, _, err := Decode(file); err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("error %v does not wrap ErrFormat", err)
		}
	})
}
