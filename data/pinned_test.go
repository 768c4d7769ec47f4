package data

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// pin returns the pinned file of a content.
func pin(name, content string) Pinned {
	sum := sha256.Sum256([]byte(content))
	return Pinned{name, hex.EncodeToString(sum[:])}
}

// fileURL returns the file: URL of a path.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // before a drive
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// put writes a file of a test.
func put(t *testing.T, name, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(content), 0o666)); err != nil {
		t.Fatal(err)
	}
}

func TestFetchLocal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder")
	put(t, filepath.Join(dir, "a.js"), "one")
	put(t, filepath.Join(dir, "b.js"), "two")
	put(t, filepath.Join(dir, "other", "a.js"), "another")
	one := []Pinned{pin("a.js", "one")}
	both := []Pinned{one[0], pin("b.js", "two")}
	for _, c := range []struct {
		name, from string
		files      []Pinned
		want       string // in the output, or in the error
		err        error
	}{
		{"a folder", dir, both, "onetwo", nil},
		{"a folder by its URL", fileURL(dir), both, "onetwo", nil},
		{"a file", filepath.Join(dir, "a.js"), one, "one", nil},
		{"a file by its URL", fileURL(filepath.Join(dir, "a.js")), one, "one", nil},
		{"a folder for one file", dir, one, "one", nil},
		{"another file", filepath.Join(dir, "b.js"), one, "b.js: its SHA-256", ErrChecksum},
		{"a folder with another file", filepath.Join(dir, "other"), one, "a.js: its SHA-256", ErrChecksum},
		{"not there", filepath.Join(dir, "none"), one, "none: ", os.ErrNotExist},
		{"a folder without one of the files", filepath.Join(dir, "other"), both[1:], "b.js: ", os.ErrNotExist},
		{"no name", "", one, "try another --from", os.ErrNotExist},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			err := Fetch(t.Context(), Collection{Name: "test", Base: c.from, Files: c.files}, o)
			got, _ := os.ReadFile(o.Output)
			switch {
			case c.err == nil && (err != nil || string(got) != c.want):
				t.Errorf("%q, error %v, want %q", got, err, c.want)
			case c.err != nil && (!errors.Is(err, c.err) || !strings.Contains(err.Error(), c.want) || got != nil):
				t.Errorf("%q, error %v, want %v and no file", got, err, c.err)
			}
			if _, err := os.Stat(o.Output + partsSuffix); err == nil {
				t.Error("the parts are still there")
			}
		})
	}
}

func TestFilePath(t *testing.T) {
	for address, want := range map[string]string{"file:///a%20b/c": "/a b/c", "file:a/b": "a/b", "file:": ""} {
		u, err := url.Parse(address)
		if got := filepath.ToSlash(filePath(u)); err != nil || got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if runtime.GOOS == "windows" {
		u, _ := url.Parse("file:///C:/a")
		if got := filePath(u); got != `C:\a` {
			t.Errorf("a drive: %q", got)
		}
	}
}
