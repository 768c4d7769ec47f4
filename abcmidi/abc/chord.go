package abc

import (
	"slices"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// ChordSymbol is the meaning of a chord symbol (ABC 2.1 section 4.18).
type ChordSymbol struct {
	Root  int8   // in semitones above C, 0 to 11
	Bass  int8   // the note after a slash, in semitones above C; -1 if there is none
	Tones []int8 // in semitones above the root, rising, the root first
	None  bool   // "N.C.": no accompaniment
	Words bool   // not a chord but a text; ParseChord does not set it
}

// qualities maps the names of the kinds of chords, as they follow the root, to
// their tones. "d" and "a" are dim and aug in the Nottingham corpus.
var qualities = map[string][]int8{}

func init() {
	for names, tones := range map[string][]int8{
		" maj M major":           {0, 4, 7},
		"m min - mi minor":       {0, 3, 7},
		"7 dom7":                 {0, 4, 7, 10},
		"m7 min7 -7 mi7":         {0, 3, 7, 10},
		"maj7 M7 j7 ma7 ^7 Maj7": {0, 4, 7, 11},
		"mM7 m(maj7) mmaj7 mmaj": {0, 3, 7, 11},
		"dim d o °":              {0, 3, 6},
		"dim7 d7 o7 °7":          {0, 3, 6, 9},
		"m7b5 m7(b5) ø ø7 h h7 m7-5 -7b5 m7♭5": {0, 3, 6, 10},
		"aug a + aug5 #5":                      {0, 4, 8},
		"aug7 a7 +7 7#5 7+ 7aug 7+5":           {0, 4, 8, 10},
		"7b5 7-5 7(b5)":                        {0, 4, 6, 10},
		"sus sus4 4":                           {0, 5, 7},
		"sus2 2":                               {0, 2, 7},
		"7sus 7sus4 sus7":                      {0, 5, 7, 10},
		"9sus 9sus4":                           {0, 5, 7, 10, 14},
		"7sus2":                                {0, 2, 7, 10},
		"5 no3 power":                          {0, 7},
		"6 maj6 M6":                            {0, 4, 7, 9},
		"m6 min6 -6":                           {0, 3, 7, 9},
		"6/9 69 6add9":                         {0, 4, 7, 9, 14},
		"m6/9 m69":                             {0, 3, 7, 9, 14},
		"9":                                    {0, 4, 7, 10, 14},
		"m9 min9 -9":                           {0, 3, 7, 10, 14},
		"maj9 M9 ma9":                          {0, 4, 7, 11, 14},
		"add9 add2":                            {0, 4, 7, 14},
		"madd9 m(add9)":                        {0, 3, 7, 14},
		"add4 add11":                           {0, 4, 7, 17},
		"7b9 7(b9) 7-9":                        {0, 4, 7, 10, 13},
		"7#9 7(#9) 7+9":                        {0, 4, 7, 10, 15},
		"11":                                   {0, 4, 7, 10, 14, 17},
		"m11":                                  {0, 3, 7, 10, 14, 17},
		"7#11 7(#11)":                          {0, 4, 7, 10, 18},
		"13":                                   {0, 4, 7, 10, 14, 21},
		"m13":                                  {0, 3, 7, 10, 14, 21},
		"maj13 M13":                            {0, 4, 7, 11, 14, 21},
		"maj7#11 M7#11":                        {0, 4, 7, 11, 18},
		"m(b5) mb5 m-5":                        {0, 3, 6},
		"b5 (b5)":                              {0, 4, 6},
		"maj7#5 M7#5":                          {0, 4, 8, 11},
	} {
		for _, name := range strings.Split(names, " ") {
			qualities[name] = tones
		}
	}
}

// maxChordSymbol is the longest text in bytes that is read as a chord symbol.
const maxChordSymbol = 40

// ParseChord reads a chord symbol; ok is false for a text that is not one. Of two
// chords in one symbol, "G (Em)", "G;C", "G or C" or "G/Em", it reads the first. If
// it knows the root but not the kind of chord, the tones are those of a major or
// minor triad.
func ParseChord(s string) (c ChordSymbol, ok bool) {
	s = strings.Trim(s, " ()[]?!")
	c.Bass = -1
	if len(s) > maxChordSymbol {
		return c, false
	}
	switch strings.ToUpper(strings.ReplaceAll(s, " ", "")) {
	case "N.C.", "NC", "N.C", "NOCHORD", "-", "X":
		c.None = true
		return c, true
	}
	first, ok := firstChord(s)
	if !ok {
		return c, false
	}
	root, kind, ok := ChordRoot(first)
	if !ok {
		return c, false
	}
	c.Root = root
	tones, ok := qualities[kind]
	if !ok {
		kind, c.Bass = cutBass(kind)
		tones, ok = chordTones(kind)
	}
	c.Tones = slices.Clone(tones) // the caller's to change
	return c, ok
}

// firstChord returns the first chord of a symbol that may have several. ok is
// false if it has words instead, as "A part".
func firstChord(s string) (first string, ok bool) {
	i := strings.IndexAny(s, " ;,")
	if i <= 0 {
		return s, true
	}
	if rest := strings.TrimLeft(s[i:], " ;,"); rest != "" && chars.IsLetter(rest[0]) && !strings.HasPrefix(rest, "or ") {
		if _, ok := ParseChord(rest); !ok {
			return "", false
		}
	}
	return s[:i], true
}

// cutBass returns the kind of chord before the last slash of s, and the note after
// it in semitones above C, or -1 if there is none. If anything else follows the
// slash, it is a second chord and ignored.
func cutBass(s string) (kind string, bass int8) {
	i := strings.LastIndexByte(s, '/')
	if i < 0 {
		return s, -1
	}
	if bass, tail, ok := ChordRoot(s[i+1:]); ok && tail == "" {
		return s[:i], bass
	}
	return strings.TrimSpace(s[:i]), -1
}

// chordTones returns the tones of a kind of chord, the text after its root, without
// what follows a bracket that it does not know. ok is false for a text that cannot
// be a kind of chord.
func chordTones(kind string) (tones []int8, ok bool) {
	if tones, ok = qualities[kind]; ok {
		return tones, true
	}
	if i := strings.IndexByte(kind, '('); i > 0 {
		kind = kind[:i]
	}
	if tones, ok = qualities[kind]; ok {
		return tones, true
	}
	switch {
	case strings.HasPrefix(kind, "m") && !strings.HasPrefix(kind, "maj"):
		return qualities["m"], true
	case chars.IsDigit(kind[0]), strings.IndexByte("mM#b+-(", kind[0]) >= 0,
		strings.HasPrefix(kind, "sus"), strings.HasPrefix(kind, "add"):
		return qualities[""], true
	}
	return nil, false
}

// ChordRoot reads the letter and accidental at the beginning of s. root is in
// semitones above C, 0 to 11, and rest what follows. The letter may be lower case.
func ChordRoot(s string) (root int8, rest string, ok bool) {
	if s == "" || !chars.IsNote(s[0]) {
		return 0, s, false
	}
	letter, _ := music.SplitStep(int(music.LetterStep(s[0])))
	n := music.Semitones(letter)
	rest = s[1:]
	for _, sign := range []struct {
		text string
		by   int
	}{{"#", 1}, {"♯", 1}, {"b", -1}, {"♭", -1}, {"=", 0}} {
		if tail, found := strings.CutPrefix(rest, sign.text); found {
			n, rest = n+sign.by, tail
			break
		}
	}
	return int8((n + 12) % 12), rest, true
}
