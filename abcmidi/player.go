package abcmidi

import (
	"fmt"
	"slices"
)

// This file plays voices: times, ties, grace notes, changes of setting.

// player turns voices into a score.
type player struct {
	tune   *Tune
	o      ScoreOptions
	score  *Score
	order  *PartOrder
	rhythm string
	errs   ErrorList
	back   backing // what the accompaniment is made from
	left   int     // items that may still be played

	disordered bool // events may not be in the order of time
	*playerMemory
}

// newPlayer returns a player of a layout, to be given to finish.
func newPlayer(l *layout, o ScoreOptions) *player {
	m := playerMemories.Get().(*playerMemory)
	score := m.takeScore()
	score.Title, score.Voices = l.tune.Title(), slices.Grow(score.Voices, len(l.voices)+2)
	return &player{
		tune: l.tune, o: o, score: score,
		order: l.order, rhythm: l.rhythm, left: maxPlayed, disordered: o.Swing,
		back:         backing{bars: kept(m.bars), symbols: kept(m.symbols), changes: kept(m.changes)},
		playerMemory: m,
	}
}

func (pl *player) errorf(pos Pos, format string, args ...any) {
	pl.errs = append(pl.errs, &Error{pl.tune.Position(pos), fmt.Sprintf(format, args...)})
}

// performer plays one voice.
type performer struct {
	*player
	v      *voice
	layers []Voice  // one for the voice and each of its overlays
	now    Fraction // in the voice itself
	over   Fraction // in its overlay
	ctx    *setting
	plain  bool  // notes sound as long as they are written
	first  bool  // the first voice sets key, meter and bars
	times  []int // how often each item has been played, if there are lyrics
}

// heldTone is a note that is tied on.
type heldTone struct {
	step  int16
	cents int32
	event int      // in its layer
	end   Fraction // where the note it is tied to must begin
}

// voice plays a voice into the score.
func (pl *player) voice(v *voice) {
	f := &performer{player: pl, v: v, first: len(pl.score.Voices) == 0}
	f.layers = pl.layers[:0]
	for i := range v.layers + 1 {
		f.layers = append(f.layers, Voice{ID: v.id, Name: v.name, Channel: -1})
		pl.held[i] = pl.held[i][:0]
	}
	pl.layers = f.layers
	pl.disordered = pl.disordered || v.layers > 0
	played, cut := v.unroll(pl.order, pl.left)
	if cut {
		pl.errorf(0, "the tune unrolls to more than %d symbols: voice %s is cut there", maxPlayed, v.id)
	}
	steps := 0
	for _, s := range played {
		steps += s.to - s.from
	}
	pl.left -= steps
	f.layers[0].Events = pl.takeEvents(steps)
	if v.lyrics {
		f.times = make([]int, len(v.items))
	}
	for _, s := range played {
		for i := s.from; i < s.to && !f.tooLong(); i++ {
			f.item(i)
		}
	}
	if f.tooLong() {
		pl.errorf(0, "voice %s is longer than %d quarter notes: cut there", v.id, MaxLength)
	}
	if f.first {
		pl.back.endBar(f.now)
	}
	for i := range f.layers {
		if i == 0 || len(f.layers[i].Events) > 0 {
			pl.score.Voices = append(pl.score.Voices, f.layers[i])
		}
	}
	for _, end := range []Fraction{f.now, f.over} {
		if pl.score.Length.Less(end) {
			pl.score.Length = end
		}
	}
}

func (f *performer) tooLong() bool { return f.now.Num() > MaxLength*f.now.Den() }

// item plays one item.
func (f *performer) item(i int) {
	it := &f.v.items[i]
	if it.ctx != f.ctx && it.lasts() {
		f.change(it.ctx)
	}
	now := f.clock(it)
	switch it.kind {
	case itemSound:
		f.chordSymbol(it)
		f.sound(it, i)
	case itemRest:
		f.chordSymbol(it)
		f.held[it.layer] = f.held[it.layer][:0]
		*now = now.Add(it.length)
	case itemBar, itemPart:
		if f.first {
			f.back.bar(f.now, it.ctx)
		}
	case itemOverlay:
		if f.over = f.now.Sub(it.length); f.over.Num() < 0 {
			f.over = Fraction{} // a jump has cut the bars it goes back over
		}
	case itemControl:
		f.control(Control{f.now, it.data[0], [2]byte{it.data[1], it.data[2]}})
	}
}

