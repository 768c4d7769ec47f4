package play

import (
	"slices"
	"strings"

	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays what the score's options ask for beyond the notes: trills,
// rolls, mordents and turns (ABC 2.1 section 4.14), fermatas, and the swing
// of hornpipes. None of it is done unless it is asked for.

// part is one note of an ornament: the steps from the main note, and its
// share of the whole.
type part struct {
	step  int
	share music.Fraction
}

func share(num, den int64) music.Fraction { return music.NewFraction(num, den) }

// figures are the ornaments that divide a note in fixed shares.
var (
	longRoll  = []part{{0, share(1, 3)}, {1, share(1, 12)}, {0, share(1, 4)}, {-1, share(1, 12)}, {0, share(1, 4)}}
	shortRoll = []part{{1, share(1, 8)}, {0, share(3, 8)}, {-1, share(1, 8)}, {0, share(3, 8)}}
	turn      = []part{{1, share(1, 4)}, {0, share(1, 4)}, {-1, share(1, 4)}, {0, share(1, 4)}}
)

// trillNote is the length of one note of a trill or mordent, in quarter
// notes: a thirty-second.
var trillNote = music.NewFraction(1, 8)

// figure is the ornament of a note of some length, nil for none.
func figure(deco layout.DecoSet, length music.Fraction) []part {
	quick := trillNote
	if limit := length.Times(1, 4); limit.Less(quick) {
		quick = limit
	}
	mordent := func(step int) []part {
		n := quick.Mul(music.NewFraction(length.Den(), length.Num()))
		return []part{{0, n}, {step, n}, {0, music.NewFraction(1, 1).Sub(n).Sub(n)}}
	}
	switch {
	case deco&layout.DecoTrill != 0:
		n := length.Mul(music.NewFraction(quick.Den(), quick.Num()))
		pairs := max(n.Num()/n.Den()/2, 1)
		each := share(1, 2*pairs)
		var parts []part
		for range min(pairs, 512) {
			parts = append(parts, part{1, each}, part{0, each})
		}
		return parts
	case deco&layout.DecoRoll != 0 && length.Less(music.NewFraction(3, 2)):
		return shortRoll
	case deco&layout.DecoRoll != 0:
		return longRoll
	case deco&layout.DecoUpperMordent != 0:
		return mordent(1)
	case deco&layout.DecoLowerMordent != 0:
		return mordent(-1)
	case deco&layout.DecoTurn != 0:
		return turn
	}
	return nil
}

// ornament plays a note's ornament in place of it; false if it has none.
func (f *performer) ornament(it *layout.Item, layer *score.Voice, onset, length music.Fraction) bool {
	if len(it.Tones) != 1 || it.Tones[0].Tie || !length.Positive() {
		return false
	}
	parts := figure(it.Deco, length)
	if slices.ContainsFunc(parts, func(p part) bool { return !length.Mul(p.share).Positive() }) {
		return false // too short to be divided
	}
	main := it.Tones[0]
	for _, p := range parts {
		d := length.Mul(p.share)
		t := neighbour(main, p.step, it.Ctx.Key)
		f.note(layer, onset, d, &t, it.Velocity)
		onset = onset.Add(d)
	}
	return parts != nil
}

// neighbour is the note a few steps of the key's scale away.
func neighbour(t layout.Tone, steps int, key *music.Key) layout.Tone {
	if steps == 0 {
		return t
	}
	old, _ := music.SplitStep(int(t.Step))
	new, _ := music.SplitStep(int(t.Step) + steps)
	plain := int32(music.StepCents(int(t.Step)) + key.Cents[old])
	shift := t.Cents - plain // the staff's, and an accidental's
	if shift%1200 != 0 && t.Written {
		shift -= shift % 1200
	}
	t.Cents = int32(music.StepCents(int(t.Step)+steps)+key.Cents[new]) + shift
	return t
}

// arpeggiate spreads a chord's notes as they are written, each a thirty-second
// behind the one before, and all to the same end.
func arpeggiate(events []score.Event, length music.Fraction) {
	step := trillNote
	if limit := length.Times(1, int64(2*len(events))); limit.Less(step) {
		step = limit
	}
	for i := range events {
		by := step.Times(int64(i), 1)
		if left := events[i].Duration.Sub(by); left.Positive() {
			events[i].Onset, events[i].Duration = events[i].Onset.Add(by), left
		}
	}
}

// hold halves the tempo while a fermata lasts, so that all voices wait
// together.
func (f *performer) hold(from, to music.Fraction) {
	tempo := f.ctx.Tempo
	if !tempo.Positive() {
		tempo = music.NewFraction(score.DefaultTempo, 1)
	}
	s := f.score
	for _, t := range s.Tempos {
		if t.At == from && t.Quarters == tempo.Times(1, 2) {
			return // another voice holds here already
		}
	}
	s.Tempos = append(s.Tempos, score.TempoChange{At: from, Quarters: tempo.Times(1, 2)}, score.TempoChange{At: to, Quarters: tempo})
}

// swings reports whether a tune is one that is swung: a hornpipe or its like
// by R:, or, where R: is silent, any tune in two or four.
func swings(rhythm string, m *music.Meter) bool {
	if m.Free || m.Compound() || m.Num()%2 != 0 {
		return false
	}
	r := strings.ToLower(rhythm)
	for _, name := range []string{"hornpipe", "schottische", "barndance", "barn dance", "highland", "swing"} {
		if strings.Contains(r, name) {
			return true
		}
	}
	return r == ""
}

// swing makes each pair of eighths on a beat two to one. A beat that has any
// other division is left as it is written.
func (pl *player) swing() {
	bars := pl.back.bars
	for i := range pl.score.Voices {
		if v := &pl.score.Voices[i]; v.Role == score.Melody {
			swingVoice(v.Events, bars, pl.rhythm)
		}
	}
}

var half = music.NewFraction(1, 2)

// swingVoice delays what begins in the middle of a beat by a sixth of it, where
// nothing else divides the beat.
func swingVoice(events []score.Event, bars []playedBar, rhythm string) {
	divided := map[music.Fraction]bool{} // beats with a division that is not in two
	middle := map[music.Fraction]bool{}  // beats with a note that begins in their middle
	bar := 0
	place := func(at music.Fraction) (beat, inBeat music.Fraction, ok bool) {
		for bar > 0 && at.Less(bars[bar].start) {
			bar--
		}
		for bar+1 < len(bars) && !at.Less(bars[bar].end) {
			bar++
		}
		if len(bars) == 0 || !swings(rhythm, bars[bar].ctx.Meter) {
			return at, music.Fraction{}, false
		}
		inBar := at.Sub(bars[bar].start).Add(bars[bar].phase)
		inBeat = inBar.Mod(music.NewFraction(1, 1))
		return at.Sub(inBeat), inBeat, true
	}
	for i := range events {
		if beat, in, ok := place(events[i].Onset); ok && !in.IsZero() {
			if in == half {
				middle[beat] = true
			} else {
				divided[beat] = true
			}
		}
	}
	// A swung beat runs at 4/3 of its pace to its middle and at 2/3 behind it.
	moved := func(at music.Fraction) music.Fraction {
		beat, in, ok := place(at)
		switch {
		case !ok || !middle[beat] || divided[beat]:
			return at
		case in.Less(half):
			return beat.Add(in.Times(4, 3))
		}
		return beat.Add(music.NewFraction(2, 3)).Add(in.Sub(half).Times(2, 3))
	}
	for i := range events {
		e := &events[i]
		onset, end := moved(e.Onset), moved(e.Onset.Add(e.Duration))
		if onset.Less(end) { // where bars break off in mid-beat, their beats may cross
			e.Onset, e.Duration = onset, end.Sub(onset)
		}
	}
}
