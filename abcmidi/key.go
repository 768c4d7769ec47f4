package abcmidi

import (
	"strconv"
	"strings"
)

// Pitch is a written pitch. Step counts letters from the C below middle C's
// octave: 0 is middle C (written C), 7 is c, -7 is C, .
type Pitch struct {
	Step       int16
	Accidental Accidental
}

// Accidental is a written alteration in semitones: Num/Den, so that ^ is 1/1,
// __ is -2/1, = is 0/1 and ^3/2 is 3/2. Den 0 means that none is written.
type Accidental struct{ Num, Den int8 }

// Written reports whether there is an accidental at all.
func (a Accidental) Written() bool { return a.Den != 0 }

// cents returns the alteration in hundredths of a semitone.
func (a Accidental) cents() int {
	if a.Den == 0 {
		return 0
	}
	return int(a.Num) * 100 / int(a.Den)
}

// semitonesOf are the letters C to B in semitones above C.
var semitonesOf = [7]int{0, 2, 4, 5, 7, 9, 11}

// letterSteps maps a note letter to its step.
var letterSteps = func() (t [256]int16) {
	for i, c := range "CDEFGAB" {
		t[c] = int16(i)
		t[c+'a'-'A'] = int16(i + 7)
	}
	return t
}()

// letterAndOctave splits a step into 0 to 6 for C to B, and the octave,
// which is 0 for middle C's.
func letterAndOctave(step int) (letter, octave int) {
	octave = step / 7
	letter = step % 7
	if letter < 0 {
		letter += 7
		octave--
	}
	return letter, octave
}

// midiCents is the pitch of a step without accidental, in cents of MIDI key
// numbers: middle C, step 0, is 6000.
func midiCents(step int) int {
	letter, octave := letterAndOctave(step)
	return (60 + 12*octave + semitonesOf[letter]) * 100
}

// Key is a K: field understood (section 3.1.14) with the clef and
// transposition that may stand in it (section 4.6).
type Key struct {
	Tonic  string // "C", "F#", "Bb"; "HP" and "Hp" for the bagpipe; "" for none
	Mode   Mode
	Sharps int // of the signature, flats negative, without explicit accidentals
	// Cents is the alteration of each letter C to B: the signature and what
	// is added to it.
	Cents [7]int
	// Explicit are the accidentals written behind the mode, or in place of
	// it if Only is set ("exp").
	Explicit []Pitch
	Only     bool
	// Set reports whether the field names a key at all; "K:clef=bass" does not.
	Set bool
	Staff
}

// Staff is what K: and V: say about the sounding pitch of what is written.
type Staff struct {
	Clef      string // as written: "bass", "treble-8"
	Octave    int    // octave=, and the 8s of the clef
	Transpose int    // transpose=, in semitones, and sound= or score=

	clefOctave int // the clef's part in Octave
	set        staffSet
}

type staffSet uint8

const (
	clefSet staffSet = 1 << iota
	octaveSet
	transposeSet
)

// Shift is the staff's transposition in semitones.
func (s Staff) Shift() int { return 12*s.Octave + s.Transpose }

// merge lays what o says over s.
func (s Staff) merge(o Staff) Staff {
	if o.set&clefSet != 0 {
		s.Octave += o.clefOctave - s.clefOctave
		s.Clef, s.clefOctave = o.Clef, o.clefOctave
	}
	if o.set&octaveSet != 0 {
		s.Octave = s.clefOctave + o.Octave - o.clefOctave
	}
	if o.set&transposeSet != 0 {
		s.Transpose = o.Transpose
	}
	s.set |= o.set
	return s
}

// Mode is a church mode.
type Mode uint8

const (
	Major Mode = iota
	Minor
	Mixolydian
	Dorian
	Phrygian
	Lydian
	Locrian
)

// modes gives each mode's name, the three letters that count (section
// 3.1.14), and its signature relative to the major key of the same tonic.
var modes = [...]struct {
	name, short string
	sharps      int
}{
	Major:      {"major", "", 0},
	Minor:      {"minor", "m", -3},
	Mixolydian: {"mixolydian", "mix", -1},
	Dorian:     {"dorian", "dor", -2},
	Phrygian:   {"phrygian", "phr", -4},
	Lydian:     {"lydian", "lyd", 1},
	Locrian:    {"locrian", "loc", -5},
}

func (m Mode) String() string { return modes[m].name }

