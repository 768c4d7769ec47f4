package critic

import (
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// Survey counts what a collection of tunes is like, to compare it with another
// collection. NewSurveys makes one and NewComparison reports on it.
type Survey struct {
	tunes, valid  int // valid: check finds nothing
	bars, badBars int

	keys, meters, rhythms histogram[string] // K:, M: and R: of the headers
	pitchClasses          histogram[int]    // of the first voice's notes, semitones above C
	intervals             histogram[int]    // from one of its notes to the next, semitones

	// For each tune:
	characters []float64
	barCounts  []float64

	recurrence recurrence

	written, inOneKey likeness
}

// likeness counts how far tunes are copies of the tunes in a library.
type likeness struct {
	library *library
	runs    []float64 // for each tune: share of its form that its longest run has
	halves  int       // tunes whose longest run is half of their form or more
	copies  int       // tunes whose form is all one run
}

// NewSurveys returns two empty surveys of tunes that are compared with the
// others, from which they may have been learnt.
func NewSurveys(others []string) (a, b *Survey) {
	written, inOneKey := newLibrary(others, skeleton), newLibrary(others, bareSkeleton)
	empty := func() *Survey {
		return &Survey{
			keys: histogram[string]{}, meters: histogram[string]{}, rhythms: histogram[string]{},
			pitchClasses: histogram[int]{}, intervals: histogram[int]{},
			recurrence: recurrence{lengths: histogram[int]{}, forms: histogram[string]{}},
			written:    likeness{library: written}, inOneKey: likeness{library: inOneKey},
		}
	}
	return empty(), empty()
}

// Add counts one tune. If it is one of the others, own is its index among them,
// and it is compared with the rest; if not, own is -1.
func (s *Survey) Add(text string, own int) {
	tune, parsing := abc.Parse(text)
	report := check.Tune(tune, parsing)
	s.tunes++
	if report.Valid() {
		s.valid++
	}
	s.bars += report.Bars
	s.badBars += report.BadBars
	s.characters = append(s.characters, float64(utf8.RuneCountInString(text)))
	s.barCounts = append(s.barCounts, float64(report.Bars))
	s.keys[tune.Field('K')]++
	s.meters[tune.Field('M')]++
	s.rhythms[tune.Field('R')]++
	s.addNotes(tune)
	s.recurrence.add(text)
	s.written.add(text, own)
	s.inOneKey.add(text, own)
}

// addNotes counts what the first voice plays.
func (s *Survey) addNotes(tune *abc.Tune) {
	played, err := play.Play(tune, score.Options{Accompaniment: score.NoAccompany})
	if err != nil || len(played.Voices) == 0 {
		return
	}
	last := -1
	for _, e := range played.Voices[0].Events {
		key := int(e.Key)
		s.pitchClasses[key%12]++
		if last >= 0 {
			s.intervals[key-last]++
		}
		last = key
	}
}

// add compares one tune with those of the library but number own.
func (l *likeness) add(text string, own int) {
	found := l.library.longest(text, own)
	l.runs = append(l.runs, found.share())
	if 2*found.run >= found.length && found.length > 0 {
		l.halves++
	}
	if found.copied() {
		l.copies++
	}
}
