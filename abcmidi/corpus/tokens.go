package corpus

import (
	"unicode/utf8"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/notetext"
)

// tokenCounts says how often each token has occurred. They are
// pointers so that a known token is counted without making a string of it.
type tokenCounts map[string]*int

func (t tokenCounts) add(token []byte, n int) {
	if seen := t[string(token)]; seen != nil {
		*seen += n
		return
	}
	first := n
	t[string(token)] = &first
}

// count counts the tokens of a text and returns how many there are: words and line
// ends, or the characters of ABC.
func (t tokenCounts) count(text []byte, format notetext.Format) (n int) {
	if format == notetext.ABC {
		return t.characters(text)
	}
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && text[to] > ' ' {
			to++
		}
		if to > from {
			t.add(text[from:to], 1)
			n++
		}
		if to < len(text) && text[to] == '\n' {
			t.add(text[to:to+1], 1)
			n++
		}
		from = to + 1
	}
	return n
}

func (t tokenCounts) characters(text []byte) (n int) {
	var ascii [utf8.RuneSelf]int
	for i := 0; i < len(text); n++ {
		if text[i] < utf8.RuneSelf {
			ascii[text[i]]++
			i++
			continue
		}
		_, size := utf8.DecodeRune(text[i:])
		t.add(text[i:i+size], 1)
		i += size
	}
	for c, seen := range ascii {
		if seen > 0 {
			t.add([]byte{byte(c)}, seen)
		}
	}
	return n
}

// isNoteToken reports whether a token is a note or chord, which MinCount may leave
// out.
func isNoteToken(token string) bool {
	return token[0] >= 'A' && token[0] <= 'G' || chars.IsDigit(token[0])
}
