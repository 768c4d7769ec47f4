package copyterm

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// slowSuffix is a Suffix that searches the whole text each time.
type slowSuffix struct {
	text    []int32 // without the symbols that are left out
	matches []match
	line    bool
}

func (s *slowSuffix) push(id int32, leftOut bool) {
	if s.line = leftOut; leftOut {
		return
	}
	var list []match
	for _, m := range s.matches {
		if s.text[m.at] == id {
			list = append(list, match{m.at + 1, m.length + 1})
		}
	}
	s.text = append(s.text, id)
	for at := len(s.text) - 1; at >= 3 && len(list) < 12; at-- {
		if common(s.text, at) >= 3 && !slices.ContainsFunc(list, func(m match) bool { return m.at == int32(at) }) {
			list = append(list, match{int32(at), 3})
		}
	}
	s.matches = list
}

// common returns how many symbols before a position are those before the end of a text.
func common(text []int32, at int) (n int32) {
	for int(n) < at && text[at-1-int(n)] == text[len(text)-1-int(n)] {
		n++
	}
	return n
}

// propose returns what is proposed, and the names of the features.
func (s *slowSuffix) propose() (symbol int32, features []string) {
	if len(s.matches) == 0 {
		return -1, nil
	}
	best, step, others, line := s.matches[0], 0, 0, ""
	symbol = s.text[best.at]
	for _, n := range []int{3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28} {
		if int(best.length) >= n {
			step = n
		}
	}
	for _, m := range s.matches {
		if best.length-m.length <= 1 && s.text[m.at] != symbol {
			others++
		}
	}
	if s.line {
		line = " after a line"
	}
	return symbol, []string{fmt.Sprintf("match of %d%s", step, line), fmt.Sprintf("%d others%s", min(others, 2), line)}
}

// proposed returns what a Suffix proposes, as slowSuffix.propose does.
func proposed(t *testing.T, s *Suffix) (symbol int32, features []string) {
	t.Helper()
	before := Proposal{Symbol: 77}
	list := s.Propose([]Proposal{before})
	if list[0] != before || len(list) > 2 {
		t.Fatalf("proposals %v", list)
	}
	if len(list) == 1 {
		return -1, nil
	}
	for _, f := range list[1].Features {
		if f >= 0 {
			features = append(features, SuffixNames()[f])
		}
	}
	return list[1].Symbol, features
}

// current returns the matches of a Suffix.
func current(s *Suffix) []match { return s.matches.list[:s.matches.n] }

// symbol is a symbol of a text for tests.
type symbol struct {
	id      int32
	leftOut bool
}

// alphabets are numbers of symbols of texts: few give many matches, many give few.
var alphabets = []int{1, 2, 3, 5, 50}

// randomText returns n symbols. Some are left out, and parts are repeated.
func randomText(r *rand.Rand, alphabet, n int) (text []symbol) {
	for len(text) < n {
		if len(text) > 40 && r.IntN(20) == 0 {
			from := r.IntN(len(text) - 35)
			text = append(text, text[from:from+r.IntN(35)]...)
		}
		// Ids are far apart, up to the largest.
		text = append(text, symbol{int32(r.IntN(alphabet)) * (1<<16 - 1) / int32(alphabet), r.IntN(9) == 0})
	}
	return text[:n]
}

func push(s *Suffix, text []symbol) {
	for _, c := range text {
		s.Push(c.id, c.leftOut)
	}
}

