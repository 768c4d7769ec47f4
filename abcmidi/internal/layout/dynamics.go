package layout

import (
	"strings"

	"charabanc/abcmidi/music"
)

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

// velocities settles how loud each note is: by its beat, the dynamic in force
// and the hairpins.
func (v *Voice) velocities(bars []Measured) {
	shift := 0 // of the dynamic in force, from f
	var pin hairpin
	for _, b := range bars {
		at, over := b.phase, b.phase // in layer 0, in an overlay
		for i := b.From; i < b.To; i++ {
			it := &v.Items[i]
			if it.Kind == ItemOverlay {
				over = b.phase
				continue
			}
			now := &at
			if it.Layer > 0 {
				now = &over
			}
			if it.Kind == ItemSound {
				if x := it.Extra; x != nil && (x.dynamic != "" || x.hairpin != nil) {
					shift = pin.at(v, i, shift)
				}
				it.Velocity = it.loudness(*now, shift+pin.shift(i))
			}
			*now = now.Add(it.Length)
		}
	}
}

// loudness is the velocity of a sound at a place in the bar, shifted by the
// dynamic in force.
func (it *Item) loudness(at music.Fraction, shift int) uint8 {
	loud := int(it.Ctx.stress(at)) + shift
	switch {
	case it.Deco&decoMarcato != 0:
		loud += 25
	case it.Deco&decoAccent != 0:
		loud += 15
	}
	return uint8(max(1, min(127, loud)))
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
func (h *hairpin) at(v *Voice, i, shift int) int {
	x := v.Items[i].Extra
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
func (v *Voice) hairpinFrom(i int, name string, shift int) hairpin {
	h := hairpin{from: i, change: hairpinStep}
	if strings.HasPrefix(name, "dim") {
		h.change = -hairpinStep
	}
	for j := i + 1; j < len(v.Items); j++ {
		x := v.Items[j].Extra
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
	h.to = len(v.Items) - 1
	return h
}

// stress is the velocity of a beat: strong at the beginning of the bar,
// medium on its other beats, weak between them; or as %%MIDI beat and
// beatstring say.
func (c *Setting) stress(at music.Fraction) uint8 {
	m := &c.Midi
	bar := c.Bar
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
		beat = music.NewFraction(4*int64(m.beatPulses), int64(c.Meter.Den))
	}
	switch at = at.Mod(bar); {
	case at.IsZero():
		return m.beat[0]
	case len(c.Meter.Groups) > 1 && m.beatPulses == 0:
		if c.Meter.GroupBegins(at) {
			return m.beat[1]
		}
	case at.MultipleOf(beat):
		return m.beat[1]
	}
	return m.beat[2]
}
