package check

import (
	"maps"
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
)

// This file gives hints about signs that only a page shows: slurs (ABC 2.1 section 4.11),
// the lines of !8va(! and its like, and decorations without a meaning (section 4.14).

// textWalk goes through the body.
type textWalk struct {
	*checker
	voices map[string]*slurs // by ID
	voice  *slurs            // the current one
	known  map[string]bool   // names and letters that are reported
	inLine bool              // a letter of the line is reported
}

// slurs is what is known of the slurs of a voice.
type slurs struct {
	open     []abc.Pos // those not yet closed
	atEnding []abc.Pos // those open where the first ending began
	empty    bool      // no note since the last one opened

	octave *abc.Decoration // the !8va(! that is open; nil for none
}

// octaveLine returns the name of the line over notes that are drawn in another octave,
// such as 8va, that a decoration begins or ends.
func octaveLine(name string) (line string, begins, ok bool) {
	line, begins = strings.CutSuffix(name, "(")
	if !begins {
		line, ok = strings.CutSuffix(name, ")")
	}
	switch line {
	case "8va", "8vb", "15ma", "15mb":
		return line, begins, begins || ok
	}
	return "", false, false
}

// text looks at the signs of the body.
func (c *checker) text() {
	if c.unfinished {
		return
	}
	w := &textWalk{checker: c, voice: &slurs{}, known: map[string]bool{}}
	w.voices = map[string]*slurs{"": w.voice}
	w.nodes(c.tune.Body)
	for _, id := range slices.Sorted(maps.Keys(w.voices)) {
		for _, at := range w.voices[id].open {
			c.hint(at, RuleSlur, "slur is never closed")
		}
		w.openOctaves(w.voices[id].octave)
	}
}

func (w *textWalk) nodes(nodes []abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note, *abc.Rest, *abc.Grace:
			w.voice.empty = false
		case *abc.Chord:
			w.voice.empty = false
			w.nodes(n.Inner)
		case *abc.MacroUse:
			w.nodes(n.Inner)
		case *abc.Slur:
			w.slur(n)
		case *abc.Decoration:
			w.decoration(n)
			w.octaves(n)
		case *abc.LineEnd:
			w.inLine = false
		case *abc.Ending:
			if n.Numbers[0] == 1 {
				w.voice.atEnding = slices.Clone(w.voice.open)
			} else { // the pass before it ended with another ending
				w.voice.open = slices.Clone(w.voice.atEnding)
			}
		case *abc.Field:
			if f, ok := n.Value.(*abc.VoiceField); ok && !f.All() {
				if w.voices[f.ID] == nil {
					w.voices[f.ID] = &slurs{}
				}
				w.voice = w.voices[f.ID]
			}
		}
	}
}

// slur follows one end of a slur.
func (w *textWalk) slur(n *abc.Slur) {
	v := w.voice
	switch {
	case n.Open:
		v.open, v.empty = append(v.open, n.From), true
	case len(v.open) == 0:
		w.hint(n.From, RuleSlur, "slur is closed and was not opened")
	default:
		at := v.open[len(v.open)-1]
		v.open = v.open[:len(v.open)-1]
		if v.empty {
			w.hint(at, RuleSlur, "slur without notes")
		}
	}
}

// octaves follows !8va(! and its like. The same sign again, as at the beginning of each
// line of music, goes on with the line.
func (w *textWalk) octaves(n *abc.Decoration) {
	line, begins, ok := octaveLine(n.Name)
	if !ok {
		return
	}
	open := w.voice.octave
	switch {
	case begins && open != nil && open.Name == n.Name:
	case begins:
		w.openOctaves(open)
		w.voice.octave = n
	case open == nil || open.Name != line+"(":
		w.hint(n.From, RuleDecoration, "!%s! without a !%s(! before it", n.Name, line)
	default:
		w.voice.octave = nil
	}
}

// openOctaves reports an !8va(! that is still open; nil for none.
func (w *textWalk) openOctaves(open *abc.Decoration) {
	if open != nil {
		line, _, _ := octaveLine(open.Name)
		w.hint(open.From, RuleDecoration, "!%s! without a !%s)! after it", open.Name, line)
	}
}

// decoration reports decorations that are not known, each once, and of the letters that
// stand for none, as of a line of words, one in a line.
func (w *textWalk) decoration(n *abc.Decoration) {
	switch {
	case n.Letter == 0 && !abc.IsDecoration(n.Name) && !w.known[n.Name]:
		w.known[n.Name] = true
		w.hint(n.From, RuleDecoration, "unknown decoration %.40q ignored", n.Name)
	case n.Letter != 0 && n.Name == "" && !w.tune.IsSymbol(n.Letter):
		if letter := string(n.Letter); !w.inLine && !w.known[letter] {
			w.known[letter] = true
			w.hint(n.From, RuleDecoration, "letter %q stands for no note and no decoration: ignored", letter)
		}
		w.inLine = true
	}
}
