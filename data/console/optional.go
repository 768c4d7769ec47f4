package console

import (
	"errors"
	"strconv"

	"github.com/urfave/cli/v2"
)

// OptionalNumber is the value of a flag that may stand alone, as --renumber, or with a
// number, as --renumber 5 and --renumber=5.
type OptionalNumber struct {
	Number int
	Given  bool

	alone int
}

// OptionalNumberFlag returns a flag whose number, without one, is alone.
func OptionalNumberFlag(name, usage string, alone int) (*cli.GenericFlag, *OptionalNumber) {
	value := &OptionalNumber{alone: alone}
	return &cli.GenericFlag{Name: name, Usage: usage, Value: value}, value
}

// Set implements flag.Value. Package flag sets "true" if nothing follows.
func (o *OptionalNumber) Set(text string) error {
	n, err := o.alone, error(nil)
	if text != "true" {
		if n, err = parseDigits(text); err != nil {
			return err
		}
	}
	o.Number, o.Given = n, true
	return nil
}

// String implements flag.Value.
func (o *OptionalNumber) String() string {
	if o == nil || !o.Given {
		return ""
	}
	return strconv.Itoa(o.Number)
}

// IsBoolFlag tells package flag that the flag may stand alone.
func (o *OptionalNumber) IsBoolFlag() bool { return true }

var errNoNumber = errors.New("must be a number")

// parseDigits reads a number from 0 on.
func parseDigits(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 30)
	if err != nil {
		return 0, errNoNumber
	}
	return int(n), nil
}
