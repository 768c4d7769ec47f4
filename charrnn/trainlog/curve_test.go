package trainlog

import (
	"math"
	"strings"
	"testing"
)

// logOf returns a log of losses in bits; a held-out loss of NaN is none.
func logOf(train, held []float64) []*Row {
	var rows []*Row
	for i := range train {
		r := &Row{Epoch: i + 1, Loss: train[i] * math.Ln2}
		if !math.IsNaN(held[i]) {
			r.ValidationLoss = new(held[i] * math.Ln2)
		}
		rows = append(rows, r)
	}
	return rows
}

func TestCurve(t *testing.T) {
	none, inf := math.NaN(), math.Inf(1)
	for name, test := range map[string]struct {
		rows []*Row
		want []string // "": nothing is drawn
	}{
		"no rows":       {nil, nil},
		"one row":       {logOf([]float64{3}, []float64{4}), nil},
		"both":          {logOf([]float64{4, 3, 2}, []float64{5, 3.5, 3.75}), []string{"4.00", "╮", "•", "best epoch: 2, with 3.500\n"}},
		"training only": {logOf([]float64{4, 3, 2}, []float64{none, none, none}), []string{"4.00", "training ─; best epoch: 3, with 2.000\n"}},
		"a gap":         {logOf([]float64{4, inf, 2}, []float64{3, none, 2}), []string{"best epoch: 3, with 2.000\n"}},
		"nothing":       {logOf([]float64{inf, none}, []float64{none, inf}), nil},
		"held out only": {logOf([]float64{none, none}, []float64{2, 1}), []string{"best epoch: 2, with 1.000\n"}},
		"a constant":    {logOf([]float64{1, 1}, []float64{none, none}), []string{"best epoch: 1, with 1.000\n"}},
	} {
		var out strings.Builder
		if err := Curve(&out, test.rows, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if test.want == nil && out.Len() > 0 || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%s: drew\n%s", name, out.String())
		}
		for _, want := range test.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", name, want, out.String())
			}
		}
		for line := range strings.Lines(out.String()) {
			if n := len([]rune(line)); n > 81 {
				t.Errorf("%s: a line of %d characters", name, n)
			}
		}
	}
	var out strings.Builder
	if Curve(&out, logOf([]float64{4, 3}, []float64{4, 3}), true); !strings.Contains(out.String(), "\x1b[") {
		t.Error("no colors")
	}
}