// parseMode reads a mode's name; ok is false for any other word. "maj" and
// "ionian", "min" and "aeolian" are the same modes.
func parseMode(word string) (m Mode, ok bool) {
	switch w := strings.ToLower(word); {
	case w == "m", w == "mi":
		return Minor, true
	case len(w) < 3:
		return 0, false
	default:
		switch w[:3] {
		case "maj", "ion":
			return Major, true
		case "min", "aeo":
			return Minor, true
		}
		for m := Mixolydian; int(m) < len(modes); m++ {
			if w[:3] == modes[m].short {
				return m, true
			}
		}
	}
	return 0, false
}

// fifths are the letters in the order sharps are added, as indices C to B.
var fifths = [7]int{3, 0, 4, 1, 5, 2, 6} // F C G D A E B

// signature returns the alterations of each letter for a number of sharps,
// flats negative; past seven it goes on into double accidentals.
func signature(sharps int) (cents [7]int) {
	for i := 0; i < sharps; i++ {
		cents[fifths[i%7]] += 100
	}
	for i := 0; i < -sharps; i++ {
		cents[fifths[6-i%7]] -= 100
	}
	return cents
}

// transposedSharps is the signature of a key moved by semitones: of those that
// sound alike, the one with fewer signs.
func transposedSharps(sharps, semitones int) int {
	if semitones == 0 {
		return sharps
	}
	n := ((sharps+7*semitones)%12 + 12) % 12
	if n > 6 || n == 6 && sharps < 0 {
		n -= 12
	}
	return n
}

// sharpsOf is the major signature of a tonic: letter 0 to 6, accidental in
// semitones.
func sharpsOf(letter, accidental int) int {
	for i, f := range fifths {
		if f == letter {
			return i - 1 + 7*accidental
		}
	}
	return 0
}

// parseKey reads a K: field's value. The returned error names what was not
// understood; the key is usable all the same.
func parseKey(text string) (*Key, error) {
	k := &Key{}
	rest := strings.TrimSpace(text)
	rest = k.tonic(rest)
	var bad error
	words := strings.Fields(rest)
	for i, w := range words {
		if i == 0 && k.Set && k.Tonic != "" {
			if m, ok := parseMode(w); ok {
				k.Mode = m
				continue
			}
		}
		if strings.EqualFold(w, "exp") {
			k.Only = true
			continue
		}
		if ps, ok := parseExplicit(w); ok {
			k.Explicit = append(k.Explicit, ps...)
			k.Set = true
			continue
		}
		if !k.Staff.parse(w) && bad == nil && strings.IndexByte(w, ':') < 0 { // app:word is another program's
			bad = unknownWord("key", w)
		}
	}
	k.settle()
	if !k.Set && k.Staff.set == 0 && rest != "" && bad == nil {
		bad = unknownWord("key", text)
	}
	return k, bad
}

type unknownWordError struct{ what, word string }

func unknownWord(what, word string) error { return &unknownWordError{what, word} }
func (e *unknownWordError) Error() string {
	return "unknown " + e.what + " " + strconv.Quote(e.word) + " ignored"
}

// tonic takes the tonic and a mode written right behind it, and returns what
// is left.
func (k *Key) tonic(s string) string {
	switch {
	case s == "":
		k.Set = true // an empty field is K:none
		return s
	case strings.HasPrefix(s, "HP"), strings.HasPrefix(s, "Hp"):
		// Both play with F and C sharp; they differ on the page alone.
		k.Tonic, k.Sharps, k.Set = s[:2], 2, true
		return s[2:]
	case len(s) >= 4 && strings.EqualFold(s[:4], "none"):
		k.Set = true
		return s[4:]
	case len(s) >= 3 && strings.EqualFold(s[:3], "exp"), s[0] < 'A' || s[0] > 'G':
		return s
	}
	letter := int(letterSteps[s[0]])
	n, accidental := 1, 0
	if len(s) > 1 && (s[1] == '#' || s[1] == 'b') {
		n, accidental = 2, 1
		if s[1] == 'b' {
			accidental = -1
		}
	}
	// The mode may follow at once ("Gmix", "Em"), or be another word.
	end := n
	for end < len(s) && isLetter(s[end]) {
		end++
	}
	mode, ok := parseMode(s[n:end])
	switch {
	case end+1 < len(s) && s[end] == '=' && !isNote(s[end+1]):
		return s // a word such as "C=": no tonic, unlike "D=c"
	case end == n || ok:
	case new(Staff).clef(strings.ToLower(s[:end])):
		return s // a clef, "Bass"
	default:
		end = n // "Dhex": its mode is not known, but its tonic is
	}
	k.Tonic, k.Set = s[:n], true
	k.Mode = mode
	k.Sharps = sharpsOf(letter, accidental)
	return s[end:]
}

