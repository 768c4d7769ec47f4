package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeNetwork writes numbered tunes, or what its fields say.
type fakeNetwork struct {
	sample func(ctx context.Context, r Request, tune func(string) error) error
	expect func(ctx context.Context, text string) ([]Expected, error)
}

func (f fakeNetwork) About() string { return "a fake of epoch 7" }

func (f fakeNetwork) Sample(ctx context.Context, r Request, tune func(string) error) error {
	if f.sample != nil {
		return f.sample(ctx, r, tune)
	}
	for i := range r.Number {
		if err := tune(tuneText(i + 1)); err != nil {
			return err
		}
	}
	return nil
}

func (f fakeNetwork) Expect(ctx context.Context, text string) ([]Expected, error) {
	if f.expect != nil {
		return f.expect(ctx, text)
	}
	var list []Expected
	for _, r := range text {
		list = append(list, Expected{string(r), 0.5, []Guess{{string(r), 0.5}, {"z", 0.25}}})
	}
	return list, nil
}

// tuneText returns a tune of four bars.
func tuneText(number int) string {
	return fmt.Sprintf("X:1\nT:Tune %d\nM:4/4\nL:1/8\nK:D\nDEFG ABcd|dcBA GFED|DEFG ABcd|d4 D4|]\n", number)
}

// testServer is a server that runs until the end of a test.
type testServer struct {
	*server
	t      testing.TB
	base   string // http://127.0.0.1:PORT
	stderr *syncBuffer
	stop   context.CancelFunc
	result chan error
}

// syncBuffer is a buffer that several goroutines may use.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// start starts a server that has no abcjs.
func start(t testing.TB, n Network, o ServeOptions) *testServer {
	t.Helper()
	withoutLibrary(t)
	return launch(t, n, o)
}

// launch starts a server.
func launch(t testing.TB, n Network, o ServeOptions) *testServer {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ts := &testServer{t: t, stderr: &syncBuffer{}, stop: cancel, result: make(chan error, 1)}
	o.Stderr = ts.stderr
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	var err error
	if ts.server, err = newServer(ctx, n, o); err != nil {
		t.Fatal(err)
	}
	ts.watchTime = 10 * time.Millisecond
	l, err := listen(o)
	if err != nil {
		t.Fatal(err)
	}
	ts.base, _, _ = strings.Cut(ts.admit(l), "/?")
	go func() {
		ts.result <- ts.run(ctx, l)
		close(ts.result)
	}()
	t.Cleanup(func() {
		cancel()
		<-ts.result
		http.DefaultClient.CloseIdleConnections()
	})
	return ts
}

// request returns a request that the guard lets pass. body, if not nil, is sent as JSON.
func (ts *testServer) request(path string, body any) *http.Request {
	method, text := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		text, _ = json.Marshal(body)
	}
	r, err := http.NewRequest(method, ts.base+path, bytes.NewReader(text))
	if err != nil {
		ts.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+ts.guard.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// do sends a request and returns the status and the body of the answer.
func (ts *testServer) do(r *http.Request) (*http.Response, string) {
	ts.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		ts.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		ts.t.Fatal(err)
	}
	return answer, string(body)
}

// ask sends JSON and decodes the answer into value. It returns the status, and the body if
// the status is not OK.
func (ts *testServer) ask(path string, body, value any) (int, string) {
	ts.t.Helper()
	answer, text := ts.do(ts.request(path, body))
	if answer.StatusCode != http.StatusOK {
		return answer.StatusCode, text
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		ts.t.Fatalf("%s: %v: %.200s", path, err, text)
	}
	return answer.StatusCode, ""
}

// event is an event of a stream.
type event struct {
	name string
	data string
}

// events reads the events of an answer. The channel is closed at its end.
func events(answer *http.Response) <-chan event {
	list := make(chan event)
	go func() {
		defer close(list)
		defer answer.Body.Close()
		var e event
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			line := lines.Text()
			if name, ok := strings.CutPrefix(line, "event: "); ok {
				e.name = name
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				e.data = data
			}
			if line == "" && e.name != "" {
				list <- e
				e = event{}
			}
		}
	}()
	return list
}

// open begins a stream.
func (ts *testServer) open(r *http.Request) <-chan event {
	ts.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		ts.t.Fatal(err)
	}
	if kind := answer.Header.Get("Content-Type"); kind != eventStream {
		body, _ := io.ReadAll(answer.Body)
		ts.t.Fatalf("%s: %s: %s", r.URL.Path, answer.Status, body)
	}
	return events(answer)
}

// next returns the next event, whose name must be as said.
func next(t testing.TB, list <-chan event, name string) event {
	t.Helper()
	select {
	case e, ok := <-list:
		if !ok || e.name != name {
			t.Fatalf("event %q %.200s, want %q", e.name, e.data, name)
		}
		return e
	case <-time.After(5 * time.Second):
		t.Fatalf("no event %q", name)
	}
	return event{}
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
