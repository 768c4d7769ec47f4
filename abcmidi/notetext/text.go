package notetext

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charabanc/abcmidi/smf"
)

// Format is a way to write notes as text.
type Format uint8

// The formats.
const (
	Exact   Format = iota // every note with its length
	Classic               // pitches and chords without lengths
	ABC                   // a tune in ABC notation
)

var formatNames = [...]string{Exact: "exact", Classic: "classic", ABC: "abc"}

// String returns the name that ParseFormat reads.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return "unknown format"
}

// ParseFormat reads "exact", "classic" or "abc".
func ParseFormat(name string) (Format, error) {
	if i := slices.Index(formatNames[:], name); i >= 0 {
		return Format(i), nil
	}
	return 0, fmt.Errorf("note format %q: must be exact, classic or abc", name)
}

// notesMark is the first word of a piece of note text.
const notesMark = "%%notes"

// copyMark ends the header of a piece that is the one before it in another key.
const copyMark = "copy"

// IsNoteText reports whether the first word of a text marks it as note text.
func IsNoteText(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	rest, ok := strings.CutPrefix(text, notesMark)
	return ok && (rest == "" || strings.ContainsRune(" \t\r\n", rune(rest[0])))
}

// Options are the choices in writing a performance as text. The zero value
// means exact text of every tick, without velocities.
type Options struct {
	Format Format

	// Grid is the number of grid lines in a quarter note to which beginnings
	// and ends are moved, 1 to 960: 12, 24 and 48 are usual. 0 leaves every
	// tick where it is. On a grid every note keeps a length of one line at
	// least.
	Grid int

	// TransposeTo is a major key, such as "C". A piece in major is moved to
	// it and a piece in minor to its relative minor, by at most six semitones.
	// "" leaves the piece where it is.
	TransposeTo string

	// Transpose moves the piece by so many semitones, up if positive, -127 to 127. It does not
	// go with TransposeTo.
	Transpose int

	// Copy marks the piece as that before it in another key. Programs that split a corpus keep
	// the two together. It is not for ABC.
	Copy bool

	Velocity bool // write velocities; Exact only
	Pedal    bool // let the sustain pedal lengthen notes
	Number   int  // X: of the tune; ABC only; 0 means 1

	// Keep reports whether a token is written; nil keeps all of them. It is
	// asked about notes and chords of Exact and Classic, and not of ABC.
	Keep func(token []byte) bool
}

// maxGrid is the finest grid, in lines a quarter note.
const maxGrid = 960

// Validate returns an error if a field is out of range or does not go with the
// format.
func (o *Options) Validate() error {
	if int(o.Format) >= len(formatNames) {
		return fmt.Errorf("note format %d: must be exact, classic or abc", o.Format)
	}
	if o.Grid < 0 || o.Grid > maxGrid {
		return fmt.Errorf("grid %d: must be from 1 to %d lines a quarter note, or 0 for every tick", o.Grid, maxGrid)
	}
	if o.Velocity && o.Format != Exact {
		return fmt.Errorf("velocity: %s text has none: use exact", o.Format)
	}
	switch {
	case o.Copy && o.Format == ABC:
		return errors.New("copy: a tune in ABC has no mark of it")
	case o.Transpose < -127 || o.Transpose > 127:
		return fmt.Errorf("transpose %d: must be from -127 to 127 semitones", o.Transpose)
	case o.Transpose != 0 && o.TransposeTo != "":
		return errors.New("transpose: by semitones or to a key, not both")
	}
	if o.TransposeTo != "" {
		if _, ok := tonicSharps(o.TransposeTo); !ok {
			return fmt.Errorf("transpose to %q: must be a major key such as C or Eb", o.TransposeTo)
		}
	}
	return nil
}

// Text returns the performance as text.
func Text(p *smf.Performance, o Options) (string, error) {
	b, err := Append(p, nil, &o)
	return string(b), err
}

// Append appends the performance as text to b. It fails if the options are not
// valid, or if a tune in ABC would need more than 1000 voices or 16 MiB; then b
// is returned as it was.
func Append(p *smf.Performance, b []byte, o *Options) ([]byte, error) {
	if err := o.Validate(); err != nil {
		return b, err
	}
	p = prepare(p, o)
	text, notes := b, 0
	switch o.Format {
	case ABC:
		return appendABC(p, b, o)
	case Classic:
		text, notes = appendClassic(p, b, o)
	default:
		text, notes = appendExact(p, b, o)
	}
	if notes == 0 && o.Keep != nil {
		return b, ErrNoneKept
	}
	return text, nil
}

// ErrNoneKept is returned for a performance of which Options.Keep keeps no note.
var ErrNoneKept = errors.New("none of its notes is kept")

// prepare returns the performance with the pedal held, in its new key and
// without parts that have no notes, as the options ask. It does not change p.
func prepare(p *smf.Performance, o *Options) *smf.Performance {
	q := *p
	if o.Pedal || o.TransposeTo != "" || o.Transpose != 0 {
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
	if o.Transpose != 0 {
		q.Keys = slices.Clone(q.Keys)
		transpose(&q, o.Transpose)
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
