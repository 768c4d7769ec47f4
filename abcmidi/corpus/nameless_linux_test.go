package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// TestNameless writes a file and over it, with files that get their name at the
// end and with those that have one from the first.
func TestNameless(t *testing.T) {
	for _, named := range []bool{false, true} {
		dir := t.TempDir()
		out := openFolder(dir)
		defer out.close()
		out.named.Store(named)
		for _, text := range []string{"first", "next", ""} {
			if err := out.write("a.mid", []byte(text)); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(dir, "a.mid"))
			if files := listed(t, dir); err != nil || string(got) != text || len(files) != 1 {
				t.Errorf("named %v: wrote %q, read %q, %v, files %q", named, text, got, err, files)
			}
		}
		info, err := os.Stat(filepath.Join(dir, "a.mid"))
		if err != nil {
			t.Fatal(err)
		}
		plain := filepath.Join(dir, "plain")
		if err := os.WriteFile(plain, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if want, _ := os.Stat(plain); want.Mode() != info.Mode() {
			t.Errorf("named %v: mode %v, want %v", named, info.Mode(), want.Mode())
		}
		if err := os.Mkdir(filepath.Join(dir, "b.mid"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := out.write("b.mid", []byte("text")); err == nil {
			t.Errorf("named %v: a folder is written over", named)
		}
		if files := listed(t, dir); len(files) != 3 {
			t.Errorf("named %v: files %q are left", named, files)
		}
	}
}
