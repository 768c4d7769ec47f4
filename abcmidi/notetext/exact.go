package notetext

import (
	"cmp"
	"slices"
	"strconv"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes exact and classic note text (notes.go has the grammar).

// placedNote is a note on a grid.
type placedNote struct {
	on, off       int64 // units
	part          int32
	key, velocity uint8
}

// place puts all notes on a grid, in the order of their beginnings, then of
// parts and of keys.
func place(p *smf.Performance, g *grid) []placedNote {
	notes := make([]placedNote, 0, p.Notes())
	for i := range p.Parts {
		for _, n := range p.Parts[i].Notes {
			on, off := g.span(n)
			notes = append(notes, placedNote{on, off, int32(i), n.Key, n.Velocity})
		}
	}
	sortWithin(notes, func(a, b placedNote) int {
		if a.part != b.part {
			return cmp.Compare(a.part, b.part)
		}
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.off, b.off)
	})
	return notes
}

// sortWithin sorts notes by their beginnings, and those that begin together
// by what it is given. A part's notes are in the first order as a rule, and
// only the second is left to do.
func sortWithin(notes []placedNote, together func(a, b placedNote) int) {
	byOn := func(a, b placedNote) int { return cmp.Compare(a.on, b.on) }
	if !slices.IsSortedFunc(notes, byOn) {
		slices.SortFunc(notes, byOn)
	}
	for from := 0; from < len(notes); {
		to := from + 1
		for to < len(notes) && notes[to].on == notes[from].on {
			to++
		}
		if to > from+1 {
			slices.SortFunc(notes[from:to], together)
		}
		from = to
	}
}

// exactWriter writes exact text.
type exactWriter struct {
	p    *smf.Performance
	o    *Options
	grid *grid
	bars *barLines
	b    []byte

	now      int64
	line     int64 // the next bar line
	part     int32
	velocity int
	tempo    int64
	tempos   []smf.TempoMark // still to come
	meters   []meterSpan
	keys     []smf.KeyMark
}

// The tempos of exact text, in quarter notes a minute.
const slowest, fastest = 4, 60_000

// manyBars is how many bar lines without a note between them are marked.
const manyBars = 4

func appendExact(p *smf.Performance, b []byte, o *Options) []byte {
	g := newGrid(p.Division, o.Grid)
	w := &exactWriter{p: p, o: o, grid: g, bars: newBarLines(p, g), b: b, velocity: -1,
		tempos: p.Tempos, keys: p.Keys}
	if len(p.Meters) > 0 {
		w.meters = w.bars.spans
	}
	_, w.line = w.bars.around(0)
	w.word(notesMark)
	w.word("exact")
	division := p.Division
	if o.Grid > 0 {
		division = o.Grid
	}
	w.word(strconv.Itoa(division))
	w.endLine()
	for i := range p.Parts {
		w.declare(int32(i))
	}
	for _, n := range place(p, g) {
		w.advance(n.on)
		w.marks()
		w.note(&n)
	}
	w.endLine()
	return append(w.b, '\n')
}

// word writes one token.
func (w *exactWriter) word(s string) {
	w.blank()
	w.b = append(w.b, s...)
}

func (w *exactWriter) number(letter byte, n int64) {
	w.blank()
	w.b = strconv.AppendInt(append(w.b, letter), n, 10)
}

func (w *exactWriter) blank() {
	if n := len(w.b); n > 0 && w.b[n-1] != '\n' {
		w.b = append(w.b, ' ')
	}
}

func (w *exactWriter) endLine() {
	if n := len(w.b); n > 0 && w.b[n-1] != '\n' {
		w.b = append(w.b, '\n')
	}
}

// length appends units as quarter notes: 3, 1/2.
func (w *exactWriter) length(units int64) {
	w.b = appendQuarters(w.b, units, w.grid.units)
}

func appendQuarters(b []byte, units, perQuarter int64) []byte {
	d := music.GCD(units, perQuarter)
	b = strconv.AppendInt(b, units/d, 10)
	if den := perQuarter / d; den > 1 {
		b = strconv.AppendInt(append(b, '/'), den, 10)
	}
	return b
}

// declare writes what a part is if it is not a piano.
func (w *exactWriter) declare(i int32) {
	part := &w.p.Parts[i]
	if part.Program == 0 && !part.Drums() {
		return
	}
	w.choose(i)
	if part.Program != 0 {
		w.number('i', int64(part.Program))
	}
	if part.Drums() {
		w.word("drums")
	}
}

func (w *exactWriter) choose(part int32) {
	if part != w.part {
		w.part = part
		w.number('t', int64(part)+1)
	}
}

