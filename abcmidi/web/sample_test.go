package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"charabanc/abcmidi/view"
)

// TestSample holds the order of events, and that each tune is in the book before it is sent.
func TestSample(t *testing.T) {
	step := make(chan struct{})
	var got Request
	network := fakeNetwork{sample: func(ctx context.Context, r Request, tune func(string) error) error {
		got = r
		for i := range r.Number {
			<-step
			if err := tune(tuneText(i + 1)); err != nil {
				return err
			}
		}
		return nil
	}}
	ts := start(t, network, ServeOptions{})
	list := ts.open(ts.request("/api/sample", map[string]any{"number": 2, "temperature": 0.8, "key": "D", "meter": "4/4",
		"rhythm": "reel", "form": "AABB", "bars": 8, "start": "X:1\nK:D\nDEFG|", "seed": "18446744073709551615"}))
	for i := 1; i <= 2; i++ {
		step <- struct{}{}
		var v view.View
		if err := json.Unmarshal([]byte(next(t, list, "tune").data), &v); err != nil {
			t.Fatal(err)
		}
		var b bookList
		ts.ask("/api/book", nil, &b)
		if len(b.Tunes) != i || b.Tunes[0].ID != v.ID || b.Tunes[0].Kept || b.Tunes[0].ABC != v.ABC || len(v.Notes) == 0 {
			t.Fatalf("tune %d: %s in the book %+v", i, v.ID, b.Tunes)
		}
	}
	next(t, list, "done")
	if e, ok := <-list; ok {
		t.Errorf("event %q after done", e.name)
	}
	want := Request{2, 0.8, "D", "4/4", "reel", "AABB", 8, "X:1\nK:D\nDEFG|", 1<<64 - 1}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("request %+v, want %+v", got, want)
	}
}

func TestSampleErrors(t *testing.T) {
	tests := []struct {
		name   string
		sample func(ctx context.Context, r Request, tune func(string) error) error
		events []string
		data   string // in the last
	}{
		{"of the network", func(context.Context, Request, func(string) error) error { return errors.New("key H:\nnone") }, []string{"error"}, `key H:; none`},
		{"after a tune", func(_ context.Context, _ Request, tune func(string) error) error {
			return errors.Join(tune(tuneText(1)), errors.New("broken"))
		}, []string{"tune", "error"}, "broken"},
		{"no tune", func(_ context.Context, _ Request, tune func(string) error) error { return tune("hello") }, []string{"error"}, "no tune"},
		{"long tune", func(_ context.Context, _ Request, tune func(string) error) error {
			return tune("X:1\nK:C\n" + strings.Repeat("CDEF|\n", 1<<14))
		}, []string{"error"}, "64 KiB"},
		{"panic", func(context.Context, Request, func(string) error) error { panic("of the network") }, []string{"error"}, "program"},
		{"panic after a tune", func(_ context.Context, _ Request, tune func(string) error) error {
			tune(tuneText(1))
			panic("of the network\nlater")
		}, []string{"tune", "error"}, "program"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ts := start(t, fakeNetwork{sample: test.sample}, ServeOptions{})
			r := ts.request("/api/sample", map[string]any{"number": 1})
			list := ts.open(r)
			var e event
			for _, name := range test.events {
				e = next(t, list, name)
			}
			if !strings.Contains(e.data, test.data) {
				t.Errorf("data %s, want %s", e.data, test.data)
			}
			log := ts.stderr.String()
			if panics := strings.HasPrefix(test.name, "panic"); panics != (strings.Count(log, "\n") == 1) || panics && !strings.Contains(log, "sample_test.go:") {
				t.Errorf("log %q", log)
			}
			if answer, _ := ts.do(ts.request("/api/about", nil)); answer.StatusCode != 200 {
				t.Error("the server does not go on")
			}
		})
	}
}

// blocked returns a network whose samplings last until their context ends. began gets one
// value for each, ended the cause of its end.
func blocked() (n fakeNetwork, began chan struct{}, ended chan error) {
	began, ended = make(chan struct{}, 100), make(chan error, 100)
	n.sample = func(ctx context.Context, _ Request, _ func(string) error) error {
		began <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	}
	n.expect = func(ctx context.Context, _ string) ([]Expected, error) {
		return nil, n.sample(ctx, Request{}, nil)
	}
	return n, began, ended
}

