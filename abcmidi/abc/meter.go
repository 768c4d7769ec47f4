package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// parseMeter reads an M: field's value: C, C|, 6/8, 2+3/8, (2+3)/8, none.
func ParseMeter(text string) (*music.Meter, error) {
	t := unspaced(text)
	switch {
	case strings.EqualFold(t, "none"), t == "":
		return music.FreeMeter(), nil
	case t == "C", t == "c":
		return &music.Meter{Text: text, Groups: []int{4}, Den: 4}, nil
	case t == "C|", t == "c|":
		return &music.Meter{Text: text, Groups: []int{2}, Den: 2}, nil
	}
	num, den, ok := strings.Cut(t, "/")
	m := &music.Meter{Text: text, Den: chars.Number(den, 0)}
	if !ok {
		m.Den = 4 // M:3, as some write for 3/4
	}
	for _, part := range strings.Split(strings.Trim(num, "()"), "+") {
		m.Groups = append(m.Groups, chars.Number(part, 0))
	}
	for _, g := range m.Groups {
		if g < 1 || g > 256 {
			return nil, unknownWord("meter", text)
		}
	}
	if m.Den < 1 || m.Den > 256 || m.Den&(m.Den-1) != 0 || len(m.Groups) > 16 {
		return nil, unknownWord("meter", text)
	}
	return m, nil
}

// unspaced takes all blanks out of a text.
func unspaced(s string) string {
	if strings.IndexByte(s, ' ') < 0 && strings.IndexByte(s, '\t') < 0 {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}

// parseUnitLength reads an L: field's value, of a whole note: 1/8, or 1.
func parseUnitLength(text string) (music.Fraction, error) {
	num, den, divided := strings.Cut(unspaced(text), "/")
	n, d := chars.Number(num, 0), 1
	if divided {
		d = chars.Number(den, 0)
	}
	if n < 1 || n > 64 || d < 1 || d > 4096 || n > 1 && !divided {
		return music.Fraction{}, unknownWord("unit note length", text)
	}
	return music.NewFraction(int64(n), int64(d)), nil
}
