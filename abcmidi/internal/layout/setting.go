package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// setting is everything that holds at a point of a voice: a later point shares
// it until something changes, and then has a changed copy. A repeat that goes
// back therefore finds the key, meter and tempo of the place it goes back to.
type Setting struct {
	Key     *music.Key
	Meter   *music.Meter
	Bar     music.Fraction // of the meter, in quarter notes; 0 for free meter
	beat    music.Fraction
	unit    music.Fraction // unit note length, of a whole note
	Quarter music.Fraction // the same, of a quarter note
	Tempo   music.Fraction // quarter notes a minute; 0 until something says
	Staff   music.Staff
	scope   music.Scope
	Midi    midiState
}

// midiState is what %%MIDI directives set.
type midiState struct {
	Program, Channel        int // -1: none given
	Transpose, Rtranspose   int
	ChordProgram            int // -1: none given
	BassProgram             int
	ChordVolume, BassVolume int
	ChordsOff               bool
	Pattern                 string // gchord; "" for the meter's own
	beat                    [3]uint8
	beatPulses              int
	beatString              string
	GraceShare              music.Fraction // grace a/b: of the note; 0: by graceDivider
	GraceDivider            int            // a grace note is the unit length over this
	ratio                   [2]int         // of broken rhythm; 0, 0: 3 to 1
	Trim                    music.Fraction // cut off every note, in unit note lengths
	Drum                    *drumPattern
	DrumOn, Drone           bool
	DroneProgram            int
	DroneKeys               [2]uint8
	DroneVelocity           uint8
}

// drumPattern is %%MIDI drum: strokes over one bar.
type drumPattern struct {
	Pattern    string // d strokes, z rests, each with a number behind it
	Keys, Vels []uint8
}

// begin makes it the setting of a tune that has said nothing.
func (c *Setting) begin() {
	c.Key = noKey
	c.setMeter(noMeter)
	c.setUnit(music.NewFraction(1, 8))
	c.Midi = midiState{
		Program: -1, Channel: -1, ChordProgram: -1, BassProgram: -1,
		ChordVolume: 75, BassVolume: 80,
		beat: [3]uint8{105, 95, 80}, GraceDivider: 4,
		DroneProgram: 70, DroneKeys: [2]uint8{45, 33}, DroneVelocity: 80,
	}
}

// What holds in a tune that says nothing.
var (
	noKey   = &music.Key{}
	noMeter = music.FreeMeter()
)

func (c *Setting) setMeter(m *music.Meter) { c.Meter, c.Bar, c.beat = m, m.Bar(), m.Beat() }

func (c *Setting) setUnit(unit music.Fraction) {
	c.unit, c.Quarter = unit, unit.Times(4, 1)
}

// shift is the transposition of what is written, in semitones.
func (c *Setting) shift() int {
	return c.Staff.Shift() + c.Midi.Transpose + c.Midi.Rtranspose
}