// clock is the time in an item's layer.
func (f *performer) clock(it *item) *Fraction {
	if it.layer > 0 {
		return &f.over
	}
	return &f.now
}

func (f *performer) control(c Control) {
	f.layers[0].Controls = append(f.layers[0].Controls, c)
}

// change notes what a new setting changes from here on.
func (f *performer) change(c *setting) {
	old := f.ctx
	f.ctx, f.plain = c, !f.o.Ornaments && !c.midi.trim.Positive()
	s := f.score
	if old == nil {
		f.layers[0].Program = max(c.midi.program, 0)
		for i := range f.layers {
			f.layers[i].Program = f.layers[0].Program
		}
		f.layers[0].Channel = c.midi.channel
	} else if c.midi.program != old.midi.program && c.midi.program >= 0 && f.o.Program == 0 {
		f.control(Control{f.now, 0xc0, [2]byte{byte(c.midi.program)}})
	}
	if c.tempo.Positive() && (old == nil && f.first || old != nil && old.tempo != c.tempo) {
		s.Tempos = append(s.Tempos, TempoChange{f.now, c.tempo})
	}
	if !f.first {
		return
	}
	if (old == nil || old.meter != c.meter) && !c.meter.Free {
		s.Meters = append(s.Meters, MeterChange{f.now, c.meter})
	}
	if old == nil || old.key != c.key {
		s.Keys = append(s.Keys, KeyChange{f.now, max(-7, min(7, c.key.Sharps)), c.key.Mode == Minor})
	}
	f.back.setting(f.now, c)
}

// chordSymbol hands a chord symbol on to the accompaniment.
func (f *performer) chordSymbol(it *item) {
	if it.symbol != nil && it.layer == 0 {
		f.back.symbol(f.now, it.symbol, f.v)
	}
}

// sound plays a note or chord: graces before it, ties joined to what they
// continue.
func (f *performer) sound(it *item, i int) {
	if f.plain && it.plain() && len(f.held[0]) == 0 && f.now.Den()*it.length.Den() <= maxDenominator {
		f.note(&f.layers[0], f.now, it.length, &it.tones[0], it.velocity)
		f.now = f.now.Add(it.length)
		return
	}
	layer := &f.layers[it.layer]
	now := f.clock(it)
	start, end := *now, now.Add(it.length)
	*now = end
	if !start.Less(end) { // halved out of existence
		return
	}
	held := f.held[it.layer]
	onset, fresh := start, !continues(held, it.tones, start)
	if it.extra != nil {
		if fresh {
			onset = f.graces(it, layer, start)
		}
		f.lyric(it, i, onset)
	}
	duration := it.length
	if onset != start || start.Den()*it.length.Den() > maxDenominator { // or end may be rounded
		duration = end.Sub(onset)
	}
	if f.o.Ornaments && it.deco&decoFermata != 0 {
		f.hold(start, end)
	}
	if f.o.Ornaments && it.deco != 0 && fresh && f.ornament(it, layer, onset, duration) {
		f.held[it.layer] = held[:0]
		return
	}
	sounding := f.articulated(it, duration)
	begun := len(layer.Events)
	kept := f.spare[:0]
	for i := range it.tones {
		t := &it.tones[i]
		h := heldTone{t.step, t.cents, len(layer.Events), end}
		if k := continued(held, t, start); k >= 0 {
			h.event, h.cents = held[k].event, held[k].cents
			held[k].end = Fraction{} // of a unison, the other note continues the other one
			e := &layer.Events[h.event]
			e.Duration = end.Sub(e.Onset)
		} else if t.tie {
			f.note(layer, onset, duration, t, it.velocity)
		} else {
			f.note(layer, onset, sounding, t, it.velocity)
		}
		if t.tie {
			kept = append(kept, h)
		}
	}
	f.held[it.layer], f.spare = kept, held
	if f.o.Ornaments && it.deco&decoArpeggio != 0 && fresh && len(kept) == 0 {
		arpeggiate(layer.Events[begun:], sounding)
	}
}

// plain reports whether an item is a note and nothing more, as most are.
func (it *item) plain() bool {
	return it.layer == 0 && it.extra == nil && it.deco == 0 && len(it.tones) == 1 && !it.tones[0].tie && it.length.Positive()
}

