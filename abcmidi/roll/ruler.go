package roll

import (
	"fmt"
	"math"
	"sort"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// ruler cuts the time of a score into rows. Its unit is a quarter note, or a second in
// free meter.
type ruler struct {
	at    func(music.Fraction) float64 // a time of the score in units
	rows  []row
	span  float64 // length of the longest row, and what it is indented by
	about string  // how long the score is
}

// row is a row of the picture, in units.
type row struct {
	from, to float64
	indent   float64 // what other rows begin earlier with: a pickup
	lines    []line
}

// line is a vertical line of the grid.
type line struct {
	at    float64
	label string // of a bar or a second; "" for a beat
	rank  int    // counts the bars or seconds from 0: where there is no room, only every second, fourth and so on is drawn
}

const (
	manyRows  = 16 // from which a row has twice as much in it
	maxRows   = 48
	roomy     = 0.75   // quarter notes in a centimeter of a row, at most
	roomySecs = 1. / 3 // seconds in a centimeter
	narrowest = 8      // quarter notes in a row, at least
)

// newRuler returns the ruler of a score that ends at end.
func newRuler(s *score.Score, o Options, end music.Fraction) *ruler {
	clock := score.NewClock(s)
	length := clockTime(clock.Seconds(end))
	if bars := barsOf(s, end); len(bars) > 0 {
		r := barRuler(bars, o.Width)
		count := bars[len(bars)-1].number
		r.about = length
		switch {
		case count == 1:
			r.about = "1 bar, " + length
		case count > 1:
			r.about = fmt.Sprintf("%d bars, %s", count, length)
		}
		return r
	}
	r := secondRuler(clock.Seconds(end), o.Width)
	r.at, r.about = clock.Seconds, length
	return r
}

// clockTime returns a time in seconds as minutes and seconds: 1:05.
func clockTime(seconds float64) string {
	whole := int64(math.Round(min(seconds, 1e15)))
	return fmt.Sprintf("%d:%02d", whole/60, whole%60)
}

// barRuler returns a ruler of rows of 1, 2, 4, 8 or more bars.
func barRuler(bars []bar, width float64) *ruler {
	r := &ruler{at: music.Fraction.Float, span: narrowest}
	first := 0 // bars before the first row's own
	if len(bars) > 1 && !bars[0].phase.IsZero() {
		first = 1
	}
	length := bars[first].to.Sub(bars[first].from).Float()
	n := 1
	for 2*float64(n)*length <= roomy*width {
		n *= 2
	}
	n *= int(denser(float64(len(bars)-first) / float64(n)))
	pickup := bars[first].from.Float() - bars[0].from.Float()
	for from := 0; from < len(bars); {
		to, indent := min(from+n, len(bars)), pickup
		if from == 0 {
			to, indent = min(first+n, len(bars)), 0
		}
		r.addBars(bars[from:to], indent)
		from = to
	}
	return r
}

// denser returns how many times as much has to be in a row, a power of two, if there
// would be so many rows.
func denser(rows float64) float64 {
	times := 1.
	if rows > manyRows {
		times = 2
	}
	for rows > maxRows*times {
		times *= 2
	}
	return times
}

// addBars adds a row of bars.
func (r *ruler) addBars(bars []bar, indent float64) {
	next := row{from: bars[0].from.Float(), to: bars[len(bars)-1].to.Float(), indent: indent}
	for _, b := range bars {
		if b.number > 0 {
			next.lines = append(next.lines, line{b.from.Float(), fmt.Sprint(b.number), b.number - 1})
		}
		beats := 0
		for at := b.from.Sub(b.phase).Add(b.beat); b.beat.Positive() && at.Less(b.to) && beats < maxBeats; at = at.Add(b.beat) {
			if b.from.Less(at) {
				next.lines = append(next.lines, line{at: at.Float()})
			}
			beats++
		}
	}
	r.span = max(r.span, next.to-next.from+indent)
	r.rows = append(r.rows, next)
}

// maxBeats is how many beats of a bar are drawn.
const maxBeats = 32

// secondRuler returns a ruler of rows of some seconds.
func secondRuler(length, width float64) *ruler {
	r := &ruler{span: math.Ceil(roomySecs * width)}
	if length <= 0 {
		length = r.span
	}
	r.span *= denser(length / r.span)
	step := 1.
	for r.span/step > 64 {
		step *= 2
	}
	rank := 0
	for from := 0.; from < length; from += r.span {
		next := row{from: from, to: min(from+r.span, length)}
		for at := from; at < next.to; at += step {
			next.lines = append(next.lines, line{at, clockTime(at), rank})
			rank++
		}
		r.rows = append(r.rows, next)
	}
	return r
}

// find returns the row that a time is in; the last one for later times.
func (r *ruler) find(at float64) int {
	i := sort.Search(len(r.rows), func(i int) bool { return at < r.rows[i].to })
	return min(i, len(r.rows)-1)
}

// ends returns the row that what ends at a time ends in: not the one that begins then.
func (r *ruler) ends(at float64) int {
	i := sort.Search(len(r.rows), func(i int) bool { return at <= r.rows[i].to })
	return min(i, len(r.rows)-1)
}
