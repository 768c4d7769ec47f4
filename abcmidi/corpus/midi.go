package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// Options are the choices of [Convert].
type Options struct {
	Inputs []string  // files of ABC or note text, folders (for the .abc files in them), or "-"
	Stdin  io.Reader // what "-" reads
	OutDir string    // made if it is missing
	Name   string    // NAME of the files; empty: the input's own
	Choice *Choice   // of tunes; nil: all
	Shard  data.Shard
	Format Format
	Score  score.Options
	MIDI   smf.Options // for the format MIDI

	// SplitVoices writes one file for each voice of a tune: NAME-1-VOICE.mid.
	SplitVoices bool

	// Report is called with each finding, in the order of the input and never
	// from two goroutines at once. It may be nil.
	Report func(*abc.Error)

	// Converted is called with each piece that is done, in the order of the input
	// and never from two goroutines at once. It may be nil.
	Converted func(Converted)

	// Progress is called after each piece with the bytes of input read so far
	// and their total, which is 0 if it is unknown. It may be nil.
	Progress func(done, total int64)
}

// Converted is one piece that was converted.
type Converted struct {
	File     string // that it was read from
	Line     int    // where it begins there, from 1
	Number   string // X:; empty for note text
	Title    string
	Notes    int // sounding, of all voices
	Findings abc.ErrorList
	Files    []string // that were written
}

// Summary counts what a conversion did.
type Summary struct {
	Files        int // read
	Tunes        int // tunes and pieces of note text found
	Written      int // files
	Notes        int // sounding, of all voices
	Findings     int
	NotConverted int  // tunes that no file could be written for
	Stopped      bool // a file could not be written, and nothing was done after it
}

// Add adds the counts of another part of the job.
func (s *Summary) Add(other Summary) {
	s.Files += other.Files
	s.Tunes += other.Tunes
	s.Written += other.Written
	s.Notes += other.Notes
	s.Findings += other.Findings
	s.NotConverted += other.NotConverted
	s.Stopped = s.Stopped || other.Stopped
}

// Convert writes a file for every tune and every piece of note text of the inputs, a
// MIDI file if o.Format does not say otherwise: NAME.mid for an input of one piece,
// NAME-0001.mid and so on for several. NAME is the input's own name without folder and ending, or "tunes" for
// standard input; inputs whose files would have the same names get others. Each
// file appears whole or not at all. With o.Choice, tunes that are not chosen are passed
// over, and a file has the name that it would have without; only the files of o.Name are
// numbered anew. With o.Shard, the files of other shards are left to them.
//
// A piece with findings is converted all the same. An input that cannot be read
// does not stop the others; a file that cannot be written does. The error says
// what failed; the Summary counts what was done.
func Convert(ctx context.Context, o Options) (Summary, error) {
	c := &converter{o: &o}
	inputs, err := data.Expand(o.Inputs, ".abc")
	if err != nil {
		return c.sum, err
	}
	shares, err := o.Shard.Shares(inputs)
	if err != nil {
		return c.sum, err
	}
	if c.out, err = data.OpenFolder(cmp.Or(o.OutDir, ".")); err != nil {
		return c.sum, fmt.Errorf("output folder: %w", err)
	}
	defer c.out.Close()
	c.total = data.TotalSize(inputs)
	c.names = newFileNames(inputs, o.Name, o.Format.ending())
	var failed error
	for _, share := range shares {
		failed = errors.Join(failed, c.input(ctx, share, c.names.bases[share.Index]))
		if ctx.Err() != nil || c.sum.Stopped {
			break
		}
	}
	return c.sum, failed
}

// converter converts inputs one after another, the pieces of each on all
// processors.
type converter struct {
	o     *Options
	out   *data.Folder
	names *fileNames
	sum   Summary
	done  int64 // bytes of the inputs that are done
	total int64 // bytes of all inputs, or 0
}

