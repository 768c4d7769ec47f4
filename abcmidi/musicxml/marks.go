package musicxml

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
)

// This file goes through the tree for what the page shows and a layout leaves out: slurs,
// tuplets, decorations, words. It puts them at the items of the layout, which are found by
// their positions.

// marks is what the tree has at a note, chord, rest or bar line.
type marks struct {
	node    abc.Node   // *abc.Note, *abc.Chord or *abc.Rest; nil for a bar line
	before  []abc.Node // decorations, chord symbols, annotations, graces and tempos that belong to it
	look    look       // what these change of how it looks
	slurs   []slurEnd
	tuplets []tupletEnd
	ratio   ratio // of the tuplets that it is in
	parted  bool  // blanks part it from the next note
}

// slurEnd is the beginning or end of a slur.
type slurEnd struct {
	number int // from 1, of those that are open at a time
	stop   bool
	dotted bool
}

// tupletEnd is the beginning or end of a tuplet.
type tupletEnd struct {
	number int // from 1, of those that are open at a time
	stop   bool
	ratio  ratio // of the tuplet alone
}

// maxNumber is the highest number that tells slurs and the like apart which are open at
// one time. slurFromTie is that of slurs written as ties.
const (
	maxNumber   = 16
	slurFromTie = maxNumber
)

// place is an item of a voice.
type place struct{ voice, item int }

// markReader puts what the tree has at the items.
type markReader struct {
	layout  *layout.Layout
	marks   [][]marks           // of each item of each voice
	places  map[abc.Pos][]place // of the notes, chords and rests that are written there and not yet met
	voices  []openMarks
	bars    map[abc.Pos][]place // of the bar lines; nil until it is asked for
	pending []abc.Node          // for the next note
	slurs   []*abc.Slur         // that begin at the next note
	last    place               // the latest note, chord or rest; item -1: none
}

// openMarks is what is open in a voice.
type openMarks struct {
	used    [maxNumber + 1]bool // numbers of the slurs
	slurs   []openSlur
	tuplets []openTuplet
}

type openSlur struct{ number, from int } // from: the item that it begins at

type openTuplet struct {
	tupletEnd
	left, last int // notes to come; the item that it has reached
}

// readMarks returns what the tree has at each item of each voice.
func readMarks(l *layout.Layout) [][]marks {
	r := &markReader{
		layout: l, places: map[abc.Pos][]place{}, last: place{item: -1},
		marks: make([][]marks, len(l.Voices)), voices: make([]openMarks, len(l.Voices)),
	}
	for k, v := range l.Voices {
		r.marks[k] = make([]marks, len(v.Items))
		for i := range r.marks[k] {
			r.marks[k][i].ratio = one
		}
		for i := range v.Items {
			if it := &v.Items[i]; it.Lasts() {
				r.places[it.Pos] = append(r.places[it.Pos], place{k, i})
			}
		}
	}
	r.nodes(l.Tune.Body)
	for k := range r.voices {
		r.endTuplets(k, func(openTuplet) bool { return true })
		for _, s := range r.voices[k].slurs { // they end nowhere
			r.marks[k][s.from].dropSlur(s.number)
		}
	}
	return r.marks
}

func (r *markReader) nodes(list []abc.Node) {
	for _, n := range list {
		r.node(n)
	}
}

func (r *markReader) node(n abc.Node) {
	switch n := n.(type) {
	case *abc.Note, *abc.Rest:
		r.lasting(n)
	case *abc.Chord:
		for _, inner := range n.Inner {
			if d, ok := inner.(*abc.Decoration); ok {
				r.pending = append(r.pending, d)
			}
		}
		r.lasting(n)
	case *abc.Decoration, *abc.Symbol, *abc.Grace, *abc.Tuplet:
		r.pending = append(r.pending, n)
	case *abc.Slur:
		if n.Open {
			r.slurs = append(r.slurs, n)
		} else {
			r.endSlur()
		}
	case *abc.MacroUse:
		r.nodes(n.Inner)
	case *abc.Field:
		if _, ok := n.Value.(*abc.Tempo); ok {
			r.pending = append(r.pending, n)
		}
	case *abc.Bar:
		r.bar(n)
	case *abc.Overlay:
		if r.last.item >= 0 {
			r.endTuplets(r.last.voice, func(openTuplet) bool { return true })
		}
	case *abc.Space, *abc.Spacer, *abc.LineEnd:
		if r.last.item >= 0 {
			r.marks[r.last.voice][r.last.item].parted = true
		}
	}
}

// bar gives the annotations before a bar line to the bar line, since people write there
// what holds at the end of a bar.
func (r *markReader) bar(b *abc.Bar) {
	isAnnotation := func(n abc.Node) bool {
		s, ok := n.(*abc.Symbol)
		return ok && s.Place != 0
	}
	if r.last.item < 0 || !slices.ContainsFunc(r.pending, isAnnotation) {
		return
	}
	for _, at := range r.barsAt(b.From) {
		if at.voice != r.last.voice {
			continue
		}
		m := &r.marks[at.voice][at.item]
		for _, n := range r.pending {
			if isAnnotation(n) {
				m.before = append(m.before, n)
			}
		}
		r.pending = slices.DeleteFunc(r.pending, isAnnotation)
		return
	}
}

