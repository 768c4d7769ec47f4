package abc

import (
	"charabanc/abcmidi/internal/chars"
)

// This file reads orders of parts, P: in the header (ABC 2.1 section 3.1.9).

// parsePartOrder reads "A2(BC)3.D" (section 3.1.9); ok is false for a text
// that is no order. Orders that would never end are cut at maxOrder.
func parsePartOrder(text string) (*PartOrder, bool) {
	o := &PartOrder{Text: text}
	rest, ok := expandParts(text, 0, &o.Parts)
	if !ok || rest != "" || len(o.Parts) == 0 {
		return nil, false
	}
	return o, true
}

// PartOrder is a P: field of the header: the order in which parts are played.
type PartOrder struct {
	Text  string
	Parts []byte // one name after the other, every repetition written out
}

const maxOrder = 1000

func expandParts(s string, depth int, out *[]byte) (rest string, ok bool) {
	for s != "" && s[0] != ')' {
		c := s[0]
		s = s[1:]
		from := len(*out)
		switch {
		case chars.IsLetter(c):
			*out = append(*out, c)
		case c == '(' && depth < 50:
			if s, ok = expandParts(s, depth+1, out); !ok || s == "" {
				return "", false
			}
			s = s[1:]
		case c == '.' || c == ' ' || c == '\t' || c == ',' || c == '-':
			continue
		default:
			return "", false
		}
		n := 0
		for n < len(s) && chars.IsDigit(s[n]) {
			n++
		}
		group := string((*out)[from:])
		for times := min(chars.Number(s[:n], 1), maxOrder); times > 1 && len(*out) < maxOrder; times-- {
			*out = append(*out, group...)
		}
		s = s[n:]
	}
	return s, depth > 0 || s == ""
}
