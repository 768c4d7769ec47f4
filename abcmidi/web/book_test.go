package web

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// addTune adds a tune to a book.
func addTune(t testing.TB, b *book, text string) entry {
	t.Helper()
	e, err := b.add(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// bookOf opens the book in a folder.
func bookOf(t testing.TB, folder string) *book {
	t.Helper()
	b, err := openBook(folder)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// list returns the tunes of a book, the newest first, as "ID kept title".
func list(t testing.TB, b *book) string {
	t.Helper()
	all, err := b.all()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range all {
		line := e.ID + " " + e.Title
		if e.Kept {
			line += " kept"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

// TestBookAPI holds the actions, and that the file is as it should be after each.
func TestBookAPI(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	ts := start(t, fakeNetwork{}, ServeOptions{Folder: folder})
	var b bookList
	ts.ask("/api/book", nil, &b)
	if b.Tunes == nil || len(b.Tunes) != 0 || b.File != "tunes.abc" || b.Folder != folder {
		t.Fatalf("%+v", b)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the folder was made without need")
	}
	var one, two, e entry
	ts.ask("/api/book", map[string]string{"action": "add", "abc": tuneText(1)}, &one)
	ts.ask("/api/book", map[string]string{"action": "add", "abc": tuneText(2)}, &two)
	ID := func(s string) string { return strings.NewReplacer("ONE", one.ID, "TWO", two.ID).Replace(s) }
	steps := []struct{ action, id, abc, file string }{
		{"keep", one.ID, "", "X:1\n%%charabanc tune ONE kept\nT:Tune 1\nBODY\nX:2\n%%charabanc tune TWO\nT:Tune 2\nBODY\n"},
		{"unkeep", one.ID, "", "X:1\n%%charabanc tune ONE\nT:Tune 1\nBODY\nX:2\n%%charabanc tune TWO\nT:Tune 2\nBODY\n"},
		{"discard", one.ID, "", "X:2\n%%charabanc tune TWO\nT:Tune 2\nBODY\n"},
		{"restore", one.ID, "", "X:2\n%%charabanc tune TWO\nT:Tune 2\nBODY\nX:1\n%%charabanc tune ONE\nT:Tune 1\nBODY\n"},
		{"edit", two.ID, "X:2\nT:New\nK:C\nabc|\n", "X:2\n%%charabanc tune TWO\nT:New\nK:C\nabc|\n\nX:1\n%%charabanc tune ONE\nT:Tune 1\nBODY\n"},
		{"discard", two.ID, "", "X:1\n%%charabanc tune ONE\nT:Tune 1\nBODY\n"},
		{"keep", two.ID, "", "X:1\n%%charabanc tune ONE\nT:Tune 1\nBODY\nX:2\n%%charabanc tune TWO kept\nT:New\nK:C\nabc|\n\n"},
	}
	_, body, _ := strings.Cut(tuneText(1), "T:Tune 1\n")
	for i, step := range steps {
		ts.ask("/api/book", map[string]string{"action": step.action, "id": step.id, "abc": step.abc}, &e)
		want := strings.ReplaceAll(ID(step.file), "BODY", body[:len(body)-1]+"\n")
		if got := read(t, filepath.Join(folder, bookName)); got != want || e.ID != step.id {
			t.Fatalf("step %d, %s: %+v and the file\n%s\nwant\n%s", i, step.action, e, got, want)
		}
	}
}

func TestBookRestart(t *testing.T) {
	folder := t.TempDir()
	b := bookOf(t, folder)
	one, two := addTune(t, b, tuneText(1)), addTune(t, b, tuneText(2))
	three := addTune(t, b, tuneText(3))
	b.keep(two.ID, true)
	b.discard(three.ID)
	want := two.ID + " Tune 2 kept, " + one.ID + " Tune 1"
	if got := list(t, b); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := list(t, bookOf(t, folder)); got != want {
		t.Errorf("after a restart: %s, want %s", got, want)
	}
	if _, err := bookOf(t, folder).restore(three.ID); err != errNotFound {
		t.Errorf("restored after a restart: %v", err)
	}
}

// TestBookChangedOutside holds what happens if another program changes the file.
func TestBookChangedOutside(t *testing.T) {
	tests := []struct {
		name   string
		change func(string) string
		tunes  string // ONE and TWO are IDs, NEW any other
		file   string // some of it, after a tune was added
	}{
		{"a tune more", func(s string) string { return s + "\nX:9\nT:Mine\nK:C\nabc|\n" }, "NEW Mine, TWO Tune 2, ONE Tune 1 kept", "T:Mine"},
		{"a tune before", func(s string) string { return "X:9\nT:Mine\nK:C\nabc|\n\n" + s }, "TWO Tune 2, ONE Tune 1 kept, NEW Mine", "T:Mine"},
		{"a title", func(s string) string { return strings.ReplaceAll(s, "T:Tune 1", "T:Better") }, "TWO Tune 2, ONE Better kept", "T:Better"},
		{"a tune less", func(s string) string { return s[strings.Index(s, "X:2"):] }, "TWO Tune 2", "T:Tune 2"},
		{"order", func(s string) string { i := strings.Index(s, "X:2"); return s[i:] + s[:i] }, "ONE Tune 1 kept, TWO Tune 2", "T:Tune 2"},
		{"no directives", func(s string) string { return mark().ReplaceAllString(s, "") }, "TWO Tune 2, ONE Tune 1", "%%charabanc tune ONE\n"},
		{"a copy", func(s string) string { return s + s[:strings.Index(s, "X:2")] }, "NEW Tune 1 kept, TWO Tune 2, ONE Tune 1 kept", ""},
		{"a copy without its directive", func(s string) string { return s + mark().ReplaceAllString(s[:strings.Index(s, "X:2")], "") },
			"NEW Tune 1, TWO Tune 2, ONE Tune 1 kept", ""},
		{"lines of Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, "TWO Tune 2, ONE Tune 1 kept", ""},
		{"a byte order mark", func(s string) string { return "\ufeff" + s }, "TWO Tune 2, ONE Tune 1 kept", ""},
		{"Latin-1", func(s string) string { return strings.ReplaceAll(s, "T:Tune 1", "T:Caf\xe9") }, "TWO Tune 2, ONE Café kept", "T:Café"},
		{"words before", func(s string) string { return "%abc-2.1\nC:me\n\nMy tunes.\n\n" + s }, "TWO Tune 2, ONE Tune 1 kept", "%abc-2.1\nC:me\n\nMy tunes.\n\nX:1"},
		{"words between", func(s string) string { return strings.ReplaceAll(s, "X:2", "Here are words.\n\nX:2") }, "TWO Tune 2, ONE Tune 1 kept", "\n\nHere are words.\n\nX:2"},
		{"no end of the last line", func(s string) string { return strings.TrimRight(s, "\n") }, "TWO Tune 2, ONE Tune 1 kept", "d4 D4|]\n\nX:3"},
		{"removed", nil, "", "X:1\n"},
		{"emptied", func(string) string { return "" }, "", "X:1\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			b := bookOf(t, folder)
			one, two := addTune(t, b, tuneText(1)), addTune(t, b, tuneText(2))
			b.keep(one.ID, true)
			if test.change == nil {
				os.Remove(b.file)
			} else {
				write(t, b.file, test.change(read(t, b.file)))
			}
			ids := strings.NewReplacer("ONE", one.ID, "TWO", two.ID)
			all, err := b.all()
			if err != nil {
				t.Fatal(err)
			}
			want, got := ids.Replace(test.tunes), list(t, b)
			for _, e := range all {
				if e.ID != one.ID && e.ID != two.ID {
					want = strings.Replace(want, "NEW", e.ID, 1)
				}
			}
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
			last := addTune(t, b, tuneText(3))
			if file := read(t, b.file); !strings.Contains(file, ids.Replace(test.file)) {
				t.Errorf("the file\n%s\nlacks %s", file, test.file)
			}
			want = strings.TrimSuffix(last.ID+" Tune 3, "+want, ", ")
			if got := list(t, b); got != want {
				t.Errorf("after a change %s, want %s", got, want)
			}
			if got := list(t, bookOf(t, folder)); got != want {
				t.Errorf("after a restart %s, want %s", got, want)
			}
			if e, err := b.keep(two.ID, true); err != nil || e.Title != "Tune 2" || !e.Kept {
				t.Errorf("a tune that the page shows cannot be kept: %+v, %v", e, err)
			}
		})
	}
}

// TestBookRefusals holds that a file that cannot be read or kept whole is left as it is.
func TestBookRefusals(t *testing.T) {
	tests := []struct {
		name, content, message string
	}{
		{"no text", "X:1\x00\x01\x02", "it is not a text"},
		{"UTF-16", "\xff\xfeX\x00:\x001\x00", "it is not a text"},
		{"17 MiB", strings.Repeat("x", 17<<20), "over 16 MiB"},
		{"folder", "", "it is not a file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			b := bookOf(t, folder)
			if test.content == "" {
				os.Mkdir(b.file, 0o777)
			} else {
				write(t, b.file, test.content)
			}
			_, err := b.add(tuneText(1))
			_, openErr := openBook(folder)
			for _, err := range []error{err, openErr} {
				if err == nil || !strings.Contains(err.Error(), test.message) || !strings.Contains(err.Error(), bookName) {
					t.Errorf("error %v, want %s", err, test.message)
				}
			}
			if test.content != "" && read(t, b.file) != test.content {
				t.Error("the file has changed")
			}
		})
	}
}

func TestBookFull(t *testing.T) {
	b := bookOf(t, t.TempDir())
	var text strings.Builder
	for i := range maxEntries {
		fmt.Fprintf(&text, "X:%d\nK:C\nabc|\n\n", i+1)
	}
	write(t, b.file, text.String())
	if _, err := b.add(tuneText(1)); err != errFull {
		t.Errorf("a tune above the limit: %v", err)
	}
	all, err := b.all()
	if err != nil || len(all) != maxEntries {
		t.Fatalf("%d tunes, %v", len(all), err)
	}
	if _, err := b.discard(all[0].ID); err != nil {
		t.Fatal(err)
	}
	if e := addTune(t, b, tuneText(1)); !strings.HasPrefix(e.ABC, "X:10000\n") {
		t.Errorf("number %.10s", e.ABC)
	}
}

// TestBookUnwritable holds that a change that cannot be written is not made.
func TestBookUnwritable(t *testing.T) {
	folder := t.TempDir()
	b := bookOf(t, folder)
	e := addTune(t, b, tuneText(1))
	os.Remove(filepath.Join(folder, bookLock))
	os.Mkdir(filepath.Join(folder, bookLock), 0o777)
	if _, err := b.keep(e.ID, true); err == nil || !strings.Contains(err.Error(), bookLock) {
		t.Errorf("error %v", err)
	}
	if got := list(t, b); got != e.ID+" Tune 1" {
		t.Errorf("%s", got)
	}
}

// TestBookTogether holds that several programs can have one book.
func TestBookTogether(t *testing.T) {
	folder := t.TempDir()
	const programs, tunes = 4, 20
	var wait sync.WaitGroup
	for range programs {
		b := bookOf(t, folder)
		wait.Go(func() {
			for i := range tunes {
				e, err := b.add(tuneText(i))
				if err == nil && i%2 == 0 {
					_, err = b.keep(e.ID, true)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	got := list(t, bookOf(t, folder))
	if n := strings.Count(got, "Tune"); n != programs*tunes || strings.Count(got, "kept") != n/2 {
		t.Errorf("%d tunes, %d kept", n, strings.Count(got, "kept"))
	}
	numbers := strings.Count(read(t, filepath.Join(folder, bookName)), "X:80\n")
	if numbers != 1 {
		t.Errorf("%d tunes have the number 80", numbers)
	}
}

// TestBookWords holds that words after a tune stay when the tune goes.
func TestBookWords(t *testing.T) {
	b := bookOf(t, t.TempDir())
	write(t, b.file, "X:1\nK:C\nabc|\n\nFirst words.\n\nX:2\nK:C\ndef|\n\nMore words.\n\nX:3\nK:C\ngab|\n")
	all, err := b.all()
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	for _, e := range all {
		if _, err := b.discard(e.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := withoutBlank(read(t, b.file)); got != "First words.\nMore words.\n" {
		t.Errorf("%q", got)
	}
}

func TestBookEditErrors(t *testing.T) {
	b := bookOf(t, t.TempDir())
	e := addTune(t, b, tuneText(1))
	tests := []struct{ name, id, text, message string }{
		{"words", e.ID, "hello", "no tune"},
		{"two tunes", e.ID, tuneText(1) + "\n" + tuneText(2), "2 tunes"},
		{"another tune", "nobody", tuneText(1), "not in the book"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := b.edit(test.id, test.text); err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("error %v, want %s", err, test.message)
			}
			if all, _ := b.all(); len(all) != 1 || all[0] != e {
				t.Errorf("%+v, want %+v", all, e)
			}
		})
	}
}