// TestSuffix compares a Suffix with slow searches after each symbol. One searches as far
// as a Suffix does. Where that is all of the text, its matches are all there are.
func TestSuffix(t *testing.T) {
	for _, alphabet := range alphabets {
		r := rand.New(rand.NewPCG(1, uint64(alphabet)))
		s, slow := NewSuffix(), &slowSuffix{}
		limited, complete := false, 0
		for i, c := range randomText(r, alphabet, 600) {
			s.Push(c.id, c.leftOut)
			slow.push(c.id, c.leftOut)
			if !slices.Equal(current(s), slow.matches) {
				t.Fatalf("%d symbols, place %d: matches %v, want %v", alphabet, i, current(s), slow.matches)
			}
			gotID, got := proposed(t, s)
			if wantID, want := slow.propose(); gotID != wantID || !slices.Equal(got, want) {
				t.Fatalf("%d symbols, place %d: %d %q, want %d %q", alphabet, i, gotID, got, wantID, want)
			}
			all := everyMatch(slow.text)
			if limited = limited || len(all) > maxMatches; !limited {
				complete++
				if !slices.Equal(current(s), all) {
					t.Fatalf("%d symbols, place %d: matches %v, all are %v", alphabet, i, current(s), all)
				}
			}
		}
		if few := alphabet < 50; few != limited || complete < 10 {
			t.Errorf("%d symbols: limits reached: %v, before that %d places", alphabet, limited, complete)
		}
	}
}

// everyMatch returns the matches of a text, the longest first, and of these the latest.
func everyMatch(text []int32) (list []match) {
	for at := len(text) - 1; at > 0; at-- {
		if n := common(text, at); n >= 3 {
			list = append(list, match{int32(at), n})
		}
	}
	slices.SortStableFunc(list, func(a, b match) int { return int(b.length - a.length) })
	return list
}

// TestSuffixNames checks that each feature has a name of its own.
func TestSuffixNames(t *testing.T) {
	names := SuffixNames()
	slices.Sort(names)
	if n := len(slices.Compact(names)); n != SuffixFeatures || len(names) != n {
		t.Errorf("%d features have %d names", SuffixFeatures, n)
	}
}

// same reports whether all of two Suffixes is equal that a text determines.
func same(a, b *Suffix) bool {
	return slices.Equal(a.text, b.text) && slices.Equal(a.chain, b.chain) && slices.Equal(a.history, b.history) &&
		a.heads == b.heads && a.matches == b.matches
}

// TestBack returns to many places. The Suffix is then one that has never been further, and
// goes on as that does.
func TestBack(t *testing.T) {
	for _, alphabet := range alphabets {
		r := rand.New(rand.NewPCG(2, uint64(alphabet)))
		s := NewSuffix()
		var text []symbol
		for round := range 60 {
			n := r.IntN(len(text) + 1)
			if round%10 == 9 {
				n = 0
			}
			s.Back(n)
			text = text[:n]
			fresh := NewSuffix()
			push(fresh, text)
			if !same(s, fresh) {
				t.Fatalf("%d symbols, back to %d: not the same", alphabet, n)
			}
			for i, c := range randomText(r, alphabet, r.IntN(120)) {
				push(s, []symbol{c})
				push(fresh, []symbol{c})
				text = append(text, c)
				a, b := s.Propose(nil), fresh.Propose(nil)
				if !slices.Equal(a, b) || !same(s, fresh) {
					t.Fatalf("%d symbols, %d after going back to %d: %v, want %v", alphabet, i+1, n, a, b)
				}
			}
			if s.Back(len(text) + 1); !same(s, fresh) {
				t.Fatalf("%d symbols: going back to a place that was not reached changes something", alphabet)
			}
		}
	}
}

// TestReset checks that nothing is left of a former text.
func TestReset(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	s := NewSuffix()
	for range 20 {
		push(s, randomText(r, 3, r.IntN(100)))
		s.Reset()
		if !same(s, NewSuffix()) {
			t.Fatal("something is left")
		}
	}
}

// TestSuffixAllocates checks that a text no longer than a former one needs no memory.
func TestSuffixAllocates(t *testing.T) {
	s, list := NewSuffix(), make([]Proposal, 0, 1)
	text := randomText(rand.New(rand.NewPCG(4, 4)), 20, 500)
	n := testing.AllocsPerRun(10, func() {
		s.Reset()
		for _, c := range text {
			s.Push(c.id, c.leftOut)
			list = s.Propose(list[:0])
		}
		s.Back(100)
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}
