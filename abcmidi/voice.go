package abcmidi

import (
	"slices"
	"strings"
	"sync"
)

// This file lays a tune out in voices: each becomes a list of items in the
// order they are written, every note with its pitch and length settled. What
// depends on the text (accidentals, broken rhythm, tuplets, the key and meter
// in force) is settled here; what depends on the order of playing (ties over
// a repeat, times) is left to unroll.go and score.go.

type itemKind uint8

const (
	itemSound   itemKind = iota // a note or chord
	itemRest                    // a rest; also a whole-bar rest
	itemBar                     // a bar line
	itemEnding                  // the beginning of a variant ending
	itemPart                    // P: in the body
	itemMark                    // segno, coda, D.C. and so on
	itemOverlay                 // & : back to the beginning of a bar
	itemControl                 // a controller or pitch bend of %%MIDI
	itemChange                  // nothing but a new setting
)

// item is one step of a voice.
type item struct {
	kind   itemKind
	layer  uint8 // 0, or the overlay it belongs to
	pos    Pos
	ctx    *setting
	length Fraction // quarter notes; of itemOverlay, how far it goes back
	tones  []tone   // of itemSound

	velocity uint8  // of itemSound, settled by dynamics.go
	symbol   string // chord symbol that begins here
	deco     decoSet
	extra    *extra

	bar    *Bar    // of itemBar
	ending *Ending // of itemEnding
	mark   mark    // of itemMark
	data   [3]byte // of itemPart: its name; of itemControl: a message
}

// tone is one note of a sound.
type tone struct {
	step    int16
	written bool // an accidental is written at it
	tie     bool
	flat    bool  // altered downwards: a quarter tone is bent down from the key above
	cents   int32 // MIDI key times 100
}

// extra is what few items have.
type extra struct {
	graces  []grace
	dynamic string   // a dynamic, or the beginning or end of a hairpin
	hairpin []string // crescendo( and so on
	lyrics  []string // one for each verse
}

// grace is one grace note or chord, its length in quarter notes as written.
type grace struct {
	tones  []tone
	length Fraction
	rest   bool
}

func (it *item) more() *extra {
	if it.extra == nil {
		it.extra = &extra{}
	}
	return it.extra
}

// decoSet holds the decorations that bear on how a note sounds.
type decoSet uint16

const (
	decoStaccato decoSet = 1 << iota
	decoTenuto
	decoAccent
	decoMarcato
	decoFermata
	decoTrill
	decoRoll
	decoLowerMordent
	decoUpperMordent
	decoTurn
	decoArpeggio
	decoBreath
)

var decoOf = map[string]decoSet{
	"staccato": decoStaccato, "wedge": decoStaccato, "tenuto": decoTenuto, "accent": decoAccent,
	"marcato": decoMarcato, "sfz": decoAccent, "fermata": decoFermata, "invertedfermata": decoFermata,
	"trill": decoTrill, "roll": decoRoll, "lowermordent": decoLowerMordent,
	"uppermordent": decoUpperMordent, "turn": decoTurn, "turnx": decoTurn, "arpeggio": decoArpeggio,
	"breath": decoBreath,
}

// mark is a direction about the order of playing.
type mark uint8

const (
	markNone mark = iota
	markSegno
	markCoda
	markToCoda
	markFine
	markDaCapo
	markDaCapoFine
	markDaCapoCoda
	markDalSegno
	markDalSegnoFine
	markDalSegnoCoda
)

var markOf = map[string]mark{
	"segno": markSegno, "coda": markCoda, "dacoda": markToCoda, "fine": markFine,
	"D.C.": markDaCapo, "D.C.alfine": markDaCapoFine, "D.C.alcoda": markDaCapoCoda,
	"D.S.": markDalSegno, "D.S.alfine": markDalSegnoFine, "D.S.alcoda": markDalSegnoCoda,
}

// voice is one voice laid out.
type voice struct {
	id, name string
	items    []item
	layers   int // highest overlay used

	ctx       *setting
	shared    bool // items point at ctx: change a copy
	bars      accidentals
	tuplets   []tupletLeft
	last      int      // index of the last sound or rest, -1 behind an overlay sign
	next      Fraction // what broken rhythm makes of the next length, 0 for nothing
	layer     uint8
	overlay   int // bars left until the overlay ends
	barCount  int // bar lines so far, outside overlays
	lineStart int // first item of the current line of music
	lineEnds  bool
	verses    int
	symbol    string // waits for the next sound or rest
	pending   pending
	tones     []tone
}

