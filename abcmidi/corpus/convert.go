package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
)

// ConvertOptions say what ConvertFiles reads and writes.
type ConvertOptions struct {
	Inputs []string  // files, folders (for the .abc files in them), or "-"
	Stdin  io.Reader // what "-" stands for
	OutDir string    // made if it is missing
	Score  score.Options
	MIDI   smf.Options

	// SplitVoices writes one file for each voice of a tune: NAME-VOICE.mid.
	SplitVoices bool

	// Report is called with each finding, in the order of the input, never
	// from two goroutines at once; nil drops them.
	Report func(*abc.Error)

	// Progress is called after each tune with the bytes of input read so far
	// and their total, or 0 for a total nobody knows; nil for none.
	Progress func(done, total int64)
}

// Summary counts what a conversion did.
type Summary struct {
	Files        int // read
	Tunes        int // found
	Written      int // .mid files
	Notes        int // sounding, of all voices
	Findings     int
	NotConverted int // tunes of which nothing could be written
}

func (s *Summary) add(r *tuneResult) {
	s.Tunes++
	s.Written += r.written
	s.Notes += r.notes
	s.Findings += len(r.findings)
	if r.err != nil {
		s.NotConverted++
	}
}

// ConvertFiles converts every tune of the inputs to a .mid file in OutDir:
// NAME.mid for a file of one tune, NAME-0001.mid and so on for several, where
// NAME is the input's own without extension, or "tunes" for standard input.
// Each file appears whole or not at all.
//
// A tune with findings is converted all the same. The error says what kept an
// input from being read or a file from being written; what could be done is
// done and counted.
func ConvertFiles(ctx context.Context, o ConvertOptions) (Summary, error) {
	var sum Summary
	inputs, total, err := o.expand()
	if err != nil {
		return sum, err
	}
	if err := os.MkdirAll(o.OutDir, 0o777); err != nil {
		return sum, fmt.Errorf("output folder: %w", err)
	}
	out := openFolder(o.OutDir)
	defer out.close()
	c := &converter{o: &o, out: out, sum: &sum, total: total, names: map[string]int{}}
	var failed error
	for _, in := range inputs {
		err := c.file(ctx, in)
		failed = errors.Join(failed, err)
		if ctx.Err() != nil || c.stopped {
			break
		}
	}
	return sum, failed
}

// input is one file to read.
type input struct {
	path string // "-" for standard input
	size int64
}

// expand finds the files of the inputs; total is their size.
func (o *ConvertOptions) expand() (list []input, total int64, err error) {
	if list, err = expand(o.Inputs, ".abc"); err != nil {
		return nil, 0, err
	}
	for _, in := range list {
		if in.path == "-" {
			return list, 0, nil
		}
		total += in.size
	}
	return list, total, nil
}

// expand finds the files of inputs: in folders, those whose names end in one of
// the endings.
func expand(inputs []string, endings ...string) (list []input, err error) {
	for _, path := range inputs {
		if path == "-" {
			list = append(list, input{path: path})
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			list = append(list, input{path, info.Size()})
			continue
		}
		before := len(list)
		err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains(endings, strings.ToLower(filepath.Ext(p))) {
				return err
			}
			one := input{path: p}
			if info, err := os.Stat(p); err == nil { // else it is reported in its turn
				one.size = info.Size()
			}
			list = append(list, one)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(list) == before {
			return nil, fmt.Errorf("%s: no %s file in this folder", path, endings[0])
		}
	}
	return list, nil
}

// converter converts the inputs one after the other, the tunes of each on all
// cores.
type converter struct {
	o       *ConvertOptions
	out     *folder
	sum     *Summary
	done    int64
	total   int64
	names   map[string]int // how often each base name has come
	stopped bool           // nothing more can be written
}

// file converts one input.
func (c *converter) file(ctx context.Context, in input) error {
	var r io.Reader = c.o.Stdin
	display, base := in.path, "tunes"
	if in.path != "-" {
		f, err := os.Open(in.path)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
		base = strings.TrimSuffix(filepath.Base(in.path), filepath.Ext(in.path))
	} else {
		display = "stdin"
	}
	if r == nil {
		return errors.New("stdin: nothing to read")
	}
	c.sum.Files++
	// Two inputs of one name must not write over each other's tunes.
	if c.names[base]++; c.names[base] > 1 {
		base = fmt.Sprintf("%s_%d", base, c.names[base])
	}
	counted := &countingReader{r: r}
	found := c.sum.Tunes
	err := c.tunes(ctx, &tuneQueue{read: abc.NewReader(counted, display), counted: counted, base: base})
	if err == nil && c.sum.Tunes == found {
		c.report(&abc.Error{Pos: abc.Position{File: display, Line: 1, Column: 1}, Msg: "no tune in this file"})
		c.sum.Findings++
	}
	c.done += in.size
	return err
}

