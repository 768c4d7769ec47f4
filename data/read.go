package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Text is a text to learn from.
type Text struct {
	// Pieces are what is learnt as a whole: a tune, a passage of note text, or
	// a whole file of plain text. Tunes and passages end in an empty line.
	Pieces []string

	// Kind is Notes if any file is note text or was read as words, otherwise
	// ABC if any file holds tunes, otherwise Plain.
	Kind Kind
}

// maxText is how long a file may be that is read into memory, in bytes.
const maxText = 1 << 30

// errEmpty says why a text cannot be learnt.
var errEmpty = errors.New("there is no text in it: name a file of ABC tunes")

// ReadTexts reads named files in order as one text: files, folders (for the
// .abc files in them), or "-" for standard input. Each file is cut as a
// [Reader] cuts it; a file without any tune is one piece, the whole decoded
// text. With words, every file is cut at its empty lines, as note text is.
//
// Files that together hold nothing but white space are an error, and so is a
// file over 1 GiB.
func ReadTexts(ctx context.Context, names []string, stdin io.Reader, words bool) (Text, error) {
	var text Text
	for _, name := range names {
		inputs, err := Expand([]string{name}, ".abc")
		if err != nil {
			return Text{}, fmt.Errorf("corpus %w", err)
		}
		for _, in := range inputs {
			if err := text.read(ctx, in, stdin, words); err != nil {
				return Text{}, fmt.Errorf("corpus %w", err)
			}
		}
	}
	if len(text.Pieces) == 0 {
		return Text{}, fmt.Errorf("corpus %s: %w", strings.Join(names, ", "), errEmpty)
	}
	return text, nil
}

// read adds one file.
func (t *Text) read(ctx context.Context, in Input, stdin io.Reader, words bool) error {
	raw, err := in.readAll(ctx, stdin)
	if err != nil {
		return err
	}
	r := NewReader(bytes.NewReader(raw), in.Name())
	if words {
		r.begun, r.kind = true, Notes
	}
	var src Source
	for src, err = r.Next(); err == nil; src, err = r.Next() {
		t.Pieces = append(t.Pieces, src.Piece())
	}
	if err != io.EOF {
		return err
	}
	if r.Kind() == Plain {
		whole, err := decode(raw)
		if err != nil || strings.TrimSpace(whole) == "" {
			return err
		}
		t.Pieces = append(t.Pieces, whole)
	}
	t.Kind = max(t.Kind, r.Kind())
	return nil
}

// readAll reads a whole file into memory.
func (in Input) readAll(ctx context.Context, stdin io.Reader) ([]byte, error) {
	s, err := in.Open(ctx, stdin)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), ctx.Err())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: it must be a readable text file", in.Name(), Cause(err))
	}
	defer s.Close()
	var raw bytes.Buffer
	raw.Grow(int(min(in.Size, maxText)) + bytes.MinRead)
	n, err := raw.ReadFrom(io.LimitReader(s, maxText+1))
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s: %w", in.Name(), ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("%s: %w: it must be a readable text file", in.Name(), Cause(err))
	case n > maxText:
		return nil, fmt.Errorf("%s: over %d MiB: cut it into smaller ones", in.Name(), maxText>>20)
	}
	return raw.Bytes(), nil
}