// advance shifts to a moment, with every bar line up to it marked and given
// its line end.
func (w *exactWriter) advance(to int64) {
	if w.line <= to {
		if from, _ := w.bars.around(to); from > w.line {
			count := 0
			for l := w.line; l < from && count <= manyBars; count++ {
				_, l = w.bars.around(l)
			}
			if count > manyBars {
				w.line = from
			}
		}
	}
	for w.line <= to {
		w.shift(w.line)
		w.word("|")
		w.endLine()
		_, w.line = w.bars.around(w.line)
		w.marks()
	}
	w.shift(to)
}

func (w *exactWriter) shift(to int64) {
	if to > w.now {
		w.blank()
		w.b = append(w.b, '+')
		w.length(to - w.now)
		w.now = to
	}
}

// marks writes the meters, keys and tempos that hold from now on and have not
// been written.
func (w *exactWriter) marks() {
	if n := passed(w.meters, func(m meterSpan) int64 { return m.from }, w.now); n > 0 {
		m := w.meters[n-1].meter
		w.meters = w.meters[n:]
		w.number('m', int64(m.Num))
		w.b = strconv.AppendInt(append(w.b, '/'), int64(m.Den), 10)
	}
	if n := passed(w.keys, func(m smf.KeyMark) int64 { return w.grid.at(m.Tick) }, w.now); n > 0 {
		w.word("k" + music.KeyName(w.keys[n-1].Sharps, w.keys[n-1].Minor))
		w.keys = w.keys[n:]
	}
	if n := passed(w.tempos, func(m smf.TempoMark) int64 { return w.grid.at(m.Tick) }, w.now); n > 0 {
		rate := min(max((60_000_000+w.tempos[n-1].Micros/2)/w.tempos[n-1].Micros, slowest), fastest)
		w.tempos = w.tempos[n:]
		if rate != w.tempo {
			w.tempo = rate
			w.number('q', rate)
		}
	}
}

// passed is how many of the marks lie at a moment or before it.
func passed[M any](marks []M, at func(M) int64, now int64) (n int) {
	for n < len(marks) && at(marks[n]) <= now {
		n++
	}
	return n
}

func (w *exactWriter) note(n *placedNote) {
	var room [32]byte
	token := append(append(room[:0], pitchNames[n.key]...), ':')
	token = appendQuarters(token, n.off-n.on, w.grid.units)
	if w.o.Keep != nil && !w.o.Keep(token) {
		return
	}
	w.choose(n.part)
	if w.o.Velocity && int(n.velocity) != w.velocity {
		w.velocity = int(n.velocity)
		w.number('v', int64(n.velocity))
	}
	w.blank()
	w.b = append(w.b, token...)
}

// classicLine is how many tokens of classic text stand in a line.
const classicLine = 16

func appendClassic(p *smf.Performance, b []byte, o *Options) []byte {
	w := &exactWriter{b: b}
	w.word(notesMark)
	w.word("classic")
	w.endLine()
	notes := slices.DeleteFunc(place(p, newGrid(p.Division, o.Grid)), func(n placedNote) bool { return p.Parts[n.part].Drums() })
	count := 0
	for len(notes) > 0 {
		n := 1
		for n < len(notes) && notes[n].on == notes[0].on {
			n++
		}
		if token := classicToken(notes[:n]); o.Keep == nil || o.Keep([]byte(token)) {
			w.word(token)
			if count++; count%classicLine == 0 {
				w.endLine()
			}
		}
		notes = notes[n:]
	}
	w.endLine()
	return append(w.b, '\n')
}

// classicToken is the token of what begins at one moment.
func classicToken(notes []placedNote) string {
	same := true
	var classes []int
	for _, n := range notes {
		same = same && n.key == notes[0].key
		if c := int(n.key) % 12; !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	if same {
		return pitchNames[notes[0].key]
	}
	slices.Sort(classes)
	b := []byte(nil)
	for i, c := range normalOrder(classes) {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(c), 10)
	}
	return string(b)
}

// normalOrder turns sorted pitch classes so that they lie as close together
// as they can, of two such orders the one closer to its first (Forte, The
// Structure of Atonal Music, 1973).
func normalOrder(classes []int) []int {
	best, n := 0, len(classes)
	for first := 1; first < n; first++ {
		for last := n - 1; last > 0; last-- {
			a := (classes[(first+last)%n] - classes[first] + 12) % 12
			b := (classes[(best+last)%n] - classes[best] + 12) % 12
			if a != b {
				if a < b {
					best = first
				}
				break
			}
		}
	}
	return append(slices.Clone(classes[best:]), classes[:best]...)
}
