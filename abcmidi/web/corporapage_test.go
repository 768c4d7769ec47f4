package web

import (
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// TestCorporaPage draws a sample of the tunes of the corpora. All but a few of their notes
// must have something in the score that can light up: abcjs does not read all ABC.
func TestCorporaPage(t *testing.T) {
	const each = 83 // every so many tunes
	needLibrary(t)
	var texts []string
	n := 0
	abctest.CorpusTunes(t, func(src data.Source) {
		if n++; n%each == 0 && strings.HasPrefix(src.Text, "X:") {
			texts = append(texts, src.FileHeader+src.Text)
		}
	})
	b := newTab(t)
	const view = "JSON.parse(document.getElementById('tunes').textContent)[0]"
	marks, missing := 0, 0
	for _, text := range texts {
		b.show(ShowOptions{}, text)
		marks += eval[int](b, "%s.marks.length", view)
		lost := eval[[]string](b, "probe.undrawn(document.querySelector('.tune'), %s.marks).map(([, , from, to]) => %[1]s.abc.slice(from, to))", view)
		if missing += len(lost); len(lost) > 0 {
			t.Logf("%.40q: nothing is drawn for %q", text, lost)
		}
	}
	t.Logf("%d of %d notes of %d tunes have nothing in the score", missing, marks, len(texts))
	if missing*1000 > marks {
		t.Error("these are more than one in a thousand")
	}
}
