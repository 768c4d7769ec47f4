package abc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charabanc/abcmidi/internal/chars"
)

// This file reads the whole of a chord symbol: one chord or several, none, or words.

// symbolReader reads a chord symbol.
type symbolReader struct {
	text  string
	kinds map[string][]int8
	keep  bool // keep where the names of notes are
	names []nameSpan
}

// nameSpan is where the name of a note is in a text.
type nameSpan struct{ from, to int }

// symbol reads the symbol: see ParseChord.
func (r *symbolReader) symbol() (c ChordSymbol, ok bool) {
	c.Bass = -1
	from, to := 0, len(r.text)
	for from < to && strings.IndexByte(" []?!", r.text[from]) >= 0 {
		from++
	}
	for from < to && strings.IndexByte(" []?!", r.text[to-1]) >= 0 {
		to--
	}
	s := r.text[from:to]
	if s == "" || len(s) > maxChordSymbol {
		return c, false
	}
	if isNoChord(s) {
		c.None = true
		return c, true
	}
	if s[0] == '(' {
		c, ok = r.chords(from+1, strings.TrimSuffix(s[1:], ")"))
		c.ForEye = ok
		return c, ok
	}
	if c, ok = r.chords(from, s); !ok {
		c = ChordSymbol{Bass: -1, Unknown: meantAsChord(s)}
	}
	return c, ok
}

// isNoChord reports whether a text says that nothing is played.
func isNoChord(s string) bool {
	switch strings.ToUpper(strings.Trim(strings.ReplaceAll(s, " ", ""), "()")) {
	case "N.C.", "NC", "N.C", "NC.", "N/C", "NOCHORD", "NOCHORDS", "TACET", "BREAK", "-", "X":
		return true
	}
	return false
}

// chords reads a chord and what may follow it: another chord, or a remark in brackets or
// after a semicolon. s begins at the offset at of the text.
func (r *symbolReader) chords(at int, s string) (c ChordSymbol, ok bool) {
	names := len(r.names)
	c, rest, ok := r.chord(at, s)
	if !ok {
		return c, false
	}
	tail := strings.TrimLeft(rest, " ")
	end := at + len(s) - len(tail)
	switch {
	case tail == "":
		return c, true
	case tail == ")": // "(Em D)" over two notes
		c.ForEye = true
		return c, true
	case tail[0] == ';':
		r.another(end+1, tail[1:])
		return c, true
	case tail[0] == '(':
		inner, _, _ := strings.Cut(tail[1:], ")")
		return c, r.another(end+1, inner) || len(tail) < len(rest) || isRemark(inner)
	case tail[0] == ',' || tail[0] == '/':
		return c, r.another(end+1, tail[1:])
	case len(tail) < len(rest):
		if r.another(end, strings.TrimPrefix(tail, "or ")) {
			return c, true
		}
		r.names = r.names[:names]
		return r.spaced(at, s, rest, tail)
	}
	return c, false
}

// another reads a further chord, of which only the names of its notes matter.
func (r *symbolReader) another(at int, s string) bool {
	names := len(r.names)
	at += strings.Index(r.text[at:], s)
	trimmed := strings.TrimLeft(s, " ")
	if _, ok := r.chords(at+len(s)-len(trimmed), trimmed); !ok {
		r.names = r.names[:names]
		return false
	}
	return true
}

// spaced reads a chord that has a blank after its root, as "D m7".
func (r *symbolReader) spaced(at int, s, rest, tail string) (ChordSymbol, bool) {
	first := strings.TrimSuffix(s, rest)
	joined := symbolReader{text: first + tail, kinds: r.kinds, keep: r.keep}
	c, after, ok := joined.chord(0, joined.text)
	for _, n := range joined.names {
		if n.from >= len(first) {
			n.from, n.to = n.from+len(rest)-len(tail), n.to+len(rest)-len(tail)
		}
		r.name(at+n.from, n.to-n.from)
	}
	return c, ok && after == ""
}

