package web

import "testing"

// TestServeAccess holds the page of serve to be of use to everybody.
func TestServeAccess(t *testing.T) {
	b := newTab(t)
	b.serve(fakeNetwork{}, ServeOptions{})
	b.set("#make [name=number]", "2")
	b.tabTo("#make [name=make]")
	b.press("\r")
	b.awaitTitles("2. Tune 2", "1. Tune 1")
	checkAccess(b, []string{"h1", ".top p", ".top a", "#make label", "#make small", "#make summary", "#make .state", "#make button.main", "h2", ".facts", ".abc", "[name=keep]", "[name=discard]", ".book", "legend", ".count-all"})
	for _, selector := range []string{"#make [name=start]", "[name=keep]", ".tune .play", "[name=expect]", "[name=edit]", "[name=discard]"} {
		b.tabTo(selector)
	}
	b.tabTo(".tune .play")
	b.press(" ")
	b.await("document.querySelector('.abc .sounding')")
	b.tabTo(".player [name=play]")
}
