package data

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInclude: abc-include brings the fields of a file of the same folder into a file header or a tune.
func TestInclude(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"session.abh": "M:6/8\r\n% a comment\r\nX:9\nK:G\nABc\n%%abc-include session.abh\n%%MIDI program 40\n",
		"more.abh":    "R:jig\n",
		"big.abh":     strings.Repeat("N:long\n", maxHeader/7+1),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	const fields = "M:6/8\n% a comment\n%%MIDI program 40\n"
	for _, c := range []struct{ name, text, header, fault string }{
		{"file header", "%%abc-include session.abh\n\nX:1\nK:C\nC|\n", "%%abc-include session.abh\n" + fields, ""},
		{"as a field, with a comment", "I:abc-include session.abh % ours\n\nX:1\nK:C\nC|\n", "I:abc-include session.abh % ours\n" + fields, ""},
		{"tune header", "X:1\n%%abc-include session.abh\nK:C\nC|\n", fields, ""},
		{"both", "%%abc-include more.abh\n\nX:1\n%%abc-include session.abh\nK:C\nC|\n", "%%abc-include more.abh\nR:jig\n" + fields, ""},
		{"the body", "X:1\nK:C\n%%abc-include session.abh\nC|\n", "", ""},
		{"not there", "X:1\n%%abc-include none.abh\nK:C\nC|\n", "", "2: abc-include none.abh: no such file beside the book: ignored"},
		{"another folder", "X:1\n%%abc-include ../data/session.abh\nK:C\nC|\n", "", "2: abc-include ../data/session.abh: only a file of the same folder: ignored"},
		{"the folder above", "X:1\n%%abc-include ..\nK:C\nC|\n", "", "?"},
		{"a folder", "X:1\n%%abc-include sub\nK:C\nC|\n", "", "2: abc-include sub: not a file: ignored"},
		{"too long", "X:1\n%%abc-include big.abh\nK:C\nC|\n", "", "2: abc-include big.abh: over 64 KiB: ignored"},
	} {
		src, err := Input{Path: filepath.Join(folder, "book.abc")}.Reader(strings.NewReader(c.text)).Next()
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		fault := ""
		for _, f := range src.Faults {
			fault += fmt.Sprintf("%d: %s", f.Line, f.Message)
		}
		if src.FileHeader != c.header || fault != c.fault && (c.fault != "?" || fault == "") {
			t.Errorf("%s: header %q, fault %q; want %q, %q", c.name, src.FileHeader, fault, c.header, c.fault)
		}
	}
	for _, path := range []string{"-", "typed"} {
		r := Input{Path: path}.Reader(strings.NewReader("X:1\n%%abc-include session.abh\nK:C\nC|\n"))
		if path == "typed" {
			r = NewReader(strings.NewReader("X:1\n%%abc-include session.abh\nK:C\nC|\n"), filepath.Join(folder, "book.abc"))
		}
		if src, _ := r.Next(); src.FileHeader != "" || len(src.Faults) != 1 {
			t.Errorf("%s: a text that is no file includes one: %q, %v", path, src.FileHeader, src.Faults)
		}
	}
}
