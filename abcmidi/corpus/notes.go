package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/parts"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// NotesOptions are the choices of [ConvertNotes].
type NotesOptions struct {
	Inputs []string  // MIDI files, folders (for the files in them with midiEndings), or "-"
	Stdin  io.Reader // what "-" reads: one file
	Shard  data.Shard
	Output string // a file, written whole or not at all, or "-" for Stdout
	Stdout io.Writer

	Parts    *parts.Selection // the parts that are written; nil: all
	AllKeys  bool             // write each piece in all twelve keys; not of ABC
	Text     notetext.Options
	MinCount int // notes and chords rarer than this in the whole corpus, not only the shard, are left out; 0 and 1: none

	// Report is called with each file that is left out and the reason, in the
	// order of the input and never from two goroutines at once. It may be nil.
	Report func(file string, reason error)

	// Mended is called with each broken file that was read all the same, the number of places
	// in it that were passed over or put right, and what is wrong with the first of them, as
	// Report is. It may be nil.
	Mended func(file string, places int, first error)

	// Word is called with each different token at the end. It may be nil.
	Word func(token string)

	// Progress is called after each file with the bytes of input read so far
	// and their total. With MinCount every file is read twice. It may be nil.
	Progress func(done, total int64)
}

// midiEndings are those of MIDI files: plain, with the words of a song, and in RIFF.
var midiEndings = []string{".mid", ".midi", ".kar", ".rmi"}

// NotesSummary counts what ConvertNotes did.
type NotesSummary struct {
	Files      int // found
	Pieces     int // written
	Skipped    int // files left out: broken, or without a note
	Notes      int // in the pieces written
	Tokens     int // written: words and line ends; characters of ABC
	Vocabulary int // different ones
	Rare       int // notes and chords left out for MinCount, of all shards
	RareKinds  int // different ones of these
	Stuck      int // notes without an end, kept to the end of their track
	Loose      int // ends of notes that had not begun
	Mended     int // broken files that were read all the same
}

// Add adds the counts of another shard. Vocabulary is then at least that large: it depends
// on what the two have in common.
func (s *NotesSummary) Add(other NotesSummary) {
	s.Files += other.Files
	s.Pieces += other.Pieces
	s.Skipped += other.Skipped
	s.Notes += other.Notes
	s.Tokens += other.Tokens
	s.Rare, s.RareKinds = other.Rare, other.RareKinds
	s.Stuck += other.Stuck
	s.Loose += other.Loose
	s.Mended += other.Mended
	s.Vocabulary = max(s.Vocabulary, other.Vocabulary)
}

var (
	// ErrNothing is returned by ConvertNotes if no file had notes. The output is
	// left as it was.
	ErrNothing = errors.New("no file could be read: name MIDI files")

	errNoNotes = errors.New("no notes in it")
)

// ConvertNotes writes the MIDI files of the inputs as text, one piece after
// another in the order of the inputs, those of a folder by name. A file that
// cannot be read is reported, counted and left out. The error is about what stops
// everything: an input that is not there, an output that cannot be written, no
// file with notes, the end of the context.
func ConvertNotes(ctx context.Context, o NotesOptions) (sum NotesSummary, err error) {
	out, err := data.Output(o.Output, o.Stdout)
	if err != nil {
		return sum, err
	}
	defer out.Abort()
	if sum, err = WriteNotes(ctx, o, out); err != nil {
		return sum, err
	}
	if sum.Pieces == 0 {
		return sum, ErrNothing
	}
	return sum, out.Commit()
}

