package layout

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file has what directives change in a setting: %%MIDI, as the documentation of abc2midi
// has it, %%percmap and %%propagate-accidentals.

// midiSettings is what %%MIDI directives set. Programs, keys, velocities and volumes
// are MIDI's, from 0 to 127.
type midiSettings struct {
	Program, Channel           int            // -1: none given
	Bank                       int            // of the program
	programBase                int            // what program 0 is called
	Transpose, Rtranspose      int            // semitones; both apply
	middleC                    int            // semitones that C is away from key 60
	ChordProgram               int            // -1: none given
	BassProgram                int            // -1: ChordProgram
	ChordOctave, BassOctave    int            // up
	ChordVolume, BassVolume    int            // velocities
	ChordsOff                  bool           // no accompaniment
	chordNames                 *chordNames    // chordname; nil: none
	Pattern                    string         // gchord; "" for the meter's own
	PatternBars, DrumBars      int            // that a pattern takes
	beat                       [3]uint8       // velocities: first beat, other beats, between beats
	beatPulses                 int            // accented parts of a bar are so many denominators long; 0: beats
	beatString                 string         // f, m and p for each equal part of a bar; "": beats
	evenBeats                  bool           // no beat is accented
	hairpinStep                int            // of a hairpin without a dynamic at its end
	GraceShare                 music.Fraction // grace: the grace notes' share of the note; 0: GraceDivider counts
	GraceDivider               int            // a grace note is its written length divided by this
	ratio                      [2]int         // of broken rhythm; 0, 0: 3 to 1
	Trim                       music.Fraction // cut off every note, in unit note lengths
	Drum                       *drumPattern   // nil: none given
	DrumOn, Drone              bool
	DroneProgram               int
	DroneKeys, DroneVelocities [2]uint8
	drumMap                    *drumMap // nil: each key is the note's own
}

// drumPattern is %%MIDI drum: strokes over one bar.
type drumPattern struct {
	Pattern          string  // d strokes, z rests, each with a length after it if it is not 1
	Keys, Velocities []uint8 // of each stroke
}

// directive applies a directive, and reports whether it is one that a setting keeps. A row of
// [abc.DirectiveTable] that is not here is obeyed elsewhere: a voice adds controls, for one.
func (s *Setting) directive(d *abc.Directive) bool {
	if scope, ok := d.Scope(); ok {
		s.scope = scope
		return true
	}
	set, ok := midiDirectives[d.Name]
	if ok {
		set(&s.MIDI, d.Args)
	}
	return ok
}

// integer returns a number that the parser has checked.
func integer(word string) int {
	n, _ := strconv.Atoi(word)
	return n
}

// programOf returns the program that a number stands for.
func (m *midiSettings) programOf(word string) int { return max(0, integer(word)-m.programBase) }

// given sets n to words[i] if that is there and not "".
func given[T int | uint8](words []string, i int, n *T) {
	if i < len(words) && words[i] != "" {
		*n = T(integer(words[i]))
	}
}

