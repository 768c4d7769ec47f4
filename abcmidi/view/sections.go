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

// barLine is a bar line of a voice, or the name of a part.
type barLine struct {
	pos   int
	bound bool   // a section begins after it
	part  string // P:
}

// barLines returns the bar lines of the voice with an ID in the order of the text. Music
// before any V: is every voice's.
func barLines(tune *abc.Tune, voice string) (list []barLine) {
	current := voice
	for i, n := range tune.Body {
		switch n := n.(type) {
		case *abc.Field:
			switch v := n.Value.(type) {
			case *abc.VoiceField:
				current = v.ID
			default:
				if n.Key == 'P' && n.Text != "" {
					list = append(list, barLine{int(n.From), true, n.Text})
				}
			}
		case *abc.Bar:
			if current == voice {
				list = append(list, barLine{int(n.From), bounds(n) && !endingFollows(tune.Body[i+1:]), ""})
			}
		}
	}
	return list
}

// bounds reports whether a bar line ends a section: a repeat sign or a double bar.
func bounds(b *abc.Bar) bool {
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

// between returns the bar lines that stand after one mark and before a later one. Where
// the later mark comes earlier in the text, the music goes back, or is the first.
func between(lines []barLine, from, to int) []barLine {
	if from >= to {
		return nil
	}
	i, _ := slices.BinarySearchFunc(lines, from, func(l barLine, pos int) int { return l.pos - pos })
	j, _ := slices.BinarySearchFunc(lines, to, func(l barLine, pos int) int { return l.pos - pos })
	return lines[i:j]
}

// barTimes returns when bars begin.
func barTimes(marks []timedMark, lines []barLine) []int {
	bars := []int{}
	for i, m := range marks {
		if i == 0 || m.pos <= marks[i-1].pos || len(between(lines, marks[i-1].pos, m.pos)) > 0 {
			bars = append(bars, m.start)
		}
	}
	return bars
}

// maxSections is the number of sections above which nobody would choose one.
const maxSections = 200

// sections returns the sections in the order of playing; none if there is only one, played
// once. A section has the name of its part, or a letter.
func sections(marks []timedMark, lines []barLine, length int) []Section {
	list := []Section{}
	parts := newParts(marks, lines)
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
func newParts(marks []timedMark, lines []barLine) *parts {
	p := &parts{}
	own := []string{""} // by stretch: the name of the part it is in
	for _, l := range lines {
		if l.bound {
			p.bounds = append(p.bounds, l.pos)
			own = append(own, own[len(own)-1])
		}
		if l.part != "" {
			own[len(own)-1] = l.part
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
