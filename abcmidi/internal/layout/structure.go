package layout

import (
	"charabanc/abcmidi/music"
)

// In music for several voices the repeats, parts and jumps are often written
// in one voice alone: they hold for all (ABC 2.1 section 7 leaves it open).
// This file gives the other voices what the first one that has them says.

// structureKind is a kind of sign that a voice either has itself or takes
// from another.
type structureKind uint8

const (
	repeatSigns structureKind = 1 << iota
	partNames
	jumps
)

func (it *Item) structure() structureKind {
	switch {
	case it.Kind == ItemBar && (it.Bar.End > 0 || it.Bar.Start > 0), it.Kind == ItemEnding:
		return repeatSigns
	case it.Kind == ItemPart:
		return partNames
	case it.Kind == ItemMark:
		return jumps
	}
	return 0
}

func (v *Voice) structure() (kinds structureKind) {
	for i := range v.Items {
		kinds |= v.Items[i].structure()
	}
	return kinds
}

// shareStructure copies what a voice lacks from the first voice that has it,
// at the same times of the text.
func (l *Layout) ShareStructure() {
	if len(l.Voices) < 2 {
		return
	}
	has := make([]structureKind, len(l.Voices))
	for i, v := range l.Voices {
		has[i] = v.structure()
	}
	for _, kind := range []structureKind{repeatSigns, partNames, jumps} {
		from := -1
		for i := range l.Voices {
			if from < 0 && has[i]&kind != 0 {
				from = i
			}
		}
		if from < 0 {
			continue
		}
		for i, v := range l.Voices {
			if has[i]&kind == 0 {
				v.take(l.Voices[from], kind)
			}
		}
	}
}

// timedItem is a sign and where it stands: when, counted through the text, and
// whether before or behind a bar line of that moment.
type timedItem struct {
	at     music.Fraction
	it     Item
	behind bool
}

// belongsBefore reports whether the sign stands before an item of another
// voice at the same moment.
func (s *timedItem) belongsBefore(it *Item, sounding bool) bool {
	return sounding || it.Kind == ItemBar && s.it.Kind != ItemBar && !s.behind
}

// take merges w's signs of a kind into v's items.
func (v *Voice) take(w *Voice, kind structureKind) {
	var signs []timedItem
	var now music.Fraction
	behind := false
	for i := range w.Items {
		it := &w.Items[i]
		if it.structure() == kind {
			signs = append(signs, timedItem{now, *it, behind})
		}
		switch {
		case it.Kind == ItemBar:
			behind = true
		case it.Layer == 0 && it.Lasts():
			now, behind = now.Add(it.Length), false
		}
	}
	merged := make([]Item, 0, len(v.Items)+len(signs))
	now = music.Fraction{}
	for i := range v.Items {
		it := &v.Items[i]
		sounding := it.Layer == 0 && it.Lasts()
		for len(signs) > 0 && (signs[0].at.Less(now) || signs[0].at == now && signs[0].belongsBefore(it, sounding)) {
			merged = append(merged, v.sign(signs[0].it, it.Ctx))
			signs = signs[1:]
		}
		if it.Kind == ItemBar && len(signs) > 0 && signs[0].it.Kind == ItemBar && signs[0].at == now {
			it.Bar = signs[0].it.Bar // the same bar line, with what the other says
			signs = signs[1:]
		}
		merged = append(merged, *it)
		if sounding {
			now = now.Add(it.Length)
		}
	}
	for _, s := range signs {
		merged = append(merged, v.sign(s.it, v.ctx))
	}
	v.Items = merged
	v.kinds |= w.kinds
}

// sign is another voice's sign, made this voice's.
func (v *Voice) sign(it Item, ctx *Setting) Item {
	it.Ctx, it.Layer, it.Length = ctx, 0, music.Fraction{}
	return it
}
