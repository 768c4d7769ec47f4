package critic

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/check"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// TestGuideFollowsPeople: a guide has no objection to a sound tune that has its own form.
func TestGuideFollowsPeople(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "data", "input.txt"))
	if err != nil {
		t.Fatal(err)
	}
	tunes, objections := 0, 0
	err = abctest.EachTune(string(text), "input.txt", func(src data.Source) error {
		tune := src.Text + "\n"
		forms, err := NewForms([]string{Critic{}.Form(tune)})
		if err != nil || !check.Source(src).Valid() {
			return err
		}
		tunes++
		g := NewGuide(GuideOptions{Strict: true, Forms: forms})
		if at, keep, next := follow(g, tune); keep != at || next != "" {
			objections++
			t.Logf("%s: after %q back to %q, next %q", Critic{}.Form(tune), tune[:at], tune[:keep], next)
		}
		return nil
	})
	if err != nil || tunes < 300 || objections > 0 {
		t.Errorf("%d tunes are sound, and to %d of them the guide objects; error %v", tunes, objections, err)
	}
}

// TestGuideMendsTheForm: what differs from the form is replaced, or drawn again.
func TestGuideMendsTheForm(t *testing.T) {
	const head = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n"
	for _, c := range []struct{ what, form, body, kept, next string }{
		{"a repeat that is missing", "4/4 AB: C", "C4|D4|E", "C4|D4", ":|"},
		{"a repeat too early", "4/4 ABC:", "C4|D4:|E", "C4|D4", "|"},
		{"a tune that goes on", "4/4 AB:", "C4|D4:|E", "C4|D4", ":|\n\n"},
		{"a tune that ends too early", "4/4 AB: CD:", "|:C4|D4:|\n\n", "|:C4|D4:|", ""},
		{"an end that is not the tonic", "4/4 AB: tonic", "|:C4|D4:|", "|:C4|", ""},
	} {
		forms, err := NewForms([]string{c.form})
		if err != nil {
			t.Fatal(err)
		}
		g := NewGuide(GuideOptions{Strict: true, Forms: forms})
		if _, keep, next := follow(g, head+c.body); (head + c.body)[:keep] != head+c.kept || next != c.next {
			t.Errorf("%s: after %q back to %q, next %q", c.what, c.body, (head + c.body)[:keep], next)
		}
	}
}

// TestGuideWritesTheHeader: a form that is drawn comes with its meter and order of parts.
func TestGuideWritesTheHeader(t *testing.T) {
	for _, c := range []struct {
		form, meter string // the meter that is asked for
		tune        string
		keep, next  string
	}{
		{"3/4 AB", "", "X:1\nM:", "X:1\nM:", "3/4\n"},
		{"3/4 P:AB AB CD", "", "X:1\nM:3/4\nP:", "X:1\nM:3/4\nP:", "AB\n"},
		{"3/4 P:AB AB CD", "", "X:1\nM:3/4\nK:", "X:1\nM:3/4\n", "P:AB\nK:"},
		{"3/4 Y:AB AB CD", "", "X:1\nM:3/4\nP:", "X:1\nM:3/4\n", ""},
		{"3/4 AB", "", "X:1\nM:3/4\nY:", "X:1\nM:3/4\n", ""},
		{"3/4 AB", "", "X:1\nK:", "X:1\n", "M:3/4\nK:"},
		{"none AB", "", "X:1\nM:", "X:1\nM:", ""},
		{"3/4 AB", "3/4", "X:1\nM:", "X:1\nM:", "3/4\n"},
		{"3/4 P:AB AB CD", "6/8", "X:1\nM:6/8\nK:", "X:1\nM:6/8\nK:", ""}, // no form is in this meter
	} {
		forms, err := NewForms([]string{c.form})
		if err != nil {
			t.Fatal(err)
		}
		fields, err := HeaderFields("", c.meter, "")
		if err != nil {
			t.Fatal(err)
		}
		g := NewGuide(GuideOptions{Strict: true, Forms: forms, Fields: fields})
		if at, keep, next := follow(g, c.tune); at != len(c.tune) || c.tune[:keep] != c.keep || next != c.next {
			t.Errorf("%s, %s: after %q back to %q, next %q, want %q, %q", c.form, c.meter, c.tune[:at], c.tune[:keep], next, c.keep, c.next)
		}
	}
}

