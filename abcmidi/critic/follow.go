package critic

import (
	"math/rand/v2"
	"strings"

	"charabanc/abcmidi/recall"
)

// mendForm goes back to what is not as in the form, if the last character shows that
// something is not, and puts the right text in its place.
func (g *Guide) mendForm(tune string) (keep int, next string, ok bool) {
	if g.memory == nil {
		return 0, "", false
	}
	at, want, ok := g.memory.Fault()
	if !ok || !g.o.Strict && g.mended >= maxMended || want == "" && g.fresh >= patience {
		return 0, "", false
	}
	if want == "" {
		g.fresh++
	}
	if g.mended++; g.mended > maxMended {
		return g.back(-1), "", true
	}
	keep = len(string([]rune(tune)[:at]))
	for len(g.sound) > 1 && g.sound[len(g.sound)-1] > keep {
		g.sound = g.sound[:len(g.sound)-1]
	}
	return keep, want, true
}

// close has the last bar drawn again if it does not close on the tonic as the form has it,
// and at last replaces its last note.
func (g *Guide) close(tune string) (keep int, next string, ok bool) {
	if g.memory == nil || len(g.sound) == 0 || g.closing > maxClosing || g.memory.Closes() {
		return 0, "", false
	}
	if g.closing++; g.closing <= maxClosing {
		return g.sound[len(g.sound)-1], "", true
	}
	at, next := g.memory.Closing()
	return len(string([]rune(tune)[:at])), next, next != ""
}

// drawHeader draws a form for the tune, before its header is written: of all those there are,
// so that forms, meters and parts are as frequent as in them.
func (g *Guide) drawHeader() {
	g.form, g.orders = nil, 0
	if g.memory != nil && g.tries < formTries {
		meter := strings.ReplaceAll(g.value('M'), " ", "")
		g.form = g.o.Forms.Any(meter, g.random())
	}
	g.fields = g.headerFields()
}

// draw returns the form of a tune with a header: that which was drawn for it, if it is of
// such a header.
func (g *Guide) draw(meter string, parts int) *recall.Form {
	switch f := g.form; {
	case g.tries >= formTries:
		return nil
	case f != nil && f.Meter == meter && f.Parts() == parts:
		return f
	}
	return g.o.Forms.Draw(meter, parts, g.random())
}

func (g *Guide) random() *rand.Rand { return rand.New(rand.NewPCG(g.o.Seed, g.tries)) }

// headerFields returns the fields that the header must have: those asked for, and those of the
// form.
func (g *Guide) headerFields() []HeaderField {
	if g.form == nil {
		return g.o.Fields
	}
	var list []HeaderField
	if order := g.form.Order; order != "" {
		list = append(list, HeaderField{order[0], order[2:]})
	}
	if meter := g.form.Meter; g.value('M') == "" && meter != "none" {
		list = append(list, HeaderField{'M', meter})
	}
	return append(list, g.o.Fields...)
}

// mayOrder reports whether the header may have a field with an order of parts that begins
// with key. If the form has none, the line is drawn again, unless that has failed often.
func (g *Guide) mayOrder(key byte) bool {
	if g.form == nil || key != 'P' && key != 'Y' || g.form.Order != "" && g.form.Order[0] == key || g.orders >= maxOrders {
		return true
	}
	g.orders++
	return false
}