// continued returns which of the held tones a tone at a moment is tied to, -1
// for none: one of the same step, whose accidental it takes over, or one that
// sounds the same. A - to any other note is a slur (section 4.11).
func continued(held []heldTone, t *tone, start Fraction) int {
	for i := range held {
		if h := &held[i]; h.end == start && (h.step == t.step && !t.written || h.cents == t.cents) {
			return i
		}
	}
	return -1
}

// continues reports whether any of the tones is tied to a held one.
func continues(held []heldTone, tones []tone, start Fraction) bool {
	for i := range tones {
		if len(held) > 0 && continued(held, &tones[i], start) >= 0 {
			return true
		}
	}
	return false
}

// articulated is how long a note sounds: staccato half its length, and cut
// by %%MIDI trim.
func (f *performer) articulated(it *item, d Fraction) Fraction {
	if it.deco&decoStaccato != 0 {
		d = d.Times(1, 2)
	}
	if it.ctx.midi.trim.Positive() {
		if trim := it.ctx.midi.trim.Mul(it.ctx.quarter); trim.Less(d) {
			d = d.Sub(trim)
		}
	}
	return d
}

// note adds a sounding note to a voice. A quarter tone is a bend up from the key
// below it, or down from the key above if it is a flattened note.
func (pl *player) note(v *Voice, onset, duration Fraction, t *tone, velocity uint8) {
	cents := int(t.cents) + pl.o.Transpose*100
	key, bend := cents/100, cents%100
	if bend != 0 && t.flat {
		key, bend = key+1, bend-100
	}
	v.add(onset, duration, FoldKey(key), velocity).Cents = int8(bend)
}

// graces plays the grace notes of an item, which take their time from it, and
// returns where the note itself begins. They take half of it at most.
func (f *performer) graces(it *item, layer *Voice, start Fraction) Fraction {
	gs := it.extra.graces
	if len(gs) == 0 {
		return start
	}
	m := &it.ctx.midi
	var total Fraction
	for _, g := range gs {
		total = total.Add(g.length)
	}
	scale := NewFraction(1, int64(m.graceDivider))
	limit := it.length.Times(1, 2)
	if m.graceShare.Positive() {
		limit = it.length.Mul(m.graceShare)
		scale = limit.Mul(NewFraction(total.Den(), total.Num()))
	} else if limit.Less(total.Mul(scale)) {
		scale = limit.Mul(NewFraction(total.Den(), total.Num()))
	}
	at := start
	for _, g := range gs {
		d := g.length.Mul(scale)
		if !d.Positive() {
			continue
		}
		for i := range g.tones {
			f.note(layer, at, d, &g.tones[i], it.velocity)
		}
		at = at.Add(d)
	}
	return at
}

// lyric sings the verse of this time through.
func (f *performer) lyric(it *item, i int, at Fraction) {
	words := it.extra.lyrics
	if len(words) == 0 {
		return
	}
	verse := f.times[i] % len(words)
	f.times[i]++
	if words[verse] != "" {
		l := &f.layers[it.layer]
		l.Lyrics = append(l.Lyrics, Lyric{at, words[verse]})
	}
}

// finish adds what is made from the whole: accompaniment and tempo.
func (pl *player) finish() {
	s := pl.score
	pl.back.phases()
	if pl.o.Swing {
		pl.swing()
	}
	pl.accompany()
	if pl.disordered {
		// An overlay longer than its bar may reach behind where the next begins.
		for i := range s.Voices {
			slices.SortStableFunc(s.Voices[i].Events, func(a, b Event) int { return a.Onset.Cmp(b.Onset) })
		}
	}
	s.Tempos = settleTempos(s.Tempos)
	if len(s.Tempos) == 0 || s.Tempos[0].At.Positive() {
		s.Tempos = slices.Insert(s.Tempos, 0, TempoChange{Quarters: NewFraction(DefaultTempo, 1)})
	}
	pl.o.override(s)
	pl.bars, pl.symbols, pl.changes = pl.back.bars, pl.back.symbols, pl.back.changes
	playerMemories.Put(pl.playerMemory)
}

// settleTempos puts the changes of all voices in order; of those at one moment
// the last counts, and one that changes nothing is dropped.
func settleTempos(list []TempoChange) []TempoChange {
	slices.SortStableFunc(list, func(a, b TempoChange) int { return a.At.Cmp(b.At) })
	kept := list[:0]
	for i, c := range list {
		if i+1 < len(list) && list[i+1].At == c.At {
			continue
		}
		if n := len(kept); n == 0 || kept[n-1].Quarters != c.Quarters {
			kept = append(kept, c)
		}
	}
	return kept
}
