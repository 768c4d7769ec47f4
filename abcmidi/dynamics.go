package abcmidi

import "strings"

// dynamics are the velocities of a strong beat (section 4.14); without any,
// a tune is played as loud as f.
var dynamics = map[string]int{
	"pppp": 30, "ppp": 30, "pp": 45, "p": 60, "mp": 75, "mf": 90,
	"f": 105, "ff": 120, "fff": 127, "ffff": 127, "sfp": 60,
}

func isDynamic(name string) bool {
	return dynamics[name] != 0 || strings.HasPrefix(name, "crescendo") || strings.HasPrefix(name, "diminuendo")
}

// hairpinStep is how much a hairpin changes the velocity if no dynamic at its
// end says where it leads.
const hairpinStep = 30

// measured is one bar of the text: its items and where its notes lie in the
// meter.
type measured struct {
	from, to int      // items
	length   Fraction // of layer 0
	phase    Fraction // where the bar begins in a bar of the meter
}

// measure walks a voice in the order of the text: it bounds lengths, settles how
// far each overlay goes back, the phase of each bar, and the velocities. The bars
// hold until the next voice is measured.
func (v *voice) measure() []measured {
	bars := v.memory.bars[:0]
	var lengths []Fraction // of the bars so far, those of overlays left out
	cur := measured{}
	for i := range v.items {
		it := &v.items[i]
		switch it.kind {
		case itemSound, itemRest:
			if it.length.Num() > MaxLength*it.length.Den() { // after many a >
				it.length = NewFraction(MaxLength, 1)
			}
			if it.layer == 0 {
				cur.length = cur.length.Add(it.length)
			}
		case itemOverlay:
			it.length = cur.length
			more := int(it.data[0])
			if cur.length.Positive() {
				more--
			}
			for n := 1; n <= min(more, len(lengths)); n++ {
				it.length = it.length.Add(lengths[len(lengths)-n])
			}
		case itemBar, itemPart:
			cur.to = i + 1
			bars = append(bars, cur)
			if v.layers > 0 && cur.length.Positive() {
				lengths = append(lengths, cur.length)
			}
			cur = measured{from: i + 1}
		}
	}
	cur.to = len(v.items)
	bars = append(bars, cur)
	v.memory.bars = bars
	v.phases(bars)
	v.velocities(bars)
	return bars
}

// phases says where each bar begins in the meter.
func (v *voice) phases(bars []measured) {
	var p phaser
	for i := range bars {
		if sound := v.firstSound(&bars[i]); sound >= 0 {
			bars[i].phase = p.next(bars[i].length, v.items[sound].ctx.bar)
		}
	}
}

// phaser finds where bars begin in a bar of the meter. A short bar that comes
// first is a pickup: it ends with the meter's bar. A short bar after another
// short one goes on where that stopped, if both fit into one bar.
type phaser struct {
	begun   bool
	carried Fraction // length of a short bar that the next may go on from
}

// next returns the phase of the next bar, which has a length in a meter whose
// bars are full.
func (p *phaser) next(length, full Fraction) (phase Fraction) {
	first := !p.begun
	p.begun = true
	switch {
	case !length.Less(full):
		p.carried = Fraction{}
	case first:
		return full.Sub(length)
	case p.carried.Positive() && p.carried.Add(length).Cmp(full) <= 0:
		phase, p.carried = p.carried, Fraction{}
	default:
		p.carried = length
	}
	return phase
}

// firstSound is the first note or rest of a bar, -1 if there is none.
func (v *voice) firstSound(b *measured) int {
	for i := b.from; i < b.to; i++ {
		if v.items[i].lasts() && v.items[i].layer == 0 {
			return i
		}
	}
	return -1
}