func (c *converter) report(e *abc.Error) {
	if c.o.Report != nil {
		c.o.Report(e)
	}
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// tuneQueue hands out the tunes of one input, and takes what became of them
// in any order, to be reported in the input's. Its methods are called with the
// lock held.
type tuneQueue struct {
	sync.Mutex
	read    *abc.Reader
	counted *countingReader
	base    string // of the names of the files
	taken   int    // tunes handed out
	second  *abc.Source
	err     error // io.EOF at the end

	done    map[int]*tuneResult // not yet reported
	settled int                 // tunes reported
}

// tuneResult is what became of one tune.
type tuneResult struct {
	findings abc.ErrorList
	notes    int
	written  int
	err      error
	read     int64 // bytes of the input up to the tune's end
}

// take returns the next tune and the name of its file. With the first it reads
// the second, which decides the first one's name.
func (q *tuneQueue) take() (src abc.Source, name string, err error) {
	switch {
	case q.second != nil:
		src, q.second = *q.second, nil
	case q.err != nil:
		return src, "", q.err
	default:
		if src, q.err = q.read.Next(); q.err != nil {
			return src, "", q.err
		}
	}
	q.taken++
	if q.taken == 1 {
		var next abc.Source
		if next, q.err = q.read.Next(); q.err == nil {
			q.second = &next
		} else if q.err == io.EOF {
			return src, q.base + ".mid", nil
		}
	}
	return src, numbered(q.base, q.taken), nil
}

// numbered is the file of one of several tunes: NAME-0001.mid.
func numbered(base string, n int) string {
	digits := strconv.Itoa(n)
	return base + "-" + "0000"[min(len(digits), 4):] + digits + ".mid"
}

// tunes converts the tunes of one input on all cores.
func (c *converter) tunes(ctx context.Context, q *tuneQueue) error {
	q.done = map[int]*tuneResult{}
	var failed error // of writing: the first
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			q.Lock()
			defer q.Unlock()
			for ctx.Err() == nil && failed == nil {
				src, name, err := q.take()
				if err != nil {
					return
				}
				n, r := q.taken, &tuneResult{read: q.counted.n}
				q.Unlock()
				r.err = r.convert(src, c.out, name, c.o)
				q.Lock()
				if failed == nil {
					failed = r.err
				}
				q.done[n] = r
				c.settle(q)
			}
		})
	}
	workers.Wait()
	c.stopped = failed != nil
	switch {
	case failed != nil:
		return failed
	case ctx.Err() != nil:
		return ctx.Err()
	case q.err != nil && q.err != io.EOF:
		return fmt.Errorf("reading %s: %w", q.read.Name, q.err)
	}
	return nil
}

// settle counts and reports what is finished, as far as nothing before it is
// still being converted.
func (c *converter) settle(q *tuneQueue) {
	for r := q.done[q.settled+1]; r != nil; r = q.done[q.settled+1] {
		q.settled++
		delete(q.done, q.settled)
		c.sum.add(r)
		for _, e := range r.findings {
			c.report(e)
		}
		if c.o.Progress != nil {
			c.o.Progress(c.done+r.read, c.total)
		}
	}
}

// convert writes one tune to a folder.
func (r *tuneResult) convert(src abc.Source, out *folder, name string, o *ConvertOptions) error {
	p := parsers.Get().(*abc.Parser)
	defer parsers.Put(p)
	tune, parsing := p.Parse(src)
	s, scoring := play.Play(tune, o.Score)
	defer play.Release(s)
	for _, err := range []error{parsing, scoring} {
		var list abc.ErrorList
		if errors.As(err, &list) {
			r.findings = append(r.findings, list...)
		}
	}
	for i := range s.Voices {
		r.notes += len(s.Voices[i].Events)
	}
	if r.notes == 0 {
		r.findings = append(r.findings, &abc.Error{Pos: tune.Position(0), Msg: "the tune has no notes"})
	}
	midi := o.MIDI
	if midi.Division == 0 {
		midi.Division = tune.Division()
	}
	if !o.SplitVoices || len(s.Voices) < 2 {
		return r.write(s, out, name, midi)
	}
	for i := range s.Voices {
		one := *s
		one.Voices = s.Voices[i : i+1]
		voice := strings.TrimSuffix(name, ".mid") + "-" + fileName(s.Voices[i].ID, i) + ".mid"
		if err := r.write(&one, out, voice, midi); err != nil {
			return err
		}
	}
	return nil
}

// fileName makes a voice's id fit to stand in a file's name; an overlay
// shares its voice's id, and gets its number too.
func fileName(id string, i int) string {
	clean := strings.Map(func(c rune) rune {
		if c < 128 && (chars.IsLetter(byte(c)) || chars.IsDigit(byte(c)) || c == '-' || c == '_') {
			return c
		}
		return '_'
	}, id)
	return fmt.Sprintf("%d-%.40s", i+1, clean)
}

func (r *tuneResult) write(s *score.Score, out *folder, name string, o smf.Options) error {
	err := smf.Encode(s, o, func(file []byte) error { return out.write(name, file) })
	if err != nil {
		return err
	}
	r.written++
	return nil
}

// ConvertTune converts one tune's text to the .mid file path, whole or not at
// all, in a folder that exists. It returns the number of notes written; the
// findings go to o.Report.
func ConvertTune(src abc.Source, path string, o ConvertOptions) (notes int, err error) {
	out := openFolder(filepath.Dir(path))
	defer out.close()
	r := &tuneResult{}
	err = r.convert(src, out, filepath.Base(path), &o)
	if o.Report != nil {
		for _, e := range r.findings {
			o.Report(e)
		}
	}
	return r.notes, err
}

// write puts data at a name under a temporary one and renames it, so that no
// reader ever finds half a file. It does not wait for the disk: a .mid file can
// be made again.
func (f *folder) write(name string, data []byte) error {
	if f.writeNameless(name, data) {
		return nil
	}
	temporary := temporaryName(name)
	err := f.create(temporary, data)
	if err == nil {
		err = f.rename(temporary, name)
	}
	if err != nil {
		os.Remove(filepath.Join(f.path, temporary))
	}
	return err
}

// temporaryName is of no other name and of no other process.
func temporaryName(name string) string { return "." + name + "." + strconv.Itoa(os.Getpid()) }
