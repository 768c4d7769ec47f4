// Package console holds what the commands of charrnn, abcmidi and data share:
// usage errors, flags after arguments, the check for missing arguments, and progress on a
// terminal.
package console

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// Exit codes of the program.
const (
	ExitFailed      = 1
	ExitUsage       = 2
	ExitInterrupted = 130
)

// Usage returns an error about how a command was called. It is a
// [cli.ExitCoder] with the code ExitUsage, and wraps what %w names.
func Usage(format string, args ...any) error {
	return cli.Exit(fmt.Errorf(format, args...), ExitUsage)
}

// NeedFiles returns a usage error if the command was called without arguments.
// what names the arguments: "ABC files".
func NeedFiles(c *cli.Context, what string) error {
	if c.Args().Present() {
		return nil
	}
	return Usage("%s: name %s, or - for standard input: see charabanc %[1]s --help", c.Command.Name, what)
}

// OnTerminal reports whether standard error is a terminal.
var OnTerminal = sync.OnceValue(func() bool { return IsTerminal(os.Stderr) })

// IsTerminal reports whether a file is a terminal.
func IsTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// A Bar shows on a terminal how many bytes of the input have been read. The zero
// Bar is ready to use.
type Bar struct{ bar *progressbar.ProgressBar }

// Set shows done of total bytes. A total of 0 is unknown, and shows nothing.
func (b *Bar) Set(done, total int64) {
	if !OnTerminal() || total == 0 {
		return
	}
	if b.bar == nil {
		b.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowBytes(true))
	}
	b.bar.Set64(done)
}

// Clear removes the bar, so that a line can be printed in its place.
func (b *Bar) Clear() {
	if b.bar != nil {
		b.bar.Clear()
	}
}
