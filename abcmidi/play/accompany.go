package play

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file makes an accompaniment from chord symbols (ABC 2.1 section 4.18
// leaves how to the player): in each bar a pattern of bass notes and chords
// by the meter, or the one of %%MIDI gchord; or the chords held.

// accompanist writes the accompaniment's voices.
type accompanist struct {
	*player
	chords, bass score.Voice
	next         int // index of the first symbol not yet begun
	cur          *abc.ChordSymbol

	bar    *playedBar // the bar being played; times in it count from its beginning
	length music.Fraction
	ahead  music.Fraction // where in it the next symbol begins

	ctx *layout.Setting // what the strokes were last chosen for
	*strokeMemory
}

// strokeMemory is the strokes of the last bar, which mostly are the next one's
// too, and the next tune's.
type strokeMemory struct {
	pattern string
	full    music.Fraction
	list    []stroke
}

// accompany adds the voices made from chord symbols, drums and drones.
func (pl *player) accompany() {
	a := &accompanist{player: pl, strokeMemory: &pl.strokes}
	a.chords = score.Voice{ID: "chords", Name: "Chords", Role: score.Chords, Channel: -1}
	a.bass = score.Voice{ID: "bass", Name: "Bass", Role: score.Bass, Channel: -1}
	if len(pl.back.symbols) > 0 {
		a.programs()
		a.chords.Events = pl.takeEvents(6 * len(pl.back.bars))
		a.bass.Events = pl.takeEvents(2 * len(pl.back.bars))
		switch pl.o.Accompaniment {
		case score.Pattern:
			for i := range pl.back.bars {
				a.patternBar(&pl.back.bars[i])
			}
		case score.Block:
			a.blocks()
		}
		for _, v := range []score.Voice{a.chords, a.bass} {
			if len(v.Events) > 0 {
				pl.score.Voices = append(pl.score.Voices, v)
			}
		}
	}
	pl.drums()
	pl.drones()
}

// programs sets the programs in force where the first chord is.
func (a *accompanist) programs() {
	ctx := a.back.at(a.back.symbols[0].at)
	a.chords.Program = max(ctx.Midi.ChordProgram, 0)
	a.bass.Program = max(ctx.Midi.BassProgram, 0)
	if ctx.Midi.BassProgram < 0 {
		a.bass.Program = a.chords.Program
	}
	if n := a.o.ChordProgram; n > 0 {
		a.chords.Program, a.bass.Program = n-1, n-1
	}
}

// begin goes on to a bar.
func (a *accompanist) begin(bar *playedBar) {
	a.bar, a.length = bar, bar.end.Sub(bar.start)
	a.look()
}

// look finds the next symbol's place in the bar.
func (a *accompanist) look() {
	a.ahead = music.NewFraction(music.MaxNumerator, 1)
	if a.next < len(a.back.symbols) {
		a.ahead = a.back.symbols[a.next].at.Sub(a.bar.start)
	}
}

// chordAt moves on to the chord in force at a moment.
func (a *accompanist) chordAt(now music.Fraction) *abc.ChordSymbol {
	for !now.Less(a.ahead) {
		a.cur = a.back.symbols[a.next].chord
		a.next++
		a.look()
	}
	return a.cur
}

// patternBar plays one bar's pattern. A chord that begins between strokes
// sounds at once, and the pattern goes on behind it.
func (a *accompanist) patternBar(bar *playedBar) {
	a.begin(bar)
	if bar.ctx.Midi.ChordsOff {
		a.chordAt(a.length)
		return
	}
	a.choose(bar)
	if len(a.list) == 0 {
		return
	}
	if a.chordAt(music.Fraction{}); a.length == a.full && bar.phase.IsZero() && a.length.Cmp(a.ahead) <= 0 {
		a.plainBar()
		return
	}
	// A bar longer than its meter begins the pattern again.
	for origin := (music.Fraction{}).Sub(bar.phase); origin.Less(a.length); origin = origin.Add(a.full) {
		for k := range a.list {
			s := &a.list[k]
			from, to, next := s.from, s.to, s.next
			if !origin.IsZero() {
				from, to, next = origin.Add(from), origin.Add(to), origin.Add(next)
			}
			if from.Num() >= 0 && from.Less(a.length) {
				a.patternStroke(s, from, to)
				a.between(next)
			}
		}
	}
}

// plainBar plays the pattern of a bar that is as long as its meter says and has
// one chord all through, as most have: no stroke of it is cut.
func (a *accompanist) plainBar() {
	if a.cur == nil || a.cur.None {
		return
	}
	for k := range a.list {
		s := &a.list[k]
		a.stroke(s.letter, a.cur, a.bar.start.Add(s.from), s.length, a.bar.ctx)
	}
}

// patternStroke plays one stroke of the pattern, until the bar ends or another
// chord begins.
func (a *accompanist) patternStroke(s *stroke, from, to music.Fraction) {
	c := a.chordAt(from)
	if c == nil || c.None {
		return
	}
	length, cut := s.length, to
	if a.length.Less(cut) {
		cut = a.length
	}
	if a.ahead.Less(cut) {
		cut = a.ahead
	}
	if cut != to {
		length = cut.Sub(from)
	}
	a.stroke(s.letter, c, a.bar.start.Add(from), length, a.bar.ctx)
}

// choose sets the strokes for a bar: those of %%MIDI gchord or the meter's; a
// bar without meter holds its chord.
func (a *accompanist) choose(bar *playedBar) {
	m, pattern := bar.ctx.Meter, bar.ctx.Midi.Pattern
	if bar.ctx == a.ctx && !m.Free {
		return
	}
	a.ctx = bar.ctx
	full := bar.ctx.Bar
	if m.Free {
		full, pattern = bar.end.Sub(bar.start), "b"
	} else if pattern == "" {
		pattern = patternFor(m)
	}
	if pattern != a.pattern || full != a.full {
		a.pattern, a.full, a.list = pattern, full, strokes(pattern, full)
	}
}

// between plays the chords that begin before the next stroke of the pattern.
func (a *accompanist) between(next music.Fraction) {
	if a.length.Less(next) {
		next = a.length
	}
	for a.ahead.Less(next) {
		at := a.ahead
		c := a.chordAt(at)
		end := next
		if a.ahead.Less(next) {
			end = a.ahead
		}
		if !c.None && at.Less(end) {
			a.stroke('b', c, a.bar.start.Add(at), end.Sub(at), a.bar.ctx)
		}
	}
}

// blocks holds each chord until the next.
func (a *accompanist) blocks() {
	for i := range a.back.symbols {
		s := &a.back.symbols[i]
		end := a.score.Length
		if i+1 < len(a.back.symbols) {
			end = a.back.symbols[i+1].at
		}
		if ctx := a.back.at(s.at); !s.chord.None && !ctx.Midi.ChordsOff && s.at.Less(end) {
			a.stroke('b', s.chord, s.at, end.Sub(s.at), ctx)
		}
	}
}

// The accompaniment lies below the tune: roots from C3 up, the bass an octave
// lower.
const (
	chordBase = 48
	bassBase  = 36
)

// stroke plays one letter of a pattern.
func (a *accompanist) stroke(letter byte, c *abc.ChordSymbol, at, length music.Fraction, ctx *layout.Setting) {
	if !length.Positive() {
		return
	}
	shift := ctx.Midi.Transpose + ctx.Midi.Rtranspose + ctx.Staff.Transpose + a.o.Transpose
	if letter == 'c' || letter == 'b' || 'g' <= letter && letter <= 'j' {
		root, velocity := chordBase+int(c.Root)+shift, velocityOf(ctx.Midi.ChordVolume)
		tones := c.Tones
		if letter >= 'g' { // the chord's notes one by one
			n := int(letter-'g') % len(tones)
			tones = tones[n : n+1]
		}
		for _, t := range tones {
			a.chords.Add(at, length, music.FoldKey(root+int(t)), velocity)
		}
		if letter != 'b' {
			return
		}
	}
	low := c.Root
	switch {
	case 'G' <= letter && letter <= 'J': // capitals, an octave down
		low += c.Tones[int(letter-'G')%len(c.Tones)]
	case c.Bass >= 0:
		low = c.Bass
	}
	a.bass.Add(at, length, music.FoldKey(bassBase+int(low)+shift), velocityOf(ctx.Midi.BassVolume))
}

// velocityOf keeps a volume of 0 from meaning the end of a note.
func velocityOf(volume int) uint8 { return uint8(max(1, min(127, volume))) }
