package data

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func TestLeftovers(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	gone := exec.Command(exe, "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Skip(err)
	}
	dead, alive := strconv.Itoa(gone.Process.Pid), strconv.Itoa(os.Getpid())
	old, fresh := time.Now().Add(-2*leftAfter), time.Now()
	files := []struct {
		name    string
		changed time.Time
		removed bool
	}{
		{tempPrefix + dead + ".abc", old, true},
		{tempPrefix + dead + ".fresh", fresh, false},
		{tempPrefix + alive + ".abc", old, false},
		{tempPrefix + "notes", old, false},
		{tempPrefix + "x.abc", old, false},
		{"." + dead + ".abc", old, false},
		{"tune.abc", old, false},
	}
	write := map[string]func(dir string) error{
		"WriteFile": func(dir string) error { return WriteFile(filepath.Join(dir, "out"), nil) },
		"Folder": func(dir string) error {
			f, err := OpenFolder(dir)
			if err == nil {
				f.Close()
			}
			return err
		},
	}
	for how, write := range write {
		dir := t.TempDir()
		for _, f := range files {
			path := filepath.Join(dir, f.name)
			if err := os.WriteFile(path, nil, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, f.changed, f.changed); err != nil {
				t.Fatal(err)
			}
		}
		folder := filepath.Join(dir, tempPrefix+dead+".folder")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		os.Chtimes(folder, old, old)
		if err := write(dir); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if _, err := os.Stat(filepath.Join(dir, f.name)); (err != nil) != f.removed {
				t.Errorf("%s: %s: removed %v, want %v", how, f.name, err != nil, f.removed)
			}
		}
		if _, err := os.Stat(folder); err != nil {
			t.Errorf("%s: a folder was removed", how)
		}
	}
}

func TestNotAnInput(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a.abc")
	if err := os.WriteFile(a, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.abc")
	linked := os.Symlink(a, link) == nil
	for name, test := range map[string]struct {
		output string
		inputs []Input
		ok     bool
	}{
		"another":    {filepath.Join(dir, "b.abc"), []Input{{Path: a}}, true},
		"itself":     {a, []Input{{Path: "-"}, {Path: a}}, false},
		"other name": {filepath.Join(dir, ".", "x", "..", "a.abc"), []Input{{Path: a}}, false},
		"a link":     {link, []Input{{Path: a}}, !linked},
		"stdout":     {"-", []Input{{Path: "-"}}, true},
		"none":       {"", []Input{{Path: a}}, true},
		"a device":   {os.DevNull, []Input{{Path: os.DevNull}}, true},
	} {
		if err := NotAnInput(test.output, Names(test.inputs)); (err == nil) != test.ok {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
