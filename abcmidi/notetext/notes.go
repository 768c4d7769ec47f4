package notetext

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// Note text is MIDI files as words, for a network to learn: one word is one
// token. A piece is a block of lines; its first word is %%notes, and an empty
// line ends it.
//
//	piece    = "%%notes" kind newline { token | newline } newline
//	kind     = "exact" division | "classic"
//	division = number                 ticks in a quarter note, 1 to 32767
//
// Tokens of exact text. Lengths are quarter notes: 1, 1/2, 341/1024.
//
//	note     = pitch ":" length       C4:1/2   begins now, sounds so long
//	pitch    = letter [ "#" | "b" ] octave     C4 is middle C, MIDI key 60
//	shift    = "+" length             +1/2     now is so much later
//	bar      = "|"                    a bar ends here; the line ends with it
//	part     = "t" number             t2       the notes that follow are the
//	                                  second part's; without it, the first's
//	program  = "i" number             i40      General MIDI, from 0, of the part
//	drums    = "drums"                the part's keys are percussion
//	meter    = "m" number "/" number  m6/8
//	key      = "k" tonic [ "m" ]      kD, kF#m
//	tempo    = "q" number             q120     quarter notes a minute
//	velocity = "v" number             v90      of the notes that follow
//
// Notes that begin together follow one another without a shift, in the order
// of parts and then of keys. One note is one token, chords are not tokens of
// their own: for a vocabulary of pitches times lengths, where chords would
// multiply it. A part is a track, or one channel of a track that has several.
// Bar lines, meters, keys and line ends say what a listener hears; they bear
// on no note's time.
//
// Lengths sum up exactly, and what they sum up to is rounded to a tick of the
// division. So 1/3 is exact in a file of 1024 ticks too, where the ticks are
// 341 and 342 apart: it is written only where rounding gives the file's own
// tick (grid.go). On a grid (NotesOptions.Grid) the division is the grid's.
//
// Tempos are rounded to whole numbers and moved to the note or bar line that
// follows, so that rubato neither fills the vocabulary nor cuts the shifts.
//
// Tokens of classic text, the tradition's: one for each moment at which
// something begins, lengths, rests, parts and drums left out.
//
//	note     = pitch                  E4
//	chord    = class { "." class }    4.7.11   pitch classes, 0 is C, in normal order
//
// The way back gives each half a quarter note, and a chord the octave of
// middle C.

// notesMark is the first word of a piece of note text.
const notesMark = "%%notes"

// NoteFormat is a way to write notes as text.
type Format uint8

const (
	Exact   Format = iota // every note comes back
	Classic               // the tradition's notes and chords, without lengths
	ABC                   // tunes in ABC notation
)

var noteFormatNames = [...]string{Exact: "exact", Classic: "classic", ABC: "abc"}

// String returns the name that ParseNoteFormat reads.
func (f Format) String() string {
	if int(f) < len(noteFormatNames) {
		return noteFormatNames[f]
	}
	return "unknown format"
}

// ParseNoteFormat reads "exact", "classic" or "abc".
func ParseFormat(name string) (Format, error) {
	if i := slices.Index(noteFormatNames[:], name); i >= 0 {
		return Format(i), nil
	}
	return 0, fmt.Errorf("note format %q: must be exact, classic or abc", name)
}

// IsNoteText reports whether text is note text, by its first word.
func IsNoteText(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	rest, ok := strings.CutPrefix(text, notesMark)
	return ok && (rest == "" || strings.ContainsRune(" \t\r\n", rune(rest[0])))
}

// NoteTextOptions say how a performance becomes text.
type Options struct {
	Format Format

	// Grid is the number of grid lines in a quarter note that beginnings and
	// ends are moved to: 12, 24, 48. 0 leaves every tick where it is.
	Grid int

	// TransposeTo is a major key, such as "C": the piece is moved to it, or to
	// its relative minor if the piece is minor, by six semitones at most.
	// Empty leaves the piece where it is.
	TransposeTo string

	Velocity bool // write velocities (exact alone)
	Pedal    bool // let the sustain pedal lengthen notes
	Number   int  // X: of the tune (ABC alone); 0 means 1

	// keep, if set, says which notes and chords are written.
	Keep func(token []byte) bool
}

