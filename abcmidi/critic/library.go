package critic

import (
	"index/suffixarray"
	"sort"
	"strings"
)

// library finds the runs that a tune shares with a collection of tunes.
type library struct {
	form   func(string) string // what of a tune is compared
	index  *suffixarray.Index  // of the forms of all tunes
	starts []int               // where each begins, and the end of all
}

// newLibrary returns a library of tunes that are compared by a form of their
// text: skeleton or bareSkeleton.
func newLibrary(tunes []string, form func(string) string) *library {
	l := &library{form: form}
	var all strings.Builder
	for _, t := range tunes {
		l.starts = append(l.starts, all.Len())
		all.WriteString(form(t) + "\n")
	}
	l.starts = append(l.starts, all.Len())
	l.index = suffixarray.New([]byte(all.String()))
	return l
}

// shared is a run that the form of a tune has in common with one tune of a
// library. Sizes are in bytes.
type shared struct {
	from, run int // the first of the longest runs
	length    int // of the form
}

// share returns the share of the form that is in the run.
func (s shared) share() float64 { return float64(s.run) / float64(max(s.length, 1)) }

// copied reports whether the form is all one run. If nothing was written, nothing is
// a copy.
func (s shared) copied() bool { return s.run == s.length && s.length > 0 }

// longest returns the longest run that the form of a tune shares with one tune of the
// library other than number except.
func (l *library) longest(text string, except int) shared {
	s := []byte(l.form(text))
	found := shared{length: len(s)}
	for from := 0; from+found.run < len(s); {
		if l.has(s[from:from+found.run+1], except) {
			found.from = from
			found.run++
		} else {
			from++
		}
	}
	return found
}

// holder returns the number of the first tune that has a run; if the form of some is
// the run and no more, the first of these. It is -1 if none has it.
func (l *library) holder(run string) int {
	first, whole := -1, -1
	for _, at := range l.index.Lookup([]byte(run), -1) {
		n := l.number(at)
		if first < 0 || n < first {
			first = n
		}
		if l.starts[n] == at && l.starts[n+1] == at+len(run)+1 && (whole < 0 || n < whole) {
			whole = n
		}
	}
	if whole >= 0 {
		return whole
	}
	return first
}

// number returns the number of the tune whose form is at an offset.
func (l *library) number(at int) int { return sort.SearchInts(l.starts, at+1) - 1 }

// has reports whether a run is in a tune of the library other than number
// except. Lookups for few places are cheap, so it asks for more only if all
// it got are in that tune.
func (l *library) has(run []byte, except int) bool {
	for want := 1; ; want *= 4 {
		found := l.index.Lookup(run, want)
		for _, at := range found {
			if l.number(at) != except {
				return true
			}
		}
		if len(found) < want {
			return false
		}
	}
}
