package sweep

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// The widths of a line in characters.
const (
	lineWidth   = 80
	cellWidth   = 20 // at most
	figureWidth = len(" 0.000")
	leastBar    = 20
)

// Bars draws a bar for each run in characters: its loss in bits per symbol, after its name
// and what it has in the columns that vary. Runs without a result have a text instead.
func (t *Table) Bars(w io.Writer) error {
	runs, done := t.sorted(), t.done()
	labels, width := t.labels(runs)
	width = max(leastBar, lineWidth-figureWidth-width)
	most := math.SmallestNonzeroFloat64
	for _, r := range done {
		most = max(most, r.bits)
	}
	var text strings.Builder
	fmt.Fprintln(&text, strings.TrimRight(labels[0], " "))
	for i, r := range runs {
		result := "not done"
		switch {
		case r.done:
			result = fmt.Sprintf("%-*s %.3f", width, bar(r.bits/most, width), r.bits)
		case r.error != "":
			result = "failed: " + cut(r.error, max(leastBar, width-2))
		}
		fmt.Fprintln(&text, labels[i+1]+result)
	}
	if len(done) > 0 {
		best := slices.MinFunc(done, func(a, b run) int { return cmp.Compare(a.bits, b.bits) })
		fmt.Fprintf(&text, "%s; best: %.3f after epoch %d, in %s\n", what(done), best.bits, best.epoch, best.folder)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// labels returns what each line begins with, after that of a header, and their width.
func (t *Table) labels(runs []run) (labels []string, width int) {
	labels = make([]string, len(runs)+1)
	add := func(header string, cell func(run) string) {
		column := []string{cut(header, cellWidth)}
		for _, r := range runs {
			column = append(column, cut(cell(r), cellWidth))
		}
		wide := 0
		for _, c := range column {
			wide = max(wide, len([]rune(c)))
		}
		for i, c := range column {
			labels[i] += fmt.Sprintf("%-*s  ", wide, c)
		}
		width += wide + 2
	}
	if slices.Contains(t.columns, NameColumn) || len(t.varying) == 0 {
		add(NameColumn, func(r run) string { return filepath.Base(r.folder) })
	}
	for _, i := range t.varying {
		add(t.columns[i], func(r run) string { return r.cells[i] })
	}
	return labels, width
}

// bar returns a bar for a share of the greatest loss, which has the full width.
func bar(share float64, width int) string {
	const eighths = "▏▎▍▌▋▊▉"
	n := int(max(share, 0)*float64(8*width) + 0.5)
	full := strings.Repeat("█", n/8)
	if n%8 == 0 {
		return full
	}
	return full + string([]rune(eighths)[n%8-1])
}

// cut returns a text of at most n characters.
func cut(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}
