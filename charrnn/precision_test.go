package charrnn

import (
	"strings"
	"testing"

	"charabanc/charrnn/internal/kernel"
)

// TestPrecision trains in each precision: what is chosen, told and saved.
func TestPrecision(t *testing.T) {
	auto := Float32
	if kernel.Tiles() {
		auto = BF16
	}
	for given, want := range map[Precision]Precision{"": Float32, Float32: Float32, BF16: BF16, Auto: auto} {
		var notes strings.Builder
		o := tinyOptions(t.TempDir())
		o.Epochs, o.Precision = 2, given
		o.Watch.Note = func(line string) { notes.WriteString(line) }
		c, err := Train(t.Context(), tinyCorpus(), o)
		if err != nil {
			t.Fatal(err)
		}
		if saved, err := ResumeOptions(o.ModelDir); err != nil || saved.Precision != want {
			t.Errorf("%q: saved with the run: %q, error %v; want %q", given, saved.Precision, err, want)
		}
		if told := strings.Contains(notes.String(), "bf16"); told != (want == BF16) {
			t.Errorf("%q: notes %q", given, notes.String())
		}
		if rounded := c.About.Precision == BF16; rounded != (want == BF16) {
			t.Errorf("%q: the checkpoint says %q", given, c.About.Precision)
		}
	}
}
