package abcmidi

import (
	"strings"
)

// setting is everything that holds at a point of a voice: a later point shares
// it until something changes, and then has a changed copy. A repeat that goes
// back therefore finds the key, meter and tempo of the place it goes back to.
type setting struct {
	key     *Key
	meter   *Meter
	bar     Fraction // of the meter, in quarter notes; 0 for free meter
	beat    Fraction
	unit    Fraction // unit note length, of a whole note
	quarter Fraction // the same, of a quarter note
	tempo   Fraction // quarter notes a minute; 0 until something says
	staff   Staff
	scope   Scope
	midi    midiState
}

// midiState is what %%MIDI directives set.
type midiState struct {
	program, channel        int // -1: none given
	transpose, rtranspose   int
	chordProgram            int // -1: none given
	bassProgram             int
	chordVolume, bassVolume int
	chordsOff               bool
	pattern                 string // gchord; "" for the meter's own
	beat                    [3]uint8
	beatPulses              int
	beatString              string
	graceShare              Fraction // grace a/b: of the note; 0: by graceDivider
	graceDivider            int      // a grace note is the unit length over this
	ratio                   [2]int   // of broken rhythm; 0, 0: 3 to 1
	trim                    Fraction // cut off every note, in unit note lengths
	drum                    *drumPattern
	drumOn, drone           bool
	droneProgram            int
	droneKeys               [2]uint8
	droneVelocity           uint8
}

// drumPattern is %%MIDI drum: strokes over one bar.
type drumPattern struct {
	pattern    string // d strokes, z rests, each with a number behind it
	keys, vels []uint8
}

// begin makes it the setting of a tune that has said nothing.
func (c *setting) begin() {
	c.key = noKey
	c.setMeter(noMeter)
	c.setUnit(NewFraction(1, 8))
	c.midi = midiState{
		program: -1, channel: -1, chordProgram: -1, bassProgram: -1,
		chordVolume: 75, bassVolume: 80,
		beat: [3]uint8{105, 95, 80}, graceDivider: 4,
		droneProgram: 70, droneKeys: [2]uint8{45, 33}, droneVelocity: 80,
	}
}

// What holds in a tune that says nothing.
var (
	noKey   = &Key{}
	noMeter = FreeMeter()
)

func (c *setting) setMeter(m *Meter) { c.meter, c.bar, c.beat = m, m.Bar(), m.Beat() }

func (c *setting) setUnit(unit Fraction) {
	c.unit, c.quarter = unit, unit.Times(4, 1)
}

// shift is the transposition of what is written, in semitones.
func (c *setting) shift() int {
	return c.staff.Shift() + c.midi.transpose + c.midi.rtranspose
}

// directive applies a stylesheet directive or I: field that bears on playing.
// It reports whether the directive is one of those.
func (c *setting) directive(text string) bool {
	if !strings.HasPrefix(text, "MIDI") && !strings.HasPrefix(text, "propagate-accidentals") {
		return false
	}
	words := strings.Fields(text)
	if len(words) < 2 {
		return false
	}
	if scope, ok := parseScope(words); ok {
		c.scope = scope
		return true
	}
	switch words[0] {
	case "MIDI":
		set, ok := midiDirectives[words[1]]
		if ok {
			set(&c.midi, words[2:])
		}
		return ok
	case "propagate-accidentals":
		return true
	}
	return false
}

// number reads words[i] as a number between low and high; anything else
// leaves the old value.
func number(words []string, i int, old *int, low, high int) {
	if i >= len(words) {
		return
	}
	sign, digits := 1, words[i]
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = -1, rest
	}
	if n := smallNumber(digits, -1); n >= 0 && digits != "" && low <= sign*n && sign*n <= high {
		*old = sign * n
	}
}

func sevenBits(words []string, i int, old *uint8) {
	n := int(*old)
	number(words, i, &n, 0, 127)
	*old = uint8(n)
}

