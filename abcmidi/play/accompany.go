package play

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file makes an accompaniment from chord symbols. How is left to the player
// (ABC 2.1 section 4.18): each bar has a pattern of bass notes and chords, the
// meter's or that of %%MIDI gchord; or each chord is held until the next.

// accompanist writes the two voices of the accompaniment.
type accompanist struct {
	*player
	chords, bass score.Voice
	next         int              // index of the first symbol not yet reached
	chord        *abc.ChordSymbol // the one in force; nil before the first

	// The bar being played. Times in it count from its beginning.
	bar       *playedBar
	length    music.Fraction
	nextChord music.Fraction // where the next symbol is; far away if there is none

	cycle barCycle
	*strokeMemory
}

// strokeMemory is the strokes of the latest bar, which the next bar mostly needs too, and
// those of other bars.
type strokeMemory struct {
	meter   *music.Meter // the latest, whose own pattern is byMeter; nil for none
	byMeter string
	latest  strokeKey
	list    []stroke
	known   map[strokeKey][]stroke
}

// strokeKey is what strokes depend on.
type strokeKey struct {
	pattern string
	full    music.Fraction // length of a full bar
}

// maxStrokes is how many lists of strokes are kept, more than a book has.
const maxStrokes = 50

// choose sets the strokes of a bar.
func (m *strokeMemory) choose(bar strokeKey) {
	if bar == m.latest {
		return
	}
	list, known := m.known[bar]
	if !known {
		bar.pattern = strings.Clone(bar.pattern) // without the text of its tune
		if m.known == nil || len(m.known) >= maxStrokes {
			m.known = map[strokeKey][]stroke{}
		}
		list = strokes(bar.pattern, bar.full)
		m.known[bar] = list
	}
	m.latest, m.list = bar, list
}

// accompany adds the voices made from chord symbols.
func (pl *player) accompany() {
	if len(pl.timeline.symbols) == 0 || pl.o.Accompaniment == score.NoAccompany {
		return
	}
	a := &accompanist{player: pl, strokeMemory: &pl.strokes}
	a.meter = nil // that of another tune may have been at its place in memory
	a.chords = score.Voice{ID: "chords", Name: "Chords", Role: score.Chords, Channel: -1}
	a.bass = score.Voice{ID: "bass", Name: "Bass", Role: score.Bass, Channel: -1}
	a.programs()
	bars := pl.timeline.bars
	a.chords.Events = pl.takeEvents(6 * len(bars))
	a.bass.Events = pl.takeEvents(2 * len(bars))
	switch pl.o.Accompaniment {
	case score.Pattern:
		for i := range bars {
			a.patternBar(&bars[i])
		}
	case score.Block:
		a.blocks()
	}
	a.chords.Controls, a.bass.Controls = pl.backingControls(layout.ChordBacking), pl.backingControls(layout.BassBacking)
	for _, v := range []score.Voice{a.chords, a.bass} {
		if len(v.Events) > 0 {
			pl.score.Voices = append(pl.score.Voices, v)
		}
	}
}

// backingControls returns the controls for a part of the accompaniment in the order of time.
func (pl *player) backingControls(part layout.Backing) []score.Control {
	list := pl.backing[part]
	slices.SortStableFunc(list, func(a, b score.Control) int { return a.At.Cmp(b.At) })
	return list
}

// programs sets the programs: those in force at the first chord, or the one that
// the options ask for.
func (a *accompanist) programs() {
	m := &a.timeline.settingAt(a.timeline.symbols[0].at).MIDI
	a.chords.Program = max(m.ChordProgram, 0)
	a.bass.Program = max(m.BassProgram, 0)
	if m.BassProgram < 0 {
		a.bass.Program = a.chords.Program
	}
	if n := a.o.ChordProgram; n > 0 {
		a.chords.Program, a.bass.Program = n-1, n-1
	}
}

// startBar goes on to a bar.
func (a *accompanist) startBar(bar *playedBar) {
	a.bar, a.length = bar, bar.end.Sub(bar.start)
	a.findNext()
}

// findNext sets the place of the next symbol in the bar.
func (a *accompanist) findNext() {
	a.nextChord = music.NewFraction(music.MaxNumerator, 1)
	if a.next < len(a.timeline.symbols) {
		a.nextChord = a.timeline.symbols[a.next].at.Sub(a.bar.start)
	}
}

// chordAt goes on to a time in the bar and returns the chord in force there.
func (a *accompanist) chordAt(now music.Fraction) *abc.ChordSymbol {
	for !now.Less(a.nextChord) {
		a.chord = a.timeline.symbols[a.next].chord
		a.next++
		a.findNext()
	}
	return a.chord
}

