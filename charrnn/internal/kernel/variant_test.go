package kernel

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// each runs f as a subtest for every variant of the processor.
func each(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	was := Name()
	defer use(t, was)
	for _, name := range Names() {
		use(t, name)
		t.Run(name, f)
	}
}

func use(t *testing.T, name string) {
	t.Helper()
	if err := Use(name); err != nil {
		t.Fatal(err)
	}
}

// number returns a number that is about normally distributed: a sum of four integers, so it
// is the same on every processor.
func number(r *rand.Rand) float32 {
	a, b := r.Uint32(), r.Uint32()
	return float32(int32(a>>16+a&0xffff+b>>16+b&0xffff)-(2<<16)) / (1 << 15)
}

func fill(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = number(r)
	}
}

// At returns element (k, n).
func (p Panels) At(k, n int) float32 { return p.Data[p.Index(k, n)] }

func randomPanels(r *rand.Rand, k, n int) Panels {
	p := NewPanels(k, n)
	fill(r, p.Data)
	return p
}

func randomBlock(r *rand.Rand, rows, stride int) Block {
	b := NewBlock(rows, stride)
	fill(r, b.Data)
	return b
}

// near fails the test unless the difference of got and want is at most tol*(size+1).
func near(t *testing.T, what string, got float32, want, size, tol float64) {
	t.Helper()
	if d := math.Abs(float64(got) - want); !(d <= tol*(size+1)) {
		t.Fatalf("%s = %v, want %v (off by %.3g)", what, got, want, d)
	}
}

// same fails the test unless a and b are the same bits.
func same(t *testing.T, what string, a, b []float32) {
	t.Helper()
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			t.Fatalf("%s: number %d of %d is %v here and %v there", what, i, len(a), a[i], b[i])
		}
	}
}

func TestUse(t *testing.T) {
	was := Name()
	defer use(t, was)
	for _, name := range Names() {
		use(t, name)
		if Name() != name {
			t.Errorf("used %s, got %s", name, Name())
		}
	}
	if last := Names()[len(Names())-1]; last != "portable" {
		t.Errorf("the last variant is %s", last)
	}
	use(t, was)
	if err := Use("mmx"); err == nil || !strings.Contains(err.Error(), `"mmx"`) || Name() != was {
		t.Errorf("using mmx: %v, now %s", err, Name())
	}
}

func TestEnvironment(t *testing.T) {
	defer use(t, Name())
	if err := choose("portable"); err != nil || Name() != "portable" {
		t.Errorf("choosing portable: %v, now %s", err, Name())
	}
	if err := choose(""); err != nil || Name() != "portable" {
		t.Errorf("choosing nothing: %v, now %s", err, Name())
	}
	if err := choose("sse9"); err == nil || !strings.Contains(err.Error(), Environment) || !strings.Contains(err.Error(), "sse9") {
		t.Errorf("choosing sse9: %v", err)
	}
}

func TestPeakFMA(t *testing.T) {
	if peak := PeakFMA(time.Millisecond); len(Names()) > 1 && (peak < 0.1 || peak > 1e5) {
		t.Errorf("peak of %v GFLOP/s", peak)
	}
}
