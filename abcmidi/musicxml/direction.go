package musicxml

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file writes directions: tempo, dynamics, words, parts and the order of playing.

// directions writes what stands before a note, chord or rest and is not drawn at it.
func (w *partWriter) directions(it *layout.Item, m *marks) {
	symbols := 0
	for _, n := range m.before {
		switch n := n.(type) {
		case *abc.Symbol:
			if n.Place == 0 {
				symbols++
				w.harmony(abc.PlainText(n.Text), it.Symbol)
			} else {
				w.annotation(n)
			}
		case *abc.Decoration:
			w.dynamics(n.Name)
		case *abc.Field:
			if q, ok := n.Value.(*abc.Tempo); ok {
				w.tempo(q, it.Setting.Unit.Times(1, 4))
			}
		}
	}
	if symbols == 0 && it.Symbol != nil { // of an s: line
		w.harmony(it.Symbol.Text, it.Symbol)
	}
}

// placements are the places of annotations that MusicXML has a word for.
var placements = map[byte]string{'^': "above", '_': "below", '@': "above"}

func (w *partWriter) annotation(s *abc.Symbol) {
	w.directionWords(abc.PlainText(s.Text), placements[s.Place])
}

// directionWords writes a text above or below the staff.
func (w *partWriter) directionWords(text, placement string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	w.direction(placement, func() { w.text("words", text) })
	w.end()
}

// direction begins a direction of one type, which write writes. Its end is the caller's.
func (w *partWriter) direction(placement string, write func()) {
	w.begin("direction", "placement", placement)
	w.begin("direction-type")
	write()
	w.end()
}

// dynamicNames are the dynamics of ABC, all of which MusicXML has by the same names.
var dynamicNames = map[string]bool{
	"pppp": true, "ppp": true, "pp": true, "p": true, "mp": true, "mf": true, "f": true, "ff": true,
	"fff": true, "ffff": true, "sfz": true, "sfp": true,
}

// lines are the decorations that begin or end a line over or under the staff: the element
// and its attributes.
var lines = map[string][]string{
	"8va(": {"octave-shift", "type", "down", "size", "8"}, "8va)": {"octave-shift", "type", "stop", "size", "8"},
	"8vb(": {"octave-shift", "type", "up", "size", "8"}, "8vb)": {"octave-shift", "type", "stop", "size", "8"},
	"15ma(": {"octave-shift", "type", "down", "size", "15"}, "15ma)": {"octave-shift", "type", "stop", "size", "15"},
	"15mb(": {"octave-shift", "type", "up", "size", "15"}, "15mb)": {"octave-shift", "type", "stop", "size", "15"},
	"ped": {"pedal", "type", "start"}, "ped-up": {"pedal", "type", "stop"},
}

// dynamics writes a dynamic, a hairpin or another line, if a decoration is one.
func (w *partWriter) dynamics(name string) {
	pin, isPin := strings.CutSuffix(name, "(")
	if !isPin {
		pin = strings.TrimSuffix(name, ")")
	}
	line := lines[name]
	switch {
	case pin != name && (pin == "crescendo" || pin == "diminuendo"):
		w.endHairpin()
		if isPin {
			w.hairpin = pin
			w.direction("below", func() { w.empty("wedge", "type", pin) })
			w.end()
		}
	case dynamicNames[name]:
		w.direction("below", func() {
			w.begin("dynamics")
			w.empty(name)
			w.end()
		})
		w.end()
	case line != nil:
		w.direction("", func() { w.empty(line[0], line[1:]...) })
		w.end()
	}
}

// endHairpin ends the hairpin that is open. Another that begins ends it, too.
func (w *partWriter) endHairpin() {
	if w.hairpin != "" {
		w.direction("below", func() { w.empty("wedge", "type", "stop") })
		w.end()
		w.hairpin = ""
	}
}

// signs writes the directions at the end of a measure.
func (w *partWriter) signs(list []sign) {
	for i := range list {
		w.move(w.grid.at(list[i].at))
		w.sign(&list[i])
	}
}

// navigationSigns are the words and the sound of the directions about the order of playing.
var navigationSigns = map[string]struct{ words, sound, value string }{
	"segno": {"", "segno", "segno"}, "coda": {"", "coda", "coda"}, toCoda: {"", "tocoda", "coda"},
	"dacoda": {"To Coda", "tocoda", "coda"}, "fine": {"Fine", "fine", "yes"},
	"D.C.": {"D.C.", "dacapo", "yes"}, "D.C.alfine": {"D.C. al Fine", "dacapo", "yes"}, "D.C.alcoda": {"D.C. al Coda", "dacapo", "yes"},
	"D.S.": {"D.S.", "dalsegno", "segno"}, "D.S.alfine": {"D.S. al Fine", "dalsegno", "segno"}, "D.S.alcoda": {"D.S. al Coda", "dalsegno", "segno"},
}

func (w *partWriter) sign(s *sign) {
	for _, n := range s.words {
		w.annotation(n.(*abc.Symbol))
	}
	if s.part != 0 {
		w.direction("above", func() { w.text("rehearsal", string(rune(s.part))) })
		w.end()
	}
	n, ok := navigationSigns[s.name]
	if !ok {
		return
	}
	w.direction("above", func() {
		switch {
		case n.words != "":
			w.text("words", n.words)
		case s.name == "segno":
			w.empty("segno")
		default:
			w.empty("coda")
		}
	})
	w.empty("sound", n.sound, n.value)
	w.end()
}

// headerTempo writes the last tempo of the header.
func (w *partWriter) headerTempo() {
	var tempo *abc.Tempo
	for _, nodes := range [][]abc.Node{w.tune.Inherited, w.tune.Header} {
		for _, n := range nodes {
			if f, ok := n.(*abc.Field); ok {
				if q, ok := f.Value.(*abc.Tempo); ok {
					tempo = q
				}
			}
		}
	}
	if tempo != nil && w.setting != nil {
		w.tempo(tempo, w.setting.Unit.Times(1, 4))
	}
}

// tempo writes a tempo: its words, its beat if note values can say it, and its sound. unit
// is the unit note length, of a whole note.
func (w *partWriter) tempo(q *abc.Tempo, unit music.Fraction) {
	rate, sounds := q.Quarters(unit)
	beat := q.Beat
	if beat.IsZero() {
		beat = unit
	}
	beats, r := values(beat.Times(4, 1), one)
	shown := q.Rate.Positive() && r == one && beats[0].name != ""
	if q.Text == "" && !shown && !sounds {
		return
	}
	w.begin("direction", "placement", "above")
	if q.Text != "" || !shown {
		w.begin("direction-type")
		w.text("words", q.Text)
		w.end()
	}
	if shown {
		w.begin("direction-type")
		w.metronome(beats, q.Rate)
		w.end()
	}
	if sounds {
		w.empty("sound", "tempo", decimal(rate))
	}
	w.end()
}

func (w *partWriter) metronome(beats []value, rate music.Fraction) {
	w.begin("metronome")
	for i, v := range beats {
		if i > 0 {
			w.begin("beat-unit-tied")
		}
		w.text("beat-unit", v.name)
		for range v.dots {
			w.empty("beat-unit-dot")
		}
		if i > 0 {
			w.end()
		}
	}
	w.text("per-minute", decimal(rate))
	w.end()
}