// patternBar plays the pattern of one bar.
func (a *accompanist) patternBar(bar *playedBar) {
	a.startBar(bar)
	if bar.setting.MIDI.ChordsOff {
		a.chordAt(a.length)
		return
	}
	origin := a.choose(bar)
	if len(a.list) == 0 {
		return
	}
	if a.chordAt(music.Fraction{}); a.length == a.latest.full && origin.IsZero() && a.length.Cmp(a.nextChord) <= 0 {
		a.plainBar()
		return
	}
	// A bar longer than its meter begins the pattern again.
	for ; origin.Less(a.length); origin = origin.Add(a.latest.full) {
		for _, s := range a.list {
			if from := origin.Add(s.from); from.Num() >= 0 && from.Less(a.length) {
				a.patternStroke(s.letter, from, origin.Add(s.to))
				a.between(origin.Add(s.next))
			}
		}
	}
}

// plainBar plays the pattern of a full bar that has one chord all through, as most bars
// have: no stroke is cut.
func (a *accompanist) plainBar() {
	if a.chord == nil || a.chord.None {
		return
	}
	for _, s := range a.list {
		a.stroke(s.letter, a.chord, a.bar.start.Add(s.from), s.to.Sub(s.from), a.bar.setting)
	}
}

// choose sets the strokes for a bar: those of %%MIDI gchord or of the meter. It returns when in the
// bar they began, 0 or less. In free meter the chord is held through the bar.
func (a *accompanist) choose(bar *playedBar) (origin music.Fraction) {
	m, pattern := bar.setting.Meter, bar.setting.MIDI.Pattern
	var full music.Fraction
	if m.Free {
		full, pattern = bar.end.Sub(bar.start), "b"
	} else {
		if pattern == "" {
			if m != a.meter {
				a.meter, a.byMeter = m, patternFor(m)
			}
			pattern = a.byMeter
		}
		origin, full = a.cycle.next(bar, pattern, bar.setting.MIDI.PatternBars)
	}
	a.strokeMemory.choose(strokeKey{pattern, full})
	return origin
}

// patternStroke plays one stroke of the pattern, until the bar ends or another
// chord begins.
func (a *accompanist) patternStroke(letter byte, from, to music.Fraction) {
	c := a.chordAt(from)
	if c == nil || c.None {
		return
	}
	if a.length.Less(to) {
		to = a.length
	}
	if a.nextChord.Less(to) {
		to = a.nextChord
	}
	a.stroke(letter, c, a.bar.start.Add(from), to.Sub(from), a.bar.setting)
}

// between plays the chords that begin before the next stroke of the pattern: bass
// and chord together, at once.
func (a *accompanist) between(next music.Fraction) {
	if a.length.Less(next) {
		next = a.length
	}
	for a.nextChord.Less(next) {
		at := a.nextChord
		c := a.chordAt(at)
		end := next
		if a.nextChord.Less(next) {
			end = a.nextChord
		}
		if !c.None && at.Less(end) {
			a.stroke('b', c, a.bar.start.Add(at), end.Sub(at), a.bar.setting)
		}
	}
}

// blocks holds each chord until the next.
func (a *accompanist) blocks() {
	symbols := a.timeline.symbols
	for i := range symbols {
		s := &symbols[i]
		end := a.score.Length
		if i+1 < len(symbols) {
			end = symbols[i+1].at
		}
		if c := a.timeline.settingAt(s.at); !s.chord.None && !c.MIDI.ChordsOff && s.at.Less(end) {
			a.stroke('b', s.chord, s.at, end.Sub(s.at), c)
		}
	}
}

// The accompaniment lies below the tune: the roots of chords from C3 up, the bass
// an octave lower. Both are MIDI keys.
const (
	chordBase = 48
	bassBase  = 36
)

// stroke plays one letter of a pattern (see patterns).
func (a *accompanist) stroke(letter byte, c *abc.ChordSymbol, at, length music.Fraction, setting *layout.Setting) {
	if !length.Positive() {
		return
	}
	shift := setting.MIDI.Transpose + setting.MIDI.Rtranspose + setting.Staff.Transpose + a.o.Transpose
	if letter == 'c' || letter == 'b' || 'g' <= letter && letter <= 'j' {
		root, velocity := chordBase+int(c.Root)+shift+12*setting.MIDI.ChordOctave, audible(setting.MIDI.ChordVolume)
		tones := c.Tones
		if letter >= 'g' {
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
	case 'G' <= letter && letter <= 'J':
		low += c.Tones[int(letter-'G')%len(c.Tones)]
	case c.Bass >= 0:
		low = c.Bass
	}
	a.bass.Add(at, length, music.FoldKey(bassBase+int(low)+shift+12*setting.MIDI.BassOctave), audible(setting.MIDI.BassVolume))
}

// audible returns a volume as a velocity. A velocity of 0 would end the note.
func audible(volume int) uint8 { return uint8(max(1, min(127, volume))) }
