package critic

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// histogram counts how often each value occurs.
type histogram[V cmp.Ordered] map[V]int

// distance returns the total variation distance of two histograms: the share
// of one that would have to change to make it the other, 0 to 1.
func (h histogram[V]) distance(o histogram[V]) float64 {
	all := maps.Clone(h)
	maps.Copy(all, o)
	sum := 0.0
	for v := range all {
		sum += math.Abs(h.share(v) - o.share(v))
	}
	return sum / 2
}

// share returns the relative frequency of a value.
func (h histogram[V]) share(v V) float64 { return share(h[v], h.total()) }

func (h histogram[V]) total() int {
	total := 0
	for _, count := range h {
		total += count
	}
	return total
}

// shares returns the relative frequency of each value.
func (h histogram[V]) shares() map[V]float64 {
	shares, total := map[V]float64{}, h.total()
	for v, count := range h {
		shares[v] = share(count, total)
	}
	return shares
}

// top names the n most frequent values with their shares.
func top(shares Shares, n int) string {
	values := slices.SortedFunc(maps.Keys(shares), func(a, b string) int {
		return cmp.Or(cmp.Compare(shares[b], shares[a]), cmp.Compare(a, b))
	})
	var list []string
	for _, v := range values[:min(n, len(values))] {
		list = append(list, fmt.Sprintf("%s %.0f %%", cmp.Or(v, "none"), 100*shares[v]))
	}
	return strings.Join(list, ", ")
}

// share returns part of whole; 0 if there is no whole.
func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// quantile returns the value at a quantile of a list, which it sorts; 0 for an
// empty list.
func quantile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[int(math.Round(q*float64(len(list)-1)))]
}

// mean returns the mean of a list; 0 for an empty one.
func mean(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum / float64(max(len(list), 1))
}
