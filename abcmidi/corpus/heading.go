package corpus

import (
	"strings"
	"unicode"

	"charabanc/abcmidi/abc"
	"charabanc/data"

	"golang.org/x/text/unicode/norm"
)

// This file finds X: and T: in the text of a tune, without parsing the rest.

// numberOf returns the number in the tune's first X: field. ok is false if there is none,
// or if it is not digits alone.
func numberOf(text string) (n int, ok bool) {
	for line := range musicLines(text) {
		if value, isX := strings.CutPrefix(line, "X:"); isX {
			return parseNumber(abc.Uncomment(value))
		}
	}
	return 0, false
}

// titlesOf returns the tune's T: fields as abc.PlainText reads them, those in its body too.
// A tune without one has that of the file's header.
func titlesOf(src data.Source) []string {
	for _, text := range []string{src.Text, src.FileHeader} {
		if titles := titleLines(text); titles != nil {
			for i := range titles {
				titles[i] = abc.PlainText(titles[i])
			}
			return titles
		}
	}
	return nil
}

// titleLines returns the T: fields of a text. A line +: goes on with the field before it.
func titleLines(text string) (titles []string) {
	last := false // the field before is T:
	for line := range musicLines(text) {
		value, isTitle := strings.CutPrefix(line, "T:")
		more, goesOn := strings.CutPrefix(line, "+:")
		switch {
		case isTitle:
			titles = append(titles, abc.Uncomment(value))
		case goesOn && last:
			titles[len(titles)-1] += " " + abc.Uncomment(more)
			continue
		}
		last = isTitle
	}
	return titles
}

// musicLines yields the lines of a text without those of %%begintext and its like, up to
// their %%end line.
func musicLines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		block := "" // that the lines are in
		for line := range strings.Lines(text) {
			switch {
			case block != "":
				if data.IsBlockEnd(line, block) {
					block = ""
				}
				continue
			case line[0] == '%':
				block = data.BlockName(line)
			}
			if block == "" && !yield(line) {
				return
			}
		}
	}
}

// foldTitle returns what counts of a title: its letters without accents, in lower case,
// and its digits, with one blank between words. Apostrophes are left out, so that Cooleys
// is Cooley's.
func foldTitle(title string) string {
	var b strings.Builder
	blank := false
	for _, c := range norm.NFKD.String(title) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			if plain, ok := plainLetters[c]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(c))
			}
		case unicode.Is(unicode.Mn, c), strings.ContainsRune("'`´’‘ʼ", c):
		default:
			blank = true
		}
	}
	return b.String()
}

// plainLetters are letters that do not decompose into a letter and an accent.
var plainLetters = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ð': "d", 'Ð': "d",
	'þ': "th", 'Þ': "th", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ı': "i", 'ħ': "h", 'Ħ': "h",
}
