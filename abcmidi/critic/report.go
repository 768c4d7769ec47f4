package critic

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteSurveys prints two surveys under their names side by side, and how far
// apart they are.
func WriteSurveys(out io.Writer, names [2]string, surveys [2]*Survey) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what string, figure func(*Survey) string) {
		fmt.Fprintf(w, "%s\t%s\t%s\t\n", what, figure(surveys[0]), figure(surveys[1]))
	}
	fmt.Fprintf(w, "\t%s\t%s\t\n", names[0], names[1])
	row("tunes", func(s *Survey) string { return fmt.Sprint(s.tunes) })
	row("fully valid", func(s *Survey) string { return percent(1, s.valid, s.tunes) })
	row("bars with a finding", func(s *Survey) string { return percent(2, s.badBars, s.bars) })
	row("characters a tune, mean (median)", func(s *Survey) string {
		return fmt.Sprintf("%.0f (%.0f)", mean(s.characters), quantile(s.characters, 0.5))
	})
	row("bars a tune, mean (median)", func(s *Survey) string {
		return fmt.Sprintf("%.1f (%.0f)", mean(s.barCounts), quantile(s.barCounts, 0.5))
	})
	row("bars that stood in the tune before", func(s *Survey) string { return fmt.Sprintf("%.1f %%", 100*mean(s.repeated)) })
	writeLikeness(row, "", func(s *Survey) *likeness { return &s.written })
	writeLikeness(row, ", in one key", func(s *Survey) *likeness { return &s.inOneKey })
	row("keys", func(s *Survey) string { return s.keys.top(4) })
	row("meters", func(s *Survey) string { return s.meters.top(4) })
	row("rhythms", func(s *Survey) string { return s.rhythms.top(3) })
	a, b := surveys[0], surveys[1]
	fmt.Fprintf(w, "distance (0 alike, 1 nothing in common)\tkeys %.3f, meters %.3f, rhythms %.3f\tpitch classes %.3f, intervals %.3f\t\n",
		a.keys.distance(b.keys), a.meters.distance(b.meters), a.rhythms.distance(b.rhythms),
		a.pitchClasses.distance(b.pitchClasses), a.intervals.distance(b.intervals))
	return w.Flush()
}

// writeLikeness prints the rows of a likeness; how qualifies their names.
func writeLikeness(row func(string, func(*Survey) string), how string, of func(*Survey) *likeness) {
	row("longest run in one learnt tune"+how+", median (95th percentile)", func(s *Survey) string {
		return fmt.Sprintf("%.3f (%.3f)", quantile(of(s).runs, 0.5), quantile(of(s).runs, 0.95))
	})
	row("half or more of it in one learnt tune"+how, func(s *Survey) string { return percent(1, of(s).halves, s.tunes) })
	row("copies"+how, func(s *Survey) string { return fmt.Sprint(of(s).copies) })
}

// percent returns part of whole in percent, with so many digits after the point.
func percent(digits, part, whole int) string {
	return fmt.Sprintf("%.*f %%", digits, 100*float64(part)/float64(max(whole, 1)))
}
