package command

import (
	"encoding/json"
	"fmt"
	"io"

	"charabanc/abcmidi/check"
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
	var sum checkSummary
	var files check.Files
	err = tunesInOrder(c, func(t chosenTune) *check.Report { return check.Source(t.Source) }, func(report *check.Report) error {
		files.Add(report)
		sum.add(report)
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
	fmt.Fprintln(c.App.ErrWriter, sum)
	return nil
}

// checkSummary counts what check found.
type checkSummary struct{ tunes, valid, bars, badBars, hints int }

func (s *checkSummary) add(r *check.Report) {
	s.tunes, s.bars, s.badBars = s.tunes+1, s.bars+r.Bars, s.badBars+r.BadBars
	if r.Valid() {
		s.valid++
	}
	for _, f := range r.Findings {
		if f.Severity == check.Hint {
			s.hints++
		}
	}
}

func (s checkSummary) String() string {
	good := s.bars - s.badBars
	return fmt.Sprintf("%d of %d tunes fully valid (%.1f %%), %d of %d bars without a finding (%.1f %%)%s",
		s.valid, s.tunes, percent(s.valid, s.tunes), good, s.bars, percent(good, s.bars), countHints(s.hints))
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