// chord reads one chord, and returns what follows it.
func (r *symbolReader) chord(at int, s string) (c ChordSymbol, rest string, ok bool) {
	c.Bass = -1
	root, rest, ok := ChordRoot(s)
	if !ok {
		return c, s, false
	}
	r.name(at, len(s)-len(rest))
	k := kindReader{rest: rest, lower: s[0] >= 'a'}
	if n, tones := r.own(rest); tones != nil {
		c.Root, c.Tones, rest = root, slices.Clone(tones), rest[n:]
	} else {
		k.read()
		c.Root, c.Tones, rest = root, k.tones.list(), k.rest
	}
	if strings.HasPrefix(rest, "/") {
		if bass, tail, found := chordBass(rest[1:]); found {
			c.Bass = bass
			r.name(at+len(s)-len(rest)+1, len(rest)-1-len(tail))
			rest = tail
		}
	}
	return c, rest, true
}

// own returns the length and tones of the kind of chord of the tune's own that s begins
// with; tones is nil if there is none.
func (r *symbolReader) own(s string) (n int, tones []int8) {
	for n = len(s); n >= 0 && len(r.kinds) > 0; n-- {
		if n < len(s) && strings.IndexByte("/ ;,()", s[n]) < 0 {
			continue
		}
		if tones = r.kinds[s[:n]]; tones != nil {
			return n, tones
		}
	}
	return 0, nil
}

// name keeps where the name of a note is.
func (r *symbolReader) name(at, length int) {
	if r.keep {
		r.names = append(r.names, nameSpan{at, at + length})
	}
}

// chordBass reads the bass after a slash. A plus is a sharp in the Nottingham corpus.
func chordBass(s string) (bass int8, tail string, ok bool) {
	bass, tail, ok = ChordRoot(s)
	if !ok {
		return -1, s, false
	}
	if t, sharp := strings.CutPrefix(tail, "+"); sharp && len(s) == len(tail)+1 {
		bass, tail = (bass+1)%12, t
	}
	return bass, tail, tail == "" || strings.IndexByte(" ();,", tail[0]) >= 0
}

// isRemark reports whether a text in brackets is a remark: words, or "x2".
func isRemark(s string) bool {
	return strings.IndexByte(s, ' ') >= 0 || isWord(s) || len(s) > 1 && s[0] == 'x' && chars.IsDigit(s[1])
}

// meantAsChord reports whether a text that is not a chord was probably meant as one, and is
// not words such as "Fine": then nothing is played for it. "H7" is the German B7.
func meantAsChord(s string) bool {
	if s[0] < 'A' || s[0] > 'H' || strings.ContainsAny(s, " .:") || isWord(s) {
		return false
	}
	if s[0] != 'H' {
		return true
	}
	_, ok := ParseChord("B" + s[1:])
	return ok
}

// shortWords are words of up to three letters that a tune may have where a chord could be.
var shortWords = map[string]bool{
	"acc": true, "ad": true, "add": true, "al": true, "all": true, "alt": true, "arr": true, "as": true, "at": true, "bar": true, "bis": true, "by": true, "cl": true, "col": true,
	"con": true, "cor": true, "dal": true, "das": true, "dc": true, "der": true, "die": true, "div": true, "ds": true, "du": true, "dur": true, "end": true, "ein": true, "fag": true,
	"fin": true, "fl": true, "for": true, "go": true, "gtr": true, "had": true, "he": true, "her": true, "his": true, "hn": true, "how": true,
}

// isWord reports whether a text without blanks looks like a word: a short one that is
// known, or four or more letters with a vowel after the first that do not begin with the
// name of a quality.
func isWord(s string) bool {
	if shortWords[strings.ToLower(s)] {
		return true
	}
	vowel := false
	for i, c := range s {
		if !unicode.IsLetter(c) && c != '\'' && c != '-' {
			return false
		}
		vowel = vowel || i > 0 && strings.ContainsRune("aeiouAEIOU", c)
	}
	_, kind, ok := ChordRoot(s)
	for _, q := range []string{"maj", "min", "dim", "aug", "sus", "add"} {
		if ok && strings.HasPrefix(kind, q) {
			return false
		}
	}
	return vowel && utf8.RuneCountInString(s) >= 4
}
