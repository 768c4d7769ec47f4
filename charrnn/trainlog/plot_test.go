package trainlog

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"charabanc/charrnn/internal/option"
)

func TestPlot(t *testing.T) {
	held := 2.5
	rows := []*Row{{Epoch: 1, Loss: 3, ValidationLoss: &held}, {Epoch: 2, Loss: 2}}
	logs := []Named{{"a.csv", rows}, {"b.csv", rows[1:]}}
	for format, begin := range map[string]string{"svg": "<?xml", "png": "\x89PNG", "pdf": "%PDF", "": "<?xml"} {
		var picture bytes.Buffer
		if err := Plot(&picture, logs, PlotOptions{Format: format, Accuracy: format == "png"}); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(picture.Bytes(), []byte(begin)) {
			t.Errorf("%s begins with %q", format, picture.Bytes()[:8])
		}
	}
	for _, o := range []PlotOptions{{Format: "doc"}, {Width: 1}, {Height: 1e9}} {
		if err := Plot(io.Discard, logs, o); !errors.Is(err, option.ErrRange) {
			t.Errorf("%+v: error %v, want one about an option", o, err)
		}
	}
}

// TestPlotMarksBest: the legend names each log and its best epoch.
func TestPlotMarksBest(t *testing.T) {
	high, low := 2.5, 1.5
	a := []*Row{{Epoch: 1, Loss: 3, ValidationLoss: &high}, {Epoch: 2, Loss: 2, ValidationLoss: &low}, {Epoch: 3, Loss: 1, ValidationLoss: &high}}
	b := []*Row{{Epoch: 4, Loss: 2}, {Epoch: 5, Loss: 1}}
	var picture bytes.Buffer
	if err := Plot(&picture, []Named{{"a.csv", a}, {"b.csv", b}}, PlotOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a.csv: best: epoch 2, 2.164", "b.csv: best: epoch 5, 1.443", "a.csv: held out", "b.csv: training"} {
		if !bytes.Contains(picture.Bytes(), []byte(want)) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

func TestPlotFormat(t *testing.T) {
	for name, want := range map[string]string{"a.SVG": "svg", "dir.png/a": "", "a.b.pdf": "pdf", "a.doc": "", "svg": ""} {
		if got := Format(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