// directive applies a stylesheet directive or I: field that bears on playing.
// It reports whether the directive is one of those.
func (c *Setting) directive(text string) bool {
	if !strings.HasPrefix(text, "MIDI") && !strings.HasPrefix(text, "propagate-accidentals") {
		return false
	}
	words := strings.Fields(text)
	if len(words) < 2 {
		return false
	}
	if scope, ok := abc.ParseScope(words); ok {
		c.scope = scope
		return true
	}
	switch words[0] {
	case "MIDI":
		set, ok := midiDirectives[words[1]]
		if ok {
			set(&c.Midi, words[2:])
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
	if n := chars.Number(digits, -1); n >= 0 && digits != "" && low <= sign*n && sign*n <= high {
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
		number(w, 0, &m.Program, 0, 127)
	},
	"channel":    func(m *midiState, w []string) { channelNumber(m, w) },
	"transpose":  func(m *midiState, w []string) { number(w, 0, &m.Transpose, -60, 60) },
	"rtranspose": func(m *midiState, w []string) { number(w, 0, &m.Rtranspose, -60, 60) },
	"gchord": func(m *midiState, w []string) {
		if m.Pattern = strings.Join(w, ""); !validPattern(m.Pattern) {
			m.Pattern = ""
		}
	},
	"gchordon":  func(m *midiState, _ []string) { m.ChordsOff = false },
	"gchordoff": func(m *midiState, _ []string) { m.ChordsOff = true },
	"chordprog": func(m *midiState, w []string) { number(w, 0, &m.ChordProgram, 0, 127) },
	"bassprog":  func(m *midiState, w []string) { number(w, 0, &m.BassProgram, 0, 127) },
	"chordvol":  func(m *midiState, w []string) { number(w, 0, &m.ChordVolume, 0, 127) },
	"bassvol":   func(m *midiState, w []string) { number(w, 0, &m.BassVolume, 0, 127) },
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
			if f, ok := abc.ParseLength(w[0]); ok && f.Less(music.NewFraction(1, 1)) {
				m.GraceShare = f
			}
		}
	},
	"gracedivider": func(m *midiState, w []string) {
		number(w, 0, &m.GraceDivider, 1, 64)
		m.GraceShare = music.Fraction{}
	},
	"ratio": func(m *midiState, w []string) {
		number(w, 0, &m.ratio[0], 1, 64)
		number(w, 1, &m.ratio[1], 1, 64)
	},
	"trim": func(m *midiState, w []string) {
		if len(w) > 0 {
			if f, ok := abc.ParseLength(w[0]); ok {
				m.Trim = f
			} else if w[0] == "0" {
				m.Trim = music.Fraction{}
			}
		}
	},
	"drum":    func(m *midiState, w []string) { m.Drum = parseDrum(w) },
	"drumon":  func(m *midiState, _ []string) { m.DrumOn = true },
	"drumoff": func(m *midiState, _ []string) { m.DrumOn = false },
	"droneon": func(m *midiState, _ []string) { m.Drone = true },
	"droneoff": func(m *midiState, _ []string) {
		m.Drone = false
	},
	"drone": func(m *midiState, w []string) {
		number(w, 0, &m.DroneProgram, 0, 127)
		sevenBits(w, 1, &m.DroneKeys[0])
		sevenBits(w, 2, &m.DroneKeys[1])
		sevenBits(w, 3, &m.DroneVelocity)
	},
	"voice": func(m *midiState, w []string) {
		// abcjs's "voice 1 instrument=25": programs count from 1.
		for _, word := range w {
			if n, ok := strings.CutPrefix(word, "instrument="); ok {
				program := 0
				number([]string{n}, 0, &program, 1, 128)
				m.Program = program - 1
			}
		}
	},
}

// channelNumber reads a channel from 1 to 16.
func channelNumber(m *midiState, words []string) {
	n := m.Channel + 1
	number(words, 0, &n, 1, 16)
	m.Channel = n - 1
}

// parseDrum reads "dzdz 36 38 100 90": a pattern, then a key and then a
// velocity for each of its strokes.
func parseDrum(words []string) *drumPattern {
	if len(words) == 0 || chars.IsDigit(words[0][0]) || strings.Trim(words[0], "dz0123456789") != "" {
		return nil
	}
	d := &drumPattern{Pattern: words[0]}
	for i := 0; i < strings.Count(d.Pattern, "d"); i++ {
		key, velocity := uint8(35), uint8(80)
		sevenBits(words, 1+i, &key)
		sevenBits(words, 1+strings.Count(d.Pattern, "d")+i, &velocity)
		d.Keys, d.Vels = append(d.Keys, key), append(d.Vels, velocity)
	}
	return d
}

func validPattern(s string) bool {
	return s != "" && len(s) <= 256 && chars.IsLetter(s[0]) && strings.Trim(s, "fcbzghijGHIJ0123456789") == ""
}
