package recall

import (
	"os"
	"testing"
)

// BenchmarkRecall reads a character and proposes the next ones.
func BenchmarkRecall(b *testing.B) {
	text, err := os.ReadFile("../../data/input.txt")
	if err != nil {
		b.Fatal(err)
	}
	var tunes [][]rune
	for _, t := range cut(string(text)) {
		tunes = append(tunes, []rune(t))
	}
	r, n := New(), 0
	add := func(rune, [4]int) { n++ }
	b.ReportAllocs()
	for i, k := 0, 0; i < b.N; k++ {
		r.Reset()
		for _, c := range tunes[k%len(tunes)] {
			r.Push(c)
			r.Propose(add)
			i++
		}
	}
	b.ReportMetric(float64(n)/float64(b.N), "proposals/op")
}
