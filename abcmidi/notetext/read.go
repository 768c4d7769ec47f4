package notetext

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// This file reads note text (doc.go has the grammar). It takes whatever a
// network writes: a word that is no token is a finding, and the rest is read.

const (
	defaultVelocity = 90
	maxFindings     = 1000 // in one piece; more are not listed
)

// classicStep is the time from one token of classic text to the next, and the
// length of each.
var classicStep = music.NewFraction(1, 2)

// noteReader reads one piece.
type noteReader struct {
	perf   *smf.Performance
	errs   abc.ErrorList
	file   string
	line   int
	column int

	now      music.Fraction // quarter notes
	part     int            // from 1
	velocity uint8
	parts    map[int]*smf.Part
}

// Read reads one piece of exact or classic note text. Text without a header is
// exact. The performance is never nil; the error, if there is one, is an
// abc.ErrorList of what was ignored.
func Read(src data.Source) (*smf.Performance, error) {
	r := &noteReader{
		perf: &smf.Performance{Division: smf.DefaultDivision},
		file: src.File, line: max(src.Line, 1),
		part: 1, velocity: defaultVelocity, parts: map[int]*smf.Part{},
	}
	token, first := r.exact, true
	for line := range strings.Lines(strings.TrimPrefix(src.Text, "\ufeff")) {
		words := splitWords(line)
		if first && len(words) > 0 {
			first = false
			if words[0].text == notesMark {
				token, words = r.header(words[1:])
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

// splitWords returns the words of a line. Blanks and control characters
// separate them.
func splitWords(line string) (words []placedWord) {
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
		words = append(words, placedWord{line[from:at], utf8.RuneCountInString(line[:from]) + 1})
	}
}

// header reads the words after %%notes. It returns the method that reads the
// tokens of the piece, and the words after the header.
func (r *noteReader) header(words []placedWord) (token func(string), rest []placedWord) {
	if len(words) == 0 {
		return r.exact, nil
	}
	kind := words[0]
	words = words[1:]
	switch kind.text {
	case "classic":
		return r.classic, afterCopy(words)
	case "exact":
	default:
		r.column = kind.column
		r.errorf("note text %q read as exact: must be exact or classic", shorten(kind.text))
	}
	if len(words) == 0 {
		return r.exact, nil
	}
	division := words[0]
	if n, ok := parseCount(division.text); ok && n >= 1 && n <= 32767 {
		r.perf.Division = int(n)
	} else {
		r.column = division.column
		r.errorf("division %q passed over: must be from 1 to 32767", shorten(division.text))
	}
	return r.exact, afterCopy(words[1:])
}

// afterCopy returns the words after the mark of a copy, if there is one.
func afterCopy(words []placedWord) []placedWord {
	if len(words) > 0 && words[0].text == copyMark {
		return words[1:]
	}
	return words
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
		r.unknown(word)
	}
}

// shift moves now forward.
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

// meter reads "6/8".
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

// key reads "D" or "F#m".
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

// classic reads one token of classic text.
func (r *noteReader) classic(word string) {
	if key, ok := classicKey(word); ok {
		r.note(key, classicStep)
	} else if classes, ok := parseClasses(word); ok {
		for _, c := range classes {
			r.note(60+c, classicStep)
		}
	} else {
		r.unknown(word)
		return
	}
	r.now = r.now.Add(classicStep)
}

// classicKey reads a pitch. Other programs write a flat as "E-4".
func classicKey(word string) (key uint8, ok bool) {
	if key, ok = parsePitchName(word); ok {
		return key, true
	}
	if len(word) == 3 && word[1] == '-' {
		return parsePitchName(word[:1] + "b" + word[2:])
	}
	return 0, false
}

// parseClasses reads the pitch classes of a chord: "4.7.11".
func parseClasses(word string) (classes []uint8, ok bool) {
	for _, part := range strings.Split(word, ".") {
		n, ok := parseCount(part)
		if !ok || n > 11 || len(classes) >= 12 {
			return nil, false
		}
		classes = append(classes, uint8(n))
	}
	return classes, true
}

// note adds a note that begins now.
func (r *noteReader) note(key uint8, length music.Fraction) {
	end, last := r.now.Add(length), music.NewFraction(music.MaxLength, 1)
	if last.Less(end) {
		end = last
	}
	p, on := r.current(), r.tick(r.now)
	p.Notes = append(p.Notes, smf.PlayedNote{On: on, Off: max(r.tick(end), on+1), Key: key, Velocity: r.velocity})
}

// current returns the part that notes belong to.
func (r *noteReader) current() *smf.Part {
	p := r.parts[r.part]
	if p == nil {
		p = &smf.Part{Track: r.part - 1, Channel: -1}
		r.parts[r.part] = p
	}
	return p
}

// tick rounds a time to a tick.
func (r *noteReader) tick(f music.Fraction) int64 {
	return (2*f.Num()*int64(r.perf.Division) + f.Den()) / (2 * f.Den())
}

// finish puts the parts and marks in order, and leaves out parts without notes.
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

// unknown reports a word that is no token.
func (r *noteReader) unknown(word string) {
	r.errorf("unknown token %q passed over", shorten(word))
}

// errorf adds a finding at the current word.
func (r *noteReader) errorf(format string, args ...any) {
	if len(r.errs) < maxFindings {
		pos := abc.Position{File: r.file, Line: r.line, Column: r.column}
		r.errs = append(r.errs, &abc.Error{Pos: pos, Msg: fmt.Sprintf(format, args...)})
	}
}

// shorten cuts a word so that a message stays on one line.
func shorten(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
