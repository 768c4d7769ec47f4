package musicxml

import (
	"cmp"
	"strconv"
	"strings"

	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file writes keys, meters, clefs and transpositions where they change.

// attributes writes what differs between the setting in force and a new one. A meter waits
// for the beginning of a measure.
func (w *partWriter) attributes(s *layout.Setting, rests int, atStart bool) {
	first := !w.begun
	w.setting = s
	key := first || !sameKey(w.key, s.Key)
	meter := atStart && (first || w.meter != s.Meter && (w.meter.Text != s.Meter.Text || w.meter.Free != s.Meter.Free))
	clef := first || w.clef != s.Staff.Clef
	shift := w.shift != writtenShift(s)
	if key || meter || clef || shift || rests > 1 {
		w.begin("attributes")
		if first {
			w.number("divisions", w.grid.divisions)
		}
		if key {
			w.writeKey(s.Key)
		}
		if meter {
			w.writeMeter(s.Meter)
			w.meter = s.Meter
		}
		if clef {
			w.writeClef(cmp.Or(s.Staff.Clef, w.defaultClef()))
		}
		if shift {
			w.writeTranspose(writtenShift(s))
		}
		if rests > 1 {
			w.begin("measure-style")
			w.number("multiple-rest", int64(rests))
			w.end()
		}
		w.end()
	}
	w.begun, w.key, w.clef, w.shift = true, s.Key, s.Staff.Clef, writtenShift(s)
	if key {
		w.altered = nil
	}
	w.changeProgram(s.MIDI.Program, first)
}

// changeProgram writes a new instrument of MIDI; the first is in the list of parts.
func (w *partWriter) changeProgram(program int, first bool) {
	if !first && program >= 0 && program != w.program {
		w.begin("sound")
		w.begin("midi-instrument", "id", w.id+"-I1")
		w.number("midi-program", int64(program)+1)
		w.end()
		w.end()
	}
	w.program = program
}

func sameKey(a, b *music.Key) bool {
	return a == b || a != nil && a.Cents == b.Cents && a.Mode == b.Mode && a.Tonic == b.Tonic
}

// signatureOf returns the number of sharps whose signature alters the letters so; ok is
// false if there is none.
func signatureOf(cents [7]int) (sharps int, ok bool) {
	for n := -12; n <= 12; n++ {
		k := music.Key{Sharps: n, Set: true}
		if k.Settle(); k.Cents == cents {
			return n, true
		}
	}
	return 0, false
}

// sharpOrder is the letters, 0 to 6 for C to B, in the order of the sharps of a signature.
var sharpOrder = [7]int{3, 0, 4, 1, 5, 2, 6}

// writeKey writes a key: as a number of sharps, or with its accidentals one by one if they
// are not those of such a number. HP of pipers shows no signature.
func (w *partWriter) writeKey(k *music.Key) {
	printed := ""
	if k.Tonic == "HP" {
		printed = "no"
	}
	w.begin("key", "print-object", printed)
	defer w.end()
	if sharps, ok := signatureOf(k.Cents); ok {
		w.number("fifths", int64(sharps))
		switch {
		case k.Tonic == "":
			w.text("mode", "none")
		case k.Tonic[0] != 'H' && len(k.Explicit) == 0:
			w.text("mode", k.Mode.String())
		}
		return
	}
	for _, letter := range sharpOrder {
		if cents := k.Cents[letter]; cents != 0 {
			w.text("key-step", letterName(letter))
			w.text("key-alter", alteration(cents))
			if name := accidentalNames[cents]; name != "" {
				w.text("key-accidental", name)
			}
		}
	}
}

func (w *partWriter) writeMeter(m *music.Meter) {
	if m.Free {
		w.begin("time", "print-object", "no")
		w.text("senza-misura", "")
		w.end()
		return
	}
	symbol := ""
	switch strings.TrimSpace(m.Text) {
	case "C", "c":
		symbol = "common"
	case "C|", "c|":
		symbol = "cut"
	}
	var beats []string
	for _, g := range m.Groups {
		beats = append(beats, strconv.Itoa(g))
	}
	w.begin("time", "symbol", symbol)
	w.text("beats", strings.Join(beats, "+"))
	w.number("beat-type", int64(m.Den))
	w.end()
}

// clefs are the signs and lines of clefs by their names in ABC.
var clefs = map[string]struct {
	sign string
	line int
}{
	"treble": {"G", 2}, "G": {"G", 2}, "bass": {"F", 4}, "F": {"F", 4}, "alto": {"C", 3}, "C": {"C", 3},
	"tenor": {"C", 4}, "perc": {"percussion", 0}, "percussion": {"percussion", 0}, "none": {"none", 0},
}

// defaultClef returns the clef of a voice that names none.
func (w *partWriter) defaultClef() string {
	if w.setting.Percussion() {
		return "perc"
	}
	return "treble"
}

// writeClef writes a clef such as "bass", "treble-8" or "alto1".
func (w *partWriter) writeClef(clef string) {
	name := strings.TrimRight(clef, "12345678+-_^")
	c, ok := clefs[name]
	if !ok {
		c = clefs["treble"]
		name = "treble"
	}
	tail := strings.TrimPrefix(clef, name)
	if tail != "" && '1' <= tail[0] && tail[0] <= '5' && c.line > 0 {
		c.line, tail = int(tail[0]-'0'), tail[1:]
	}
	w.begin("clef")
	defer w.end()
	w.text("sign", c.sign)
	if c.line > 0 {
		w.number("line", int64(c.line))
	}
	octaves := map[string]int64{"8": 1, "15": 2}[strings.TrimLeft(tail, "+-_^")]
	if octaves == 0 || c.line == 0 {
		return
	}
	if tail[0] == '-' || tail[0] == '_' {
		octaves = -octaves
	}
	w.number("clef-octave-change", octaves)
}

// writtenShift returns by how many semitones notes sound other than they are written.
// octave= and clefs are not in it: what is written here has them.
func writtenShift(s *layout.Setting) int {
	if s.Percussion() {
		return 0
	}
	return s.Staff.Transpose + s.MIDI.Transpose + s.MIDI.Rtranspose
}

// diatonic is how many letters apart notes are that are so many semitones apart.
var diatonic = [12]int{0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6}

func (w *partWriter) writeTranspose(semitones int) {
	sign := 1
	if semitones < 0 {
		sign = -1
	}
	size := sign * semitones
	w.begin("transpose")
	w.number("diatonic", int64(sign*diatonic[size%12]))
	w.number("chromatic", int64(sign*(size%12)))
	if size >= 12 {
		w.number("octave-change", int64(sign*(size/12)))
	}
	w.end()
}
