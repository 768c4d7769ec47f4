package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

// runAs runs a command line as a rank of a job.
func runAs(comm ranks.Comm, args ...string) (stdout, stderr string, err error) {
	var out, messages bytes.Buffer
	app := &cli.App{
		Name: "charabanc", Commands: Commands(starter), Reader: strings.NewReader(""), Writer: &out, ErrWriter: &messages,
		ExitErrHandler: func(*cli.Context, error) {},
		HideHelp:       true, HideVersion: true, // package cli keeps these in variables that all apps share
	}
	for _, c := range app.Commands {
		c.HideHelp = true
	}
	err = app.RunContext(ranks.With(context.Background(), comm), append([]string{"charabanc"}, args...))
	return out.String(), messages.String(), err
}

// runRanks runs a command line in n ranks, of which the first alone may say anything.
func runRanks(t *testing.T, n int, args ...string) (stdout, stderr string, err error) {
	var group sync.WaitGroup
	printed, errs := make([]string, n), make([]error, n)
	for rank, comm := range ranks.Local(n) {
		group.Go(func() {
			var m string
			printed[rank], m, errs[rank] = runAs(comm, args...)
			if rank == 0 {
				stdout, stderr = printed[rank], m
			} else {
				printed[rank] += m
			}
		})
	}
	group.Wait()
	err = errs[0]
	for rank := 1; rank < n; rank++ {
		if e := errs[rank]; printed[rank] != "" || e != nil && !errors.Is(e, ranks.ErrTold) && err == nil {
			t.Errorf("%v: rank %d of %d: %q %v", args, rank, n, printed[rank], e)
		}
	}
	return stdout, stderr, err
}

// writeFiles writes files to a new folder, by names and contents in turn.
func writeFiles(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// folder returns the names and contents of the files in a folder.
func folder(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %x\n", f.Name(), content)
	}
	return all.String()
}

// book is a tunebook with what makes a tune depend on those before it: a header, numbers
// that come again, empty files before it, other encodings.
func book(tunes int) string {
	var b strings.Builder
	b.WriteString("%%abc-charset latin1\nM:2/4\nL:1/8\nI:abc-include common.abh\n\nSome words about it.\n\n")
	for i := range tunes {
		fmt.Fprintf(&b, "X:%d\nT:Tune \xe9 %d\nK:G\nV:1\n%sG4|\nV:2\nGABc|", i%5, i, strings.Repeat("GABc|", i*i%17))
		switch i % 4 {
		case 0:
			b.WriteString("CDE|\n\n\n")
		case 1:
			b.WriteString("\n%%begintext\nX:9\n\nK:C\n%%endtext\nC4 # |\n\n")
		case 2:
			b.WriteString("\r\n\r\n")
		case 3:
			b.WriteString("C2-D2|\n")
		}
	}
	return b.String()
}

