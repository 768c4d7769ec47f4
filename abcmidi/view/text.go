package view

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

// shownText is the text of a tune as a page shows it. The fields of the file's own header
// follow the X: line, so that the text is complete.
type shownText struct {
	shown    string
	text     string      // of the tune
	split    int         // where the file's fields stand in text
	inserted int         // their length in UTF-16
	units    []int       // by byte of text: UTF-16 code units before it; one more at the end
	ends     map[int]int // by where a note, chord, rest or macro begins: where it ends
}

func newText(tune *abc.Tune, fileHeader string) *shownText {
	t := &shownText{text: tune.Text, ends: map[int]int{}}
	fields := fieldLines(fileHeader)
	if strings.HasPrefix(t.text, "X:") {
		t.split = strings.IndexByte(t.text, '\n') + 1
	}
	t.shown = t.text[:t.split] + fields + t.text[t.split:]
	t.units = make([]int, 0, len(t.text)+1)
	at := 0
	for _, r := range t.text {
		for range utf8.RuneLen(r) {
			t.units = append(t.units, at)
		}
		at += utf16.RuneLen(r)
	}
	t.units = append(t.units, at)
	for _, r := range fields {
		t.inserted += utf16.RuneLen(r)
	}
	t.findEnds(tune.Body)
	return t
}

// fieldLines returns the lines of a file header that are fields or directives.
func fieldLines(header string) string {
	var b strings.Builder
	for header != "" {
		line, rest, _ := strings.Cut(header, "\n")
		header = rest
		if name := data.BlockName(line); name != "" {
			length, _ := data.BlockLength(rest, name)
			header = strings.TrimPrefix(rest[length:], "\n")
		} else if data.IsFieldLine(line) || strings.HasPrefix(line, "%%") {
			b.WriteString(strings.TrimRight(line, "\r") + "\n")
		}
	}
	return b.String()
}

// findEnds records where what sounds ends.
func (t *shownText) findEnds(nodes []abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			t.ends[int(n.From)] = int(n.To)
		case *abc.Chord:
			t.ends[int(n.From)] = int(n.To)
		case *abc.Rest:
			t.ends[int(n.From)] = int(n.To)
		case *abc.MacroUse:
			t.ends[int(n.From)] = int(n.To)
		}
	}
}

// end returns where what begins at a byte of the tune's text ends.
func (t *shownText) end(pos int) int {
	if end, ok := t.ends[pos]; ok {
		return end
	}
	return pos + 1
}

// offset returns where a byte of the tune's text is in the shown text, in UTF-16.
func (t *shownText) offset(pos int) int {
	pos = min(max(pos, 0), len(t.text))
	if pos < t.split {
		return t.units[pos]
	}
	return t.units[pos] + t.inserted
}

// word returns where the piece of text at a byte ends that a finding is about: what sounds
// there, or else all up to a blank, at least one character.
func (t *shownText) word(pos int) int {
	if end, ok := t.ends[pos]; ok {
		return end
	}
	rest := t.text[pos:]
	if n := strings.IndexAny(rest, " \t\n"); n >= 0 {
		rest = rest[:n]
	}
	if rest == "" {
		return min(pos+1, len(t.text))
	}
	return pos + len(rest)
}
