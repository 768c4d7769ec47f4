package critic

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// rhythms are the kinds of tunes that can be asked for, as R: has them, with the
// meter that they are always in, or "" if there are several.
var rhythms = []struct{ name, meter string }{
	{"Jig", "6/8"}, {"Double jig", "6/8"}, {"Single jig", "6/8"}, {"Slip jig", "9/8"}, {"Hop jig", "9/8"}, {"Slide", "12/8"},
	{"Reel", "4/4"}, {"Hornpipe", "4/4"}, {"Strathspey", "4/4"}, {"Barn dance", "4/4"}, {"Schottische", "4/4"}, {"Highland", "4/4"},
	{"Fling", "4/4"}, {"Rant", "4/4"}, {"Polka", "2/4"}, {"Galop", "2/4"}, {"Morris", ""}, {"March", ""}, {"Quickstep", ""},
	{"Waltz", "3/4"}, {"Mazurka", "3/4"}, {"Varsovienne", "3/4"}, {"Redowa", "3/4"}, {"Minuet", "3/4"}, {"Polska", "3/4"}, {"Hambo", "3/4"},
	{"Three-two", "3/2"}, {"Air", ""}, {"Slow air", ""}, {"Song", ""}, {"Carol", ""}, {"Country dance", ""}, {"Set dance", ""}, {"Bourree", ""},
	{"An dro", ""}, {"Gavotte", ""}, {"Musette", ""}, {"Sarabande", "3/4"}, {"Halling", ""}, {"Gangar", "6/8"}, {"Springar", "3/4"}, {"Planxty", ""},
}

// otherRhythms are other names of rhythms, by their letters.
var otherRhythms = map[string]string{
	"threetwohornpipe": "Three-two", "32hornpipe": "Three-two", "triplehornpipe": "Three-two", "valse": "Waltz", "walz": "Waltz",
	"schottish": "Schottische", "scottische": "Schottische", "schottis": "Schottische", "gallop": "Galop", "menuet": "Minuet",
	"germanschottische": "Schottische", "highlandfling": "Fling", "marche": "March", "hopslipjig": "Slip jig", "treblejig": "Double jig",
	"mazourka": "Mazurka", "masurka": "Mazurka", "varsoviana": "Varsovienne",
	"polca": "Polka", "bourrée": "Bourree", "slängpolska": "Polska", "morrisdance": "Morris", "countrydances": "Country dance",
}

// namedRhythm returns a rhythm as R: has it, and its meter. Case, blanks, hyphens and
// an s at the end do not matter: "slipjig", "Slip-Jigs". The error lists the rhythms.
func namedRhythm(name string) (rhythm, meter string, err error) {
	if name == "" {
		return "", "", nil
	}
	spelt := letters(name)
	for _, s := range []string{spelt, strings.TrimSuffix(spelt, "s"), strings.TrimSuffix(spelt, "es")} {
		s = letters(otherwise(s))
		for _, r := range rhythms {
			if letters(r.name) == s {
				return r.name, r.meter, nil
			}
		}
	}
	var known []string
	for _, r := range rhythms {
		known = append(known, strings.ToLower(r.name))
	}
	slices.Sort(known)
	return "", "", fmt.Errorf("rhythm %q: choose one of %s", name, strings.Join(known, ", "))
}

// otherwise returns the usual name for another one, or the name itself.
func otherwise(name string) string {
	if usual := otherRhythms[name]; usual != "" {
		return usual
	}
	return name
}

// letters returns the letters and digits of a name in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
