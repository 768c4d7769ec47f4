package notetext

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file writes and reads the names and numbers inside tokens of note text.

// pitchNames are the names of the MIDI keys, with sharps for the black ones.
var pitchNames = func() (names [128]string) {
	letters := [12]string{"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"}
	for k := range names {
		names[k] = letters[k%12] + strconv.Itoa(k/12-1)
	}
	return names
}()

// PitchName returns the name that note text has for a MIDI key: C4 for 60.
func PitchName(key uint8) string { return pitchNames[min(key, 127)] }

// parsePitchName reads "C4", "F#3", "Bb-1". ok is false if that is no MIDI key.
func parsePitchName(s string) (key uint8, ok bool) {
	if s == "" || s[0] < 'A' || s[0] > 'G' {
		return 0, false
	}
	k := music.Semitones(int(music.LetterStep(s[0])))
	s = s[1:]
	if rest, ok := strings.CutPrefix(s, "#"); ok {
		k, s = k+1, rest
	} else if rest, ok := strings.CutPrefix(s, "b"); ok {
		k, s = k-1, rest
	}
	octave, err := strconv.Atoi(s)
	if err != nil || octave < -1 || octave > 9 {
		return 0, false
	}
	if k += 12 * (octave + 1); k < 0 || k > 127 {
		return 0, false
	}
	return uint8(k), true
}

// parseCount reads a number of at most nine digits.
func parseCount(s string) (n int64, ok bool) { return parseDigits(s, 9) }

// parseDigits reads a number of at most so many digits.
func parseDigits(s string, most int) (n int64, ok bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	for i := range len(s) {
		if !chars.IsDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// appendQuarters appends units, of which a quarter note has perQuarter, as
// quarter notes: "3", "1/2".
func appendQuarters(b []byte, units, perQuarter int64) []byte {
	d := music.GCD(units, perQuarter)
	b = strconv.AppendInt(b, units/d, 10)
	if den := perQuarter / d; den > 1 {
		b = strconv.AppendInt(append(b, '/'), den, 10)
	}
	return b
}

// parseQuarters reads a length above 0 and up to music.MaxLength: "3", "1/2".
func parseQuarters(s string) (f music.Fraction, ok bool) {
	num, den, isFraction := strings.Cut(s, "/")
	n, ok := parseDigits(num, 12) // music.MaxLength * music.MaxDenominator has 12
	d := int64(1)
	if isFraction && ok {
		d, ok = parseCount(den)
	}
	if !ok || n < 1 || d < 1 || d > music.MaxDenominator || n > music.MaxLength*d {
		return f, false
	}
	return music.NewFraction(n, d), true
}
