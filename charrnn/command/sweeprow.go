package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/sweep"
	"charabanc/charrnn/trainlog"
	"charabanc/data"

	"github.com/urfave/cli/v2"
)

// rows trains the rows of a grid, as train would with their flags.
type rows struct {
	program
	given   *cli.Context // the command line of the sweep
	grid    *sweep.Grid
	threads int // of each run
}

// The files of a run in the folder of its row, beside those of package sweep.
const (
	rowModel    = "model"
	rowLog      = "training_log.csv"
	rowMessages = "train.txt" // what train prints to standard error
)

// context returns the context that the command train would have with the flags of a row,
// and the options that its flags set. A run to resume does not start from a checkpoint.
func (r *rows) context(ctx context.Context, row *sweep.Row, resume bool) (*cli.Context, *charrnn.Options, error) {
	o, _ := charrnn.Recipe(bestRecipe)
	list := trainFlags(&o)
	set := flag.NewFlagSet("train", flag.ContinueOnError)
	for _, f := range list {
		if err := f.Apply(set); err != nil {
			return nil, nil, err
		}
	}
	c := cli.NewContext(&cli.App{Writer: io.Discard, ErrWriter: io.Discard}, set, nil)
	c.Context, c.Command = ctx, &cli.Command{Name: "train", Flags: list}
	for _, f := range rowFlags(new(charrnn.Options)) {
		name := f.Names()[0]
		if name == "from" && resume {
			continue
		}
		for _, v := range r.values(name, row) {
			if err := c.Set(name, verbatim(f, v)); err != nil {
				return nil, nil, fmt.Errorf("%s %q: it is not %s", name, v, wanted(f))
			}
		}
	}
	return c, &o, nil
}

// values returns the values of a flag: that in the row, or those on the command line.
func (r *rows) values(name string, row *sweep.Row) []string {
	if i := slices.Index(r.grid.Columns, name); i >= 0 && row.Cells[i] != "" {
		return row.Cells[i : i+1]
	}
	if !r.given.IsSet(name) {
		return nil
	}
	return valuesOf(r.given, name)
}

// valuesOf returns the values of a flag that is set, as text.
func valuesOf(c *cli.Context, name string) []string {
	if list, ok := c.Value(name).(cli.StringSlice); ok {
		return list.Value()
	}
	return []string{fmt.Sprint(c.Value(name))}
}

// verbatim returns a value for a flag. Without an app, those of lists are cut at commas
// unless they are quoted.
func verbatim(f cli.Flag, value string) string {
	if _, ok := f.(*cli.StringSliceFlag); ok {
		return cli.NewStringSlice(value).Serialize()
	}
	return value
}

// wanted says what the values of a flag are.
func wanted(f cli.Flag) string {
	switch f.(type) {
	case *cli.IntFlag, *cli.Uint64Flag:
		return "a whole number"
	case *cli.Float64Flag:
		return "a number"
	case *cli.BoolFlag:
		return "true or false"
	}
	return "a value"
}

// check returns an error unless a row can be trained, as far as can be told before. It
// returns the flags that its result follows from.
func (r *rows) check(row *sweep.Row) (flags []string, err error) {
	c, o, err := r.context(r.given.Context, row, false)
	if err != nil {
		return nil, err
	}
	if _, err := strconv.Atoi(c.String("from")); err == nil {
		return nil, fmt.Errorf("from %s: name the file of a checkpoint, or %s", c.String("from"), shippedName)
	}
	for _, name := range []string{"input", "validation-input"} {
		if !c.IsSet(name) {
			continue
		}
		if slices.Contains(c.StringSlice(name), "-") {
			return nil, fmt.Errorf("%s -: several runs cannot read standard input: name a file", name)
		}
		if _, err := data.Expand(c.StringSlice(name), ".abc"); err != nil {
			return nil, fmt.Errorf("%s %w", name, err)
		}
	}
	if _, _, err := r.basis(c, o); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(given(c), func(f string) bool { return strings.HasPrefix(f, "threads=") }), nil
}

// given returns the flags that are set in c, with their values.
func given(c *cli.Context) (flags []string) {
	for _, f := range c.Command.Flags {
		if name := f.Names()[0]; c.IsSet(name) {
			for _, v := range valuesOf(c, name) {
				flags = append(flags, name+"="+v)
			}
		}
	}
	return flags
}

// train trains a row in its folder and returns its log.
func (r *rows) train(ctx context.Context, job sweep.Job) ([]*trainlog.Row, error) {
	c, o, err := r.context(ctx, job.Row, job.Resume)
	if err != nil {
		return nil, err
	}
	log := filepath.Join(job.Folder, rowLog)
	own := map[string]string{"model-dir": filepath.Join(job.Folder, rowModel), "log": log}
	if !c.IsSet("threads") {
		own["threads"] = strconv.Itoa(r.threads)
	}
	if job.Resume {
		own["resume"] = "true"
	}
	for name, value := range own {
		if err := c.Set(name, value); err != nil {
			return nil, err
		}
	}
	messages, err := os.OpenFile(filepath.Join(job.Folder, rowMessages), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, data.Cause(err)
	}
	defer messages.Close()
	c.App.ErrWriter = messages
	fmt.Fprintf(messages, "charabanc train --%s\n", strings.Join(given(c), " --"))
	if err = r.run(c, o, job); err != nil {
		fmt.Fprintln(messages, strings.ReplaceAll(err.Error(), "\n", "; "))
		if errors.Is(err, charrnn.ErrInterrupted) {
			err = ctx.Err()
		}
		return nil, err
	}
	return trainlog.ReadFile(log)
}

// run trains with the flags of c. A run that turns out to be at its end has been trained.
func (r *rows) run(c *cli.Context, o *charrnn.Options, job sweep.Job) error {
	text, err := r.prepare(c, o)
	if err != nil {
		return err
	}
	begin := o.Watch.Begin
	o.Watch.Begin = func(v charrnn.Overview) {
		job.Begun()
		begin(v)
	}
	if err = start(c, text, o); errors.Is(err, charrnn.ErrDone) {
		return nil
	}
	return err
}
