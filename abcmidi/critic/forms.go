package critic

import (
	"math/rand/v2"

	"charabanc/abcmidi/recall"
)

// Form returns the form of a tune as text: its sections, and which bars are the same. It
// is "" if the tune has no bars.
func (Critic) Form(tune string) string {
	if f := recall.FormOf(tune); f != nil {
		return f.String()
	}
	return ""
}

// Forms are forms of tunes of people, to draw from.
type Forms struct {
	byHeader map[header][]*recall.Form
	any      *recall.Form // for other headers; nil: none
}

// header is what of a form is in the header of its tune.
type header struct {
	meter string
	parts int
}

// NewForms returns the forms whose texts are given.
func NewForms(texts []string) (*Forms, error) {
	f := &Forms{byHeader: map[header][]*recall.Form{}}
	for _, text := range texts {
		form, err := recall.ParseForm(text)
		if err != nil {
			return nil, err
		}
		h := header{form.Meter, form.Parts}
		f.byHeader[h] = append(f.byHeader[h], form)
	}
	return f, nil
}

// Draw returns a random form of a tune in a meter, with so many parts in its P: field. If
// there is none it returns the one that was made for a user, or nil.
func (f *Forms) Draw(meter string, parts int, random *rand.Rand) *recall.Form {
	list := f.byHeader[header{meter, parts}]
	if len(list) == 0 {
		return f.any
	}
	return list[random.IntN(len(list))]
}
