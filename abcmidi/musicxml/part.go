package musicxml

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file writes the measures of a part: what is in force, bar lines, and the time that
// notes are at.

// partWriter writes one part.
type partWriter struct {
	*writer
	*part
	tune  *abc.Tune
	leads bool // it is the first part, which has the tempo and the line breaks of the text

	at      int64 // in the measure, in divisions
	begun   bool  // attributes have been written
	key     *music.Key
	meter   *music.Meter
	clef    string
	shift   int // in semitones, of a transposing instrument
	program int
	setting *layout.Setting
	altered map[int16]int // cents of the steps that have had an accidental in the measure
	split   map[int]bool  // verses whose latest syllable goes on in the next
	endings []int         // numbers of the ending that is open
	hairpin string        // of the hairpin that is open
}

// write writes the part. The measures that like has beyond it are added as rests.
func (w *partWriter) write(like []measure) {
	w.begin("part", "id", w.id)
	for k := range w.measures {
		w.measure(k)
	}
	for k := len(w.measures); k < len(like); k++ {
		w.filler(&like[k])
	}
	w.end()
}

// settle chooses how each event is written, and how finely time must be divided.
func (p *part) settle() {
	p.grid.divisions = 1
	for k := range p.measures {
		m := &p.measures[k]
		p.grid.fit(m.length)
		for i := range m.events {
			e := &m.events[i]
			p.grid.fit(e.at)
			p.grid.fit(e.length)
			if e.whole {
				e.values, e.ratio = []value{{length: e.length}}, one
				continue
			}
			e.values, e.ratio = values(e.length, p.marks[e.item].ratio)
			for _, v := range e.values {
				p.grid.fit(v.length)
			}
		}
		p.beam(m.events)
	}
}

func (w *partWriter) measure(k int) {
	m := &w.measures[k]
	w.begin("measure", "number", m.number, "implicit", yes(m.implicit))
	if m.newSystem && w.leads && k > 0 {
		w.empty("print", "new-system", "yes")
	}
	w.at, w.altered = 0, nil
	if s := w.settingOf(m); s != nil {
		w.attributes(s, m.rests, true)
	}
	w.leftLine(m.left)
	if k == 0 && w.leads {
		w.headerTempo()
	}
	signs := m.signs
	layer := uint8(0)
	for i := range m.events {
		e := &m.events[i]
		it := &w.voice.Items[e.item]
		for it.Layer == 0 && len(signs) > 0 && signs[0].at.Cmp(e.at) <= 0 {
			w.sign(&signs[0])
			signs = signs[1:]
		}
		if it.Layer != layer {
			w.signs(signs)
			signs, w.altered, layer = nil, nil, it.Layer
		}
		w.move(w.grid.at(e.at))
		if it.Layer == 0 && it.Setting != w.setting {
			w.attributes(it.Setting, 0, false)
		}
		w.event(e)
	}
	w.signs(signs)
	w.rightLine(m.right)
	w.end()
}

// settingOf returns what is in force at the beginning of a measure, nil if that is not known.
func (w *partWriter) settingOf(m *measure) *layout.Setting {
	switch {
	case len(m.events) > 0:
		return w.voice.Items[m.events[0].item].Setting
	case !w.begun && len(w.voice.Items) > 0:
		return w.voice.Items[0].Setting
	}
	return nil
}

// move goes to a time in the measure.
func (w *partWriter) move(to int64) {
	if to == w.at {
		return
	}
	name, by := "forward", to-w.at
	if by < 0 {
		name, by = "backup", -by
	}
	w.begin(name)
	w.number("duration", by)
	w.end()
	w.at = to
}

// filler writes a measure of rest after the end of a voice that is shorter than another.
func (w *partWriter) filler(m *measure) {
	w.begin("measure", "number", m.number, "implicit", yes(m.implicit))
	if m.length.Positive() {
		w.begin("note")
		w.empty("rest", "measure", "yes")
		w.number("duration", max(1, w.grid.at(m.length)))
		w.number("voice", 1)
		w.end()
	}
	w.end()
}

func (w *partWriter) leftLine(l leftLine) {
	if !l.forward && !l.sign && l.ending == nil {
		return
	}
	w.begin("barline", "location", "left")
	if l.forward || l.sign {
		w.text("bar-style", "heavy-light")
	}
	if l.ending != nil {
		numbers := numberList(l.ending)
		w.text("ending", numbers, "number", numbers, "type", "start")
		w.endings = l.ending
	}
	if l.forward {
		w.empty("repeat", "direction", "forward")
	}
	w.end()
}

func (w *partWriter) rightLine(l rightLine) {
	if l.style == "" && !l.back && l.ending == "" {
		return
	}
	w.begin("barline", "location", "right")
	if l.back {
		w.text("bar-style", "light-heavy")
	} else if l.style != "" {
		w.text("bar-style", l.style)
	}
	if l.ending != "" {
		w.empty("ending", "number", numberList(w.endings), "type", l.ending)
	}
	if l.back {
		times := ""
		if l.times > 0 {
			times = decimal(music.NewFraction(int64(l.times), 1))
		}
		w.empty("repeat", "direction", "backward", "times", times)
	}
	w.end()
}

// yes returns the value of an attribute that is left out if it does not hold.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
