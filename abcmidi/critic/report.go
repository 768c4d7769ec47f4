package critic

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// A Comparison is the figures of two collections of tunes, and how far apart they are.
// Shares are from 0 to 1.
type Comparison struct {
	Collections [2]Figures `json:"collections"`
	Distance    Distance   `json:"distance"`
}

// Figures are those of one collection.
type Figures struct {
	Name       string     `json:"name"`
	Tunes      int        `json:"tunes"`
	Valid      float64    `json:"valid"`    // share of the tunes in which check finds nothing
	BadBars    float64    `json:"bad_bars"` // share of the bars with a finding
	Characters Spread     `json:"characters"`
	Bars       Spread     `json:"bars"`
	Recurrence Recurrence `json:"recurrence"`
	Written    Likeness   `json:"likeness"`
	InOneKey   Likeness   `json:"likeness_in_one_key"`
	Keys       Shares     `json:"keys"`
	Meters     Shares     `json:"meters"`
	Rhythms    Shares     `json:"rhythms"`
}

// A Spread is the middle of what each tune has.
type Spread struct {
	Mean   float64 `json:"mean"`
	Median float64 `json:"median"`
}

// Likeness is how far tunes are copies of those that may have been learnt. A tune's
// longest run is the share of it that is in one of them.
type Likeness struct {
	Median       float64 `json:"longest_run_median"`
	Percentile95 float64 `json:"longest_run_percentile_95"`
	Halves       float64 `json:"halves"` // share of the tunes whose longest run is half or more
	Copies       int     `json:"copies"` // tunes that are all one run
}

// A Recurrence is what comes again within tunes, and how they are built. Bars are compared
// without chord symbols. Shares are of bars, sections or tunes.
type Recurrence struct {
	Exact    float64 `json:"bars_repeated"`            // bars that were in the tune before
	Moved    float64 `json:"bars_repeated_or_moved"`   // these, and those moved by steps
	Next     float64 `json:"bars_equal_to_the_last"`   // bars equal to the one right before
	Rhythms  float64 `json:"rhythms_per_bar"`          // different rhythms of bars in a tune, for each bar
	Eight    float64 `json:"sections_of_8_bars"`       // of all sections
	Fifth    float64 `json:"bar_5_is_1"`               // of these
	Sixth    float64 `json:"bars_5_and_6_are_1_and_2"` // of these
	Sharing  float64 `json:"sections_share_a_bar"`     // tunes whose first two sections have a bar in common, of those with two
	Tonic    float64 `json:"ends_on_tonic"`            // tunes
	Sections Shares  `json:"sections"`                 // lengths of sections, in bars
	Forms    Shares  `json:"forms"`                    // a letter for each section, twice if it is repeated
}

// Shares are relative frequencies.
type Shares = map[string]float64

// A Distance is between the histograms of two collections: 0 if they are alike, 1 if
// they have nothing in common.
type Distance struct {
	Keys         float64 `json:"keys"`
	Meters       float64 `json:"meters"`
	Rhythms      float64 `json:"rhythms"`
	PitchClasses float64 `json:"pitch_classes"`
	Intervals    float64 `json:"intervals"`
	Sections     float64 `json:"sections"` // lengths of sections
	Forms        float64 `json:"forms"`
}

// NewComparison compares two surveys, which it names.
func NewComparison(names [2]string, surveys [2]*Survey) *Comparison {
	a, b := surveys[0], surveys[1]
	return &Comparison{
		Collections: [2]Figures{a.figures(names[0]), b.figures(names[1])},
		Distance: Distance{
			Keys: a.keys.distance(b.keys), Meters: a.meters.distance(b.meters), Rhythms: a.rhythms.distance(b.rhythms),
			PitchClasses: a.pitchClasses.distance(b.pitchClasses), Intervals: a.intervals.distance(b.intervals),
			Sections: a.recurrence.lengths.distance(b.recurrence.lengths), Forms: a.recurrence.forms.distance(b.recurrence.forms),
		},
	}
}

