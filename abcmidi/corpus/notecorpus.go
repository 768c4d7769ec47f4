package corpus

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
)

// This file converts folders of MIDI files to one text.

// NotesOptions say what ConvertCorpus reads and writes.
type NotesOptions struct {
	Inputs []string  // MIDI files, folders (for the .mid and .midi files in them), or "-"
	Stdin  io.Reader // what "-" stands for: one file
	Output string    // a file, whole or not at all, or "-" for Stdout
	Stdout io.Writer

	Text     notetext.Options
	MinCount int // notes and chords rarer than this in the whole corpus are left out; 0 and 1: none

	// Report is called with each file that is left out and the reason, in the
	// order of the input, never from two goroutines at once; nil drops them.
	Report func(file string, reason error)

	// Progress is called after each file with the bytes of input read so far
	// and their total; with MinCount every file is read twice. nil for none.
	Progress func(done, total int64)
}

// NotesSummary counts what ConvertCorpus did.
type NotesSummary struct {
	Files      int // found
	Pieces     int // written
	Skipped    int // files left out: broken, or without a note
	Notes      int // read from the pieces written
	Tokens     int // written: words and line ends; characters of ABC
	Vocabulary int // different ones
	Rare       int // notes and chords left out for MinCount,
	RareKinds  int // and how many different ones they were
	Stuck      int // notes without an end, kept to the end of their track
	Loose      int // ends of notes that had not begun
}

// errNoNotes says why a sound file is left out.
var errNoNotes = errors.New("no notes in it")

// ConvertCorpus writes the MIDI files of the inputs as text, one piece behind
// the other in the order of the inputs, those of a folder by name. A file that
// cannot be read is reported, counted and left out; the error is about what
// stops everything: an input that is not there, an output that cannot be
// written, the context's end.
func ConvertCorpus(ctx context.Context, o NotesOptions) (NotesSummary, error) {
	c := &noteCorpus{o: &o, vocabulary: tokenCounts{}}
	if err := c.validate(); err != nil {
		return c.sum, err
	}
	inputs, err := expand(o.Inputs, ".mid", ".midi")
	if err != nil {
		return c.sum, err
	}
	for _, in := range inputs {
		c.total += in.size
	}
	if o.MinCount > 1 {
		c.total *= 2
		if err := c.countTokens(ctx, inputs); err != nil {
			return c.sum, err
		}
	}
	if o.Output == "-" {
		w := bufio.NewWriter(o.Stdout)
		if err := c.write(ctx, inputs, w); err != nil {
			return c.sum, err
		}
		return c.sum, w.Flush()
	}
	return c.sum, c.writeFile(ctx, inputs)
}

// noteCorpus is a conversion under way.
type noteCorpus struct {
	o           *NotesOptions
	sum         NotesSummary
	done, total int64
	stdin       []byte
	counts      tokenCounts // of the first reading
	vocabulary  tokenCounts

	// room is held by every file that is being converted, and by a large one
	// alone, so that memory has the bound of one.
	room sync.RWMutex
}

// largeFile is the size in bytes from which a file is converted alone.
const largeFile = 1 << 20

func (c *noteCorpus) validate() error {
	if err := c.o.Text.Validate(); err != nil {
		return err
	}
	if c.o.Output == "" {
		return errors.New("no output named: name a file, or - for standard output")
	}
	if c.o.MinCount < 0 {
		return fmt.Errorf("min-count %d: must be 0 or more", c.o.MinCount)
	}
	if c.o.MinCount > 1 && c.o.Text.Format == notetext.ABC {
		return errors.New("min-count: abc text has no tokens to leave out: use exact or classic")
	}
	return nil
}

// writeFile writes the corpus to the output, whole or not at all.
func (c *noteCorpus) writeFile(ctx context.Context, inputs []input) error {
	dir, name := filepath.Split(c.o.Output)
	file, err := os.OpenFile(filepath.Join(dir, fmt.Sprintf(".%s.%d", name, os.Getpid())), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<16)
	if err = c.write(ctx, inputs, w); err == nil {
		err = errors.Join(w.Flush(), file.Sync())
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), c.o.Output)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// write converts all inputs to w.
func (c *noteCorpus) write(ctx context.Context, inputs []input, w io.Writer) error {
	if c.counts != nil {
		rare := map[string]bool{}
		for token, n := range c.counts {
			if *n < c.o.MinCount && isNoteToken(token) {
				rare[token] = true
				c.sum.Rare += *n
			}
		}
		c.sum.RareKinds, c.counts = len(rare), nil
		c.o.Text.Keep = func(token []byte) bool { return !rare[string(token)] }
	}
	err := c.each(ctx, inputs, func(r *notePiece) error {
		c.sum.Files++
		if r.err != nil {
			c.sum.Skipped++
			if c.o.Report != nil {
				c.o.Report(r.name, r.err)
			}
			return nil
		}
		c.sum.Pieces++
		c.sum.Notes += r.notes
		c.sum.Stuck += r.stuck
		c.sum.Loose += r.loose
		c.sum.Tokens += c.count(c.vocabulary, r.text)
		_, err := w.Write(r.text)
		return err
	})
	c.sum.Vocabulary = len(c.vocabulary)
	return err
}