// settle works out the alterations once everything is read.
func (k *Key) settle() {
	if !k.Set {
		return
	}
	if k.Tonic != "" && k.Tonic[0] != 'H' {
		k.Sharps += modes[k.Mode].sharps
	}
	if !k.Only {
		k.Cents = signature(k.Sharps)
	}
	for _, p := range k.Explicit {
		letter, _ := letterAndOctave(int(p.Step))
		k.Cents[letter] = p.Accidental.cents()
	}
}

// parseExplicit reads accidentals added to a signature: "^c", "=f_b".
func parseExplicit(word string) (ps []Pitch, ok bool) {
	s := scanner{text: word, end: len(word)}
	for s.pos < s.end {
		acc, note := s.next(), s.next()
		if acc.kind != tokAccidental || note.kind != tokLetter {
			return nil, false
		}
		ps = append(ps, Pitch{
			Step:       letterSteps[word[note.from]],
			Accidental: parseAccidental(word[acc.from:acc.to]),
		})
	}
	return ps, len(ps) > 0
}

// parseAccidental reads an accidental token.
func parseAccidental(s string) Accidental {
	sign := int8(1)
	switch s[0] {
	case '=':
		return Accidental{0, 1}
	case '_':
		sign = -1
	}
	switch {
	case len(s) == 1:
		return Accidental{sign, 1}
	case s[1] == s[0]:
		return Accidental{2 * sign, 1}
	}
	num, den, found := strings.Cut(s[1:], "/")
	n, d := smallNumber(num, 1), 1
	if found {
		d = min(max(smallNumber(den, 2), 1), 100)
	}
	return Accidental{sign * int8(min(n, 12*d, 127)), int8(d)} // an octave at most
}

// smallNumber reads decimal digits; an empty text gives the default.
func smallNumber(s string, byDefault int) int {
	if s == "" {
		return byDefault
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return byDefault
		}
		n = min(n*10+int(s[i]-'0'), 1<<20)
	}
	return n
}

// clefNames are the words that name a clef without "clef=".
var clefNames = []string{"treble", "bass", "alto", "tenor", "percussion", "perc", "none", "C", "F", "G"}

// parse takes one word of K: or V:; it reports whether it was a staff's.
// Layout (name, stem, middle, stafflines) is known and left alone.
func (s *Staff) parse(word string) bool {
	name, value, eq := strings.Cut(word, "=")
	value = strings.Trim(value, `"`)
	if !eq {
		return s.clef(word)
	}
	switch strings.ToLower(name) {
	case "clef":
		return s.clef(value)
	case "octave", "oct":
		if n, err := strconv.Atoi(value); err == nil && -9 <= n && n <= 9 {
			s.Octave += n
			s.set |= octaveSet
			return true
		}
	case "transpose", "t", "tr":
		if n, err := strconv.Atoi(value); err == nil && -99 <= n && n <= 99 {
			s.Transpose = n
			s.set |= transposeSet
			return true
		}
	case "score", "sound", "shift":
		// Where the printed pitch is not the sounding one (abcm2ps, abc2svg):
		// the notes written are taken as they sound.
		return true
	case "middle", "m", "stafflines", "staffscale", "cue", "style", "stem", "stems", "gstem",
		"dyn", "lyrics", "name", "nm", "subname", "snm", "sname", "merge", "up", "down", "space", "program":
		return true
	}
	return false
}

// clef takes "bass", "treble-8", "treble+15", "bass3"; the 8s and 15s sound
// (section 4.6).
func (s *Staff) clef(word string) bool {
	for _, name := range clefNames {
		tail, ok := strings.CutPrefix(word, name)
		if !ok {
			continue
		}
		tail = strings.TrimLeft(tail, "12345")
		octaves := 0
		switch tail {
		case "":
		case "+8", "^8":
			octaves = 1
		case "-8", "_8":
			octaves = -1
		case "+15", "^15":
			octaves = 2
		case "-15", "_15":
			octaves = -2
		default:
			continue
		}
		s.Octave += octaves - s.clefOctave
		s.Clef, s.clefOctave = word, octaves
		s.set |= clefSet
		return true
	}
	return false
}
