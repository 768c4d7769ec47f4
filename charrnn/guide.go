package charrnn

import (
	"errors"
	"fmt"
	"slices"

	"charabanc/charrnn/internal/network"
)

// A Guide steers a tune while it is generated.
type Guide interface {
	// Next is called after each symbol that was drawn, with the tune so far. It returns
	// how many bytes of the tune to keep, and text to write after them. If it keeps less
	// than the tune, the network returns to its state there and draws again. It returns
	// len(tune), "" to continue.
	Next(tune string) (keep int, next string)

	// Memory returns the memory of the tune, if the guide has its own; nil: it has none. It
	// is used in place of those of SampleOptions.Memory, which must have the same features.
	// The sampler keeps it up to date.
	Memory() Memory
}

// ErrGuide is wrapped by the error of [Sample] if a guide accepts no tune.
var ErrGuide = errors.New("no tune passed the guide")

// snapshotEvery is the number of symbols between two snapshots of a guided tune. To
// return to a position between them, a few symbols are read again. Then a snapshot is taken
// there, as a tune often goes back to the same place.
const snapshotEvery = 16

// snapshot is the state of a network after so many symbols of a tune.
type snapshot struct {
	symbols int
	state   []float32 // by layer: h, c
	logits  []float32
}

// guided is a tune under a guide, with what is needed to return to any position in it.
type guided struct {
	guide     Guide
	given     int     // symbols at the beginning that were not drawn; they are always kept
	ids       []int32 // the tune so far
	ends      []int   // by symbol: bytes of the tune up to its end
	snapshots []snapshot
	returned  int // symbols of the tune when it last went back
	drawn     int // symbols drawn for this tune, with those not kept; at most maxTune
}

// begin starts a tune with a number of given symbols.
func (g *guided) begin(guide Guide, given int) {
	*g = guided{guide: guide, given: given, ids: g.ids[:0], ends: g.ends[:0], snapshots: g.snapshots[:0]}
}

// look takes a snapshot before the next symbol, if one is due.
func (g *guided) look(d *network.Decoder, lane int) {
	if n := len(g.ids); (n%snapshotEvery == 0 || n == g.returned) && (len(g.snapshots) == 0 || g.snapshots[len(g.snapshots)-1].symbols < n) {
		g.snapshots = append(g.snapshots, snapshot{n, d.State(lane), slices.Clone(d.Logits(lane))})
	}
}

// add appends a symbol. The tune then has so many bytes.
func (g *guided) add(id int32, bytes int) {
	g.ids, g.ends = append(g.ids, id), append(g.ends, bytes)
}

// back returns the lane to the last snapshot within the first keep bytes of the tune.
// It returns the symbols to read again from there, and the bytes before them.
func (g *guided) back(keep int, d *network.Decoder, lane int) (again []int32, bytes int) {
	n, _ := slices.BinarySearch(g.ends, keep+1) // symbols that end within keep
	n = min(max(n, g.given), len(g.ids))
	for g.snapshots[len(g.snapshots)-1].symbols > n {
		g.snapshots = g.snapshots[:len(g.snapshots)-1]
	}
	s := g.snapshots[len(g.snapshots)-1]
	g.returned = n
	d.SetState(lane, s.state)
	copy(d.Logits(lane), s.logits)
	again = slices.Clone(g.ids[s.symbols:n])
	if s.symbols > 0 {
		bytes = g.ends[s.symbols-1]
	}
	g.ids, g.ends = g.ids[:s.symbols], g.ends[:s.symbols]
	return again, bytes
}

// judge asks the guide about the tune, which has one more symbol now. It returns whether
// the tune continues after that symbol; if not, the lane has returned to a snapshot.
func (t *text) judge(d *network.Decoder, lane int) bool {
	tune := t.current.String()
	if t.length == 0 {
		return true
	}
	if t.guided.drawn++; t.guided.drawn == maxTune {
		t.s.out.fail(fmt.Errorf("%w in %d symbols: choose another temperature, or train longer", ErrGuide, maxTune))
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
		if t.memory != nil {
			t.memory.back(t.length)
		}
		t.last = -1
		if t.length > 0 {
			t.last = t.guided.ids[t.length-1]
		}
		t.ahead = again
	}
	forced, err := t.s.c.Vocabulary.Encode(next)
	if err != nil {
		t.s.out.fail(fmt.Errorf("guide: text %q: %w: the model has not learned it", next, err))
	}
	t.ahead = slices.Concat(t.ahead, forced)
	return keep >= len(tune)
}
