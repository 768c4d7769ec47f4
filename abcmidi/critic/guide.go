package critic

import (
	"fmt"
	"sort"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/data"
)

// GuideOptions are what a [Guide] holds tunes to.
type GuideOptions struct {
	// Fields are what every tune has in its header. They take the place of what
	// is written there, or come before K: if nothing is.
	Fields []HeaderField

	// Strict lets pass only what check finds nothing in.
	Strict bool

	// Learnt tells by its Signature that a tune was there before, for Strict; nil
	// knows of none.
	Learnt func(signature string) bool
}

// HeaderField is one field as it is written: 'K' and "Edor".
type HeaderField struct {
	Key   byte
	Value string
}

// HeaderFields makes the fields of a tune in a key ("Edor"), a meter ("6/8") and a
// rhythm ("jig"), each of which may be "" for any. A rhythm that has a meter of its
// own brings that along.
func HeaderFields(key, meter, rhythm string) ([]HeaderField, error) {
	rhythm, usual, err := namedRhythm(rhythm)
	if err != nil {
		return nil, err
	}
	if meter == "" {
		meter = usual
	}
	if k, err := abc.ParseKey(key); key != "" && (err != nil || k.Tonic == "") {
		return nil, fmt.Errorf("key %q: choose one such as G, Am or Edor", key)
	}
	if m, err := abc.ParseMeter(meter); meter != "" && (err != nil || !m.Bar().Positive()) {
		return nil, fmt.Errorf("meter %q: choose one such as 6/8 or 4/4", meter)
	}
	var fields []HeaderField
	for _, f := range []HeaderField{{'R', rhythm}, {'M', meter}, {'K', key}} {
		if f.Value != "" {
			fields = append(fields, f)
		}
	}
	return fields, nil
}

// Guide steers and judges one tune after another while they are being written,
// symbol by symbol. Where a bar has come out wrong it sends the writer back to
// the last sound bar line, and, if one draw after another goes wrong there,
// further back: one bar, two, four, ..., at last to the beginning.
type Guide struct {
	o      GuideOptions
	sound  []int // places up to which the tune is right: its header's end, bar lines
	best   int   // the furthest of them so far
	misses int   // times the writer was sent back since
	total  int   // times in this tune
}

// NewGuide returns a guide.
func NewGuide(o GuideOptions) *Guide { return &Guide{o: o} }

// patience is how many draws may go wrong before the writer goes further back.
const patience = 4

// repairs is how many a tune may have before it is begun anew: one that needs more
// has lost its way, and mostly goes on and on.
const repairs = 12

// Next is shown a tune so far. It returns how many bytes of it stand, and the text
// that must come next.
func (g *Guide) Next(tune string) (keep int, next string) {
	keep = len(tune)
	line := tune[strings.LastIndexByte(tune, '\n')+1:]
	switch {
	case len(g.sound) == 0 && (len(g.o.Fields) > 0 || !strings.HasSuffix(tune, "\n\n")):
		return g.header(tune, line)
	case !g.o.Strict:
	case strings.HasSuffix(tune, "\n\n"):
		return g.judge(tune, true)
	case strings.HasSuffix(line, "|") && isMusic(line):
		return g.judge(tune, false)
	}
	return keep, ""
}

// isMusic reports whether the end of a line is no field, comment or open quote.
func isMusic(line string) bool {
	return !data.IsFieldLine(line) && !strings.Contains(line, "%") && strings.Count(line, `"`)%2 == 0
}

