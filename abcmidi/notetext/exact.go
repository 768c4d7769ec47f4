package notetext

import (
	"strconv"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes exact text (doc.go has the grammar).

// tokenWriter writes words with blanks between them.
type tokenWriter struct{ b []byte }

// word writes a word.
func (w *tokenWriter) word(s string) {
	w.blank()
	w.b = append(w.b, s...)
}

// copy writes that the piece is a copy of the one before it.
func (w *tokenWriter) copy(o *Options) {
	if o.Copy {
		w.word(copyMark)
	}
}

// number writes a word of a letter and a number.
func (w *tokenWriter) number(letter byte, n int64) {
	w.blank()
	w.b = strconv.AppendInt(append(w.b, letter), n, 10)
}

// blank writes a blank, except at the beginning of a line.
func (w *tokenWriter) blank() {
	if n := len(w.b); n > 0 && w.b[n-1] != '\n' {
		w.b = append(w.b, ' ')
	}
}

// endLine ends the line unless it is empty.
func (w *tokenWriter) endLine() {
	if n := len(w.b); n > 0 && w.b[n-1] != '\n' {
		w.b = append(w.b, '\n')
	}
}

// exactWriter writes exact text.
type exactWriter struct {
	tokenWriter
	p    *smf.Performance
	o    *Options
	grid *grid
	bars *barLines

	now  int64 // units
	line int64 // the next bar line, in units

	// What the reader will take to hold:
	part     int32
	velocity int
	tempo    int64 // quarter notes a minute

	// What has not been written yet:
	tempos []smf.TempoMark
	meters []meterSpan
	keys   []smf.KeyMark
	notes  int // written
}

const (
	slowest, fastest = 4, 60_000 // tempos of exact text, in quarter notes a minute
	manyBars         = 4         // more bar lines than this without a note are left out
)

// appendExact appends exact text, and returns how many notes it has.
func appendExact(p *smf.Performance, b []byte, o *Options) (text []byte, notes int) {
	g := newGrid(p.Division, o.Grid)
	w := &exactWriter{tokenWriter: tokenWriter{b}, p: p, o: o, grid: g, bars: newBarLines(p, g),
		velocity: -1, tempos: p.Tempos, keys: p.Keys}
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
	w.copy(o)
	w.endLine()
	for i := range p.Parts {
		w.declare(int32(i))
	}
	m := newMemory()
	defer m.release()
	var room [32]byte
	for _, n := range m.place(p, g) {
		token := w.token(room[:0], &n)
		if o.Keep != nil && !o.Keep(token) {
			continue
		}
		w.advance(n.on)
		w.marks()
		w.note(&n, token)
	}
	w.endLine()
	return append(w.b, '\n'), w.notes
}

// declare writes what a part is, unless it is a piano.
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

// choose writes the part of what follows if it is a new one.
func (w *exactWriter) choose(part int32) {
	if part != w.part {
		w.part = part
		w.number('t', int64(part)+1)
	}
}

// advance moves to a time, and marks the bar lines up to it.
func (w *exactWriter) advance(to int64) {
	w.skipBars(to)
	for w.line <= to {
		w.shift(w.line)
		w.word("|")
		w.endLine()
		_, w.line = w.bars.around(w.line)
		w.marks()
	}
	w.shift(to)
}

// skipBars makes the last bar line up to a time the next one if there are more
// than manyBars before it.
func (w *exactWriter) skipBars(to int64) {
	if w.line > to {
		return
	}
	last, _ := w.bars.around(to)
	count := 0
	for l := w.line; l < last && count <= manyBars; count++ {
		_, l = w.bars.around(l)
	}
	if count > manyBars {
		w.line = last
	}
}

// shift moves to a time.
func (w *exactWriter) shift(to int64) {
	if to > w.now {
		w.blank()
		w.b = appendQuarters(append(w.b, '+'), to-w.now, w.grid.units)
		w.now = to
	}
}

// marks writes the meter, key and tempo that hold from now on, if they have
// not been written.
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

// passed returns the number of marks at a time or before it.
func passed[M any](marks []M, at func(M) int64, now int64) (n int) {
	for n < len(marks) && at(marks[n]) <= now {
		n++
	}
	return n
}

// token appends the word of a note: its pitch and length.
func (w *exactWriter) token(b []byte, n *placedNote) []byte {
	b = append(append(b, pitchNames[n.key]...), ':')
	return appendQuarters(b, n.off-n.on, w.grid.units)
}

// note writes a note that begins now.
func (w *exactWriter) note(n *placedNote, token []byte) {
	w.notes++
	w.choose(n.part)
	if w.o.Velocity && int(n.velocity) != w.velocity {
		w.velocity = int(n.velocity)
		w.number('v', int64(n.velocity))
	}
	w.blank()
	w.b = append(w.b, token...)
}
