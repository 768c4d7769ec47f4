package data

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestExpand(t *testing.T) {
	dir := writeTexts(t, map[string]string{"b.abc": "X:1", "a.ABC": "X:1\n", "c.txt": "text"})
	sub := filepath.Join(dir, "sub", "deep")
	os.MkdirAll(sub, 0o777)
	os.WriteFile(filepath.Join(sub, "d.abc"), nil, 0o666)
	os.Mkdir(filepath.Join(dir, "sub", "x.abc"), 0o777)
	for _, c := range []struct {
		names []string
		want  string // names of the inputs in dir, or a part of an error
		total int64
	}{
		{[]string{"c.txt", "-"}, "c.txt stdin", 0},
		{[]string{"."}, "a.ABC b.abc sub/deep/d.abc", 7},
		{[]string{"c.txt", "sub"}, "c.txt sub/deep/d.abc", 4},
		{[]string{"nothere"}, "nothere", 0},
		{[]string{"sub/x.abc"}, "no .abc file in this folder", 0},
		{nil, "", 0},
	} {
		var names []string
		for _, name := range c.names {
			if name != "-" {
				name = filepath.Join(dir, name)
			}
			names = append(names, name)
		}
		list, err := Expand(names, ".abc")
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: error %v, want %s", c.names, err, c.want)
			}
			continue
		}
		var got []string
		for _, in := range list {
			got = append(got, filepath.ToSlash(strings.TrimPrefix(in.Name(), dir+string(filepath.Separator))))
		}
		if strings.Join(got, " ") != c.want || TotalSize(list) != c.total {
			t.Errorf("%v: %v of %d bytes, want %s of %d", c.names, got, TotalSize(list), c.want, c.total)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if os.Symlink(dir, link) == nil {
		if list, err := Expand([]string{link}, ".abc"); err != nil || len(list) != 3 {
			t.Errorf("a link to a folder: %v, error %v, want 3 files", list, err)
		}
	}
}

func TestInput(t *testing.T) {
	dir := writeTexts(t, map[string]string{"tune.abc": "X:1\n"})
	for in, want := range map[Input]string{{Path: filepath.Join(dir, "tune.abc")}: "tune", {Path: "-"}: "tunes"} {
		s, err := in.Open(t.Context(), strings.NewReader("X:2\n"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(s)
		if err != nil || len(text) != 4 || s.Count() != 4 || in.Base() != want {
			t.Errorf("%s: read %q, counted %d, error %v, base %s", in.Name(), text, s.Count(), err, in.Base())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if s, err = in.Open(ctx, strings.NewReader("X:2\n")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(make([]byte, 9)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want it to be stopped", in.Name(), err)
		}
		s.Close()
	}
	if _, err := (Input{Path: "-"}).Open(t.Context(), nil); err == nil {
		t.Error("no standard input, and no error")
	}
	if _, err := (Input{Path: filepath.Join(dir, "nothere")}).Open(t.Context(), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want that there is no such file", err)
	}
}

// TestPipe: small and large reads give the text, and its error at the end.
func TestPipe(t *testing.T) {
	want := strings.Repeat("0123456789", 20_000)
	for _, size := range []int{1, 7, 1 << 17} {
		p := &pipe{ctx: t.Context(), r: strings.NewReader(want)}
		var got strings.Builder
		if _, err := io.CopyBuffer(&got, struct{ io.Reader }{p}, make([]byte, size)); err != nil || got.String() != want {
			t.Errorf("by %d bytes: %d bytes, error %v", size, got.Len(), err)
		}
	}
}

// TestEachSourceStops: neither the end of the context nor an error waits for a
// quiet pipe, or for the end of a file.
func TestEachSourceStops(t *testing.T) {
	in, out := io.Pipe()
	defer out.Close()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	err := EachSource(ctx, []Input{{Path: "-"}}, in, func(Source) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "stdin: ") {
		t.Errorf("error %v, want the end of time", err)
	}
	enough := errors.New("enough")
	n := 0
	err = EachSource(t.Context(), []Input{{Path: "-"}}, endless("X:1\n\n"), func(Source) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("%d pieces, error %v, want 3", n, err)
	}
}
