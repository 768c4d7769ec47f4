package critic

import (
	"errors"
	"fmt"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/music"
	"charabanc/data"
)

// This file makes primers: the beginnings of tunes and pieces of people, from which
// a network goes on. noteprimer.go does it for note text.

// The lengths of primers that nobody has chosen.
const (
	primerBars  = 4
	primerNotes = 32
)

// primerFields are the fields of a header that a primer keeps, in this order.
const primerFields = "TRPMLQ"

// Primer returns the beginning of a tune or of a piece of note text: so many bars or
// notes; 4 bars or 32 notes if length is 0. start is what the tunes begin with that
// the network has learned.
func (Critic) Primer(piece, start string, length int) (string, error) {
	if data.IsNoteText(piece) {
		return notePrimer(piece, length)
	}
	return tunePrimer(piece, start, length)
}

// Unfinished returns the first thing that check finds in the beginning of a tune.
func (Critic) Unfinished(tune string) error {
	if fault := faultOf(check.Unfinished(abc.Parse(tune))); fault != nil {
		return errors.New(fault.Message)
	}
	return nil
}

// tunePrimer returns the first bars of a tune. A pickup is not counted. Of the header,
// the title, rhythm, parts, meter, unit length, tempo and key stay, and of the music
// what is not lyrics or a comment.
func tunePrimer(tune, start string, bars int) (string, error) {
	header, body := splitHeader(tune)
	fields := map[byte][]string{}
	for _, line := range header {
		key, value := headerField(line)
		fields[key] = append(fields[key], value)
	}
	if len(fields['K']) == 0 {
		return "", errors.New("no K: field: a tune needs a key")
	}
	if strings.TrimSpace(body) == "" {
		return "", errors.New("no music in it")
	}
	fields['T'] = titles(fields['T'])
	var b strings.Builder
	fmt.Fprintf(&b, "%s1\n", start)
	for _, key := range []byte(primerFields) {
		for _, value := range fields[key] {
			fmt.Fprintf(&b, "%c:%s\n", key, value)
		}
	}
	b.WriteString("K:" + fields['K'][0] + "\n")
	var lines strings.Builder
	for line := range strings.Lines(keptLines(body)) {
		if !data.IsFieldLine(line) || strings.IndexByte("wWsr+", line[0]) < 0 {
			lines.WriteString(line)
		}
	}
	text := b.String() + lines.String()
	if bars == 0 {
		bars = primerBars
	}
	return text[:afterBars(text, bars)], nil
}

// afterBars returns where a number of bars of a tune ends. A tune with fewer bars ends
// after its last character that is not a line end.
func afterBars(text string, bars int) int {
	tune, _ := abc.Parse(text)
	unit, meter := settings(tune)
	var length music.Fraction // of the bar so far, in whole notes
	first, notes := true, false
	for _, n := range tune.Body {
		switch n := n.(type) {
		case *abc.Note:
			length, notes = length.Add(n.Length.Mul(unit)), true
		case *abc.Rest:
			length, notes = length.Add(n.Length.Mul(unit)), true
		case *abc.Chord:
			length, notes = length.Add(n.Length.Mul(unit)), true
		case *abc.Bar:
			if !notes {
				continue
			}
			if !first || !meter.Positive() || !length.Less(meter) { // not a pickup
				bars--
			}
			if bars == 0 {
				return int(n.To)
			}
			first, notes, length = false, false, music.Fraction{}
		}
	}
	return len(strings.TrimRight(text, "\n"))
}

// settings returns the unit note length and the length of a bar, both in whole notes.
func settings(tune *abc.Tune) (unit, bar music.Fraction) {
	meter := music.FreeMeter()
	for _, n := range tune.Header {
		f, ok := n.(*abc.Field)
		if !ok {
			continue
		}
		switch v := f.Value.(type) {
		case music.Fraction:
			unit = v
		case *music.Meter:
			meter = v
		}
	}
	if unit.IsZero() {
		unit = meter.UnitLength()
	}
	return unit, meter.Bar().Times(1, 4)
}

// WithoutPrimer returns a tune, or a piece of note text, without the music that it was
// made from. The header stays, and what the primer says about key, meter, tempo and
// instruments.
func (Critic) WithoutPrimer(tune, primer string) string {
	rest, ok := strings.CutPrefix(tune, primer)
	if !ok {
		return tune
	}
	if data.IsNoteText(primer) {
		return noteSettings(primer) + strings.TrimLeft(rest, " \n")
	}
	header, body := splitHeader(primer)
	for line := range strings.Lines(body) {
		if data.IsFieldLine(line) {
			header = append(header, strings.TrimRight(line, "\n"))
		}
	}
	return strings.Join(header, "\n") + "\n" + strings.TrimLeft(rest, " \n\\")
}
