package notetext

import "charabanc/abcmidi/smf"

// barLines finds the bar lines of a performance on a grid.
type barLines struct {
	grid  *grid
	spans []meterSpan
	at    int // the span that was asked for last
}

// meterSpan is a stretch of one meter, up to the next one.
type meterSpan struct {
	from  int64 // units
	meter smf.MeterMark
}

// newBarLines puts the meters of a performance on a grid. Before the first, or
// without any, the meter is 4/4, as the format says. A meter that repeats the
// one before it, at one of its bar lines, changes nothing.
func newBarLines(p *smf.Performance, g *grid) *barLines {
	b := &barLines{grid: g}
	if len(p.Meters) == 0 || p.Meters[0].Tick > 0 {
		b.spans = append(b.spans, meterSpan{0, smf.MeterMark{Num: 4, Den: 4}})
	}
	for _, m := range p.Meters {
		from := g.at(m.Tick)
		if n := len(b.spans) - 1; n >= 0 {
			last := &b.spans[n]
			if last.from == from {
				last.meter = m
				continue
			}
			if last.meter.Num == m.Num && last.meter.Den == m.Den && b.line(last, b.bar(last, from)) == from {
				continue
			}
		}
		b.spans = append(b.spans, meterSpan{from, m})
	}
	return b
}

// line returns the n-th bar line of a span, the beginning of the span being
// number 0.
func (b *barLines) line(s *meterSpan, n int64) int64 {
	return s.from + n*4*int64(s.meter.Num)*b.grid.units/int64(s.meter.Den)
}

// bar returns the number of whole bars of a span before a time in it.
func (b *barLines) bar(s *meterSpan, at int64) int64 {
	n := (at - s.from) * int64(s.meter.Den) / (4 * int64(s.meter.Num) * b.grid.units)
	for b.line(s, n+1) <= at { // a line is rounded down to a unit
		n++
	}
	return n
}

// span returns the span that a time lies in, and its end.
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

// around returns the beginning and the end of the bar that a time lies in. The
// end is after the time.
func (b *barLines) around(at int64) (from, to int64) {
	s, end := b.span(at)
	n := b.bar(s, at)
	from, to = b.line(s, n), b.line(s, n+1)
	for to == from { // on a grid coarser than the bars
		n++
		to = b.line(s, n+1)
	}
	return from, min(to, end)
}
