package web

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The tests of the pages share one browser, Chromium without a window, which the first of
// them starts. Each test has a tab of its own, with cookies, files and settings of its own.

// patience is the time after which a test gives up what should happen soon.
const patience = 30 * time.Second

// chrome is the browser of all tests.
var chrome struct {
	start sync.Once
	ctx   context.Context // of chromedp; nil: not started
	stop  func()
	err   error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chrome.stop != nil {
		chrome.stop()
	}
	os.Exit(code)
}

// startBrowser starts the browser at a path.
func startBrowser(path string) {
	profile, err := os.MkdirTemp("", "charabanc-browser-")
	if err != nil {
		chrome.err = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.WindowSize(1100, 900),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("autoplay-policy", "no-user-gesture-required"),
		chromedp.Flag("host-resolver-rules", "MAP elsewhere.test 127.0.0.1"))
	allocated, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocated)
	chrome.stop = func() {
		chromedp.Cancel(ctx) // and waits for its end
		stop()
		stopAllocator()
		os.RemoveAll(profile)
	}
	chrome.ctx, chrome.err = ctx, chromedp.Do(ctx)
}

// browserPath returns the path of the browser; "" if there is none.
func browserPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// tab is a tab of the browser. The test fails at its end if the page complained.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	requests   []string // addresses, but for those of data and blobs
	complaints []string // exceptions, errors and warnings in the console, dialogs
}

// newTab returns a new tab. Without a browser the test is skipped.
func newTab(t *testing.T) *tab {
	t.Helper()
	path := browserPath()
	if path == "" || testing.Short() {
		t.Skipf("%s is skipped: it needs Chromium, and not -short", t.Name())
	}
	chrome.start.Do(func() { startBrowser(path) })
	if chrome.err != nil {
		t.Fatalf("%s does not start: %v", path, chrome.err)
	}
	ctx, closeTab := chromedp.NewContext(chrome.ctx, chromedp.WithNewBrowserContext())
	b := &tab{t: t, ctx: ctx}
	b.must(chromedp.Listen(ctx, b.listen))
	t.Cleanup(func() {
		defer closeTab()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, c := range b.complaints {
			t.Errorf("the page complains: %s", c)
		}
	})
	b.prepare(read(t, "testdata/probe.js"))
	return b
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// listen notes what the page asks for, and its complaints.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	complain := func(format string, args ...any) { b.complaints = append(b.complaints, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			b.requests = append(b.requests, u)
		}
	case *runtime.EventExceptionThrown:
		thrown := e.ExceptionDetails
		complain("exception: %s", thrown.Text)
		if thrown.Exception != nil {
			complain("exception: %s", thrown.Exception.Description)
		}
	case *runtime.EventConsoleAPICalled:
		for _, arg := range e.Args {
			complain("console, %s: %s %s", e.Type, arg.Value, arg.Description)
		}
	case *log.EventEntryAdded:
		complain("log, %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *page.EventJavascriptDialogOpening:
		complain("dialog, %s: %s", e.Type, e.Message)
		go chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
}

// pardon takes complaints that have a text in them from the list, and returns their number.
func (b *tab) pardon(text string) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.complaints)
	b.complaints = slices.DeleteFunc(b.complaints, func(c string) bool { return strings.Contains(c, text) })
	return before - len(b.complaints)
}

// asked returns the addresses that were asked for, sorted, each once.
func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(b.requests)))
}

// prepare has a script run in each page before those of the page.
func (b *tab) prepare(script string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	b.must(err)
}

// open opens a page and waits until it is ready.
func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
	b.await("'ready' in document.documentElement.dataset")
}

// do runs actions, within the patience of the tests.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must(chromedp.Do(ctx, actions...))
}

// click clicks what a selector finds, with the mouse.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.await("document.querySelector(%q)", selector)
	eval[any](b, "document.querySelector(%q).scrollIntoView({block: 'center', behavior: 'instant'})", selector) // not behind the player
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// press presses and releases a key.
func (b *tab) press(key string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(key))
}

// eval evaluates an expression in the page. A promise is awaited.
func eval[T any](b *tab, format string, args ...any) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	expression := fmt.Sprintf(format, args...)
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// await waits until an expression is true.
func (b *tab) await(format string, args ...any) {
	b.t.Helper()
	condition := fmt.Sprintf(format, args...)
	for end := time.Now().Add(patience); !eval[bool](b, "!!(%s)", condition); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("after %v it is not true that %s, in\n%s", patience, condition, eval[string](b, "document.body.innerText"))
		}
	}
}

// set gives a field of a form a value, as a user does.
func (b *tab) set(selector, value string) {
	b.t.Helper()
	eval[any](b, "probe.set(%q, %q)", selector, value)
}
