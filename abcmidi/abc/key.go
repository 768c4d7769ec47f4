package abc

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the values of K: fields (ABC 2.1 section 3.1.14).

// ParseKey reads the value of a K: field. If the error is not nil it names the
// first word that was ignored; the key is what the other words say.
func ParseKey(text string) (*music.Key, error) {
	k := &music.Key{}
	rest := strings.TrimSpace(printedAccidentals.Replace(text))
	rest = parseTonic(k, rest)
	var bad error
	words := strings.Fields(rest)
	for i, w := range words {
		if i == 0 && k.Set && k.Tonic != "" {
			if m, ok := music.ParseMode(w); ok {
				k.Mode = m
				continue
			}
		}
		if strings.EqualFold(w, "exp") {
			k.Only = true
			continue
		}
		if ps, ok := ParseExplicit(w); ok {
			k.Explicit = append(k.Explicit, ps...)
			k.Set = true
			continue
		}
		if !k.Staff.Set(w) && bad == nil && strings.IndexByte(w, ':') < 0 { // app:word is for another program
			bad = unknownWord("key", w)
		}
	}
	k.Settle()
	if !k.Set && !k.Staff.Given() && rest != "" && bad == nil {
		bad = unknownWord("key", text)
	}
	return k, bad
}

// printedAccidentals writes the signs of printed music as ABC does: K:B♭ is K:Bb.
var printedAccidentals = strings.NewReplacer("♭", "b", "♯", "#")

// unknownWordError says that a word of a field was ignored.
type unknownWordError struct{ what, word string }

// unknownWord returns an error for a word that should be a key, meter or the like.
func unknownWord(what, word string) error { return &unknownWordError{what, word} }

func (e *unknownWordError) Error() string {
	return "unknown " + e.what + " " + strconv.Quote(e.word) + " ignored"
}

// parseTonic reads the tonic, with a mode that is joined to it, and returns the
// rest of s. It returns s if that does not begin with a tonic.
func parseTonic(k *music.Key, s string) string {
	switch {
	case s == "":
		k.Set = true // an empty field is K:none
		return s
	case strings.HasPrefix(s, "HP"), strings.HasPrefix(s, "Hp"):
		// Both have F and C sharp; they only look different.
		k.Tonic, k.Sharps, k.Set = s[:2], 2, true
		return s[2:]
	case len(s) >= 4 && strings.EqualFold(s[:4], "none"):
		k.Set = true
		return s[4:]
	case len(s) >= 3 && strings.EqualFold(s[:3], "exp"), s[0] < 'A' || s[0] > 'G':
		return s
	}
	letter := int(music.LetterStep(s[0]))
	n, accidental := 1, 0
	if len(s) > 1 && (s[1] == '#' || s[1] == 'b') {
		n, accidental = 2, 1
		if s[1] == 'b' {
			accidental = -1
		}
	}
	// The mode may be joined to the tonic ("Gmix", "Em") or be the next word.
	end := n
	for end < len(s) && chars.IsLetter(s[end]) {
		end++
	}
	mode, ok := music.ParseMode(s[n:end])
	switch {
	case end+1 < len(s) && s[end] == '=' && !chars.IsNote(s[end+1]):
		return s // "C=" begins a property; in "D=c" an accidental follows
	case end == n || ok:
	case new(music.Staff).SetClef(strings.ToLower(s[:end])):
		return s // a clef, "Bass"
	default:
		end = n // "Dhex": keep the tonic of an unknown mode
	}
	k.Tonic, k.Set = s[:n], true
	k.Mode = mode
	k.Sharps = int(music.FifthOf(letter, accidental))
	return s[end:]
}

// ParseExplicit reads accidentals that are added to a signature: "^c", "=f_b". ok
// is false for any other word.
func ParseExplicit(word string) (ps []music.Pitch, ok bool) {
	s := scanner{text: word, end: len(word)}
	for s.pos < s.end {
		acc, note := s.next(), s.next()
		if acc.kind != tokAccidental || note.kind != tokLetter {
			return nil, false
		}
		ps = append(ps, music.Pitch{
			Step:       music.LetterStep(word[note.from]),
			Accidental: parseAccidental(word[acc.from:acc.to]),
		})
	}
	return ps, len(ps) > 0
}

// parseAccidental reads an accidental token: ^, __, = or ^3/2. It is an octave at
// most.
func parseAccidental(s string) music.Accidental {
	sign := int8(1)
	switch s[0] {
	case '=':
		return music.Accidental{Num: 0, Den: 1}
	case '_':
		sign = -1
	}
	switch {
	case len(s) == 1:
		return music.Accidental{Num: sign, Den: 1}
	case s[1] == s[0]:
		return music.Accidental{Num: 2 * sign, Den: 1}
	}
	num, den, found := strings.Cut(s[1:], "/")
	n, d := chars.Number(num, 1), 1
	if found {
		d = min(max(chars.Number(den, 2), 1), 100)
	}
	return music.Accidental{Num: sign * int8(min(n, 12*d, 127)), Den: int8(d)}
}
