package abc

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/music"
)

// This file writes notes, tuplets, bar lines and endings as canonical ABC.

// AppendPitch appends a note without its length: ^c, or F with two commas.
func AppendPitch(b []byte, p music.Pitch) []byte {
	return appendStep(appendAccidental(b, p.Accidental), int(p.Step))
}

// appendStep appends the letter and octave marks of a step.
func appendStep(b []byte, step int) []byte {
	letter, octave := music.SplitStep(step)
	c := "CDEFGAB"[letter]
	if octave > 0 {
		c += 'a' - 'A'
		octave--
	}
	b = append(b, c)
	for ; octave > 0; octave-- {
		b = append(b, '\'')
	}
	for ; octave < 0; octave++ {
		b = append(b, ',')
	}
	return b
}

// appendAccidental appends ^, __, =, or a fraction such as ^3/2.
func appendAccidental(b []byte, a music.Accidental) []byte {
	num, den := a.Num, a.Den
	mark := byte('^')
	switch {
	case den == 0:
		return b
	case num == 0:
		return append(b, '=')
	case num < 0:
		mark, num = '_', -num
	}
	b = append(b, mark)
	switch {
	case den == 1 && num == 1:
	case den == 1 && num == 2:
		b = append(b, mark)
	default:
		return appendRatio(b, int64(num), int64(den))
	}
	return b
}

// AppendLength appends a length in its shortest form: nothing for 1, / for 1/2.
func AppendLength(b []byte, f music.Fraction) []byte { return appendRatio(b, f.Num(), f.Den()) }

// appendRatio appends num/den. A numerator of 1 is left out, and so is /1 and the 2 of /2.
func appendRatio(b []byte, num, den int64) []byte {
	if num != 1 {
		b = strconv.AppendInt(b, num, 10)
	}
	if den != 1 {
		b = append(b, '/')
		if den != 2 {
			b = strconv.AppendInt(b, den, 10)
		}
	}
	return b
}

// AppendTie appends a - if tie is set.
func AppendTie(b []byte, tie bool) []byte {
	if tie {
		b = append(b, '-')
	}
	return b
}

// AppendTuplet appends (3, (3:2 or (3:2:4; numbers that are 0 are left out.
func AppendTuplet(b []byte, t *Tuplet) []byte {
	b = append(b, '(')
	b = strconv.AppendInt(b, int64(t.P), 10)
	if t.Q == 0 && t.R == 0 {
		return b
	}
	b = append(b, ':')
	if t.Q != 0 {
		b = strconv.AppendInt(b, int64(t.Q), 10)
	}
	if t.R != 0 {
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(t.R), 10)
	}
	return b
}

// String returns the bar line in canonical ABC. Repeat signs have one form,
// whatever their style, and an unknown style is a thin line.
func (b *Bar) String() string {
	switch {
	case b.Start == 1 && b.End == 1:
		return "::"
	case b.Start > 0 || b.End > 0:
		return strings.Repeat(":", max(b.End, 0)) + "|" + strings.Repeat(":", max(b.Start, 0))
	case int(b.Style) < len(barStyles):
		return barStyles[b.Style]
	}
	return barStyles[ThinBar]
}

// barStyles holds the form of each style.
var barStyles = [...]string{
	ThinBar: "|", DoubleBar: "||", ThinThickBar: "|]", ThickThinBar: "[|", DottedBar: ".|", InvisibleBar: "[|]",
}

// String returns the signs: & && (& or &).
func (o *Overlay) String() string {
	switch o.Edge {
	case GroupOpen:
		return "(&"
	case GroupClose:
		return "&)"
	}
	return strings.Repeat("&", max(o.Bars, 0))
}

// String returns the numbers of the ending: "1", "1,2", "1-3,5".
func (e *Ending) String() string {
	numbers := e.Numbers
	var b strings.Builder
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(numbers[i]))
		switch {
		case j == i+1:
			b.WriteString("," + strconv.Itoa(numbers[j]))
		case j > i:
			b.WriteString("-" + strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return b.String()
}
