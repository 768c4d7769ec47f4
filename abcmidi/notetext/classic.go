package notetext

import (
	"slices"
	"strconv"

	"charabanc/abcmidi/smf"
)

// This file writes classic text (doc.go has the grammar).

// classicLine is the number of tokens in a line.
const classicLine = 16

// appendClassic appends classic text: a token for each time at which pitches
// begin. It returns how many there are.
func appendClassic(p *smf.Performance, b []byte, o *Options) (text []byte, count int) {
	w := &tokenWriter{b: b}
	w.word(notesMark)
	w.word("classic")
	w.copy(o)
	w.endLine()
	m := newMemory()
	defer m.release()
	notes := slices.DeleteFunc(m.place(p, newGrid(p.Division, o.Grid)), func(n placedNote) bool { return p.Parts[n.part].Drums() })
	for len(notes) > 0 {
		n := 1
		for n < len(notes) && notes[n].on == notes[0].on {
			n++
		}
		if token := classicToken(notes[:n]); o.Keep == nil || o.Keep([]byte(token)) {
			w.word(token)
			if count++; count%classicLine == 0 {
				w.endLine()
			}
		}
		notes = notes[n:]
	}
	w.endLine()
	return append(w.b, '\n'), count
}

// classicToken returns the token of notes that begin together: a pitch, or the
// pitch classes of a chord.
func classicToken(notes []placedNote) string {
	same := true
	var classes []int
	for _, n := range notes {
		same = same && n.key == notes[0].key
		if c := int(n.key) % 12; !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	if same {
		return pitchNames[notes[0].key]
	}
	slices.Sort(classes)
	var b []byte
	for i, c := range normalOrder(classes) {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(c), 10)
	}
	return string(b)
}

// normalOrder rotates sorted pitch classes so that the last is as close to the
// first as it can be; of several such orders it takes the one whose last but
// one is closer to its first, and so on (Forte, The Structure of Atonal Music,
// 1973).
func normalOrder(classes []int) []int {
	best, n := 0, len(classes)
	for first := 1; first < n; first++ {
		for last := n - 1; last > 0; last-- {
			a := (classes[(first+last)%n] - classes[first] + 12) % 12
			b := (classes[(best+last)%n] - classes[best] + 12) % 12
			if a != b {
				if a < b {
					best = first
				}
				break
			}
		}
	}
	return append(slices.Clone(classes[best:]), classes[:best]...)
}
