package abcmidi

import (
	"context"
	"io"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/find"
	"charabanc/abcmidi/musicxml"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/rewrite"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// ABC text and its tree.
type (
	Source    = data.Source   // one tune or piece, and where it is in its file
	Tune      = abc.Tune      // the syntax tree of a tune
	Error     = abc.Error     // one finding, with its position
	ErrorList = abc.ErrorList // what was found in one tune
	Position  = abc.Position  // file, line and column
)

// Parse reads the text of one tune. It returns a tree whatever the text is; the
// error, if any, is an [ErrorList] of what was ignored or mended.
func Parse(text string) (*Tune, error) { return abc.Parse(text) }

// ParseSource is Parse for a tune cut out of a file: positions are the file's,
// and the fields of the file header hold.
func ParseSource(src Source) (*Tune, error) { return abc.ParseSource(src) }

// Print writes a tune in canonical ABC.
func Print(w io.Writer, t *Tune) error { return abc.Print(w, t) }

// Transpose returns the tune moved by semitones, with its keys, chord symbols and
// accidentals. The given tune is not changed.
func Transpose(t *Tune, semitones int) *Tune { return transpose.Tune(t, semitones) }

// SetUnit returns the tune with another unit note length in L:, such as "1/8", and with
// every length written anew, so that it sounds as before. The error is about the unit, or
// the [*Error] at a length that cannot be written in it; the tune is then the given one.
func SetUnit(t *Tune, unit string) (*Tune, error) {
	length, err := abc.ParseUnitLength(unit)
	if err != nil {
		return t, err
	}
	return rewrite.Unit(t, length)
}

// Renumber returns the tune with n in its X: field.
func Renumber(t *Tune, n int) *Tune { return rewrite.Number(t, n) }

// What a tune sounds like.
type (
	Score         = score.Score         // voices of notes in rational time
	Voice         = score.Voice         // one voice, for a MIDI channel
	Event         = score.Event         // one sounding note
	PlayOptions   = score.Options       // tempo, programs, ornaments and so on
	Accompaniment = score.Accompaniment // what chord symbols play
)

// The kinds of accompaniment.
const (
	Pattern     = score.Pattern     // bass and chords by the meter, or %%MIDI gchord
	Block       = score.Block       // the chord held from symbol to symbol
	NoAccompany = score.NoAccompany // nothing
)

// Play plays a tune: repeats, endings, parts and jumps are followed, ties joined,
// chord symbols accompanied. It returns a score whatever the tune is; the error,
// if any, is an [ErrorList] of what could not be played as written.
func Play(t *Tune, o PlayOptions) (*Score, error) { return play.Play(t, o) }

// What is wrong with a tune.
type (
	Report  = check.Report  // what Check found
	Finding = check.Finding // one fault, with its position
	Rule    = check.Rule    // the kind of a finding
)

// Check checks the text of a tune: the length of each bar, repeats and endings, the
// range, the header, and what Parse reports.
func Check(src Source) *Report { return check.Source(src) }

// Phrases in tunes.
type (
	FindOptions = find.Options // what counts: the key, the rhythm, the contour
	Match       = find.Match   // a place where a phrase is
)

// Find looks for a phrase, such as "GABc d2", in tunes.
func Find(phrase string, tunes []Source, o FindOptions) ([]Match, error) {
	p, err := find.NewPhrase(Source{Line: 1, Text: phrase}, o)
	if err != nil {
		return nil, err
	}
	finder := find.NewFinder(p)
	for _, tune := range tunes {
		finder.Tune(tune)
	}
	return finder.Matches(), nil
}

// MIDI files.
type (
	Performance = smf.Performance // the notes of a MIDI file in ticks
	MIDIOptions = smf.Options     // ticks in a quarter note
)

// WriteMIDI writes a score as a Standard MIDI File of type 1.
func WriteMIDI(w io.Writer, s *Score, o MIDIOptions) error { return smf.Write(w, s, o) }

// WriteMusicXML writes a tune as it is written, repeats and all, as a MusicXML 4.0 document.
func WriteMusicXML(w io.Writer, t *Tune) error {
	_, err := musicxml.Write(w, t)
	return err
}

// ReadMIDI reads a Standard MIDI File of type 0, 1 or 2.
func ReadMIDI(r io.Reader) (*Performance, error) { return smf.Read(r) }

// Note text: MIDI files as text that a network can learn.
type (
	NoteOptions = notetext.Options // the format, grid and key
	NoteFormat  = notetext.Format  // a way to write notes as text
)

// The formats of note text.
const (
	ExactNotes   = notetext.Exact   // every note comes back
	ClassicNotes = notetext.Classic // pitches alone, without lengths
	ABCNotes     = notetext.ABC     // a tune in ABC notation
)

// NoteText returns the text of a performance.
func NoteText(p *Performance, o NoteOptions) (string, error) { return notetext.Text(p, o) }

// ReadNoteText reads one piece of note text. It returns a performance whatever the
// text is; the error, if any, is an [ErrorList].
func ReadNoteText(src Source) (*Performance, error) { return notetext.Read(src) }

// Files.
type (
	ConvertOptions      = corpus.Options      // of Convert
	ConvertSummary      = corpus.Summary      // what Convert did
	Choice              = corpus.Choice       // of tunes, for Convert
	ConvertNotesOptions = corpus.NotesOptions // of ConvertNotes
	ConvertNotesSummary = corpus.NotesSummary // what ConvertNotes did
)

// Convert writes a MIDI file for every tune and every piece of note text in files
// and folders.
func Convert(ctx context.Context, o ConvertOptions) (ConvertSummary, error) {
	return corpus.Convert(ctx, o)
}

// NewChoice chooses tunes by numbers in X:, such as "3,5-8", and titles in T:.
func NewChoice(numbers, titles []string) (*Choice, error) { return corpus.NewChoice(numbers, titles) }

// ConvertNotes writes the MIDI files in files and folders as one text.
func ConvertNotes(ctx context.Context, o ConvertNotesOptions) (ConvertNotesSummary, error) {
	return corpus.ConvertNotes(ctx, o)
}
