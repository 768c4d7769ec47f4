package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// readText reads all pieces of a text.
func readText(text string) (list []Source, kind Kind, err error) {
	r := NewReader(strings.NewReader(text), "f")
	for {
		src, err := r.Next()
		if err == io.EOF {
			return list, r.Kind(), nil
		}
		if err != nil {
			return list, r.Kind(), err
		}
		list = append(list, src)
	}
}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		name, in string
		kind     Kind
		want     string // LINE TEXT GAP of each piece, parted by ;
	}{
		{"empty", "", Plain, ""},
		{"blank", " \n\t\n", Plain, ""},
		{"prose", "to be\nor not\n\nto be", Plain, ""},
		{"a tune", "X:1\nK:C\nC|\n", ABC, "1 X:1/K:C/C| 0"},
		{"no line end", "X:1\nK:C\nC|", ABC, "1 X:1/K:C/C| 0"},
		{"gaps", "X:1\nK:C\nC|\n\n \n\nX:2\nX:3\nK:D\n\n", ABC, "1 X:1/K:C/C| 3;7 X:2 0;8 X:3/K:D 1"},
		{"text between", "X:1\nC|\n\nby | me\nX:2\nD|\n\n\nby\n", ABC, "1 X:1/C| 1;5 X:2/D| 2"},
		{"empty line after K:", "X:1\nK:C\n\n\nC|\nD|\n", ABC, "1 X:1/K:C///C|/D| 0"},
		{"nothing after K:", "X:1\nK:C\n\n\nX:2\n", ABC, "1 X:1/K:C 2;5 X:2 0"},
		{"text after K:", "X:1\nK:C\n\ntext\nX:2\n", ABC, "1 X:1/K:C 1;5 X:2 0"},
		{"field after K:", "X:1\nK:C\n\nT:a|b\nK:D\nC|", ABC, "1 X:1/K:C 1;4 T:a|b/K:D/C| 0"},
		{"without X:", "M:4/4\nK:C\nC|\n\nK:D\nD|\n", ABC, "1 M:4/4/K:C/C| 1;5 K:D/D| 0"},
		{"fields alone", "T:a\nK:C\n\nT:b\n", Plain, ""},
		{"music without K:", "C|\nD|\n", Plain, ""},
		{"a: music", "M:C\nA:|\n\nK:C\nA:|\n", ABC, "4 K:C/A:| 0"},
		{"notes", "%%notes exact 12\nC4:1\n\n\n%%notes classic\nE4\n", Notes, "1 %%notes exact 12/C4:1 2;5 %%notes classic/E4 0"},
		{"notes after blank lines", "\n\n%%notes exact 12\nC4:1\n", Notes, "3 %%notes exact 12/C4:1 0"},
		{"notes without a blank line", "%%notes\nC4\n %%notes\nD4", Notes, "1 %%notes/C4 0;3  %%notes/D4 0"},
		{"notes parted in the piece", "%%notes\nC4\n \nD4\n", Notes, "1 %%notes/C4 1;4 D4 0"},
		{"X: in notes", "%%notes\nX:1\nK:C\n", Notes, "1 %%notes/X:1/K:C 0"},
		{"not notes", "%%notesize 3\nX:1\nC|\n", ABC, "2 X:1/C| 0"},
		{"notes in ABC", "X:1\nC|\n\n%%notes\nC4", ABC, "1 X:1/C| 1"},
		{"CR, BOM, Latin-1", "\ufeffX:1\rT:\xe9\rC|\r\r\ufeffX:2\r", ABC, "1 X:1/T:é/C| 1;5 X:2 0"},
	} {
		list, kind, err := readText(c.in)
		var got []string
		for _, s := range list {
			text := strings.TrimSuffix(s.Text, "\n")
			got = append(got, fmt.Sprintf("%d %s %d", s.Line, strings.ReplaceAll(text, "\n", "/"), s.Gap))
			if !strings.HasSuffix(s.Text, "\n") || s.File != "f" {
				t.Errorf("%s: text %q of file %q", c.name, s.Text, s.File)
			}
		}
		if all := strings.Join(got, ";"); all != c.want || kind != c.kind || err != nil {
			t.Errorf("%s: %v %q, error %v, want %v %q", c.name, kind, all, err, c.kind, c.want)
		}
	}
}

func TestReaderFileHeader(t *testing.T) {
	list, _, err := readText("%abc-2.1\nM:6/8\n\nsome text\n\nL:1/4\n\nX:1\nC|\n\nM:4/4\n\nX:2\nD|\n")
	if err != nil || len(list) != 2 {
		t.Fatalf("%d tunes, error %v", len(list), err)
	}
	for _, s := range list {
		if want := "%abc-2.1\nM:6/8\nL:1/4\n"; s.FileHeader != want {
			t.Errorf("header %q, want %q", s.FileHeader, want)
		}
	}
}

func TestPiece(t *testing.T) {
	for gap, want := range []string{"C|\n\n", "C|\n\n", "C|\n\n\n"} {
		if got := (Source{Text: "C|\n", Gap: gap}).Piece(); got != want {
			t.Errorf("gap %d: %q, want %q", gap, got, want)
		}
	}
}