// WriteNotes is ConvertNotes but for the output: the text goes to w, and there may be none.
// The output that is named must not be one of the inputs all the same.
func WriteNotes(ctx context.Context, o NotesOptions, w io.Writer) (NotesSummary, error) {
	c := &notesConverter{o: &o, vocabulary: tokenCounts{}}
	if err := o.validate(); err != nil {
		return c.sum, err
	}
	inputs, err := data.Expand(o.Inputs, midiEndings...)
	if err != nil {
		return c.sum, err
	}
	if err := data.NotAnInput(o.Output, data.Names(inputs)); err != nil {
		return c.sum, err
	}
	all, err := data.Shard{}.Shares(inputs)
	if err != nil {
		return c.sum, err
	}
	own, err := o.Shard.Shares(inputs)
	if err != nil {
		return c.sum, err
	}
	c.total = data.TotalSize(inputs)
	if o.MinCount > 1 {
		c.total *= 2
		if err := c.findRare(ctx, all); err != nil {
			return c.sum, err
		}
	}
	err = c.write(ctx, own, w)
	return c.sum, err
}

func (o *NotesOptions) validate() error {
	if err := o.Text.Validate(); err != nil {
		return err
	}
	switch {
	case o.Output == "":
		return errors.New("no output named: name a file, or - for standard output")
	case o.MinCount < 0:
		return fmt.Errorf("min-count %d: must be 0 or more", o.MinCount)
	case o.MinCount > 1 && o.Text.Format == notetext.ABC:
		return errors.New("min-count: abc text has no tokens to leave out: use exact or classic")
	case o.AllKeys && o.Text.Format == notetext.ABC:
		return errors.New("keys: abc text is written once: charabanc train --transpose learns it in many keys")
	case o.AllKeys && o.Text.TransposeTo != "":
		return errors.New("keys: all of them, and one to transpose to: choose one of the two")
	}
	return nil
}

// notesConverter is a conversion in progress.
type notesConverter struct {
	o           *NotesOptions
	sum         NotesSummary
	done, total int64
	stdin       []byte
	stdinOnce   sync.Once
	stdinErr    error
	vocabulary  tokenCounts

	// room is held by every file that is being converted, and by a large one
	// alone, so that no two large files are in memory at once.
	room sync.RWMutex
}

// largeFile is the size in bytes from which a file is converted alone.
const largeFile = 1 << 20

// write converts what begins in shares, to w.
func (c *notesConverter) write(ctx context.Context, shares []data.Share, w io.Writer) error {
	err := c.each(ctx, shares, func(r *notesResult) error {
		c.sum.Files++
		if r.err != nil {
			c.sum.Skipped++
			if c.o.Report != nil {
				c.o.Report(r.in.Name(), r.err)
			}
			return nil
		}
		c.sum.Pieces += len(r.texts)
		c.sum.Notes += r.notes
		c.sum.Stuck += r.stuck
		c.sum.Loose += r.loose
		if r.mended > 0 {
			c.sum.Mended++
			if c.o.Mended != nil {
				c.o.Mended(r.in.Name(), r.mended, r.fault)
			}
		}
		for _, text := range r.texts {
			c.sum.Tokens += c.vocabulary.count(*text, c.o.Text.Format)
			if _, err := w.Write(*text); err != nil {
				return err
			}
		}
		return nil
	})
	c.sum.Vocabulary = len(c.vocabulary)
	if c.o.Word != nil {
		for token := range c.vocabulary {
			c.o.Word(token)
		}
	}
	return err
}

// findRare reads the corpus a first time to find the notes and chords that are
// rarer than MinCount.
func (c *notesConverter) findRare(ctx context.Context, shares []data.Share) error {
	counts := tokenCounts{}
	err := c.each(ctx, shares, func(r *notesResult) error {
		for _, text := range r.texts {
			// After the line that says what the text is: its numbers are no chords.
			_, tokens, _ := bytes.Cut(*text, []byte("\n"))
			counts.count(tokens, c.o.Text.Format)
		}
		return nil
	})
	rare := map[string]bool{}
	for token, n := range counts {
		if *n < c.o.MinCount && isNoteToken(token) {
			rare[token] = true
			c.sum.Rare += *n
		}
	}
	c.sum.RareKinds = len(rare)
	c.o.Text.Keep = func(token []byte) bool { return !rare[string(token)] }
	return err
}

// notesResult is the result of converting one file.
type notesResult struct {
	in           data.Input
	texts        []*[]byte // one, or one for each key; of the pool texts
	notes        int       // of all texts
	stuck, loose int
	mended       int   // places that were passed over
	fault        error // the first of them
	err          error
}

