package trainlog

import (
	"os"
	"path/filepath"
	"testing"
)

// TestReadLog reads a log with only three columns.
func TestReadLog(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log.csv")
	os.WriteFile(file, []byte("epoch,loss,acc\n1,3.2,0.17\n2,2.2,0.37\n"), 0o644)
	rows, err := ReadFile(file)
	if err != nil || len(rows) != 2 || rows[1].Loss != 2.2 || rows[1].ValidationLoss != nil {
		t.Errorf("rows %v, error %v", rows, err)
	}
	if rows, err := ReadFile(file + "x"); err != nil || len(rows) != 0 {
		t.Errorf("no log: %v, error %v", rows, err)
	}
	os.WriteFile(file, []byte("epoch,loss\nx,\"3"), 0o644)
	if _, err := ReadFile(file); err == nil {
		t.Error("a broken log was read")
	}
}
