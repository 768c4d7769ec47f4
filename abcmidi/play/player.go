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

// This file plays a whole tune: its voices, then what is made from all of them.

// Play turns a tune into a score. The score is never nil, but it may be empty.
// The error, if there is one, is an [abc.ErrorList] of what could not be played
// as written.
func Play(t *abc.Tune, o score.Options) (*score.Score, error) {
	l := layout.Lay(t)
	l.ShareSigns()
	pl := newPlayer(l, o)
	if l.Crowded {
		pl.errorf(0, "more than %d voices: the music of the others is taken as the last one's", layout.MaxVoices)
	}
	for _, p := range l.Programs {
		pl.programs = append(pl.programs, channelProgram{channel: p.Channel, program: p.Program})
	}
	for _, v := range l.Voices {
		v.Measure()
		pl.voice(v)
	}
	pl.finish()
	l.Release()
	s, errs, m := pl.score, pl.errs, pl.memory
	m.player = player{}
	memories.Put(m)
	errs.Sort()
	return s, errs.Err()
}

// player turns the voices of a layout into a score.
type player struct {
	tune     *abc.Tune
	o        score.Options
	score    *score.Score
	order    *abc.PartOrder
	rhythm   string // R:
	errs     abc.ErrorList
	timeline timeline
	fermatas map[score.TempoChange]bool               // where the tempo is halved; nil if nowhere
	left     int                                      // items that may still be played
	programs []channelProgram                         // %%MIDI program with a channel
	backing  [layout.ChordBacking + 1][]score.Control // for the accompaniment, by Backing
	unsorted bool                                     // events may not be in the order of time
	*memory
}

// channelProgram is %%MIDI program with a channel, when it is played. All count from 0.
type channelProgram struct {
	at               music.Fraction
	channel, program int
}

func newPlayer(l *layout.Layout, o score.Options) *player {
	m := memories.Get().(*memory)
	s := m.takeScore()
	s.Title, s.Voices = l.Tune.Title(), slices.Grow(s.Voices, len(l.Voices)+2)
	m.player = player{
		tune: l.Tune, o: o, score: s,
		order: l.Order, rhythm: l.Rhythm, left: layout.MaxPlayed, unsorted: o.Swing,
		timeline: timeline{bars: slab.Kept(m.bars), symbols: slab.Kept(m.symbols), changes: slab.Kept(m.changes)},
		memory:   m,
	}
	return &m.player
}

func (pl *player) errorf(pos abc.Pos, format string, args ...any) {
	pl.errs = append(pl.errs, &abc.Error{Pos: pl.tune.Position(pos), Msg: fmt.Sprintf(format, args...)})
}

// finish adds what depends on all voices: swing, accompaniment, tempos, and what
// the options override.
func (pl *player) finish() {
	s := pl.score
	pl.timeline.findPhases()
	if pl.o.Marks {
		for _, bar := range pl.timeline.bars {
			s.Bars = append(s.Bars, bar.start)
		}
	}
	if pl.o.Swing {
		pl.swing()
	}
	pl.accompany()
	pl.drums()
	pl.drones()
	var channels []uint8
	if len(pl.programs) > 0 {
		channels = s.Channels()
	}
	for _, p := range pl.programs {
		s.SetProgram(channels, p.at, p.channel, p.program)
	}
	if pl.unsorted {
		// The notes of an overlay that is longer than its bar may begin after
		// those of the next overlay.
		for i := range s.Voices {
			slices.SortStableFunc(s.Voices[i].Events, func(a, b score.Event) int { return a.Onset.Cmp(b.Onset) })
		}
	}
	s.Tempos = settleTempos(s.Tempos)
	if len(s.Tempos) == 0 || s.Tempos[0].At.Positive() {
		s.Tempos = slices.Insert(s.Tempos, 0, score.TempoChange{Quarters: music.NewFraction(score.DefaultTempo, 1)})
	}
	pl.o.Override(s)
	pl.bars, pl.symbols, pl.changes = pl.timeline.bars, pl.timeline.symbols, pl.timeline.changes
}

// settleTempos puts the tempo changes of all voices in order. Of several at one
// time it keeps the last, and it drops those that change nothing.
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
