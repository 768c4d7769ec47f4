package web

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

// This file turns the text of a book into entries and back. All that is in the text and is
// no tune stays at its place: between the tunes, and before the first.

// bookText is the text of a book in parts.
type bookText struct {
	header  string // before the first tune
	entries []entry
}

// mark is the line with the ID.
var mark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^%%charabanc tune ([a-z0-9]{1,16})( kept)?[ \t]*\n`)
})

// parseBook reads the text of a book. Tunes without an ID get the one that name returns.
func parseBook(text string, name func(tune string, used map[string]bool) string) bookText {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	header, rest := cutAtTune(text)
	b := bookText{header: header}
	used := map[string]bool{}
	for rest != "" {
		end := 1 + strings.IndexByte(rest, '\n')
		body, next := cutAtTune(rest[end:])
		e := parseEntry(rest[:end] + body)
		if used[e.ID] {
			e.ID = ""
		}
		used[e.ID] = true
		b.entries, rest = append(b.entries, e), next
	}
	for i := range b.entries {
		if e := &b.entries[i]; e.ID == "" {
			e.ID = name(e.ABC, used)
			used[e.ID] = true
		}
	}
	return b
}

// cutAtTune cuts a text before its first line that begins with X:.
func cutAtTune(text string) (before, rest string) {
	if strings.HasPrefix(text, "X:") {
		return "", text
	}
	if i := strings.Index(text, "\nX:"); i >= 0 {
		return text[:i+1], text[i+1:]
	}
	return text, ""
}

// parseEntry reads a tune, which begins with X:, and the text after it.
func parseEntry(text string) entry {
	length := len(text)
	if src, err := data.NewReader(strings.NewReader(text), bookName).Next(); err == nil {
		length = lines(text, strings.Count(src.Text, "\n"))
	}
	tune, after := text[:length], text[length:]
	e := newEntry("", mark().ReplaceAllString(tune, ""))
	e.after = after
	if found := mark().FindStringSubmatch(tune); found != nil {
		e.ID, e.Kept = found[1], found[2] != ""
	}
	return e
}

// lines returns the length of the first n lines of a text.
func lines(text string, n int) int {
	length := 0
	for line := range strings.Lines(text) {
		if n--; n < 0 {
			break
		}
		length += len(line)
	}
	return length
}

// newEntry returns a draft.
func newEntry(id, tune string) entry {
	return entry{ID: id, Title: titleOf(tune), ABC: tune, after: "\n"}
}

// format returns the text of the book.
func (b *bookText) format() []byte {
	var out bytes.Buffer
	out.WriteString(b.header)
	for i, e := range b.entries {
		first, rest, _ := strings.Cut(e.ABC, "\n")
		kept := ""
		if e.Kept {
			kept = " kept"
		}
		fmt.Fprintf(&out, "%s\n%%%%charabanc tune %s%s\n%s%s", first, e.ID, kept, rest, e.after)
		if e.after == "" && i+1 < len(b.entries) {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// remove takes a tune out. Text after it that is no tune stays.
func (b *bookText) remove(i int) entry {
	e := b.entries[i]
	b.entries = slices.Delete(b.entries, i, i+1)
	switch {
	case strings.TrimSpace(e.after) == "":
	case i > 0:
		b.entries[i-1].after += e.after
	default:
		b.header += e.after
	}
	return e
}

func (b *bookText) clone() bookText { return bookText{b.header, slices.Clone(b.entries)} }

// nextNumber returns a number above every X: of the book.
func (b *bookText) nextNumber() int {
	highest := 0
	for _, e := range b.entries {
		first, _, _ := strings.Cut(e.ABC, "\n")
		if n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(first, "X:"))); err == nil && n < 1e9 {
			highest = max(highest, n)
		}
	}
	return highest + 1
}

// renumbered returns a tune, which begins with X:, with another number.
func renumbered(tune string, number int) string {
	_, rest, _ := strings.Cut(tune, "\n")
	return fmt.Sprintf("X:%d\n%s", number, rest)
}

// titleOf returns the first T: field.
func titleOf(tune string) string {
	for line := range strings.Lines(tune) {
		if title, ok := strings.CutPrefix(line, "T:"); ok {
			return abc.PlainText(strings.TrimSpace(title))
		}
	}
	return ""
}

// plainText returns the text of a file as UTF-8 with "\n" at the end of lines. Lines that are
// not UTF-8 are Latin-1, as in package data. ok is false if it is no text.
func plainText(raw []byte) (text string, ok bool) {
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", false
	}
	text = newlines.Replace(string(raw))
	if utf8.ValidString(text) {
		return text, true
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		if utf8.ValidString(line) {
			out.WriteString(line)
			continue
		}
		for _, c := range []byte(line) {
			out.WriteRune(rune(c))
		}
	}
	return out.String(), true
}

// newlines replaces other line ends and drops byte order marks.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufeff", "")