// pending is what has been read and belongs to the next note.
type pending struct {
	deco   decoSet
	graces []grace
	marks  []string
}

// tupletLeft is a tuplet with notes still to come.
type tupletLeft struct {
	factor Fraction
	left   int
}

// accidentals are those of the bar so far.
type accidentals struct {
	used  bool
	has   [2*maxStep + 8]bool
	cents [2*maxStep + 8]int32
}

func (a *accidentals) clear() {
	if a.used {
		*a = accidentals{}
	}
}

// slot is a step's place: letters share one unless octaves count.
func (s accidentalScope) slot(step int16) int {
	if s == scopeOctave {
		return int(step) + maxStep
	}
	letter, _ := letterAndOctave(int(step))
	return letter
}

// layout lays a tune out.
type layout struct {
	tune   *Tune
	base   *setting // new voices begin with it
	voices []*voice
	cur    *voice
	order  *PartOrder
	rhythm string
	chosen bool // a V: in the body has chosen the voice
}

// lay returns the tune's voices, those without a note left out.
func lay(t *Tune) *layout {
	l := &layout{tune: t, base: newSetting()}
	l.header(t.Inherited)
	l.header(t.Header)
	l.nodes(t.Body)
	kept := l.voices[:0]
	for _, v := range l.voices {
		if slices.ContainsFunc(v.items, func(it item) bool { return it.kind == itemSound || it.kind == itemRest }) {
			kept = append(kept, v)
		}
	}
	l.voices = kept
	return l
}

// header reads the fields that set what every voice begins with.
func (l *layout) header(nodes []Node) {
	var unit Fraction
	for _, n := range nodes {
		f, ok := n.(*Field)
		if !ok {
			continue
		}
		switch v := f.Value.(type) {
		case *Key:
			if v.Set {
				l.base.key = v
			}
			l.base.staff = l.base.staff.merge(v.Staff)
		case *Meter:
			l.base.meter = v
			if unit.IsZero() {
				l.base.setUnit(v.UnitLength())
			}
		case Fraction:
			unit = v
			l.base.setUnit(unit)
		case *PartOrder:
			if l.order == nil || f.Key == 'P' {
				l.order = v
			}
		case *VoiceField:
			l.declare(v)
		}
		switch f.Key {
		case 'I':
			l.base.directive(f.Text)
		case 'R':
			l.rhythm = f.Text
		}
	}
	// Q: may count unit lengths, and stand before L:.
	for _, n := range nodes {
		if f, ok := n.(*Field); ok {
			if q, ok := f.Value.(*Tempo); ok {
				if rate, ok := q.Quarters(l.base.unit); ok {
					l.base.tempo = rate
				}
			}
		}
	}
}

// declare finds the voice of a V: field, or makes it, and gives it the
// field's properties.
func (l *layout) declare(f *VoiceField) *voice {
	var v *voice
	for _, w := range l.voices {
		if w.id == f.ID {
			v = w
		}
	}
	if v == nil {
		ctx := *l.base
		v = &voice{id: f.ID, ctx: &ctx, last: -1}
		l.voices = append(l.voices, v)
	}
	if f.Name != "" {
		v.name = f.Name
	}
	if f.Staff.set != 0 || f.Program >= 0 {
		ctx := v.change()
		ctx.staff = ctx.staff.merge(f.Staff)
		if f.Program >= 0 {
			ctx.midi.program = f.Program
		}
	}
	return v
}

// voice returns the voice that music belongs to.
func (l *layout) voice() *voice {
	if l.cur == nil {
		if len(l.voices) > 0 {
			l.cur = l.voices[0]
			if l.cur.ctx.staff == (Staff{}) {
				l.refresh(l.cur)
			}
		} else {
			l.cur = l.declare(&VoiceField{ID: "1", Program: -1})
		}
		if l.cur.items == nil {
			l.cur.items = takeItems(itemsOf(l.tune.Body))
		}
	}
	return l.cur
}

// itemsOf counts the nodes that become items.
func itemsOf(nodes []Node) (n int) {
	for _, node := range nodes {
		switch node.(type) {
		case *Space, *LineEnd, *Symbol, *Broken, *Tuplet, *Slur, *Comment, *Grace:
		default:
			n++
		}
	}
	return n
}

