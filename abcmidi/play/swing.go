package play

import (
	"strings"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays what Options.Swing asks for: hornpipes and their like with uneven
// eighth notes.

// swungRhythms are the words of R: that call for swing.
var swungRhythms = []string{"hornpipe", "schottische", "barndance", "barn dance", "highland", "swing"}

// swings reports whether a bar of a meter is swung. The meter must be simple and
// even, and R: must name a swung rhythm or be missing.
func swings(rhythm string, m *music.Meter) bool {
	if m.Free || m.Compound() || m.Num()%2 != 0 {
		return false
	}
	r := strings.ToLower(rhythm)
	for _, name := range swungRhythms {
		if strings.Contains(r, name) {
			return true
		}
	}
	return r == ""
}

// swing plays the two eighth notes of a beat two to one, in every melody voice.
func (pl *player) swing() {
	bars := pl.timeline.bars
	for i := range pl.score.Voices {
		if v := &pl.score.Voices[i]; v.Role == score.Melody {
			swingVoice(v, bars, pl.rhythm)
		}
	}
}

var half = music.NewFraction(1, 2)

// swingVoice delays the notes that begin in the middle of a beat, a quarter note,
// by a sixth of it. A beat that is divided anywhere else stays as it is written.
func swingVoice(v *score.Voice, bars []playedBar, rhythm string) {
	events := v.Events
	beats := beatFinder{bars: bars, rhythm: rhythm}
	// Beats are known by the time they begin at.
	divided := map[music.Fraction]bool{} // a note begins at another place than the middle
	middle := map[music.Fraction]bool{}  // a note begins in the middle
	for i := range events {
		if beat, in, ok := beats.find(events[i].Onset); ok && !in.IsZero() {
			if in == half {
				middle[beat] = true
			} else {
				divided[beat] = true
			}
		}
	}
	// The first half of a swung beat is stretched by 4/3, the second shrunk by 2/3.
	swung := func(at music.Fraction) music.Fraction {
		beat, in, ok := beats.find(at)
		switch {
		case !ok || !middle[beat] || divided[beat]:
			return at
		case in.Less(half):
			return beat.Add(in.Times(4, 3))
		}
		return beat.Add(music.NewFraction(2, 3)).Add(in.Sub(half).Times(2, 3))
	}
	move := func(onset, duration *music.Fraction) {
		from, to := swung(*onset), swung(onset.Add(*duration))
		if from.Less(to) { // it may not be where a bar ends within a beat
			*onset, *duration = from, to.Sub(from)
		}
	}
	for i := range events {
		move(&events[i].Onset, &events[i].Duration)
	}
	for i := range v.Marks {
		move(&v.Marks[i].At, &v.Marks[i].Length)
	}
}

// beatFinder finds the beats that times lie in. It is quick for times that are
// nearly in order.
type beatFinder struct {
	bars   []playedBar
	rhythm string
	bar    int // that the latest time was in
}

// find returns when the beat that a time lies in begins, and how far into the beat
// the time is; ok is false if that beat is not swung.
func (b *beatFinder) find(at music.Fraction) (beat, inBeat music.Fraction, ok bool) {
	for b.bar > 0 && at.Less(b.bars[b.bar].start) {
		b.bar--
	}
	for b.bar+1 < len(b.bars) && !at.Less(b.bars[b.bar].end) {
		b.bar++
	}
	if len(b.bars) == 0 || !swings(b.rhythm, b.bars[b.bar].setting.Meter) {
		return at, music.Fraction{}, false
	}
	bar := &b.bars[b.bar]
	inBeat = at.Sub(bar.start).Add(bar.phase).Mod(music.NewFraction(1, 1))
	return at.Sub(inBeat), inBeat, true
}
