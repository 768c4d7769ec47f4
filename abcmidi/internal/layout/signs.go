package layout

import (
	"slices"

	"charabanc/abcmidi/music"
)

// This file gives every voice the repeats, parts and directions that only one voice
// has. In music for several voices they are often written in one alone and hold for
// all (ABC 2.1 section 7 leaves it open).

// signKind is a kind of sign that a voice either has itself or takes from another.
type signKind uint8

const (
	repeatSigns signKind = 1 << iota
	partNames
	navigationSigns
)

// signKind returns the kind of sign an item is, 0 for none.
func (it *Item) signKind() signKind {
	switch {
	case it.Kind == ItemBarLine && (it.BarLine.End > 0 || it.BarLine.Start > 0), it.Kind == ItemEnding:
		return repeatSigns
	case it.Kind == ItemPart:
		return partNames
	case it.Kind == ItemNavigation:
		return navigationSigns
	}
	return 0
}

// signKinds returns the kinds of signs that a voice has.
func (v *Voice) signKinds() (kinds signKind) {
	for i := range v.Items {
		kinds |= v.Items[i].signKind()
	}
	return kinds
}

// ShareSigns copies each kind of sign from the first voice that has it to the voices
// that have none, at the same times of the text.
func (l *Layout) ShareSigns() {
	if len(l.Voices) < 2 {
		return
	}
	has := make([]signKind, len(l.Voices))
	for i, v := range l.Voices {
		has[i] = v.signKinds()
	}
	for _, kind := range []signKind{repeatSigns, partNames, navigationSigns} {
		from := slices.IndexFunc(has, func(kinds signKind) bool { return kinds&kind != 0 })
		if from < 0 {
			continue
		}
		for i, v := range l.Voices {
			if has[i]&kind == 0 {
				v.takeSigns(l.Voices[from], kind)
			}
		}
	}
}

// timedSign is a sign and its place in its voice.
type timedSign struct {
	at           music.Fraction // time in the text, repeats not taken
	item         Item
	afterBarLine bool // it follows a bar line of that time
}

// comesBefore reports whether the sign goes before an item of another voice at the
// same time: before a note or rest, and before a bar line unless it follows one.
func (s *timedSign) comesBefore(it *Item) bool {
	return it.takesTime() || it.Kind == ItemBarLine && s.item.Kind != ItemBarLine && !s.afterBarLine
}

// takesTime reports whether an item moves the time of its voice on.
func (it *Item) takesTime() bool { return it.Layer == 0 && it.Lasts() }

// timedSigns returns the signs of a kind.
func (v *Voice) timedSigns(kind signKind) []timedSign {
	var signs []timedSign
	var now music.Fraction
	afterBarLine := false
	for i := range v.Items {
		it := &v.Items[i]
		if it.signKind() == kind {
			signs = append(signs, timedSign{now, *it, afterBarLine})
		}
		switch {
		case it.Kind == ItemBarLine:
			afterBarLine = true
		case it.takesTime():
			now, afterBarLine = now.Add(it.Length), false
		}
	}
	return signs
}

// takeSigns merges w's signs of a kind into v's items.
func (v *Voice) takeSigns(w *Voice, kind signKind) {
	signs := w.timedSigns(kind)
	merged := make([]Item, 0, len(v.Items)+len(signs))
	var now music.Fraction
	for i := range v.Items {
		it := &v.Items[i]
		for len(signs) > 0 && (signs[0].at.Less(now) || signs[0].at == now && signs[0].comesBefore(it)) {
			merged = append(merged, adopted(signs[0].item, it.Setting))
			signs = signs[1:]
		}
		if it.Kind == ItemBarLine && len(signs) > 0 && signs[0].item.Kind == ItemBarLine && signs[0].at == now {
			it.BarLine = signs[0].item.BarLine // the same bar line, with the repeat of the other voice
			signs = signs[1:]
		}
		merged = append(merged, *it)
		if it.takesTime() {
			now = now.Add(it.Length)
		}
	}
	for _, s := range signs {
		merged = append(merged, adopted(s.item, v.setting))
	}
	v.Items = merged
}

// adopted returns another voice's sign as an item of a voice with a setting.
func adopted(sign Item, setting *Setting) Item {
	sign.Setting, sign.Layer, sign.Length = setting, 0, music.Fraction{}
	return sign
}