// velocities settles how loud each note is: by its beat, the dynamic in force
// and the hairpins.
func (v *voice) velocities(bars []measured) {
	shift := 0 // of the dynamic in force, from f
	var pin hairpin
	for _, b := range bars {
		at, over := b.phase, b.phase // in layer 0, in an overlay
		for i := b.from; i < b.to; i++ {
			it := &v.items[i]
			if it.kind == itemOverlay {
				over = b.phase
				continue
			}
			now := &at
			if it.layer > 0 {
				now = &over
			}
			if it.kind == itemSound {
				if x := it.extra; x != nil && (x.dynamic != "" || x.hairpin != nil) {
					shift = pin.at(v, i, shift)
				}
				it.velocity = it.loudness(*now, shift+pin.shift(i))
			}
			*now = now.Add(it.length)
		}
	}
}

// loudness is the velocity of a sound at a place in the bar, shifted by the
// dynamic in force.
func (it *item) loudness(at Fraction, shift int) uint8 {
	loud := int(it.ctx.stress(at)) + shift
	switch {
	case it.deco&decoMarcato != 0:
		loud += 25
	case it.deco&decoAccent != 0:
		loud += 15
	}
	return uint8(max(1, min(127, loud)))
}

func (v *voice) hasSound(b measured) bool {
	for i := b.from; i < b.to; i++ {
		if v.items[i].kind == itemSound {
			return true
		}
	}
	return false
}

// hairpin is a crescendo or diminuendo in progress over items.
type hairpin struct {
	from, to int // items; to is 0 when there is none
	change   int // of velocity, from its beginning to its end
}

// shift is the hairpin's part in the velocity of an item.
func (h *hairpin) shift(i int) int {
	if h.to == 0 || i < h.from || i > h.to {
		return 0
	}
	return h.change * (i - h.from) / max(1, h.to-h.from)
}

// at takes the dynamics of item i and returns the shift that holds from it.
func (h *hairpin) at(v *voice, i, shift int) int {
	x := v.items[i].extra
	for _, name := range x.hairpin {
		if strings.HasSuffix(name, ")") && h.to != 0 && i > h.from {
			shift += h.change
			*h = hairpin{}
		}
	}
	if level, ok := dynamics[x.dynamic]; ok {
		shift = level - dynamics["f"]
		if h.to != 0 && i >= h.to {
			*h = hairpin{}
		}
	}
	for _, name := range x.hairpin {
		if strings.HasSuffix(name, "(") {
			*h = v.hairpinFrom(i, name, shift)
		}
	}
	return shift
}

// hairpinFrom looks ahead for a hairpin's end and the dynamic it leads to.
func (v *voice) hairpinFrom(i int, name string, shift int) hairpin {
	h := hairpin{from: i, change: hairpinStep}
	if strings.HasPrefix(name, "dim") {
		h.change = -hairpinStep
	}
	for j := i + 1; j < len(v.items); j++ {
		x := v.items[j].extra
		if x == nil || x.hairpin == nil && x.dynamic == "" {
			continue
		}
		h.to = j
		if level, ok := dynamics[x.dynamic]; ok {
			if change := level - dynamics["f"] - shift; (change > 0) == (h.change > 0) {
				h.change = change
			}
		}
		return h
	}
	h.to = len(v.items) - 1
	return h
}

// stress is the velocity of a beat: strong at the beginning of the bar,
// medium on its other beats, weak between them; or as %%MIDI beat and
// beatstring say.
func (c *setting) stress(at Fraction) uint8 {
	m := &c.midi
	bar := c.bar
	if at.IsZero() || !bar.Positive() {
		return m.beat[0]
	}
	if n := int64(len(m.beatString)); n > 0 {
		pulse := at.Mod(bar).Times(n*bar.Den(), bar.Num())
		if pulse.Den() != 1 {
			return m.beat[2]
		}
		switch m.beatString[pulse.Num()%n] {
		case 'f':
			return m.beat[0]
		case 'm':
			return m.beat[1]
		}
		return m.beat[2]
	}
	beat := c.beat
	if m.beatPulses > 0 {
		beat = NewFraction(4*int64(m.beatPulses), int64(c.meter.Den))
	}
	switch at = at.Mod(bar); {
	case at.IsZero():
		return m.beat[0]
	case len(c.meter.Groups) > 1 && m.beatPulses == 0:
		if c.meter.groupBegins(at) {
			return m.beat[1]
		}
	case at.multipleOf(beat):
		return m.beat[1]
	}
	return m.beat[2]
}