// input converts what a share has of an input. The names of its files begin with base.
func (c *converter) input(ctx context.Context, in data.Share, base string) error {
	stream, err := in.Open(ctx, c.o.Stdin)
	if data.Elsewhere(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer stream.Close()
	if in.First() {
		c.sum.Files++
	}
	pieces := &pieceQueue{
		reader: in.Reader(stream), names: c.names, base: base, read: stream.Count,
		choice: c.o.Choice, elsewhere: c.o.Choice.Again(), anew: c.o.Name != "",
	}
	err = data.InOrder(ctx, 0, pieces.next, c.convert, c.settle)
	if data.Elsewhere(err) {
		err = nil
	} else if err == nil && pieces.found == 0 && in.First() {
		c.report(&abc.Error{Pos: abc.Position{File: in.Name(), Line: 1, Column: 1}, Msg: "no tune in this file"})
		c.sum.Findings++
	}
	c.done += in.Size
	return err
}

func (c *converter) report(e *abc.Error) {
	if c.o.Report != nil {
		c.o.Report(e)
	}
}

// namedPiece is a piece of an input, on its way to a file.
type namedPiece struct {
	src    data.Source
	chosen bool
	number int    // in the input, or among those chosen if they are numbered anew
	name   string // of the file
	read   int64  // bytes of the input up to the end of the piece
}

// pieceQueue names the pieces of a share that are chosen. It reads one piece ahead, since
// the name of the first of an input depends on whether there is a second.
type pieceQueue struct {
	reader    *data.ShareReader
	names     *fileNames
	base      string       // of the names
	read      func() int64 // bytes read so far
	choice    *Choice
	elsewhere *Choice     // the same, of the pieces that are not of the share
	anew      bool        // number the pieces that are chosen
	found     int         // pieces read
	n         int         // pieces numbered
	second    *namedPiece // read ahead; nil if there is none
	err       error       // of reading it
}

// next returns the next piece that is chosen.
func (q *pieceQueue) next() (namedPiece, error) {
	for {
		p, err := q.numbered()
		if err != nil || p.chosen {
			return p, err
		}
	}
}

// numbered returns the next piece that has a number, chosen or not.
func (q *pieceQueue) numbered() (namedPiece, error) {
	switch {
	case q.second != nil:
		p := *q.second
		q.second = nil
		return p, nil
	case q.err != nil:
		return namedPiece{}, q.err
	}
	p, err := q.piece()
	if err != nil || p.number > 1 {
		return p, err
	}
	second, err := q.piece()
	if q.err = err; err == nil {
		q.second = &second
	} else if err == io.EOF {
		p.name = q.names.single(q.base)
	}
	return p, nil
}

// piece reads a piece that has a number. Of those after the share it reads the second of
// the input alone.
func (q *pieceQueue) piece() (namedPiece, error) {
	for {
		src, place, err := q.reader.Next()
		if err != nil {
			return namedPiece{}, err
		}
		q.found++
		if place == data.After && q.n != 1 {
			return namedPiece{}, io.EOF
		}
		choice := q.choice
		if place != data.Own {
			choice = q.elsewhere
		}
		has := choice.Has(src)
		if !has && q.anew {
			continue
		}
		q.n++
		p := namedPiece{src: src, chosen: has && place == data.Own, number: q.n, read: q.read()}
		if p.chosen {
			p.name = q.names.numbered(q.base, q.n)
		}
		return p, nil
	}
}

// convert writes the file of one piece.
func (c *converter) convert(p namedPiece) *pieceResult {
	r := c.piece(p.src, p.name)
	r.read = p.read
	return r
}

// settle counts and reports one result.
func (c *converter) settle(r *pieceResult) error {
	c.sum.Tunes++
	c.sum.Written += r.written
	c.sum.Notes += r.notes
	c.sum.Findings += len(r.findings)
	for _, e := range r.findings {
		c.report(e)
	}
	if c.o.Converted != nil {
		r.done.Notes, r.done.Findings = r.notes, r.findings
		c.o.Converted(r.done)
	}
	if c.o.Progress != nil {
		c.o.Progress(c.done+r.read, c.total)
	}
	if r.err != nil || r.refused {
		c.sum.NotConverted++
	}
	c.sum.Stopped = c.sum.Stopped || r.err != nil
	err := r.err
	results.Put(r)
	return err
}
