package corpus

import (
	"bytes"
	"errors"
	"path/filepath"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/musicxml"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/sound"
	"charabanc/data"
)

// pieceResult is the result of converting one piece.
type pieceResult struct {
	findings abc.ErrorList
	notes    int
	written  int   // files
	refused  bool  // no file can be written of it: its findings say why
	err      error // of writing
	read     int64 // bytes of the input up to the end of the piece
	done     Converted
}

// results keeps the memory of results that have been settled.
var results = sync.Pool{New: func() any { return new(pieceResult) }}

// ConvertPiece writes the file of one tune or one piece of note text, whole or
// not at all. The folder is made if it is missing. It returns the number of notes.
// Findings go to o.Report; the error is about the file alone.
func ConvertPiece(src data.Source, path string, o Options) (notes int, err error) {
	out, err := data.OpenFolder(filepath.Dir(path))
	if err != nil {
		return 0, err
	}
	defer out.Close()
	c := &converter{o: &o, out: out, names: newFileNames(nil, "", o.Format.ending())}
	r := c.piece(src, filepath.Base(path))
	for _, e := range r.findings {
		c.report(e)
	}
	return r.notes, r.err
}

// piece writes one piece to a file, or to one for each voice. It may be called
// from several goroutines at once.
func (c *converter) piece(src data.Source, name string) *pieceResult {
	r := results.Get().(*pieceResult)
	*r = pieceResult{done: Converted{File: src.File, Line: src.Line}}
	if data.IsNoteText(src.Text) {
		c.noteText(r, src, name)
	} else {
		abc.Read(src, func(tune *abc.Tune, parsing error) { c.tune(r, tune, parsing, name) })
	}
	return r
}

// tune writes a tune; parsing is the error of reading it.
func (c *converter) tune(r *pieceResult, tune *abc.Tune, parsing error, name string) {
	if c.o.Format == XML {
		r.find(parsing)
		c.document(r, tune, name)
		return
	}
	s, playing := play.Play(tune, c.o.Score)
	defer play.Release(s)
	r.done.Number, r.done.Title = tune.Number(), tune.Title()
	r.find(parsing)
	r.find(playing)
	for i := range s.Voices {
		r.notes += len(s.Voices[i].Events)
	}
	if r.notes == 0 {
		r.findings = append(r.findings, &abc.Error{Pos: tune.Position(0), Msg: "the tune has no notes"})
	}
	midi := c.o.MIDI
	if midi.Division == 0 {
		midi.Division = tune.Division()
	}
	if !c.o.SplitVoices || len(s.Voices) < 2 {
		c.write(r, s, name, midi)
		return
	}
	for i := range s.Voices {
		one := *s
		one.Voices = s.Voices[i : i+1]
		c.write(r, &one, c.names.voice(name, s.Voices[i].ID, i), midi)
	}
}

// document writes a tune as MusicXML.
func (c *converter) document(r *pieceResult, tune *abc.Tune, name string) {
	r.done.Number, r.done.Title = tune.Number(), tune.Title()
	var document bytes.Buffer
	if r.notes, r.err = musicxml.Write(&document, tune); r.err != nil {
		return
	}
	if r.notes == 0 {
		r.findings = append(r.findings, &abc.Error{Pos: tune.Position(0), Msg: "the tune has no notes"})
	}
	if r.err = c.out.WriteFile(name, document.Bytes()); r.err == nil {
		r.wrote(c, name)
	}
}

// noteText writes a piece of note text.
func (c *converter) noteText(r *pieceResult, src data.Source, name string) {
	p, err := notetext.Read(src)
	r.find(err)
	r.notes, r.done.Title = p.Notes(), p.Title
	if r.notes == 0 {
		r.findings = append(r.findings, &abc.Error{Pos: abc.Position{File: src.File, Line: max(src.Line, 1), Column: 1}, Msg: "the piece has no notes"})
	}
	if c.o.Format == XML { // what is written, in bars
		if text, err := notetext.Text(p, notetext.Options{Format: notetext.ABC}); err == nil {
			tune, _ := abc.Parse(text)
			c.document(r, tune, name)
		} else if err != nil {
			r.refused = true
			r.findings = append(r.findings, &abc.Error{Pos: abc.Position{File: src.File, Line: max(src.Line, 1), Column: 1}, Msg: err.Error()})
		}
		return
	}
	s := p.Score()
	s.Transpose(c.o.Score.Transpose)
	c.o.Score.Override(s)
	midi := c.o.MIDI
	if midi.Division == 0 {
		midi.Division = p.Division
	}
	c.write(r, s, name, midi)
}

// find adds the findings that err holds.
func (r *pieceResult) find(err error) {
	var list abc.ErrorList
	if errors.As(err, &list) {
		r.findings = append(r.findings, list...)
	}
}

// write writes a score to a file, unless one of the piece's files has failed.
func (c *converter) write(r *pieceResult, s *score.Score, name string, o smf.Options) {
	if r.err != nil || r.refused {
		return
	}
	err := c.o.Format.encode(s, o, func(file []byte) error { return c.out.WriteFile(name, file) })
	if r.refused = errors.Is(err, sound.ErrTooLong); r.refused {
		r.findings = append(r.findings, &abc.Error{Pos: abc.Position{File: r.done.File, Line: max(r.done.Line, 1), Column: 1}, Msg: "the tune is " + err.Error()})
		return
	}
	if r.err = err; err != nil {
		return
	}
	r.wrote(c, name)
}

// wrote counts a file that has been written.
func (r *pieceResult) wrote(c *converter, name string) {
	if r.written++; c.o.Converted != nil {
		r.done.Files = append(r.done.Files, filepath.Join(c.o.OutDir, name))
	}
}
