package recall

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
)

// people returns tunes of the starter corpus.
func people(t testing.TB) []string {
	text, err := os.ReadFile("../../data/input.txt")
	if err != nil {
		t.Fatal(err)
	}
	return cut(string(text))
}

// proposals returns what a Recall proposes, as text.
func proposals(r *Recall) string {
	var b strings.Builder
	r.Propose(func(c rune, features [4]int) { fmt.Fprintf(&b, "%q %v\n", c, features) })
	return b.String()
}

// scratch returns a Recall of a tune that has never gone back.
func scratch(tune []rune, draw func(string, int) *Form) *Recall {
	r := New()
	r.Draw(draw)
	for _, c := range tune {
		r.Push(c)
	}
	return r
}

// compare returns an error unless two recalls are in the same state.
func compare(a, b *Recall) error {
	switch {
	case !reflect.DeepEqual(a.place, b.place):
		return fmt.Errorf("places\n%+v\n%+v", a.place, b.place)
	case fmt.Sprint(a.text, a.tokens, a.chords, a.bars, a.sections) != fmt.Sprint(b.text, b.tokens, b.chords, b.bars, b.sections):
		return fmt.Errorf("lists of different content")
	case proposals(a) != proposals(b):
		return fmt.Errorf("proposals\n%s\n%s", proposals(a), proposals(b))
	}
	return nil
}

// TestBack goes back to random places of people's tunes, with a form and without, and
// compares with a Recall made from scratch.
func TestBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	form, err := ParseForm("6/8 'ABCDABEF: 'GHIJABEF: tonic")
	if err != nil {
		t.Fatal(err)
	}
	for i, tune := range people(t)[:60] {
		draw := func(string, int) *Form { return nil }
		if i%2 == 0 {
			draw = func(string, int) *Form { return form }
		}
		text := []rune(tune)
		r := New()
		r.Draw(draw)
		var written []rune
		for k := 0; k < 3*len(text); k++ {
			if random.IntN(25) == 0 {
				n := random.IntN(len(written) + 1)
				r.Back(n)
				written = written[:n]
			}
			c := text[len(written)%len(text)]
			if random.IntN(40) == 0 {
				c = text[random.IntN(len(text))]
			}
			r.Push(c)
			written = append(written, c)
			if random.IntN(150) > 0 {
				continue
			}
			if err := compare(r, scratch(written, draw)); err != nil {
				t.Fatalf("%q: %v", string(written), err)
			}
		}
	}
}

// TestBackEverywhere goes back to each character of a tune and on with another text. The
// letter of a field is read as music until its colon comes.
func TestBackEverywhere(t *testing.T) {
	for _, body := range []string{
		"\"G\"C4|\"D\"D4|1\"G\"[CE]4:|2F4||\nP:B\n|:G,4|\nw:la|la \"la\nd:::\n\"A|\"A4:|\nM:3/4\nK:G\nA3|B3|]\n",
		"C4|D\nA:B\nE2F|\nw::|\n|c|:\"A\nC:|\n\\\n[DF]2%|\nP:\n",
	} {
		text := []rune(head + body)
		for n := range len(text) + 1 {
			for _, on := range []string{"", "\"Em\"e2f2|g4|", "::", "\nP:A\n"} {
				r := scratch(text, nil)
				r.Back(n)
				for _, c := range on {
					r.Push(c)
				}
				if err := compare(r, scratch([]rune(string(text[:n])+on), nil)); err != nil {
					t.Fatalf("%q, then %q: %v", string(text[:n]), on, err)
				}
			}
		}
	}
}

// TestReset: a Recall that is used again is like a new one.
func TestReset(t *testing.T) {
	tunes := people(t)
	r := New()
	for _, tune := range tunes[:20] {
		r.Reset()
		for _, c := range tune {
			r.Push(c)
		}
		if err := compare(r, scratch([]rune(tune), nil)); err != nil {
			t.Fatalf("%q: %v", tune, err)
		}
	}
}

// FuzzRecall: no text makes a Recall panic, and it goes back exactly.
func FuzzRecall(f *testing.F) {
	for _, tune := range people(f)[:10] {
		f.Add(tune, uint16(40), "6/8 'ABCDABEF: 'GHIJABEF: tonic")
	}
	f.Add("X:1\nM:4/4\nK:G\n|:A2|1B:|2 c||[1\"G\"d[2", uint16(20), "4/4 AB1C2D E:")
	f.Add("X:1\nM:6/8\nK:G\nP:A\n\"G\"A6|\nw:la|\nA:\"G|[CE]6:|2 (3:2:3ABC|\n", uint16(35), "6/8 A:")
	f.Fuzz(func(t *testing.T, tune string, at uint16, form string) {
		drawn, err := ParseForm(form)
		if err != nil {
			drawn = nil
		}
		draw := func(string, int) *Form { return drawn }
		text := []rune(tune)
		r := scratch(text, draw)
		r.Complete()
		r.Closes()
		proposals(r)
		n := int(at) % (len(text) + 1)
		r.Back(n)
		if err := compare(r, scratch(text[:n], draw)); err != nil {
			t.Fatalf("back at %d: %v", n, err)
		}
		r.Strict(true)
		for _, c := range text[n:] {
			r.Push(c)
			r.Propose(func(c rune, features [4]int) {
				for i, f := range features {
					if f < -1 && (f != Never || i > 0) || f >= count {
						t.Fatalf("feature %d of %d", f, count)
					}
				}
			})
			if at, _, ok := r.Fault(); ok && (at < 0 || at > len(r.raw)) {
				t.Fatalf("a fault at %d of %d", at, len(r.raw))
			}
			if at, want := r.Closing(); want != "" && (at < 0 || at > len(r.raw)) {
				t.Fatalf("%q at %d of %d", want, at, len(r.raw))
			}
		}
		r.Strict(false)
		if err := compare(r, scratch(text, draw)); err != nil {
			t.Fatal(err)
		}
		if f := FormOf(tune); f != nil {
			if g, err := ParseForm(f.String()); err != nil || !reflect.DeepEqual(f, g) {
				t.Fatalf("form %q is read as %+v, error %v", f, g, err)
			}
		}
	})
}

// count is the number of features.
var count = features

// TestFeatures: each feature has a name of its own, and proposals have features that exist.
func TestFeatures(t *testing.T) {
	names := New().Features()
	if len(names) != features {
		t.Fatalf("%d names of %d features", len(names), features)
	}
	seen := map[string]bool{}
	for _, n := range names {
		if seen[n] {
			t.Fatalf("two features are called %q", n)
		}
		seen[n] = true
	}
	if names[chord.id(1, 2, 0, 1)] != "chord 1 2 0 1" {
		t.Errorf("feature %q", names[chord.id(1, 2, 0, 1)])
	}
}
