package charrnn

import (
	"math/rand/v2"
	"strings"

	"charabanc/charrnn/internal/network"
)

// text is a job in progress: one or more tunes, or a text of fixed length.
type text struct {
	s       *sampler
	job     int
	drawer  *drawer
	ahead   []int32 // given symbols, to be written before any is drawn
	begun   bool
	last    int32           // last symbol, -1 at the beginning
	current strings.Builder // the current tune
	length  int             // its symbols
	tunes   int             // still to write
	symbols int             // still to write
	guided  *guided         // nil without a guide
	guides  int             // that there were
	given   int             // symbols of the caller's text that are still ahead
	hidden  int             // bytes of the current tune that are not written, with Hide

	memory   *recollection // of the current tune; nil without a copy term
	adjusted []float32     // logits with the copy term
}

// remember prepares for a copy term. former is a memory to reuse, or nil.
func (t *text) remember(former *recollection) {
	if t.memory = former; former == nil {
		t.memory = newRecollection(t.s.symbols, t.s.o.Memory)
	}
	if t.adjusted == nil {
		t.adjusted = make([]float32, t.s.c.Vocabulary.Len())
	}
	if t.guided != nil && t.memory.music != nil {
		if own := t.guided.guide.Memory(); own != nil {
			t.memory.suffix.Reset()
			t.memory.music = own
			return
		}
	}
	t.memory.reset()
}

// guide begins a tune with a new guide.
func (t *text) guide() {
	t.guides++
	seed := rand.NewPCG(t.s.o.Seed^guideSeed, uint64(t.job)<<20|uint64(t.guides)).Uint64()
	t.guided.begin(t.s.o.Guide(seed), len(t.ahead))
}

// guideSeed keeps the choices of guides apart from the draws of symbols.
const guideSeed = 0x9e3779b97f4a7c15

func (t *text) done() bool { return t.tunes <= 0 || t.symbols <= 0 }

// advance writes the next symbol, a given one or one drawn from the logits of a lane of
// d, and returns it. The lane must read it next.
func (t *text) advance(d *network.Decoder, lane int) int32 {
	if !t.begun {
		d.Forget(lane)
		t.begun = true
	}
	for {
		if t.guided != nil {
			t.guided.look(d, lane)
		}
		id, drawn := t.choose(d.Logits(lane))
		t.write(id)
		if t.guided == nil || !drawn || t.judge(d, lane) {
			t.finish(id)
			return id
		}
	}
}

// choose returns the next symbol; drawn reports that no more symbols are given.
func (t *text) choose(logits []float32) (id int32, drawn bool) {
	if len(t.ahead) > 0 {
		id, t.ahead = t.ahead[0], t.ahead[1:]
	} else {
		if t.memory != nil {
			t.s.term.Adjust(t.adjusted, logits, t.memory.propose())
			logits = t.adjusted
		}
		id = t.drawer.draw(logits)
	}
	return id, len(t.ahead) == 0
}

func (t *text) write(id int32) {
	text := t.s.c.Vocabulary.Text(t.last, id)
	inTune := !t.blank(id) || t.length > 0 // blank lines before a tune are not part of it
	if inTune {
		t.current.WriteString(text)
		t.length++
		if t.memory != nil {
			t.memory.push(id)
		}
	}
	hide := t.count(id)
	if t.length == t.s.longest {
		text += "\n\n"
	}
	switch {
	case t.guided != nil && inTune:
		t.guided.add(id, t.current.Len())
	case t.guided == nil && !hide:
		t.s.out.write(t.job, text)
	}
}

// count counts a symbol, unless it is of the caller's text. It reports whether it is of
// that text, and hidden.
func (t *text) count(id int32) (hide bool) {
	if t.given > 0 {
		t.given--
		if t.s.o.Hide {
			t.hidden = t.current.Len()
		}
		return t.s.o.Hide
	}
	if counts := t.s.o.Counts; counts == nil || counts(t.s.c.Vocabulary.Symbols[id]) {
		t.symbols--
	}
	return false
}

// finish ends the tune, and the job, if id, which was just written, ended them.
func (t *text) finish(id int32) {
	if t.ended(id) || t.symbols <= 0 && t.length > 0 { // a tune that is cut counts, too
		t.tunes--
		if t.guided != nil {
			t.s.out.write(t.job, t.current.String()[t.hidden:])
		} else if !t.ended(id) && (t.s.jobs > 1 || t.s.o.Counts != nil) {
			t.s.out.write(t.job, "\n\n"[:2-strings.Count(t.s.c.Vocabulary.Symbols[id], "\n")]) // another tune follows
		}
		t.s.out.tune(t.job, t.current.String())
		t.current.Reset()
		t.length, t.hidden = 0, 0
		if t.s.c.About.Reset {
			t.ahead, t.begun = t.s.usual, false
		}
		if t.guided != nil {
			t.guide()
		}
		if t.memory != nil {
			t.remember(t.memory)
		}
	}
	t.last = id
	if t.done() {
		t.s.out.end(t.job)
	}
}

// ended reports whether id, which was just written, ended a tune: it is a line end right
// after another, with something before them.
func (t *text) ended(id int32) bool {
	return t.length == t.s.longest || t.length > 0 && t.blank(id)
}

func (t *text) blank(id int32) bool {
	symbols := t.s.c.Vocabulary.Symbols
	return symbols[id] == "\n" && (t.last < 0 || symbols[t.last] == "\n")
}
