package musicxml

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file plans repeat signs, variant endings and the directions about the order of
// playing. What they mean is asked of the layout: readers of MusicXML go back to the
// latest |:, wherever ABC has its double bars and its :| that are not taken.

// repeats is where playing goes back in a voice, order of parts and jumps left out.
type repeats struct {
	back   map[int]int  // how often it goes back from an item: a bar line, or an ending before which a :| is missing
	starts map[int]bool // the items it goes back to
}

// findRepeats plays a voice to see where it goes back.
func findRepeats(v *layout.Voice) repeats {
	r := repeats{map[int]int{}, map[int]bool{}}
	played, _ := v.Unroll(nil, layout.MaxPlayed)
	for k := 1; k < len(played); k++ {
		end, start := played[k-1].To, played[k].From
		switch {
		case start >= end:
		case v.Items[end-1].Kind == layout.ItemBarLine && v.Items[end-1].BarLine.End > 0:
			r.back[end-1]++
			r.starts[start] = true
		case end < len(v.Items) && v.Items[end].Kind == layout.ItemEnding:
			r.back[end]++
			r.starts[start] = true
		}
	}
	return r
}

// barStyles are the names of the shapes of bar lines; a thin line needs none.
var barStyles = map[abc.BarStyle]string{
	abc.DoubleBar: "light-light", abc.ThinThickBar: "light-heavy", abc.ThickThinBar: "heavy-light",
	abc.DottedBar: "dotted", abc.InvisibleBar: "none",
}

// barLine ends a measure at a bar line.
func (p *part) barLine(i int) {
	b := p.voice.Items[i].BarLine
	if p.atStart() {
		p.moveSigns()
	} else {
		p.endMeasure()
	}
	if b.Start > 0 {
		p.cur.left.sign = true
	}
	m := p.lastMeasure()
	if m == nil {
		return
	}
	style := barStyles[b.Style]
	if b.End > 0 {
		style = "light-heavy"
	} else if b.Start > 0 {
		style = ""
	}
	if style != "" && (m.right.style == "" || b.End > 0) {
		m.right.style = style
	}
	endsEnding := b.End > 0 || b.Start > 0 || b.Style == abc.DoubleBar || b.Style == abc.ThinThickBar || b.Style == abc.ThickThinBar
	inEnding := p.ending
	if endsEnding && p.cur.left.ending == nil {
		p.endEnding("stop")
	}
	if times := p.repeats.back[i]; times > 0 {
		m.right.back = true
		p.ties.leaveOpen()
		if times > 1 && !inEnding {
			m.right.times = times + 1
		}
	}
	if words := p.marks[i].before; words != nil {
		m.signs = append(m.signs, sign{at: m.length, words: words})
	}
}

// moveSigns gives the directions between two bar lines to the measure before them, but for
// those where others go to.
func (p *part) moveSigns() {
	m := p.lastMeasure()
	if m == nil {
		return
	}
	kept := p.cur.signs[:0]
	for _, s := range p.cur.signs {
		if s.name == "" || isDestination(s.name) {
			kept = append(kept, s)
			continue
		}
		s.at = m.length
		m.signs = append(m.signs, s)
	}
	p.cur.signs = kept
}

// beginEnding begins a variant ending, and a measure with it.
func (p *part) beginEnding(i int) {
	if !p.atStart() {
		p.endMeasure()
		p.lastMeasure().right.style = "none"
	}
	if m := p.lastMeasure(); m != nil && p.repeats.back[i] > 0 { // its :| is missing
		m.right.back, m.right.style = true, "light-heavy"
	}
	p.endEnding("stop")
	p.cur.left.ending = p.voice.Items[i].Ending.Numbers
	p.ending = true
	p.ties.ending(p.voice.Items[i].Ending, p.now)
}

// endEnding ends the variant ending in progress with the measure before.
func (p *part) endEnding(kind string) {
	if m := p.lastMeasure(); p.ending && m != nil && p.cur.left.ending == nil {
		m.right.ending = kind
	}
	p.ending = false
}

// toCoda is the name of the first of two coda signs, at which playing leaves for the second.
const toCoda = "coda, to leave at"

// navigation adds a direction about the order of playing.
func (p *part) navigation(it *layout.Item) {
	name, atNote := it.Direction()
	count := p.directionCounts()
	leavesAtFirst := count["coda"] > 1 && count["dacoda"] == 0
	switch name {
	case "coda":
		if p.codas++; p.codas == 1 && leavesAtFirst {
			name = toCoda
		}
	case "D.C.", "D.S.":
		if leavesAtFirst || count["coda"] > 0 && count["dacoda"] > 0 {
			name += "alcoda"
		} else if count["fine"] > 0 {
			name += "alfine"
		}
	}
	s := sign{at: p.now.Sub(p.cur.start), name: name}
	if !s.atEnd() && !isDestination(name) && (atNote || p.atStart()) {
		s.at = endOfMeasure
	}
	p.cur.signs = append(p.cur.signs, s)
}

// directionCounts returns how many directions of each name the voice has.
func (p *part) directionCounts() map[string]int {
	if p.counts == nil {
		p.counts = map[string]int{}
		for i := range p.voice.Items {
			if it := &p.voice.Items[i]; it.Kind == layout.ItemNavigation {
				name, _ := it.Direction()
				p.counts[name]++
			}
		}
	}
	return p.counts
}

// endOfMeasure is the time of a direction that holds when the measure ends.
var endOfMeasure = music.NewFraction(-1, 1)

// atEnd reports whether a direction belongs to the end of its measure: D.C. and D.S., and
// those that were put there.
func (s *sign) atEnd() bool {
	return s.at == endOfMeasure || strings.HasPrefix(s.name, "D.")
}

// isDestination reports whether a direction is one that others go to.
func isDestination(name string) bool { return name == "segno" || name == "coda" }