// header puts in the fields, each when its letter has been written, and those that
// have not come when K: comes or the tune would end without it.
func (g *Guide) header(tune, line string) (keep int, next string) {
	if end := headerEnd(tune); end > 0 {
		g.sound = append(g.sound, end)
		return len(tune), ""
	}
	ends := strings.HasSuffix(tune, "\n\n")
	if !ends && (len(line) != 2 || line[1] != ':') {
		return len(tune), ""
	}
	for _, f := range g.o.Fields {
		switch {
		case ends || line[0] == 'K':
			if !strings.Contains(tune, "\n"+string(f.Key)+":") || f.Key == 'K' {
				next += string(f.Key) + ":" + f.Value + "\n"
			}
		case f.Key == line[0]:
			return len(tune), f.Value + "\n"
		}
	}
	switch {
	case next == "":
		return len(tune), ""
	case g.value('K') == "":
		next += "K:"
	}
	if ends {
		return len(tune) - 1, next
	}
	return len(tune) - len(line), next // K: is among what comes next
}

// value is what a field must be, "" for anything.
func (g *Guide) value(key byte) string {
	for _, f := range g.o.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// headerEnd is where the line after K: begins, 0 if it does not. A tune that goes on
// from a primer has a header and music from the first.
func headerEnd(tune string) int {
	key := strings.Index("\n"+tune, "\nK:")
	if key < 0 {
		return 0
	}
	end := strings.IndexByte(tune[key:], '\n')
	if end < 0 {
		return 0
	}
	return key + end + 1
}

// judge looks at a tune that is whole or goes on.
func (g *Guide) judge(tune string, whole bool) (keep int, next string) {
	parsed, parsing := abc.Parse(tune)
	inspect := check.Unfinished
	if whole {
		inspect = check.Tune
	}
	report := inspect(parsed, parsing)
	if len(report.Findings) > 0 {
		fault := report.Findings[0]
		if part := missingPart(parsed); whole && fault.Rule == check.RuleParts && part != 0 {
			return len(tune) - 1, "P:" + string(part) + "\n" // instead of the blank line
		}
		return g.miss(g.place(tune, fault, whole)), ""
	}
	switch {
	case !whole:
		if n := len(g.sound) - 1; n > 0 && g.sound[n] == len(tune)-1 { // the second of ||
			g.sound = g.sound[:n]
		}
		g.sound = append(g.sound, len(tune))
		if len(tune) > g.best {
			g.best, g.misses = len(tune), 0
		}
	case g.o.Learnt != nil && g.o.Learnt(Signature(tune)):
		return g.back(-1), ""
	}
	return len(tune), ""
}

// place is where a fault is to be mended. That a repeat lacks its end shows when
// the tune is whole, and its last bar is where to write it.
func (g *Guide) place(tune string, f check.Finding, whole bool) int {
	if whole && f.Rule == check.RuleRepeat && len(g.sound) > 1 {
		return g.sound[len(g.sound)-2]
	}
	return offset(tune, f.Line, f.Column)
}

// miss goes back to the last sound place before a fault, or further.
func (g *Guide) miss(fault int) (keep int) {
	i := sort.SearchInts(g.sound, fault+1) - 1
	if g.total++; g.total > repairs {
		return g.back(-1)
	}
	if g.misses++; g.misses > patience {
		i -= 1 << min((g.misses-patience-1)/patience, 30)
	}
	return g.back(i)
}

// missingPart is the first part that the order of parts names and the body lacks,
// 0 if there is none.
func missingPart(t *abc.Tune) byte {
	there := map[byte]bool{}
	for _, n := range t.Body {
		if f, ok := n.(*abc.Field); ok && f.Key == 'P' && f.Text != "" {
			there[f.Text[0]] = true
		}
	}
	for _, n := range t.Header {
		if f, ok := n.(*abc.Field); ok {
			if order, ok := f.Value.(*abc.PartOrder); ok {
				for _, p := range order.Parts {
					if !there[p] {
						return p
					}
				}
			}
		}
	}
	return 0
}

// back goes to sound place i; below 0, to the beginning.
func (g *Guide) back(i int) (keep int) {
	if i < 0 {
		g.sound, g.best, g.misses, g.total = nil, 0, 0, 0
		return 0
	}
	g.sound = g.sound[:i+1]
	return g.sound[i]
}

// offset is the place of a line and column, which count from 1.
func offset(text string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at + column - 1
}
