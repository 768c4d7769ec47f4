package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the directives that change how a tune is played: %%MIDI, as the
// documentation of abc2midi has it, and %%propagate-accidentals.

// midiSettings is what %%MIDI directives set. Programs, keys, velocities and volumes
// are MIDI's, from 0 to 127.
type midiSettings struct {
	Program, Channel        int            // -1: none given
	Transpose, Rtranspose   int            // semitones; both apply
	ChordProgram            int            // -1: none given
	BassProgram             int            // -1: ChordProgram
	ChordVolume, BassVolume int            // velocities
	chordNames              *chordNames    // chordname; nil: none
	ChordsOff               bool           // no accompaniment
	Pattern                 string         // gchord; "" for the meter's own
	beat                    [3]uint8       // velocities: first beat, other beats, between beats
	beatPulses              int            // accented parts of a bar are so many denominators long; 0: beats
	beatString              string         // f, m and p for each equal part of a bar; "": beats
	GraceShare              music.Fraction // grace: the grace notes' share of the note; 0: GraceDivider counts
	GraceDivider            int            // a grace note is its written length divided by this
	ratio                   [2]int         // of broken rhythm; 0, 0: 3 to 1
	Trim                    music.Fraction // cut off every note, in unit note lengths
	Drum                    *drumPattern   // nil: none given
	DrumOn, Drone           bool
	DroneProgram            int
	DroneKeys               [2]uint8
	DroneVelocity           uint8
}

// drumPattern is %%MIDI drum: strokes over one bar.
type drumPattern struct {
	Pattern          string  // d strokes, z rests, each with a length after it if it is not 1
	Keys, Velocities []uint8 // of each stroke
}

// directive applies a stylesheet directive or I: field, and reports whether it is
// one that changes how a tune is played.
func (s *Setting) directive(text string) bool {
	if !strings.HasPrefix(text, "MIDI") && !strings.HasPrefix(text, "propagate-accidentals") {
		return false
	}
	words := directiveWords(text)
	if len(words) < 2 {
		return false
	}
	if scope, ok := abc.ParseScope(words); ok {
		s.scope = scope
		return true
	}
	switch words[0] {
	case "MIDI":
		set, ok := midiDirectives[words[1]]
		if ok {
			set(&s.MIDI, words[2:])
		}
		return ok
	case "propagate-accidentals":
		return true
	}
	return false
}

// directiveWords returns the words of a directive. I:MIDI=program 40 is abcjs's way of
// writing I:MIDI program 40.
func directiveWords(text string) []string {
	return strings.Fields(strings.Replace(text, "MIDI=", "MIDI ", 1))
}

// number sets n to words[i] if that is a number from low to high, and leaves it
// alone otherwise.
func number(words []string, i int, n *int, low, high int) {
	if i >= len(words) {
		return
	}
	sign, digits := 1, words[i]
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = -1, rest
	}
	if m := chars.Number(digits, -1); m >= 0 && low <= sign*m && sign*m <= high {
		*n = sign * m
	}
}

// sevenBits is number for what MIDI keeps in seven bits.
func sevenBits(words []string, i int, n *uint8) {
	m := int(*n)
	number(words, i, &m, 0, 127)
	*n = uint8(m)
}