// midiDirectives are the %%MIDI directives that change a setting, by name. Each takes the
// arguments, which are as [abc.DirectiveTable] has them.
var midiDirectives = map[string]func(m *midiSettings, args []string){
	"program": func(m *midiSettings, a []string) {
		if a[0] == "" { // else it is for a channel
			m.Program = m.programOf(a[1])
		}
	},
	"programbase": func(m *midiSettings, a []string) { m.programBase = integer(a[0]) },
	"channel":     func(m *midiSettings, a []string) { m.Channel = integer(a[0]) - 1 },
	"transpose":   func(m *midiSettings, a []string) { m.Transpose, m.Rtranspose = integer(a[0]), 0 },
	"rtranspose":  func(m *midiSettings, a []string) { m.Rtranspose = integer(a[0]) },
	"c":           func(m *midiSettings, a []string) { m.middleC = integer(a[0]) - 60 },
	"gchord":      func(m *midiSettings, a []string) { m.Pattern = joined(a) },
	"gchordbars":  func(m *midiSettings, a []string) { m.PatternBars = integer(a[0]) },
	"gchordon":    func(m *midiSettings, _ []string) { m.ChordsOff = false },
	"gchordoff":   func(m *midiSettings, _ []string) { m.ChordsOff = true },
	"chordname":   func(m *midiSettings, a []string) { m.chordNames = m.chordNames.with(a) },
	"chordprog":   func(m *midiSettings, a []string) { m.ChordProgram, m.ChordOctave = integer(a[0]), octaveOf(a) },
	"bassprog":    func(m *midiSettings, a []string) { m.BassProgram, m.BassOctave = integer(a[0]), octaveOf(a) },
	"chordvol":    func(m *midiSettings, a []string) { m.ChordVolume = integer(a[0]) },
	"bassvol":     func(m *midiSettings, a []string) { m.BassVolume = integer(a[0]) },
	"beat": func(m *midiSettings, a []string) {
		for i := range m.beat {
			given(a, i, &m.beat[i])
		}
		given(a, 3, &m.beatPulses)
		m.beatString = ""
	},
	"beatmod": func(m *midiSettings, a []string) {
		for i := range m.beat {
			m.beat[i] = uint8(max(0, min(127, int(m.beat[i])+integer(a[0]))))
		}
	},
	"beatstring":    func(m *midiSettings, a []string) { m.beatString = a[0] },
	"beataccents":   func(m *midiSettings, _ []string) { m.evenBeats = false },
	"nobeataccents": func(m *midiSettings, _ []string) { m.evenBeats = true },
	"deltaloudness": func(m *midiSettings, a []string) { m.hairpinStep = integer(a[0]) },
	"grace":         func(m *midiSettings, a []string) { m.GraceShare, _ = abc.ParseLength(a[0]) },
	"gracedivider": func(m *midiSettings, a []string) {
		m.GraceDivider, m.GraceShare = integer(a[0]), music.Fraction{}
	},
	"ratio": func(m *midiSettings, a []string) { m.ratio = [2]int{integer(a[0]), integer(a[1])} },
	"trim": func(m *midiSettings, a []string) {
		var ok bool
		if m.Trim, ok = abc.ParseLength(a[0]); !ok {
			m.Trim = music.Fraction{} // 0
		}
	},
	"drum":     func(m *midiSettings, a []string) { m.Drum = newDrumPattern(a) },
	"drumbars": func(m *midiSettings, a []string) { m.DrumBars = integer(a[0]) },
	"drumon":   func(m *midiSettings, _ []string) { m.DrumOn = true },
	"drumoff":  func(m *midiSettings, _ []string) { m.DrumOn = false },
	"droneon":  func(m *midiSettings, _ []string) { m.Drone = true },
	"droneoff": func(m *midiSettings, _ []string) { m.Drone = false },
	"drone": func(m *midiSettings, a []string) {
		given(a, 0, &m.DroneProgram)
		for i := range 2 {
			given(a, 1+i, &m.DroneKeys[i])
			given(a, 3+i, &m.DroneVelocities[i])
		}
	},
	"drummap":   func(m *midiSettings, a []string) { m.drumMap = m.drumMap.with(a[0], a[1]) },
	"%%percmap": func(m *midiSettings, a []string) { m.drumMap = m.drumMap.with(a[0], a[1]) },
}

// joined returns the patterns as one, or "" if they are too long together.
func joined(patterns []string) string {
	if s := strings.Join(patterns, ""); len(s) <= abc.MaxPattern {
		return s
	}
	return ""
}

// octaveOf returns n of an argument octave=n, from -2 to 2, else 0.
func octaveOf(args []string) int {
	for _, word := range args {
		if n, ok := strings.CutPrefix(word, "octave="); ok {
			return max(-2, min(2, integer(n)))
		}
	}
	return 0
}

// newDrumPattern reads "dzdz 36 38 100 90": a pattern, then the keys of its strokes, then
// their velocities. What is missing is a bass drum, key 35, and velocity 80.
func newDrumPattern(args []string) *drumPattern {
	d := &drumPattern{Pattern: args[0]}
	strokes := strings.Count(d.Pattern, "d")
	for i := range strokes {
		key, velocity := uint8(35), uint8(80)
		given(args, 1+i, &key)
		given(args, 1+strokes+i, &velocity)
		d.Keys, d.Velocities = append(d.Keys, key), append(d.Velocities, velocity)
	}
	return d
}