// TestReaderFails: complete pieces before an error are returned, the one that
// it cuts off is not.
func TestReaderFails(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		in     string
		err    error
		pieces int
		want   string
	}{
		"MIDI":  {"MThd\x00\x00", ErrMIDI, 0, "f.abc: a MIDI file: turn it into text first: charabanc notes FILE"},
		"ABC":   {"X:1\nC|\n\nX:2\nD", broken, 1, "f.abc: broken"},
		"notes": {"%%notes\nC4\n\n%%notes\nD", broken, 1, "f.abc: broken"},
	} {
		r := NewReader(io.MultiReader(strings.NewReader(c.in), iotest.ErrReader(broken)), "f.abc")
		n := 0
		_, err := r.Next()
		for ; err == nil; _, err = r.Next() {
			n++
		}
		if n != c.pieces || !errors.Is(err, c.err) || err.Error() != c.want {
			t.Errorf("%s: %d pieces, error %v, want %d, %s", name, n, err, c.pieces, c.want)
		}
	}
}

// TestReaderBounds: a text without a line end or without a tune is not kept.
func TestReaderBounds(t *testing.T) {
	r := NewReader(io.LimitReader(endless("CDEFGABc"), 8<<20), "line")
	if src, err := r.Next(); err != io.EOF {
		t.Errorf("a tune of %d bytes, error %v", len(src.Text), err)
	}
	r = NewReader(io.LimitReader(endless("T:title\n"), 8<<20), "header")
	if _, err := r.Next(); err != io.EOF || len(r.header) > maxHeader {
		t.Errorf("a header of %d bytes, error %v", len(r.header), err)
	}
	r = NewReader(io.MultiReader(strings.NewReader("X:1\n"), io.LimitReader(endless("CDEF|\n"), 8<<20)), "tune")
	if src, err := r.Next(); err != nil || len(src.Text) < maxTune || len(src.Text) > maxTune+10 {
		t.Errorf("a tune of %d bytes, error %v", len(src.Text), err)
	}
	r = NewReader(io.MultiReader(strings.NewReader("%%notes\n"), io.LimitReader(endless("C4 D4 "), 65<<20)), "notes")
	first, err := r.Next()
	if err != nil || len(first.Text) < maxPiece || len(first.Text) > maxPiece+maxLine+1 {
		t.Errorf("a piece of %d bytes, error %v", len(first.Text), err)
	}
	if next, err := r.Next(); err != nil || len(next.Text) > maxLine+1 {
		t.Errorf("a second piece of %d bytes, error %v", len(next.Text), err)
	}
	r = NewReader(io.LimitReader(endless("X:1\nT:t\nK:C\nCDEF|\n\n"), 19*10_000), "many")
	n := 0
	for src, err := r.Next(); err == nil; src, err = r.Next() {
		if n++; src.Line != 1+(n-1)*5 || src.Gap != 1 {
			t.Fatalf("tune %d: line %d, gap %d", n, src.Line, src.Gap)
		}
	}
	if n != 10_000 || cap(r.memory) > maxKept || len(r.lines.buf) > firstBlock {
		t.Errorf("%d tunes, %d bytes kept", n, cap(r.memory)+len(r.lines.buf))
	}
}

// endless is a text that is repeated for ever.
func endless(text string) io.Reader { return &repeater{text: text} }

type repeater struct {
	text string
	at   int
}

func (r *repeater) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c := copy(p[n:], r.text[r.at:])
		n, r.at = n+c, (r.at+c)%len(r.text)
	}
	return n, nil
}

func TestIsFieldLine(t *testing.T) {
	for line, want := range map[string]bool{
		"T:title": true, "+:more": true, "K:": true, "A:area": true, "z: value": true, "d: :x": true, "A:\u00a0": true,
		"A:|": false, "d::|": false, "z: |": false, "A:\u00a0|": false, "1:": false, "T": false, "": false, "|:": false,
	} {
		if got := IsFieldLine(line); got != want || IsFieldLine([]byte(line)) != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

// fortyTunes is a text of forty tunes, each beginning with head.
func fortyTunes(head string) string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "%sT:Tune %d\nM:4/4\nK:D\n%s|\n\n", head, i, strings.Repeat("DE", i+1))
	}
	return b.String()
}

