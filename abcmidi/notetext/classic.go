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
	var room [32]byte
	for len(notes) > 0 {
		n := 1
		for n < len(notes) && notes[n].on == notes[0].on {
			n++
		}
		if token := appendClassicToken(room[:0], notes[:n]); o.Keep == nil || o.Keep(token) {
			w.blank()
			w.b = append(w.b, token...)
			if count++; count%classicLine == 0 {
				w.endLine()
			}
		}
		notes = notes[n:]
	}
	w.endLine()
	return append(w.b, '\n'), count
}

// appendClassicToken appends the token of notes that begin together: a pitch, or the
// pitch classes of a chord.
func appendClassicToken(b []byte, notes []placedNote) []byte {
	same, has := true, [12]bool{}
	for _, n := range notes {
		same = same && n.key == notes[0].key
		has[n.key%12] = true
	}
	if same {
		return append(b, pitchNames[notes[0].key]...)
	}
	var room [12]int
	classes := room[:0]
	for c := range has {
		if has[c] {
			classes = append(classes, c)
		}
	}
	first := normalOrder(classes)
	for i := range classes {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(classes[(first+i)%len(classes)]), 10)
	}
	return b
}

// normalOrder returns where to begin with sorted pitch classes, going round, so that the last is
// as close to the first as it can be; of several such orders it is the one whose last but
// one is closer to its first, and so on (Forte, The Structure of Atonal Music,
// 1973).
func normalOrder(classes []int) (best int) {
	n := len(classes)
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
	return best
}
