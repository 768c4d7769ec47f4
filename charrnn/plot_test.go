package charrnn

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestPlot(t *testing.T) {
	held := 2.5
	rows := []*LogRow{{Epoch: 1, Loss: 3, ValidationLoss: &held}, {Epoch: 2, Loss: 2}}
	dir := t.TempDir()
	for name, begin := range map[string]string{"a.svg": "<?xml", "a.png": "\x89PNG", "a.pdf": "%PDF"} {
		file := filepath.Join(dir, name)
		if err := Plot(rows, file, name == "a.png"); err != nil {
			t.Fatal(err)
		}
		if text, _ := os.ReadFile(file); !bytes.HasPrefix(text, []byte(begin)) {
			t.Errorf("%s begins with %q", name, text[:min(8, len(text))])
		}
	}
	if err := Plot(rows, filepath.Join(dir, "a.doc"), false); !errors.Is(err, ErrOption) {
		t.Errorf("an unknown format: error %v", err)
	}
	if Plot(nil, filepath.Join(dir, "b.svg"), false) == nil {
		t.Error("an empty log was drawn")
	}
}
