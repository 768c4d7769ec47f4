package critic

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/check"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// follow shows a guide a tune as it grows, and returns its first answer other
// than to go on. If it has a memory, that is kept up to date, and text of a form
// that is put where it is anyway is no such answer.
func follow(g *Guide, tune string) (at, keep int, next string) {
	for i := 1; i <= len(tune); i++ {
		formed := g.Memory() != nil
		if formed {
			g.Memory().Push(rune(tune[i-1]))
		}
		keep, next := g.Next(tune[:i])
		there := formed && next != "" && strings.HasPrefix(tune[i:], next)
		if keep != i || next != "" && !there {
			return i, keep, next
		}
	}
	return len(tune), len(tune), ""
}

// TestGuideLetsSoundTunesPass wants no objection to a tune that check finds sound,
// at any moment of its being written.
func TestGuideLetsSoundTunesPass(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "data", "input.txt"))
	if err != nil {
		t.Fatal(err)
	}
	tunes, objections := 0, 0
	each := func(src data.Source) error {
		if !check.Source(src).Valid() {
			return nil
		}
		tunes++
		tune := src.Text + "\n"
		if at, keep, next := follow(NewGuide(GuideOptions{Strict: true}), tune); keep != at || next != "" {
			objections++
			t.Logf("%s:%d: after %q back to %q, next %q", src.File, src.Line, tune[:at], tune[:keep], next)
		}
		return nil
	}
	if err := abctest.EachTune(string(text), "input.txt", each); err != nil {
		t.Fatal(err)
	}
	if tunes < 300 || objections > 0 {
		t.Errorf("%d tunes are sound, and to %d of them the guide objects", tunes, objections)
	}
	t.Run("corpora", func(t *testing.T) {
		n := 0
		abctest.CorpusTunes(t, func(src data.Source) {
			n++
			if n%4 != 0 || strings.Contains(src.FileHeader+src.Text, "V:") || strings.Contains(src.Text, "%%") {
				return // several voices are not written bar by bar
			}
			each(src)
		})
		// Parts that are not played in the order of the text can complete one
		// another in ways that do not show bar by bar.
		if objections > tunes/500 {
			t.Errorf("the guide objects to %d of %d tunes", objections, tunes)
		}
	})
}

func TestGuideStrict(t *testing.T) {
	const head = "X: 1\nT:A\nM:4/4\nK:C\n"
	for name, c := range map[string]struct{ tune, kept, next string }{
		"a long bar":                {head + "CDEF GABc|CDEF GABcd|", head + "CDEF GABc|", ""},
		"a long first bar":          {head + "CDEF GABcd|", head, ""},
		"a short bar, once it is":   {head + "CDEF GABc|CDE|CDEF GABc|", head + "CDEF GABc|", ""},
		"a second ending alone":     {head + "CDEF GABc|[2 CDEF GABc|", head + "CDEF GABc|", ""},
		"an open repeat at the end": {head + "|:CDEF GABc|CDEF GABc||\n\n", head + "|:CDEF GABc|", ""},
		"no notes":                  {head + "\n", "", ""},
		"no key":                    {"X: 1\nT:A\n\n", "", ""},
		"no meter":                  {"X: 1\nT:A\nK:C\nCDEF GABc|", "", ""},
		"bars in quotes":            {head + "\"^a|b\"CDEF GABc|\n\n", head + "\"^a|b\"CDEF GABc|\n\n", ""},
		"bars in comments":          {head + "CDEF % a | b\nGABc|\n\n", head + "CDEF % a | b\nGABc|\n\n", ""},
		"a bar of two strokes":      {head + "CDEF GABc||CDE|CDEF GABc|", head + "CDEF GABc||", ""},
		"a short bar at the end":    {head + "CDEF GABc|CDEF GABc|CDE|\n\n", head + "CDEF GABc|CDEF GABc|", ""},
		"the first of the parts": {"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:B\nCDEF GABc||\n\n",
			"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:B\nCDEF GABc||\n", "P:A\n"},
		"a part that is missing": {"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:A\nCDEF GABc||\n\n",
			"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:A\nCDEF GABc||\n", "P:B\n"},
	} {
		_, keep, next := follow(NewGuide(GuideOptions{Strict: true}), c.tune)
		if c.tune[:keep] != c.kept || next != c.next {
			t.Errorf("%s: kept %q and %q next, want %q and %q", name, c.tune[:keep], next, c.kept, c.next)
		}
	}
}

