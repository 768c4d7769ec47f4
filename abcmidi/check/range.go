package check

import (
	"strings"

	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file has the range of each voice.

// The range of the instruments that tunes are played on, from the lowest line of the
// bass clef to the highest note of the fiddle. MIDI keys.
const (
	lowestKey  = 43  // G2
	highestKey = 100 // E7
)

// span is the range of an instrument in MIDI keys.
type span struct{ low, high int }

// include widens a range.
func (s span) include(o span) span { return span{min(s.low, o.low), max(s.high, o.high)} }

// instruments has the ranges beyond that of tunes by program of General MIDI: the first
// one, the last one and their range.
var instruments = []struct {
	from, to int
	span
}{
	{0, 7, span{21, 108}},     // pianos
	{8, 15, span{36, 108}},    // celesta to dulcimer
	{16, 20, span{24, 108}},   // organs
	{21, 23, span{29, 105}},   // accordions
	{24, 31, span{38, 100}},   // guitars
	{32, 39, span{23, 100}},   // basses
	{42, 42, span{36, 100}},   // cello
	{43, 43, span{23, 100}},   // contrabass
	{44, 51, span{23, 108}},   // harp, timpani, strings
	{52, 55, span{36, 100}},   // choirs
	{57, 58, span{24, 100}},   // trombone, tuba
	{60, 63, span{24, 108}},   // horn, brass
	{67, 67, span{34, 100}},   // baritone sax
	{66, 66, span{41, 100}},   // tenor sax
	{70, 70, span{34, 100}},   // bassoon
	{72, 72, span{43, 108}},   // piccolo
	{80, 103, span{21, 108}},  // synthesisers
	{104, 111, span{36, 108}}, // sitar to shanai
	{112, 127, span{0, 127}},  // percussion and effects
}

// clefs and names have the ranges by what a clef begins with, and by what is in the name
// or ID of a voice.
var (
	clefs = map[string]span{"bass": {23, 100}, "baritone": {34, 100}, "tenor": {36, 100}, "perc": {0, 127}}
	names = map[string]span{
		"bass": {23, 100}, "bariton": {34, 100}, "tenor": {36, 100}, "cello": {36, 100}, "tuba": {24, 100},
		"trombone": {24, 100}, "posaune": {24, 100}, "fagott": {34, 100}, "horn": {34, 100}, "guitar": {36, 100},
		"piano": {21, 108}, "keyboard": {21, 108}, "organ": {24, 108}, "harp": {23, 108}, "left": {21, 108}, "lh": {21, 108},
		"drum": {0, 127}, "perc": {0, 127}, "piccolo": {43, 108}, "accordion": {29, 105},
	}
)

// rangeOf returns the range of a voice under a setting: that of tunes, widened by what
// the clef, the program and the name say, and moved outwards by octave= and transpose=.
func rangeOf(v *layout.Voice, s *layout.Setting) span {
	if s.Percussion() {
		return span{0, 127}
	}
	r := span{lowestKey, highestKey}
	for clef, also := range clefs {
		if strings.HasPrefix(s.Staff.Clef, clef) {
			r = r.include(also)
		}
	}
	for _, of := range instruments {
		if of.from <= s.MIDI.Program && s.MIDI.Program <= of.to {
			r = r.include(of.span)
		}
	}
	name := strings.ToLower(v.Name + " " + v.ID)
	for part, also := range names {
		if strings.Contains(name, part) {
			r = r.include(also)
		}
	}
	shift := s.Staff.Shift() + s.MIDI.Transpose + s.MIDI.Rtranspose
	return span{max(r.low+min(shift, 0), 0), min(r.high+max(shift, 0), 127)}
}

// notes counts the notes and reports those out of range.
func (c *checker) notes(v *layout.Voice) {
	var setting *layout.Setting // that r is for
	var r span
	for i := range v.Items {
		for _, t := range v.Items[i].Tones {
			c.result.Notes++
			key := int(t.Cents / 100)
			if lowestKey <= key && key <= highestKey {
				continue
			}
			if s := v.Items[i].Setting; s != setting {
				setting, r = s, rangeOf(v, s)
			}
			beyond := t.Step <= -music.MaxStep || t.Step >= music.MaxStep // the parser has said so
			if !beyond && (key < r.low || key > r.high) {
				c.report(v.Items[i].Pos, RuleRange, "note out of range: MIDI key %d is not from %d to %d", key, r.low, r.high)
			}
		}
	}
}