// writeTexts writes files by name to a folder.
func writeTexts(t *testing.T, texts map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestOneReading: a text is the same pieces whoever reads it, however its lines
// and characters are written.
func TestOneReading(t *testing.T) {
	plain := fortyTunes("X:1\n")
	without := fortyTunes("")
	notes := strings.Repeat("%%notes exact 12\nC4:1 +1 |\n\n", 40)
	for _, c := range []struct {
		name, text, same string
		pieces           int
		kind             Kind
	}{
		{"BOM first", byteOrder + plain, plain, 40, ABC},
		{"BOM before each X:", fortyTunes(byteOrder + "X:1\n"), plain, 40, ABC},
		{"CRLF", strings.ReplaceAll(plain, "\n", "\r\n"), plain, 40, ABC},
		{"CR", strings.ReplaceAll(plain, "\n", "\r"), plain, 40, ABC},
		{"UTF-16 LE", utf16Text(plain, false), plain, 40, ABC},
		{"UTF-16 BE", utf16Text(plain, true), plain, 40, ABC},
		{"without X:", byteOrder + without, without, 40, ABC},
		{"notes after a blank line", "\n" + strings.ReplaceAll(notes, "\n", "\r\n"), notes, 40, Notes},
	} {
		dir := writeTexts(t, map[string]string{"text": c.text, "same": c.same})
		file, same := filepath.Join(dir, "text"), filepath.Join(dir, "same")
		got, err := ReadTexts(t.Context(), []string{file}, nil, false)
		want, errSame := ReadTexts(t.Context(), []string{same}, nil, false)
		if err != nil || errSame != nil || len(got.Pieces) != c.pieces || got.Kind != c.kind || !slices.Equal(got.Pieces, want.Pieces) {
			t.Errorf("%s: read to learn: %d pieces of %v, errors %v, %v, want %d of %v", c.name, len(got.Pieces), got.Kind, err, errSame, c.pieces, c.kind)
		}
		n := 0
		err = EachSource(t.Context(), []Input{{Path: file}}, nil, func(src Source) error {
			if src.Piece() != want.Pieces[n] {
				t.Errorf("%s: piece %d is %q, want %q", c.name, n, src.Piece(), want.Pieces[n])
			}
			n++
			return nil
		})
		if err != nil || n != c.pieces {
			t.Errorf("%s: %d pieces, error %v, want %d", c.name, n, err, c.pieces)
		}
		a, _, err := SplitFiles(t.Context(), []string{file}, nil, dir)
		b, _, errSame := SplitFiles(t.Context(), []string{same}, nil, dir)
		if err != nil || errSame != nil || a[0].Pieces+a[1].Pieces+a[2].Pieces != c.pieces {
			t.Errorf("%s: split: %d, %d, %d pieces, errors %v, %v", c.name, a[0].Pieces, a[1].Pieces, a[2].Pieces, err, errSame)
		}
		for i := range a {
			if a[i].Text != b[i].Text {
				t.Errorf("%s: another %s part", c.name, a[i].Name)
			}
		}
	}
}

func TestReadTexts(t *testing.T) {
	dir := writeTexts(t, map[string]string{
		"a.abc": "%header\n\nX:1\nC|\n\n\n\nwords\n", "b.abc": "X:2\r\nD|", "c.txt": "to be\n\nor not", "n.txt": "%%notes\nC4\n",
		"blank.txt": "\n \n", "m.abc": "MThd\x00\x00\x00\x06", "latin.txt": "caf\xe9\rcafé\x1a",
	})
	in := func(names ...string) (list []string) {
		for _, name := range names {
			if name != "-" {
				name = filepath.Join(dir, name)
			}
			list = append(list, name)
		}
		return list
	}
	for _, c := range []struct {
		names []string
		words bool
		kind  Kind
		want  []string // or the end of an error
	}{
		{in("a.abc", "-", "b.abc"), false, ABC, []string{"X:1\nC|\n\n\n\n", "X:3\n\n", "X:2\nD|\n\n"}},
		{in("a.abc", "c.txt"), false, ABC, []string{"X:1\nC|\n\n\n\n", "to be\n\nor not"}},
		{in("c.txt", "blank.txt"), false, Plain, []string{"to be\n\nor not"}},
		{in("c.txt"), true, Notes, []string{"to be\n\n", "or not\n\n"}},
		{in("b.abc", "n.txt"), false, Notes, []string{"X:2\nD|\n\n", "%%notes\nC4\n\n"}},
		{in("latin.txt"), false, Plain, []string{"café\ncafé"}},
		{in("blank.txt"), false, Plain, []string{"there is no text in it: name a file of ABC tunes"}},
		{in("m.abc"), false, Plain, []string{"m.abc: a MIDI file: turn it into text first: charabanc notes FILE"}},
		{in("nothere"), false, Plain, []string{"check the name"}},
	} {
		got, err := ReadTexts(t.Context(), c.names, strings.NewReader("X:3\n"), c.words)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "corpus ") || !strings.HasSuffix(err.Error(), c.want[0]) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: error %v, want %s", c.names, err, c.want[0])
			}
			continue
		}
		if !slices.Equal(got.Pieces, c.want) || got.Kind != c.kind {
			t.Errorf("%s: %v %q, want %v %q", c.names, got.Kind, got.Pieces, c.kind, c.want)
		}
	}
}

// TestReadTextsStops: the end of the context ends a read that waits for a quiet
// pipe.
func TestReadTextsStops(t *testing.T) {
	in, out := io.Pipe()
	defer out.Close()
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		out.Write([]byte("X:1\nK:C\n"))
		stop()
	}()
	if _, err := ReadTexts(ctx, []string{"-"}, in, false); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want it to be stopped", err)
	}
}
