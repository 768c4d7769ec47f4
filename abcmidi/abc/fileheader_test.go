package abc_test

import (
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// TestPrintFileHeader: what a tune has from its file's header is printed with it
// (ABC 2.1 section 3.1.17), so that it plays the same alone.
func TestPrintFileHeader(t *testing.T) {
	text := "%abc-2.1\nL:1/4\nM:6/8\nm:~n2=nn\n%%begintext\n%%about\n%%endtext\nK:G\n\nX:1\nT:t\nK:C\nC ~F2\n"
	err := abctest.EachTune(text, "", func(src data.Source) error {
		tune, _ := abc.ParseSource(src)
		printed := tune.String()
		if want := "X:1\nT:t\nL:1/4\nM:6/8\nK:C\nC FF\n"; printed != want {
			t.Errorf("printed %q, want %q", printed, want)
		}
		alone, err := abc.Parse(printed)
		if err != nil {
			t.Error(err)
		}
		if again := alone.String(); again != printed {
			t.Errorf("printed again %q", again)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
