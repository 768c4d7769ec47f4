package layout

import (
	"cmp"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file gives every voice the repeats, endings, parts and directions that only some
// voices have. In music for several voices they are often written in one alone and hold
// for all (ABC 2.1 section 7 leaves it open).
//
// Signs of two voices are the same if they are of one kind and at one time of the text,
// or in bars of one number: a voice that lacks a beat is not given a repeat twice. In voices
// that differ in length, because one lacks bars or goes on longer, as many signs of a kind
// in the same order are the same.

// signKind is a kind of sign that a voice either has itself or takes from another.
type signKind uint8

const (
	noSign       signKind = iota
	repeatEnds            // :|
	repeatStarts          // |:
	endingSigns
	partNames
	navigationSigns
	signKinds
)

// sign is a sign and its place in its voice.
type sign struct {
	at           music.Fraction // time in the text, repeats not taken
	bar          int            // number of its bar, from 0
	name         uint8          // of a part or direction; the lowest number of an ending
	kind         signKind
	item         *Item
	afterBarLine bool // it follows a bar line of that time
}

// signName returns what tells an item from other signs of a kind. ok is false for an item
// that is no sign of the kind.
func (it *Item) signName(kind signKind) (name uint8, ok bool) {
	switch {
	case kind == repeatEnds:
		return 0, it.Kind == ItemBarLine && it.BarLine.End > 0
	case kind == repeatStarts:
		return 0, it.Kind == ItemBarLine && it.BarLine.Start > 0
	case kind == endingSigns && it.Kind == ItemEnding:
		return uint8(it.Ending.Numbers[0]), true
	case kind == partNames && it.Kind == ItemPart:
		return it.Part, true
	case kind == navigationSigns && it.Kind == ItemNavigation:
		return uint8(it.navigation), true
	}
	return 0, false
}

// looksPerSign is how many signs are looked at in the time that one added takes.
const looksPerSign = 64

// ShareSigns gives each voice the signs that others have and it has not, at the same
// times of the text. It ends when it has added as many as can be played, or has looked at
// so many that it takes the time of that.
func (l *Layout) ShareSigns() {
	if len(l.Voices) < 2 {
		return
	}
	left := MaxPlayed
	lists := make([]signList, len(l.Voices))
	for kind := noSign + 1; kind < signKinds; kind++ {
		for i, v := range l.Voices {
			lists[i] = v.signs(kind)
		}
		all := allSigns(lists)
		for i, v := range l.Voices {
			if lists[i].length != all.length && slices.EqualFunc(lists[i].signs, all.signs, sameName) {
				continue
			}
			missing := newPlaces(lists[i].signs).missing(all.signs)
			if left -= len(missing) + len(all.signs)/looksPerSign; left < 0 {
				return
			}
			v.takeSigns(missing, kind)
		}
	}
}

// signList is the signs of one kind in a voice.
type signList struct {
	signs  []sign
	length music.Fraction // of the voice
}

// signs returns the signs of a kind.
func (v *Voice) signs(kind signKind) signList {
	var signs []sign
	var now music.Fraction
	bar, afterBarLine := 0, false
	for i := range v.Items {
		it := &v.Items[i]
		if name, ok := it.signName(kind); ok {
			signs = append(signs, sign{now, bar, name, kind, it, afterBarLine})
		}
		switch {
		case it.Kind == ItemBarLine && !afterBarLine:
			afterBarLine = true
			if now.Positive() {
				bar++
			}
		case it.takesTime():
			now, afterBarLine = now.Add(it.Length), false
		}
	}
	// A bar line ends its bar, as one right after it would.
	if kind == repeatEnds || kind == repeatStarts {
		for i := range signs {
			if !signs[i].afterBarLine && signs[i].at.Positive() {
				signs[i].bar++
			}
		}
	}
	return signList{signs, now}
}

// takesTime reports whether an item moves the time of its voice on.
func (it *Item) takesTime() bool { return it.Layer == 0 && it.Lasts() }

// allSigns returns the signs of the voice that has most of a kind, and those of the others
// that it has not, in the order of time.
func allSigns(lists []signList) signList {
	most := slices.MaxFunc(lists, func(a, b signList) int { return cmp.Compare(len(a.signs), len(b.signs)) })
	all := slices.Clone(most.signs)
	known := newPlaces(all)
	for _, list := range lists {
		if list.length != most.length && within(list.signs, most.signs) {
			continue
		}
		missing := known.missing(list.signs)
		all = append(all, missing...)
		known.add(missing)
	}
	slices.SortStableFunc(all, func(a, b sign) int { return a.at.Cmp(b.at) })
	return signList{all, most.length}
}

// sameName reports whether two signs are the same, wherever they are.
func sameName(a, b sign) bool { return a.name == b.name }

// within reports whether a list is what another is without some of its signs.
func within(few, many []sign) bool {
	for i := range many {
		if len(few) > 0 && few[0].name == many[i].name {
			few = few[1:]
		}
	}
	return len(few) == 0
}

// places knows where signs of one kind are.
type places struct {
	times map[timeSign]bool
	bars  map[barSign]bool
}

// timeSign is a sign at a time. Two endings at one time are the same.
type timeSign struct {
	at   music.Fraction
	name uint8
}

// barSign is a sign of one bar. Two endings of one bar are the same.
type barSign struct {
	bar  int
	name uint8
}

// places returns what a sign is known by.
func (s *sign) places() (timeSign, barSign) {
	name := s.name
	if s.kind == endingSigns {
		name = 0
	}
	return timeSign{s.at, name}, barSign{s.bar, name}
}

func newPlaces(signs []sign) *places {
	p := &places{map[timeSign]bool{}, map[barSign]bool{}}
	p.add(signs)
	return p
}

func (p *places) add(signs []sign) {
	for i := range signs {
		at, bar := signs[i].places()
		p.times[at], p.bars[bar] = true, true
	}
}

// missing returns the signs of a list that are at no place that p knows.
func (p *places) missing(signs []sign) []sign {
	var missing []sign
	for i := range signs {
		if at, bar := signs[i].places(); !p.times[at] && !p.bars[bar] {
			missing = append(missing, signs[i])
		}
	}
	return missing
}

// takeSigns merges signs of a kind, in the order of time, into the items of a voice. A
// rest in which one falls is parted there.
func (v *Voice) takeSigns(signs []sign, kind signKind) {
	if len(signs) == 0 {
		return
	}
	merged := make([]Item, 0, len(v.Items)+len(signs))
	var now music.Fraction
	for i := range v.Items {
		it := &v.Items[i]
		for len(signs) > 0 && (signs[0].at.Less(now) || signs[0].at == now && signs[0].comesBefore(it)) {
			merged = append(merged, signs[0].adopted(kind, it.Setting))
			signs = signs[1:]
		}
		if it.Kind == ItemBarLine && len(signs) > 0 && signs[0].at == now && signs[0].item.Kind == ItemBarLine &&
			(kind == repeatEnds || !barLineFollows(v.Items[i+1:])) {
			it.BarLine = withRepeat(it.BarLine, signs[0].item.BarLine, kind)
			signs = signs[1:]
		}
		rest := *it
		if it.takesTime() {
			end := now.Add(it.Length)
			for it.Kind == ItemRest && len(signs) > 0 && now.Less(signs[0].at) && signs[0].at.Less(end) {
				rest.Length = signs[0].at.Sub(now)
				merged = append(merged, rest, signs[0].adopted(kind, it.Setting))
				rest = Item{Kind: ItemRest, Pos: it.Pos, Setting: it.Setting, Length: end.Sub(signs[0].at)}
				now, signs = signs[0].at, signs[1:]
			}
			now = end
		}
		merged = append(merged, rest)
	}
	for _, s := range signs {
		merged = append(merged, s.adopted(kind, v.setting))
	}
	v.Items = merged
}

// comesBefore reports whether the sign goes before an item of another voice at the
// same time: before a note or rest, and before a bar line unless it follows one.
func (s *sign) comesBefore(it *Item) bool {
	return it.takesTime() || it.Kind == ItemBarLine && s.item.Kind != ItemBarLine && !s.afterBarLine
}

// barLineFollows reports whether a bar line comes before the next note or rest.
func barLineFollows(items []Item) bool {
	for i := range items {
		switch it := &items[i]; {
		case it.Kind == ItemBarLine:
			return true
		case it.takesTime():
			return false
		}
	}
	return false
}

// adopted returns another voice's sign as an item of a voice with a setting.
func (s *sign) adopted(kind signKind, setting *Setting) Item {
	it := *s.item
	it.Setting, it.Layer, it.Length = setting, 0, music.Fraction{}
	if it.Kind == ItemBarLine {
		it.BarLine = withRepeat(&abc.Bar{Span: it.BarLine.Span}, it.BarLine, kind)
	}
	return it
}

// withRepeat returns a bar line with the repeat, the end of one or the start of one, of
// the same bar line in another voice.
func withRepeat(b, other *abc.Bar, kind signKind) *abc.Bar {
	bar := *b
	bar.Style = other.Style
	if kind == repeatEnds {
		bar.End = other.End
	} else {
		bar.Start = other.Start
	}
	return &bar
}
