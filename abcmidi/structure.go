package abcmidi

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

func (it *item) structure() structureKind {
	switch {
	case it.kind == itemBar && (it.bar.End > 0 || it.bar.Start > 0), it.kind == itemEnding:
		return repeatSigns
	case it.kind == itemPart:
		return partNames
	case it.kind == itemMark:
		return jumps
	}
	return 0
}

func (v *voice) structure() (kinds structureKind) {
	for i := range v.items {
		kinds |= v.items[i].structure()
	}
	return kinds
}

// shareStructure copies what a voice lacks from the first voice that has it,
// at the same times of the text.
func (l *layout) shareStructure() {
	if len(l.voices) < 2 {
		return
	}
	has := make([]structureKind, len(l.voices))
	for i, v := range l.voices {
		has[i] = v.structure()
	}
	for _, kind := range []structureKind{repeatSigns, partNames, jumps} {
		from := -1
		for i := range l.voices {
			if from < 0 && has[i]&kind != 0 {
				from = i
			}
		}
		if from < 0 {
			continue
		}
		for i, v := range l.voices {
			if has[i]&kind == 0 {
				v.take(l.voices[from], kind)
			}
		}
	}
}

// timedItem is a sign and where it stands: when, counted through the text, and
// whether before or behind a bar line of that moment.
type timedItem struct {
	at     Fraction
	it     item
	behind bool
}

// belongsBefore reports whether the sign stands before an item of another
// voice at the same moment.
func (s *timedItem) belongsBefore(it *item, sounding bool) bool {
	return sounding || it.kind == itemBar && s.it.kind != itemBar && !s.behind
}

// take merges w's signs of a kind into v's items.
func (v *voice) take(w *voice, kind structureKind) {
	var signs []timedItem
	var now Fraction
	behind := false
	for i := range w.items {
		it := &w.items[i]
		if it.structure() == kind {
			signs = append(signs, timedItem{now, *it, behind})
		}
		switch {
		case it.kind == itemBar:
			behind = true
		case it.layer == 0 && it.lasts():
			now, behind = now.Add(it.length), false
		}
	}
	merged := make([]item, 0, len(v.items)+len(signs))
	now = Fraction{}
	for i := range v.items {
		it := &v.items[i]
		sounding := it.layer == 0 && it.lasts()
		for len(signs) > 0 && (signs[0].at.Less(now) || signs[0].at == now && signs[0].belongsBefore(it, sounding)) {
			merged = append(merged, v.sign(signs[0].it, it.ctx))
			signs = signs[1:]
		}
		if it.kind == itemBar && len(signs) > 0 && signs[0].it.kind == itemBar && signs[0].at == now {
			it.bar = signs[0].it.bar // the same bar line, with what the other says
			signs = signs[1:]
		}
		merged = append(merged, *it)
		if sounding {
			now = now.Add(it.length)
		}
	}
	for _, s := range signs {
		merged = append(merged, v.sign(s.it, v.ctx))
	}
	v.items = merged
	v.kinds |= w.kinds
}

// sign is another voice's sign, made this voice's.
func (v *voice) sign(it item, ctx *setting) item {
	it.ctx, it.layer, it.length = ctx, 0, Fraction{}
	return it
}
