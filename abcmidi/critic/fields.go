package critic

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
)

// This file puts the header fields that were asked for into a tune while it is
// written.

// HeaderField is one field as it is written: 'K' and "Edor".
type HeaderField struct {
	Key   byte
	Value string
}

// HeaderFields returns the fields of a tune in a key ("Edor"), a meter ("6/8")
// and a rhythm ("jig"), each of which may be "" for any. Without a meter, a
// dance that is always in one meter brings that one.
func HeaderFields(key, meter, rhythm string) ([]HeaderField, error) {
	if rhythm != "" && meter == "" {
		meter = danceMeters[strings.ToLower(rhythm)]
	}
	if k, err := abc.ParseKey(key); key != "" && (err != nil || k.Tonic == "") {
		return nil, fmt.Errorf("key %q: choose one such as G, Am or Edor", key)
	}
	if m, err := abc.ParseMeter(meter); meter != "" && (err != nil || !m.Bar().Positive()) {
		return nil, fmt.Errorf("meter %q: choose one such as 6/8 or 4/4", meter)
	}
	if strings.ContainsAny(rhythm, "\n\r%") {
		return nil, fmt.Errorf("rhythm %q: choose a word such as jig", rhythm)
	}
	if first, n := utf8.DecodeRuneInString(rhythm); n > 0 {
		rhythm = string(unicode.ToUpper(first)) + rhythm[n:]
	}
	var fields []HeaderField
	for _, f := range []HeaderField{{'R', rhythm}, {'M', meter}, {'K', key}} {
		if f.Value != "" {
			fields = append(fields, f)
		}
	}
	return fields, nil
}

// danceMeters are the meters of dances that are always in the same one.
var danceMeters = map[string]string{
	"jig": "6/8", "double jig": "6/8", "single jig": "6/8", "slide": "12/8", "slip jig": "9/8", "hop jig": "9/8",
	"reel": "4/4", "hornpipe": "4/4", "strathspey": "4/4", "barn dance": "4/4", "schottische": "4/4",
	"polka": "2/4", "waltz": "3/4", "mazurka": "3/4", "minuet": "3/4",
}

// header is Next while the tune is in its header; line is the tune's last,
// unfinished line. It gives a field its value as soon as its letter and colon
// have been written, and adds the missing fields before K:, or where the tune
// would end without K:.
func (g *Guide) header(tune, line string) (keep int, next string) {
	if line == "" && headerEnds(tune) {
		g.sound = append(g.sound, len(tune))
		return len(tune), ""
	}
	ends := strings.HasSuffix(tune, "\n\n")
	if !ends && (len(line) != 2 || line[1] != ':') {
		return len(tune), ""
	}
	for _, f := range g.o.Fields {
		switch {
		case ends || line[0] == 'K':
			if !strings.Contains(tune, "\n"+string(f.Key)+":") || f.Key == 'K' {
				next += string(f.Key) + ":" + f.Value + "\n"
			}
		case f.Key == line[0]:
			return len(tune), f.Value + "\n"
		}
	}
	if next == "" {
		return len(tune), ""
	}
	if g.value('K') == "" {
		next += "K:" // whose value is drawn
	}
	if ends {
		return len(tune) - 1, next // instead of the blank line
	}
	return len(tune) - len(line), next // instead of "K:", which is part of next
}

// value returns the value that a field must have; "" if any will do.
func (g *Guide) value(key byte) string {
	for _, f := range g.o.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// headerEnds reports whether the last finished line is a K: field.
func headerEnds(tune string) bool {
	lines := strings.TrimSuffix(tune, "\n")
	return strings.HasPrefix(lines[strings.LastIndexByte(lines, '\n')+1:], "K:")
}
