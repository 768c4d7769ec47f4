package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file has what a voice is made of once it is laid out: items, one for
// each note, chord, rest, bar line and sign, in the order of the text.

type itemKind uint8

const (
	ItemSound   itemKind = iota // a note or chord
	ItemRest                    // a rest; also a whole-bar rest
	ItemBar                     // a bar line
	ItemEnding                  // the beginning of a variant ending
	ItemPart                    // P: in the body
	ItemMark                    // segno, coda, D.C. and so on
	ItemOverlay                 // & : back to the beginning of a bar
	ItemControl                 // a controller or pitch bend of %%MIDI
	itemChange                  // nothing but a new setting
)

// kindSet tells which kinds there may be among items.
type kindSet uint16

func (s kindSet) has(k itemKind) bool { return s>>k&1 != 0 }

// item is one step of a voice.
type Item struct {
	Kind     itemKind
	Layer    uint8 // 0, or the overlay it belongs to
	Velocity uint8 // of itemSound, settled by dynamics.go
	mark     mark  // of itemMark
	Line     bool  // a line of music begins with it
	Pos      abc.Pos
	Deco     DecoSet
	Data     [3]byte // of itemPart: its name; of itemControl: a message

	Ctx    *Setting
	Length music.Fraction   // quarter notes; of itemOverlay, how far it goes back
	Tones  []Tone           // of itemSound
	Symbol *abc.ChordSymbol // that begins here
	Extra  *extra
	Bar    *abc.Bar    // of itemBar
	Ending *abc.Ending // of itemEnding
}

// tone is one note of a sound.
type Tone struct {
	Step    int16
	Written bool // an accidental is written at it
	Tie     bool
	Flat    bool  // altered downwards: a quarter tone is bent down from the key above
	Cents   int32 // MIDI key times 100
}

// extra is what few items have.
type extra struct {
	Graces  []grace
	dynamic string   // p, mf and so on
	hairpin []string // crescendo( crescendo) diminuendo( diminuendo)
	Lyrics  []string // one for each verse
}

// grace is one grace note or chord, its length in quarter notes as written.
type grace struct {
	Tones  []Tone
	Length music.Fraction
	rest   bool
}

// lasts reports whether an item takes time.
func (it *Item) Lasts() bool { return it.Kind == ItemSound || it.Kind == ItemRest }

func (it *Item) more() *extra {
	if it.Extra == nil {
		it.Extra = &extra{}
	}
	return it.Extra
}

// decoSet holds the decorations that bear on how a note sounds.
type DecoSet uint16

const (
	DecoStaccato DecoSet = 1 << iota
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

var decoOf = map[string]DecoSet{
	"staccato": DecoStaccato, "wedge": DecoStaccato, "accent": decoAccent,
	"marcato": decoMarcato, "sfz": decoAccent, "fermata": DecoFermata, "invertedfermata": DecoFermata,
	"trill": DecoTrill, "roll": DecoRoll, "lowermordent": DecoLowerMordent,
	"uppermordent": DecoUpperMordent, "turn": DecoTurn, "turnx": DecoTurn, "arpeggio": DecoArpeggio,
}

// mark is a direction about the order of playing.
type mark uint8

const (
	markNone mark = iota
	markSegno
	markCoda
	markToCoda
	markFine
	markDaCapo
	markDaCapoFine
	markDaCapoCoda
	markDalSegno
	markDalSegnoFine
	markDalSegnoCoda
)

var markOf = map[string]mark{
	"segno": markSegno, "coda": markCoda, "dacoda": markToCoda, "fine": markFine,
	"D.C.": markDaCapo, "D.C.alfine": markDaCapoFine, "D.C.alcoda": markDaCapoCoda,
	"D.S.": markDalSegno, "D.S.alfine": markDalSegnoFine, "D.S.alcoda": markDalSegnoCoda,
}

// setDynamic puts a dynamic or the end of a hairpin at an item.
func (it *Item) setDynamic(name string) {
	if strings.ContainsAny(name, "()") {
		x := it.more()
		x.hairpin = append(x.hairpin, name)
		return
	}
	it.more().dynamic = name
}
