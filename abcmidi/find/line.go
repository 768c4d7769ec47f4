package find

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// note is a note, rest or gap of a line.
type note struct {
	kind   noteKind
	step   int16          // of the staff
	sharps int8           // of the key in force
	cents  int32          // MIDI key times 100
	length music.Fraction // quarter notes, those that are tied to it included
	item   int            // of the voice, where it begins
	last   int            // where it ends
}

type noteKind uint8

const (
	sound noteKind = iota
	rest
	gap // where a line is interrupted: no phrase goes on over it
)

// maxItems bounds the items of a tune that are looked at, in the order of playing.
const maxItems = 100_000

// lines returns the lines of a voice: itself and its overlays. They have at most left items,
// which becomes less by theirs.
func lines(v *layout.Voice, order *abc.PartOrder, left *int) [][]note {
	played, _ := v.Unroll(order, *left)
	for _, s := range played {
		*left = max(*left-(s.To-s.From), 0)
	}
	list := make([][]note, 0, v.Overlays+1)
	for layer := range v.Overlays + 1 {
		b := lineBuilder{items: v.Items, layer: uint8(layer)}
		for _, s := range played {
			b.add(s.From, s.To)
		}
		list = append(list, b.line)
	}
	return list
}

// lineBuilder collects the notes of one layer of a voice.
type lineBuilder struct {
	items []layout.Item
	layer uint8
	line  []note
	tied  bool // the last note is tied to the next
}

// add adds the items in [from, to).
func (b *lineBuilder) add(from, to int) {
	for i := from; i < to; i++ {
		switch it := &b.items[i]; {
		case it.Layer != b.layer:
		case it.Kind == layout.ItemOverlay:
			b.line, b.tied = append(b.line, note{kind: gap}), false
		case it.Kind == layout.ItemRest:
			b.rest(it, i)
		case it.Kind == layout.ItemSound:
			b.sound(it, i)
		}
	}
}

// rest adds a rest, which goes on with one before it.
func (b *lineBuilder) rest(it *layout.Item, i int) {
	b.tied = false
	if n := len(b.line); n > 0 && b.line[n-1].kind == rest {
		b.line[n-1].length = b.line[n-1].length.Add(it.Length)
		b.line[n-1].last = i
		return
	}
	b.line = append(b.line, note{kind: rest, length: it.Length, item: i, last: i})
}

// sound adds a note, or lengthens the one that it is tied to.
func (b *lineBuilder) sound(it *layout.Item, i int) {
	top := &it.Tones[0]
	for t := range it.Tones {
		if it.Tones[t].Cents > top.Cents {
			top = &it.Tones[t]
		}
	}
	if last := len(b.line) - 1; b.tied && b.line[last].cents == top.Cents {
		b.line[last].length = b.line[last].length.Add(it.Length)
		b.line[last].last = i
	} else {
		b.line = append(b.line, note{
			kind: sound, step: top.Step, sharps: int8(it.Setting.Key.Sharps), cents: top.Cents,
			length: it.Length, item: i, last: i,
		})
	}
	b.tied = top.Tie
}

// withoutRests returns a line with its notes and gaps alone.
func withoutRests(line []note) []note {
	kept := line[:0]
	for _, n := range line {
		if n.kind != rest {
			kept = append(kept, n)
		}
	}
	return kept
}
