package find

import (
	"fmt"
	"sort"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/data"
)

// Match is a place where the phrase is.
type Match struct {
	File      string `json:"file"`
	Line      int    `json:"line"` // of the first note, from 1
	Column    int    `json:"column"`
	Number    string `json:"number"` // X:
	Title     string `json:"title"`
	Voice     string `json:"voice,omitempty"`     // ID of V:, if the tune has several
	Bar       int    `json:"bar"`                 // of the first note, from 1; 0 for a pickup
	Semitones *int   `json:"semitones,omitempty"` // from the phrase up to here; nil if the contour counts alone
	Text      string `json:"text"`                // of the bars
}

// String returns the match as a line of text.
func (m Match) String() string {
	pos := abc.Position{File: m.File, Line: m.Line, Column: m.Column}
	voice := ""
	if m.Voice != "" {
		voice = ", voice " + m.Voice
	}
	return fmt.Sprintf("%s: %s%s, bar %d: %s", pos, strings.TrimSpace("X:"+m.Number+" "+m.Title), voice, m.Bar, m.Text)
}

// place is the voice that is being looked at.
type place struct {
	tune    *abc.Tune
	voice   *layout.Voice
	bars    []layout.Bar
	several bool // voices

	numbers []int          // of each bar; nil until one is wanted
	texts   map[int]string // of bars that were wanted
}

// match returns the match of notes.
func (p *place) match(part []note) Match {
	pos := p.tune.Position(p.voice.Items[part[0].item].Pos)
	m := Match{
		File: pos.File, Line: pos.Line, Column: pos.Column, Number: p.tune.Number(), Title: p.tune.Title(),
		Bar: p.number(p.barOf(part[0].item)), Text: p.text(part),
	}
	if p.several {
		m.Voice = p.voice.ID
	}
	return m
}

// barOf returns the index of the bar that an item is in.
func (p *place) barOf(item int) int {
	i := sort.Search(len(p.bars), func(i int) bool { return item < p.bars[i].To })
	return min(i, len(p.bars)-1)
}

// number returns the number of a bar. Bars without a note or rest are not counted, and a
// pickup is bar 0.
func (p *place) number(bar int) int {
	if p.numbers != nil {
		return p.numbers[bar]
	}
	p.numbers = make([]int, len(p.bars))
	n, first := 0, true
	for i := range p.bars {
		if at := p.voice.FirstNoteOrRest(&p.bars[i]); at >= 0 {
			if n++; first && p.bars[i].Length.Less(p.voice.Items[at].Setting.BarLength) {
				n = 0
			}
			first = false
		}
		p.numbers[i] = n
	}
	return p.numbers[bar]
}

// maxText bounds the text of a match in bytes.
const maxText = 400

// text returns the bars of notes as they are written, on one line. Where a repeat goes
// back or an ending is passed over, "..." is between them.
func (p *place) text(part []note) string {
	var b strings.Builder
	last := -1
	for _, n := range part {
		from, to := p.barOf(n.item), p.barOf(n.last)
		if to < from { // a tie to the beginning of a repeat
			to = from
		}
		for bar := from; bar <= to; bar++ {
			if bar == last {
				continue
			}
			if last >= 0 && bar != last+1 {
				b.WriteString(" ...")
			}
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(p.barText(bar))
			if last = bar; b.Len() > maxText {
				return strings.ToValidUTF8(b.String()[:maxText], "") + "..."
			}
		}
	}
	return b.String()
}

// barText returns a bar as it is written: from the end of the bar before it, or the
// beginning of its line, to its bar line, or the end of the line.
func (p *place) barText(bar int) string {
	text, ok := p.texts[bar]
	if !ok {
		from, to := p.span(bar)
		text = musicOf(p.tune.Text[from:to])
		if p.texts == nil {
			p.texts = map[int]string{}
		}
		p.texts[bar] = text
	}
	return text
}

// span returns where a bar is in the text of the tune, at most twice maxText of it.
func (p *place) span(bar int) (from, to int) {
	text, items := p.tune.Text, p.voice.Items[p.bars[bar].From:p.bars[bar].To]
	first, last := -1, -1
	for i := range items {
		if it := &items[i]; it.Lasts() {
			if first < 0 {
				first = int(it.Pos)
			}
			last = int(it.Pos)
		}
	}
	if first < 0 || last < first {
		return 0, 0
	}
	last = min(last, first+maxText)
	from = max(first-maxText, 0)
	from += strings.LastIndexByte(text[from:first], '\n') + 1
	if line := lastBarLine(p.voice.Items[:p.bars[bar].From]); line != nil && int(line.To) <= first {
		from = max(from, int(line.To))
	}
	if n := strings.LastIndex(text[from:first], "[V:"); n >= 0 { // a line that voices share
		from += n
		from += max(strings.IndexByte(text[from:first], ']')+1, 0)
	}
	to = min(len(text), last+maxText)
	if n := strings.IndexByte(text[last:to], '\n'); n >= 0 {
		to = last + n
	}
	if line := lastBarLine(items); line != nil && int(line.To) > last {
		to = min(to, int(line.To))
	}
	return from, to
}

// lastBarLine returns the bar line that items end with, nil if they do not.
func lastBarLine(items []layout.Item) *abc.Bar {
	if n := len(items); n > 0 {
		return items[n-1].BarLine
	}
	return nil
}

// musicOf returns the lines of music of a text as one line.
func musicOf(text string) string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !data.IsHeaderLine([]byte(line)) {
			list = append(list, line)
		}
	}
	return strings.ToValidUTF8(strings.Join(list, " "), "")
}
