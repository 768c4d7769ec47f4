package console

import (
	"encoding/json"
	"fmt"
	"io"

	"charabanc/data"
	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

// OutputFlag returns the flag -o of commands that make text.
func OutputFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` to write, - for standard output", Value: "-"}
}

// Output begins the file that OutputFlag names, or standard output. It refuses a file
// that is one of inputs. Nothing is there under its name before Commit, which the
// caller calls last; Abort, which may be deferred, gives it up.
func Output(c *cli.Context, inputs []string) (*data.File, error) {
	j := Job{C: c, comm: ranks.Alone}
	return j.Output(c.String("output"), inputs)
}

// Print writes a result to Output, as JSON if the flag --json is set and otherwise with
// text. The command's name begins errors.
func Print(c *cli.Context, inputs []string, result any, text func(io.Writer) error) error {
	err := printTo(c, inputs, result, text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Command.Name, err)
	}
	return nil
}

func printTo(c *cli.Context, inputs []string, result any, text func(io.Writer) error) error {
	out, err := Output(c, inputs)
	if err != nil {
		return err
	}
	defer out.Abort()
	if c.Bool("json") {
		err = json.NewEncoder(out).Encode(result)
	} else {
		err = text(out)
	}
	if err != nil {
		return err
	}
	return out.Commit()
}

// A Writer remembers the first error of writing. Package cli ignores those of the help
// that it prints.
type Writer struct {
	W   io.Writer
	Err error
}

// Write writes to W.
func (w *Writer) Write(p []byte) (int, error) {
	n, err := w.W.Write(p)
	if w.Err == nil {
		w.Err = err
	}
	return n, err
}
