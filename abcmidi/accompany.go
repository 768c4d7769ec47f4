package abcmidi

import "strings"

// This file makes an accompaniment from chord symbols (ABC 2.1 section 4.18
// leaves how to the player): in each bar a pattern of bass notes and chords
// by the meter, or the one of %%MIDI gchord; or the chords held.

// backing is what has been heard of chord symbols and bars while the voices
// were played.
type backing struct {
	bars    []playedBar
	symbols []playedSymbol
	from    *voice // the voice whose symbols count: the first that has any
	start   Fraction
	ctx     *setting
	changes []settingChange
}

type playedBar struct {
	start, end Fraction
	phase      Fraction // where in a bar of the meter it begins
	ctx        *setting
}

type playedSymbol struct {
	at    Fraction
	chord *chordSymbol
}

type settingChange struct {
	at  Fraction
	ctx *setting
}

// bar ends the bar in progress.
func (b *backing) bar(now Fraction, ctx *setting) {
	if now.Cmp(b.start) <= 0 {
		return
	}
	b.bars = append(b.bars, playedBar{start: b.start, end: now, ctx: b.ctx})
	b.start, b.ctx = now, ctx
}

func (b *backing) endBar(now Fraction) { b.bar(now, b.ctx) }

// setting takes a change of setting of the first voice.
func (b *backing) setting(now Fraction, ctx *setting) {
	if b.ctx == nil || now == b.start {
		b.ctx = ctx
	}
	b.changes = append(b.changes, settingChange{now, ctx})
}

// symbol takes a chord symbol; one that is no chord is left to be read.
func (b *backing) symbol(now Fraction, c *chordSymbol, v *voice) {
	if b.from == nil {
		b.from = v
	}
	if b.from == v && !c.words {
		b.symbols = append(b.symbols, playedSymbol{now, c})
	}
}

// patterns are the strokes of a bar by its number of beats: f the bass, c the
// chord, b both, z a rest; each lasts its share of the bar.
var patterns = map[int]string{
	1: "f", 2: "fzczfzcz", 3: "fzczcz", 4: "fzczfzcz", 5: "fzczczfzcz", 6: "fzcfzc",
	7: "fzcfcfc", 8: "fzcfzcfc", 9: "fzcfzcfzc", 12: "fzcfzcfzcfzc", 15: "fzcfzcfzcfzcfzc",
}

// groupPatterns are the strokes of one group of a meter such as 2+3/8.
var groupPatterns = map[int]string{1: "f", 2: "fc", 3: "fzc", 4: "fzcz"}

// patternFor returns the pattern of a bar of a meter, simple or additive.
func patternFor(m *Meter) string {
	if len(m.Groups) == 1 {
		if p, ok := patterns[m.Groups[0]]; ok {
			return p
		}
	}
	var b strings.Builder
	for _, g := range m.Groups {
		for ; g > 4; g -= 3 {
			b.WriteString(groupPatterns[3])
		}
		b.WriteString(groupPatterns[g])
	}
	return b.String()
}

// stroke is one letter of a pattern, with its place in the bar.
type stroke struct {
	letter byte
	from   Fraction // quarter notes from the beginning of the bar
	to     Fraction
	next   Fraction // where the next stroke or the next bar begins
	length Fraction
}

// strokes spreads a pattern over a bar of some length; none if it has no
// length itself.
func strokes(pattern string, bar Fraction) []stroke {
	type part struct {
		letter byte
		units  int
	}
	var parts []part
	units := 0
	for i := 0; i < len(pattern); {
		letter := pattern[i]
		from := i + 1
		for i++; i < len(pattern) && isDigit(pattern[i]); i++ {
		}
		n := min(smallNumber(pattern[from:i], 1), 64)
		parts = append(parts, part{letter, n})
		units += n
	}
	if units == 0 || !bar.Positive() {
		return nil
	}
	var list []stroke
	at := 0
	for _, p := range parts {
		if p.letter != 'z' && p.units > 0 {
			from, to := bar.Times(int64(at), int64(units)), bar.Times(int64(at+p.units), int64(units))
			if n := len(list); n > 0 {
				list[n-1].next = from
			}
			list = append(list, stroke{p.letter, from, to, bar, to.Sub(from)})
		}
		at += p.units
	}
	return list
}

func validPattern(s string) bool {
	return s != "" && len(s) <= 256 && isLetter(s[0]) && strings.Trim(s, "fcbzghijGHIJ0123456789") == ""
}

// accompanist writes the accompaniment's voices.
type accompanist struct {
	*player
	chords, bass Voice
	next         int // index of the first symbol not yet begun
	cur          *chordSymbol

	bar    *playedBar // the bar being played; times in it count from its beginning
	length Fraction
	ahead  Fraction // where in it the next symbol begins

	ctx *setting // what the strokes were last chosen for
	*strokeMemory
}

// strokeMemory is the strokes of the last bar, which mostly are the next one's
// too, and the next tune's.
type strokeMemory struct {
	pattern string
	full    Fraction
	list    []stroke
}