// texts keeps the memory of texts that have been settled, unless it is more than mostKept bytes.
var texts = sync.Pool{New: func() any { return new([]byte) }}

const mostKept = 1 << 20

// release gives the memory of the texts back.
func (r *notesResult) release() {
	for _, text := range r.texts {
		if cap(*text) <= mostKept {
			texts.Put(text)
		}
	}
}

// each converts the inputs that begin in shares on all processors and calls f with the
// results in the order of the inputs.
func (c *notesConverter) each(ctx context.Context, shares []data.Share, f func(*notesResult) error) error {
	next := func() (share data.Share, err error) {
		for len(shares) > 0 {
			if share, shares = shares[0], shares[1:]; share.First() {
				return share, nil
			}
		}
		return share, io.EOF
	}
	convert := func(s data.Share) *notesResult { return c.convert(ctx, s.Input, s.Index+1) }
	return data.InOrder(ctx, 0, next, convert, func(r *notesResult) error {
		if r.err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		err := f(r)
		if r.release(); err != nil {
			return err
		}
		c.done += r.in.Size
		if c.o.Progress != nil {
			c.o.Progress(c.done, c.total)
		}
		return nil
	})
}

// convert makes the text of one file.
func (c *notesConverter) convert(ctx context.Context, in data.Input, number int) *notesResult {
	if in.Size >= largeFile {
		c.room.Lock()
		defer c.room.Unlock()
	} else {
		c.room.RLock()
		defer c.room.RUnlock()
	}
	r := &notesResult{in: in}
	p, err := c.read(ctx, in)
	if err == nil && p.Notes() == 0 {
		err = errNoNotes
	}
	if err == nil && c.o.Parts != nil {
		if p = c.o.Parts.Pick(p); p.Notes() == 0 {
			err = fmt.Errorf("no part of it is picked by %q: charabanc notes --list shows its parts", c.o.Parts)
		}
	}
	if err != nil {
		r.err = err
		return r
	}
	if p.Title == "" && in.Path != "-" {
		p.Title = in.Base()
	}
	r.stuck, r.loose, r.mended, r.fault = p.Stuck, p.Loose, p.Mended, p.Fault
	c.texts(r, p, number)
	return r
}

// texts makes the text of a performance, or those in all keys.
func (c *notesConverter) texts(r *notesResult, p *smf.Performance, number int) {
	o := c.o.Text
	o.Number = number
	keys := []int{0}
	if c.o.AllKeys {
		keys = notetext.AllKeys(p)
	}
	for _, o.Transpose = range keys {
		o.Copy = len(r.texts) > 0
		text := texts.Get().(*[]byte)
		var err error
		*text, err = notetext.Append(p, (*text)[:0], &o)
		switch {
		case errors.Is(err, notetext.ErrNoneKept):
			continue
		case err != nil:
			r.texts, r.err = nil, err
			return
		}
		r.texts = append(r.texts, text)
		r.notes += p.Notes()
	}
	if len(r.texts) == 0 {
		r.err = fmt.Errorf("all its notes are rarer than --min-count %d", c.o.MinCount)
	}
}

// read reads a MIDI file. Its errors do not name the file.
func (c *notesConverter) read(ctx context.Context, in data.Input) (*smf.Performance, error) {
	if in.Path == "-" {
		return c.readStdin(ctx, in)
	}
	return readMIDI(ctx, in, nil)
}

// readStdin reads the file on standard input, which may be wanted twice.
func (c *notesConverter) readStdin(ctx context.Context, in data.Input) (*smf.Performance, error) {
	c.stdinOnce.Do(func() {
		s, err := in.Open(ctx, c.o.Stdin)
		if err != nil {
			c.stdinErr = err
			return
		}
		c.stdin, c.stdinErr = io.ReadAll(io.LimitReader(s, smf.MaxFile+1))
	})
	if c.stdinErr != nil {
		return nil, c.stdinErr
	}
	return smf.Read(bytes.NewReader(c.stdin))
}
