package critic

import (
	"fmt"
	"strings"

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
	rhythm, usual, err := namedRhythm(rhythm)
	if err != nil {
		return nil, err
	}
	if meter == "" {
		meter = usual
	}
	if k, err := abc.ParseKey(key); key != "" && (err != nil || k.Tonic == "") {
		return nil, fmt.Errorf("key %q: choose one such as G, Am or Edor", key)
	}
	if m, err := abc.ParseMeter(meter); meter != "" && (err != nil || !m.Bar().Positive()) {
		return nil, fmt.Errorf("meter %q: choose one such as 6/8 or 4/4", meter)
	}
	var fields []HeaderField
	for _, f := range []HeaderField{{'R', rhythm}, {'M', meter}, {'K', key}} {
		if f.Value != "" {
			fields = append(fields, f)
		}
	}
	return fields, nil
}

// header is Next while the tune is in its header; line is the tune's last,
// unfinished line. It gives a field its value as soon as its letter and colon
// have been written, and adds the missing fields before K:, or where the tune
// would end without K:.
func (g *Guide) header(tune, line string) (keep int, next string) {
	if end := headerEnd(tune); end > 0 {
		g.sound = append(g.sound, end)
		return len(tune), ""
	}
	ends := strings.HasSuffix(tune, "\n\n")
	if !ends && (len(line) != 2 || line[1] != ':') {
		return len(tune), ""
	}
	if !ends && !g.mayOrder(line[0]) {
		return len(tune) - len(line), ""
	}
	for _, f := range g.fields {
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

// headerEnd returns where the line after K: begins, 0 if it does not. A tune that
// goes on from a primer has a header and music from the first.
func headerEnd(tune string) int {
	key := strings.Index("\n"+tune, "\nK:")
	if key < 0 {
		return 0
	}
	end := strings.IndexByte(tune[key:], '\n')
	if end < 0 {
		return 0
	}
	return key + end + 1
}
