package layout

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
)

// This file reads which voices %%score and %%staves name (ABC 2.1 section 11.1).

// muteUnlisted mutes the voices that the tune leaves out of all %%score and %%staves.
func (l *Layout) muteUnlisted() {
	if len(l.Voices) < 2 {
		return
	}
	if names := l.unlisted(); len(names) < len(l.Voices) {
		for _, v := range l.Voices {
			v.Unlisted = slices.Contains(names, v.ID)
			v.Muted = v.Muted || v.Unlisted
		}
	}
}

// unlisted returns the IDs of the voices that no %%score and no %%staves of the tune
// names, none if there is no such directive.
func (l *Layout) unlisted() (ids []string) {
	listed := map[string]bool{}
	for _, nodes := range [][]abc.Node{l.Tune.Inherited, l.Tune.Header, l.Tune.Body} {
		for _, n := range nodes {
			if f, ok := n.(*abc.Field); ok && f.Key == 'I' {
				for _, name := range staveNames(f.Text) {
					listed[name] = true
				}
			}
		}
	}
	for _, v := range l.Voices {
		if len(listed) > 0 && !listed[v.ID] {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

// staveNames returns the voices that a directive groups on staves, as in
// "score (S A) | {RH *M LH} [Vln + Vla]"; none for another directive.
func staveNames(text string) []string {
	if !strings.HasPrefix(text, "s") { // as most do not
		return nil
	}
	words := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t()[]{}|*+", c) })
	if len(words) == 0 || words[0] != "score" && words[0] != "staves" {
		return nil
	}
	return words[1:]
}
