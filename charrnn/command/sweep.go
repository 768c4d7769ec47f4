package command

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/charrnn/sweep"
	"charabanc/data"
	"charabanc/data/console"
	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

func (p *program) sweepCommand() *cli.Command {
	o, _ := charrnn.Recipe(bestRecipe)
	return &cli.Command{
		Name:      "sweep",
		Usage:     "train a network for each row of a grid of options",
		ArgsUsage: "GRID",
		Description: "GRID is a CSV file. Its header has names of flags of train, without dashes; each row is a\n" +
			"run. An empty cell leaves a flag out, and a column name names the run. Flags of train that\n" +
			"are given here are those of every row that has no cell for them.\n" +
			"\n" +
			"   name,units,learning-rate\n" +
			"   small,128,2e-3\n" +
			"   large,512,1e-3\n" +
			"\n" +
			"   charabanc sweep grid.csv -o results.csv --epochs 30\n" +
			"\n" +
			"A run is what train does. Its checkpoints, training log and messages (train.txt) are in a\n" +
			"folder of its own, results/small; without a name, in that of its number, results/1. After\n" +
			"each run, results.csv is written: the grid, with the lowest held-out loss of each run, its\n" +
			"epoch, the time and the folder. charabanc plot results.csv draws it.\n" +
			"\n" +
			"The same command goes on with a sweep that was stopped. Runs that are done are left as they\n" +
			"are, those that were interrupted are continued, those that failed are tried again. A row\n" +
			"whose flags have changed is trained anew, and its former files are kept in previous-1. If\n" +
			"the text has changed, choose another -o, or delete the folders of the runs.\n" +
			"\n" +
			"Several processes may work on one grid, on machines that share the folder: each takes rows\n" +
			"that no other has. Ranks under mpirun do; so do tasks of a batch system, which may also\n" +
			"take the row of their number: --row $SLURM_ARRAY_TASK_ID. One process trains a run.\n" +
			"\n" +
			"The exit code is 1 if runs have failed, 2 if the grid is wrong and nothing has run.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "CSV `FILE` of results", Value: "results.csv"},
			&cli.StringFlag{Name: "folder", Usage: "`FOLDER` of the runs", DefaultText: "the name of the results, without .csv"},
			&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "runs at the same time; they share the processor cores", DefaultText: "one for each core"},
			&cli.IntFlag{Name: "row", Usage: "train this row alone, from 1", DefaultText: "all rows"},
		}, rowFlags(&o)...),
		Action: func(c *cli.Context) error { return p.sweep(c, &o) },
	}
}

// notOfRows are the flags of train that the rows of a grid do not have: each run has a folder
// of its own.
var notOfRows = []string{"resume", "model-dir", "log"}

// rowFlags returns the flags of train that the rows of a grid may have.
func rowFlags(o *charrnn.Options) []cli.Flag {
	return slices.DeleteFunc(trainFlags(o), func(f cli.Flag) bool { return slices.Contains(notOfRows, f.Names()[0]) })
}

