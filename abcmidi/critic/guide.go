package critic

import (
	"sort"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/recall"
	"charabanc/data"
)

// GuideOptions are the demands of a [Guide]. The zero value demands nothing.
type GuideOptions struct {
	// Fields are in the header of every tune, with these values. A field that
	// the writer begins gets its value; the others are added before K:.
	Fields []HeaderField

	// Strict accepts only tunes that have a meter and in which check finds no fault.
	Strict bool

	// Forms are those that tunes have; nil: tunes have any form.
	Forms *Forms
	Seed  uint64 // of the choice among Forms

	// Learnt reports by its Signature whether a tune is among those the
	// network has learnt. Strict rejects such a tune. nil knows of none.
	Learnt func(signature string) bool
}

// Guide steers one writer of tunes, such as a network that is being sampled,
// while a tune is written. It has one method, Next, and remembers between the
// calls where the tune is sound. Use one Guide for each writer; it is not safe
// for concurrent use.
//
// The writer appends one symbol after another to a tune and calls Next each
// time. Next answers with keep, the number of bytes of the tune to keep, and
// next, the text to continue with:
//
//	keep            next   the writer
//	len(tune)       ""     draws the next symbol
//	len(tune)       text   appends text, then draws
//	< len(tune)     ""     drops what follows tune[:keep] and draws again
//	< len(tune)     text   drops what follows tune[:keep], appends text, then draws
//
// After appending text the writer calls Next with the whole, before it draws.
// It may also call Next again with a tune that it has been told to keep, and it
// may keep more than keep of a beginning that was not drawn, such as a prompt.
// A tune is done when it ends with an empty line and Next keeps all of it.
//
// If Strict is set, Next checks the tune at every bar line and at its end. A
// fault sends the writer back to the last sound place before it: a bar line or
// the end of the header. When that has failed four times (patience), it goes
// back one sound place further each time, and after four more failures two
// places further. A tune that gets further than ever before has its patience
// restored. Too many faults in a tune (repairs), or going back beyond the header,
// begins it again.
//
// Two faults are repaired in other ways. If a repeat has no end, which shows
// only when the tune is whole, the writer goes back to the bar line before the
// last. If the P: field of the header names a part that is missing, that part's
// P: line comes instead of the empty line.
type Guide struct {
	o      GuideOptions
	sound  []int // sound places, as offsets in rising order: the header's end, bar lines
	best   int   // the furthest of them so far
	misses int   // faults since best was reached
	total  int   // faults in this tune

	memory  *recall.Recall // of the tune, kept up to date by the writer; nil without forms
	form    *recall.Form   // drawn for the tune, before its header; nil: none
	fields  []HeaderField  // that the header must have: those asked for, and those of the form
	tries   uint64         // tunes begun
	again   int            // times that this one was begun again after its header
	orders  int            // times that a P: or Y: field of the header was drawn again
	fresh   int            // times that the current bar has been drawn again as it is not as in the form
	mended  int            // places of this tune that were not as in the form
	closing int            // times that the current bar has been drawn again to close on the tonic
}

const (
	patience   = 4  // faults before the writer goes back further than to the last sound place
	repairs    = 40 // faults before the tune is begun again
	maxMended  = 80 // places that are not as in the form, before that
	maxClosing = 2  // times that a bar is drawn again to close on the tonic, before its last note is replaced
	maxOrders  = 16 // times that a P: or Y: field is drawn again as the form has none
	sameForm   = 2  // times that a tune is begun again after its header, to have the same form
	formTries  = 6  // tunes begun with a form, before one is begun without
)

// NewGuide returns a Guide for tunes that begin empty.
func NewGuide(o GuideOptions) *Guide {
	g := &Guide{o: o}
	if o.Forms != nil {
		g.memory = recall.New()
		g.memory.Strict(o.Strict)
		g.memory.Draw(g.draw)
	}
	g.drawHeader()
	return g
}

// Memory returns the memory of the tune, which knows its form. The writer must push each
// character of the tune to it before it calls Next, and take back what is not kept. It is
// nil if there are no forms.
func (g *Guide) Memory() *recall.Recall { return g.memory }

// Next is called with the tune as far as it is written. It returns how many of
// its bytes to keep and the text to continue with, as Guide describes.
func (g *Guide) Next(tune string) (keep int, next string) {
	keep = len(tune)
	line := tune[strings.LastIndexByte(tune, '\n')+1:]
	if len(g.sound) == 0 && (len(g.fields) > 0 || !strings.HasSuffix(tune, "\n\n")) {
		return g.header(tune, line)
	}
	if keep, next, ok := g.mendForm(tune); ok {
		return keep, next
	}
	switch {
	case !g.o.Strict:
	case strings.HasSuffix(tune, "\n\n"):
		return g.whole(tune)
	case strings.HasSuffix(line, "|") && isMusic(line):
		return g.bar(tune)
	}
	return keep, ""
}