// TestShards runs commands in one process, in shards, and in ranks. What comes out is the same.
func TestShards(t *testing.T) {
	long := book(40)
	dir := writeFiles(t, "a/book.abc", long, "a/common.abh", "N:common\n", "a/empty.abc", "", "a/one.abc", tune, "a/prose.abc", "no tune at all\n",
		"b/ONE.abc", tune+"\n"+faulty, "b/book.abc", strings.ReplaceAll(long, "\n", "\r"), "b/notes.txt", notes+"\n"+notes, "b/one.abc", strings.Repeat(tune+"\n", 3))
	midi := filepath.Join(dir, "midi")
	if _, _, err := run("", "midi", "--quiet", "-o", midi, filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(midi, "book-0007.mid"), []byte("MThd"), 0o666); err != nil {
		t.Fatal(err)
	}
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	tests := []struct {
		name string
		args []string
	}{
		{"check a book", []string{"check", filepath.Join(a, "book.abc")}},
		{"check one tune", []string{"check", filepath.Join(a, "one.abc")}},
		{"check folders", []string{"check", a, b}},
		{"check a file twice", []string{"check", filepath.Join(b, "one.abc"), filepath.Join(b, "one.abc")}},
		{"check as JSON", []string{"check", "--json", a, b}},
		{"check those chosen", []string{"check", "--tune", "3,4", "--title", "1", a, b}},
		{"check nothing", []string{"check", filepath.Join(a, "prose.abc")}},
		{"check none chosen", []string{"check", "--tune", "77", a}},
		{"check none of a title", []string{"check", "--title", "tume", a}},
		{"check what is not there", []string{"check", filepath.Join(a, "none.abc")}},
		{"check MIDI", []string{"check", a, filepath.Join(midi, "one.mid"), b}},
		{"check note text", []string{"check", a, filepath.Join(b, "notes.txt")}},
		{"midi", []string{"midi", "-o", "OUT", a, b, a, filepath.Join(b, "notes.txt")}},
		{"midi of a book", []string{"midi", "-o", "OUT", filepath.Join(a, "book.abc")}},
		{"midi as JSON", []string{"midi", "--json", "-o", "OUT", a, b}},
		{"midi of voices", []string{"midi", "--split-voices", "--quiet", "-o", "OUT", a, b}},
		{"midi of those chosen", []string{"midi", "--tune", "2,99", "-o", "OUT", a, b}},
		{"midi of a name", []string{"midi", "--title", "tune e 39", "-o", "OUT/tune.mid", filepath.Join(a, "book.abc")}},
		{"midi of a name for several", []string{"midi", "--tune", "2", "-o", "OUT/tune.mid", filepath.Join(a, "book.abc")}},
		{"midi of none chosen", []string{"midi", "--tune", "77", "-o", "OUT", filepath.Join(a, "book.abc")}},
		{"midi of nothing", []string{"midi", "-o", "OUT", filepath.Join(a, "prose.abc")}},
		{"midi where some cannot be read", []string{"midi", "-o", "OUT", filepath.Join(midi, "one.mid"), a, filepath.Join(midi, "one.mid"), b}},
		{"wav", []string{"wav", "-q", "-o", "OUT", filepath.Join(b, "ONE.abc"), filepath.Join(b, "one.abc")}},
		{"notes", []string{"notes", "-o", "-", midi}},
		{"notes to a file", []string{"notes", "-o", "OUT/notes.txt", midi}},
		{"notes as abc", []string{"notes", "--as", "abc", "-o", "-", midi}},
		{"frequent notes", []string{"notes", "--min-count", "30", "--as", "classic", "-o", "-", midi}},
		{"notes in all keys", []string{"notes", "--keys", "all", "-o", "-", midi}},
		{"notes of nothing", []string{"notes", "-o", "-", filepath.Join(midi, "book-0007.mid")}},
		{"parts", []string{"notes", "--list", midi}},
		{"parts as JSON", []string{"notes", "--list", "--json", midi}},
		{"parts of one file", []string{"notes", "--list", filepath.Join(midi, "one.mid")}},
		{"an output that cannot be", []string{"check", "-o", filepath.Join(a, "one.abc", "x"), a}},
	}
	for _, test := range tests {
		at := func(out string) []string {
			args := append([]string{}, test.args...)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "OUT", out)
			}
			return args
		}
		whole := t.TempDir()
		stdout, stderr, failed := runAs(ranks.Alone, at(whole)...)
		files := folder(t, whole)
		for _, n := range []int{1, 2, 3, 7, 90} {
			joined, parts, errs := t.TempDir(), "", []error{}
			for i := range n {
				out, _, err := runAs(ranks.Alone, slices.Insert(at(joined), 1, "--shard", fmt.Sprintf("%d/%d", i+1, n))...)
				if parts += strings.ReplaceAll(out, joined, whole); err != nil {
					errs = append(errs, err)
				}
				if test.name == "notes to a file" {
					text, _ := os.ReadFile(filepath.Join(joined, "notes.txt"))
					os.Remove(filepath.Join(joined, "notes.txt"))
					parts += string(text)
				}
			}
			if test.name == "notes to a file" {
				parts = fmt.Sprintf("notes.txt %x\n", parts)
				if parts != files {
					t.Errorf("%s, %d shards:\n%s\nwant\n%s", test.name, n, parts, files)
				}
				continue
			}
			if got := folder(t, joined); failed == nil && (parts != stdout || got != files || len(errs) > 0) {
				t.Errorf("%s, %d shards: %v\n%s\n%s\nwant\n%s\n%s", test.name, n, errs, parts, got, stdout, files)
			}
		}
		for _, n := range []int{2, 4, 30} {
			joined := t.TempDir()
			gotOut, gotErr, err := runRanks(t, n, at(joined)...)
			gotErr = strings.ReplaceAll(gotErr, joined, whole)
			gotOut = strings.ReplaceAll(gotOut, joined, whole)
			if fmt.Sprint(err) != fmt.Sprint(failed) || failed == nil && gotOut != stdout || gotErr != stderr || folder(t, joined) != files {
				t.Errorf("%s, %d ranks: %v\n%s\n%s\nwant %v\n%s\n%s", test.name, n, err, gotOut, gotErr, failed, stdout, stderr)
			}
		}
	}
}
