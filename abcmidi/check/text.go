package check

import (
	"slices"

	"charabanc/abcmidi/abc"
)

// This file gives hints about signs that only a page shows: slurs (ABC 2.1 section 4.11)
// and decorations without a meaning (section 4.14).

// slurs is what is known of the slurs of a voice.
type slurs struct {
	open     []abc.Pos // those not yet closed
	atEnding []abc.Pos // those open where the first ending began
	empty    bool      // no note since the last one opened
}

// text looks at the signs of the body.
func (c *checker) text() {
	if c.unfinished {
		return
	}
	voices := map[string]*slurs{}
	v := &slurs{}
	voices[""] = v
	signs := signs{checker: c, known: map[string]bool{}}
	var walk func(nodes []abc.Node)
	walk = func(nodes []abc.Node) {
		for _, n := range nodes {
			switch n := n.(type) {
			case *abc.Field:
				if f, ok := n.Value.(*abc.VoiceField); ok {
					if voices[f.ID] == nil {
						voices[f.ID] = &slurs{}
					}
					v = voices[f.ID]
				}
			case *abc.Slur:
				c.slur(v, n)
			case *abc.Note, *abc.Chord, *abc.Rest, *abc.Grace, *abc.MacroUse:
				v.empty = false
				if m, ok := n.(*abc.MacroUse); ok {
					walk(m.Inner)
				} else if chord, ok := n.(*abc.Chord); ok {
					walk(chord.Inner)
				}
			case *abc.Ending:
				if n.Numbers[0] == 1 {
					v.atEnding = slices.Clone(v.open)
				} else { // the pass before it ended with another ending
					v.open = slices.Clone(v.atEnding)
				}
			case *abc.Decoration:
				signs.decoration(n)
			case *abc.LineEnd:
				signs.inLine = false
			}
		}
	}
	walk(c.tune.Body)
	for _, v := range voices {
		for _, at := range v.open {
			c.hint(at, RuleSlur, "slur is never closed")
		}
	}
}

// slur follows one end of a slur.
func (c *checker) slur(v *slurs, n *abc.Slur) {
	switch {
	case n.Open:
		v.open, v.empty = append(v.open, n.From), true
	case len(v.open) == 0:
		c.hint(n.From, RuleSlur, "slur is closed and was not opened")
	default:
		at := v.open[len(v.open)-1]
		v.open = v.open[:len(v.open)-1]
		if v.empty {
			c.hint(at, RuleSlur, "slur without notes")
		}
	}
}

// signs reports decorations that are not known, each once, and of the letters that stand
// for none, as of a line of words, one in a line.
type signs struct {
	*checker
	known  map[string]bool // reported
	inLine bool            // a letter of the line is reported
}

func (s *signs) decoration(n *abc.Decoration) {
	switch {
	case n.Letter == 0 && !abc.IsDecoration(n.Name) && !s.known[n.Name]:
		s.known[n.Name] = true
		s.hint(n.From, RuleDecoration, "unknown decoration %.40q ignored", n.Name)
	case n.Letter != 0 && n.Name == "" && !s.tune.IsSymbol(n.Letter):
		if letter := string(n.Letter); !s.inLine && !s.known[letter] {
			s.known[letter] = true
			s.hint(n.From, RuleDecoration, "letter %q stands for no note and no decoration: ignored", letter)
		}
		s.inLine = true
	}
}
