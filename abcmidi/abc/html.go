package abc

import (
	"slices"
	"strings"
)

// This file tells the tags of HTML, which many tunes from the web have in and after them,
// from broken rhythm.

// isTag reports whether a line is tags of HTML, and what is between them.
func isTag(line string) bool {
	return line[0] == '<' && line[len(line)-1] == '>' && tagSize(line) > 0
}

// maxTag bounds the tags that are looked for in music.
const maxTag = 400

// tagSize returns the number of bytes of the tag that a text begins with, 0 if it is none. It ends
// before a comment.
func tagSize(text string) int {
	text, _, _ = strings.Cut(text[:min(len(text), maxTag)], "%")
	size := strings.IndexByte(text, '>') + 1
	if size < 3 {
		return 0
	}
	name := strings.ToLower(text[1 : size-1])
	if end := strings.IndexAny(name[1:], " /") + 1; end > 0 {
		if name[end] == ' ' && strings.IndexByte(name, '=') > 0 && isLetters(name[:end]) {
			return size // <a href="...">
		}
		name = name[:end]
	}
	opened, closes := strings.CutPrefix(name, "/")
	if closes && isLetters(opened) || slices.Contains(tags, opened) { // </b> is no length
		return size
	}
	if isLetters(name) && strings.Contains(strings.ToLower(text[size:]), "</"+name+">") { // <b>C</b>
		return size
	}
	return 0
}

// isLetters reports whether a text is small letters and nothing else.
func isLetters(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == ""
}

// tags are the names that open tags in tunes and after them. Names of notes alone, such as
// b and a, may be music.
var tags = []string{"html", "body", "pre", "p", "br", "hr", "div", "span", "center", "font", "table", "tr", "td", "h1", "h2", "h3", "ul", "li", "title", "head", "script"}
