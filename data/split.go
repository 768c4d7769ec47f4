package data

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Part is one of the three parts of a corpus.
type Part struct {
	Name   string // train, validation or test
	File   string // that SplitFiles has written
	Pieces int
	Text   string // the pieces, two empty lines after each
}

// splitGap follows the text of a piece where it is hashed and written: two
// empty lines, as between the tunes of the Nottingham collection.
const splitGap = "\n\n"

// Split deals pieces to three parts by the SHA-256 of Text and two more "\n",
// read as one big-endian number, modulo 10: 0 is test, 1 validation, the rest
// train. So the part of a piece depends on its text alone. A copy in another key, by
// [IsCopy], goes where the piece before it went.
func Split(pieces []Source) [3]Part {
	parts := [3]Part{{Name: "train"}, {Name: "validation"}, {Name: "test"}}
	var texts [3]strings.Builder
	side := 0
	for i, src := range pieces {
		text := src.Text + splitGap
		if i == 0 || !IsCopy(src.Text) {
			side = max(2-remainder(sha256.Sum256([]byte(text)), 10), 0)
		}
		parts[side].Pieces++
		texts[side].WriteString(text)
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

// SplitFiles splits the tunes of ABC files, or the pieces of note text, and
// writes the parts to dir as NAME-train.txt and so on, NAME after the first
// file. Names are as in [Expand]: files, folders of .abc files, "-" for stdin.
// It returns the parts and what the pieces are.
//
// Plain text, which has no pieces, is an error, and so are ABC and note text
// together.
func SplitFiles(ctx context.Context, names []string, stdin io.Reader, dir string) (parts [3]Part, kind Kind, err error) {
	inputs, err := Expand(names, ".abc")
	if err == nil && len(inputs) == 0 {
		err = errors.New("no file named")
	}
	if err != nil {
		return parts, kind, err
	}
	pieces, kind, err := readPieces(ctx, inputs, stdin)
	if err != nil {
		return parts, kind, err
	}
	parts = Split(pieces)
	base := Input{Path: names[0]}.Base()
	read := make([]string, len(inputs))
	for i, in := range inputs {
		read[i] = in.Path
	}
	for i := range parts {
		p := &parts[i]
		p.File = filepath.Join(dir, base+"-"+p.Name+".txt")
		if err := NotAnInput(p.File, read); err != nil {
			return parts, kind, err
		}
	}
	for _, p := range parts {
		if err := WriteFile(p.File, []byte(p.Text)); err != nil {
			return parts, kind, err
		}
	}
	return parts, kind, nil
}

// errNoPieces says why a text cannot be split.
var errNoPieces = errors.New("no tune in it: a tune begins with an X: line, note text with " + notesMark)

// readPieces reads the pieces of inputs, which must all be of one kind.
func readPieces(ctx context.Context, inputs []Input, stdin io.Reader) (pieces []Source, first Kind, err error) {
	for i, in := range inputs {
		kind, err := eachSource(ctx, []Input{in}, stdin, func(src Source) error {
			pieces = append(pieces, src)
			return nil
		})
		switch {
		case err != nil:
			return nil, kind, err
		case kind == Plain:
			return nil, kind, fmt.Errorf("%s: %w", in.Name(), errNoPieces)
		case i > 0 && kind != first:
			return nil, kind, fmt.Errorf("%s is %s, %s is %s: split them one by one", inputs[0].Name(), first, in.Name(), kind)
		}
		first = kind
	}
	return pieces, first, nil
}