// TestGuideAllowsParts: a line with an order of parts that the form has not is drawn again so
// often.
func TestGuideAllowsParts(t *testing.T) {
	forms, err := NewForms([]string{"3/4 AB"})
	if err != nil {
		t.Fatal(err)
	}
	g := NewGuide(GuideOptions{Strict: true, Forms: forms})
	again := 0
	for ; again < 100; again++ {
		g.Memory().Reset()
		g.Memory().Draw(g.draw)
		if _, keep, _ := follow(g, "X:1\nP:"); keep == len("X:1\nP:") {
			break
		}
	}
	if again != maxOrders {
		t.Errorf("drawn again %d times, want %d", again, maxOrders)
	}
}

// TestGuideGivesUpForms: a tune that is begun again often enough has any form, and a bar
// is drawn again to end on the tonic only so often before its last note is replaced.
func TestGuideGivesUpForms(t *testing.T) {
	forms, err := NewForms([]string{"4/4 AB: tonic"})
	if err != nil {
		t.Fatal(err)
	}
	g := NewGuide(GuideOptions{Strict: true, Forms: forms})
	const tune = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:C4|D4:|"
	_, keep, next := follow(g, tune)
	again := 0
	for ; next == "" && keep < len(tune) && again < 100; again++ {
		g.Memory().Back(keep)
		for end := keep + 1; end <= len(tune); end++ { // the same bar again
			g.Memory().Push(rune(tune[end-1]))
			if keep, next = g.Next(tune[:end]); keep < end {
				break
			}
		}
	}
	if closed := strings.Replace(tune, "D4", "C4", 1); again != maxClosing || tune[:keep]+next != closed {
		t.Errorf("a bar was drawn again %d times, want %d; then %q, want %q", again, maxClosing, tune[:keep]+next, closed)
	}
	g = NewGuide(GuideOptions{Strict: true, Forms: forms})
	g.tries = formTries
	if _, keep, next := follow(g, tune+"\nE4|F4|"); next != "" || keep < len(tune) {
		t.Errorf("kept %d, next %q", keep, next)
	}
}

// TestGuideKeepsForms: a tune with a form is begun again after its header twice, then from
// nothing.
func TestGuideKeepsForms(t *testing.T) {
	forms, err := NewForms([]string{"4/4 ABCD:"})
	if err != nil {
		t.Fatal(err)
	}
	const header, tune = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n", "|:C4|D4|E]4|"
	g := NewGuide(GuideOptions{Strict: true, Forms: forms})
	begun := 0
	var begins []int // where the tune was begun again
	for keep := 0; len(begins) < 3 && begun < 100; begun++ {
		text := header + tune
		g.Memory().Back(keep)
		for end := keep + 1; end <= len(text); end++ {
			g.Memory().Push(rune(text[end-1]))
			if keep, _ = g.Next(text[:end]); keep < end {
				break
			}
		}
		if keep <= len(header) {
			begins = append(begins, keep)
		}
	}
	if !slices.Equal(begins, []int{len(header), len(header), 0}) {
		t.Errorf("begun again at %v, want %d twice, then 0", begins, len(header))
	}
}

// TestDraw draws each form as often as it is there, among those of the same header.
func TestDraw(t *testing.T) {
	forms, err := NewForms([]string{"4/4 AB", "4/4 AB", "4/4 ABC", "6/8 ABCD", "4/4 P:AB A B"})
	if err != nil {
		t.Fatal(err)
	}
	random, drawn := rand.New(rand.NewPCG(1, 2)), map[string]int{}
	for range 3000 {
		drawn[forms.Draw("4/4", 0, random).String()]++
	}
	if n := drawn["4/4 ABC"]; len(drawn) != 2 || n < 900 || n > 1100 {
		t.Errorf("drawn %v", drawn)
	}
	if f := forms.Draw("4/4", 2, random); f.String() != "4/4 P:AB A B" {
		t.Errorf("two parts: %s", f)
	}
	if f := forms.Draw("3/4", 0, random); f != nil {
		t.Errorf("3/4: %s", f)
	}
	if _, err := NewForms([]string{"4/4 AB", "x"}); err == nil {
		t.Error("a text that is no form is accepted")
	}
}
