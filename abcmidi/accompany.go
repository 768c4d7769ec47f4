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
	chords  map[string]*chordSymbol // those read so far; nil for what is none
	from    *voice                  // the voice whose symbols count: the first that has any
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
func (b *backing) symbol(now Fraction, text string, v *voice) {
	if b.from == nil {
		b.from = v
	}
	if b.from != v {
		return
	}
	c, known := b.chords[text]
	if !known {
		if parsed, ok := parseChord(text); ok {
			c = &parsed
		}
		if b.chords == nil {
			b.chords = map[string]*chordSymbol{}
		}
		b.chords[text] = c
	}
	if c != nil {
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
	letter   byte
	from, to Fraction // quarter notes from the beginning of the bar
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
		end := at + p.units
		if p.letter != 'z' && p.units > 0 {
			list = append(list, stroke{p.letter, bar.Times(int64(at), int64(units)), bar.Times(int64(end), int64(units))})
		}
		at = end
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

	// The strokes of the last bar, which mostly are the next one's too.
	pattern string
	full    Fraction
	list    []stroke
}

// accompany adds the voices made from chord symbols, drums and drones.
func (pl *player) accompany() {
	a := &accompanist{player: pl}
	a.chords = Voice{ID: "chords", Name: "Chords", Role: Chords, Channel: -1}
	a.bass = Voice{ID: "bass", Name: "Bass", Role: Bass, Channel: -1}
	if len(pl.back.symbols) > 0 {
		a.programs()
		a.chords.Events = make([]Event, 0, 6*len(pl.back.bars))
		a.bass.Events = make([]Event, 0, 2*len(pl.back.bars))
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

// phases says where each played bar begins in its meter: a short first bar is
// the end of one, and a short bar behind a short one goes on where that
// stopped if both fit.
func (b *backing) phases() {
	var carried Fraction
	for i := range b.bars {
		bar := &b.bars[i]
		full := bar.ctx.bar
		length := bar.end.Sub(bar.start)
		switch {
		case !length.Less(full):
			carried = Fraction{}
		case i == 0:
			bar.phase = full.Sub(length)
		case carried.Positive() && carried.Add(length).Cmp(full) <= 0:
			bar.phase, carried = carried, Fraction{}
		default:
			carried = length
		}
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

// chordAt moves on to the chord in force at a moment.
func (a *accompanist) chordAt(now Fraction) *chordSymbol {
	for a.next < len(a.back.symbols) && a.back.symbols[a.next].at.Cmp(now) <= 0 {
		a.cur = a.back.symbols[a.next].chord
		a.next++
	}
	return a.cur
}

// patternBar plays one bar's pattern. A chord that begins between strokes
// sounds at once, and the pattern goes on behind it.
func (a *accompanist) patternBar(bar *playedBar) {
	if bar.ctx.midi.chordsOff {
		a.chordAt(bar.end)
		return
	}
	a.choose(bar)
	// A bar longer than its meter begins the pattern again.
	for origin := bar.start.Sub(bar.phase); origin.Less(bar.end) && len(a.list) > 0; origin = origin.Add(a.full) {
		for k, s := range a.list {
			from, to := origin.Add(s.from), origin.Add(s.to)
			if from.Less(bar.start) || !from.Less(bar.end) {
				continue
			}
			if bar.end.Less(to) {
				to = bar.end
			}
			if c := a.chordAt(from); c != nil && !c.none {
				// A chord that begins inside the stroke cuts it short.
				if a.next < len(a.back.symbols) && a.back.symbols[a.next].at.Less(to) {
					to = a.back.symbols[a.next].at
				}
				a.stroke(s.letter, c, from, to, bar.ctx)
			}
			next := origin.Add(a.full)
			if k+1 < len(a.list) {
				next = origin.Add(a.list[k+1].from)
			}
			a.between(next, bar)
		}
	}
}

// choose sets the strokes for a bar: those of %%MIDI gchord or the meter's; a
// bar without meter holds its chord.
func (a *accompanist) choose(bar *playedBar) {
	m, pattern := bar.ctx.meter, bar.ctx.midi.pattern
	full := m.Bar()
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
func (a *accompanist) between(next Fraction, bar *playedBar) {
	if bar.end.Less(next) {
		next = bar.end
	}
	for a.next < len(a.back.symbols) && a.back.symbols[a.next].at.Less(next) {
		at := a.back.symbols[a.next].at
		end := next
		if a.next+1 < len(a.back.symbols) && a.back.symbols[a.next+1].at.Less(next) {
			end = a.back.symbols[a.next+1].at
		}
		if c := a.chordAt(at); !c.none && at.Less(end) {
			a.stroke('b', c, at, end, bar.ctx)
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
			a.stroke('b', s.chord, s.at, end, ctx)
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
func (a *accompanist) stroke(letter byte, c *chordSymbol, from, to Fraction, ctx *setting) {
	d := to.Sub(from)
	if !d.Positive() {
		return
	}
	shift := int32(ctx.midi.transpose + ctx.midi.rtranspose + ctx.staff.Transpose)
	chord := func(i int) {
		t := tone{cents: 100 * (chordBase + int32(c.root) + int32(c.tones[i]) + shift)}
		a.chords.Events = append(a.chords.Events, a.event(from, d, t, velocityOf(ctx.midi.chordVolume)))
	}
	bass := func(note int8, base int32) {
		t := tone{cents: 100 * (base + int32(note) + shift)}
		a.bass.Events = append(a.bass.Events, a.event(from, d, t, velocityOf(ctx.midi.bassVolume)))
	}
	low := c.root
	if c.bass >= 0 {
		low = c.bass
	}
	switch {
	case letter == 'f':
		bass(low, bassBase)
	case letter == 'c' || letter == 'b':
		if letter == 'b' {
			bass(low, bassBase)
		}
		for i := range c.tones {
			chord(i)
		}
	case 'g' <= letter && letter <= 'j':
		// The chord's notes one by one; capitals an octave down.
		chord(int(letter-'g') % len(c.tones))
	default:
		bass(c.tones[int(letter-'G')%len(c.tones)]+c.root, bassBase)
	}
}

// velocityOf keeps a volume of 0 from meaning the end of a note.
func velocityOf(volume int) uint8 { return uint8(max(1, min(127, volume))) }

// drums plays %%MIDI drum over the bars where it is on.
func (pl *player) drums() {
	v := Voice{ID: "drums", Name: "Drums", Role: Drums, Channel: 9}
	for i := range pl.back.bars {
		bar := &pl.back.bars[i]
		m := &bar.ctx.midi
		if !m.drumOn || m.drum == nil || bar.ctx.meter.Free {
			continue
		}
		for k, s := range strokes(m.drum.pattern, bar.ctx.bar) {
			from := bar.start.Sub(bar.phase).Add(s.from)
			if from.Less(bar.start) || !from.Less(bar.end) {
				continue
			}
			v.Events = append(v.Events, Event{
				Onset: from, Duration: s.to.Sub(s.from), Key: m.drum.keys[k], Velocity: max(1, m.drum.vels[k]),
			})
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}

// drones holds the pipes' drones while %%MIDI droneon is in force.
func (pl *player) drones() {
	v := Voice{ID: "drone", Name: "Drone", Role: Drone, Channel: -1}
	for i, c := range pl.back.changes {
		m := &c.ctx.midi
		if !m.drone || i > 0 && pl.back.changes[i-1].ctx.midi.drone {
			continue
		}
		end := pl.score.Length
		for _, later := range pl.back.changes[i:] {
			if !later.ctx.midi.drone {
				end = later.at
				break
			}
		}
		v.Program = m.droneProgram
		for _, key := range m.droneKeys {
			if c.at.Less(end) {
				t := tone{cents: 100 * int32(key)}
				v.Events = append(v.Events, pl.event(c.at, end.Sub(c.at), t, max(1, m.droneVelocity)))
			}
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}
