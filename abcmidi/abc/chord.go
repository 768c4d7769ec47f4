package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// chordSymbol is a chord symbol understood (ABC 2.1 section 4.18).
type ChordSymbol struct {
	Root  int8   // semitones above C
	Bass  int8   // the note behind a slash, or -1
	Tones []int8 // semitones above the root, rising, the root first
	None  bool   // N.C.: silence
	Words bool   // no chord at all: a text to be read
}

// qualities are the tones of each kind of chord, by the name it has behind
// the root. "d" and "a" are the Nottingham corpus's dim and aug.
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
	delete(qualities, " ")
}

// maxChordSymbol is longer than any chord's name; a longer text is words.
const maxChordSymbol = 40

// parseChord reads a chord symbol; ok is false for what is no chord.
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
	// Of alternatives, the first is played: "G (Em)", "G;C", "G or C".
	if i := strings.IndexAny(s, " ;,"); i > 0 {
		if rest := strings.TrimLeft(s[i:], " ;,"); rest != "" && chars.IsLetter(rest[0]) && !strings.HasPrefix(rest, "or ") {
			if _, ok := ParseChord(rest); !ok {
				return c, false // words: "A part"
			}
		}
		s = s[:i]
	}
	root, rest, ok := ChordRoot(s)
	if !ok {
		return c, false
	}
	c.Root = root
	if c.Tones, ok = qualities[rest]; ok {
		return c, true
	}
	quality, bass, slash := cutLast(rest, '/')
	if slash {
		if b, tail, found := ChordRoot(bass); found && tail == "" {
			c.Bass = b
			rest = quality
		} else if q := strings.TrimSpace(quality); q != rest {
			rest = q // two chords in one symbol: the first
		}
	}
	if i := strings.IndexByte(rest, '('); i > 0 {
		if _, known := qualities[rest]; !known {
			rest = rest[:i]
		}
	}
	if c.Tones, ok = qualities[rest]; !ok {
		// A kind nobody knows: its third is still plain.
		c.Tones = qualities[""]
		if strings.HasPrefix(rest, "m") && !strings.HasPrefix(rest, "maj") {
			c.Tones = qualities["m"]
		} else if rest != "" && !chars.IsDigit(rest[0]) && strings.IndexByte("mM#b+-(", rest[0]) < 0 &&
			!strings.HasPrefix(rest, "sus") && !strings.HasPrefix(rest, "add") {
			return c, false
		}
	}
	return c, true
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// chordRoot takes a letter and its accidental; chord roots may be written
// small.
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
