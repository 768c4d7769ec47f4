package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the values of information fields (ABC 2.1 section 3); key.go
// and meter.go have those of K:, M:, L: and Q:.

// uncomment strips a comment and the blanks around a value (section 2.2.5).
func uncomment(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && (i == 0 || s[i-1] != '\\') {
			s = s[:i]
			break
		}
	}
	return strings.TrimSpace(s)
}

// understand sets a field's Value from its text and reports what cannot be
// read.
func (p *Parser) understand(f *Field, from int) {
	var err error
	f.Value = nil
	switch f.Key {
	case 'K':
		f.Value, err = ParseKey(f.Text)
	case 'M', 'L', 'Q':
		if f.Value, err = numbers(f.Key, f.Text); err != nil {
			err = f.mend(err)
		}
	case 'V':
		f.Value, err = valueOf(parseVoiceField(f.Text))
	case 'P', 'Y':
		// Y: is the part order of the Nottingham corpus. In the body, P: is
		// the name of the part that begins.
		if order, ok := parsePartOrder(f.Text); ok && p.tune.Header == nil {
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
		p.macros = append(p.macros, m)
	}
	if err != nil {
		p.errorf(Pos(from), "%c: %v", f.Key, err)
	}
}

// numbers reads the value of M:, L: or Q:.
func numbers(key byte, text string) (any, error) {
	switch key {
	case 'M':
		return valueOf(ParseMeter(text))
	case 'L':
		return valueOf(parseUnitLength(text))
	}
	return valueOf(parseTempo(text))
}

// mend takes the value that a text begins with where more stands behind it,
// "6/8 (jig)", "1/8th", "1/4=120bpm", and says so. If there is none it returns
// the error it is given.
func (f *Field) mend(err error) error {
	const between = "+/()=. \t"
	number := len(f.Text) - len(strings.TrimLeft(f.Text, "0123456789"+between))
	heads := []string{strings.TrimRight(f.Text[:number], between)}
	if f.Key == 'M' { // "none (free)", too
		word, _, _ := strings.Cut(f.Text, " ")
		heads = append(heads, word)
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

// valueOf keeps a nil pointer from becoming a non-nil any.
func valueOf[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// VoiceField is a V: field understood (section 7.1).
type VoiceField struct {
	ID, Name string
	Staff    music.Staff
	Program  int // program=, or -1
}

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
			v.Name = value
		case "program", "instrument":
			v.Program = min(chars.Number(value, 0), 127)
		default:
			v.Staff.Set(w) // other programs' properties are theirs to read
		}
	}
	return v, nil
}

// quotedFields splits at blanks that are not inside quotes.
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
		case s[i] == '"':
			quoted = !quoted
		}
		if from < 0 {
			from = i
		}
	}
	return words
}

// parseScope reads a directive that sets the scope: %%propagate-accidentals, or
// abc2midi's %%MIDI nobarlines. ok is false for any other directive, and for a
// scope that is not known.
func ParseScope(words []string) (s music.Scope, ok bool) {
	if len(words) < 2 {
		return 0, false
	}
	switch words[0] + " " + words[1] {
	case "propagate-accidentals pitch":
		return music.ScopePitch, true
	case "propagate-accidentals octave":
		return music.ScopeOctave, true
	case "propagate-accidentals not", "MIDI nobarlines":
		return music.ScopeNote, true
	}
	return 0, false
}
