package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// listed is the names of all files and folders in and below a folder.
func listed(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		if path != "." {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// holds checks the content of a file and what else is in its folder.
func holds(t *testing.T, dir, name, want string, names ...string) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, error %v, want %q", name, got, err, want)
	}
	if names = append(names, name); !slices.Equal(listed(t, dir), slices.Sorted(slices.Values(names))) {
		t.Errorf("files %q, want %q", listed(t, dir), names)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a", "b", "c.txt")
	for _, text := range []string{"first", "", strings.Repeat("long", 1<<16)} {
		if err := WriteFile(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, "a/b/c.txt", text, "a", "a/b")
	}
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	got, _ := os.Stat(name)
	if want, _ := os.Stat(plain); got.Mode() != want.Mode() {
		t.Errorf("mode %v, want %v", got.Mode(), want.Mode())
	}
	if runtime.GOOS == "windows" {
		return
	}
	os.Chmod(name, 0o640)
	if err := WriteFile(name, []byte("next")); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.Stat(name); got.Mode() != 0o640 {
		t.Errorf("the mode became %v, want %v", got.Mode(), fs.FileMode(0o640))
	}
}

// TestWriteFileFails: what was there stays, nothing is left, the error is one
// line.
func TestWriteFileFails(t *testing.T) {
	dir := writeTexts(t, map[string]string{"file": "old"})
	for _, name := range []string{"file/a", "file/a/b", "."} {
		err := WriteFile(filepath.Join(dir, name), []byte("new"))
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), dir) || errors.As(err, new(*fs.PathError)) {
			t.Errorf("%s: error %v, want one line", name, err)
		}
		holds(t, dir, "file", "old")
	}
}

func TestFile(t *testing.T) {
	dir := writeTexts(t, map[string]string{"file": "old"})
	name := filepath.Join(dir, "file")
	f, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, strings.Repeat("part", 1<<16))
	if got, _ := os.ReadFile(name); string(got) != "old" {
		t.Errorf("the file became %q before it was whole", got)
	}
	f.Abort()
	holds(t, dir, "file", "old")

	if f, err = Create(filepath.Join(dir, "x", "y", "file")); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	holds(t, dir, "file", "old")

	if f, err = Create(name); err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "new")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	holds(t, dir, "file", "new")

	// A folder that takes the name in the meantime makes Commit fail.
	if f, err = Create(filepath.Join(dir, "taken")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want one line", err)
	}
	holds(t, dir, "file", "new", "taken")
}

func TestOutput(t *testing.T) {
	var b strings.Builder
	f, err := Output("-", &b)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "text")
	if err := f.Commit(); err != nil || b.String() != "text" {
		t.Errorf("wrote %q, error %v", b.String(), err)
	}
}

// TestWriteFileLink: a link is replaced, and what it leads to is not written to.
// A device is written to, and not replaced.
func TestWriteFileLink(t *testing.T) {
	dir := writeTexts(t, map[string]string{"victim": "old"})
	for link, target := range map[string]string{"to file": "victim", "to nothing": "nothing"} {
		name := filepath.Join(dir, link)
		if err := os.Symlink(filepath.Join(dir, target), name); err != nil {
			t.Skip(err)
		}
		if err := WriteFile(name, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, error %v, want a file", link, info, err)
		}
	}
	holds(t, dir, "victim", "old", "to file", "to nothing")
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Symlink("/dev/null", filepath.Join(dir, "null")); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "null"), []byte("gone")); err != nil {
		t.Error(err)
	}
	if at, err := os.Readlink(filepath.Join(dir, "null")); at != "/dev/null" {
		t.Errorf("the link to a device is replaced, %v", err)
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out", "midi")
	out, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for range 2 { // with files that get their name at the end, where there are such; then without
		for _, text := range []string{"first", "next", "", strings.Repeat("long", 1<<18)} {
			if err := out.WriteFile("a.mid", []byte(text)); err != nil {
				t.Fatal(err)
			}
			holds(t, dir, "a.mid", text)
		}
		info, _ := os.Stat(filepath.Join(dir, "a.mid"))
		plain := filepath.Join(dir, "plain")
		if err := os.WriteFile(plain, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if want, _ := os.Stat(plain); want.Mode() != info.Mode() {
			t.Errorf("mode %v, want %v", info.Mode(), want.Mode())
		}
		os.Remove(plain)
		folder := filepath.Join(dir, "b.mid")
		os.Mkdir(folder, 0o777)
		if err := out.WriteFile("b.mid", []byte("text")); err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), folder) {
			t.Errorf("error %v, want one line", err)
		}
		holds(t, dir, "a.mid", strings.Repeat("long", 1<<18), "b.mid")
		os.Remove(folder)
		if os.Symlink(filepath.Join(dir, "a.mid"), filepath.Join(dir, "link")) == nil {
			if err := out.WriteFile("link", []byte("text")); err != nil {
				t.Error(err)
			}
			holds(t, dir, "a.mid", strings.Repeat("long", 1<<18), "link")
			os.Remove(filepath.Join(dir, "link"))
		}
		nameless(out, false)
	}
	if _, err := OpenFolder(filepath.Join(dir, "a.mid")); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a file as a folder: error %v, want one line", err)
	}
}

// TestTempTaken: a temporary name that is taken, by a link too, is not used.
func TestTempTaken(t *testing.T) {
	dir := writeTexts(t, map[string]string{"victim": "old"})
	if err := os.Symlink("victim", filepath.Join(dir, "taken")); err != nil {
		t.Skip(err)
	}
	names := []string{"taken", "taken", "free"}
	tempName = func() string {
		name := names[0]
		names = names[1:]
		return name
	}
	defer func() { tempName = randomName }()
	f, err := createTemp(dir)
	if err != nil || filepath.Base(f.Name()) != "free" {
		t.Fatalf("file %v, error %v, want free", f, err)
	}
	f.Close()
	os.Remove(f.Name())
	out, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	nameless(out, false)
	names = []string{"taken", "taken", "free"}
	if err := out.WriteFile("new", []byte("new")); err != nil {
		t.Error(err)
	}
	holds(t, dir, "victim", "old", "taken", "new")
}

func TestCause(t *testing.T) {
	_, err := os.Open(filepath.Join(t.TempDir(), "nothere"))
	if got := Cause(err); !errors.Is(got, fs.ErrNotExist) || strings.Contains(got.Error(), "nothere") {
		t.Errorf("cause %v", got)
	}
	err = os.Rename(filepath.Join(t.TempDir(), "nothere"), "there")
	if got := Cause(err); !errors.Is(got, fs.ErrNotExist) || strings.Contains(got.Error(), "there") {
		t.Errorf("cause %v", got)
	}
	if other := errors.New("other"); Cause(other) != other {
		t.Errorf("cause %v", Cause(other))
	}
}
