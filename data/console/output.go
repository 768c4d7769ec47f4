package console

import (
	"io"

	"charabanc/data"

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
	name := c.String("output")
	if err := data.NotAnInput(name, inputs); err != nil {
		return nil, err
	}
	return data.Output(name, c.App.Writer)
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
