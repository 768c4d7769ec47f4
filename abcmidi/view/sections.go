package view

import (
	"fmt"
	"slices"
	"strconv"

	"charabanc/abcmidi/abc"
)

// timedMark is a note or rest of a voice, each time it is played.
type timedMark struct {
	start int // milliseconds
	pos   int // byte offset in the text of the tune
}

// bound is a place in the text where a section ends and another begins.
type bound struct {
	pos  int    // byte offset
	part string // the name of the part that begins there, P:
}

// boundsOf returns the bounds of sections in the voice with an ID, in the order of the text.
// Music before any V: is every voice's.
func boundsOf(tune *abc.Tune, voice string) (list []bound) {
	current := voice
	for i, n := range tune.Body {
		switch n := n.(type) {
		case *abc.Field:
			if v, ok := n.Value.(*abc.VoiceField); ok {
				if !v.All() {
					current = v.ID
				}
			} else if n.Key == 'P' && n.Text != "" {
				list = append(list, bound{int(n.From), abc.PlainText(n.Text)})
			}
		case *abc.Bar:
			if current == voice && ends(n) && !endingFollows(tune.Body[i+1:]) {
				list = append(list, bound{pos: int(n.From)})
			}
		}
	}
	return list
}

// ends reports whether a bar line ends a section: a repeat sign or a double bar.
func ends(b *abc.Bar) bool {
	return b.Start > 0 || b.End > 0 || b.Style == abc.DoubleBar || b.Style == abc.ThinThickBar || b.Style == abc.ThickThinBar
}

// endingFollows reports whether the next that is no blank is a variant ending, which belongs to
// the section before it.
func endingFollows(nodes []abc.Node) bool {
	for _, n := range nodes {
		switch n.(type) {
		case *abc.Space, *abc.LineEnd, *abc.Comment:
		case *abc.Ending:
			return true
		default:
			return false
		}
	}
	return false
}

// maxSections is the number of sections above which nobody would choose one.
const maxSections = 200

// sections returns the sections in the order of playing; none if there is only one, played
// once. A section has the name of its part, or a letter.
func sections(marks []timedMark, bounds []bound, length int) []Section {
	list := []Section{}
	parts := newParts(marks, bounds)
	played := map[string]int{}
	last := -1 // the part in progress
	for i, m := range marks {
		at := parts.at(m.pos)
		if i > 0 && at == last && m.pos > marks[i-1].pos {
			continue
		}
		last = at
		if n := len(list); n > 0 {
			list[n-1].End = m.start
		}
		label := parts.names[at]
		if played[label]++; played[label] > 1 {
			label = fmt.Sprintf("%s, time %d", label, played[label])
		}
		list = append(list, Section{Label: label, Start: m.start, End: length})
		if len(list) > maxSections {
			break
		}
	}
	if len(list) < 2 || len(list) > maxSections {
		return []Section{}
	}
	return list
}

// parts are the stretches of text between the bounds of sections.
type parts struct {
	bounds []int    // byte offsets
	names  []string // of each stretch; "" for those without music
}

// at returns the index of the stretch that a place of the text is in.
func (p *parts) at(pos int) int {
	i, found := slices.BinarySearch(p.bounds, pos)
	if found {
		i++
	}
	return i
}

// newParts finds the stretches and names those that have music: by the part that they
// are in, if it has a name, else by letters in the order of the text.
func newParts(marks []timedMark, bounds []bound) *parts {
	p := &parts{}
	own := []string{""} // by stretch: the name of the part it is in
	for _, b := range bounds {
		p.bounds = append(p.bounds, b.pos)
		if own = append(own, own[len(own)-1]); b.part != "" {
			own[len(own)-1] = b.part
		}
	}
	p.names = make([]string, len(own))
	music := make([]bool, len(own))
	for _, m := range marks {
		music[p.at(m.pos)] = true
	}
	letters, count := 0, map[string]int{}
	for i, name := range own {
		if !music[i] {
			continue
		}
		if name == "" {
			name = letter(letters)
			letters++
		}
		if count[name]++; count[name] > 1 {
			name = fmt.Sprintf("%s (%d)", name, count[name])
		}
		p.names[i] = name
	}
	return p
}

// letter names the sections of a tune without parts: A to Z, then A1 and so on.
func letter(i int) string {
	name := string(rune('A' + i%26))
	if i >= 26 {
		name += strconv.Itoa(i / 26)
	}
	return name
}