// TestGuidePatience writes wrong bars again and again: the guide goes back to
// the last bar line, then further, and at last to the beginning.
func TestGuidePatience(t *testing.T) {
	const head, bar, wrong = "X: 1\nT:A\nM:4/4\nK:C\n", "CDEF GABc|", "CDEF GABcd|"
	tests := []struct {
		name string
		bars int  // sound bars before the first wrong one
		mend bool // one of two bars that are drawn is sound
		want []int
	}{
		{"from one fault to the next", 8, false, []int{8, 8, 8, 8, 7, 6, 5, 4, 2, 0}},
		{"from further", 14, false, []int{14, 14, 14, 14, 13, 12, 11, 10, 8, 6, 4, 2}},
		{"each repaired at once", 2, true, upTo(3, 2+repairs)},
	}
	for _, test := range tests {
		g := NewGuide(GuideOptions{Strict: true})
		tune := head + strings.Repeat(bar, test.bars)
		if at, keep, _ := follow(g, tune); at != keep {
			t.Fatalf("%q is not sound", tune)
		}
		var bars []int
		for {
			if test.mend {
				tune += bar
				if keep, _ := g.Next(tune); keep != len(tune) {
					t.Fatalf("%q is not sound", tune)
				}
			}
			keep, _ := g.Next(tune + wrong)
			if keep == 0 {
				break
			}
			bars = append(bars, (keep-len(head))/len(bar))
			tune = tune[:keep]
		}
		if !slices.Equal(bars, test.want) {
			t.Errorf("%s: went back to bars %v, want %v", test.name, bars, test.want)
		}
		if at, keep, _ := follow(g, head+bar); at != keep { // a tune anew
			t.Errorf("%s: %q is not sound", test.name, head+bar)
		}
	}
}

// upTo returns the numbers from first to last.
func upTo(first, last int) (list []int) {
	for i := first; i <= last; i++ {
		list = append(list, i)
	}
	return list
}

func TestGuideLearnt(t *testing.T) {
	const tune = "X: 1\nT:A\nM:4/4\nK:C\nCDEF GABc|\n\n"
	learnt := map[string]bool{Critic{}.Signature("X:7\nT:B\nM:4/4\nL:1/8\nK:D\n\"D\"DEFG \"A7\"ABcd|\n"): true}
	g := NewGuide(GuideOptions{Strict: true, Learnt: func(s string) bool { return learnt[s] }})
	if at, keep, _ := follow(g, tune); at != len(tune) || keep != 0 {
		t.Errorf("after %d bytes of a tune learnt in another key, %d were kept", at, keep)
	}
}

// FuzzGuideWithForms: a writer that does what the guide says, and else writes the given text
// again and again, ends in time or goes on without a fault.
func FuzzGuideWithForms(f *testing.F) {
	abctest.Seed(f)
	forms, err := NewForms([]string{"4/4 ABCD: EFGH:", "6/8 P:AB 'ABC1D2E: 'FGHI tonic", "3/4 'AB: CD:", "none A"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drawn := []rune(strings.ToValidUTF8(text[:min(len(text), 1<<9)], ""))
		g := NewGuide(GuideOptions{Strict: true, Forms: forms, Seed: uint64(len(text))})
		tune := ""
		write := func(text string) {
			for _, c := range text {
				g.Memory().Push(c)
			}
			tune += text
		}
		for i, at := 0, 0; i < 400 && len(drawn) > 0 && len(tune) < 1<<11; i++ {
			write(string(drawn[at%len(drawn)]))
			at++
			for range 50 {
				keep, next := g.Next(tune)
				if keep < 0 || keep > len(tune) {
					t.Fatalf("%q: %d kept", tune, keep)
				}
				tune = tune[:keep]
				g.Memory().Back(len([]rune(tune)))
				if next == "" {
					break
				}
				write(next)
			}
		}
	})
}

// FuzzGuide: whatever is written, in whatever order, a guide keeps part of it.
func FuzzGuide(f *testing.F) {
	abctest.Seed(f)
	fields, _ := HeaderFields("Edor", "", "jig")
	f.Fuzz(func(t *testing.T, text string) {
		text = text[:min(len(text), 1<<10)]
		g := NewGuide(GuideOptions{Fields: fields, Strict: true, Learnt: func(string) bool { return false }})
		for i := range text {
			if keep, _ := g.Next(text[:i]); keep < 0 || keep > i {
				t.Fatalf("%q: %d kept", text[:i], keep)
			}
		}
		Critic{}.Signature(text)
		Critic{}.Variants(text)
		Critic{}.Musical(text)
	})
}
