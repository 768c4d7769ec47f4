package recall

import (
	"fmt"
	"slices"
	"strings"
)

// A Form is how a tune is built: how long its sections are, how they end, and which bars
// are the same. It is learned from tunes of people and drawn for new ones.
type Form struct {
	Meter    string // value of M:
	Order    string // the field of the header with the order of parts, such as P:AABB; "": none
	Tonic    bool   // the last note is the tonic
	Sections []FormSection
}

// A FormSection is a section of a form.
type FormSection struct {
	Bars     []int // by bar: a number, the same for bars with the same notes; -1: of its own
	First    int   // bars before the first ending; 0: no endings
	Second   int   // bars before the second ending
	Pickup   bool
	Repeated bool
}

// letters stand for bars in the text of a form.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// String returns a form as text, such as "6/8 P:AABB ABCDABEF: 'GHIJABEF: tonic". An
// apostrophe is a pickup, a colon a repeat sign, 1 and 2 begin endings, and * is a bar of
// its own.
func (f *Form) String() string {
	var b strings.Builder
	b.WriteString(f.Meter)
	if f.Order != "" {
		b.WriteString(" " + f.Order)
	}
	for _, s := range f.Sections {
		b.WriteByte(' ')
		if s.Pickup {
			b.WriteByte('\'')
		}
		for i, n := range s.Bars {
			if s.First > 0 && i == s.First {
				b.WriteByte('1')
			}
			if s.First > 0 && i == s.Second {
				b.WriteByte('2')
			}
			if n < 0 {
				b.WriteByte('*')
			} else {
				b.WriteByte(letters[n])
			}
		}
		if s.Repeated {
			b.WriteByte(':')
		}
	}
	if f.Tonic {
		b.WriteString(" tonic")
	}
	return b.String()
}

// Parts returns the number of different parts in the order of parts.
func (f *Form) Parts() int {
	return len(partsOf(f.Order))
}

// partsOf returns the different parts in a field with their order, as they come.
func partsOf(order string) (parts []rune) {
	for i, c := range order {
		if i >= len("P:") && 'A' <= c && c <= 'Z' && !slices.Contains(parts, c) {
			parts = append(parts, c)
		}
	}
	return parts
}

// ParseForm reads what String returns.
func ParseForm(text string) (*Form, error) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return nil, fmt.Errorf("form %q: no sections", text)
	}
	f := &Form{Meter: words[0]}
	for _, w := range words[1:] {
		if w == "tonic" {
			f.Tonic = true
			continue
		}
		if len(w) > 2 && w[1] == ':' && len(f.Sections) == 0 {
			f.Order = w
			continue
		}
		s := FormSection{}
		for i, c := range w {
			n := strings.IndexRune(letters, c)
			switch {
			case c == '\'' && i == 0:
				s.Pickup = true
			case c == ':' && i == len(w)-1:
				s.Repeated = true
			case c == '1' && s.First == 0 && len(s.Bars) > 0:
				s.First = len(s.Bars)
			case c == '2' && s.First > 0 && s.Second == 0:
				s.Second = len(s.Bars)
			case n >= 0 || c == '*':
				s.Bars = append(s.Bars, n)
			default:
				return nil, fmt.Errorf("form %q: unknown sign %q", text, c)
			}
		}
		if s.First > 0 && (s.Second == 0 || s.Second == len(s.Bars)) {
			return nil, fmt.Errorf("form %q: a first ending without a second", text)
		}
		if len(s.Bars) == 0 {
			return nil, fmt.Errorf("form %q: a section without bars", text)
		}
		f.Sections = append(f.Sections, s)
	}
	if len(f.Sections) == 0 {
		return nil, fmt.Errorf("form %q: no sections", text)
	}
	return f, nil
}

// FormOf returns the form of a tune; nil if it has no bars.
func FormOf(tune string) *Form {
	o := NewOutline(tune)
	if len(o.Sections) == 0 {
		return nil
	}
	f := &Form{Meter: o.Meter, Order: o.Order, Tonic: o.Tonic}
	numbers := map[string]int{}
	for _, s := range o.Sections {
		p := FormSection{First: s.First, Second: s.Second, Pickup: s.Pickup, Repeated: s.Repeated}
		for _, b := range s.Bars {
			n, ok := numbers[b.Text]
			if !ok {
				n = len(numbers)
				numbers[b.Text] = n
			}
			if n >= len(letters) {
				n = -1
			}
			p.Bars = append(p.Bars, n)
		}
		f.Sections = append(f.Sections, p)
	}
	return f
}
