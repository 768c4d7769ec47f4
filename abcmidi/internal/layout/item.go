package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file has what a voice is made of once it is laid out: an item for each
// note, chord, rest, bar line and sign, in the order of the text.

type itemKind uint8

const (
	ItemSound      itemKind = iota // a note or chord
	ItemRest                       // a rest, for whole bars too
	ItemBarLine                    // a bar line
	ItemEnding                     // the beginning of a variant ending
	ItemPart                       // P: in the body
	ItemNavigation                 // segno, coda, D.C. and so on
	ItemOverlay                    // &: goes back to the beginning of a bar
	ItemControl                    // a controller or pitch bend of %%MIDI
	itemGroup                      // (&: where the overlays of a group go back to
	itemSetting                    // a change of setting alone
)

// Item is one step of a voice.
type Item struct {
	Kind        itemKind
	Layer       uint8      // 0 for the voice itself, else the overlay it belongs to
	Velocity    uint8      // of ItemSound; set by Measure
	navigation  navigation // of ItemNavigation
	atNote      bool       // of ItemNavigation: it is written at a note
	Part        byte       // of ItemPart: its name
	overlayBars uint8      // of ItemOverlay: how many bars it goes back, 1 or more
	InGroup     bool       // of ItemOverlay: it goes back to the latest (&
	StartsLine  bool       // a line of music begins with it
	Message     [3]byte    // of ItemControl: the MIDI message, without channel; of a program, with a channel from 1 as last byte
	Backing     Backing    // of ItemControl: whom it is for
	Decorations DecorationSet
	Pos         abc.Pos

	Setting *Setting         // in force
	Length  music.Fraction   // quarter notes; of ItemOverlay: how far it goes back, set by Measure
	Tones   []Tone           // of ItemSound
	Symbol  *abc.ChordSymbol // that begins here; nil for none
	Extra   *extra           // nil for most
	BarLine *abc.Bar         // of ItemBarLine
	Ending  *abc.Ending      // of ItemEnding
}

// Tone is one note of a sound.
type Tone struct {
	Step    int16 // of the staff, as in [music.Pitch]
	Written bool  // an accidental is written at it
	Tie     bool  // tied to the next note
	Flat    bool  // flattened: a quarter tone is bent down from the key above
	Cents   int32 // MIDI key times 100
}

// extra is what few items have.
type extra struct {
	Graces   []grace
	Shares   []music.Fraction // of a chord whose notes differ in length: that of each tone, in lengths of the chord
	Lyrics   []string         // a syllable for each verse
	Held     uint32           // verses whose syllable before is held here, by a _: 1 is the first, 2 the second, 4 the third
	Symbols  []string         // decorations of s: lines, by the names of package abc
	velocity *velocity        // by %%MIDI vol or volinc
	dynamic  string           // p, mf and so on
	hairpins []string         // crescendo( crescendo) diminuendo( diminuendo)
}

// grace is one grace note, chord or rest.
type grace struct {
	Tones  []Tone         // none for a rest
	Length music.Fraction // quarter notes, as written
}

// ToneLength returns how long a tone of a sound lasts, in quarter notes: a note of a chord
// may be longer or shorter than the chord.
func (it *Item) ToneLength(tone int) music.Fraction {
	if it.Extra == nil || it.Extra.Shares == nil {
		return it.Length
	}
	length := it.Length.Mul(it.Extra.Shares[tone])
	if length.Num() > music.MaxLength*length.Den() {
		return music.NewFraction(music.MaxLength, 1)
	}
	return length
}

// Lasts reports whether an item takes time.
func (it *Item) Lasts() bool { return it.Kind == ItemSound || it.Kind == ItemRest }

// ensureExtra returns the item's extra and makes it if there is none.
func (it *Item) ensureExtra() *extra {
	if it.Extra == nil {
		it.Extra = &extra{}
	}
	return it.Extra
}

// setDynamic adds a dynamic, or the beginning or end of a hairpin.
func (it *Item) setDynamic(name string) {
	x := it.ensureExtra()
	if strings.ContainsAny(name, "()") {
		x.hairpins = append(x.hairpins, name)
	} else {
		x.dynamic = name
	}
}

// DecorationSet holds the decorations that change how a note sounds.
type DecorationSet uint16

const (
	DecoStaccato DecorationSet = 1 << iota
	decoAccent
	decoMarcato
	DecoFermata
	DecoTrill
	DecoRoll
	DecoLowerMordent
	DecoUpperMordent
	DecoTurn
	DecoArpeggio
)

// decorationOf knows decorations by the names that package abc gives them.
var decorationOf = map[string]DecorationSet{
	"staccato": DecoStaccato, "wedge": DecoStaccato, "accent": decoAccent,
	"marcato": decoMarcato, "sfz": decoAccent, "fermata": DecoFermata, "invertedfermata": DecoFermata,
	"trill": DecoTrill, "roll": DecoRoll, "lowermordent": DecoLowerMordent,
	"uppermordent": DecoUpperMordent, "turn": DecoTurn, "turnx": DecoTurn, "arpeggio": DecoArpeggio,
}

// navigation is a direction about the order of playing (ABC 2.1 section 4.14):
// where to go, or where others go to.
type navigation uint8

const (
	navNone navigation = iota
	navSegno
	navCoda
	navToCoda
	navFine
	navDaCapo // from here on: jumps back
	navDaCapoFine
	navDaCapoCoda
	navDalSegno // from here on: to the segno
	navDalSegnoFine
	navDalSegnoCoda
)

// navigationOf knows directions by the names that package abc gives them.
var navigationOf = map[string]navigation{
	"segno": navSegno, "coda": navCoda, "dacoda": navToCoda, "fine": navFine,
	"D.C.": navDaCapo, "D.C.alfine": navDaCapoFine, "D.C.alcoda": navDaCapoCoda,
	"D.S.": navDalSegno, "D.S.alfine": navDalSegnoFine, "D.S.alcoda": navDalSegnoCoda,
}

// Direction returns the name that package abc gives an item of ItemNavigation, such as
// "D.C.alfine", and whether it is written at a note.
func (it *Item) Direction() (name string, atNote bool) {
	for name, n := range navigationOf {
		if n == it.navigation {
			return name, it.atNote
		}
	}
	return "", false
}