// sweep trains the rows of a grid. o is what the flags on the command line set.
func (p *program) sweep(c *cli.Context, o *charrnn.Options) error {
	if err := option.Check(o.Fields()); err != nil {
		return err
	}
	grid, err := readGrid(c)
	if err != nil {
		return err
	}
	s, err := newSweep(c, grid)
	if err != nil {
		return err
	}
	r := &rows{program: program{music: p.music, shipped: p.shipped, alone: true}, given: c, grid: grid}
	r.threads = max(1, runtime.GOMAXPROCS(0)/s.Jobs)
	s.Run = r.train
	for _, row := range grid.Rows {
		flags, err := r.check(row)
		if err != nil {
			return console.Usage("sweep: %w", grid.Errorf(row.Line, "%s", strings.TrimPrefix(err.Error(), "train: ")))
		}
		s.Flags = append(s.Flags, flags)
	}
	world := ranks.World()
	if s.Failed, err = ranks.Share(world, func() (map[int]int, error) { return s.Failures(), nil }); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	s.Wait = world.Size() > 1 && world.Rank() == 0
	err = s.Do(c.Context)
	switch {
	case errors.Is(err, sweep.ErrFailed) && world.Rank() > 0: // rank 0 says so when all have ended
		return nil
	case err != nil && c.Context.Err() != nil:
		return fmt.Errorf("sweep: %w: go on with the same command", charrnn.ErrInterrupted)
	case err != nil:
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
}

// maxGrid bounds a grid, in bytes.
const maxGrid = 1 << 26

// readGrid reads the grid that the argument names, and checks its columns. Of several ranks,
// rank 0 reads it.
func readGrid(c *cli.Context) (*sweep.Grid, error) {
	if c.NArg() != 1 {
		return nil, console.Usage("sweep: name a grid, a CSV file: see charabanc sweep --help")
	}
	in := data.Input{Path: c.Args().First()}
	text, err := ranks.Share(ranks.World(), func() ([]byte, error) {
		stream, err := in.Open(c.Context, c.App.Reader)
		if err != nil {
			return nil, fmt.Errorf("%w: name a CSV file with a run in each row", data.Cause(err))
		}
		defer stream.Close()
		return io.ReadAll(io.LimitReader(stream, maxGrid))
	})
	if err != nil {
		return nil, fmt.Errorf("sweep: grid %s: %w", in.Name(), err)
	}
	grid, err := sweep.ParseGrid(in.Name(), text)
	if err == nil {
		err = checkColumns(grid)
	}
	if err != nil {
		return nil, console.Usage("sweep: %w", err)
	}
	return grid, nil
}

// checkColumns returns an error unless the columns of a grid are flags.
func checkColumns(grid *sweep.Grid) error {
	var o charrnn.Options
	names := []string{sweep.NameColumn}
	for _, f := range rowFlags(&o) {
		names = append(names, f.Names()[0])
	}
	for _, column := range grid.Columns {
		switch {
		case slices.Contains(names, column):
		case slices.Contains(notOfRows, column):
			return grid.Errorf(grid.Line, "column %s: each run has a folder of its own: remove it", column)
		default:
			return grid.Errorf(grid.Line, "column %q is no flag of train%s: see charabanc train --help", column, console.Suggest("", column, names))
		}
	}
	return nil
}

// newSweep returns a sweep as the flags of the command say, without what its rows need.
func newSweep(c *cli.Context, grid *sweep.Grid) (*sweep.Sweep, error) {
	s := &sweep.Sweep{Grid: grid, Folder: c.String("folder"), Output: c.String("output"), Jobs: c.Int("jobs"), Only: c.Int("row"), Out: c.App.ErrWriter}
	n := len(grid.Rows)
	switch {
	case s.Output == "-" || s.Output == "":
		return nil, console.Usage("sweep: --output %q: the results are a file, and the runs are beside it: name a file", s.Output)
	case c.IsSet("jobs") && s.Jobs < 1:
		return nil, console.Usage("sweep: --jobs %d: choose a number from 1", s.Jobs)
	case c.IsSet("row") && (s.Only < 1 || s.Only > n):
		return nil, console.Usage("sweep: --row %d: %s has the rows 1 to %d", s.Only, grid.File, n)
	}
	if err := data.NotAnInput(s.Output, c.Args().Slice()); err != nil {
		return nil, fmt.Errorf("sweep: %w with -o", err)
	}
	if s.Folder == "" {
		if s.Folder = strings.TrimSuffix(s.Output, filepath.Ext(s.Output)); s.Folder == s.Output {
			s.Folder += ".runs"
		}
	}
	if s.Jobs == 0 {
		s.Jobs = runtime.GOMAXPROCS(0)
	}
	if s.Only > 0 {
		n = 1
	}
	s.Jobs = min(s.Jobs, n)
	return s, nil
}
