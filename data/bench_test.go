package data

import (
	"io"
	"strings"
	"testing"
)

// BenchmarkReader cuts the Nottingham collection into its tunes.
func BenchmarkReader(b *testing.B) {
	_, text := nottingham(b)
	for _, c := range []struct{ name, text string }{
		{"LF", text}, {"CRLF", strings.ReplaceAll(text, "\n", "\r\n")}, {"CR", strings.ReplaceAll(text, "\n", "\r")}, {"UTF-16", utf16Text(text, false)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				r := NewReader(strings.NewReader(c.text), "bench")
				n := 0
				_, err := r.Next()
				for ; err == nil; _, err = r.Next() {
					n++
				}
				if err != io.EOF || n != 1034 {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// BenchmarkInOrder settles items that take 40 microseconds, as a tune does that
// is converted to MIDI.
func BenchmarkInOrder(b *testing.B) {
	i := 0
	err := InOrder(b.Context(), 0, func() (int, error) {
		if i == b.N {
			return 0, io.EOF
		}
		i++
		return i, nil
	}, spin, func(int) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
}

// spin computes for about 40 microseconds.
func spin(n int) int {
	for i := range 20_000 {
		n = n*1664525 + i
	}
	return n
}

// BenchmarkFolder writes small files, new ones and over old ones.
func BenchmarkFolder(b *testing.B) {
	out, err := OpenFolder(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	content := make([]byte, 700)
	n := 0
	for b.Loop() {
		if err := out.WriteFile(string(rune('a'+n%26))+string(rune('a'+n/26%26))+string(rune('a'+n/676%26)), content); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
