package musicxml

import (
	"slices"
	"strconv"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file cuts a voice into measures. A measure ends where a bar of the layout ends, and
// before a variant ending that begins within a bar. Bar lines without music between them
// are one bar line.

// part is a voice on its way to a part of the document.
type part struct {
	id       string // of the document
	voice    *layout.Voice
	marks    []marks // of each item
	ties     tier
	repeats  repeats
	measures []measure
	grid     grid

	// The measure being planned.
	cur    measure
	now    music.Fraction // in the voice itself
	over   music.Fraction // in the overlay
	ending bool           // a variant ending is open
	codas  int            // coda signs so far
	counts map[string]int // of directionCounts
	spare  *int           // measures that rests of several bars may still add
}

// measure is one measure of a part.
type measure struct {
	start, length music.Fraction // quarter notes
	events        []event        // those of the voice itself, then those of overlays
	signs         []sign         // in the order of time
	left          leftLine
	right         rightLine
	number        string
	implicit      bool // its number is not shown
	newSystem     bool // a line of the text begins with it
	rests         int  // it is the first of so many measures of rest
}

// event is a note, chord or rest, or a part of one that bar lines cut.
type event struct {
	item       int            // of the voice
	at, length music.Fraction // at: from the beginning of the measure
	head, tail bool           // it has the beginning of the item, its end
	whole      bool           // a rest for the whole measure

	values []value // what it is written as
	ratio  ratio   // the tuplet of the values
	beams  []string
}

// leftLine is the bar line that a measure begins with.
type leftLine struct {
	sign    bool  // |: is written
	forward bool  // a repeat goes back to it
	ending  []int // numbers of the ending that begins here
}

// rightLine is the bar line that a measure ends with.
type rightLine struct {
	style  string // "" is a single line
	back   bool   // :|
	times  int    // how often what is repeated is played; 0: as the endings say
	ending string // "stop" or "discontinue" for the ending that ends here
}

// sign is a direction that belongs to a time rather than to a note.
type sign struct {
	at    music.Fraction // from the beginning of the measure
	name  string         // a direction about the order of playing, by its decoration
	part  byte           // the name of the part that begins
	words []abc.Node     // annotations at a bar line
}

// maxRests bounds the measures that rests of several bars add to a tune.
const maxRests = 10_000

// plan cuts the voice into measures.
func (p *part) plan() {
	items := p.voice.Items
	for i := range items {
		it := &items[i]
		if p.now.Num() > music.MaxLength*p.now.Den() || p.over.Num() > music.MaxLength*p.over.Den() {
			break // as play does
		}
		if p.atStart() {
			p.cur.newSystem = p.cur.newSystem || it.StartsLine
			p.cur.left.forward = p.cur.left.forward || p.repeats.starts[i]
		}
		switch {
		case it.Kind == layout.ItemOverlay:
			if p.over = p.now.Sub(it.Length); p.over.Num() < 0 {
				p.over = music.Fraction{}
			}
		case it.Lasts() && it.Layer > 0:
			p.ties.at(i, p.over)
			p.over = p.over.Add(it.Length)
		case it.Lasts():
			p.ties.at(i, p.now)
			p.lasting(i)
		case it.Kind == layout.ItemBarLine && !p.withinOverlay(i):
			p.barLine(i)
		case it.Kind == layout.ItemPart:
			p.beginMeasure()
			p.endEnding("discontinue")
			p.cur.signs = append(p.cur.signs, sign{part: it.Part})
		case it.Kind == layout.ItemEnding:
			p.beginEnding(i)
		case it.Kind == layout.ItemNavigation:
			p.navigation(it)
		}
	}
	p.finish()
}

// atStart reports whether nothing has been played in the measure yet.
func (p *part) atStart() bool { return p.now.Cmp(p.cur.start) == 0 }

// lasting adds a note, chord or rest of the voice itself.
func (p *part) lasting(i int) {
	it := &p.voice.Items[i]
	if !it.Length.Positive() { // rounded to nothing
		return
	}
	e := event{item: i, at: p.now.Sub(p.cur.start), length: it.Length, head: true, tail: true}
	if bars := p.barsOfRest(i); bars > 0 && p.atStart() {
		e.whole = true
		e.length = it.Length.Times(1, int64(bars))
		if r := p.marks[i].node.(*abc.Rest); bars > 1 && r.Kind == 'Z' {
			p.cur.rests = bars
		}
		for ; bars > 1; bars-- {
			p.cur.events = append(p.cur.events, e)
			p.now = p.now.Add(e.length)
			p.endMeasure()
		}
	}
	p.cur.events = append(p.cur.events, e)
	p.now = p.now.Add(e.length)
}

// barsOfRest returns how many bars a rest is written for, 0 if that is not how it is
// written.
func (p *part) barsOfRest(i int) int {
	r, ok := p.marks[i].node.(*abc.Rest)
	if !ok || r.Kind != 'Z' && r.Kind != 'X' || r.Length.Den() != 1 || int(r.Length.Num()) > *p.spare {
		return 0
	}
	*p.spare -= int(r.Length.Num()) - 1
	return int(r.Length.Num())
}

// endMeasure ends the measure and begins the next.
func (p *part) endMeasure() {
	p.cur.length = p.now.Sub(p.cur.start)
	next := measure{start: p.now}
	kept := p.cur.signs[:0]
	for _, s := range p.cur.signs {
		if isDestination(s.name) && s.at.Cmp(p.cur.length) == 0 {
			s.at = music.Fraction{}
			next.signs = append(next.signs, s)
			continue
		}
		if s.atEnd() {
			s.at = p.cur.length
		}
		kept = append(kept, s)
	}
	p.cur.signs = kept
	p.measures = append(p.measures, p.cur)
	p.cur = next
}

// beginMeasure ends the measure if there is anything in it.
func (p *part) beginMeasure() {
	if !p.atStart() {
		p.endMeasure()
	}
}

// lastMeasure returns the measure before the one being planned, nil if there is none.
func (p *part) lastMeasure() *measure {
	if len(p.measures) == 0 {
		return nil
	}
	return &p.measures[len(p.measures)-1]
}

// withinOverlay reports whether a bar line is one of an overlay of several bars, and not
// the one that ends it.
func (p *part) withinOverlay(i int) bool {
	items := p.voice.Items
	return items[i].Layer > 0 && i+1 < len(items) && items[i+1].Layer == items[i].Layer && items[i+1].Kind != layout.ItemOverlay
}

// finish ends the last measure, puts the overlays into the measures, and numbers these.
func (p *part) finish() {
	if !p.atStart() || len(p.measures) == 0 {
		p.endMeasure()
	}
	last := p.lastMeasure()
	for _, s := range p.cur.signs { // those after the last note
		if s.part == 0 {
			s.at = last.length
			last.signs = append(last.signs, s)
		}
	}
	p.endEnding("discontinue")
	p.overlays()
	first := &p.measures[0].left // a beginning that needs no sign
	first.forward = first.forward && first.sign
	p.setNumbers()
}

// maxCut bounds the bar lines that cut a note of an overlay.
const maxCut = 64

// overlays puts the notes of overlays into the measures of their times.
func (p *part) overlays() {
	if p.voice.Overlays == 0 {
		return
	}
	for i := range p.voice.Items {
		it := &p.voice.Items[i]
		at, ok := p.ties.begins[i]
		if !ok || it.Layer == 0 || !it.Lasts() || !it.Length.Positive() {
			continue
		}
		k, _ := slices.BinarySearchFunc(p.measures, at, func(m measure, at music.Fraction) int {
			if at.Less(m.start.Add(m.length)) {
				return 1
			}
			return -1
		})
		k = min(k, len(p.measures)-1)
		left, head := it.Length, true
		last := min(k+maxCut, len(p.measures)-1)
		for left.Positive() {
			m := &p.measures[k]
			length := left
			if room := m.start.Add(m.length).Sub(at); k < last && room.Less(length) {
				length = room
			}
			left = left.Sub(length)
			if length.Positive() {
				m.events = append(m.events, event{item: i, at: at.Sub(m.start), length: length, head: head, tail: !left.Positive()})
				head = false
			}
			at = at.Add(length)
			k++
		}
	}
	for k := range p.measures {
		slices.SortStableFunc(p.measures[k].events, func(a, b event) int {
			return int(p.voice.Items[a.item].Layer) - int(p.voice.Items[b.item].Layer)
		})
	}
}

// setNumbers numbers the measures from 1. A pickup is 0, and what goes on with a measure
// that a bar line has cut has no number of its own.
func (p *part) setNumbers() {
	var phaser layout.Phaser
	n, parts := 0, 0
	for k := range p.measures {
		m := &p.measures[k]
		full := music.Fraction{}
		if len(m.events) > 0 {
			full = p.voice.Items[m.events[0].item].Setting.BarLength
		}
		phase := phaser.Next(m.length, full)
		switch {
		case k == 0 && m.length.Less(full):
			m.number, m.implicit = "0", true
		case phase.Positive():
			parts++
			m.number, m.implicit = "X"+strconv.Itoa(parts), true
		default:
			n++
			m.number = strconv.Itoa(n)
		}
	}
}
