package check

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
)

// This file looks for the other end of each tie, in the order of playing.

// ties gives a hint for each tie that no note of the same pitch follows (ABC 2.1 section
// 4.11), whatever way is taken through repeats and endings. Of a chord one note is enough.
func (c *checker) ties(v *layout.Voice, order *abc.PartOrder) {
	if c.unfinished || !hasTies(v) {
		return
	}
	const none = -1
	var open [abc.MaxOverlays + 1]int // by layer: the item that waits, or none
	for i := range open {
		open[i] = none
	}
	met := map[int]bool{} // by item that is tied: the tie has found its other end
	followed := map[int]bool{}
	played, _ := v.Unroll(order, maxChecked)
	for _, s := range played {
		for i := s.From; i < s.To; i++ {
			it := &v.Items[i]
			if !it.Lasts() {
				continue
			}
			if from := open[it.Layer]; from != none {
				met[from] = met[from] || joins(&v.Items[from], it)
				followed[from] = followed[from] || it.Kind == layout.ItemSound
			}
			open[it.Layer] = none
			if isTied(it) {
				if _, known := met[i]; !known {
					met[i] = it.Extra != nil && it.Extra.Shares != nil // its ties lead to later notes, or nearer ones
				}
				open[it.Layer] = i
			}
		}
	}
	for i, ok := range met {
		switch {
		case ok:
		case followed[i]:
			c.hint(v.Items[i].Pos, RuleTie, "tie to another pitch: is a slur meant, as in (CD)?")
		default:
			c.hint(v.Items[i].Pos, RuleTie, "tie to no note")
		}
	}
}

func hasTies(v *layout.Voice) bool {
	for i := range v.Items {
		if isTied(&v.Items[i]) {
			return true
		}
	}
	return false
}

func isTied(it *layout.Item) bool {
	for i := range it.Tones {
		if it.Tones[i].Tie {
			return true
		}
	}
	return false
}

// joins reports whether one of the tied tones of an item goes on in the next item.
func joins(it, next *layout.Item) bool {
	for i := range it.Tones {
		t := &it.Tones[i]
		for j := range next.Tones {
			if n := &next.Tones[j]; t.Tie && (t.Step == n.Step && !n.Written || t.Cents == n.Cents) {
				return true
			}
		}
	}
	return false
}