// itemLists keeps the items of voices that have been played for those to come:
// they are most of what playing a tune needs, and nothing of a score points
// into them.
var itemLists sync.Pool

func takeItems(n int) []item {
	if list, ok := itemLists.Get().(*[]item); ok && cap(*list) >= n {
		return (*list)[:0]
	}
	return make([]item, 0, max(n, 512))
}

// release gives the items back; the layout is not to be used behind it.
func (l *layout) release() {
	for _, v := range l.voices {
		if list := v.items; cap(list) <= 1<<16 {
			clear(list)
			itemLists.Put(&list)
		}
		v.items = nil
	}
}

// refresh gives a voice declared early in the header what the rest of the
// header said.
func (l *layout) refresh(v *voice) {
	if len(v.items) > 0 {
		return
	}
	staff, program := v.ctx.staff, v.ctx.midi.program
	ctx := *l.base
	ctx.staff = ctx.staff.merge(staff)
	if program >= 0 {
		ctx.midi.program = program
	}
	v.ctx, v.shared = &ctx, false
}

// change returns the voice's context to be changed.
func (v *voice) change() *setting {
	if v.shared {
		c := *v.ctx
		v.ctx, v.shared = &c, false
	}
	return v.ctx
}

// nodes lays out a body, or the inside of a macro.
func (l *layout) nodes(list []Node) {
	for i, n := range list {
		if d, ok := n.(*Decoration); ok {
			l.voice().decoration(d, i+1 < len(list) && sticks(list[i+1]))
			continue
		}
		l.node(n)
	}
}

// sticks reports whether a node right behind a decoration is what it
// decorates, or more of the same.
func sticks(n Node) bool {
	switch n := n.(type) {
	case *Note, *Chord, *Rest, *Grace, *Decoration, *Symbol, *Slur, *Tuplet, *MacroUse:
		return true
	case *Field:
		return n.Form == InlineField
	}
	return false
}

// node lays out one node of the body.
func (l *layout) node(n Node) {
	switch n := n.(type) {
	case *Note:
		l.voice().note(n)
	case *Chord:
		l.voice().chord(n)
	case *Rest:
		l.voice().rest(n)
	case *Bar:
		l.voice().barLine(n)
	case *Symbol:
		if n.Place == 0 {
			l.voice().symbol = n.Text
		}
	case *Broken:
		l.voice().broken(n.Dots)
	case *Tuplet:
		l.voice().tuplet(n)
	case *Ending:
		it := l.voice().add(itemEnding, n.From)
		it.ending = n
	case *Grace:
		l.voice().grace(n)
	case *Overlay:
		l.voice().startOverlay(n)
	case *MacroUse:
		l.nodes(n.Inner)
	case *Field:
		l.field(n)
	case *LineEnd:
		if v := l.voice(); !n.Break && !n.Joined {
			v.lineEnds = true
		}
	}
}

// field applies a field of the body.
func (l *layout) field(f *Field) {
	if f.Key == 'V' {
		if vf, ok := f.Value.(*VoiceField); ok {
			l.chosen = true
			l.cur = l.declare(vf)
			l.refresh(l.cur)
			l.cur.lineEnds = true
		}
		return
	}
	if !l.chosen {
		// Nobody's in particular yet: voices that begin later start from it.
		l.base.apply(f)
	}
	v := l.voice()
	switch f.Key {
	case 'K', 'M', 'L', 'Q':
		v.change().apply(f)
		v.bars.clear()
		v.add(itemChange, f.From)
	case 'I':
		v.instruction(f)
	case 'P':
		if f.Text != "" && isLetter(f.Text[0]) {
			v.add(itemPart, f.From).data[0] = f.Text[0]
		}
	case 'R':
		l.rhythm = f.Text
	case 'w':
		v.words(f.Text)
		v.lineEnds = true // what follows is another line
	case 's':
		v.symbolLine(f.Text)
		v.lineEnds = true
	}
}

// apply sets what a field of the body changes.
func (c *setting) apply(f *Field) {
	switch x := f.Value.(type) {
	case *Key:
		if x.Set {
			c.key = x
		}
		c.staff = c.staff.merge(x.Staff)
	case *Meter:
		c.meter = x
	case Fraction:
		c.setUnit(x)
	case *Tempo:
		if rate, ok := x.Quarters(c.unit); ok {
			c.tempo = rate
		}
	}
	if f.Key == 'I' {
		c.directive(f.Text)
	}
}

