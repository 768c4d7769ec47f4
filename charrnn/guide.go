package charrnn

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charabanc/charrnn/internal/kernel"
)

// A Guide watches a tune come into being. It is shown the tune so far after each
// symbol that was drawn, and says how many bytes of it stand and what text must
// come next. Where less stands than is there, the network goes back to the state
// it had then and draws again; len(tune), "" lets it go on.
//
// Guides know music and this package knows none: see abcmidi.Guide.
type Guide interface {
	Next(tune string) (keep int, next string)
}

// Learnt tells by its signature whether c has learnt a piece; nil if c cannot say.
func (c *Checkpoint) Learnt() func(signature string) bool {
	if c.About.Learnt == "" {
		return nil
	}
	learnt := signatureSet(c.About.Learnt)
	return func(signature string) bool { return learnt[signature] }
}

// signatureSet is a list of signatures to look them up in.
func signatureSet(list string) map[string]bool {
	set := map[string]bool{}
	for signature := range strings.FieldsSeq(list) {
		set[signature] = true
	}
	return set
}

// ErrGuide is wrapped by the error of a tune that its guide never was content with.
var ErrGuide = errors.New("no tune came out right")

// stillEvery is how many symbols apart a guided tune's states are kept: going
// back to a place in between reads a few symbols again.
const stillEvery = 16

// still is a network's state after so many symbols of a tune.
type still struct {
	symbols int
	state   []float32 // layer by layer h, c
	logits  []float32
}

// guided is what a text under a guide keeps of its tune, to be able to go back.
type guided struct {
	guide  Guide
	given  int     // symbols at the beginning that were not drawn: they always stand
	ids    []int32 // of the tune so far
	ends   []int   // bytes of the tune up to and with each
	stills []still
	drawn  int // symbols of this tune, those that did not stand among them; maxTune is too many
}

// begin starts a tune that begins with given symbols.
func (g *guided) begin(guide Guide, given int) {
	*g = guided{guide: guide, given: given, ids: g.ids[:0], ends: g.ends[:0], stills: g.stills[:0]}
}

// look keeps the state before the next symbol, where it is time for that.
func (g *guided) look(d *decoder, lane int) {
	if n := len(g.ids); n%stillEvery == 0 && (len(g.stills) == 0 || g.stills[len(g.stills)-1].symbols < n) {
		g.stills = append(g.stills, still{n, d.state(lane), slices.Clone(d.symbolLogits(lane))})
	}
}

// add appends a symbol, the tune then being of so many bytes.
func (g *guided) add(id int32, bytes int) {
	g.ids, g.ends = append(g.ids, id), append(g.ends, bytes)
}

// back takes the lane to a state from which reading the symbols it returns leads
// to the first keep bytes of the tune, of which bytes are left for now.
func (g *guided) back(keep int, d *decoder, lane int) (again []int32, bytes int) {
	n, _ := slices.BinarySearch(g.ends, keep+1) // symbols that end within keep
	n = min(max(n, g.given), len(g.ids))
	for g.stills[len(g.stills)-1].symbols > n {
		g.stills = g.stills[:len(g.stills)-1]
	}
	s := g.stills[len(g.stills)-1]
	d.setState(lane, s.state)
	copy(d.symbolLogits(lane), s.logits)
	again = slices.Clone(g.ids[s.symbols:n])
	if s.symbols > 0 {
		bytes = g.ends[s.symbols-1]
	}
	g.ids, g.ends = g.ids[:s.symbols], g.ends[:s.symbols]
	return again, bytes
}

// judge asks the guide about the tune that has just got one more symbol. It
// returns whether the tune goes on from there; if not, the lane has gone back.
func (t *text) judge(d *decoder, lane int) bool {
	tune := t.current.String()
	if t.length == 0 {
		return true
	}
	if t.guided.drawn++; t.guided.drawn == maxTune {
		t.s.out.fail(fmt.Errorf("%w in %d symbols: try another temperature, or train longer", ErrGuide, maxTune))
		return true
	}
	keep, next := t.guided.guide.Next(tune)
	if keep >= len(tune) && next == "" {
		return true
	}
	if keep < len(tune) {
		again, bytes := t.guided.back(keep, d, lane)
		t.current.Reset()
		t.current.WriteString(tune[:bytes])
		t.length = len(t.guided.ids)
		t.last = -1
		if t.length > 0 {
			t.last = t.guided.ids[t.length-1]
		}
		t.ahead = again
	}
	forced, err := t.s.c.Vocabulary.Encode(next)
	if err != nil {
		t.s.out.fail(fmt.Errorf("%w in %q: the model has not learnt to write that", err, next))
	}
	t.ahead = slices.Concat(t.ahead, forced)
	return keep >= len(tune)
}
