package abc

import (
	"math"
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// Division returns the ticks in a quarter note that a tune asks to be written
// with, by a line such as %%division 1024; 0 if it does not.
func (t *Tune) Division() int {
	for _, n := range t.Header {
		f, ok := n.(*Field)
		if !ok || f.Key != 'I' {
			continue
		}
		if words := strings.Fields(f.Text); len(words) == 2 && words[0] == "division" {
			if n := chars.Number(words[1], 0); n >= 1 && n <= math.MaxInt16 {
				return n
			}
		}
	}
	return 0
}
