package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the values of Q: fields (ABC 2.1 section 3.1.8).

// Tempo is a Q: field understood (section 3.1.8).
type Tempo struct {
	// Beat is the sum of the lengths before the equals sign, of a whole note;
	// 0 where the number counts unit note lengths (Q:120, Q:C=120, of early
	// tunes: section 10.1).
	Beat music.Fraction
	Rate music.Fraction // beats a minute; 0 if only words are given
	Text string         // the words in quotes
}

// Quarters returns the tempo in quarter notes a minute for a unit note
// length, of a whole note; ok is false where nothing says a speed.
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

// tempoWords are quarter notes a minute for the Italian words, from the
// middle of the ranges on common metronomes.
var tempoWords = map[string]int{
	"larghissimo": 20, "grave": 40, "lento": 50, "largo": 50, "larghetto": 63, "adagio": 71,
	"adagietto": 74, "andante": 88, "andantino": 94, "moderato": 114, "marcia moderato": 85,
	"allegretto": 116, "allegro moderato": 118, "allegro": 126, "animato": 132, "vivace": 144,
	"vivacissimo": 174, "presto": 184, "prestissimo": 208,
}

// parseTempo reads a Q: field's value.
func parseTempo(text string) (*Tempo, error) {
	t := &Tempo{}
	rest := strings.TrimSpace(text)
	if i := strings.IndexByte(rest, '"'); i >= 0 {
		words, tail, closed := strings.Cut(rest[i+1:], `"`)
		if !closed {
			tail = ""
		}
		t.Text = words
		rest = strings.TrimSpace(rest[:i] + " " + tail)
	}
	beats, rate, eq := strings.Cut(rest, "=")
	if !eq {
		beats, rate = "", rest
	}
	for _, b := range strings.Fields(beats) {
		if b[0] == 'C' || b[0] == 'c' {
			if n := chars.Number(b[1:], 1); n != 1 { // Q:C3=40 counts 3 unit lengths
				return t.scaled(rate, text, int64(n))
			}
			continue
		}
		l, err := parseUnitLength(b)
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

// scaled finishes a tempo with its rate, in lengths of n beats.
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
