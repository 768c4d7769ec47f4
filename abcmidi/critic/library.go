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
	starts []int               // where each begins
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
	l.index = suffixarray.New([]byte(all.String()))
	return l
}

// longest returns the length of the longest run that the form of a tune shares
// with one tune of the library other than number except, and the length of the
// form, both in bytes.
func (l *library) longest(text string, except int) (run, length int) {
	s := []byte(l.form(text))
	for from := 0; from+run < len(s); {
		if l.has(s[from:from+run+1], except) {
			run++
		} else {
			from++
		}
	}
	return run, len(s)
}

// has reports whether a run is in a tune of the library other than number
// except. Lookups for few places are cheap, so it asks for more only if all
// it got are in that tune.
func (l *library) has(run []byte, except int) bool {
	for want := 1; ; want *= 4 {
		found := l.index.Lookup(run, want)
		for _, at := range found {
			if sort.SearchInts(l.starts, at+1)-1 != except {
				return true
			}
		}
		if len(found) < want {
			return false
		}
	}
}
