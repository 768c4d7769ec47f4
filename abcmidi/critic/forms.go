package critic

import (
	"math/rand/v2"
	"slices"

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
	all      []*recall.Form
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
		f.add(form)
	}
	return f, nil
}

func (f *Forms) add(form *recall.Form) {
	f.all = append(f.all, form)
	h := header{form.Meter, form.Parts()}
	f.byHeader[h] = append(f.byHeader[h], form)
}

// Any returns a random form of all; of those in a meter, if meter is not "". It returns nil
// if there is none.
func (f *Forms) Any(meter string, random *rand.Rand) *recall.Form {
	list := f.all
	if meter != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(form *recall.Form) bool { return form.Meter != meter })
	}
	if len(list) == 0 {
		return nil
	}
	return list[random.IntN(len(list))]
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
