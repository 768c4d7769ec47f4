package charrnn

import (
	"bytes"
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
	if Plot(rows, filepath.Join(dir, "a.doc"), false) == nil || Plot(nil, filepath.Join(dir, "b.svg"), false) == nil {
		t.Error("an unknown format or an empty log was drawn")
	}
}

// TestReadLog reads a log with only three columns.
func TestReadLog(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log.csv")
	os.WriteFile(file, []byte("epoch,loss,acc\n1,3.2,0.17\n2,2.2,0.37\n"), 0o644)
	rows, err := ReadLog(file)
	if err != nil || len(rows) != 2 || rows[1].Loss != 2.2 || rows[1].ValidationLoss != nil {
		t.Errorf("rows %v, error %v", rows, err)
	}
	if rows, err := ReadLog(file + "x"); err != nil || len(rows) != 0 {
		t.Errorf("no log: %v, error %v", rows, err)
	}
	os.WriteFile(file, []byte("epoch,loss\nx,\"3"), 0o644)
	if _, err := ReadLog(file); err == nil {
		t.Error("a broken log was read")
	}
}
