package notetext

import (
	"fmt"
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// This file reads note text (notes.go has the grammar). It takes whatever a
// network writes: a word that is no token is a finding, and the rest is read.

// noteReader reads one piece.
type noteReader struct {
	src    data.Source
	perf   *smf.Performance
	errs   abc.ErrorList
	line   int
	column int

	now      music.Fraction // quarter notes
	part     int
	velocity uint8
	parts    map[int]*smf.Part
}

const (
	defaultNoteVelocity = 90
	maxFindings         = 1000 // in one piece; the rest are no news
)

// classicStep is the time from one token of classic text to the next, and the
// length of each: half a quarter note.
var classicStep = music.NewFraction(1, 2)

// ReadNotes reads one piece of note text. The performance is never nil; the
// error, if any, is an ErrorList of what was passed over.
func Read(src data.Source) (*smf.Performance, error) {
	r := &noteReader{src: src, line: max(src.Line, 1), velocity: defaultNoteVelocity, parts: map[int]*smf.Part{}, part: 1}
	r.perf = &smf.Performance{Division: smf.DefaultDivision}
	text := strings.TrimPrefix(src.Text, "\ufeff")
	token := r.exact
	first := true
	for line := range strings.Lines(text) {
		words := wordsOf(line)
		if first && len(words) > 0 {
			first = false
			if words[0].text == notesMark {
				token = r.header(words)
				words = nil
			}
		}
		for _, w := range words {
			r.column = w.column
			token(w.text)
		}
		r.line++
	}
	r.finish()
	return r.perf, r.errs.Err()
}

// placedWord is a word and the column it begins at, from 1.
type placedWord struct {
	text   string
	column int
}

func wordsOf(line string) (words []placedWord) {
	for at := 0; ; {
		for at < len(line) && line[at] <= ' ' {
			at++
		}
		if at == len(line) {
			return words
		}
		from := at
		for at < len(line) && line[at] > ' ' {
			at++
		}
		words = append(words, placedWord{line[from:at], from + 1})
	}
}

func (r *noteReader) errorf(format string, args ...any) {
	if len(r.errs) < maxFindings {
		pos := abc.Position{File: r.src.File, Line: r.line, Column: r.column}
		r.errs = append(r.errs, &abc.Error{Pos: pos, Msg: fmt.Sprintf(format, args...)})
	}
}

// header reads the first line, and returns what reads the tokens behind it.
func (r *noteReader) header(words []placedWord) func(string) {
	kind, rest := "exact", words[1:]
	if len(rest) > 0 {
		r.column = rest[0].column
		if kind = rest[0].text; kind != "exact" && kind != "classic" {
			r.errorf("note text %q read as exact: must be exact or classic", cutWord(kind))
			kind = "exact"
		}
		rest = rest[1:]
	}
	token := r.exact
	if kind == "classic" {
		token = r.classic
	} else if len(rest) > 0 {
		r.column = rest[0].column
		if n, ok := parseCount(rest[0].text); ok && n >= 1 && n <= 32767 {
			r.perf.Division, rest = int(n), rest[1:]
		} else {
			r.errorf("division %q passed over: must be from 1 to 32767", cutWord(rest[0].text))
			rest = rest[1:]
		}
	}
	for _, w := range rest {
		r.column = w.column
		token(w.text)
	}
	return token
}

// exact reads one token of exact text.
func (r *noteReader) exact(word string) {
	ok := false
	switch rest := word[1:]; word[0] {
	case '+':
		ok = r.shift(rest)
	case '|':
		ok = rest == ""
	case 't':
		n, isNumber := parseCount(rest)
		if ok = isNumber && 1 <= n && n <= smf.MaxParts; ok {
			r.part = int(n)
		}
	case 'i':
		n, isNumber := parseCount(rest)
		if ok = isNumber && n < 128; ok {
			r.current().Program = int(n)
		}
	case 'd':
		if ok = word == "drums"; ok {
			r.current().Channel = smf.DrumChannel
		}
	case 'm':
		ok = r.meter(rest)
	case 'k':
		ok = r.key(rest)
	case 'q':
		n, isNumber := parseCount(rest)
		if ok = isNumber && slowest <= n && n <= fastest; ok {
			r.perf.Tempos = append(r.perf.Tempos, smf.TempoMark{Tick: r.tick(r.now), Micros: 60_000_000 / n})
		}
	case 'v':
		n, isNumber := parseCount(rest)
		if ok = isNumber && n >= 1 && n < 128; ok {
			r.velocity = uint8(n)
		}
	default:
		name, length, _ := strings.Cut(word, ":")
		key, isPitch := parsePitchName(name)
		f, isLength := parseQuarters(length)
		if ok = isPitch && isLength; ok {
			r.note(key, f)
		}
	}
	if !ok {
		r.errorf("unknown token %q passed over", cutWord(word))
	}
}

// cutWord keeps a message to a line of sane length.
func cutWord(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}

// parseCount reads a number of at most nine digits.
func parseCount(s string) (n int64, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := range len(s) {
		if !chars.IsDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// parseQuarters reads a length above 0: "3", "1/2".
func parseQuarters(s string) (f music.Fraction, ok bool) {
	num, den, isFraction := strings.Cut(s, "/")
	n, ok := parseCount(num)
	d := int64(1)
	if isFraction && ok {
		d, ok = parseCount(den)
	}
	if !ok || n < 1 || d < 1 || d > music.MaxDenominator || n > music.MaxLength*d {
		return f, false
	}
	return music.NewFraction(n, d), true
}

func (r *noteReader) shift(length string) bool {
	f, ok := parseQuarters(length)
	if !ok {
		return false
	}
	if then := r.now.Add(f); then.Less(music.NewFraction(music.MaxLength, 1)) {
		r.now = then
	} else {
		r.errorf("longer than %d quarter notes: shift passed over", music.MaxLength)
	}
	return true
}

func (r *noteReader) meter(text string) bool {
	num, den, ok := strings.Cut(text, "/")
	n, isNum := parseCount(num)
	d, isDen := parseCount(den)
	if !ok || !isNum || !isDen || n < 1 || n > 255 || d < 1 || d > 64 || d&(d-1) != 0 {
		return false
	}
	r.perf.Meters = append(r.perf.Meters, smf.MeterMark{Tick: r.tick(r.now), Num: int(n), Den: int(d)})
	return true
}

func (r *noteReader) key(name string) bool {
	tonic, minor := strings.CutSuffix(name, "m")
	sharps, ok := tonicSharps(tonic)
	if minor {
		sharps -= 3
	}
	if !ok || sharps < -7 || sharps > 7 {
		return false
	}
	r.perf.Keys = append(r.perf.Keys, smf.KeyMark{Tick: r.tick(r.now), Sharps: sharps, Minor: minor})
	return true
}

// current is the part that notes belong to.
func (r *noteReader) current() *smf.Part {
	p := r.parts[r.part]
	if p == nil {
		p = &smf.Part{Track: r.part - 1, Channel: -1}
		r.parts[r.part] = p
	}
	return p
}

// tick rounds a moment to a tick.
func (r *noteReader) tick(f music.Fraction) int64 {
	return (2*f.Num()*int64(r.perf.Division) + f.Den()) / (2 * f.Den())
}

func (r *noteReader) note(key uint8, length music.Fraction) {
	end := r.now.Add(length)
	if music.NewFraction(music.MaxLength, 1).Less(end) {
		end = music.NewFraction(music.MaxLength, 1)
	}
	p := r.current()
	on := r.tick(r.now)
	p.Notes = append(p.Notes, smf.PlayedNote{On: on, Off: max(r.tick(end), on+1), Key: key, Velocity: r.velocity})
}

// classic reads one token of classic text.
func (r *noteReader) classic(word string) {
	if key, ok := classicKey(word); ok {
		r.note(key, classicStep)
	} else if classes, ok := pitchClassesOf(word); ok {
		for _, c := range classes {
			r.note(60+c, classicStep)
		}
	} else {
		r.errorf("unknown token %q passed over", cutWord(word))
		return
	}
	r.now = r.now.Add(classicStep)
}

// classicKey reads a pitch; other programs write a flat as "E-4".
func classicKey(word string) (key uint8, ok bool) {
	if key, ok = parsePitchName(word); ok {
		return key, true
	}
	if len(word) == 3 && word[1] == '-' {
		return parsePitchName(word[:1] + "b" + word[2:])
	}
	return 0, false
}

func pitchClassesOf(word string) (classes []uint8, ok bool) {
	for _, part := range strings.Split(word, ".") {
		n, ok := parseCount(part)
		if !ok || n > 11 || len(classes) >= 12 {
			return nil, false
		}
		classes = append(classes, uint8(n))
	}
	return classes, true
}

// finish puts the parts in their order.
func (r *noteReader) finish() {
	for _, p := range r.parts {
		if len(p.Notes) > 0 {
			r.perf.Parts = append(r.perf.Parts, *p)
		}
	}
	slices.SortFunc(r.perf.Parts, func(a, b smf.Part) int { return a.Track - b.Track })
	r.perf.SortMarks()
	r.perf.End = r.tick(r.now)
}
