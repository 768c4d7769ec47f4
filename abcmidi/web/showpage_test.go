package web

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"charabanc/abcmidi/view"
	"charabanc/data"
)

// showTune has a repeat, chords, ties, a rest, chord symbols and two voices. The rhythm is
// in quarters of a second.
const showTune = `X:1
T:The Lamp
R:reel
M:4/4
L:1/8
Q:1/4=120
K:G
V:1
|:"G"GABd [Bd]2g2-|g2"D"fe [df]2z2:|"Em"e4 B4|]
V:2
|:G,4 D,4|A,4 D,4-:|D,4 E,4|]
`

// sources returns tunes as they are read from a file.
func sources(t testing.TB, texts ...string) (list []data.Source) {
	t.Helper()
	r := data.NewReader(strings.NewReader(strings.Join(texts, "\n")), "tunes.abc")
	for {
		src, err := r.Next()
		if err != nil {
			break
		}
		list = append(list, src)
	}
	if len(list) != len(texts) {
		t.Fatalf("%d tunes, want %d", len(list), len(texts))
	}
	return list
}

// needLibrary skips a test if abcjs is not here.
func needLibrary(t testing.TB) []byte {
	t.Helper()
	library, err := data.ABCJS.Cached()
	if err != nil {
		t.Skipf("%s is skipped: it needs abcjs %s, which CHARABANC_ABCJS may name", t.Name(), data.ABCJS.Version)
	}
	return library
}

// withoutLibrary hides abcjs from what a test runs.
func withoutLibrary(t testing.TB) {
	t.Setenv("CHARABANC_ABCJS", filepath.Join(t.TempDir(), "none.js"))
}

// showFile writes a page of tunes and returns its address.
func showFile(t testing.TB, o ShowOptions, texts ...string) string {
	t.Helper()
	var page bytes.Buffer
	if err := WriteTunes(context.Background(), &page, sources(t, texts...), o); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "tunes.html")
	if err := os.WriteFile(name, page.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}

// show opens a page of tunes, and waits until it is drawn. Without abcjs there is no score,
// and drawn is false.
func (b *tab) show(o ShowOptions, texts ...string) (drawn bool) {
	b.t.Helper()
	_, err := data.ABCJS.Cached()
	if err != nil {
		withoutLibrary(b.t)
		b.intercept(data.ABCJS.URL, nil)
		b.t.Log("without a score: it needs abcjs, which CHARABANC_ABCJS may name")
	}
	b.open(showFile(b.t, o, texts...))
	b.await("document.querySelector('.roll svg') && (document.querySelector('.score svg') || document.querySelector('.score').hidden)")
	if err != nil {
		b.pardon(data.ABCJS.URL)
	}
	return err == nil
}

// TestShowPage holds that a page with abcjs asks for nothing but its own file, and has
// all that its view has.
func TestShowPage(t *testing.T) {
	needLibrary(t)
	b := newTab(t)
	address := showFile(t, ShowOptions{}, showTune)
	b.open(address)
	b.await("document.querySelector('.score svg')")
	if got := b.asked(); !slices.Equal(got, []string{address}) {
		t.Errorf("it asks for %q", got)
	}
	v := view.New(sources(t, showTune)[0], view.Options{})
	checkPanes(b, v)
	if n := eval[int](b, "probe.undrawn(document.querySelector('.tune'), JSON.parse(document.getElementById('tunes').textContent)[0].marks).length"); n != 0 {
		t.Errorf("%d marks have nothing in the score", n)
	}
}

// checkPanes compares roll and text of the only card with its view.
func checkPanes(b *tab, v *view.View) {
	b.t.Helper()
	b.await("document.querySelector('.roll svg')")
	if n := eval[int](b, "document.querySelectorAll('.roll .note').length"); n != len(v.Notes) {
		b.t.Errorf("%d notes in the roll, want %d", n, len(v.Notes))
	}
	if text := eval[string](b, "document.querySelector('.abc').textContent"); text != v.ABC {
		b.t.Errorf("text %q, want %q", text, v.ABC)
	}
	want := map[string]bool{}
	for _, m := range v.Marks {
		want[v.ABC[m[2]:m[3]]] = true
	}
	got := map[string]bool{}
	for _, piece := range eval[[]string](b, "[...document.querySelectorAll('.abc .note')].map(n => n.textContent)") {
		got[piece] = true
	}
	for piece := range want {
		if !got[piece] {
			b.t.Errorf("no piece of the text is %q", piece)
		}
	}
	if title := eval[string](b, "document.querySelector('.tune h2').textContent"); title != v.Number+". "+v.Title {
		b.t.Errorf("title %q", title)
	}
}

// TestShowLibrary holds that a page without abcjs asks for it at its pinned address, takes
// no other file for it, and is complete but for the score if it does not come.
func TestShowLibrary(t *testing.T) {
	tests := []struct {
		name  string
		body  func(t *testing.T) []byte // of the answer; nil: none comes
		drawn bool
	}{
		{"blocked", nil, false},
		{"another file", func(*testing.T) []byte { return []byte("window.hacked = true") }, false},
		{"the right file", func(t *testing.T) []byte { return bytes.Clone(needLibrary(t)) }, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newTab(t)
			var body []byte
			if test.body != nil {
				body = test.body(t)
			}
			withoutLibrary(t)
			address := showFile(t, ShowOptions{}, showTune)
			b.intercept(data.ABCJS.URL, body)
			b.open(address)
			if got, want := b.asked(), []string{address, data.ABCJS.URL}; !slices.Equal(got, want) {
				t.Errorf("it asks for %q, want %q", got, want)
			}
			if got := eval[string](b, "document.querySelector('script[src]').integrity"); got != data.ABCJS.Integrity {
				t.Errorf("integrity %q", got)
			}
			b.await("document.querySelector('.score svg') || document.querySelector('.score').hidden")
			if drawn := eval[bool](b, "!!document.querySelector('.score svg')"); drawn != test.drawn {
				t.Errorf("a score is drawn: %v", drawn)
			}
			if !test.drawn && b.pardon(data.ABCJS.URL) == 0 {
				t.Error("the browser does not say why the file is not taken")
			}
			checkPanes(b, view.New(sources(t, showTune)[0], view.Options{}))
			b.click(".tune .play")
			b.await("document.querySelector('.abc .sounding') && document.querySelector('.roll .sounding')")
			if eval[bool](b, "'hacked' in window") {
				t.Error("another file was run")
			}
		})
	}
}

// intercept answers requests for an address with a body; nil: with an error. No request
// leaves the machine.
func (b *tab) intercept(address string, body []byte) {
	answer := func(id fetch.RequestID) {
		if body == nil {
			chromedp.Call(b.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: id, ErrorReason: network.ErrorReasonConnectionRefused})
			return
		}
		chromedp.Call(b.ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{RequestID: id, ResponseCode: 200, Body: body,
			ResponseHeaders: []*fetch.HeaderEntry{{Name: "Access-Control-Allow-Origin", Value: "*"}, {Name: "Content-Type", Value: "text/javascript"}}})
	}
	b.must(chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			go answer(e.RequestID)
		}
	}))
	_, err := chromedp.Call(b.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: address}}})
	b.must(err)
}