// midiDirectives are the %%MIDI directives that are understood, by name. Each takes
// the words after the name.
var midiDirectives = map[string]func(m *midiSettings, words []string){
	"program": func(m *midiSettings, w []string) {
		// The first of two numbers is the channel, from 1.
		if len(w) > 1 {
			channelNumber(m, w)
			w = w[1:]
		}
		number(w, 0, &m.Program, 0, 127)
	},
	"channel":    func(m *midiSettings, w []string) { channelNumber(m, w) },
	"transpose":  func(m *midiSettings, w []string) { number(w, 0, &m.Transpose, -60, 60) },
	"rtranspose": func(m *midiSettings, w []string) { number(w, 0, &m.Rtranspose, -60, 60) },
	"gchord": func(m *midiSettings, w []string) {
		if m.Pattern = strings.Join(w, ""); !validPattern(m.Pattern) {
			m.Pattern = ""
		}
	},
	"gchordon":  func(m *midiSettings, _ []string) { m.ChordsOff = false },
	"gchordoff": func(m *midiSettings, _ []string) { m.ChordsOff = true },
	"chordprog": func(m *midiSettings, w []string) { number(w, 0, &m.ChordProgram, 0, 127) },
	"bassprog":  func(m *midiSettings, w []string) { number(w, 0, &m.BassProgram, 0, 127) },
	"chordname": func(m *midiSettings, w []string) { m.chordNames = m.chordNames.with(w) },
	"chordvol":  func(m *midiSettings, w []string) { number(w, 0, &m.ChordVolume, 0, 127) },
	"bassvol":   func(m *midiSettings, w []string) { number(w, 0, &m.BassVolume, 0, 127) },
	"beat": func(m *midiSettings, w []string) {
		for i := range m.beat {
			sevenBits(w, i, &m.beat[i])
		}
		number(w, 3, &m.beatPulses, 0, 64)
		m.beatString = ""
	},
	"beatstring": func(m *midiSettings, w []string) {
		if len(w) > 0 && strings.Trim(w[0], "fmp") == "" {
			m.beatString = w[0]
		}
	},
	"grace": func(m *midiSettings, w []string) {
		if len(w) > 0 {
			if f, ok := abc.ParseLength(w[0]); ok && f.Less(music.NewFraction(1, 1)) {
				m.GraceShare = f
			}
		}
	},
	"gracedivider": func(m *midiSettings, w []string) {
		number(w, 0, &m.GraceDivider, 1, 64)
		m.GraceShare = music.Fraction{}
	},
	"ratio": func(m *midiSettings, w []string) {
		number(w, 0, &m.ratio[0], 1, 64)
		number(w, 1, &m.ratio[1], 1, 64)
	},
	"trim": func(m *midiSettings, w []string) {
		if len(w) > 0 {
			if f, ok := abc.ParseLength(w[0]); ok {
				m.Trim = f
			} else if w[0] == "0" {
				m.Trim = music.Fraction{}
			}
		}
	},
	"drum":     func(m *midiSettings, w []string) { m.Drum = parseDrum(w) },
	"drumon":   func(m *midiSettings, _ []string) { m.DrumOn = true },
	"drumoff":  func(m *midiSettings, _ []string) { m.DrumOn = false },
	"droneon":  func(m *midiSettings, _ []string) { m.Drone = true },
	"droneoff": func(m *midiSettings, _ []string) { m.Drone = false },
	"drone": func(m *midiSettings, w []string) {
		number(w, 0, &m.DroneProgram, 0, 127)
		sevenBits(w, 1, &m.DroneKeys[0])
		sevenBits(w, 2, &m.DroneKeys[1])
		sevenBits(w, 3, &m.DroneVelocity)
	},
	"voice": func(m *midiSettings, w []string) {
		// "voice 1 instrument=25" is abcjs's: its programs count from 1.
		for _, word := range w {
			if n, ok := strings.CutPrefix(word, "instrument="); ok {
				program := 0
				number([]string{n}, 0, &program, 1, 128)
				m.Program = program - 1
			}
		}
	},
}

// channelNumber sets the channel from a number from 1 to 16.
func channelNumber(m *midiSettings, words []string) {
	n := m.Channel + 1
	number(words, 0, &n, 1, 16)
	m.Channel = n - 1
}

// parseDrum reads "dzdz 36 38 100 90": a pattern, then the keys of its strokes, then
// their velocities. What is missing is a bass drum, key 35, and velocity 80. The
// result is nil if there is no pattern, or one of more than maxPattern characters.
func parseDrum(words []string) *drumPattern {
	if len(words) == 0 || len(words[0]) > maxPattern || chars.IsDigit(words[0][0]) || strings.Trim(words[0], "dz0123456789") != "" {
		return nil
	}
	d := &drumPattern{Pattern: words[0]}
	strokes := strings.Count(d.Pattern, "d")
	for i := range strokes {
		key, velocity := uint8(35), uint8(80)
		sevenBits(words, 1+i, &key)
		sevenBits(words, 1+strokes+i, &velocity)
		d.Keys, d.Velocities = append(d.Keys, key), append(d.Velocities, velocity)
	}
	return d
}

// maxPattern is the longest pattern of strokes, in letters and digits. A longer one is
// ignored: it is played once for each bar.
const maxPattern = 128

// validPattern reports whether s can be the pattern of %%MIDI gchord: letters, each
// with a number after it if it has one.
func validPattern(s string) bool {
	return s != "" && len(s) <= maxPattern && chars.IsLetter(s[0]) && strings.Trim(s, "fcbzghijGHIJ0123456789") == ""
}