// maxGrid is the finest grid, in lines a quarter note.
const maxGrid = 960

func (o *Options) Validate() error {
	if int(o.Format) >= len(noteFormatNames) {
		return fmt.Errorf("note format %d: must be exact, classic or abc", o.Format)
	}
	if o.Grid < 0 || o.Grid > maxGrid {
		return fmt.Errorf("grid %d: must be from 1 to %d lines a quarter note, or 0 for every tick", o.Grid, maxGrid)
	}
	if o.Velocity && o.Format != Exact {
		return fmt.Errorf("velocity: %s text has none: use exact", o.Format)
	}
	if o.TransposeTo != "" {
		if _, ok := tonicSharps(o.TransposeTo); !ok {
			return fmt.Errorf("transpose to %q: must be a major key such as C or Eb", o.TransposeTo)
		}
	}
	return nil
}

// tonicSharps is the signature of a major key by its name.
func tonicSharps(name string) (sharps int, ok bool) {
	k, err := abc.ParseKey(name)
	if err != nil || !k.Set || k.Tonic != name || name == "HP" || name == "Hp" {
		return 0, false
	}
	return k.Sharps, true
}

// NoteText writes the performance as text.
func Text(p *smf.Performance, o Options) (string, error) {
	b, err := Append(p, nil, &o)
	return string(b), err
}

func Append(p *smf.Performance, b []byte, o *Options) ([]byte, error) {
	if err := o.Validate(); err != nil {
		return b, err
	}
	p = prepared(p, o)
	switch o.Format {
	case Classic:
		return appendClassic(p, b, o), nil
	case ABC:
		return appendABC(p, b, o)
	}
	return appendExact(p, b, o), nil
}

// prepared returns the performance as it is to be written, without parts that
// have no notes; p stays as it is.
func prepared(p *smf.Performance, o *Options) *smf.Performance {
	q := *p
	if o.Pedal || o.TransposeTo != "" {
		q.Parts = slices.Clone(p.Parts)
		for i := range q.Parts {
			q.Parts[i].Notes = slices.Clone(p.Parts[i].Notes)
		}
	}
	if o.Pedal {
		q.HoldPedal()
	}
	if o.Format == ABC || o.TransposeTo != "" {
		q.Keys = settleKeys(&q)
	}
	if o.TransposeTo != "" {
		transposeTo(&q, o.TransposeTo)
	}
	sounding := make([]smf.Part, 0, len(q.Parts))
	for _, part := range q.Parts {
		if len(part.Notes) > 0 {
			sounding = append(sounding, part)
		}
	}
	q.Parts = sounding
	return &q
}

// pitchNames are the names of the MIDI keys, sharps for what is between.
var pitchNames = func() (names [128]string) {
	letters := [12]string{"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"}
	for k := range names {
		names[k] = letters[k%12] + strconv.Itoa(k/12-1)
	}
	return names
}()

// parsePitchName reads "C4", "F#3", "Bb-1"; ok is false for no MIDI key.
func parsePitchName(s string) (key uint8, ok bool) {
	if s == "" || s[0] < 'A' || s[0] > 'G' {
		return 0, false
	}
	k := music.Semitones(int(music.LetterStep(s[0])))
	s = s[1:]
	if rest, ok := strings.CutPrefix(s, "#"); ok {
		k, s = k+1, rest
	} else if rest, ok := strings.CutPrefix(s, "b"); ok {
		k, s = k-1, rest
	}
	octave, err := strconv.Atoi(s)
	if err != nil || octave < -1 || octave > 9 {
		return 0, false
	}
	if k += 12 * (octave + 1); k < 0 || k > 127 {
		return 0, false
	}
	return uint8(k), true
}