// instruction applies an I: field or %% directive.
func (v *voice) instruction(f *Field) {
	words := strings.Fields(f.Text)
	if len(words) == 4 && words[0] == "MIDI" && (words[1] == "control" || words[1] == "pitchbend") {
		a, b := 128, 128
		number(words, 2, &a, 0, 127)
		number(words, 3, &b, 0, 127)
		if a < 128 && b < 128 {
			status := byte(0xb0)
			if words[1] == "pitchbend" {
				status = 0xe0
			}
			v.add(itemControl, f.From).data = [3]byte{status, byte(a), byte(b)}
		}
		return
	}
	old := *v.ctx
	if ctx := v.change(); ctx.directive(f.Text) && *ctx != old {
		v.add(itemChange, f.From)
	}
}

// add appends an item and returns it, to be filled in before the next.
func (v *voice) add(kind itemKind, pos Pos) *item {
	if v.lineEnds && kind != itemChange {
		v.lineEnds, v.lineStart, v.verses = false, len(v.items), 0
	}
	v.shared = true
	v.items = append(v.items, item{kind: kind, pos: pos, ctx: v.ctx, layer: v.layer})
	return &v.items[len(v.items)-1]
}

// sound adds a note, chord or rest with a length in unit note lengths.
func (v *voice) sound(kind itemKind, pos Pos, length Fraction) *item {
	it := v.add(kind, pos)
	it.length = v.timed(length.Mul(v.ctx.quarter))
	it.symbol, v.symbol = v.symbol, ""
	v.last = len(v.items) - 1
	if p := &v.pending; p.deco != 0 || p.graces != nil || p.marks != nil {
		it.deco = p.deco
		for _, m := range p.marks {
			it.setDynamic(m)
		}
		if p.graces != nil {
			it.more().graces = p.graces
		}
		v.pending = pending{}
	}
	return it
}

// timed applies tuplets and broken rhythm to a length.
func (v *voice) timed(length Fraction) Fraction {
	if len(v.tuplets) > 0 {
		open := v.tuplets[:0]
		for _, t := range v.tuplets {
			length = length.Mul(t.factor)
			if t.left--; t.left > 0 {
				open = append(open, t)
			}
		}
		v.tuplets = open
	}
	if v.next.Positive() {
		length = length.Mul(v.next)
		v.next = Fraction{}
	}
	return length
}

func (v *voice) note(n *Note) {
	it := v.sound(itemSound, n.From, n.Length)
	it.tones = v.carve(1)
	it.tones[0] = v.tone(n, n.Tie)
}

// carve returns room for n tones.
func (v *voice) carve(n int) []tone {
	if len(v.tones) < n {
		v.tones = make([]tone, max(64, n))
	}
	t := v.tones[:n:n]
	v.tones = v.tones[n:]
	return t
}

// chord adds a chord. Its length is that of its first note (section 4.17).
func (v *voice) chord(c *Chord) {
	notes := c.Notes()
	it := v.sound(itemSound, c.From, c.Length.Mul(notes[0].Length))
	it.tones = v.carve(len(notes))
	for i, n := range notes {
		it.tones[i] = v.tone(n, n.Tie || c.Tie)
	}
	for _, n := range c.Inner {
		if d, ok := n.(*Decoration); ok {
			it.deco |= decoOf[d.Name]
		}
	}
}

// tone settles a note's pitch: its own accidental, else one of the bar, else
// the key's (section 4.2).
func (v *voice) tone(n *Note, tie bool) tone {
	p, ctx := n.Pitch, v.ctx
	t := tone{step: p.Step, tie: tie}
	var cents int32
	switch slot := ctx.scope.slot(p.Step); {
	case p.Accidental.Written():
		t.written = true
		cents = int32(p.Accidental.cents())
		if ctx.scope != scopeNote {
			v.bars.used, v.bars.has[slot], v.bars.cents[slot] = true, true, cents
		}
	case v.bars.used && v.bars.has[slot]:
		cents = v.bars.cents[slot]
	default:
		letter, _ := letterAndOctave(int(p.Step))
		cents = int32(ctx.key.Cents[letter])
	}
	t.flat = cents < 0
	t.cents = int32(midiCents(int(p.Step))) + cents + int32(100*ctx.shift())
	return t
}

