package musicxml

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file writes chord symbols (ABC 2.1 section 4.18) as harmonies. The kind is found by
// the tones of the chord, and its text is kept as it is written.

// kinds are the kinds of chords that MusicXML names, with their tones in semitones above
// the root. Of several that a chord could be made from, the first is taken.
var kinds = []struct {
	name  string
	tones []int8
}{
	{"major", []int8{0, 4, 7}}, {"minor", []int8{0, 3, 7}}, {"augmented", []int8{0, 4, 8}}, {"diminished", []int8{0, 3, 6}},
	{"dominant", []int8{0, 4, 7, 10}}, {"major-seventh", []int8{0, 4, 7, 11}}, {"minor-seventh", []int8{0, 3, 7, 10}},
	{"diminished-seventh", []int8{0, 3, 6, 9}}, {"augmented-seventh", []int8{0, 4, 8, 10}}, {"half-diminished", []int8{0, 3, 6, 10}},
	{"major-minor", []int8{0, 3, 7, 11}}, {"major-sixth", []int8{0, 4, 7, 9}}, {"minor-sixth", []int8{0, 3, 7, 9}},
	{"dominant-ninth", []int8{0, 4, 7, 10, 14}}, {"major-ninth", []int8{0, 4, 7, 11, 14}}, {"minor-ninth", []int8{0, 3, 7, 10, 14}},
	{"dominant-11th", []int8{0, 4, 7, 10, 14, 17}}, {"major-11th", []int8{0, 4, 7, 11, 14, 17}}, {"minor-11th", []int8{0, 3, 7, 10, 14, 17}},
	{"dominant-13th", []int8{0, 4, 7, 10, 14, 17, 21}}, {"major-13th", []int8{0, 4, 7, 11, 14, 17, 21}}, {"minor-13th", []int8{0, 3, 7, 10, 14, 17, 21}},
	{"suspended-second", []int8{0, 2, 7}}, {"suspended-fourth", []int8{0, 5, 7}}, {"power", []int8{0, 7}},
}

// degree is a tone that a chord has and its kind has not, or the other way round.
type degree struct {
	value int // 1 is the root, 9 the second of the next octave
	alter int // semitones
	kind  string
}

// degreeOf names the tones from 0 to 21 semitones as degrees of a chord.
var degreeOf = [22]degree{
	{value: 1}, {value: 2, alter: -1}, {value: 2}, {value: 3, alter: -1}, {value: 3}, {value: 4},
	{value: 5, alter: -1}, {value: 5}, {value: 5, alter: 1}, {value: 6}, {value: 7}, {value: 7, alter: 1},
	{value: 8}, {value: 9, alter: -1}, {value: 9}, {value: 9, alter: 1}, {value: 10}, {value: 11},
	{value: 11, alter: 1}, {value: 12}, {value: 13, alter: -1}, {value: 13},
}

// kindOf returns the kind of a chord and the degrees by which it differs: the kind with the
// fewest of them.
func kindOf(tones []int8) (name string, degrees []degree) {
	name = "other"
	least := len(tones) + 1
	for _, k := range kinds {
		var d []degree
		missing := 0
		for _, t := range k.tones {
			if !slices.Contains(tones, t) {
				missing++
				d = append(d, degree{degreeOf[t].value, 0, "subtract"})
			}
		}
		for _, t := range tones {
			if t >= 0 && int(t) < len(degreeOf) && !slices.Contains(k.tones, t) {
				d = addDegree(d, degreeOf[t])
			}
		}
		if cost := len(d) + missing; cost < least {
			name, degrees, least = k.name, d, cost
		}
	}
	return name, degrees
}

// addDegree adds a tone to degrees. One that stands for a missing tone alters it.
func addDegree(list []degree, d degree) []degree {
	for i := range list {
		if list[i].kind == "subtract" && list[i].value == d.value && d.value == 5 {
			list[i].kind, list[i].alter = "alter", d.alter
			return list
		}
	}
	d.kind = "add"
	return append(list, d)
}

// harmony writes a chord symbol. What is not one, and what is for the eye, is written as
// words. known is the symbol that the layout has at the note, which may be another or nil.
func (w *partWriter) harmony(text string, known *abc.ChordSymbol) {
	c, ok := abc.ParseChord(text)
	if known != nil && known.Text == text { // it knows the chords that the tune defines
		c, ok = *known, !known.Words
	}
	switch {
	case !ok || c.Unknown || c.ForEye || !c.None && len(c.Tones) == 0:
		w.directionWords(text, "above")
		return
	case c.None:
		w.begin("harmony")
		w.begin("root")
		w.text("root-step", "C", "text", " ")
		w.end()
		w.text("kind", "none", "text", "N.C.")
		w.end()
		return
	}
	root, kind, bass := splitSymbol(text, c.Bass >= 0)
	w.chord(c, root, kind, bass)
}

// splitSymbol returns the letter of the root of a chord symbol, the text of its kind, and
// the letter of its bass if it has one. Of several chords it is the first.
func splitSymbol(text string, hasBass bool) (root, kind, bass string) {
	symbol := strings.TrimLeft(text, " ([?!")
	_, kind, _ = abc.ChordRoot(symbol)
	depth := 0
	for i, c := range kind {
		if c == '(' {
			depth++
		} else if c == ')' {
			depth--
		}
		if depth < 0 || depth == 0 && strings.ContainsRune(" ;,]?!", c) {
			kind = kind[:i]
			break
		}
	}
	if slash := strings.LastIndexByte(kind, '/'); hasBass && slash >= 0 {
		kind, bass = kind[:slash], strings.ToUpper(strings.TrimLeft(kind[slash+1:], " "))
	}
	return strings.ToUpper(symbol[:1]), kind, bass
}

// chord writes a chord whose root and bass have these letters. text is that of its kind.
func (w *partWriter) chord(c abc.ChordSymbol, root, text, bass string) {
	kind, degrees := kindOf(c.Tones)
	w.begin("harmony")
	w.chordNote("root", root, int(c.Root))
	w.text("kind", kind, "text", text)
	if bass != "" {
		w.chordNote("bass", bass[:1], int(c.Bass))
	}
	for _, d := range degrees {
		w.begin("degree", "print-object", "no")
		w.number("degree-value", int64(d.value))
		w.number("degree-alter", int64(d.alter))
		w.text("degree-type", d.kind)
		w.end()
	}
	w.end()
}

// chordNote writes the root or bass of a chord: a letter, altered so that it has the pitch
// class.
func (w *partWriter) chordNote(name, letter string, pitchClass int) {
	natural, _ := music.SplitStep(int(music.LetterStep(letter[0])))
	alter := (pitchClass-music.Semitones(natural)+18)%12 - 6
	w.begin(name)
	w.text(name+"-step", letter)
	if alter != 0 {
		w.number(name+"-alter", int64(alter))
	}
	w.end()
}