// isNoteToken reports whether a token is one that MinCount may leave out.
func isNoteToken(token string) bool {
	return token[0] >= 'A' && token[0] <= 'G' || chars.IsDigit(token[0])
}

// countTokens reads the corpus a first time.
func (c *noteCorpus) countTokens(ctx context.Context, inputs []input) error {
	c.counts = tokenCounts{}
	return c.each(ctx, inputs, func(r *notePiece) error {
		if r.err == nil {
			// Behind the line that says what it is: its numbers are no chords.
			_, tokens, _ := bytes.Cut(r.text, []byte("\n"))
			c.count(c.counts, tokens)
		}
		return nil
	})
}

// tokenCounts says how often each token has come. The counts stand behind
// pointers so that a token seen before is counted without a string made of it.
type tokenCounts map[string]*int

func (t tokenCounts) add(token []byte, n int) {
	if seen := t[string(token)]; seen != nil {
		*seen += n
		return
	}
	first := n
	t[string(token)] = &first
}

// count adds the tokens of a text to counts and returns how many there are.
func (c *noteCorpus) count(counts tokenCounts, text []byte) (n int) {
	if c.o.Text.Format == notetext.ABC {
		return countCharacters(counts, text)
	}
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && text[to] > ' ' {
			to++
		}
		if to > from {
			counts.add(text[from:to], 1)
			n++
		}
		if to < len(text) && text[to] == '\n' {
			counts.add(text[to:to+1], 1)
			n++
		}
		from = to + 1
	}
	return n
}

func countCharacters(counts tokenCounts, text []byte) (n int) {
	var ascii [utf8.RuneSelf]int
	for i := 0; i < len(text); n++ {
		if text[i] < utf8.RuneSelf {
			ascii[text[i]]++
			i++
			continue
		}
		_, size := utf8.DecodeRune(text[i:])
		counts.add(text[i:i+size], 1)
		i += size
	}
	for c, seen := range ascii {
		if seen > 0 {
			counts.add([]byte{byte(c)}, seen)
		}
	}
	return n
}

// notePiece is what became of one file.
type notePiece struct {
	name         string
	text         []byte
	notes        int
	stuck, loose int
	err          error
}

// each converts the inputs on all cores and calls f with what became of them,
// in their order. Few are held at once.
func (c *noteCorpus) each(ctx context.Context, inputs []input, f func(*notePiece) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan chan *notePiece, workers)
	go func() {
		defer close(queue)
		free := make(chan struct{}, workers)
		for i, in := range inputs {
			result := make(chan *notePiece, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				return
			}
			free <- struct{}{}
			go func() {
				result <- c.convert(in, i+1)
				<-free
			}()
		}
	}()
	i := 0
	for result := range queue {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f(<-result); err != nil {
			return err
		}
		c.done += inputs[i].size
		if i++; c.o.Progress != nil {
			c.o.Progress(c.done, c.total)
		}
	}
	return ctx.Err()
}

// convert makes the text of one file.
func (c *noteCorpus) convert(in input, number int) *notePiece {
	r := &notePiece{name: in.path}
	if in.size >= largeFile {
		c.room.Lock()
		defer c.room.Unlock()
	} else {
		c.room.RLock()
		defer c.room.RUnlock()
	}
	p, err := c.read(in)
	if err == nil && p.Notes() == 0 {
		err = errNoNotes
	}
	if err != nil {
		r.err = err
		return r
	}
	if p.Title == "" && in.path != "-" {
		p.Title = strings.TrimSuffix(filepath.Base(in.path), filepath.Ext(in.path))
	}
	r.notes, r.stuck, r.loose = p.Notes(), p.Stuck, p.Loose
	o := c.o.Text
	o.Number = number
	r.text, r.err = notetext.Append(p, nil, &o)
	return r
}

func (c *noteCorpus) read(in input) (*smf.Performance, error) {
	if in.path == "-" {
		if c.o.Stdin == nil {
			return nil, errors.New("nothing to read")
		}
		if c.stdin == nil { // it may be wanted twice
			b, err := io.ReadAll(io.LimitReader(c.o.Stdin, smf.MaxFile+1))
			if err != nil {
				return nil, err
			}
			c.stdin = b
		}
		return smf.Read(bytes.NewReader(c.stdin))
	}
	f, err := os.Open(in.path)
	if err == nil {
		defer f.Close()
		var p *smf.Performance
		if p, err = smf.Read(f); err == nil {
			return p, nil
		}
	}
	if path := new(fs.PathError); errors.As(err, &path) {
		err = path.Err // its name is reported with it
	}
	return nil, err
}
