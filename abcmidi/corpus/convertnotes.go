package corpus

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
)

// This file turns note text into MIDI files. Note text stands wherever ABC
// may: ConvertTexts and ConvertPiece tell the two apart.

// ConvertTexts converts files of ABC or of note text, which it tells apart by
// their first word, as ConvertFiles does those of ABC: one MIDI file for each
// tune or piece, named alike.
func ConvertTexts(ctx context.Context, o ConvertOptions) (Summary, error) {
	text, notes := o, o
	text.Inputs, notes.Inputs = nil, nil
	for _, path := range o.Inputs {
		isNotes, err := o.peek(path, &text, &notes)
		switch {
		case err != nil:
			return Summary{}, err
		case isNotes:
			notes.Inputs = append(notes.Inputs, path)
		default:
			text.Inputs = append(text.Inputs, path)
		}
	}
	var sum Summary
	var errABC, errNotes error
	if len(text.Inputs) > 0 {
		sum, errABC = ConvertFiles(ctx, text)
	}
	if len(notes.Inputs) > 0 && ctx.Err() == nil {
		var s Summary
		s, errNotes = notes.convertNotes(ctx)
		sum = Summary{sum.Files + s.Files, sum.Tunes + s.Tunes, sum.Written + s.Written,
			sum.Notes + s.Notes, sum.Findings + s.Findings, sum.NotConverted + s.NotConverted}
	}
	return sum, errors.Join(errABC, errNotes)
}

// peek reports whether an input begins as note text does. Of standard input
// it gives both conversions what it has read.
func (o *ConvertOptions) peek(path string, text, notes *ConvertOptions) (bool, error) {
	const enough = 512
	if path == "-" {
		if o.Stdin == nil {
			return false, nil
		}
		r := bufio.NewReaderSize(o.Stdin, 1<<16)
		head, _ := r.Peek(enough)
		text.Stdin, notes.Stdin = r, r
		return notetext.IsNoteText(string(head)), nil
	}
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, enough)
	n, _ := io.ReadFull(f, head)
	return notetext.IsNoteText(string(head[:n])), nil
}

