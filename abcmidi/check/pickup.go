package check

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file tells short bars that are right from short bars that are wrong. A
// pickup and the bar at the other end of its section share one bar: in the
// order of playing, short bars behind each other add up to a whole one.
//
//	d|GABc dedB|dedB G3:|    3 + 1 = 4, whenever the repeat goes back
//	GABc dedB|dedB G3:|      3 + 4: a beat is missing
//
// The bar a tune begins with has nothing before it, and its last bar nothing
// behind it but, when the tune is played again, that beginning. In 2,480 tunes
// that people wrote some 3,100 such pairs add up, and 30 do not.

// playedSegment is what is played between two bar lines.
type playedBar struct {
	item         int // its first note or rest
	length, full music.Fraction
}

func (s *playedBar) short() bool { return s.full.Positive() && s.length.Less(s.full) }

// mostChecked bounds the items looked at in the order of playing.
const mostChecked = 100_000

// segments returns a voice's segments in the order they are played.
func playedBars(v *layout.Voice, order *abc.PartOrder) []playedBar {
	var segments []playedBar
	var cur playedBar
	played, _ := v.Unroll(order, mostChecked)
	for _, s := range played {
		for i := s.From; i < s.To; i++ {
			it := &v.Items[i]
			switch {
			case it.EndsBar() && cur.length.Positive():
				segments = append(segments, cur)
				cur = playedBar{}
			case it.Layer == 0 && it.Lasts():
				if cur.length.IsZero() {
					cur.item, cur.full = i, it.Setting.BarLength
				}
				cur.length = cur.length.Add(it.Length)
			}
		}
	}
	if cur.length.Positive() {
		segments = append(segments, cur)
	}
	return segments
}

// incomplete returns the runs of short bars that do not make a whole one, by
// the item each finding belongs to: the first bar of the run that is not made
// whole elsewhere, or its first bar.
func incomplete(v *layout.Voice, order *abc.PartOrder) map[int]shortRun {
	segments := playedBars(v, order)
	whole := map[int]bool{}
	var wrong []shortRun
	for i := 0; i < len(segments); {
		if !segments[i].short() {
			i++
			continue
		}
		run := shortRun{bars: segments[i:]}
		for n := range run.bars {
			if !run.bars[n].short() {
				run.bars = run.bars[:n]
				break
			}
		}
		i += len(run.bars)
		run.first, run.last = i == len(run.bars), i == len(segments)
		switch {
		case run.sums(segments[0]):
			for _, s := range run.bars {
				whole[s.item] = true
			}
		case !run.allowed():
			wrong = append(wrong, run)
		}
	}
	found := map[int]shortRun{}
	for _, run := range wrong {
		at := run.bars[0].item
		for _, s := range run.bars {
			if !whole[s.item] {
				at = s.item
				break
			}
		}
		if _, known := found[at]; !known {
			found[at] = run
		}
	}
	return found
}

// shortRun is short bars behind each other in the order of playing.
type shortRun struct {
	bars    []playedBar
	first, last bool // of the tune
}

func (r *shortRun) sum() (sum music.Fraction) {
	for i := range r.bars {
		sum = sum.Add(r.bars[i].length)
	}
	return sum
}

// sums reports whether the run makes a whole bar, at the end of the tune with
// the one the tune begins with.
func (r *shortRun) sums(beginning playedBar) bool {
	sum := r.sum()
	full := r.bars[len(r.bars)-1].full
	return sum == full || sum == r.bars[0].full ||
		r.last && beginning.short() && sum.Add(beginning.length) == full
}

// allowed reports whether the run stands where nothing is before it or behind
// it, and its length is what musicians write there: up to three quarters of a
// bar for a pickup, at least half a bar to end on.
func (r *shortRun) allowed() bool {
	sum, full := r.sum(), r.bars[0].full
	return r.first && sum.Cmp(full.Times(3, 4)) <= 0 || r.last && sum.Cmp(full.Times(1, 2)) >= 0
}
