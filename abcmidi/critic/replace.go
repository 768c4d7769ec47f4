package critic

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
)

// replacements are what to change in a text that a tree was parsed from.
type replacements []replacement

// replacement is text to put in place of the bytes in [from, to).
type replacement struct {
	from, to abc.Pos
	text     string
}

// replace adds a replacement.
func (r *replacements) replace(from, to abc.Pos, text string) {
	*r = append(*r, replacement{from, to, text})
}

// apply returns the text with the replacements made.
func (r replacements) apply(text string) string {
	var out strings.Builder
	done := abc.Pos(0)
	for _, p := range r.made() {
		out.WriteString(text[done:p.from])
		out.WriteString(p.text)
		done = p.to
	}
	out.WriteString(text[done:])
	return out.String()
}

// made returns the replacements in the order of the text. They may be given in any
// order: the tree has a chord symbol inside a chord before the chord. Of two that
// overlap, the one that begins later is left out.
func (r replacements) made() replacements {
	sorted := slices.Clone(r)
	slices.SortStableFunc(sorted, func(a, b replacement) int { return int(a.from) - int(b.from) })
	done := abc.Pos(0)
	return slices.DeleteFunc(sorted, func(p replacement) bool {
		if p.from < done {
			return true
		}
		done = p.to
		return false
	})
}

// source returns what the byte at an offset of the changed text was made from: the
// bytes [from, to) of the text.
func (r replacements) source(at int) (from, to int) {
	longer := 0 // how much the changed text is longer so far
	for _, p := range r.made() {
		begins := int(p.from) + longer
		if at < begins {
			break
		}
		if at < begins+len(p.text) {
			return int(p.from), int(p.to)
		}
		longer += len(p.text) - int(p.to-p.from)
	}
	return at - longer, at - longer + 1
}