// TestClientLeaves holds that work ends within a second of the end of the connection.
func TestClientLeaves(t *testing.T) {
	tests := []struct {
		name, path string
		body       map[string]any
	}{
		{"sample", "/api/sample", map[string]any{"number": 1}},
		{"expect", "/api/expect", map[string]any{"abc": "X:1\nK:C\nabc|"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, began, ended := blocked()
			ts := start(t, n, ServeOptions{})
			ctx, leave := context.WithCancel(context.Background())
			defer leave()
			go http.DefaultClient.Do(ts.request(test.path, test.body).WithContext(ctx))
			<-began
			left := time.Now()
			leave()
			select {
			case <-ended:
			case <-time.After(time.Second):
				t.Fatal("the work goes on a second after the client left")
			}
			t.Logf("the work ended after %v", time.Since(left))
		})
	}
}

// TestSamplingQueue holds that two samplings run, eight wait, and the next is refused; that
// one that waits takes the place of one that ends; and that one that waits can leave.
func TestSamplingQueue(t *testing.T) {
	n, began, _ := blocked()
	ts := start(t, n, ServeOptions{})
	var leave []context.CancelFunc
	open := func() *http.Request {
		ctx, cancel := context.WithCancel(context.Background())
		leave = append(leave, cancel)
		t.Cleanup(cancel)
		return ts.request("/api/sample", map[string]any{"number": 1}).WithContext(ctx)
	}
	for range maxSamplings {
		go http.DefaultClient.Do(open())
		<-began
	}
	for range maxQueued {
		next(t, ts.open(open()), "wait")
	}
	answer, body := ts.do(open())
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") != "5" || !strings.Contains(body, "busy") {
		t.Errorf("status %d, %v: %s", answer.StatusCode, answer.Header, body)
	}
	leave[maxSamplings]() // one that waits
	leave[0]()            // one that runs
	select {
	case <-began:
	case <-time.After(time.Second):
		t.Error("the next does not begin")
	}
}

func TestSamplingPatience(t *testing.T) {
	n, began, _ := blocked()
	ts := start(t, n, ServeOptions{})
	ts.sampling = newGate(1, 1, 20*time.Millisecond)
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	go http.DefaultClient.Do(ts.request("/api/sample", map[string]any{"number": 1}).WithContext(ctx))
	<-began
	list := ts.open(ts.request("/api/sample", map[string]any{"number": 1}))
	next(t, list, "wait")
	if e := next(t, list, "error"); !strings.Contains(e.data, "busy") {
		t.Errorf("error %s", e.data)
	}
}

func TestExpect(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	var e expected
	ts.ask("/api/expect", map[string]string{"abc": "K:C<"}, &e)
	if len(e.Symbols) != 4 || e.Symbols[3].Symbol != "<" || e.Symbols[0].Likely[1] != (Guess{"z", 0.25}) || e.Bits != 1 {
		t.Errorf("%+v", e)
	}
	guesses := []Guess{{"a", 0.5}}
	if e := newExpected([]Expected{{P: 1}, {P: 0.5, Likely: guesses}, {P: 0.125, Likely: guesses}, {P: 0, Likely: guesses}}); e.Bits != 2 {
		t.Errorf("a symbol that is given, two that are guessed, one that is not known: %g bits, want 2", e.Bits)
	}
	if e := newExpected(nil); e.Bits != 0 || e.Symbols == nil {
		t.Errorf("no symbols: %+v", e)
	}
	ts = start(t, fakeNetwork{expect: func(context.Context, string) ([]Expected, error) { panic("of the network") }}, ServeOptions{})
	if status, body := ts.ask("/api/expect", map[string]string{"abc": "x"}, &e); status != 500 || !strings.Contains(body, "error of the program") {
		t.Errorf("a panic: status %d: %s", status, body)
	}
	ts = start(t, fakeNetwork{expect: func(context.Context, string) ([]Expected, error) {
		return nil, errors.New("symbol é: the model does not know it")
	}}, ServeOptions{})
	if status, body := ts.ask("/api/expect", map[string]string{"abc": "é"}, &e); status != 422 || !strings.Contains(body, "does not know") {
		t.Errorf("status %d: %s", status, body)
	}
}
