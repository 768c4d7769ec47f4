package recall

import (
	"fmt"
	"strings"
	"sync"
)

// A family is a kind of feature: all combinations of a few small numbers.
type family struct {
	name  string
	sizes []int
	base  int // number of its first feature
}

// Sizes of the numbers in features.
const (
	positions  = 11 // bars 1 to 8, 9 and 10, later ones, the first bar or pickup
	stages     = 3
	lasts      = 4
	classes    = 7
	ranks      = 4
	prefixes   = 3
	fills      = 5
	barCounts  = 19
	endings    = 3
	alike      = 4
	structures = len(structure)
	firstDigit = structures - 2
)

// structure lists the characters that bar lines, line ends and parts consist of.
const structure = "|:[\nP12"

var (
	origin   = &family{name: "origin", sizes: []int{sources, other, relations}}
	at       = &family{name: "at", sizes: []int{sources, positions, stages}}
	begins   = &family{name: "begins", sizes: []int{sources, lasts}}
	kind     = &family{name: "kind", sizes: []int{other, classes, 2}}
	rank     = &family{name: "rank", sizes: []int{ranks, other}}
	chord    = &family{name: "chord", sizes: []int{sources, absent, prefixes, 2}}
	barCount = &family{name: "bars", sizes: []int{structures, barCounts, fills, endings, 2}}
	asBefore = &family{name: "as before", sizes: []int{structures, alike, fills}}

	planned    = &family{name: "planned", sizes: []int{matches, other, 4, lasts, classes}}
	planLine   = &family{name: "planned line", sizes: []int{structures, lines, fills, 2, runKinds}}
	planLeft   = &family{name: "sections left", sizes: []int{structures, 4, 2, runKinds}}
	planPickup = &family{name: "pickup", sizes: []int{structures, 4, fills}}
	planTonic  = &family{name: "tonic", sizes: []int{2, 3, 9}}

	families = []*family{origin, at, begins, kind, rank, chord, barCount, asBefore, planned, planLine, planLeft, planPickup, planTonic}
	features = layOut(families)
)

// layOut numbers the features from 0 and returns their number.
func layOut(families []*family) int {
	n := 0
	for _, f := range families {
		f.base = n
		size := 1
		for _, s := range f.sizes {
			size *= s
		}
		n += size
	}
	return n
}

// id returns the number of a feature.
func (f *family) id(values ...int) int {
	n := 0
	for i, v := range values {
		n = n*f.sizes[i] + v
	}
	return f.base + n
}

// Features returns the names of the features, by number. They stay the same as long as
// they mean the same, so that weights can be saved by name. The list is shared.
func (*Recall) Features() []string { return featureNames() }

var featureNames = sync.OnceValue(func() []string {
	var names []string
	for _, f := range families {
		values := make([]int, len(f.sizes))
		for {
			names = append(names, f.name+" "+strings.Trim(fmt.Sprint(values), "[]"))
			i := len(values) - 1
			for ; i >= 0; i-- {
				if values[i]++; values[i] < f.sizes[i] {
					break
				}
				values[i] = 0
			}
			if i < 0 {
				break
			}
		}
	}
	return names
})
