package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// This file reads the files that abc-include names (ABC 2.1 section 3.1.22): fields that many
// tunebooks have in common.

// Reader returns a Reader of a file that is open. Unlike one of [NewReader], it follows abc-include
// into the file's own folder, and no further.
func (in Input) Reader(r io.Reader) *Reader {
	reader := NewReader(r, in.Name())
	if in.Path != "-" {
		reader.folder = filepath.Dir(in.Path)
	}
	return reader
}

// maxIncludes is how many files a header may name.
const maxIncludes = 20

// include returns the lines of the files that abc-include lines of a header name, which begins at a line
// of the file. What cannot be read is a fault.
func (r *Reader) include(header string, line int) string {
	if !strings.Contains(header, "abc-include") { // as most do not
		return ""
	}
	var b strings.Builder
	names := 0
	for text := range strings.Lines(header) {
		if name, ok := includeName(text); ok {
			fields, err := r.fieldsOf(name)
			if names++; names > maxIncludes {
				err = fmt.Errorf("more than %d of them", maxIncludes)
			}
			if err != nil {
				r.lines.faults = append(r.lines.faults, Fault{line, fmt.Sprintf("abc-include %.60s: %v: ignored", name, err)})
			} else {
				b.WriteString(fields)
			}
		}
		if hasField([]byte(text), 'K') {
			break // the body begins
		}
		line++
	}
	return b.String()
}

// includeName returns the file that a line names.
func includeName(line string) (name string, ok bool) {
	for _, prefix := range []string{"%%", "I:"} {
		if text, is := strings.CutPrefix(line, prefix); is {
			name, ok = strings.CutPrefix(strings.TrimSpace(text), "abc-include ")
			name, _, _ = strings.Cut(name, " %")
			return strings.TrimSpace(name), ok
		}
	}
	return "", false
}

// fieldsOf returns the lines of a file of the reader's folder that can stand in a header.
func (r *Reader) fieldsOf(name string) (string, error) {
	if r.folder == "" {
		return "", errors.New("only files include others")
	}
	if name != filepath.Base(name) {
		return "", errors.New("only a file of the same folder")
	}
	root, err := os.OpenRoot(r.folder)
	if err != nil {
		return "", Cause(err)
	}
	defer root.Close()
	if info, err := root.Stat(name); err == nil && !info.Mode().IsRegular() {
		return "", errors.New("not a file")
	}
	file, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("no such file beside the book")
	}
	if err != nil {
		return "", Cause(err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxHeader+1))
	if err != nil {
		return "", Cause(err)
	}
	if len(raw) > maxHeader {
		return "", fmt.Errorf("over %d KiB", maxHeader>>10)
	}
	text, err := decode(raw)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if _, nested := includeName(line); !nested && IsHeaderLine([]byte(line)) && !hasField([]byte(line), 'X') && !hasField([]byte(line), 'K') {
			b.WriteString(strings.TrimRight(line, "\r\n") + "\n")
		}
	}
	return b.String(), nil
}
