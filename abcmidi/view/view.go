package view

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/critic"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/sound"
	"charabanc/data"
)

// Options are the choices of [New].
type Options struct {
	Score score.Options

	// Neighbours are the tunes that the tune is compared with; nil: none.
	Neighbours *critic.Neighbours
}

// View is what a page shows of a tune.
type View struct {
	ID     string `json:"id,omitempty"` // in a book of tunes; set by who keeps one
	Number string `json:"number"`       // X:
	Title  string `json:"title"`
	Key    string `json:"key"`
	Meter  string `json:"meter"`
	Rhythm string `json:"rhythm"`
	ABC    string `json:"abc"`

	Length   int              `json:"length"` // milliseconds
	Tempo    float64          `json:"tempo"`  // quarter notes a minute, at the beginning
	Voices   []Voice          `json:"voices"`
	Notes    []Note           `json:"notes"` // in the order of their beginnings
	Marks    []Mark           `json:"marks"` // in the order of their beginnings
	Bars     []int            `json:"bars"`  // milliseconds at which bars begin
	Sections []Section        `json:"sections"`
	Findings []Finding        `json:"findings"`
	Near     *critic.Nearness `json:"near,omitempty"`
	MIDI     []byte           `json:"midi"` // in base64
}

// Voice is a voice of the score.
type Voice struct {
	Name string `json:"name"`
	Role string `json:"role"` // melody, chords, bass, drums or drone
}

// Note is one sounding note: start and length in milliseconds, pitch in cents (6000 is
// middle C), level from 0 to 1000, index of the voice, and timbre.
type Note [6]int

// Mark says when a note or chord of the text sounds: start and length in milliseconds, and
// from where to where it stands in ABC.
type Mark [4]int

// Section is a part of the tune, each time that it is played.
type Section struct {
	Label string `json:"label"`
	Start int    `json:"start"` // milliseconds
	End   int    `json:"end"`
}

// Finding is one of check's, and where it is in ABC.
type Finding struct {
	From     int            `json:"from"`
	To       int            `json:"to"`
	Line     int            `json:"line"` // of the file
	Column   int            `json:"column"`
	Rule     check.Rule     `json:"rule"`
	Severity check.Severity `json:"severity"`
	Message  string         `json:"message"`
}

var roleNames = [...]string{score.Melody: "melody", score.Chords: "chords", score.Bass: "bass", score.Drums: "drums", score.Drone: "drone"}

// New returns the view of a tune. It never fails: what is wrong with the tune is among
// the findings.
func New(src data.Source, o Options) *View {
	tune, parsing := abc.ParseSource(src)
	o.Score.Marks = true
	s, playing := play.Play(tune, o.Score)
	text := newText(tune, src.FileHeader)
	v := &View{
		Number: tune.Number(), Title: tune.Title(), Key: tune.Field('K'), Meter: tune.Field('M'), Rhythm: abc.PlainText(tune.Field('R')),
		ABC: text.shown, Tempo: s.Tempos[0].Quarters.Float(),
		Voices: []Voice{}, Notes: []Note{}, Marks: []Mark{}, Bars: []int{}, Sections: []Section{}, Findings: []Finding{},
	}
	clock := score.NewClock(s)
	v.sounds(s, clock)
	v.marks(tune, s, clock, text)
	v.findings(tune, parsing, playing, text)
	v.midi(tune, s)
	if o.Neighbours != nil {
		near := o.Neighbours.Nearest(tune.Text)
		near.From, near.To = text.offset(near.From), text.offset(near.To)
		v.Near = &near
	}
	return v
}

// maxNotes bounds the notes and marks of a page. The longest human tunes play a few
// thousand.
const maxNotes = 50_000

// sounds adds the voices and notes.
func (v *View) sounds(s *score.Score, clock *score.Clock) {
	for i := range s.Voices {
		name := s.Voices[i].Name
		if name == "" {
			name = s.Voices[i].ID
		}
		v.Voices = append(v.Voices, Voice{name, roleNames[s.Voices[i].Role]})
	}
	notes := sound.Notes(s)
	if len(notes) > maxNotes {
		v.Findings = append(v.Findings, Finding{Line: 1, Column: 1, Rule: check.RuleSyntax, Severity: check.Fault,
			Message: fmt.Sprintf("the tune plays %d notes: the page has the first %d", len(notes), maxNotes)})
		notes = notes[:maxNotes]
	}
	for _, n := range notes {
		v.Notes = append(v.Notes, Note{n.Start, n.Length, n.Cents, n.Level, n.Voice, int(n.Timbre)})
		v.Length = max(v.Length, n.Start+n.Length)
	}
	v.Length = max(v.Length, milliseconds(clock.Seconds(s.Length)))
}

// marks adds the marks of all voices, the bars, and the sections of the first voice.
func (v *View) marks(tune *abc.Tune, s *score.Score, clock *score.Clock, text *shownText) {
	first := true
	for i := range s.Voices {
		var times []timedMark
		for _, m := range s.Voices[i].Marks {
			start := milliseconds(clock.Seconds(m.At))
			times = append(times, timedMark{start, m.Pos})
			if !m.Rest && len(v.Marks) < maxNotes {
				length := max(milliseconds(clock.Seconds(m.At.Add(m.Length)))-start, 1)
				v.Marks = append(v.Marks, Mark{start, length, text.offset(m.Pos), text.offset(text.end(m.Pos))})
			}
		}
		if first && len(times) > 0 {
			v.Sections, first = sections(times, boundsOf(tune, s.Voices[i].ID), v.Length), false
		}
	}
	for _, bar := range s.Bars {
		v.Bars = append(v.Bars, milliseconds(clock.Seconds(bar)))
	}
	slices.SortStableFunc(v.Marks, func(a, b Mark) int { return a[0] - b[0] })
}

func milliseconds(seconds float64) int { return int(math.Round(1000 * seconds)) }

// findings adds what check finds, and what could not be played as written.
func (v *View) findings(tune *abc.Tune, parsing, playing error, text *shownText) {
	list := check.Tune(tune, parsing).Findings
	var errs abc.ErrorList
	if played, ok := playing.(abc.ErrorList); ok {
		errs = played
	}
	for _, e := range errs {
		list = append(list, check.FromParser(e))
	}
	first := tune.Position(0).Line
	for _, f := range list {
		at := abc.Offset(tune.Text, f.Line-first+1, f.Column)
		v.Findings = append(v.Findings, Finding{text.offset(at), text.offset(text.word(at)), f.Line, f.Column, f.Rule, f.Severity, f.Message})
	}
	slices.SortStableFunc(v.Findings, func(a, b Finding) int { return a.From - b.From })
}

// midi adds the MIDI file, as the command midi writes it.
func (v *View) midi(tune *abc.Tune, s *score.Score) {
	var file bytes.Buffer
	if err := smf.Write(&file, s, smf.Options{Division: tune.Division()}); err == nil {
		v.MIDI = file.Bytes()
	}
}
