package layout

import (
	"strings"

	"charabanc/abcmidi/music"
)

// This file settles how loud each note is: by its beat, by dynamics, hairpins and
// accents (ABC 2.1 section 4.14).

// dynamics are the velocities of a strong beat. A tune without any is played as loud
// as f.
var dynamics = map[string]int{
	"pppp": 30, "ppp": 30, "pp": 45, "p": 60, "mp": 75, "mf": 90,
	"f": 105, "ff": 120, "fff": 127, "ffff": 127, "sfp": 60,
}

// isDynamic reports whether a decoration is a dynamic or an end of a hairpin.
func isDynamic(name string) bool {
	return dynamics[name] != 0 || strings.HasPrefix(name, "crescendo") || strings.HasPrefix(name, "diminuendo")
}

// setVelocities sets the velocity of each sound.
func (v *Voice) setVelocities(bars []Bar) {
	shift := 0 // of the dynamic in force, from f
	var pin hairpin
	for _, b := range bars {
		at, over := b.phase, b.phase // time in the bar, in layer 0 and in an overlay
		for i := b.From; i < b.To; i++ {
			it := &v.Items[i]
			if it.Kind == ItemOverlay {
				over = b.phase
				if it.InGroup {
					over = it.Setting.inBar(at.Sub(it.Length))
				}
				continue
			}
			now := &at
			if it.Layer > 0 {
				now = &over
			}
			if it.Kind == ItemSound {
				if x := it.Extra; x != nil && (x.dynamic != "" || x.hairpins != nil) {
					shift = pin.at(v, i, shift)
				}
				it.Velocity = it.loudness(*now, shift+pin.shift(i))
			}
			*now = now.Add(it.Length)
		}
	}
}

// inBar returns a time in the bar for one that may be some bars before it.
func (s *Setting) inBar(at music.Fraction) music.Fraction {
	if at.Num() >= 0 || !s.BarLength.Positive() {
		return at
	}
	back := music.Fraction{}.Sub(at).Div(s.BarLength)
	return at.Add(s.BarLength.Times(back.Num()/back.Den()+1, 1))
}

// The velocities that accents add.
const (
	accent  = 15
	marcato = 25
)

// loudness returns the velocity of a sound at a time in the bar, shifted by the
// dynamic and hairpin in force.
func (it *Item) loudness(at music.Fraction, shift int) uint8 {
	loud := int(it.Setting.stress(at)) + shift
	switch x := it.Extra; {
	case x != nil && x.velocity != nil && x.velocity.exact:
		loud = x.velocity.value
	case x != nil && x.velocity != nil:
		loud += x.velocity.value
	case it.Decorations&decoMarcato != 0:
		loud += marcato
	case it.Decorations&decoAccent != 0:
		loud += accent
	}
	return uint8(max(1, min(127, loud)))
}

// hairpin is the crescendo or diminuendo in progress.
type hairpin struct {
	from, to int // its first and last item; to is 0 if there is no hairpin
	change   int // of velocity, from its beginning to its end
}

// shift returns how much the hairpin changes the velocity of item i.
func (h *hairpin) shift(i int) int {
	if h.to == 0 || i < h.from || i > h.to {
		return 0
	}
	return h.change * (i - h.from) / max(1, h.to-h.from)
}

// at reads the dynamics of item i, which begin and end hairpins, and returns the
// shift that holds from there on.
func (h *hairpin) at(v *Voice, i, shift int) int {
	x := v.Items[i].Extra
	for _, name := range x.hairpins {
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
	for _, name := range x.hairpins {
		if strings.HasSuffix(name, "(") {
			*h = v.hairpinFrom(i, name, shift)
		}
	}
	return shift
}

// hairpinFrom returns the hairpin that begins at item i. It ends at the next dynamic
// or sign of a hairpin, and leads to that dynamic if it lies in its direction.
func (v *Voice) hairpinFrom(i int, name string, shift int) hairpin {
	h := hairpin{from: i, change: v.Items[i].Setting.MIDI.hairpinStep}
	if strings.HasPrefix(name, "dim") {
		h.change = -h.change
	}
	for j := i + 1; j < len(v.Items); j++ {
		x := v.Items[j].Extra
		if x == nil || x.hairpins == nil && x.dynamic == "" {
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

// stress returns the velocity of a time in a bar, counted from where a full bar
// begins: strong at its beginning, medium on the other beats and weak between them,
// or by %%MIDI beat and beatstring.
func (s *Setting) stress(at music.Fraction) uint8 {
	m := &s.MIDI
	bar := s.BarLength
	if m.evenBeats {
		return m.beat[1]
	}
	if at.IsZero() || !bar.Positive() {
		return m.beat[0]
	}
	if n := int64(len(m.beatString)); n > 0 {
		pulse := at.Mod(bar).Times(n, 1).Div(bar)
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
	beat := s.beatLength
	if m.beatPulses > 0 {
		beat = music.NewFraction(4*int64(m.beatPulses), int64(s.Meter.Den))
	}
	switch at = at.Mod(bar); {
	case at.IsZero():
		return m.beat[0]
	case len(s.Meter.Groups) > 1 && m.beatPulses == 0:
		if s.Meter.GroupBegins(at) {
			return m.beat[1]
		}
	case at.MultipleOf(beat):
		return m.beat[1]
	}
	return m.beat[2]
}