// isMusic reports whether a line is music up to its end, not a field, in a
// comment or in quotes.
func isMusic(line string) bool {
	return !data.IsFieldLine(line) && !strings.Contains(line, "%") && strings.Count(line, `"`)%2 == 0
}

// bar judges a tune that has come to a bar line.
func (g *Guide) bar(tune string) (keep int, next string) {
	if n := len(g.sound); n > 0 && g.sound[n-1] == len(tune) {
		return len(tune), "" // called again
	}
	if fault := faultOf(check.Unfinished(abc.Parse(tune))); fault != nil {
		if fault.Rule == check.RuleBar && g.misses < patience/2 { // perhaps the last bar can make up for it
			return g.miss(len(tune) - 1), ""
		}
		return g.miss(abc.Offset(tune, fault.Line, fault.Column)), ""
	}
	if keep, next, ok := g.close(tune); ok {
		return keep, next
	}
	g.closing, g.fresh = 0, 0
	if n := len(g.sound) - 1; n > 0 && g.sound[n] == len(tune)-1 { // the second stroke of ||
		g.sound = g.sound[:n]
	}
	g.sound = append(g.sound, len(tune))
	if len(tune) > g.best {
		g.best, g.misses = len(tune), 0
	}
	return len(tune), ""
}

// whole judges a tune that has come to its end.
func (g *Guide) whole(tune string) (keep int, next string) {
	parsed, parsing := abc.Parse(tune)
	fault := faultOf(check.Tune(parsed, parsing))
	if fault == nil {
		if g.memory != nil && !g.memory.Complete() {
			return g.miss(len(tune) - 1), ""
		}
		if g.o.Learnt != nil && g.o.Learnt(Critic{}.Signature(tune)) {
			return g.back(-1), ""
		}
		return len(tune), ""
	}
	if part := missingPart(parsed); fault.Rule == check.RuleParts && part != 0 {
		if g.memory != nil && g.memory.Formed() { // it has all its sections
			return g.back(-1), ""
		}
		return len(tune) - 1, "P:" + string(part) + "\n" // instead of the blank line
	}
	if (fault.Rule == check.RuleRepeat || fault.Rule == check.RuleEnding) && len(g.sound) > 1 {
		// Only now does the repeat lack its end: the last bar can get it.
		return g.miss(g.sound[len(g.sound)-2]), ""
	}
	return g.miss(abc.Offset(tune, fault.Line, fault.Column)), ""
}

// miss goes back to the last sound place that is not after a fault, or further
// if patience is at its end.
func (g *Guide) miss(fault int) (keep int) {
	i := sort.SearchInts(g.sound, fault+1) - 1
	if g.total++; g.total > repairs {
		return g.back(-1)
	}
	if g.misses++; g.misses > patience {
		i -= 1 << ((g.misses - patience - 1) / patience)
	}
	return g.back(i)
}

// back returns sound place i and forgets those after it. If i is negative, it
// begins the tune again: after its header if it has a form, so that forms that are
// hard to follow do not become rare, and when that has failed twice, from nothing.
func (g *Guide) back(i int) (keep int) {
	if i < 0 {
		keep, g.sound = 0, g.sound[:0]
		if g.again < sameForm && g.memory != nil && g.memory.Formed() && g.best > 0 {
			g.again++
			g.sound = g.sound[:1]
			keep = g.sound[0]
		} else {
			g.again = 0
			g.tries++
			g.drawHeader()
		}
		g.best, g.misses, g.total, g.mended, g.fresh, g.closing = keep, 0, 0, 0, 0, 0
		return keep
	}
	g.sound = g.sound[:i+1]
	return g.sound[i]
}

// missingPart returns the first part that the order of parts names and the
// body lacks; 0 if there is none.
func missingPart(t *abc.Tune) byte {
	there := map[byte]bool{}
	for _, n := range t.Body {
		if f, ok := n.(*abc.Field); ok && f.Key == 'P' && f.Text != "" {
			there[f.Text[0]] = true
		}
	}
	for _, n := range t.Header {
		f, ok := n.(*abc.Field)
		if !ok {
			continue
		}
		if order, ok := f.Value.(*abc.PartOrder); ok {
			for _, p := range order.Parts {
				if !there[p] {
					return p
				}
			}
		}
	}
	return 0
}
