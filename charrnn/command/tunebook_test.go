package command_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTunesCanBeMadeAgain runs the command in the N: line of a tune, which must print the
// same tunes.
func TestTunesCanBeMadeAgain(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "my tunes.abc")
	if err := os.WriteFile(mine, []byte("X:1\nT:Mine\nM:6/8\nK:G\nGBd gdB|cea d3|GBd gfe|dcA G3|\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"a random seed":   {"-n", "2"},
		"a temperature":   {"-n", "2", "-t", "0.7", "--top-k", "20", "--top-p", "0.9"},
		"greedy":          {"-n", "1", "-t", "0", "--no-strict"},
		"a header":        {"-n", "2", "--key", "D", "--rhythm", "double jig", "--no-strict", "--precision", "fp32"},
		"a seed":          {"-n", "2", "--seed", "X: 1\nT:Miss O'Hara\nM:6/8\nK:D\n"},
		"a file":          {"--continue", mine, "--primer", "2"},
		"without primers": {"-n", "2", "--continue", mine, "--no-primer"},
		"random":          {"-n", "2", "--seed", "random", "--input", mine, "--primer", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			run := func(args []string) string {
				cmd := exec.Command(program, args...)
				cmd.Dir = dir
				out, err := cmd.Output()
				if err != nil {
					t.Fatalf("%q: %v", args, err)
				}
				return string(out)
			}
			book := run(append([]string{"sample"}, args...))
			_, note, ok := strings.Cut(book, "\nN:")
			note, _, _ = strings.Cut(note, "\n")
			_, command, ok2 := strings.Cut(note, ": charabanc ")
			if !ok || !ok2 || !strings.HasPrefix(note, "Tune 1 of ") || !strings.Contains(note, " by charabanc, shipped model, epoch 100") {
				t.Fatalf("the note is %q", note)
			}
			if again := run(words(command)); again != book {
				t.Errorf("%s gives\n%s, want\n%s", command, again, book)
			}
		})
	}
}

// words splits a command line as a shell does: at blanks outside single quotes.
func words(line string) (list []string) {
	var word strings.Builder
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
			word.WriteByte(c)
		case c == '\\':
			i++
			word.WriteByte(line[i])
		case c == ' ':
			list = append(list, word.String())
			word.Reset()
		default:
			word.WriteByte(c)
		}
	}
	return append(list, word.String())
}

// TestTunebookOfManyTunes: the tunes are in order, whatever the number of threads.
func TestTunebookOfManyTunes(t *testing.T) {
	var books [2]string
	for i, threads := range []string{"1", "3"} {
		out, err := exec.Command(program, "sample", "shipped", "-n", "30", "--random-seed", "5", "--threads", threads).Output()
		if err != nil {
			t.Fatal(err)
		}
		books[i] = string(out)
	}
	if books[0] != books[1] {
		t.Error("3 threads print another book than 1")
	}
	at := 0
	for n := 1; n <= 30; n++ {
		next := strings.Index(books[0][at:], fmt.Sprintf("X:%d\n", n))
		if next < 0 {
			t.Fatalf("tune %d is not after the one before it", n)
		}
		at += next
	}
}
