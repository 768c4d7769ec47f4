package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charabanc/abcmidi"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/sound"
	"charabanc/abcmidi/view"
)

// lamp is what lights up: a name, and from when to when in milliseconds.
type lamp struct{ name, from, to int }

// sequence returns the sets of what is lit, one after another, as probe.js writes them. The
// last is empty.
func sequence(lamps []lamp) (sets []string) {
	times := map[int]bool{}
	for _, l := range lamps {
		times[l.from], times[l.to] = true, true
	}
	var all []int
	for at := range times {
		all = append(all, at)
	}
	slices.Sort(all)
	for _, at := range all {
		var lit []int
		for _, l := range lamps {
			if l.from <= at && at < l.to {
				lit = append(lit, l.name)
			}
		}
		slices.Sort(lit)
		var names []string
		for _, name := range slices.Compact(lit) {
			names = append(names, strconv.Itoa(name))
		}
		if set := strings.Join(names, ","); len(sets) == 0 || sets[len(sets)-1] != set {
			sets = append(sets, set)
		}
	}
	return sets
}

// lampsOf returns what the playing of a tune lights: in the text by the offset of each
// mark of the score, in the roll by the index of each note, those of melodies last.
func lampsOf(t testing.TB, text string) (marks, notes []lamp) {
	tune, _ := abcmidi.ParseSource(sources(t, text)[0])
	s, _ := abcmidi.Play(tune, score.Options{Marks: true})
	clock := score.NewClock(s)
	for _, v := range s.Voices {
		for _, m := range v.Marks {
			at := func(end bool) int {
				time := m.At
				if end {
					time = time.Add(m.Length)
				}
				return int(math.Round(1000 * clock.Seconds(time)))
			}
			if !m.Rest {
				marks = append(marks, lamp{m.Pos, at(false), at(true)})
			}
		}
	}
	list := sound.Notes(s)
	slices.SortStableFunc(list, func(a, b sound.Note) int {
		return min(int(s.Voices[b.Voice].Role), 1) - min(int(s.Voices[a.Voice].Role), 1)
	})
	for i, n := range list {
		notes = append(notes, lamp{i, n.Start, n.Start + n.Length})
	}
	return marks, notes
}

// playing opens a page of show with its clock made steady, and chooses twice the tempo. It
// reports whether there is a score.
func playing(t *testing.T, texts ...string) (b *tab, drawn bool) {
	t.Helper()
	b = newTab(t)
	b.prepare("probe.steadyClock(0.03)")
	drawn = b.show(ShowOptions{}, texts...)
	b.set(".player [name=tempo]", "200")
	return b, drawn
}

// TestLamps plays a tune and compares what sounds, and what lights up in text, roll and score,
// one set after another, with the marks and notes of its score.
func TestLamps(t *testing.T) {
	b, drawn := playing(t, showTune)
	eval[any](b, "probe.watch(document.querySelector('.tune'))")
	b.click(".tune .play")
	b.await("probe.lit.text.length && probe.lit.text.at(-1) === '' && document.querySelector('.tune .play').textContent.includes('Play')")
	marks, notes := lampsOf(t, showTune)
	compare(t, "text", eval[[]string](b, "probe.lit.text"), sequence(marks))
	compare(t, "roll", eval[[]string](b, "probe.lit.roll"), sequence(notes))
	if drawn {
		compare(t, "score", eval[[]string](b, "probe.lit.score"), sequence(marks))
	}
	compareSounds(t, eval[[]float64](b, "probe.sounds.map(s => s.when)"), view.New(sources(t, showTune)[0], view.Options{}))
	if at := eval[string](b, "document.querySelector('.player [name=position]').value"); at != "0" {
		t.Errorf("at the end the position is %s", at)
	}
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: lit\n%s\nwant\n%s", what, strings.Join(got, " | "), strings.Join(want, " | "))
	}
}

// compareSounds compares the times for which sounds are scheduled, at twice the tempo, with
// the notes of the view.
func compareSounds(t *testing.T, whens []float64, v *view.View) {
	t.Helper()
	if len(whens) != len(v.Notes) {
		t.Fatalf("%d sounds, want %d", len(whens), len(v.Notes))
	}
	for i, n := range v.Notes {
		if got, want := whens[i]-whens[0], float64(n[0]-v.Notes[0][0])/2000; math.Abs(got-want) > 0.001 {
			t.Errorf("note %d sounds after %.3f s, want %.3f", i, got, want)
		}
	}
}

// TestPlayer works the player: each step does something, and then something becomes true.
func TestPlayer(t *testing.T) {
	b, _ := playing(t, showTune, strings.Replace(showTune, "Lamp", "Other Lamp", 1))
	const (
		plays  = "document.querySelector('.player [name=play]').getAttribute('aria-label') === 'Stop'"
		stands = "document.querySelector('.player [name=play]').getAttribute('aria-label') === 'Play'"
		at     = "Number(document.querySelector('.player [name=position]').value)"
	)
	space := func() { b.press(" ") }
	clicks := func(selector string) func() { return func() { b.click(selector) } }
	sets := func(selector, value string) func() { return func() { b.set(".player "+selector, value) } }
	eval[any](b, "probe.follow()")
	steps := []struct {
		name   string
		do     func()
		become string
		lowest int // position from then until the next step
	}{
		{"the card plays", clicks("#tune-1 .play"), plays + " && " + at + " > 300", 0},
		{"and stops", clicks("#tune-1 .play"), stands, 0},
		{"it stays where it is", func() {}, at + " > 300 && document.querySelector('.abc .sounding')", 0},
		{"space plays on", space, plays + " && " + at + " > 1000", 300},
		{"the tempo keeps the place", sets("[name=tempo]", "100"), plays + " && " + at + " > 1000 && document.querySelector('.percent').textContent === '100 %'", 1000},
		{"the key keeps the place", sets("[name=transpose]", "2"), plays + " && " + at + " > 1000", 1000},
		{"space stops", space, stands + " && " + at + " > 1000", 0},
		{"seeking by the slider", sets("[name=position]", "8000"), at + " === 8000", 0},
		{"seeking by the text", clicks("#tune-1 .abc .note"), at + " === 0", 0},
		{"the place plays", clicks(".player [name=play]"), plays + " && " + at + " > 0", 0},
		{"a loop goes to its section", sets("[name=loop]", "1"), plays + " && " + at + " >= 4000", 4000},
		{"its end goes back", sets("[name=position]", "7900"), plays + " && " + at + " < 5000", 4000},
		{"seeking leaves it", sets("[name=position]", "500"), plays + " && document.querySelector('.player [name=loop]').value === ''", 500},
		{"another tune stops this one", clicks("#tune-2 .play"), plays + " && document.querySelector('.now').textContent === 'The Other Lamp' && !document.querySelector('#tune-1 .sounding')", 0},
		{"the end", sets("[name=position]", "9900"), stands + " && " + at + " === 0 && !document.querySelector('.sounding')", 0},
	}
	for _, s := range steps {
		t.Log(s.name) // which is the last if the wait is in vain
		s.do()
		eval[any](b, "probe.lowest = Infinity")
		b.await("%s", s.become)
		if lowest := eval[float64](b, "Math.min(probe.lowest, %s)", at); lowest < float64(s.lowest) {
			t.Errorf("%s: position %v, want %d or more", s.name, lowest, s.lowest)
		}
	}
}
