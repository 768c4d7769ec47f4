// Package option describes the options of a run. Fields of a struct come in, with
// their names, ranges and texts; command-line flags, range checks, defaults and
// saved options follow from them. So an option is described in a single place.
package option

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// ErrRange is wrapped by errors about options out of range.
var ErrRange = errors.New("out of range")

// A Field is one option.
type Field struct {
	Name        string   // of the flag: "batch-size"
	Aliases     []string // other names of the flag
	Usage       string   // what the option does
	DefaultText string   // how help shows a default of zero; "": as the value
	Value       any      // *int, *uint64, *float64, *bool or *string

	low, high float64  // range of numbers
	above     bool     // low is not part of the range
	choices   []string // range of strings; nil: any string
	ranged    bool     // there is a range
	unset     bool     // a zero stands for the default, though it is in range
	key       string   // name in a saved run; "": not saved
	loose     bool     // a resumed run may have another value
}

// Int returns the field of an integer from low to high.
func Int(name string, value *int, low, high int, usage string) Field {
	return field(Field{Name: name, Value: value, Usage: usage, low: float64(low), high: float64(high), ranged: true})
}

// Float returns the field of a number from low to high.
func Float(name string, value *float64, low, high float64, usage string) Field {
	return field(Field{Name: name, Value: value, Usage: usage, low: low, high: high, ranged: true})
}

// Above returns the field of a number above low, up to high.
func Above(name string, value *float64, low, high float64, usage string) Field {
	f := Float(name, value, low, high, usage)
	f.above = true
	return f
}

// Choice returns the field of a string that is one of choices.
func Choice(name string, value *string, usage string, choices ...string) Field {
	return field(Field{Name: name, Value: value, Usage: usage, choices: choices, ranged: true})
}

// Free returns the field of a value without a range: a *bool, *string or *uint64.
func Free[T bool | string | uint64](name string, value *T, usage string) Field {
	return field(Field{Name: name, Value: value, Usage: usage})
}

// field gives f its name in a saved run: that of the flag, with underscores.
func field(f Field) Field {
	f.key = strings.ReplaceAll(f.Name, "-", "_")
	return f
}

// Shown returns f with a text that help shows for a default of zero.
func (f Field) Shown(text string) Field {
	f.DefaultText = text
	return f
}

// Or returns f with another name of its flag.
func (f Field) Or(alias string) Field {
	f.Aliases = append(f.Aliases, alias)
	return f
}

// SavedAs returns f with another name in a saved run; "" does not save it.
func (f Field) SavedAs(key string) Field {
	f.key = key
	return f
}

// Unset returns f, of a number, with a zero that stands for the default, though it is in
// range.
func (f Field) Unset() Field {
	f.unset = true
	return f
}

// Loose returns f as an option that may have another value when a run is resumed.
func (f Field) Loose() Field {
	f.loose = true
	return f
}

// Range describes the values that f may have: "1 to 64". It is "" for any.
func (f Field) Range() string {
	switch {
	case !f.ranged:
		return ""
	case f.choices != nil:
		return strings.Join(f.choices, " or ")
	case f.above:
		return fmt.Sprintf("above %v, up to %v", f.low, number(f.high))
	}
	return fmt.Sprintf("%v to %v", number(f.low), number(f.high))
}

// number formats whole numbers without an exponent.
func number(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprint(x)
}

// Check returns an error that wraps [ErrRange] if the value of f is out of range.
func (f Field) Check() error {
	if !f.ranged || f.inRange() {
		return nil
	}
	return fmt.Errorf("%s %v: %w: choose %s", f.Name, f.text(), ErrRange, f.Range())
}

func (f Field) inRange() bool {
	if f.choices != nil {
		return slices.Contains(f.choices, *f.Value.(*string))
	}
	x := 0.0
	switch v := f.Value.(type) {
	case *int:
		x = float64(*v)
	case *float64:
		x = *v
	}
	return x <= f.high && (x > f.low || x == f.low && !f.above)
}

// text formats the value for messages.
func (f Field) text() string {
	if v, ok := f.Value.(*string); ok {
		return fmt.Sprintf("%q", *v)
	}
	return fmt.Sprint(f.value())
}

// value is what Value points to.
func (f Field) value() any {
	switch v := f.Value.(type) {
	case *int:
		return *v
	case *uint64:
		return *v
	case *float64:
		return *v
	case *bool:
		return *v
	case *string:
		return *v
	}
	panic(fmt.Sprintf("option: %s is a %T", f.Name, f.Value))
}

// Check returns the error of the first field out of range.
func Check(fields []Field) error {
	for _, f := range fields {
		if err := f.Check(); err != nil {
			return err
		}
	}
	return nil
}

// Complete sets the fields that are zero, and for which zero is out of range or stands
// for the default, to their defaults. Both lists have the same fields in the same order.
func Complete(fields, defaults []Field) {
	for i, f := range fields {
		switch v := f.Value.(type) {
		case *int:
			if *v == 0 && (f.unset || !f.inRange()) {
				*v = *defaults[i].Value.(*int)
			}
		case *float64:
			if *v == 0 && (f.unset || !f.inRange()) {
				*v = *defaults[i].Value.(*float64)
			}
		case *string:
			if *v == "" && f.choices != nil {
				*v = *defaults[i].Value.(*string)
			}
		}
	}
}

// Marshal returns the saved fields as a JSON object.
func Marshal(fields []Field) ([]byte, error) {
	var out bytes.Buffer
	for _, f := range fields {
		if f.key == "" {
			continue
		}
		value, err := json.Marshal(f.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		fmt.Fprintf(&out, ",%q:%s", f.key, value)
	}
	return append(append([]byte{'{'}, bytes.TrimPrefix(out.Bytes(), []byte{','})...), '}'), nil
}

// Unmarshal sets the saved fields from a JSON object. Fields that are not in it keep
// their values.
func Unmarshal(fields []Field, text []byte) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return err
	}
	for _, f := range fields {
		if value, ok := values[f.key]; ok && f.key != "" {
			if err := json.Unmarshal(value, f.Value); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	return nil
}

// Changes lists the saved fields that differ, as "units 32, now 64", without those that
// are loose. Both lists have the same fields in the same order.
func Changes(then, now []Field) []string {
	var list []string
	for i, f := range then {
		if f.key != "" && !f.loose && f.value() != now[i].value() {
			list = append(list, fmt.Sprintf("%s %s, now %s", f.Name, f.text(), now[i].text()))
		}
	}
	return list
}
