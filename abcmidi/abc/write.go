package abc

import (
	"strconv"
	"strings"

	"charabanc/abcmidi/music"
)

// This file writes notes, tuplets, bar lines and endings as canonical ABC.

// WritePitch writes a note without its length: ^c, or F with two commas.
func WritePitch(b *strings.Builder, p music.Pitch) {
	writeAccidental(b, p.Accidental)
	writeStep(b, int(p.Step))
}

// writeStep writes the letter and octave marks of a step.
func writeStep(b *strings.Builder, step int) {
	letter, octave := music.SplitStep(step)
	c := "CDEFGAB"[letter]
	if octave > 0 {
		c += 'a' - 'A'
		octave--
	}
	b.WriteByte(c)
	for ; octave > 0; octave-- {
		b.WriteByte('\'')
	}
	for ; octave < 0; octave++ {
		b.WriteByte(',')
	}
}

// writeAccidental writes ^, __, =, or a fraction such as ^3/2.
func writeAccidental(b *strings.Builder, a music.Accidental) {
	num, den := a.Num, a.Den
	mark := byte('^')
	switch {
	case den == 0:
		return
	case num == 0:
		b.WriteByte('=')
		return
	case num < 0:
		mark, num = '_', -num
	}
	b.WriteByte(mark)
	switch {
	case den == 1 && num == 1:
	case den == 1 && num == 2:
		b.WriteByte(mark)
	default:
		if num != 1 {
			b.WriteString(strconv.Itoa(int(num)))
		}
		if den != 1 {
			b.WriteByte('/')
			if den != 2 {
				b.WriteString(strconv.Itoa(int(den)))
			}
		}
	}
}

// WriteLength writes a length in its shortest form: nothing for 1, / for 1/2.
func WriteLength(b *strings.Builder, f music.Fraction) {
	if f.Num() != 1 {
		writeNumber(b, f.Num())
	}
	if d := f.Den(); d != 1 {
		b.WriteByte('/')
		if d != 2 {
			writeNumber(b, d)
		}
	}
}

// writeNumber writes a number without making a string of it.
func writeNumber(b *strings.Builder, n int64) {
	var room [20]byte
	b.Write(strconv.AppendInt(room[:0], n, 10))
}

// WriteTie writes a - if tie is set.
func WriteTie(b *strings.Builder, tie bool) {
	if tie {
		b.WriteByte('-')
	}
}

// WriteTuplet writes (3, (3:2 or (3:2:4; numbers that are 0 are left out.
func WriteTuplet(b *strings.Builder, t *Tuplet) {
	b.WriteByte('(')
	b.WriteString(strconv.Itoa(t.P))
	if t.Q == 0 && t.R == 0 {
		return
	}
	b.WriteByte(':')
	if t.Q != 0 {
		b.WriteString(strconv.Itoa(t.Q))
	}
	if t.R != 0 {
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(t.R))
	}
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
