package abc

import (
	"math/bits"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// ChordSymbol is the meaning of a chord symbol (ABC 2.1 section 4.18).
type ChordSymbol struct {
	Text    string // as it is written; ParseChord does not set it
	Root    int8   // in semitones above C, 0 to 11
	Bass    int8   // the note after a slash, in semitones above C; -1 if there is none
	Tones   []int8 // in semitones above the root, rising, the root first
	None    bool   // "N.C.": no accompaniment
	ForEye  bool   // "(Em)": printed, not played
	Unknown bool   // it begins as a chord and is none
	Words   bool   // not a chord but a text; ParseChord does not set it
}

// maxChordSymbol is the longest text in bytes that is read as a chord symbol.
const maxChordSymbol = 40

// ParseChord reads a chord symbol; ok is false for a text that is not one. Of several
// chords in one symbol, "G(Em)", "G;C", "G or C" or "G/Em", it reads the first.
func ParseChord(s string) (c ChordSymbol, ok bool) {
	r := symbolReader{text: s}
	return r.symbol()
}

// ParseChordWith is ParseChord for a tune that has chords of its own: kinds has their tones
// by what follows the root.
func ParseChordWith(s string, kinds map[string][]int8) (c ChordSymbol, ok bool) {
	r := symbolReader{text: s, kinds: kinds}
	return r.symbol()
}

// MoveChord returns a chord symbol with other roots and basses: rename is given each of
// them as it is written. A text that is not a chord symbol is returned as it is.
func MoveChord(s string, rename func(name string) string) string {
	r := symbolReader{text: s, keep: true}
	if c, ok := r.symbol(); !ok || c.None {
		return s
	}
	var b strings.Builder
	done := 0
	for _, n := range r.names {
		b.WriteString(s[done:n.from])
		b.WriteString(rename(s[n.from:n.to]))
		done = n.to
	}
	b.WriteString(s[done:])
	return b.String()
}

// ChordRoot reads the letter and accidentals at the beginning of s. root is in
// semitones above C, 0 to 11, and rest what follows. The letter may be lower case.
func ChordRoot(s string) (root int8, rest string, ok bool) {
	if s == "" || !chars.IsNote(s[0]) {
		return 0, s, false
	}
	letter, _ := music.SplitStep(int(music.LetterStep(s[0])))
	n := music.Semitones(letter)
	rest = s[1:]
	for _, sign := range rootSigns {
		tail, found := strings.CutPrefix(rest, sign.text)
		if !found || sign.double && tail != "" && chars.IsDigit(tail[0]) {
			continue // "Abb5" is an Ab with a flat fifth
		}
		n, rest = n+sign.by, tail
		break
	}
	return int8((n + 24) % 12), rest, true
}

// rootSigns are the accidentals of a root, two before one.
var rootSigns = []struct {
	text   string
	by     int
	double bool
}{
	{"##", 2, true}, {"♯♯", 2, true}, {"𝄪", 2, false}, {"bb", -2, true}, {"♭♭", -2, true}, {"𝄫", -2, false},
	{"#", 1, false}, {"♯", 1, false}, {"b", -1, false}, {"♭", -1, false}, {"=", 0, false}, {"♮", 0, false},
}

// toneSet is a set of tones: bit n is n semitones above the root.
type toneSet uint32

// toneBits returns the set of some tones.
func toneBits(tones ...int) (set toneSet) {
	for _, t := range tones {
		set |= 1 << t
	}
	return set
}

// replace puts the tone of new in place of those of old.
func (t *toneSet) replace(old toneSet, tone int) { *t = *t&^old | 1<<tone }

// list returns the tones, rising.
func (t toneSet) list() []int8 {
	tones := make([]int8, 0, bits.OnesCount32(uint32(t)))
	for ; t != 0; t &= t - 1 {
		tones = append(tones, int8(bits.TrailingZeros32(uint32(t))))
	}
	return tones
}

// degrees are the tones of the degrees of a scale as chords name them: the seventh is the
// minor one, and the second and fourth sound as ninth and eleventh when they are added.
var degrees = [14]int{1: 0, 2: 14, 3: 4, 4: 17, 5: 7, 6: 9, 7: 10, 9: 14, 10: 16, 11: 17, 13: 21}
