package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestServeEdit changes a tune in the editor: what is on the card follows each change, and
// what is saved survives a reload and a new start.
func TestServeEdit(t *testing.T) {
	b := newTab(t)
	folder := t.TempDir()
	ts := b.serve(fakeNetwork{}, ServeOptions{Folder: folder})
	b.set("#make [name=number]", "1")
	b.click("#make [name=make]")
	b.awaitTitles("1. Tune 1")
	b.await("document.querySelector('.roll svg')")
	notes := eval[int](b, "document.querySelectorAll('.roll .note').length")
	b.click("[name=edit]")
	b.await("document.activeElement.name === 'abc' && document.activeElement.value === document.querySelector('.abc').textContent")

	// A key that is pressed in the editor is the editor's.
	b.press(kb.End + kb.Enter + "N: a b")
	b.await("document.querySelector('[name=abc]').value.startsWith('X:1\\nN: a b\\n')")
	if eval[bool](b, "document.querySelector('.tune .play').textContent.includes('Stop')") {
		t.Error("the space bar plays while the text is edited")
	}

	// What is wrong is found as it is written.
	edited := strings.NewReplacer("Tune 1", "Edited", "d4 D4", "d4 D4 D").Replace(tuneText(1))
	b.set("[name=abc]", edited)
	b.await("document.querySelector('.tune h2').textContent === '1. Edited' && document.querySelector('.findings li')")
	b.await("document.querySelectorAll('.roll .note').length === %d", notes+1)
	b.click(".findings a")
	b.await("document.activeElement.name === 'abc' && document.activeElement.selectionStart >= %d", strings.Index(edited, "|d4"))

	// The player follows, and what is no tune leaves the card as it is.
	b.set("[name=abc]", "no tune")
	b.await("document.querySelector('.editing-box .problem').textContent.includes('no tune')")
	b.pardon("422") // which the browser logs for the answer
	b.set("[name=abc]", hostileTune(hostile[0]))
	b.await("document.querySelector('.tune h2').textContent === %q", "1. "+hostile[0])
	b.harmless()

	b.set("[name=abc]", edited)
	b.click("[name=save]")
	b.await("!document.querySelector('.editor')")
	b.awaitTitles("1. Edited")
	b.open(ts.address("/"))
	b.awaitTitles("1. Edited")
	ts.stop()
	<-ts.result
	b.open(launch(t, fakeNetwork{}, ServeOptions{Folder: folder}).address("/"))
	b.awaitTitles("1. Edited")
	if text := eval[string](b, "document.querySelector('.abc').textContent"); text != edited {
		t.Errorf("text %q, want %q", text, edited)
	}
}

// TestServeCancel leaves the editor without a change, and with one, which the page asks
// about.
func TestServeCancel(t *testing.T) {
	b := newTab(t)
	b.serve(fakeNetwork{}, ServeOptions{})
	b.set("#make [name=number]", "1")
	b.click("#make [name=make]")
	b.awaitTitles("1. Tune 1")
	b.click("[name=edit]")
	b.press(kb.Escape)
	b.await("!document.querySelector('.editor') && document.activeElement.name === 'edit'")
	b.click("[name=edit]")
	b.set("[name=abc]", strings.Replace(tuneText(1), "Tune 1", "Another", 1))
	b.awaitTitles("1. Another")
	b.click("[name=cancel]")
	b.awaitTitles("1. Tune 1")
	if b.pardon("dialog, confirm: Drop") != 1 {
		t.Error("the page drops changes without a question")
	}
}

// TestServeExpect looks at what was expected at the symbols of a tune.
func TestServeExpect(t *testing.T) {
	b := newTab(t)
	b.serve(fakeNetwork{}, ServeOptions{})
	b.set("#make [name=number]", "1")
	b.click("#make [name=make]")
	b.awaitTitles("1. Tune 1")
	b.tabTo("[name=expect]")
	b.press(" ")
	b.await("document.querySelector('.expecting .symbol')")
	const current, chosen = "document.querySelector('[aria-current]').textContent", "document.querySelector('.chosen-symbol').textContent"
	b.await("document.activeElement.matches('.abc') && %s === 'D'", current) // the first note
	if text := eval[string](b, "document.querySelector('.abc').textContent"); text != tuneText(1) {
		t.Errorf("text %q", text)
	}
	if guesses := eval[[]string](b, "[...document.querySelectorAll('.guesses li')].map(l => l.textContent)"); strings.Join(guesses, "|") != "D50 %it is here|z25 %" {
		t.Errorf("guesses %q", guesses)
	}
	for _, step := range []struct{ key, symbol string }{
		{kb.ArrowRight, "E"}, {kb.ArrowRight, "F"}, {kb.ArrowLeft, "E"}, {kb.ArrowUp, ":"}, {kb.Home, "X"}, {kb.End, "\n"},
	} {
		b.press(step.key)
		b.await("%s === %q", current, step.symbol)
	}
	b.await("%s.startsWith('⏎ had 50 %%: 1.0 bits of surprise')", chosen)
	b.click(".abc .symbol:nth-child(3)")
	b.await("%s.startsWith('1 had 50')", chosen)
	if roles := b.nameless(); len(roles) > 0 {
		t.Errorf("without a name: %v", roles)
	}
	b.click("[name=close-expected]")
	b.await("!document.querySelector('.symbol, .expected') && document.querySelectorAll('.abc .note').length > 0")
}
