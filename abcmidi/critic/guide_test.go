package critic

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/abcmidi/check"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// follow shows a guide a tune as it grows, and returns what it did first.
func follow(g *Guide, tune string) (at, keep int, next string) {
	for i := 1; i <= len(tune); i++ {
		if keep, next := g.Next(tune[:i]); keep != i || next != "" {
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
		// Parts that are played in another order than they stand in can make up
		// for one another in ways that do not show bar by bar.
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
		"a part that is missing": {"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:A\nCDEF GABc||\n\n",
			"X: 1\nT:A\nP:AB\nM:4/4\nK:C\nP:A\nCDEF GABc||\n", "P:B\n"},
	} {
		_, keep, next := follow(NewGuide(GuideOptions{Strict: true}), c.tune)
		if c.tune[:keep] != c.kept || next != c.next {
			t.Errorf("%s: kept %q and %q next, want %q and %q", name, c.tune[:keep], next, c.kept, c.next)
		}
	}
}

// TestGuidePatience writes wrong bars again and again: it must come back to the
// beginning in the end, by way of bars in between.
func TestGuidePatience(t *testing.T) {
	const head, bar = "X: 1\nT:A\nM:4/4\nK:C\n", "CDEF GABc|"
	g := NewGuide(GuideOptions{Strict: true})
	tune := head + strings.Repeat(bar, 8)
	if at, keep, _ := follow(g, tune); at != keep {
		t.Fatalf("%q is not sound", tune)
	}
	var bars []int
	for range 40 {
		keep, _ := g.Next(tune + "CDEF GABcd|")
		if keep == 0 {
			if want := []int{8, 8, 8, 8, 7, 6, 5, 4, 2, 0}; len(bars) != len(want) || bars[4] != want[4] || bars[9] != want[9] {
				t.Errorf("went back to bars %v, want %v", bars, want)
			}
			return
		}
		bars = append(bars, (keep-len(head))/len(bar))
		tune = tune[:keep]
	}
	t.Errorf("went back to bars %v and never to the beginning", bars)
}

func TestGuideLearnt(t *testing.T) {
	const tune = "X: 1\nT:A\nM:4/4\nK:C\nCDEF GABc|\n\n"
	learnt := map[string]bool{Critic{}.Signature("X:7\nT:B\nM:4/4\nL:1/8\nK:D\n\"D\"DEFG \"A7\"ABcd|\n"): true}
	g := NewGuide(GuideOptions{Strict: true, Learnt: func(s string) bool { return learnt[s] }})
	if at, keep, _ := follow(g, tune); at != len(tune) || keep != 0 {
		t.Errorf("after %d bytes of a tune learnt in another key, %d were kept", at, keep)
	}
}

// TestGuideFields writes headers as a model might, and looks what becomes of them.
func TestGuideFields(t *testing.T) {
	for name, c := range map[string]struct{ key, meter, rhythm, written, want string }{
		"all as they come":    {"G", "6/8", "jig", "X: 1\nT:A\nR:Reel\nM:4/4\nK:D\nABc|\n\n", "X: 1\nT:A\nR:Jig\nM:6/8\nK:G\nABc|\n\n"},
		"what does not come":  {"Edor", "", "slip jig", "X: 1\nT:A\nK:D\nABc|\n\n", "X: 1\nT:A\nR:Slip jig\nM:9/8\nK:Edor\nABc|\n\n"},
		"the key stays":       {"", "3/4", "", "X: 1\nT:A\nK:D\nABc|\n\n", "X: 1\nT:A\nM:3/4\nK:D\nABc|\n\n"},
		"an end without K:":   {"", "3/4", "", "X: 1\nT:A\n\nD\nABc|\n\n", "X: 1\nT:A\nM:3/4\nK:D\nABc|\n\n"},
		"not in the body":     {"", "3/4", "", "X: 1\nM:2/4\nK:D\nAB|\nM:6/8\nABc|\n\n", "X: 1\nM:3/4\nK:D\nAB|\nM:6/8\nABc|\n\n"},
		"letters in titles":   {"C", "", "", "X: 1\nT:K:x\nK:D\nABc|\n\n", "X: 1\nT:K:x\nK:C\nABc|\n\n"},
		"a rhythm's own beat": {"", "12/8", "jig", "X: 1\nK:D\nA|\n\n", "X: 1\nR:Jig\nM:12/8\nK:D\nA|\n\n"},
	} {
		fields, err := HeaderFields(c.key, c.meter, c.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		if got := obey(NewGuide(GuideOptions{Fields: fields}), c.written); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, bad := range [][3]string{{"H", "", ""}, {"Gxyz", "", ""}, {"", "0/4", ""}, {"", "", "a\nb"}} {
		if f, err := HeaderFields(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%q gives %v", bad, f)
		}
	}
}

// obey is a writer with a text in mind that does as a guide tells it: a line that
// was given to it takes the place of its own.
func obey(g *Guide, mind string) string {
	tune := ""
	for len(mind) > 0 {
		tune, mind = tune+mind[:1], mind[1:]
		keep, next := g.Next(tune)
		for keep != len(tune) || next != "" {
			tune = tune[:keep] + next
			if rest := strings.IndexByte(mind, '\n'); strings.HasSuffix(next, "\n") && mind[rest+1:] != "" {
				mind = mind[rest+1:]
			}
			keep, next = g.Next(tune)
		}
	}
	return tune
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
	})
}
