package abcmidi

import "strings"

// This file has what a voice is made of once it is laid out: items, one for
// each note, chord, rest, bar line and sign, in the order of the text.

type itemKind uint8

const (
	itemSound   itemKind = iota // a note or chord
	itemRest                    // a rest; also a whole-bar rest
	itemBar                     // a bar line
	itemEnding                  // the beginning of a variant ending
	itemPart                    // P: in the body
	itemMark                    // segno, coda, D.C. and so on
	itemOverlay                 // & : back to the beginning of a bar
	itemControl                 // a controller or pitch bend of %%MIDI
	itemChange                  // nothing but a new setting
)

// kindSet tells which kinds there may be among items.
type kindSet uint16

func (s kindSet) has(k itemKind) bool { return s>>k&1 != 0 }

// item is one step of a voice.
type item struct {
	kind     itemKind
	layer    uint8 // 0, or the overlay it belongs to
	velocity uint8 // of itemSound, settled by dynamics.go
	mark     mark  // of itemMark
	line     bool  // a line of music begins with it
	pos      Pos
	deco     decoSet
	data     [3]byte // of itemPart: its name; of itemControl: a message

	ctx    *setting
	length Fraction     // quarter notes; of itemOverlay, how far it goes back
	tones  []tone       // of itemSound
	symbol *chordSymbol // that begins here
	extra  *extra
	bar    *Bar    // of itemBar
	ending *Ending // of itemEnding
}

// tone is one note of a sound.
type tone struct {
	step    int16
	written bool // an accidental is written at it
	tie     bool
	flat    bool  // altered downwards: a quarter tone is bent down from the key above
	cents   int32 // MIDI key times 100
}

// extra is what few items have.
type extra struct {
	graces  []grace
	dynamic string   // p, mf and so on
	hairpin []string // crescendo( crescendo) diminuendo( diminuendo)
	lyrics  []string // one for each verse
}

// grace is one grace note or chord, its length in quarter notes as written.
type grace struct {
	tones  []tone
	length Fraction
	rest   bool
}

// endsBar reports whether a bar ends at the item: at a bar line, and at P:, as a
// part begins with a bar of its own. Whoever counts bars, in the order of the
// text or of playing, asks here.
func (it *item) endsBar() bool { return it.kind == itemBar || it.kind == itemPart }

// lasts reports whether an item takes time.
func (it *item) lasts() bool { return it.kind == itemSound || it.kind == itemRest }

func (it *item) more() *extra {
	if it.extra == nil {
		it.extra = &extra{}
	}
	return it.extra
}

// decoSet holds the decorations that bear on how a note sounds.
type decoSet uint16

const (
	decoStaccato decoSet = 1 << iota
	decoAccent
	decoMarcato
	decoFermata
	decoTrill
	decoRoll
	decoLowerMordent
	decoUpperMordent
	decoTurn
	decoArpeggio
)

var decoOf = map[string]decoSet{
	"staccato": decoStaccato, "wedge": decoStaccato, "accent": decoAccent,
	"marcato": decoMarcato, "sfz": decoAccent, "fermata": decoFermata, "invertedfermata": decoFermata,
	"trill": decoTrill, "roll": decoRoll, "lowermordent": decoLowerMordent,
	"uppermordent": decoUpperMordent, "turn": decoTurn, "turnx": decoTurn, "arpeggio": decoArpeggio,
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
func (it *item) setDynamic(name string) {
	if strings.ContainsAny(name, "()") {
		x := it.more()
		x.hairpin = append(x.hairpin, name)
		return
	}
	it.more().dynamic = name
}
