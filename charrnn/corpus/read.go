package corpus

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// maxText is the largest file read into memory, in bytes.
const maxText = 1 << 30

// noteText is how note text begins, the output of charabanc notes. Its symbols
// are words even if the caller does not ask for words.
const noteText = "%%notes"

// Read reads the named files as one corpus, in order. The name "-" is stdin.
// With words, symbols are words; files that begin with "%%notes" switch to words
// by themselves.
func Read(names []string, stdin io.Reader, words bool) (*Corpus, error) {
	c := &Corpus{Words: words}
	for _, name := range names {
		text, err := readText(name, stdin)
		if err != nil {
			return nil, err
		}
		c.Words = c.Words || strings.HasPrefix(text, noteText)
		c.Pieces = append(c.Pieces, split(text, c.Words)...)
	}
	if len(c.Pieces) == 0 {
		return nil, fmt.Errorf("corpus %s: no text: name a file of ABC tunes", strings.Join(names, ", "))
	}
	return c, nil
}

func readText(name string, stdin io.Reader) (string, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("corpus %s: %w: check the name", name, cause(err))
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxText+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("corpus %s: %w: name a readable text file", name, cause(err))
	case len(raw) > maxText:
		return "", fmt.Errorf("corpus %s: larger than %d MiB: split it into smaller files", name, maxText>>20)
	}
	return plain(raw), nil
}

// cause returns the reason for a file error, without the operation and the name
// that package os puts before it.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// plain decodes a file to UTF-8 with \n line ends. It drops a byte order mark.
// A file that is not valid UTF-8 is read as Latin-1, the encoding of old ABC.
func plain(raw []byte) string {
	text := strings.TrimPrefix(string(raw), "\ufeff")
	if !utf8.ValidString(text) {
		runes := make([]rune, len(text))
		for i := range len(text) {
			runes[i] = rune(text[i])
		}
		text = string(runes)
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// split cuts text before every line that begins with "X:" (ABC 2.1 section 2.2:
// each tune starts with an X: field), or, for words, after blank lines. Text
// before the first tune is dropped. Each piece is made to end in a blank line,
// because the sampler ends a tune at its blank line.
func split(text string, words bool) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	starts := func(before, line string) bool { return strings.HasPrefix(line, "X:") }
	if words {
		starts = func(before, line string) bool { return before == "\n" && line != "\n" }
	}
	var pieces []string
	begin, at, before := -1, 0, "\n"
	for line := range strings.Lines(text) {
		if starts(before, line) {
			if begin >= 0 {
				pieces = append(pieces, text[begin:at])
			}
			begin = at
		}
		at += len(line)
		before = line
	}
	if begin < 0 {
		return []string{text}
	}
	pieces = append(pieces, text[begin:])
	for i, p := range pieces {
		if trimmed := strings.TrimRight(p, "\n"); len(p)-len(trimmed) < 2 {
			pieces[i] = trimmed + "\n\n"
		}
	}
	return pieces
}
