package play

import (
	"fmt"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays voices: times, ties, grace notes, changes of setting.

// player turns voices into a score.
type player struct {
	tune   *abc.Tune
	o      score.Options
	score  *score.Score
	order  *abc.PartOrder
	rhythm string
	errs   abc.ErrorList
	back   backing // what the accompaniment is made from
	left   int     // items that may still be played

	disordered bool // events may not be in the order of time
	*playerMemory
}

// newPlayer returns a player of a layout, to be given to finish.
func newPlayer(l *layout.Layout, o score.Options) *player {
	m := playerMemories.Get().(*playerMemory)
	s := m.takeScore()
	s.Title, s.Voices = l.Tune.Title(), slices.Grow(s.Voices, len(l.Voices)+2)
	return &player{
		tune: l.Tune, o: o, score: s,
		order: l.Order, rhythm: l.Rhythm, left: layout.MaxPlayed, disordered: o.Swing,
		back:         backing{bars: slab.Kept(m.bars), symbols: slab.Kept(m.symbols), changes: slab.Kept(m.changes)},
		playerMemory: m,
	}
}

func (pl *player) errorf(pos abc.Pos, format string, args ...any) {
	pl.errs = append(pl.errs, &abc.Error{Pos: pl.tune.Position(pos), Msg: fmt.Sprintf(format, args...)})
}

// performer plays one voice.
type performer struct {
	*player
	v      *layout.Voice
	layers []score.Voice  // one for the voice and each of its overlays
	now    music.Fraction // in the voice itself
	over   music.Fraction // in its overlay
	ctx    *layout.Setting
	plain  bool  // notes sound as long as they are written
	first  bool  // the first voice sets key, meter and bars
	times  []int // how often each item has been played, if there are lyrics
}

// heldTone is a note that is tied on.
type heldTone struct {
	step  int16
	cents int32
	event int            // in its layer
	end   music.Fraction // where the note it is tied to must begin
}

// voice plays a voice into the score.
func (pl *player) voice(v *layout.Voice) {
	f := &performer{player: pl, v: v, first: len(pl.score.Voices) == 0}
	f.layers = pl.layers[:0]
	for i := range v.Layers + 1 {
		f.layers = append(f.layers, score.Voice{ID: v.Id, Name: v.Name, Channel: -1})
		pl.held[i] = pl.held[i][:0]
	}
	pl.layers = f.layers
	pl.disordered = pl.disordered || v.Layers > 0
	played, cut := v.Unroll(pl.order, pl.left)
	if cut {
		pl.errorf(0, "the tune unrolls to more than %d symbols: voice %s is cut there", layout.MaxPlayed, v.Id)
	}
	steps := 0
	for _, s := range played {
		steps += s.To - s.From
	}
	pl.left -= steps
	f.layers[0].Events = pl.takeEvents(steps)
	if v.Lyrics {
		f.times = make([]int, len(v.Items))
	}
	for _, s := range played {
		for i := s.From; i < s.To && !f.tooLong(); i++ {
			f.item(i)
		}
	}
	if f.tooLong() {
		pl.errorf(0, "voice %s is longer than %d quarter notes: cut there", v.Id, music.MaxLength)
	}
	if f.first {
		pl.back.endBar(f.now)
	}
	for i := range f.layers {
		if i == 0 || len(f.layers[i].Events) > 0 {
			pl.score.Voices = append(pl.score.Voices, f.layers[i])
		}
	}
	for _, end := range []music.Fraction{f.now, f.over} {
		if pl.score.Length.Less(end) {
			pl.score.Length = end
		}
	}
}

func (f *performer) tooLong() bool { return f.now.Num() > music.MaxLength*f.now.Den() }

// item plays one item.
func (f *performer) item(i int) {
	it := &f.v.Items[i]
	if it.Ctx != f.ctx && it.Lasts() {
		f.change(it.Ctx)
	}
	now := f.clock(it)
	switch it.Kind {
	case layout.ItemSound:
		f.chordSymbol(it)
		f.sound(it, i)
	case layout.ItemRest:
		f.chordSymbol(it)
		f.held[it.Layer] = f.held[it.Layer][:0]
		*now = now.Add(it.Length)
	case layout.ItemBar, layout.ItemPart:
		if f.first {
			f.back.bar(f.now, it.Ctx)
		}
	case layout.ItemOverlay:
		if f.over = f.now.Sub(it.Length); f.over.Num() < 0 {
			f.over = music.Fraction{} // a jump has cut the bars it goes back over
		}
	case layout.ItemControl:
		f.control(score.Control{At: f.now, Status: it.Data[0], Data: [2]byte{it.Data[1], it.Data[2]}})
	}
}

// clock is the time in an item's layer.
func (f *performer) clock(it *layout.Item) *music.Fraction {
	if it.Layer > 0 {
		return &f.over
	}
	return &f.now
}

func (f *performer) control(c score.Control) {
	f.layers[0].Controls = append(f.layers[0].Controls, c)
}

// change notes what a new setting changes from here on.
func (f *performer) change(c *layout.Setting) {
	old := f.ctx
	f.ctx, f.plain = c, !f.o.Ornaments && !c.Midi.Trim.Positive()
	s := f.score
	if old == nil {
		f.layers[0].Program = max(c.Midi.Program, 0)
		for i := range f.layers {
			f.layers[i].Program = f.layers[0].Program
		}
		f.layers[0].Channel = c.Midi.Channel
	} else if c.Midi.Program != old.Midi.Program && c.Midi.Program >= 0 && f.o.Program == 0 {
		f.control(score.Control{At: f.now, Status: 0xc0, Data: [2]byte{byte(c.Midi.Program)}})
	}
	if c.Tempo.Positive() && (old == nil && f.first || old != nil && old.Tempo != c.Tempo) {
		s.Tempos = append(s.Tempos, score.TempoChange{At: f.now, Quarters: c.Tempo})
	}
	if !f.first {
		return
	}
	if (old == nil || old.Meter != c.Meter) && !c.Meter.Free {
		s.Meters = append(s.Meters, score.MeterChange{At: f.now, Meter: c.Meter})
	}
	if old == nil || old.Key != c.Key {
		s.Keys = append(s.Keys, score.KeyChange{At: f.now, Sharps: max(-7, min(7, c.Key.Sharps)), Minor: c.Key.Mode == music.Minor})
	}
	f.back.setting(f.now, c)
}

// chordSymbol hands a chord symbol on to the accompaniment.
func (f *performer) chordSymbol(it *layout.Item) {
	if it.Symbol != nil && it.Layer == 0 {
		f.back.symbol(f.now, it.Symbol, f.v)
	}
}

// sound plays a note or chord: graces before it, ties joined to what they
// continue.
func (f *performer) sound(it *layout.Item, i int) {
	if f.plain && plain(it) && len(f.held[0]) == 0 && f.now.Den()*it.Length.Den() <= music.MaxDenominator {
		f.note(&f.layers[0], f.now, it.Length, &it.Tones[0], it.Velocity)
		f.now = f.now.Add(it.Length)
		return
	}
	layer := &f.layers[it.Layer]
	now := f.clock(it)
	start, end := *now, now.Add(it.Length)
	*now = end
	if !start.Less(end) { // halved out of existence
		return
	}
	held := f.held[it.Layer]
	onset, fresh := start, !continues(held, it.Tones, start)
	if it.Extra != nil {
		if fresh {
			onset = f.graces(it, layer, start)
		}
		f.lyric(it, i, onset)
	}
	duration := it.Length
	if onset != start || start.Den()*it.Length.Den() > music.MaxDenominator { // or end may be rounded
		duration = end.Sub(onset)
	}
	if f.o.Ornaments && it.Deco&layout.DecoFermata != 0 {
		f.hold(start, end)
	}
	if f.o.Ornaments && it.Deco != 0 && fresh && f.ornament(it, layer, onset, duration) {
		f.held[it.Layer] = held[:0]
		return
	}
	sounding := f.articulated(it, duration)
	begun := len(layer.Events)
	kept := f.spare[:0]
	for i := range it.Tones {
		t := &it.Tones[i]
		h := heldTone{t.Step, t.Cents, len(layer.Events), end}
		if k := continued(held, t, start); k >= 0 {
			h.event, h.cents = held[k].event, held[k].cents
			held[k].end = music.Fraction{} // of a unison, the other note continues the other one
			e := &layer.Events[h.event]
			e.Duration = end.Sub(e.Onset)
		} else if t.Tie {
			f.note(layer, onset, duration, t, it.Velocity)
		} else {
			f.note(layer, onset, sounding, t, it.Velocity)
		}
		if t.Tie {
			kept = append(kept, h)
		}
	}
	f.held[it.Layer], f.spare = kept, held
	if f.o.Ornaments && it.Deco&layout.DecoArpeggio != 0 && fresh && len(kept) == 0 {
		arpeggiate(layer.Events[begun:], sounding)
	}
}

// plain reports whether an item is a note and nothing more, as most are.
func plain(it *layout.Item) bool {
	return it.Layer == 0 && it.Extra == nil && it.Deco == 0 && len(it.Tones) == 1 && !it.Tones[0].Tie && it.Length.Positive()
}

// continued returns which of the held tones a tone at a moment is tied to, -1
// for none: one of the same step, whose accidental it takes over, or one that
// sounds the same. A - to any other note is a slur (section 4.11).
func continued(held []heldTone, t *layout.Tone, start music.Fraction) int {
	for i := range held {
		if h := &held[i]; h.end == start && (h.step == t.Step && !t.Written || h.cents == t.Cents) {
			return i
		}
	}
	return -1
}

// continues reports whether any of the tones is tied to a held one.
func continues(held []heldTone, tones []layout.Tone, start music.Fraction) bool {
	for i := range tones {
		if len(held) > 0 && continued(held, &tones[i], start) >= 0 {
			return true
		}
	}
	return false
}

// articulated is how long a note sounds: staccato half its length, and cut
// by %%MIDI trim.
func (f *performer) articulated(it *layout.Item, d music.Fraction) music.Fraction {
	if it.Deco&layout.DecoStaccato != 0 {
		d = d.Times(1, 2)
	}
	if it.Ctx.Midi.Trim.Positive() {
		if trim := it.Ctx.Midi.Trim.Mul(it.Ctx.Quarter); trim.Less(d) {
			d = d.Sub(trim)
		}
	}
	return d
}

// note adds a sounding note to a voice. A quarter tone is a bend up from the key
// below it, or down from the key above if it is a flattened note.
func (pl *player) note(v *score.Voice, onset, duration music.Fraction, t *layout.Tone, velocity uint8) {
	cents := int(t.Cents) + pl.o.Transpose*100
	key, bend := cents/100, cents%100
	if bend != 0 && t.Flat {
		key, bend = key+1, bend-100
	}
	v.Add(onset, duration, music.FoldKey(key), velocity).Cents = int8(bend)
}

// graces plays the grace notes of an item, which take their time from it, and
// returns where the note itself begins. They take half of it at most.
func (f *performer) graces(it *layout.Item, layer *score.Voice, start music.Fraction) music.Fraction {
	gs := it.Extra.Graces
	if len(gs) == 0 {
		return start
	}
	m := &it.Ctx.Midi
	var total music.Fraction
	for _, g := range gs {
		total = total.Add(g.Length)
	}
	scale := music.NewFraction(1, int64(m.GraceDivider))
	limit := it.Length.Times(1, 2)
	if m.GraceShare.Positive() {
		limit = it.Length.Mul(m.GraceShare)
		scale = limit.Mul(music.NewFraction(total.Den(), total.Num()))
	} else if limit.Less(total.Mul(scale)) {
		scale = limit.Mul(music.NewFraction(total.Den(), total.Num()))
	}
	at := start
	for _, g := range gs {
		d := g.Length.Mul(scale)
		if !d.Positive() {
			continue
		}
		for i := range g.Tones {
			f.note(layer, at, d, &g.Tones[i], it.Velocity)
		}
		at = at.Add(d)
	}
	return at
}

// lyric sings the verse of this time through.
func (f *performer) lyric(it *layout.Item, i int, at music.Fraction) {
	words := it.Extra.Lyrics
	if len(words) == 0 {
		return
	}
	verse := f.times[i] % len(words)
	f.times[i]++
	if words[verse] != "" {
		l := &f.layers[it.Layer]
		l.Lyrics = append(l.Lyrics, score.Lyric{At: at, Text: words[verse]})
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
			slices.SortStableFunc(s.Voices[i].Events, func(a, b score.Event) int { return a.Onset.Cmp(b.Onset) })
		}
	}
	s.Tempos = settleTempos(s.Tempos)
	if len(s.Tempos) == 0 || s.Tempos[0].At.Positive() {
		s.Tempos = slices.Insert(s.Tempos, 0, score.TempoChange{Quarters: music.NewFraction(score.DefaultTempo, 1)})
	}
	pl.o.Override(s)
	pl.bars, pl.symbols, pl.changes = pl.back.bars, pl.back.symbols, pl.back.changes
	playerMemories.Put(pl.playerMemory)
}

// settleTempos puts the changes of all voices in order; of those at one moment
// the last counts, and one that changes nothing is dropped.
func settleTempos(list []score.TempoChange) []score.TempoChange {
	slices.SortStableFunc(list, func(a, b score.TempoChange) int { return a.At.Cmp(b.At) })
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

// Score plays the tune. It always returns a score, if an empty one; the
// error, if any, is an ErrorList of what could not be played as written.
func Play(t *abc.Tune, o score.Options) (*score.Score, error) {
	l := layout.Lay(t)
	l.ShareStructure()
	pl := newPlayer(l, o)
	if l.Crowded {
		pl.errorf(0, "more than %d voices: the music of the others is taken as the last one's", layout.MaxVoices)
	}
	for _, v := range l.Voices {
		v.Measure()
		pl.voice(v)
	}
	pl.finish()
	l.Release()
	pl.errs.Sort()
	return pl.score, pl.errs.Err()
}
