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
	all     []*recall.Form
	byMeter map[string][]*recall.Form
}

// NewForms returns the forms whose texts are given.
func NewForms(texts []string) (*Forms, error) {
	f := &Forms{byMeter: map[string][]*recall.Form{}}
	for _, text := range texts {
		form, err := recall.ParseForm(text)
		if err != nil {
			return nil, err
		}
		f.all = append(f.all, form)
		f.byMeter[form.Meter] = append(f.byMeter[form.Meter], form)
	}
	return f, nil
}

// Draw returns a random form of a tune in a meter; of any tune if none is in that meter.
func (f *Forms) Draw(meter string, random *rand.Rand) *recall.Form {
	list := f.byMeter[meter]
	if len(list) == 0 {
		list = f.all
	}
	if len(list) == 0 {
		return nil
	}
	return list[random.IntN(len(list))]
}
