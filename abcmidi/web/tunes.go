package web

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"charabanc/data"
)

// This file finds the tunes in what a user types or pastes.

// bare is the header of music that was typed without one.
const bare = "X:1\nL:1/8\nK:C\n"

// firstTune returns the first tune of a text as it is. shift is what must be added to an
// offset in the tune's view for the offset in text, in UTF-16 code units. Music without a
// header is in C. The error wraps errText, or is errTooLarge.
func firstTune(text string) (src data.Source, shift int, err error) {
	r := data.NewReader(strings.NewReader(text), "")
	src, err = r.Next()
	switch {
	case err != nil && bareMusic(text):
		text = strings.TrimLeft(text, "\n")
		src, err = data.NewReader(strings.NewReader(bare+text), "").Next()
		shift = -len(bare)
	case err == nil:
		shift = units(text[:lines(text, src.Line-1)]) - units(src.FileHeader)
	}
	if err != nil || r.Kind() == data.Notes {
		return src, 0, fmt.Errorf("%w: there is no tune in it yet: a tune has a line K: with its key, and music after it", errText)
	}
	if len(src.Text) > maxTune {
		return src, 0, errTooLarge
	}
	return src, shift, nil
}

// bareMusic reports whether a text looks like music without a header: it has no fields, and
// a bar line.
func bareMusic(text string) bool {
	for line := range strings.Lines(text) {
		if data.IsFieldLine(line) {
			return false
		}
	}
	return strings.Contains(text, "|")
}

// units returns the length of a text in UTF-16 code units.
func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// tunesOf returns the tunes of a text as a book has them: each begins with X:, has no empty
// lines, and the fields before the first tune in it. A text with anything besides is
// refused, so that nothing a user wrote is lost. The error wraps errText, or is errTooLarge.
func tunesOf(text string) ([]string, error) {
	text = cleaned(text)
	if bareMusic(text) {
		text = bare + withoutBlank(text)
	}
	r := data.NewReader(strings.NewReader(text), "")
	var tunes []string
	rest := lineCount(text)
	for {
		src, err := r.Next()
		if err != nil {
			break
		}
		if len(tunes) == 0 {
			rest -= lineCount(src.FileHeader)
		}
		rest -= lineCount(src.Text)
		tune := bookTune(src)
		if len(tune) > maxTune {
			return nil, errTooLarge
		}
		tunes = append(tunes, tune)
	}
	switch {
	case len(tunes) == 0 || r.Kind() != data.ABC:
		return nil, fmt.Errorf("%w: there is no tune in it: a tune has a line K: with its key, and music after it", errText)
	case rest != 0:
		return nil, fmt.Errorf("%w: an empty line ends a tune, and not all that follows is one: remove one of them", errText)
	}
	return tunes, nil
}

// bookTune returns a tune as a book has it.
func bookTune(src data.Source) string {
	first, rest, _ := strings.Cut(src.Text, "\n")
	if !strings.HasPrefix(first, "X:") {
		first, rest = "X:1", src.Text
	}
	return first + "\n" + withoutBlank(src.FileHeader+rest)
}

// cleaned returns a text without what would not survive in a file or be taken for ours:
// control characters, and directives that name a tune of a book.
func cleaned(text string) string {
	text = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, newlines.Replace(strings.ToValidUTF8(text, "\ufffd")))
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return mark().ReplaceAllString(text, "")
}

// withoutBlank returns the lines that are not empty.
func withoutBlank(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString(line)
		}
	}
	return b.String()
}

// lineCount returns the number of lines that are not empty.
func lineCount(text string) int { return strings.Count(withoutBlank(text), "\n") }
