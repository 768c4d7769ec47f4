package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"charabanc/charrnn"
	"charabanc/charrnn/sweep"
	"charabanc/charrnn/trainlog"
	"charabanc/data"
	"charabanc/data/console"
	"github.com/urfave/cli/v2"
)

func plotCommand() *cli.Command {
	return &cli.Command{
		Name:      "plot",
		Usage:     "plot the loss curves of training logs, or the results of a sweep",
		ArgsUsage: "[LOGS|RESULTS]",
		Description: "Draws the losses of LOGS, or of training_log.csv, over the epochs: in characters on\n" +
			"standard output, or to a picture with -o. The best epoch of each log is marked.\n" +
			"\n" +
			"Of RESULTS, a file that sweep has written, it draws the lowest held-out loss of each run: a\n" +
			"bar in characters, and in a picture a point over the option that varies. With several, the\n" +
			"one with the most numbers is the axis, and the others are in the legend.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "picture `FILE`; its extension is the format: .svg, .png or .pdf; - is an SVG on standard output"},
			&cli.BoolFlag{Name: "accuracy", Usage: "plot accuracies instead"},
			&cli.Float64Flag{Name: "width", Usage: "width of the picture in centimeters", Value: 24},
			&cli.Float64Flag{Name: "height", Usage: "height of the picture in centimeters", Value: 13.5},
		},
		Action: plot,
	}
}

func plot(c *cli.Context) error {
	names := c.Args().Slice()
	if len(names) == 0 {
		names = []string{charrnn.DefaultOptions().Log}
	}
	var logs []trainlog.Named
	for _, name := range names {
		texts, err := readTables(c, name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(texts, sweep.IsResults) {
			if len(names)+len(texts) > 2 {
				return console.Usage("plot: %s: results of a sweep are plotted alone", name)
			}
			return plotResults(c, name, texts[0])
		}
		rows, err := parseLogs(name, texts)
		if err != nil {
			return err
		}
		logs = append(logs, trainlog.Named{Name: name, Rows: rows})
	}
	if len(logs) == 1 {
		logs[0].Name = ""
	}
	if !c.IsSet("output") {
		return plotCurves(c, logs)
	}
	return plotPicture(c, names, func(w io.Writer, o trainlog.PlotOptions) error { return trainlog.Plot(w, logs, o) })
}

// plotResults draws the results of a sweep.
func plotResults(c *cli.Context, name string, text []byte) error {
	table, err := sweep.ParseTable(text)
	if err != nil {
		return fmt.Errorf("plot: results %s: %w", name, err)
	}
	if c.IsSet("output") {
		return plotPicture(c, []string{name}, table.Plot)
	}
	if c.Bool("accuracy") {
		return errAccuracy
	}
	if err := table.Bars(c.App.Writer); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	return nil
}

// errAccuracy says that characters show losses.
var errAccuracy = console.Usage("plot: --accuracy is for pictures: name one with -o")

// readTables reads a file, or those of a folder; - is standard input.
func readTables(c *cli.Context, name string) (texts [][]byte, err error) {
	inputs, err := data.Expand([]string{name}, ".csv")
	if err != nil {
		return nil, fmt.Errorf("plot: log %w, or train first (charabanc train)", err)
	}
	for _, in := range inputs {
		stream, err := in.Open(c.Context, c.App.Reader)
		if err != nil {
			return nil, fmt.Errorf("plot: log %s: %w", name, data.Cause(err))
		}
		text, err := io.ReadAll(io.LimitReader(stream, maxLog))
		stream.Close()
		if err != nil {
			return nil, fmt.Errorf("plot: log %s: %w", name, data.Cause(err))
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// parseLogs returns the rows of a log, of which there is at least one.
func parseLogs(name string, texts [][]byte) ([]*trainlog.Row, error) {
	var rows []*trainlog.Row
	for _, text := range texts {
		more, err := trainlog.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("plot: log %s: %w: name the log of a run, or the results of a sweep", name, err)
		}
		rows = append(rows, more...)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("plot: log %s: no rows: name the log of a run, or train first (charabanc train)", name)
	}
	return rows, nil
}

// maxLog bounds a log, in bytes.
const maxLog = 1 << 28

// plotCurves draws each log in characters.
func plotCurves(c *cli.Context, logs []trainlog.Named) error {
	if c.Bool("accuracy") {
		return errAccuracy
	}
	color := console.IsTerminal(os.Stdout)
	for _, log := range logs {
		if log.Name != "" {
			if _, err := fmt.Fprintln(c.App.Writer, log.Name); err != nil {
				return fmt.Errorf("plot: %w", err)
			}
		}
		if len(log.Rows) == 1 {
			if _, err := fmt.Fprintf(c.App.Writer, "epoch %d: loss %.4f nats; a curve needs two epochs\n", log.Rows[0].Epoch, log.Rows[0].Loss); err != nil {
				return fmt.Errorf("plot: %w", err)
			}
		}
		if err := trainlog.Curve(c.App.Writer, log.Rows, color); err != nil {
			return fmt.Errorf("plot: %w", err)
		}
	}
	return nil
}

// plotPicture writes the picture that draw makes of the named files.
func plotPicture(c *cli.Context, names []string, draw func(io.Writer, trainlog.PlotOptions) error) error {
	output := c.String("output")
	o := trainlog.PlotOptions{Format: "svg", Accuracy: c.Bool("accuracy"), Width: c.Float64("width"), Height: c.Float64("height")}
	if output != "-" {
		if o.Format = trainlog.Format(output); o.Format == "" {
			return console.Usage("plot: %s: unknown format: choose a name that ends in .svg, .png or .pdf", filepath.Base(output))
		}
		if err := data.NotAnInput(output, names); err != nil {
			return fmt.Errorf("plot: %w", err)
		}
	}
	out, err := data.Output(output, c.App.Writer)
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	defer out.Abort()
	if err := draw(out, o); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	if err := out.Commit(); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	return nil
}
