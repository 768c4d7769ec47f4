package musicxml

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
)

// This file writes what is drawn at a note: ties, slurs, tuplets and decorations (ABC 2.1
// sections 4.11, 4.13 and 4.14).

// notation is an element of notations: its group, if it is in one, its name, text and
// attributes.
type notation struct {
	group, name, text string
	attributes        []string
}

// decorations are the notations of decorations, by their canonical names. A roll has no
// sign of its own: it is written as the turn that it resembles.
var decorations = map[string][]notation{
	"staccato":      {{group: "articulations", name: "staccato"}},
	"wedge":         {{group: "articulations", name: "staccatissimo"}},
	"accent":        {{group: "articulations", name: "accent"}},
	"marcato":       {{group: "articulations", name: "strong-accent"}},
	"tenuto":        {{group: "articulations", name: "tenuto"}},
	"breath":        {{group: "articulations", name: "breath-mark"}},
	"caesura":       {{group: "articulations", name: "caesura"}},
	"slide":         {{group: "articulations", name: "scoop"}},
	"trill":         {{group: "ornaments", name: "trill-mark"}},
	"trill(":        {{group: "ornaments", name: "trill-mark"}, {group: "ornaments", name: "wavy-line", attributes: []string{"type", "start"}}},
	"trill)":        {{group: "ornaments", name: "wavy-line", attributes: []string{"type", "stop"}}},
	"lowermordent":  {{group: "ornaments", name: "mordent"}},
	"uppermordent":  {{group: "ornaments", name: "inverted-mordent"}},
	"roll":          {{group: "ornaments", name: "turn"}},
	"turn":          {{group: "ornaments", name: "turn"}},
	"turnx":         {{group: "ornaments", name: "turn", attributes: []string{"slash", "yes"}}},
	"invertedturn":  {{group: "ornaments", name: "inverted-turn"}},
	"invertedturnx": {{group: "ornaments", name: "inverted-turn", attributes: []string{"slash", "yes"}}},
	"/":             {{group: "ornaments", name: "tremolo", text: "1", attributes: []string{"type", "single"}}},
	"//":            {{group: "ornaments", name: "tremolo", text: "2", attributes: []string{"type", "single"}}},
	"///":           {{group: "ornaments", name: "tremolo", text: "3", attributes: []string{"type", "single"}}},
	"upbow":         {{group: "technical", name: "up-bow"}},
	"downbow":       {{group: "technical", name: "down-bow"}},
	"open":          {{group: "technical", name: "open-string"}},
	"thumb":         {{group: "technical", name: "thumb-position"}},
	"plus":          {{group: "technical", name: "stopped"}},
	"snap":          {{group: "technical", name: "snap-pizzicato"}},
	"0":             {{group: "technical", name: "fingering", text: "0"}},
	"1":             {{group: "technical", name: "fingering", text: "1"}},
	"2":             {{group: "technical", name: "fingering", text: "2"}},
	"3":             {{group: "technical", name: "fingering", text: "3"}},
	"4":             {{group: "technical", name: "fingering", text: "4"}},
	"5":             {{group: "technical", name: "fingering", text: "5"}},
	"glissando(":    {{name: "glissando", attributes: []string{"type", "start"}}},
	"glissando)":    {{name: "glissando", attributes: []string{"type", "stop"}}},
}

// fermatas are the decorations at the end of a note that is written as several.
var fermatas = map[string][]notation{
	"fermata":         {{name: "fermata"}},
	"invertedfermata": {{name: "fermata", attributes: []string{"type", "inverted"}}},
}

// arpeggio is at every tone of a chord.
var arpeggio = []notation{{name: "arpeggiate"}}

// notations writes what is drawn at tone t of a note, or at a rest, whose t is -1.
func (w *partWriter) notations(n *writtenNote, t int) {
	var list []notation
	if t >= 0 {
		tied := w.ties.tones[toneOf{n.event.item, t}]
		if !n.head || tied.stop {
			list = append(list, notation{name: "tied", attributes: []string{"type", "stop"}})
		}
		if !n.tail || tied.start {
			list = append(list, notation{name: "tied", attributes: []string{"type", "start"}})
		}
		if n.item.Decorations&layout.DecoArpeggio != 0 {
			list = append(list, arpeggio...)
		}
	}
	if t <= 0 {
		list = w.ofItem(list, n)
	}
	if len(list) == 0 {
		return
	}
	w.begin("notations")
	for i := 0; i < len(list); {
		group := list[i].group
		if group == "" {
			w.notation(&list[i])
			i++
			continue
		}
		w.begin(group)
		for ; i < len(list) && list[i].group == group; i++ {
			w.notation(&list[i])
		}
		w.end()
	}
	w.end()
}

func (w *partWriter) notation(n *notation) {
	if n.text == "" {
		w.empty(n.name, n.attributes...)
	} else {
		w.text(n.name, n.text, n.attributes...)
	}
}

// ofItem adds the notations of a whole note, chord or rest.
func (w *partWriter) ofItem(list []notation, n *writtenNote) []notation {
	for _, t := range n.marks.tuplets {
		if t.stop == n.tail && t.stop || !t.stop && n.head {
			list = append(list, t.notation())
		}
	}
	for _, s := range append(w.ties.slurs[n.event.item], n.marks.slurs...) {
		if s.stop && n.tail || !s.stop && n.head {
			list = append(list, s.notation())
		}
	}
	for _, node := range n.marks.before {
		d, ok := node.(*abc.Decoration)
		if !ok {
			continue
		}
		if n.head {
			list = append(list, decorations[d.Name]...)
		}
		if n.tail {
			list = append(list, fermatas[d.Name]...)
		}
	}
	return list
}

func (t tupletEnd) notation() notation {
	attributes := []string{"type", startOrStop(t.stop), "number", strconv.Itoa(t.number)}
	if !t.stop {
		attributes = append(attributes, "bracket", "yes")
	}
	return notation{name: "tuplet", attributes: attributes}
}

func (s slurEnd) notation() notation {
	attributes := []string{"type", startOrStop(s.stop), "number", strconv.Itoa(s.number)}
	if s.dotted && !s.stop {
		attributes = append(attributes, "line-type", "dotted")
	}
	return notation{name: "slur", attributes: attributes}
}

func startOrStop(stop bool) string {
	if stop {
		return "stop"
	}
	return "start"
}

// numberList writes the numbers of an ending: "1, 2".
func numberList(numbers []int) string {
	var list []string
	for _, n := range numbers {
		list = append(list, strconv.Itoa(n))
	}
	return strings.Join(list, ", ")
}