func (v *voice) rest(r *Rest) {
	if r.Kind == 'Z' || r.Kind == 'X' {
		bar := v.ctx.meter.Bar()
		if !bar.Positive() {
			bar = NewFraction(4, 1)
		}
		it := v.sound(itemRest, r.From, r.Length)
		it.length = r.Length.Mul(bar)
		return
	}
	v.sound(itemRest, r.From, r.Length)
}

// broken lengthens the note before a > by what it shortens the next
// (section 4.4): A>B is a dotted A and half a B, whatever their lengths.
func (v *voice) broken(dots int) {
	n := min(max(dots, -dots), 8)
	long, short := NewFraction(1<<(n+1)-1, 1<<n), NewFraction(1, 1<<n)
	if r := v.ctx.midi.ratio; n == 1 && r[0] > 0 && r[1] > 0 {
		long = NewFraction(int64(2*r[0]), int64(r[0]+r[1]))
		short = NewFraction(int64(2*r[1]), int64(r[0]+r[1]))
	}
	if dots < 0 {
		long, short = short, long
	}
	if v.last < 0 {
		return
	}
	v.items[v.last].length = v.items[v.last].length.Mul(long)
	v.next = short
}

// tupletQ is the q that (p stands for alone (section 4.13); 0 is 2, or 3 in
// compound meters.
var tupletQ = [10]int{2: 3, 3: 2, 4: 3, 6: 2, 8: 3}

func (v *voice) tuplet(t *Tuplet) {
	q, r := t.Q, t.R
	if q == 0 && t.P < len(tupletQ) {
		q = tupletQ[t.P]
	}
	if q == 0 {
		if q = 2; v.ctx.meter.Compound() {
			q = 3
		}
	}
	if r == 0 {
		r = t.P
	}
	if len(v.tuplets) < 8 {
		v.tuplets = append(v.tuplets, tupletLeft{NewFraction(int64(q), int64(t.P)), r})
	}
}

func (v *voice) barLine(b *Bar) {
	it := v.add(itemBar, b.From)
	it.bar = b
	v.bars.clear()
	switch {
	case v.overlay == 0:
		v.barCount++
	case v.overlay == 1:
		v.layer = 0
		fallthrough
	default:
		v.overlay--
	}
}

// startOverlay goes back by whole bars; what follows, up to as many bar
// lines, sounds beside what stood there (section 7.4).
func (v *voice) startOverlay(o *Overlay) {
	it := v.add(itemOverlay, o.From)
	v.overlay = min(o.Bars, v.barCount+1, 100)
	it.data[0] = byte(v.overlay)
	if v.layer < maxLayer {
		v.layer++
	}
	v.layers = max(v.layers, int(v.layer))
	it.layer = v.layer
	v.bars.clear()
	v.last, v.next, v.tuplets = -1, Fraction{}, nil
}

const maxLayer = 8

// grace keeps grace notes for the note that follows.
func (v *voice) grace(g *Grace) {
	for _, n := range g.Inner {
		var notes []*Note
		var next grace
		switch n := n.(type) {
		case *Note:
			notes, next.length = []*Note{n}, n.Length
		case *Chord:
			notes = n.Notes()
			next.length = n.Length.Mul(notes[0].Length)
		case *Rest:
			next.length, next.rest = n.Length, true
		}
		for _, note := range notes {
			next.tones = append(next.tones, v.tone(note, false))
		}
		next.length = next.length.Mul(v.ctx.quarter)
		v.pending.graces = append(v.pending.graces, next)
	}
}

// decoration keeps a decoration for the note that follows, or adds a mark
// about the order of playing where it stands; atNote says that a note follows
// at once.
func (v *voice) decoration(d *Decoration, atNote bool) {
	if m := markOf[d.Name]; m != markNone {
		it := v.add(itemMark, d.From)
		it.mark = m
		if atNote { // "!fine!D4" holds to the end of D4's bar
			it.data[0] = 1
		}
		return
	}
	if set := decoOf[d.Name]; set != 0 {
		v.pending.deco |= set
		return
	}
	if isDynamic(d.Name) {
		v.pending.marks = append(v.pending.marks, d.Name)
	}
}

// setDynamic puts a dynamic or the end of a hairpin at an item.
func (it *item) setDynamic(name string) {
	if strings.ContainsAny(name, "()") {
		x := it.more()
		x.hairpin = append(x.hairpin, name)
		return
	}
	it.more().dynamic = name
}
