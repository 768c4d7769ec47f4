package critic

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// Survey is what a collection of tunes is like, in figures that can be laid beside
// those of another.
type Survey struct {
	Tunes, Valid  int // Valid: check finds nothing
	Bars, BadBars int
	Keys          Histogram[string] // of the headers' K:, M: and R:
	Meters        Histogram[string]
	Rhythms       Histogram[string]
	PitchClasses  Histogram[int] // of played notes, semitones above C
	Intervals     Histogram[int] // from note to note, semitones

	characters []float64 // of each tune
	bars       []float64
	repeated   []float64 // share of a tune's bars that stood in it before, to the letter
	runs       [2][]float64
	copies     [2]int
	halves     [2]int
	libraries  [2]*Library
}

// The ways a tune is compared with the library: as it stands, and in one key.
const (
	asWritten = iota
	inOneKey
)

// NewSurveys returns two empty surveys of tunes that are compared with others,
// which they may have been learnt from.
func NewSurveys(others []string) (a, b *Survey) {
	libraries := [2]*Library{asWritten: NewLibrary(others, false), inOneKey: NewLibrary(others, true)}
	return newSurvey(libraries), newSurvey(libraries)
}

func newSurvey(libraries [2]*Library) *Survey {
	return &Survey{Keys: Histogram[string]{}, Meters: Histogram[string]{}, Rhythms: Histogram[string]{},
		PitchClasses: Histogram[int]{}, Intervals: Histogram[int]{}, libraries: libraries}
}

// Add looks at one tune. If it is one of the others, own is its number among them,
// and it is compared with the rest; else own is -1.
func (s *Survey) Add(text string, own int) {
	tune, parsing := abc.Parse(text)
	report := check.Tune(tune, parsing)
	s.Tunes++
	if report.Valid() {
		s.Valid++
	}
	s.Bars += report.Bars
	s.BadBars += report.BadBars
	s.characters = append(s.characters, float64(utf8.RuneCountInString(text)))
	s.bars = append(s.bars, float64(report.Bars))
	s.Keys.add(tune.Field('K'))
	s.Meters.add(tune.Field('M'))
	s.Rhythms.add(tune.Field('R'))
	s.notes(tune)
	s.repeated = append(s.repeated, repetition(text))
	for form, library := range s.libraries {
		run, length := library.Longest(text, own)
		s.runs[form] = append(s.runs[form], float64(run)/float64(max(length, 1)))
		if length == 0 { // nothing was written, and nothing copied
			continue
		}
		if 2*run >= length {
			s.halves[form]++
		}
		if run == length {
			s.copies[form]++
		}
	}
}

// notes counts what the first voice plays.
func (s *Survey) notes(tune *abc.Tune) {
	played, err := play.Play(tune, score.Options{Accompaniment: score.NoAccompany})
	if err != nil || len(played.Voices) == 0 {
		return
	}
	last := -1
	for _, e := range played.Voices[0].Events {
		key := int(e.Key)
		s.PitchClasses.add(key % 12)
		if last >= 0 {
			s.Intervals.add(key - last)
		}
		last = key
	}
}

// repetition is the share of a tune's bars that stood in it before, to the letter.
func repetition(text string) float64 {
	bars := strings.FieldsFunc(Skeleton(text), func(r rune) bool { return strings.ContainsRune("|:[]", r) })
	seen := map[string]bool{}
	again := 0
	for _, b := range bars {
		if seen[b] {
			again++
		}
		seen[b] = true
	}
	return float64(again) / float64(max(len(bars), 1))
}

// Histogram counts how often each value comes.
type Histogram[V cmp.Ordered] map[V]int

func (h Histogram[V]) add(v V) { h[v]++ }

func (h Histogram[V]) total() (n int) {
	for _, count := range h {
		n += count
	}
	return n
}

// Distance is the total variation distance of two histograms: the share of one
// that would have to change to make it the other, 0 to 1.
func (h Histogram[V]) Distance(o Histogram[V]) float64 {
	all := maps.Clone(h)
	maps.Copy(all, o)
	sum := 0.0
	for v := range all {
		sum += math.Abs(h.share(v) - o.share(v))
	}
	return sum / 2
}

func (h Histogram[V]) share(v V) float64 { return float64(h[v]) / float64(max(h.total(), 1)) }

// top names the n most frequent values with their shares.
func (h Histogram[V]) top(n int) string {
	values := slices.SortedFunc(maps.Keys(h), func(a, b V) int {
		return cmp.Or(cmp.Compare(h[b], h[a]), cmp.Compare(a, b))
	})
	var list []string
	for _, v := range values[:min(n, len(values))] {
		name := fmt.Sprint(v)
		if name == "" {
			name = "none"
		}
		list = append(list, fmt.Sprintf("%s %.0f %%", name, 100*h.share(v)))
	}
	return strings.Join(list, ", ")
}

// quantile of a list, which it sorts; 0 of an empty one.
func quantile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[int(math.Round(q*float64(len(list)-1)))]
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum / float64(max(len(list), 1))
}

// WriteSurveys prints two surveys side by side, and how far apart they are.
func WriteSurveys(out io.Writer, names [2]string, surveys [2]*Survey) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what string, figure func(*Survey) string) {
		fmt.Fprintf(w, "%s\t%s\t%s\t\n", what, figure(surveys[0]), figure(surveys[1]))
	}
	percent := func(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(max(whole, 1))) }
	fmt.Fprintf(w, "\t%s\t%s\t\n", names[0], names[1])
	row("tunes", func(s *Survey) string { return fmt.Sprint(s.Tunes) })
	row("fully valid", func(s *Survey) string { return percent(s.Valid, s.Tunes) })
	row("bars with a finding", func(s *Survey) string { return fmt.Sprintf("%.2f %%", 100*float64(s.BadBars)/float64(max(s.Bars, 1))) })
	row("characters a tune, mean (median)", func(s *Survey) string {
		return fmt.Sprintf("%.0f (%.0f)", mean(s.characters), quantile(s.characters, 0.5))
	})
	row("bars a tune, mean (median)", func(s *Survey) string {
		return fmt.Sprintf("%.1f (%.0f)", mean(s.bars), quantile(s.bars, 0.5))
	})
	row("bars that stood in the tune before", func(s *Survey) string { return fmt.Sprintf("%.1f %%", 100*mean(s.repeated)) })
	for form, how := range []string{"", ", in one key"} {
		row("longest run in one learnt tune"+how+", median (95th percentile)", func(s *Survey) string {
			return fmt.Sprintf("%.3f (%.3f)", quantile(s.runs[form], 0.5), quantile(s.runs[form], 0.95))
		})
		row("half or more of it in one learnt tune"+how, func(s *Survey) string { return percent(s.halves[form], s.Tunes) })
		row("copies"+how, func(s *Survey) string { return fmt.Sprint(s.copies[form]) })
	}
	row("keys", func(s *Survey) string { return s.Keys.top(4) })
	row("meters", func(s *Survey) string { return s.Meters.top(4) })
	row("rhythms", func(s *Survey) string { return s.Rhythms.top(3) })
	a, b := surveys[0], surveys[1]
	fmt.Fprintf(w, "distance (0 alike, 1 nothing in common)\tkeys %.3f, meters %.3f, rhythms %.3f\tpitch classes %.3f, intervals %.3f\t\n",
		a.Keys.Distance(b.Keys), a.Meters.Distance(b.Meters), a.Rhythms.Distance(b.Rhythms),
		a.PitchClasses.Distance(b.PitchClasses), a.Intervals.Distance(b.Intervals))
	return w.Flush()
}
