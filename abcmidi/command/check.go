package command

import (
	"encoding/json"
	"fmt"
	"io"

	"charabanc/abcmidi/check"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "look for faults in ABC tunes",
		ArgsUsage: "FILES...",
		Description: "Reports bars whose length is not the meter's, repeats without their other half, notes\n" +
			"out of range, missing headers, text that is not ABC and more, as file:line:column: message.\n" +
			"A tune with hints alone is valid. --rules lists what is looked for.",
		Flags: append(choiceFlags(),
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each tune instead"},
			&cli.BoolFlag{Name: "rules", Usage: "list the rules that findings have, with their severity, and check nothing"},
			console.OutputFlag(),
		),
		Action: checkTunes,
	}
}

func checkTunes(c *cli.Context) error {
	if c.Bool("rules") {
		return listRules(c)
	}
	out, err := console.Output(c, c.Args().Slice())
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer out.Abort()
	toJSON := json.NewEncoder(out)
	toJSON.SetEscapeHTML(false)
	tunes, valid, bars, badBars, hints := 0, 0, 0, 0, 0
	var files check.Files
	err = eachTune(c, func(src data.Source) error {
		report := files.Source(src)
		tunes, bars, badBars = tunes+1, bars+report.Bars, badBars+report.BadBars
		if report.Valid() {
			valid++
		}
		for _, f := range report.Findings {
			if f.Severity == check.Hint {
				hints++
			}
		}
		if c.Bool("json") {
			return toJSON.Encode(struct {
				*check.Report
				Valid bool `json:"valid"`
			}{report, report.Valid()})
		}
		for _, f := range report.Findings {
			if _, err := fmt.Fprintln(out, f); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := out.Commit(); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	fmt.Fprintf(c.App.ErrWriter, "%d of %d tunes fully valid (%.1f %%), %d of %d bars without a finding (%.1f %%)%s\n",
		valid, tunes, percent(valid, tunes), bars-badBars, bars, percent(bars-badBars, bars), countHints(hints))
	return nil
}

func countHints(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", 1 hint"
	}
	return fmt.Sprintf(", %d hints", n)
}

// listRules prints the table of rules.
func listRules(c *cli.Context) error {
	return console.Print(c, nil, check.Rules, func(w io.Writer) error {
		for _, r := range check.Rules {
			if _, err := fmt.Fprintf(w, "%-14s %-6s %s\n", r.Rule, r.Severity, r.What); err != nil {
				return err
			}
		}
		return nil
	})
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(whole, 1)) }