// midiDirectives are the %%MIDI directives that are understood, by name; each
// takes the words behind it. They are abc2midi's, as its documentation gives
// them.
var midiDirectives = map[string]func(m *midiState, words []string){
	"program": func(m *midiState, w []string) {
		// With two numbers the first is the channel, from 1.
		if len(w) > 1 {
			channelNumber(m, w)
			w = w[1:]
		}
		number(w, 0, &m.program, 0, 127)
	},
	"channel":    func(m *midiState, w []string) { channelNumber(m, w) },
	"transpose":  func(m *midiState, w []string) { number(w, 0, &m.transpose, -60, 60) },
	"rtranspose": func(m *midiState, w []string) { number(w, 0, &m.rtranspose, -60, 60) },
	"gchord": func(m *midiState, w []string) {
		if m.pattern = strings.Join(w, ""); !validPattern(m.pattern) {
			m.pattern = ""
		}
	},
	"gchordon":  func(m *midiState, _ []string) { m.chordsOff = false },
	"gchordoff": func(m *midiState, _ []string) { m.chordsOff = true },
	"chordprog": func(m *midiState, w []string) { number(w, 0, &m.chordProgram, 0, 127) },
	"bassprog":  func(m *midiState, w []string) { number(w, 0, &m.bassProgram, 0, 127) },
	"chordvol":  func(m *midiState, w []string) { number(w, 0, &m.chordVolume, 0, 127) },
	"bassvol":   func(m *midiState, w []string) { number(w, 0, &m.bassVolume, 0, 127) },
	"beat": func(m *midiState, w []string) {
		for i := range m.beat {
			sevenBits(w, i, &m.beat[i])
		}
		number(w, 3, &m.beatPulses, 0, 64)
		m.beatString = ""
	},
	"beatstring": func(m *midiState, w []string) {
		if len(w) > 0 && strings.Trim(w[0], "fmp") == "" {
			m.beatString = w[0]
		}
	},
	"grace": func(m *midiState, w []string) {
		if len(w) > 0 {
			if f, ok := parseLength(w[0]); ok && f.Less(NewFraction(1, 1)) {
				m.graceShare = f
			}
		}
	},
	"gracedivider": func(m *midiState, w []string) {
		number(w, 0, &m.graceDivider, 1, 64)
		m.graceShare = Fraction{}
	},
	"ratio": func(m *midiState, w []string) {
		number(w, 0, &m.ratio[0], 1, 64)
		number(w, 1, &m.ratio[1], 1, 64)
	},
	"trim": func(m *midiState, w []string) {
		if len(w) > 0 {
			if f, ok := parseLength(w[0]); ok {
				m.trim = f
			} else if w[0] == "0" {
				m.trim = Fraction{}
			}
		}
	},
	"drum":    func(m *midiState, w []string) { m.drum = parseDrum(w) },
	"drumon":  func(m *midiState, _ []string) { m.drumOn = true },
	"drumoff": func(m *midiState, _ []string) { m.drumOn = false },
	"droneon": func(m *midiState, _ []string) { m.drone = true },
	"droneoff": func(m *midiState, _ []string) {
		m.drone = false
	},
	"drone": func(m *midiState, w []string) {
		number(w, 0, &m.droneProgram, 0, 127)
		sevenBits(w, 1, &m.droneKeys[0])
		sevenBits(w, 2, &m.droneKeys[1])
		sevenBits(w, 3, &m.droneVelocity)
	},
	"voice": func(m *midiState, w []string) {
		// abcjs's "voice 1 instrument=25": programs count from 1.
		for _, word := range w {
			if n, ok := strings.CutPrefix(word, "instrument="); ok {
				program := 0
				number([]string{n}, 0, &program, 1, 128)
				m.program = program - 1
			}
		}
	},
}

// channelNumber reads a channel from 1 to 16.
func channelNumber(m *midiState, words []string) {
	n := m.channel + 1
	number(words, 0, &n, 1, 16)
	m.channel = n - 1
}

// parseDrum reads "dzdz 36 38 100 90": a pattern, then a key and then a
// velocity for each of its strokes.
func parseDrum(words []string) *drumPattern {
	if len(words) == 0 || isDigit(words[0][0]) || strings.Trim(words[0], "dz0123456789") != "" {
		return nil
	}
	d := &drumPattern{pattern: words[0]}
	for i := 0; i < strings.Count(d.pattern, "d"); i++ {
		key, velocity := uint8(35), uint8(80)
		sevenBits(words, 1+i, &key)
		sevenBits(words, 1+strings.Count(d.pattern, "d")+i, &velocity)
		d.keys, d.vels = append(d.keys, key), append(d.vels, velocity)
	}
	return d
}
