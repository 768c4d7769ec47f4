package command

import (
	"encoding/json"
	"fmt"
	"io"

	"charabanc/abcmidi/check"
	"charabanc/abcmidi/corpus"
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
			console.ShardFlag(),
		),
		Action: checkTunes,
	}
}

func checkTunes(c *cli.Context) error {
	job, err := console.NewJob(c)
	switch {
	case err != nil:
		return err
	case c.Bool("rules") && job.First():
		return listRules(c)
	case c.Bool("rules"):
		return nil
	}
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	choice, err := choiceOf(c) // counts for all processes
	if err != nil {
		return err
	}
	out, err := job.Output(c.String("output"), c.Args().Slice())
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer out.Abort()
	var sum checkSummary
	err = console.Join(job, out, func(out, _ io.Writer) (checkPartial, error) {
		return checkPart(job, out, choice.Again())
	}, func(part checkPartial) error {
		sum.add(part.Sum)
		choice.Add(part.Choice)
		return nil
	})
	if err == nil && job.KnowsAll() {
		err = endTunes(c, c.Args().Slice(), choice, sum.Read)
	}
	if err == nil {
		err = out.Commit()
	}
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if job.First() {
		fmt.Fprintln(c.App.ErrWriter, sum)
	}
	return nil
}

// checkPart checks the tunes of the process's shard.
func checkPart(job *console.Job, out io.Writer, choice *corpus.Choice) (part checkPartial, err error) {
	tunes, err := openTunes(job.C, job.C.Args().Slice(), job.Shard, choice)
	if err != nil {
		return part, err
	}
	defer tunes.sources.Close()
	toJSON := json.NewEncoder(out)
	toJSON.SetEscapeHTML(false)
	var files check.Files
	err = tunesInOrder(job.C, tunes, checkTune, func(t checkedTune) error {
		if files.Add(t.Report); t.before {
			return nil
		}
		part.Sum.count(t.Report)
		if job.C.Bool("json") {
			return toJSON.Encode(struct {
				*check.Report
				Valid bool `json:"valid"`
			}{t.Report, t.Valid()})
		}
		for _, f := range t.Findings {
			if _, err := fmt.Fprintln(out, f); err != nil {
				return err
			}
		}
		return nil
	})
	part.Sum.Read, part.Choice = tunes.read, choice.Count()
	return part, err
}

// checkedTune is the report of a tune, or the number alone of one before the shard.
type checkedTune struct {
	*check.Report
	before bool
}

func checkTune(t chosenTune) checkedTune {
	if t.before {
		return checkedTune{check.Numbered(t.Source), true}
	}
	return checkedTune{check.Source(t.Source), false}
}

// checkPartial is what a process has checked.
type checkPartial struct {
	Sum    checkSummary
	Choice corpus.Counts
}

// checkSummary counts what check found.
type checkSummary struct {
	Read                               int // tunes, those that are not chosen too
	Tunes, Valid, Bars, BadBars, Hints int
}

func (s *checkSummary) count(r *check.Report) {
	s.Tunes, s.Bars, s.BadBars = s.Tunes+1, s.Bars+r.Bars, s.BadBars+r.BadBars
	if r.Valid() {
		s.Valid++
	}
	for _, f := range r.Findings {
		if f.Severity == check.Hint {
			s.Hints++
		}
	}
}

func (s *checkSummary) add(o checkSummary) {
	*s = checkSummary{s.Read + o.Read, s.Tunes + o.Tunes, s.Valid + o.Valid, s.Bars + o.Bars, s.BadBars + o.BadBars, s.Hints + o.Hints}
}

func (s checkSummary) String() string {
	good := s.Bars - s.BadBars
	return fmt.Sprintf("%d of %d tunes fully valid (%.1f %%), %d of %d bars without a finding (%.1f %%)%s",
		s.Valid, s.Tunes, percent(s.Valid, s.Tunes), good, s.Bars, percent(good, s.Bars), countHints(s.Hints))
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