func (s *Survey) figures(name string) Figures {
	spread := func(list []float64) Spread { return Spread{mean(list), quantile(list, 0.5)} }
	likeness := func(l *likeness) Likeness {
		return Likeness{quantile(l.runs, 0.5), quantile(l.runs, 0.95), share(l.halves, s.tunes), l.copies}
	}
	return Figures{
		Name: name, Tunes: s.tunes, Valid: share(s.valid, s.tunes), BadBars: share(s.badBars, s.bars),
		Characters: spread(s.characters), Bars: spread(s.barCounts), Recurrence: s.recurrence.figures(),
		Written: likeness(&s.written), InOneKey: likeness(&s.inOneKey),
		Keys: s.keys.shares(), Meters: s.meters.shares(), Rhythms: s.rhythms.shares(),
	}
}

// String returns a table, the collections side by side.
func (c *Comparison) String() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	row := func(what string, figure func(*Figures) string) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", what, figure(&c.Collections[0]), figure(&c.Collections[1]))
	}
	row("", func(f *Figures) string { return f.Name })
	row("tunes", func(f *Figures) string { return fmt.Sprint(f.Tunes) })
	row("fully valid", func(f *Figures) string { return percent(f.Valid) })
	row("bars with a finding", func(f *Figures) string { return fmt.Sprintf("%.2f %%", 100*f.BadBars) })
	row("characters a tune, mean (median)", func(f *Figures) string {
		return fmt.Sprintf("%.0f (%.0f)", f.Characters.Mean, f.Characters.Median)
	})
	row("bars a tune, mean (median)", func(f *Figures) string {
		return fmt.Sprintf("%.1f (%.0f)", f.Bars.Mean, f.Bars.Median)
	})
	recurrenceRows(row)
	rows(row, "", func(f *Figures) *Likeness { return &f.Written })
	rows(row, ", in one key", func(f *Figures) *Likeness { return &f.InOneKey })
	row("keys", func(f *Figures) string { return top(f.Keys, 3) })
	row("meters", func(f *Figures) string { return top(f.Meters, 3) })
	row("rhythms", func(f *Figures) string { return top(f.Rhythms, 3) })
	d := c.Distance
	fmt.Fprintf(w, "distance (0 alike, 1 nothing in common)\tkeys %.3f, meters %.3f\trhythms %.3f\n", d.Keys, d.Meters, d.Rhythms)
	fmt.Fprintf(w, "\tpitch classes %.3f\tintervals %.3f\n", d.PitchClasses, d.Intervals)
	fmt.Fprintf(w, "\tsections %.3f\tforms %.3f\n", d.Sections, d.Forms)
	w.Flush() // a strings.Builder has no errors
	return out.String()
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// recurrenceRows adds the rows of a recurrence.
func recurrenceRows(row func(string, func(*Figures) string)) {
	for _, r := range []struct {
		what string
		of   func(*Recurrence) float64
	}{
		{"bars that were in the tune before", func(r *Recurrence) float64 { return r.Exact }},
		{"  or moved by steps", func(r *Recurrence) float64 { return r.Moved }},
		{"  right before", func(r *Recurrence) float64 { return r.Next }},
		{"different rhythms for each bar", func(r *Recurrence) float64 { return r.Rhythms }},
		{"sections of 8 bars", func(r *Recurrence) float64 { return r.Eight }},
		{"  in which bar 5 is bar 1", func(r *Recurrence) float64 { return r.Fifth }},
		{"  and bar 6 is bar 2", func(r *Recurrence) float64 { return r.Sixth }},
		{"first two sections share a bar", func(r *Recurrence) float64 { return r.Sharing }},
		{"ends on the tonic", func(r *Recurrence) float64 { return r.Tonic }},
	} {
		row(r.what, func(f *Figures) string { return percent(r.of(&f.Recurrence)) })
	}
	row("sections, in bars", func(f *Figures) string { return top(f.Recurrence.Sections, 3) })
	row("forms", func(f *Figures) string { return top(f.Recurrence.Forms, 3) })
}

// rows adds the rows of a likeness; how qualifies their names.
func rows(row func(string, func(*Figures) string), how string, of func(*Figures) *Likeness) {
	row("longest run in a learnt tune"+how, func(f *Figures) string {
		return fmt.Sprintf("%.3f (95 %%: %.3f)", of(f).Median, of(f).Percentile95)
	})
	row("half or more in a learnt tune"+how, func(f *Figures) string { return percent(of(f).Halves) })
	row("copies"+how, func(f *Figures) string { return fmt.Sprint(of(f).Copies) })
}
