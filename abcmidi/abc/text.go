package abc

import (
	"html"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// This file reads text strings (ABC 2.1 section 8.2): titles, words, names and
// annotations. The tree keeps them as they are written, so that Print writes the same;
// PlainText is what a reader, a page or a MIDI file gets.

// PlainText returns a text string as UTF-8: mnemonics such as \'e and \ss, entities of
// HTML such as &eacute; and &#9839;, and \u00e9 become the characters they stand for.
// What stands for nothing stays as it is written. Control characters are dropped, and
// those that are blanks, such as a tab, become one.
func PlainText(text string) string {
	if isPlain(text) {
		return text
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		text = clean(text)
	}
	if strings.IndexByte(text, '\\') < 0 && strings.IndexByte(text, '&') < 0 {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		n := strings.IndexAny(text, `\&`)
		if n < 0 {
			break
		}
		b.WriteString(text[:n])
		text = text[n:]
		plain, size := Escape(text)
		if size == 0 {
			plain, size = text[:1], 1
		}
		b.WriteString(plain)
		text = text[size:]
	}
	b.WriteString(text)
	return b.String()
}

// isPlain reports whether a text is ASCII and stands for itself, as nearly all are.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '\\' || c == '&' {
			return false
		}
	}
	return true
}

// Escape reads what the beginning of a text string stands for and returns the number of
// bytes it is written with, 0 if it stands for nothing but itself. The words of a w: line
// are read with it, so that no character made of an escape parts syllables.
func Escape(text string) (plain string, size int) {
	switch {
	case len(text) < 2:
		return "", 0
	case text[0] == '&':
		return entity(text)
	case text[0] != '\\':
		return "", 0
	}
	switch c := text[1]; c {
	case '\\', '%', '&', '-':
		return text[1:2], 2
	case 'u':
		if plain, size = codeUnit(text); size > 0 {
			return plain, size
		}
	case 'U':
		if r, ok := hexadecimal(text, 8); ok {
			return character(r), 10
		}
	}
	if len(text) >= 3 {
		if plain, ok := mnemonics()[text[1:3]]; ok {
			return plain, 3
		}
	}
	if text[1] == '"' {
		return `"`, 2
	}
	return "", 0
}

// maxEntity bounds the name of an entity; the longest of HTML has 31 letters.
const maxEntity = 40

// entity reads &name;, &#9839; or &#x266f;. The semicolon is needed: "R&D" is no entity.
func entity(text string) (plain string, size int) {
	end := strings.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 2 || strings.ContainsAny(text[1:end], " &") {
		return "", 0
	}
	written := text[:end+1]
	if plain = html.UnescapeString(written); plain == written || strings.HasSuffix(plain, ";") && written != "&semi;" && written[1] != '#' {
		return "", 0
	}
	return clean(plain), end + 1
}

// codeUnit reads \u and four digits, or two of these that are a surrogate pair.
func codeUnit(text string) (plain string, size int) {
	r, ok := hexadecimal(text, 4)
	if !ok {
		return "", 0
	}
	if utf16.IsSurrogate(r) && strings.HasPrefix(text[6:], `\u`) {
		if low, ok := hexadecimal(text[6:], 4); ok {
			return character(utf16.DecodeRune(r, low)), 12
		}
	}
	return character(r), 6
}

// hexadecimal reads the digits after \u or \U.
func hexadecimal(text string, digits int) (rune, bool) {
	if len(text) < 2+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:2+digits], 16, 32)
	return rune(min(n, utf8.MaxRune+1)), err == nil
}

// character returns a character as text.
func character(r rune) string { return clean(string(r)) }

// clean drops control characters, which would break a line or ring the bell of a
// terminal; those that are blanks become a blank.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsControl(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, text)
}

// mnemonics are the characters by what follows the backslash: the letter ligatures, and an
// accent before its letter. Few texts have any, so the table is made when one is met.
var mnemonics = sync.OnceValue(mnemonicTable)

// accents are the signs of accents, the combining character each stands for, and the
// letters it is for. If no letters are named, it is for all letters that Unicode has with
// this accent.
var accents = []struct {
	sign      byte
	combining rune
	letters   string
}{
	{'`', '\u0300', ""},
	{'\'', '\u0301', ""},
	{'^', '\u0302', ""},
	{'~', '\u0303', ""},
	{'=', '\u0304', ""},
	{'u', '\u0306', ""},
	{'.', '\u0307', ""},
	{'"', '\u0308', "AEIOUYaeiouy"}, // \"h is more likely to begin a quotation
	{'o', '\u030a', "AaUu"},
	{'H', '\u030b', ""},
	{'v', '\u030c', ""},
	{'c', '\u0327', ""},
	{',', '\u0327', ""},
	{';', '\u0328', ""},
}

func mnemonicTable() map[string]string {
	table := map[string]string{
		"AA": "Å", "aa": "å", "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "ss": "ß",
		"DH": "Ð", "dh": "ð", "TH": "Þ", "th": "þ",
		"/O": "Ø", "/o": "ø", "/L": "Ł", "/l": "ł", "/D": "Đ", "/d": "đ", "/H": "Ħ", "/h": "ħ", "/T": "Ŧ", "/t": "ŧ",
	}
	for _, a := range accents {
		for c := byte('A'); c <= 'z'; c++ {
			letter := 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
			if !letter || a.letters != "" && strings.IndexByte(a.letters, c) < 0 {
				continue
			}
			if plain := norm.NFC.String(string(rune(c)) + string(a.combining)); utf8.RuneCountInString(plain) == 1 {
				table[string(a.sign)+string(rune(c))] = plain
			}
		}
	}
	return table
}

// WriteText returns a text as a text string that PlainText turns back into it: \, % and
// what would be an entity are escaped.
func WriteText(plain string) string {
	if !strings.ContainsAny(plain, `\%&`) {
		return plain
	}
	var b strings.Builder
	for i := range len(plain) {
		switch c := plain[i]; c {
		case '\\', '%':
			b.WriteByte('\\')
		case '&':
			if _, size := entity(plain[i:]); size > 0 {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(plain[i])
	}
	return b.String()
}