// accompany adds the voices made from chord symbols, drums and drones.
func (pl *player) accompany() {
	a := &accompanist{player: pl, strokeMemory: &pl.strokes}
	a.chords = Voice{ID: "chords", Name: "Chords", Role: Chords, Channel: -1}
	a.bass = Voice{ID: "bass", Name: "Bass", Role: Bass, Channel: -1}
	if len(pl.back.symbols) > 0 {
		a.programs()
		a.chords.Events = pl.takeEvents(6 * len(pl.back.bars))
		a.bass.Events = pl.takeEvents(2 * len(pl.back.bars))
		switch pl.o.Accompaniment {
		case Pattern:
			for i := range pl.back.bars {
				a.patternBar(&pl.back.bars[i])
			}
		case Block:
			a.blocks()
		}
		for _, v := range []Voice{a.chords, a.bass} {
			if len(v.Events) > 0 {
				pl.score.Voices = append(pl.score.Voices, v)
			}
		}
	}
	pl.drums()
	pl.drones()
}

// phases says where each played bar begins in its meter.
func (b *backing) phases() {
	var p phaser
	for i := range b.bars {
		bar := &b.bars[i]
		bar.phase = p.next(bar.end.Sub(bar.start), bar.ctx.bar)
	}
}

// programs sets the programs in force where the first chord is.
func (a *accompanist) programs() {
	ctx := a.back.at(a.back.symbols[0].at)
	a.chords.Program = max(ctx.midi.chordProgram, 0)
	a.bass.Program = max(ctx.midi.bassProgram, 0)
	if ctx.midi.bassProgram < 0 {
		a.bass.Program = a.chords.Program
	}
	if n := a.o.ChordProgram; n > 0 {
		a.chords.Program, a.bass.Program = n-1, n-1
	}
}

// at returns the context in force at a moment.
func (b *backing) at(now Fraction) *setting {
	ctx := b.changes[0].ctx
	for _, c := range b.changes {
		if now.Less(c.at) {
			break
		}
		ctx = c.ctx
	}
	return ctx
}

// begin goes on to a bar.
func (a *accompanist) begin(bar *playedBar) {
	a.bar, a.length = bar, bar.end.Sub(bar.start)
	a.look()
}

// look finds the next symbol's place in the bar.
func (a *accompanist) look() {
	a.ahead = NewFraction(maxNumerator, 1)
	if a.next < len(a.back.symbols) {
		a.ahead = a.back.symbols[a.next].at.Sub(a.bar.start)
	}
}

// chordAt moves on to the chord in force at a moment.
func (a *accompanist) chordAt(now Fraction) *chordSymbol {
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
	if bar.ctx.midi.chordsOff {
		a.chordAt(a.length)
		return
	}
	a.choose(bar)
	if len(a.list) == 0 {
		return
	}
	if a.chordAt(Fraction{}); a.length == a.full && bar.phase.IsZero() && a.length.Cmp(a.ahead) <= 0 {
		a.plainBar()
		return
	}
	// A bar longer than its meter begins the pattern again.
	for origin := (Fraction{}).Sub(bar.phase); origin.Less(a.length); origin = origin.Add(a.full) {
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
	if a.cur == nil || a.cur.none {
		return
	}
	for k := range a.list {
		s := &a.list[k]
		a.stroke(s.letter, a.cur, a.bar.start.Add(s.from), s.length, a.bar.ctx)
	}
}

// patternStroke plays one stroke of the pattern, until the bar ends or another
// chord begins.
func (a *accompanist) patternStroke(s *stroke, from, to Fraction) {
	c := a.chordAt(from)
	if c == nil || c.none {
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
	m, pattern := bar.ctx.meter, bar.ctx.midi.pattern
	if bar.ctx == a.ctx && !m.Free {
		return
	}
	a.ctx = bar.ctx
	full := bar.ctx.bar
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
func (a *accompanist) between(next Fraction) {
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
		if !c.none && at.Less(end) {
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
		if ctx := a.back.at(s.at); !s.chord.none && !ctx.midi.chordsOff && s.at.Less(end) {
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
func (a *accompanist) stroke(letter byte, c *chordSymbol, at, length Fraction, ctx *setting) {
	if !length.Positive() {
		return
	}
	shift := ctx.midi.transpose + ctx.midi.rtranspose + ctx.staff.Transpose + a.o.Transpose
	if letter == 'c' || letter == 'b' || 'g' <= letter && letter <= 'j' {
		root, velocity := chordBase+int(c.root)+shift, velocityOf(ctx.midi.chordVolume)
		tones := c.tones
		if letter >= 'g' { // the chord's notes one by one
			n := int(letter-'g') % len(tones)
			tones = tones[n : n+1]
		}
		for _, t := range tones {
			a.chords.add(at, length, FoldKey(root+int(t)), velocity)
		}
		if letter != 'b' {
			return
		}
	}
	low := c.root
	switch {
	case 'G' <= letter && letter <= 'J': // capitals, an octave down
		low += c.tones[int(letter-'G')%len(c.tones)]
	case c.bass >= 0:
		low = c.bass
	}
	a.bass.add(at, length, FoldKey(bassBase+int(low)+shift), velocityOf(ctx.midi.bassVolume))
}

// velocityOf keeps a volume of 0 from meaning the end of a note.
func velocityOf(volume int) uint8 { return uint8(max(1, min(127, volume))) }
