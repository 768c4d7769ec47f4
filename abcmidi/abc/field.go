package abc

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the values of information fields (ABC 2.1 section 3), with
// key.go, meter.go and macro.go for those of K:, of M:, L: and Q:, and of m:.

// Uncomment removes the comment after the value of a field and the blanks around it (section
// 2.2.5). \% is not a comment.
func Uncomment(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && (i == 0 || s[i-1] != '\\') {
			s = s[:i]
			break
		}
	}
	return strings.TrimSpace(s)
}

// understand sets a field's Value from its Text and records what cannot be read.
func (p *Parser) understand(f *Field, from int) {
	var err error
	f.Value = nil
	if strings.IndexByte("KLMQVPUXm", f.Key) >= 0 {
		f.Text = p.plainField(f.Text, from)
	}
	switch f.Key {
	case 'K', 'M', 'L', 'Q':
		err = p.measure(f)
	case 'V':
		f.Value, err = valueOf(parseVoiceField(f.Text))
	case 'P', 'Y':
		// The Nottingham corpus has the order of parts in Y:. In the body, P: is
		// the name of the part that begins.
		if p.tune.Header != nil {
			break
		}
		if order, ok := parsePartOrder(f.Text); ok {
			f.Value = order
		}
	case 'U':
		if !p.tune.symbols.redefine(f.Text) {
			err = unknownWord("symbol", f.Text)
		}
	case 'm':
		m, ok := parseMacro(f.Text)
		if !ok {
			err = unknownWord("macro", f.Text)
			break
		}
		if len(p.macros) == maxMacros {
			err = fmt.Errorf("more than %d macros: ignored", maxMacros)
			break
		}
		p.macros = append(p.macros, m)
	case 'I':
		list, err := ParseDirectives(Uncomment(f.Text))
		if list != nil {
			f.Value = list
		}
		if err != nil {
			p.find(KindDirective, Pos(from), "%v", err)
		}
	}
	if err != nil {
		p.find(KindField, Pos(from), "%c: %v", f.Key, err)
	}
}

// measure reads the value of K:, M:, L: or Q:, which many tunes share.
func (p *Parser) measure(f *Field) (err error) {
	if value, known := p.remembered(f.Key, f.Text); known {
		f.Value = value
		return nil
	}
	text := f.Text
	remember := p.again != nil && len(text) <= maxRemembered
	if remember {
		text = strings.Clone(text) // what is kept must not keep the text of the tune
	}
	if f.Key == 'K' {
		f.Value, err = ParseKey(text)
	} else if f.Value, err = numbers(f.Key, text); err != nil {
		return f.mend(err)
	}
	if remember && err == nil {
		p.remember(f.Key, text, f.Value)
	}
	return err
}

// numbers reads the value of M:, L: or Q:.
func numbers(key byte, text string) (any, error) {
	switch key {
	case 'M':
		return valueOf(ParseMeter(text))
	case 'L':
		return valueOf(ParseUnitLength(text))
	}
	return valueOf(parseTempo(text))
}

// mend gives f the value that its text begins with, as in "6/8 (jig)", "1/8th" or
// "1/4=120bpm", and returns an error that names the rest. If the text does not
// begin with a value, mend returns err.
func (f *Field) mend(err error) error {
	const between = "+/()=. \t"
	number := len(f.Text) - len(strings.TrimLeft(f.Text, "0123456789"+between))
	heads := []string{strings.TrimRight(f.Text[:number], between)}
	switch f.Key {
	case 'M': // "none (free)", too
		heads = append(heads, firstWord(f.Text))
	case 'Q': // "Allegro 1/4=90", "1/4.=66"
		if m := tempoWithin().FindStringSubmatch(f.Text); m != nil {
			value := strings.TrimSpace(m[1]) + "=" + m[2]
			if v, e := numbers('Q', value); e == nil {
				err = unknownWord("text", strings.TrimSpace(strings.Replace(f.Text, m[0], m[3], 1)))
				f.Text, f.Value = value, v
				return err
			}
		}
	}
	for _, head := range heads {
		if v, e := numbers(f.Key, head); e == nil && head != "" {
			err = unknownWord("text", strings.TrimSpace(f.Text[len(head):]))
			f.Text, f.Value = head, v
			break
		}
	}
	return err
}

// tempoWithin finds a tempo in a Q: field that has more than one: the beats and the rate.
var tempoWithin = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`((?:\d+/\d+[ \t]*)+)[. \t]*=[ \t]*(\d+(?:\.\d+)?)()`)
})

// firstWord returns a text up to its first blank.
func firstWord(text string) string {
	if end := strings.IndexAny(text, " \t"); end >= 0 {
		return text[:end]
	}
	return text
}

// valueOf returns v as an any, which is nil if there is an error: a nil pointer
// would make an any that is not.
func valueOf[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// VoiceField is the value of a V: field (section 7.1).
type VoiceField struct {
	ID      string
	Name    string // of name= or nm=
	Staff   music.Staff
	Program int // MIDI program of program= or instrument=, 0 to 127; -1 if not given
}

// All reports whether the field is V:*, which is no voice: its properties and the fields
// that follow hold for all voices (draft of ABC 2.2).
func (v *VoiceField) All() bool { return v.ID == "*" }

// parseVoiceField reads the value of a V: field. Properties that it does not know
// are ignored: other programs have more.
func parseVoiceField(text string) (*VoiceField, error) {
	words := quotedFields(text)
	v := &VoiceField{Program: -1}
	if len(words) == 0 {
		return nil, unknownWord("voice", text)
	}
	v.ID = words[0]
	for _, w := range words[1:] {
		name, value, _ := strings.Cut(w, "=")
		value = strings.Trim(value, `"`)
		switch name {
		case "name", "nm":
			v.Name = PlainText(value)
		case "program", "instrument":
			v.Program = min(chars.Number(value, 0), 127)
		default:
			v.Staff.Set(w)
		}
	}
	return v, nil
}

// quotedFields splits a text at blanks that are not inside quotes.
func quotedFields(s string) (words []string) {
	quoted, from := false, -1
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s) || !quoted && chars.IsBlank(s[i]):
			if from >= 0 {
				words = append(words, s[from:i])
			}
			from = -1
			continue
		case quoted && s[i] == '\\' && i+1 < len(s):
			i++
			continue
		case s[i] == '"':
			quoted = !quoted
		}
		if from < 0 {
			from = i
		}
	}
	return words
}

// PartOrder is the value of a P: field of the header (section 3.1.9): the order in
// which parts are played.
type PartOrder struct {
	Text  string // as written
	Parts []byte // names of parts, with all repetitions written out
}

// maxOrder is the number of parts after which nothing more is repeated.
const maxOrder = 1000

// parsePartOrder reads "A2(BC)3.D"; ok is false if the text is not an order of
// parts.
func parsePartOrder(text string) (*PartOrder, bool) {
	o := &PartOrder{Text: text}
	rest, ok := expandParts(text, 0, &o.Parts)
	if !ok || rest != "" || len(o.Parts) == 0 {
		return nil, false
	}
	return o, true
}

// expandParts reads names and groups up to the end of s or to a closing bracket,
// adds them to out, and returns the rest. depth is the number of open brackets.
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
