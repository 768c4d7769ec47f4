package musicxml

import "charabanc/abcmidi/internal/layout"

// This file sets beams: notes that are not parted by blanks share one (ABC 2.1 section 4.7).

// beam sets the beams of a measure's events.
func (p *part) beam(events []event) {
	for i := 0; i < len(events); {
		n := p.beamed(events[i:])
		if n > 1 {
			setBeams(events[i : i+n])
		}
		i += max(n, 1)
	}
}

// beamed returns how many of the events, from the first on, share a beam; 0 or 1 is none.
func (p *part) beamed(events []event) int {
	n := 0
	for n < len(events) {
		e := &events[n]
		it := &p.voice.Items[e.item]
		if it.Kind != layout.ItemSound || len(e.values) != 1 || e.values[0].beams() == 0 || n > 0 && it.Layer != p.voice.Items[events[0].item].Layer {
			break
		}
		if n++; p.marks[e.item].parted {
			break
		}
	}
	return n
}

// maxBeams is the number of beams that a note can have.
const maxBeams = 8

func setBeams(events []event) {
	count := func(i int) int {
		if i < 0 || i >= len(events) {
			return 0
		}
		return min(events[i].values[0].beams(), maxBeams)
	}
	for i := range events {
		e := &events[i]
		for level := 1; level <= count(i); level++ {
			before, after := count(i-1) >= level, count(i+1) >= level
			switch {
			case before && after:
				e.beams = append(e.beams, "continue")
			case after:
				e.beams = append(e.beams, "begin")
			case before:
				e.beams = append(e.beams, "end")
			case i == 0:
				e.beams = append(e.beams, "forward hook")
			default:
				e.beams = append(e.beams, "backward hook")
			}
		}
	}
}
