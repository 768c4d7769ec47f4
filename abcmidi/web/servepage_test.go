package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

// serve starts a server and opens its page. At the end the page must have asked nobody else
// for anything.
func (b *tab) serve(n Network, o ServeOptions) *testServer {
	b.t.Helper()
	ts := b.launch(n, o)
	b.open(ts.address("/"))
	b.t.Cleanup(func() {
		for _, address := range b.asked() {
			if !strings.HasPrefix(address, "http://127.0.0.1:") && address != data.ABCJS.URL {
				b.t.Errorf("it asks for %s", address)
			}
		}
	})
	return ts
}

// launch starts a server. Without abcjs here, the page asks for it in vain.
func (b *tab) launch(n Network, o ServeOptions) *testServer {
	b.t.Helper()
	if _, err := data.ABCJS.Cached(); err != nil {
		withoutLibrary(b.t)
		b.intercept(data.ABCJS.URL, nil)
		b.t.Cleanup(func() { b.pardon(data.ABCJS.URL) })
	}
	return launch(b.t, n, o)
}

// address returns the address of a page with the token.
func (ts *testServer) address(path string) string {
	return ts.base + path + "?token=" + ts.guard.token
}

// titles are those of the cards in their order.
const titles = "[...document.querySelectorAll('.list .tune:not([hidden]) h2')].map(h => h.textContent)"

// awaitTitles waits for cards.
func (b *tab) awaitTitles(want ...string) {
	b.t.Helper()
	b.await("%s.join() === %q", titles, strings.Join(want, ","))
}

