package abctest

import (
	"charabanc/data"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// Shared returns a path in the folder of corpora and gold sets. The folder is
// named by CHARABANC_SHARED, or is ../shared beside the project. If the path
// does not exist, the test is skipped.
func Shared(t testing.TB, path ...string) string {
	t.Helper()
	dir := os.Getenv("CHARABANC_SHARED")
	if dir == "" {
		dir = filepath.Join(sourceFolder(), "..", "..", "..", "..", "shared")
	}
	full := filepath.Join(append([]string{dir}, path...)...)
	if _, err := os.Stat(full); err != nil {
		t.Skipf("%s not here: %s is skipped (CHARABANC_SHARED names the folder that has it)", filepath.Join(path...), t.Name())
	}
	return full
}

// sourceFolder returns the folder of this file.
func sourceFolder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}

// GoldenFiles returns the archives of tunes in abcmidi/testdata.
func GoldenFiles(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(sourceFolder(), "..", "..", "testdata", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	return names
}

// GoldenTunes returns the text of every tune of testdata.
func GoldenTunes(t testing.TB) (tunes []string) {
	for _, name := range GoldenFiles(t) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".abc") {
				tunes = append(tunes, string(file.Data))
			}
		}
	}
	return tunes
}

// Seed adds every tune of testdata to a fuzz target.
func Seed(f *testing.F) {
	for _, tune := range GoldenTunes(f) {
		f.Add(tune)
	}
}

// CorpusTunes calls f with every tune of the three ABC corpora.
func CorpusTunes(t testing.TB, f func(data.Source)) {
	root := Shared(t, "corpora")
	for _, pattern := range []string{"nottingham/abc/*.abc", "irish/*.abc", "hardy/*.abc"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := EachTune(string(text), filepath.Base(name), func(s data.Source) error { f(s); return nil }); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// CorpusFiles returns the files of the shared corpora that match a pattern.
func CorpusFiles(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(Shared(t, "corpora"), filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files (%v)", pattern, err)
	}
	return files
}

// EachTune calls f with every piece of a text. It stops at the first error.
func EachTune(text, name string, f func(data.Source) error) error {
	r := data.NewReader(strings.NewReader(text), name)
	for {
		src, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = f(src)
		}
		if err != nil {
			return err
		}
	}
}
