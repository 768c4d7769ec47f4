package notetext

import (
	"charabanc/abcmidi/smf"
)

// barLines finds the bar lines of a performance on a grid.
type barLines struct {
	grid  *grid
	spans []meterSpan
	at    int // the span that was asked for last
}

// meterSpan is a stretch of one meter.
type meterSpan struct {
	from  int64 // units
	meter smf.MeterMark
}

// newBarLines lays the meters of a performance on a grid. Without one it is
// in 4/4, as the format says.
func newBarLines(p *smf.Performance, g *grid) *barLines {
	b := &barLines{grid: g}
	if len(p.Meters) == 0 || p.Meters[0].Tick > 0 {
		b.spans = append(b.spans, meterSpan{0, smf.MeterMark{Num: 4, Den: 4}})
	}
	for _, m := range p.Meters {
		from := g.at(m.Tick)
		if n := len(b.spans); n > 0 && b.spans[n-1].from == from {
			b.spans[n-1].meter = m
			continue
		} else if n > 0 && b.spans[n-1].meter.Num == m.Num && b.spans[n-1].meter.Den == m.Den && b.onLine(n-1, from) {
			continue
		}
		b.spans = append(b.spans, meterSpan{from, m})
	}
	return b
}

// line is the n-th bar line of a span, counted from its beginning.
func (b *barLines) line(s *meterSpan, n int64) int64 {
	return s.from + n*4*int64(s.meter.Num)*b.grid.units/int64(s.meter.Den)
}

// bar is how many whole bars of a span there are before a place in it.
func (b *barLines) bar(s *meterSpan, at int64) int64 {
	n := (at - s.from) * int64(s.meter.Den) / (4 * int64(s.meter.Num) * b.grid.units)
	for b.line(s, n+1) <= at {
		n++
	}
	return n
}

func (b *barLines) onLine(span int, at int64) bool {
	s := &b.spans[span]
	return b.line(s, b.bar(s, at)) == at
}

// span returns the stretch of one meter that a place lies in.
func (b *barLines) span(at int64) (s *meterSpan, end int64) {
	if b.at >= len(b.spans) || b.spans[b.at].from > at {
		b.at = 0
	}
	for b.at+1 < len(b.spans) && b.spans[b.at+1].from <= at {
		b.at++
	}
	end = 1 << 62
	if b.at+1 < len(b.spans) {
		end = b.spans[b.at+1].from
	}
	return &b.spans[b.at], end
}

// around returns the bar a place lies in: its beginning, and its end, which
// is behind the place.
func (b *barLines) around(at int64) (from, to int64) {
	s, end := b.span(at)
	n := b.bar(s, at)
	from, to = b.line(s, n), b.line(s, n+1)
	for to == from { // a grid coarser than the bars
		n++
		to = b.line(s, n+1)
	}
	return from, min(to, end)
}