// stepped returns a network that writes a tune for each value of next.
func stepped() (n fakeNetwork, next chan string) {
	next = make(chan string)
	n.sample = func(ctx context.Context, r Request, tune func(string) error) error {
		for range r.Number {
			select {
			case text := <-next:
				if err := tune(text); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	return n, next
}

// TestServeStream holds that tunes come one after another, the newest first, that they can
// be heard at once, and that what the user asks for reaches the network.
func TestServeStream(t *testing.T) {
	b := newTab(t)
	n, next := stepped()
	var got Request
	inner := n.sample
	n.sample = func(ctx context.Context, r Request, tune func(string) error) error {
		got = r
		return inner(ctx, r, tune)
	}
	b.serve(n, ServeOptions{})
	for name, value := range map[string]string{"number": "3", "temperature": "0.55", "key": "D", "meter": "4/4", "rhythm": "reel", "form": "AABB", "bars": "8", "start": "DEFG|"} {
		b.set("#make [name="+name+"]", value)
	}
	b.click("#make [name=make]")
	next <- tuneText(1)
	b.awaitTitles("1. Tune 1")
	b.await("document.querySelector('#make .state').textContent === '1 of 3 written'")
	b.click(".tune .play")
	b.await("document.querySelector('.abc .sounding')")
	next <- tuneText(2)
	b.awaitTitles("2. Tune 2", "1. Tune 1")
	next <- tuneText(3)
	b.awaitTitles("3. Tune 3", "2. Tune 2", "1. Tune 1")
	b.await("document.querySelector('#make .state').textContent === '3 tunes written' && !document.querySelector('[name=make]').disabled")
	if !eval[bool](b, "[...document.querySelectorAll('.sounding')].every(e => e.closest('.tune').querySelector('h2').textContent === '1. Tune 1')") {
		t.Error("another tune than the one that plays is lit")
	}
	want := Request{Number: 3, Temperature: 0.55, Key: "D", Meter: "4/4", Rhythm: "reel", Form: "AABB", Bars: 8, Start: "DEFG|"}
	if got != want {
		t.Errorf("request %+v, want %+v", got, want)
	}
}

// TestServeEnds holds that the work of the network ends when the user stops it, or leaves.
func TestServeEnds(t *testing.T) {
	tests := []struct {
		name  string
		leave func(b *tab)
	}{
		{"stopped", func(b *tab) {
			b.click("#make [name=stop]")
			b.await("document.querySelector('#make .state').textContent === 'Stopped: 0 of 5 written'")
			b.await("!document.querySelector('#make [name=make]').disabled && document.querySelector('#make .problem').textContent === ''")
		}},
		{"reloaded", func(b *tab) {
			b.do(chromedp.Reload())
			b.await("'ready' in document.documentElement.dataset")
		}},
		{"closed", func(b *tab) {
			_, err := chromedp.Call(b.ctx, page.Close, cdp.Empty{})
			b.must(err)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newTab(t)
			n, began, ended := blocked()
			b.serve(n, ServeOptions{})
			b.set("#make [name=number]", "5")
			b.click("#make [name=make]")
			<-began
			test.leave(b)
			select {
			case <-ended:
			case <-time.After(patience):
				t.Error("the work goes on")
			}
		})
	}
}

// TestServeBook holds that what is done with tunes survives a reload, and a new start.
func TestServeBook(t *testing.T) {
	b := newTab(t)
	folder := t.TempDir()
	ts := b.serve(fakeNetwork{}, ServeOptions{Folder: folder})
	b.set("#make [name=number]", "4")
	b.click("#make [name=make]")
	b.awaitTitles("4. Tune 4", "3. Tune 3", "2. Tune 2", "1. Tune 1")
	entry := func(n int) string { return fmt.Sprintf(".entry:nth-child(%d) ", n) }
	b.click(entry(2) + "[name=keep]")
	b.await("document.querySelector('.count-kept').textContent === '1'")
	b.click(entry(1) + "[name=discard]")
	b.awaitTitles("3. Tune 3", "2. Tune 2", "1. Tune 1")
	b.click(entry(1) + "[name=undo]")
	b.awaitTitles("4. Tune 4", "3. Tune 3", "2. Tune 2", "1. Tune 1")
	b.click(entry(4) + "[name=discard]")
	b.awaitTitles("4. Tune 4", "3. Tune 3", "2. Tune 2")
	check := func(when string) {
		t.Helper()
		b.awaitTitles("4. Tune 4", "3. Tune 3", "2. Tune 2")
		if kept := eval[string](b, "[...document.querySelectorAll('[name=keep]')].map(k => k.getAttribute('aria-pressed')).join()"); kept != "false,true,false" {
			t.Errorf("%s: kept are %s", when, kept)
		}
	}
	b.open(ts.address("/"))
	check("after a reload")
	ts.stop()
	<-ts.result
	again := launch(t, fakeNetwork{}, ServeOptions{Folder: folder})
	b.open(again.address("/"))
	check("after a new start")
	b.click("[name=show][value=kept]")
	b.awaitTitles("3. Tune 3")
}

// TestServeHostile streams hostile tunes.
func TestServeHostile(t *testing.T) {
	b := newTab(t)
	n := fakeNetwork{sample: func(_ context.Context, _ Request, tune func(string) error) error {
		for _, text := range hostile {
			if err := tune(hostileTune(text)); err != nil {
				return err
			}
		}
		return nil
	}}
	b.serve(n, ServeOptions{})
	b.click("#make [name=make]")
	b.await("document.querySelectorAll('.entry').length === %d && !document.querySelector('#make [name=make]').disabled", len(hostile))
	b.harmless()
	got := eval[[]string](b, titles)
	slices.Reverse(got)
	for i, text := range hostile {
		if want := fmt.Sprintf("%d. ", i+1) + strings.TrimSpace(abc.PlainText(strings.NewReplacer("\x00", "", "\a", "").Replace(text))); got[i] != want {
			t.Errorf("title %q, want %q", got[i], want)
		}
	}
}

// TestServeOthers holds that a page of another origin, or under another name of the machine,
// gets nothing.
func TestServeOthers(t *testing.T) {
	b := newTab(t)
	ts := b.launch(fakeNetwork{}, ServeOptions{})
	port := ts.base[strings.LastIndex(ts.base, ":"):]
	for name, address := range map[string]string{
		"another token": ts.base + "/?token=00000000000000000000000000000000",
		"no token":      ts.base + "/",
		"another host":  "http://elsewhere.test" + port + "/?token=" + ts.guard.token, // resolved to this machine
	} {
		answer, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(address))
		b.must(err)
		if answer.Status < 400 || answer.Status > 499 {
			t.Errorf("%s: status %d", name, answer.Status)
		}
		b.pardon("the server responded with a status of")
	}
	b.do(chromedp.Navigate("data:text/html,<title>another origin</title>"))
	for _, mode := range []string{"cors", "no-cors"} {
		const ask = "fetch(%q, {mode: %q, method: 'POST', body: '{\"number\": 1}'}).then(r => r.type + r.status, e => 'refused')"
		if got := eval[string](b, ask, ts.base+"/api/sample?token="+ts.guard.token, mode); got != "refused" && got != "opaque0" {
			t.Errorf("%s from another origin: %s", mode, got)
		}
	}
	if answer, body := ts.do(ts.request("/api/book", nil)); answer.StatusCode != http.StatusOK || !strings.Contains(body, `"tunes":[]`) {
		t.Errorf("the book has %s", body)
	}
	b.pardon("Cross-Origin-Opener-Policy header has been ignored") // as the host is none of this machine
	b.pardon("has been blocked by CORS policy")
	b.pardon("Failed to load resource")
}
