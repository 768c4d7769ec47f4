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

// apply returns the text with the replacements made, which may be in any order: the
// tree has a chord symbol inside a chord before the chord. Of two that overlap, the one
// that begins later is left out.
func (r replacements) apply(text string) string {
	sorted := slices.Clone(r)
	slices.SortStableFunc(sorted, func(a, b replacement) int { return int(a.from) - int(b.from) })
	var out strings.Builder
	done := abc.Pos(0)
	for _, p := range sorted {
		if p.from >= done {
			out.WriteString(text[done:p.from])
			out.WriteString(p.text)
			done = p.to
		}
	}
	out.WriteString(text[done:])
	return out.String()
}
