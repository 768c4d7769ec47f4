package play

import (
	"slices"

	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays what Options.Ornaments asks for: trills, rolls, mordents, turns,
// arpeggios and fermatas (ABC 2.1 section 4.14).

// ornamentNote is one note of an ornament.
type ornamentNote struct {
	step  int            // in the scale of the key, from the main note
	share music.Fraction // of the main note's length
}

func share(num, den int64) music.Fraction { return music.NewFraction(num, den) }

// The ornaments that divide a note in fixed shares. A long roll is for a dotted
// quarter note or more.
var (
	longRoll  = []ornamentNote{{0, share(1, 3)}, {1, share(1, 12)}, {0, share(1, 4)}, {-1, share(1, 12)}, {0, share(1, 4)}}
	shortRoll = []ornamentNote{{1, share(1, 8)}, {0, share(3, 8)}, {-1, share(1, 8)}, {0, share(3, 8)}}
	turn      = []ornamentNote{{1, share(1, 4)}, {0, share(1, 4)}, {-1, share(1, 4)}, {0, share(1, 4)}}
)

// trillNote is the length of one note of a trill or mordent in quarter notes: a
// thirty-second note.
var trillNote = music.NewFraction(1, 8)

// maxTrillPairs bounds the pairs of notes of a trill.
const maxTrillPairs = 512

// figure returns the ornament of a note of a length in quarter notes, nil if it has
// none. Of several decorations the first of trill, roll, mordents and turn counts.
func figure(deco layout.DecorationSet, length music.Fraction) []ornamentNote {
	quick := trillNote
	if limit := length.Times(1, 4); limit.Less(quick) {
		quick = limit
	}
	mordent := func(step int) []ornamentNote {
		n := quick.Div(length)
		return []ornamentNote{{0, n}, {step, n}, {0, music.NewFraction(1, 1).Sub(n).Sub(n)}}
	}
	switch {
	case deco&layout.DecoTrill != 0:
		n := length.Div(quick)
		pairs := max(n.Num()/n.Den()/2, 1)
		each := share(1, 2*pairs)
		var parts []ornamentNote
		for range min(pairs, maxTrillPairs) {
			parts = append(parts, ornamentNote{1, each}, ornamentNote{0, each})
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

// ornament plays a note's ornament in place of the note. It reports whether there
// was one to play: chords, tied notes and notes too short to divide have none.
func (f *voicePlayer) ornament(it *layout.Item, layer *score.Voice, onset, length music.Fraction) bool {
	if len(it.Tones) != 1 || it.Tones[0].Tie || !length.Positive() {
		return false
	}
	parts := figure(it.Decorations, length)
	if slices.ContainsFunc(parts, func(p ornamentNote) bool { return !length.Mul(p.share).Positive() }) {
		return false
	}
	main := it.Tones[0]
	for _, p := range parts {
		d := length.Mul(p.share)
		t := neighbour(main, p.step, it.Setting.Key)
		f.note(layer, onset, d, &t, it.Velocity)
		onset = onset.Add(d)
	}
	return parts != nil
}

// neighbour returns the tone some steps of the key's scale away from t.
func neighbour(t layout.Tone, steps int, key *music.Key) layout.Tone {
	if steps == 0 {
		return t
	}
	from, _ := music.SplitStep(int(t.Step))
	to, _ := music.SplitStep(int(t.Step) + steps)
	inKey := int32(music.StepCents(int(t.Step)) + key.Cents[from])
	shift := t.Cents - inKey // of the staff, and of an accidental
	if t.Written {
		shift -= shift % 1200 // the accidental does not move the neighbour; octaves do
	}
	t.Cents = int32(music.StepCents(int(t.Step)+steps)+key.Cents[to]) + shift
	return t
}

// arpeggiate spreads the notes of a chord of a length, in the order they are
// written: each begins a thirty-second note after the one before it, or less if
// that would spread them over more than half of the chord. They end together.
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

// holdFermata halves the tempo while a fermata lasts, so that all voices wait
// together.
func (f *voicePlayer) holdFermata(from, to music.Fraction) {
	tempo := f.setting.Tempo
	if !tempo.Positive() {
		tempo = music.NewFraction(score.DefaultTempo, 1)
	}
	slow := score.TempoChange{At: from, Quarters: tempo.Times(1, 2)}
	if f.fermatas[slow] {
		return // another voice has a fermata here too
	}
	if f.fermatas == nil {
		f.fermatas = map[score.TempoChange]bool{}
	}
	f.fermatas[slow] = true
	f.score.Tempos = append(f.score.Tempos, slow, score.TempoChange{At: to, Quarters: tempo})
}
