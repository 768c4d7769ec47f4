package find

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/data"
)

// Options say what counts. The zero value asks for the same intervals and the same rhythm
// in any key.
type Options struct {
	Key       string // of the phrase, as in K:, if the phrase does not say it; empty: see the package
	SamePitch bool   // the same pitches, not moved
	AnyRhythm bool   // lengths and rests do not count
	Contour   bool   // of the pitches, only whether they rise, fall or stay counts
}

// Phrase is what is looked for.
type Phrase struct {
	o        Options
	notes    []note           // as in C major, or in its own key
	ratios   []music.Fraction // of each note's length to the first one's
	readings []reading        // what it may sound like: in its own key alone, or in each key
	byKey    map[int8]inKey   // by the sharps of the key; nil if the phrase has a key of its own
}

// inKey is what the letters of a phrase are in a key.
type inKey struct {
	reading int   // its number
	first   int32 // pitch of the first note, in cents
}

// reading is a phrase in a key: the pitch of each note in cents, 0 for a rest.
type reading []int32

const (
	minNotes = 2
	maxNotes = 500
)

// keys are the names of the keys from seven flats to seven sharps.
var keys = [...]string{"Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"}

// NewPhrase reads a phrase: notes in ABC notation, or a whole tune, of which the first
// voice counts, with its repeats not taken. The phrase has from 2 to 500 notes. Text that
// is not ABC is an error, which says where it is.
func NewPhrase(src data.Source, o Options) (*Phrase, error) {
	p := &Phrase{o: o}
	key := o.Key
	if key == "" {
		key = "C"
	} else if k, err := abc.ParseKey(key); err != nil || !k.Set {
		return nil, fmt.Errorf("key %q: must be a key as in K:, such as G or Em", o.Key)
	}
	tune, err := parsePhrase(src, key)
	if err != nil {
		return nil, err
	}
	p.notes = p.line(tune)
	switch n := len(p.notes); {
	case n < minNotes:
		return nil, fmt.Errorf("phrase of %d notes: must have %d or more", n, minNotes)
	case n > maxNotes:
		return nil, fmt.Errorf("phrase of %d notes and rests: must have %d or less", n, maxNotes)
	}
	for _, n := range p.notes {
		p.ratios = append(p.ratios, ratio(n.length, p.notes[0].length))
	}
	p.readings = []reading{pitches(p.notes)}
	if o.Key == "" && !isTune(src.Text) && !setsKey(tune.Body) {
		p.readInAllKeys(src)
	}
	return p, nil
}

// parsePhrase parses notes in a key, or a tune. What is found in a file is ignored.
func parsePhrase(src data.Source, key string) (*abc.Tune, error) {
	switch {
	case !isTune(src.Text):
		src.Text = "X:1\nL:1/8\nK:" + key + "\n" + src.Text + "\n"
	case !strings.Contains(src.Text, "X:"):
		src.Text = "X:1\n" + src.Text
	}
	tune, err := abc.ParseSource(src)
	var findings abc.ErrorList
	switch {
	case src.File != "":
	case errors.As(err, &findings):
		return nil, fmt.Errorf("phrase: %s", findings[0].Msg)
	default:
		for _, n := range tune.Body {
			if d, ok := n.(*abc.Decoration); ok && d.Name == "" {
				return nil, fmt.Errorf("phrase: %q is no note: write notes as in ABC, such as GABc d2", d.Letter)
			}
		}
	}
	return tune, nil
}

// isTune reports whether a text has a header of its own.
func isTune(text string) bool { return strings.HasPrefix(text, "K:") || strings.Contains(text, "\nK:") }

// setsKey reports whether there is a K: among nodes.
func setsKey(nodes []abc.Node) bool {
	return slices.ContainsFunc(nodes, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && f.Key == 'K'
	})
}

// line returns the notes of a tune's first voice as they are written, without rests at the
// ends.
func (p *Phrase) line(tune *abc.Tune) []note {
	l := layout.Lay(tune)
	defer l.Release()
	if len(l.Voices) == 0 {
		return nil
	}
	v := l.Voices[0]
	v.Measure()
	b := lineBuilder{items: v.Items}
	b.add(0, len(v.Items))
	line := slices.DeleteFunc(b.line, func(n note) bool { return n.kind == gap })
	if p.o.AnyRhythm {
		line = withoutRests(line)
	}
	for len(line) > 0 && line[0].kind == rest {
		line = line[1:]
	}
	for n := len(line) - 1; n >= 0 && line[n].kind == rest; n-- {
		line = line[:n]
	}
	return line
}

// pitches returns the reading of notes.
func pitches(notes []note) reading {
	r := make(reading, len(notes))
	for i, n := range notes {
		r[i] = n.cents
	}
	return r
}

// readInAllKeys adds the phrase as its letters sound in each key. The first reading stays
// that in C.
func (p *Phrase) readInAllKeys(src data.Source) {
	p.byKey = map[int8]inKey{}
	for i, key := range keys {
		tune, err := parsePhrase(src, key)
		if err != nil {
			continue
		}
		line := p.line(tune)
		if !slices.EqualFunc(line, p.notes, sameValue) {
			continue // the key joins other notes: a tie from B to =B is none with a B flat
		}
		r := pitches(line)
		at := slices.IndexFunc(p.readings, func(other reading) bool { return p.o.alike(r, other) })
		if at < 0 {
			at = len(p.readings)
			p.readings = append(p.readings, r)
		}
		p.byKey[int8(i-7)] = inKey{at, r[0]}
	}
}

// sameValue reports whether two notes are the same but for their pitch.
func sameValue(a, b note) bool {
	return a.kind == b.kind && a.length.Cmp(b.length) == 0
}

// alike reports whether two readings of one phrase are found in the same places.
func (o *Options) alike(a, b reading) bool {
	if o.SamePitch {
		return slices.Equal(a, b)
	}
	for i := range a {
		if a[i]-a[0] != b[i]-b[0] {
			return false
		}
	}
	return true
}

// ratio returns a/b, 0 if b is 0.
func ratio(a, b music.Fraction) music.Fraction {
	if !b.Positive() {
		return music.Fraction{}
	}
	return a.Mul(music.NewFraction(b.Den(), b.Num()))
}
