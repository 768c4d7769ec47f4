package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the values of M:, L: and Q: fields (ABC 2.1 sections 3.1.6 to
// 3.1.8).

// ParseMeter reads the value of an M: field: C, C|, 6/8, 2+3/8, (2+3)/8, none, or
// 3 for 3/4.
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
		m.Den = 4
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

// unspaced removes all blanks from a text.
func unspaced(s string) string {
	if !strings.ContainsAny(s, " \t") {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}

// ParseUnitLength reads the value of an L: field, of a whole note: 1/8, or 1.
func ParseUnitLength(text string) (music.Fraction, error) {
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

// Tempo is the value of a Q: field.
type Tempo struct {
	// Beat is the sum of the lengths before the equals sign, of a whole note. It
	// is 0 if Rate counts unit note lengths, as in Q:120 and Q:C=120 of old tunes
	// (section 10.1).
	Beat music.Fraction
	Rate music.Fraction // beats a minute; 0 if there are only words
	Text string         // the words in quotes
}

// Quarters returns the tempo in quarter notes a minute. unit is the unit note
// length, of a whole note. ok is false if the field has neither a rate nor words
// that are known.
func (t *Tempo) Quarters(unit music.Fraction) (rate music.Fraction, ok bool) {
	beat := t.Beat
	if beat.IsZero() {
		beat = unit
	}
	rate = t.Rate
	if rate.IsZero() {
		n, known := tempoWords[strings.ToLower(strings.TrimRight(t.Text, ". "))]
		if !known {
			return music.Fraction{}, false
		}
		return music.NewFraction(int64(n), 1), true
	}
	rate = rate.Mul(beat).Times(4, 1)
	return rate, rate.Positive()
}

// tempoWords holds the quarter notes a minute of Italian words: the middle of the
// range that metronomes give for them.
var tempoWords = map[string]int{
	"larghissimo": 20, "grave": 40, "lento": 50, "largo": 50, "larghetto": 63, "adagio": 71,
	"adagietto": 74, "andante": 88, "andantino": 94, "moderato": 114, "marcia moderato": 85,
	"allegretto": 116, "allegro moderato": 118, "allegro": 126, "animato": 132, "vivace": 144,
	"vivacissimo": 174, "presto": 184, "prestissimo": 208,
}

// parseTempo reads the value of a Q: field: 1/4=120, 3/8=50 "Slow", "Allegro", 120
// or C3=40.
func parseTempo(text string) (*Tempo, error) {
	t := &Tempo{}
	rest := text
	for i := strings.IndexByte(rest, '"'); i >= 0; i = strings.IndexByte(rest, '"') {
		words, tail, _ := strings.Cut(rest[i+1:], `"`)
		t.Text = strings.TrimSpace(t.Text + " " + words)
		rest = rest[:i] + " " + tail
	}
	rest = strings.TrimSpace(rest)
	beats, rate, eq := strings.Cut(rest, "=")
	if !eq {
		beats, rate = "", rest
	}
	for _, b := range strings.Fields(beats) {
		if b[0] == 'C' || b[0] == 'c' {
			if n := chars.Number(b[1:], 1); n != 1 { // C3 is three unit note lengths
				return t.scaled(rate, text, int64(n))
			}
			continue
		}
		l, err := ParseUnitLength(b)
		if err != nil {
			return nil, unknownWord("tempo", text)
		}
		t.Beat = t.Beat.Add(l)
	}
	if rate = strings.TrimSpace(rate); rate == "" && t.Text != "" {
		return t, nil
	}
	return t.scaled(rate, text, 1)
}

// scaled returns t with the rate of a Q: field, which counts groups of n beats;
// text is the whole value.
func (t *Tempo) scaled(rate, text string, n int64) (*Tempo, error) {
	whole, part, _ := strings.Cut(strings.TrimSpace(rate), ".")
	num, den := int64(chars.Number(whole, 0)), int64(1)
	if part != "" && len(part) <= 3 {
		for range part {
			den *= 10
		}
		num = num*den + int64(chars.Number(part, 0))
	}
	t.Rate = music.NewFraction(num*n, den)
	if r := t.Rate.Float(); r < 1 || r > 10000 {
		return nil, unknownWord("tempo", text)
	}
	return t, nil
}
