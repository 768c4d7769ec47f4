package recall

// A Recall follows one tune. Use one for each tune that is written at a time.
type Recall struct {
	raw      []rune    // the tune
	text     []rune    // the characters of its music: tokens and chord symbols
	tokens   []token   // of its bars
	chords   []span    // chord symbols and annotations, without quotes
	bars     []bar     // that are complete
	sections []section // that are complete
	place              // the current one
	history  []place   // after each character of raw but the last
	draw     func(meter string, parts int) *Form
	strict   bool
}

// span is a part of Recall.text.
type span struct{ from, to int32 }

// place is what is known after a character, beside the lists that only grow.
type place struct {
	lists lengths // of the lists of Recall
	line  lineState
	music musicState
	bar   barState
	fill  lengthState
	plan  planState
	align [sources]alignment
}

type lengths struct{ text, tokens, chords, bars, sections int32 }

// New returns a Recall of a tune that has no characters yet.
func New() *Recall {
	r := &Recall{}
	r.Reset()
	return r
}

// Reset begins a new tune.
func (r *Recall) Reset() {
	r.raw, r.history, r.place, r.draw = r.raw[:0], r.history[:0], place{}, nil
	r.line.meter, r.line.unit, r.bar.blank = wholeNote, wholeNote/8, true
	r.cut()
	r.aim()
}

// Push adds a character to the tune.
func (r *Recall) Push(c rune) {
	r.history = append(r.history, r.place)
	r.raw = append(r.raw, c)
	r.plan.fault = fault{}
	r.read(c)
	r.lists = lengths{int32(len(r.text)), int32(len(r.tokens)), int32(len(r.chords)), int32(len(r.bars)), int32(len(r.sections))}
}

// Back forgets all but the first n characters of the tune.
func (r *Recall) Back(n int) {
	if n >= len(r.raw) {
		return
	}
	again := r.raw[n:n]
	if n > 0 && r.raw[n] == ':' && int(r.history[n].line.from) == n-1 {
		// What the letter of a field wrote to the lists is lost: it was no music.
		n--
		again = r.raw[n : n+1]
	}
	r.place = r.history[n]
	r.history, r.raw = r.history[:n], r.raw[:n]
	r.cut()
	for _, c := range again {
		r.Push(c)
	}
}

// cut shortens the lists to the lengths of the current place.
func (r *Recall) cut() {
	n := r.lists
	r.text, r.tokens, r.chords = r.text[:n.text], r.tokens[:n.tokens], r.chords[:n.chords]
	r.bars, r.sections = r.bars[:n.bars], r.sections[:n.sections]
}