// barsAt returns the bar lines that are written at a place of the text, those of voices that
// have it from another one among them.
func (r *markReader) barsAt(pos abc.Pos) []place {
	if r.bars == nil {
		r.bars = map[abc.Pos][]place{}
		for k, v := range r.layout.Voices {
			for i := range v.Items {
				if it := &v.Items[i]; it.Kind == layout.ItemBarLine {
					r.bars[it.Pos] = append(r.bars[it.Pos], place{k, i})
				}
			}
		}
	}
	return r.bars[pos]
}

// lasting puts what is pending at a note, chord or rest.
func (r *markReader) lasting(n abc.Node) {
	list := r.places[n.Pos()]
	if len(list) == 0 {
		return // the layout has no item for it
	}
	at := list[0]
	r.places[n.Pos()] = list[1:]
	r.last = at
	m, open := &r.marks[at.voice][at.item], &r.voices[at.voice]
	m.node = n
	for _, p := range r.pending {
		if t, ok := p.(*abc.Tuplet); ok {
			r.beginTuplet(at, t)
		} else {
			m.add(p)
		}
	}
	for _, s := range r.slurs {
		r.beginSlur(at, s)
	}
	r.pending, r.slurs = r.pending[:0], r.slurs[:0]
	for i := range open.tuplets {
		t := &open.tuplets[i]
		if next := (ratio{m.ratio.actual * t.ratio.actual, m.ratio.normal * t.ratio.normal}); next.actual < maxRatio && next.normal < maxRatio {
			m.ratio = next
		}
		t.left, t.last = t.left-1, at.item
	}
	r.endTuplets(at.voice, func(t openTuplet) bool { return t.left <= 0 })
}

// maxRatio bounds the numbers of nested tuplets.
const maxRatio = 1 << 20

// beginTuplet opens a tuplet as the layout does.
func (r *markReader) beginTuplet(at place, t *abc.Tuplet) {
	q, notes := layout.TupletTimes(t, r.layout.Voices[at.voice].Items[at.item].Setting.Meter)
	r.endTuplets(at.voice, func(open openTuplet) bool { return open.left < notes })
	v := &r.voices[at.voice]
	if len(v.tuplets) >= layout.MaxNested {
		return
	}
	begin := tupletEnd{number: 1, ratio: ratio{int64(t.P), int64(q)}}
	if n := len(v.tuplets); n > 0 {
		begin.number = v.tuplets[n-1].number + 1
	}
	v.tuplets = append(v.tuplets, openTuplet{begin, notes, at.item})
	m := &r.marks[at.voice][at.item]
	m.tuplets = append(m.tuplets, begin)
}

// endTuplets ends those tuplets of a voice that end says.
func (r *markReader) endTuplets(voice int, end func(openTuplet) bool) {
	v := &r.voices[voice]
	kept := v.tuplets[:0]
	for _, t := range v.tuplets {
		if !end(t) {
			kept = append(kept, t)
			continue
		}
		m := &r.marks[voice][t.last]
		t.stop = true
		m.tuplets = append(m.tuplets, t.tupletEnd)
	}
	v.tuplets = kept
}

// beginSlur opens a slur at a note.
func (r *markReader) beginSlur(at place, s *abc.Slur) {
	v := &r.voices[at.voice]
	for n := 1; n < slurFromTie; n++ {
		if !v.used[n] {
			v.used[n] = true
			v.slurs = append(v.slurs, openSlur{n, at.item})
			m := &r.marks[at.voice][at.item]
			m.slurs = append(m.slurs, slurEnd{number: n, dotted: s.Dotted})
			return
		}
	}
}

// endSlur closes the latest slur at the latest note. A slur around one note is none.
func (r *markReader) endSlur() {
	if n := len(r.slurs); n > 0 { // it has no note at all
		r.slurs = r.slurs[:n-1]
		return
	}
	if r.last.item < 0 || len(r.voices[r.last.voice].slurs) == 0 {
		return
	}
	v, m := &r.voices[r.last.voice], &r.marks[r.last.voice][r.last.item]
	s := v.slurs[len(v.slurs)-1]
	v.slurs, v.used[s.number] = v.slurs[:len(v.slurs)-1], false
	if s.from == r.last.item {
		m.dropSlur(s.number)
	} else {
		m.slurs = append(m.slurs, slurEnd{number: s.number, stop: true})
	}
}

// dropSlur removes the beginning of a slur.
func (m *marks) dropSlur(number int) {
	m.slurs = slices.DeleteFunc(m.slurs, func(s slurEnd) bool { return s.number == number && !s.stop })
}

// look is what decorations change of how notes look.
type look uint8

const (
	invisible look = 1 << iota
	stemless
	headX
	headRhythm
	editorial
	courtesy
)

var lookOf = map[string]look{
	"invisible": invisible, "stemless": stemless, "style=x": headX, "style=rhythm": headRhythm,
	"editorial": editorial, "courtesy": courtesy,
}

// add adds what stands before a note.
func (m *marks) add(n abc.Node) {
	m.before = append(m.before, n)
	if d, ok := n.(*abc.Decoration); ok {
		m.look |= lookOf[d.Name]
	}
}
