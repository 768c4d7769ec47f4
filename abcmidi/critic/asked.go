package critic

import (
	"fmt"

	"charabanc/abcmidi/recall"
)

// A form that a user asks for: letters of sections, such as AABB, and their length.

// defaultBars is the length of the sections if it is not asked for.
const defaultBars = 8

// maxBars is the longest section that can be asked for.
const maxBars = 64

// Asked returns forms with sections as the letters say, of so many bars each; 0 is 8, or
// what a learned form has. A letter that is written twice is a section with a repeat. The
// forms are those learned that are so; if there is none, a usual one is made.
func (f *Forms) Asked(letters string, bars int) (*Forms, error) {
	if bars < 0 || bars > maxBars {
		return nil, fmt.Errorf("bars %d: out of range: choose 1 to %d", bars, maxBars)
	}
	sections, err := parseLetters(letters)
	if err != nil {
		return nil, err
	}
	made := makeForm(sections, bars)
	asked := &Forms{byHeader: map[header][]*recall.Form{}, any: made}
	for _, form := range f.all {
		if isAsked(form, made, letters != "", bars) {
			asked.add(form)
		}
	}
	return asked, nil
}

// askedSection is a section that is asked for.
type askedSection struct {
	letter   rune
	repeated bool
}

// parseLetters reads the letters of a form; none stand for AABB.
func parseLetters(letters string) (list []askedSection, err error) {
	if letters == "" {
		letters = "AABB"
	}
	for _, c := range letters {
		n := len(list)
		switch {
		case c < 'A' || c > 'Z':
			return nil, fmt.Errorf("form %q: %q is not a capital letter: write it as AABB", letters, c)
		case n > 0 && list[n-1].letter == c && list[n-1].repeated:
			return nil, fmt.Errorf("form %q: more than two %c: a section is repeated once", letters, c)
		case n > 0 && list[n-1].letter == c:
			list[n-1].repeated = true
		default:
			list = append(list, askedSection{letter: c})
		}
	}
	return list, nil
}

// makeForm makes a form: each section is a period, whose second half begins as the first.
func makeForm(sections []askedSection, bars int) *recall.Form {
	if bars == 0 {
		bars = defaultBars
	}
	form, first, n := &recall.Form{Tonic: true}, map[rune][]int{}, 0
	for _, s := range sections {
		numbers := first[s.letter]
		for i := len(numbers); i < bars; i++ {
			if half := bars / 2; i >= half && i < half+half/2 {
				numbers = append(numbers, numbers[i-half])
				continue
			}
			numbers = append(numbers, n)
			n++
		}
		first[s.letter] = numbers
		form.Sections = append(form.Sections, recall.FormSection{Bars: numbers, Repeated: s.repeated})
	}
	return form
}

// isAsked reports whether a learned form has the sections of one that was made: their
// number and repeats if letters were given, and their lengths if bars is above 0. Only
// made forms have sections that return.
func isAsked(form, made *recall.Form, letters bool, bars int) bool {
	if letters && len(form.Sections) != len(made.Sections) {
		return false
	}
	for i, s := range form.Sections {
		if bars > 0 && len(s.Bars) != bars {
			return false
		}
		if letters && (s.Repeated != made.Sections[i].Repeated || returns(made, i)) {
			return false
		}
	}
	return true
}

// returns reports whether a section of a made form is one before it again.
func returns(made *recall.Form, i int) bool {
	for _, s := range made.Sections[:i] {
		if s.Bars[0] == made.Sections[i].Bars[0] {
			return true
		}
	}
	return false
}
