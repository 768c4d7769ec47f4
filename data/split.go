package data

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/google/renameio/v2/maybe"
)

// Part is one of the three parts of a corpus.
type Part struct {
	Name  string // train, validation or test
	Tunes int
	Text  string
}

// tuneStart is where a tune begins: at a line that begins with X: (ABC 2.1,
// section 2.2).
var tuneStart = regexp.MustCompile(`(?m)^X:`)

// Tunes cuts a text before each of its X: lines and gives every tune the same
// end, two blank lines. What stands before the first is left out.
func Tunes(text string) []string {
	var tunes []string
	starts := tuneStart.FindAllStringIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		tunes = append(tunes, strings.TrimRight(text[at[0]:end], "\n")+"\n\n\n")
	}
	return tunes
}

// Split deals the tunes of a text to three parts by their SHA-256, read as one
// big-endian number, modulo 10: 0 is test, 1 validation, the rest train.
func Split(text string) [3]Part {
	parts := [3]Part{{Name: "train"}, {Name: "validation"}, {Name: "test"}}
	var texts [3]strings.Builder
	for _, tune := range Tunes(text) {
		side := max(2-remainder(sha256.Sum256([]byte(tune)), 10), 0)
		parts[side].Tunes++
		texts[side].WriteString(tune)
	}
	for i := range parts {
		parts[i].Text = texts[i].String()
	}
	return parts
}

// remainder is a big-endian number modulo n.
func remainder(number [sha256.Size]byte, n int) int {
	rest := 0
	for _, digit := range number {
		rest = (rest<<8 + int(digit)) % n
	}
	return rest
}

// SplitFiles splits the text of files, - for stdin, and writes its parts to dir
// as NAME-train.txt and so on, NAME after the first file. It returns the names.
func SplitFiles(files []string, stdin io.Reader, dir string) (parts [3]Part, names [3]string, err error) {
	var text strings.Builder
	for _, name := range files {
		content, err := read(name, stdin)
		if err != nil {
			return parts, names, fmt.Errorf("%s: %w: name files of ABC tunes", name, cause(err))
		}
		text.Write(content)
	}
	parts = Split(text.String())
	if parts[0].Tunes+parts[1].Tunes+parts[2].Tunes == 0 {
		return parts, names, fmt.Errorf("%s: no tune in it: a tune begins with an X: line", strings.Join(files, ", "))
	}
	base := strings.TrimSuffix(filepath.Base(files[0]), filepath.Ext(files[0]))
	if files[0] == "-" {
		base = "tunes"
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return parts, names, fmt.Errorf("%s: %w: name another --output", dir, cause(err))
	}
	for i, p := range parts {
		names[i] = filepath.Join(dir, base+"-"+p.Name+".txt")
		if err := maybe.WriteFile(names[i], []byte(p.Text), 0o644); err != nil {
			return parts, names, fmt.Errorf("%s: %w: name another --output", names[i], cause(err))
		}
	}
	return parts, names, nil
}

func read(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}