// convertNotes converts inputs that are all note text.
func (o *ConvertOptions) convertNotes(ctx context.Context) (sum Summary, failed error) {
	if err := os.MkdirAll(o.OutDir, 0o777); err != nil {
		return sum, fmt.Errorf("output folder: %w", err)
	}
	out := openFolder(o.OutDir)
	defer out.close()
	names := map[string]int{}
	at := &noteProgress{call: o.Progress}
	for _, path := range o.Inputs {
		info, err := os.Stat(path)
		if path == "-" || err != nil {
			at.total = 0
			break
		}
		at.total += info.Size()
	}
	for _, path := range o.Inputs {
		base, display, r := "tunes", "stdin", o.Stdin
		if path != "-" {
			f, err := os.Open(path)
			if err != nil {
				return sum, err
			}
			defer f.Close()
			display, r = path, f
			base = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		if names[base]++; names[base] > 1 {
			base = fmt.Sprintf("%s_%d", base, names[base])
		}
		sum.Files++
		at.countingReader.r = r
		if err := o.convertPieces(ctx, NewNoteReader(at, display), out, base, at, &sum); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// noteProgress counts the bytes of all inputs as they are read.
type noteProgress struct {
	countingReader
	total int64 // 0: nobody knows
	call  func(done, total int64)
}

func (p *noteProgress) report() {
	if p.call != nil {
		p.call(p.n, p.total)
	}
}

// convertPieces converts the pieces of one input.
func (o *ConvertOptions) convertPieces(ctx context.Context, r *NoteReader, out *folder, base string, at *noteProgress, sum *Summary) error {
	src, err := r.Next()
	for n := 1; err == nil && ctx.Err() == nil; n++ {
		next, nextErr := r.Next()
		name := numbered(base, n)
		if n == 1 && nextErr == io.EOF {
			name = base + ".mid"
		}
		var piece tuneResult
		if err := piece.convertNotes(src, out, name, o); err != nil {
			return err
		}
		sum.add(&piece)
		for _, e := range piece.findings {
			if o.Report != nil {
				o.Report(e)
			}
		}
		at.report()
		src, err = next, nextErr
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != io.EOF {
		return fmt.Errorf("reading %s: %w", r.name, err)
	}
	return nil
}

// convertNotes writes one piece to a folder.
func (r *tuneResult) convertNotes(src abc.Source, out *folder, name string, o *ConvertOptions) error {
	p, err := notetext.Read(src)
	errors.As(err, &r.findings)
	r.notes = p.Notes()
	if r.notes == 0 {
		r.findings = append(r.findings, &abc.Error{Pos: abc.Position{File: src.File, Line: max(src.Line, 1), Column: 1}, Msg: "the piece has no notes"})
	}
	s := p.Score()
	s.Transpose(o.Score.Transpose)
	o.Score.Override(s)
	division := o.MIDI.Division
	if division == 0 {
		division = p.Division
	}
	return r.write(s, out, name, smf.Options{Division: division})
}

// ConvertPiece converts one tune of ABC or one piece of note text to the .mid
// file path, as ConvertTune does for ABC. Whatever a network has written is
// converted; the error is about the file alone.
func ConvertPiece(src abc.Source, path string, o ConvertOptions) (notes int, err error) {
	if !notetext.IsNoteText(src.Text) {
		return ConvertTune(src, path, o)
	}
	one, err := NewNoteReader(strings.NewReader(src.Text), src.File).Next()
	if err != nil {
		return 0, err
	}
	one.Line += max(src.Line, 1) - 1
	out := openFolder(filepath.Dir(path))
	defer out.close()
	var r tuneResult
	err = r.convertNotes(one, out, filepath.Base(path), &o)
	for _, e := range r.findings {
		if o.Report != nil {
			o.Report(e)
		}
	}
	return r.notes, err
}

// NoteReader reads the pieces of note text one by one.
type NoteReader struct {
	r    *bufio.Reader
	name string
	line int
	err  error
	next string // the first line of the next piece, already read
}

// NewNoteReader returns a NoteReader of r; name is what messages call the file.
func NewNoteReader(r io.Reader, name string) *NoteReader {
	return &NoteReader{r: bufio.NewReaderSize(r, 1<<16), name: name}
}

// maxPiece is how long a piece is read, in bytes; what is behind it is the
// next one's.
const maxPiece = 64 << 20

// Next returns the next piece: the lines up to an empty one, or to the next
// that begins with %%notes. The error is io.EOF at the end.
func (n *NoteReader) Next() (abc.Source, error) {
	var b strings.Builder
	src := abc.Source{File: n.name}
	for n.err == nil || n.next != "" {
		line := n.next
		if n.next = ""; line == "" {
			line = n.readLine()
		}
		blank := strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")) == ""
		switch {
		case blank && b.Len() > 0:
			src.Text = b.String()
			return src, nil
		case blank:
			continue
		case b.Len() > 0 && (notetext.IsNoteText(line) || b.Len() > maxPiece):
			n.next = line
			src.Text = b.String()
			return src, nil
		}
		if b.Len() == 0 {
			src.Line = n.line
		}
		b.WriteString(line)
	}
	if src.Text = b.String(); src.Text != "" {
		return src, nil
	}
	return src, n.err
}

// readLine reads a line, or a good part of one that has no end.
func (n *NoteReader) readLine() string {
	var line []byte
	for n.err == nil && len(line) < maxPiece {
		var part []byte
		part, n.err = n.r.ReadSlice('\n')
		line = append(line, part...)
		if n.err != bufio.ErrBufferFull {
			break
		}
		n.err = nil
	}
	n.line++
	return string(line)
}
