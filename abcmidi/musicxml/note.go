package musicxml

import (
	"strconv"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file writes notes, chords, rests and grace notes.

// event writes a note, chord or rest, with what stands at it.
func (w *partWriter) event(e *event) {
	it, m := &w.voice.Items[e.item], &w.marks[e.item]
	if e.head {
		w.directions(it, m)
		if it.Extra != nil {
			w.graces(it, m)
		}
	}
	at := e.at
	for k := range e.values {
		v := &e.values[k]
		end := at.Add(v.length)
		n := writtenNote{
			event: e, item: it, marks: m, value: v,
			head: e.head && k == 0, tail: e.tail && k == len(e.values)-1,
			duration: max(1, w.grid.at(end)-w.at),
		}
		if it.Kind == layout.ItemRest {
			w.rest(&n)
		}
		for t := range it.Tones {
			w.tone(&n, t)
		}
		w.at += n.duration
		at = end
	}
}

// writtenNote is one value of an event.
type writtenNote struct {
	*event
	item       *layout.Item
	marks      *marks
	value      *value
	head, tail bool // it has the beginning of the item, its end
	duration   int64
}

func (w *partWriter) rest(n *writtenNote) {
	printed := ""
	if r, ok := n.marks.node.(*abc.Rest); ok && (r.Kind == 'x' || r.Kind == 'X') {
		printed = "no"
	}
	w.begin("note", "print-object", printed)
	w.empty("rest", "measure", yes(n.whole))
	w.number("duration", n.duration)
	w.voiceAndType(n)
	w.timeModification(n)
	w.notations(n, -1)
	w.end()
}

// tone writes one tone of a note or chord.
func (w *partWriter) tone(n *writtenNote, t int) {
	tone, tied := &n.item.Tones[t], w.ties.tones[toneOf{n.event.item, t}]
	printed := ""
	if n.marks.look&invisible != 0 {
		printed = "no"
	}
	w.begin("note", "print-object", printed)
	if t > 0 {
		w.empty("chord")
	}
	accidental := w.pitch(n.item.Setting, tone, tied, n.head)
	w.number("duration", n.duration)
	start, stop := !n.tail || tied.start, !n.head || tied.stop
	if stop {
		w.empty("tie", "type", "stop")
	}
	if start {
		w.empty("tie", "type", "start")
	}
	if n.item.Setting.Percussion() {
		w.empty("instrument", "id", w.drum(tone.Cents))
	}
	w.voiceAndType(n)
	w.accidental(accidental, n.marks.look)
	w.timeModification(n)
	w.stemAndHead(n.marks.look)
	if t == 0 {
		for level, beam := range n.beams {
			w.text("beam", beam, "number", strconv.Itoa(level+1))
		}
	}
	w.notations(n, t)
	if t == 0 && n.head {
		w.lyrics(n.event.item)
	}
	w.end()
}

func (w *partWriter) voiceAndType(n *writtenNote) {
	w.number("voice", int64(n.item.Layer)+1)
	w.typeAndDots(n.value)
}

func (w *partWriter) typeAndDots(v *value) {
	if v.name != "" {
		w.text("type", v.name)
		for range v.dots {
			w.empty("dot")
		}
	}
}

func (w *partWriter) timeModification(n *writtenNote) {
	if n.ratio == one || n.value.name == "" {
		return
	}
	w.begin("time-modification")
	w.number("actual-notes", n.ratio.actual)
	w.number("normal-notes", n.ratio.normal)
	w.end()
}

// stemAndHead writes those that decorations change.
func (w *partWriter) stemAndHead(l look) {
	if l&stemless != 0 {
		w.text("stem", "none")
	}
	switch {
	case l&headX != 0:
		w.text("notehead", "x")
	case l&headRhythm != 0:
		w.text("notehead", "slash")
	}
}

// pitch writes the pitch of a tone. It returns the accidental that is to be seen, "" for
// none.
func (w *partWriter) pitch(s *layout.Setting, tone *layout.Tone, tied tie, head bool) (accidental string) {
	if s.Percussion() {
		letter, octave := music.SplitStep(int(tone.Step))
		w.begin("unpitched")
		w.text("display-step", letterName(letter))
		w.number("display-octave", int64(clampOctave(octave+4)))
		w.end()
		return ""
	}
	cents := tone.Cents
	if tied.stop {
		cents = tied.cents
	}
	step, alter := writtenPitch(int(tone.Step), int(cents)-100*writtenShift(s))
	letter, octave := music.SplitStep(step)
	w.begin("pitch")
	w.text("step", letterName(letter))
	if alter != 0 {
		w.text("alter", alteration(alter))
	}
	w.number("octave", int64(clampOctave(octave+4)))
	w.end()
	if !head || tied.stop {
		return ""
	}
	holds, seen := w.altered[int16(step)]
	if !seen {
		holds = w.key.Cents[letter]
	}
	if !tone.Written && holds == alter {
		return ""
	}
	if w.altered == nil {
		w.altered = map[int16]int{}
	}
	w.altered[int16(step)] = alter
	return accidentalNames[alter]
}

// writtenPitch returns the step and alteration of a sound. The step is that of the text,
// unless an octave, or more than three semitones, lie between the two.
func writtenPitch(step, cents int) (int, int) {
	octaves := (cents - music.StepCents(step) + 600 + 1200*20) / 1200 // rounded to the nearest
	step += 7 * (octaves - 20)
	alter := cents - music.StepCents(step)
	if -300 <= alter && alter <= 300 {
		return step, alter
	}
	for letter := range 7 { // a drum, or another program's transposition
		low := step - (step%7+7)%7 + letter
		if a := cents - music.StepCents(low); 0 <= a && a < 200 {
			return low, a
		}
	}
	return step, alter
}

// clampOctave bounds an octave to those that MusicXML has.
func clampOctave(octave int) int { return min(max(octave, 0), 9) }

func letterName(letter int) string { return "CDEFGAB"[letter : letter+1] }

// alteration writes cents in semitones.
func alteration(cents int) string { return decimal(music.NewFraction(int64(cents), 100)) }

// accidentalNames are the accidentals that print an alteration in cents.
var accidentalNames = map[int]string{
	0: "natural", 100: "sharp", -100: "flat", 200: "double-sharp", -200: "flat-flat",
	300: "triple-sharp", -300: "triple-flat", 50: "quarter-sharp", -50: "quarter-flat",
	150: "three-quarters-sharp", -150: "three-quarters-flat",
}

func (w *partWriter) accidental(name string, l look) {
	if name != "" {
		w.text("accidental", name, "editorial", yes(l&editorial != 0), "parentheses", yes(l&courtesy != 0))
	}
}

// graces writes the grace notes before an item: eighths if it is one, sixteenths if they
// are several, longer or shorter by their lengths in the text.
func (w *partWriter) graces(it *layout.Item, m *marks) {
	base := music.NewFraction(1, 2)
	if len(it.Extra.Graces) > 1 {
		base = music.NewFraction(1, 4)
	}
	slash := ""
	for _, n := range m.before {
		if g, ok := n.(*abc.Grace); ok && g.Slashed {
			slash = "yes"
		}
	}
	for _, g := range it.Extra.Graces {
		list, _ := values(base.Mul(g.Length.Div(it.Setting.Unit)), one)
		if len(list) != 1 || list[0].name == "" {
			list = []value{{name: "eighth"}}
		}
		for t := range g.Tones {
			w.begin("note")
			w.empty("grace", "slash", slash)
			if t > 0 {
				w.empty("chord")
			}
			accidental := w.pitch(it.Setting, &g.Tones[t], tie{}, true)
			if it.Setting.Percussion() {
				w.empty("instrument", "id", w.drum(g.Tones[t].Cents))
			}
			w.number("voice", int64(it.Layer)+1)
			w.typeAndDots(&list[0])
			w.accidental(accidental, 0)
			w.end()
		}
	}
}
