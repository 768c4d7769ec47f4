package critic

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
)

const (
	nearReel = "X:7\nT:A Reel\nM:4/4\nK:G\n\"G\"GABc dedB|\"C\"e2 ^c2 \"D7\"d4|\n"
	nearJig  = "X:8\nT:A Jig\nM:6/8\nK:D\nfef afd|[FA]3 {e}z3|\n"
)

func TestNearest(t *testing.T) {
	parsed, _ := abc.Parse(nearReel)
	moved := transpose.Tune(parsed, 3).String()
	corpus := []string{nearReel, nearJig, strings.Replace(nearReel, "A Reel", "Again", 1)}
	for _, c := range []struct {
		name, tune string
		corpus     []string
		want       string // title, number, notes, whether it is a copy, and the run
	}{
		{"itself", nearJig, corpus, "A Jig 8 9 true fef afd|[FA]3 {e}z3|"},
		{"moved", moved, corpus, "A Reel 7 11 true " + strings.TrimPrefix(bodyOf(moved), `"Bb"`)},
		{"in other octaves", "X:1\nK:C\nC,D,E,F, G,'A,G,E,|A,2 ^f,2 g,4|", corpus, "A Reel 7 11 true C,D,E,F, G,'A,G,E,|A,2 ^f,2 g,4|"},
		{"half", "X:1\nK:D\nbbbb|fef \"D\"afd|bb", corpus, "A Jig 8 6 false fef \"D\"afd|"},
		{"half, moved", "X:1\nK:C\n|zz>ede % and\ngec|zz", corpus, "A Jig 8 6 false ede % and\ngec|"},
		{"the end of one", "X:1\nK:G\ne2 ^c2 d4|", corpus, "A Reel 7 3 true e2 ^c2 d4|"},
		{"a part of a longer one that is in the corpus", "X:1\nK:G\ne2|", []string{nearReel, "X:9\nT:Short\nK:C\na2|"}, "Short 9 1 true e2|"},
		{"the last octave", "X:1\nK:C\nxe,,x", corpus, "A Reel 7 1 false e,,"},
		{"nothing in common", "X:1\nK:C\n$$$", corpus, "  0 false "},
		{"no corpus", nearReel, nil, "  0 false "},
		{"tunes without music", nearReel, []string{"", "X:1\nT:None\nK:C\n"}, "  0 false "},
		{"no tune", "", corpus, "  0 false "},
		{"no music", "X:1\nK:G\n", corpus, "  0 false "},
	} {
		n := NewNeighbours(c.corpus).Nearest(c.tune)
		got := fmt.Sprint(n.Title, " ", n.Number, " ", n.Notes, " ", n.Copy, " ", strings.TrimRight(c.tune[n.From:n.To], "\n"))
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// bodyOf returns the lines of a tune after its K: line.
func bodyOf(tune string) string {
	_, after, _ := strings.Cut(tune, "\nK:")
	_, body, _ := strings.Cut(after, "\n")
	return strings.TrimRight(body, "\n")
}

// TestNearestAsReported holds the nearness of tunes to the figures of a report.
func TestNearestAsReported(t *testing.T) {
	corpus := []string{nearReel, nearJig}
	ours, _ := NewSurveys(corpus)
	neighbours := NewNeighbours(corpus)
	copies := 0
	for i, tune := range []string{nearReel, nearJig, "X:1\nK:D\nfef|fed|", "X:1\nK:C\n|EDE|", "X:1\nK:C\n"} {
		ours.Add(tune, -1)
		n := neighbours.Nearest(tune)
		if math.Abs(n.Share-ours.inOneKey.runs[i]) > 1e-9 || n.Share < 0 || n.Share > 1 {
			t.Errorf("tune %d: share %v, reported %v", i, n.Share, ours.inOneKey.runs[i])
		}
		if n.Copy {
			copies++
		}
	}
	if copies != ours.inOneKey.copies {
		t.Errorf("%d copies, reported %d", copies, ours.inOneKey.copies)
	}
}

// TestSource holds the places in a changed text to those in the text.
func TestSource(t *testing.T) {
	r := replacements{{4, 5, "long"}, {1, 3, "x"}, {2, 4, "left out"}}
	const text = "abcdefg"
	want := []string{"a", "bc", "d", "e", "e", "e", "e", "f", "g"}
	if got := r.apply(text); got != "axdlongfg" {
		t.Errorf("changed to %q", got)
	}
	for at, w := range want {
		if from, to := r.source(at); text[from:to] != w {
			t.Errorf("byte %d was made from %q, want %q", at, text[from:to], w)
		}
	}
}

// TestNearestTogether asks the same neighbours from many goroutines.
func TestNearestTogether(t *testing.T) {
	neighbours := NewNeighbours([]string{nearReel, nearJig})
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			tune, title := nearReel, "A Reel"
			if i%2 == 1 {
				tune, title = nearJig, "A Jig"
			}
			if got := neighbours.Nearest(tune); got.Title != title || !got.Copy {
				t.Errorf("%s: nearest is %+v", title, got)
			}
		})
	}
	wait.Wait()
}

// FuzzNearest wants the run of any text to be within it, and a text to be a copy of
// itself.
func FuzzNearest(f *testing.F) {
	for _, tune := range []string{nearReel, nearJig, "X:1\nm:~n2=n/o/n/\nK:Eb\n~c2[K:A]^c'|", "K:G\n\xff\"", ""} {
		f.Add(tune)
	}
	f.Fuzz(func(t *testing.T, tune string) {
		n := NewNeighbours([]string{nearReel, tune}).Nearest(tune)
		if n.From < 0 || n.To < n.From || n.To > len(tune) || n.Copy != (n.Share == 1) || n.Copy != (bareSkeleton(tune) != "") {
			t.Errorf("%q: %+v", tune, n)
		}
	})
}

func ExampleNeighbours() {
	neighbours := NewNeighbours([]string{
		"X:1\nT:Speed the Plough\nK:A\nABce fece|fece fece|\n",
		"X:2\nT:The Rakes\nK:G\nGBd gdB|cea d3|\n",
	})
	near := neighbours.Nearest("X:1\nT:New\nK:D\nDFA dAF|GGG G3|\n")
	fmt.Printf("%s: %d notes, %.0f %%, copy %v\n", near.Title, near.Notes, 100*near.Share, near.Copy)
	// Output: The Rakes: 7 notes, 62 %, copy false
}

// thousand returns a thousand random tunes of 16 bars.
func thousand() (tunes []string) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 1000 {
		var b strings.Builder
		fmt.Fprintf(&b, "X:%d\nT:Tune %d\nM:4/4\nK:D\n", i, i)
		for range 16 {
			for range 8 {
				b.WriteByte("DEFGABcdefga"[random.IntN(12)])
			}
			b.WriteByte('|')
		}
		tunes = append(tunes, b.String()+"\n")
	}
	return tunes
}

func BenchmarkNewNeighbours(b *testing.B) {
	tunes := thousand()
	for b.Loop() {
		NewNeighbours(tunes)
	}
}

func BenchmarkNearest(b *testing.B) {
	tunes := thousand()
	neighbours := NewNeighbours(tunes[:999])
	for b.Loop() {
		neighbours.Nearest(tunes[999])
	}
}
