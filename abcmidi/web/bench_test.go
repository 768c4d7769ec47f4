package web

import (
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

// BenchmarkRequests measures requests a second of as many clients as there are cores. What
// each takes is mostly the view of the tune, or the connection.
func BenchmarkRequests(b *testing.B) {
	ts := start(b, fakeNetwork{}, ServeOptions{})
	for i := range 100 {
		addTune(b, ts.book, tuneText(i))
	}
	tests := []struct {
		name, path string
		body       any
	}{
		{"page", "/", nil},
		{"asset", "/assets/player.js", nil},
		{"about", "/api/about", nil},
		{"view", "/api/view", map[string]string{"abc": tuneText(1)}},
		{"expect", "/api/expect", map[string]string{"abc": tuneText(1)}},
		{"book of 100", "/api/book", nil},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					ts.fetch(b, test.path, test.body)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

// fetch sends a request, reads the answer and returns the status.
func (ts *testServer) fetch(t testing.TB, path string, body any) int {
	answer, err := http.DefaultClient.Do(ts.request(path, body))
	if err != nil {
		t.Error(err)
		return 0
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// BenchmarkBook measures a change of a book: all of the file is written.
func BenchmarkBook(b *testing.B) {
	for _, test := range []struct {
		name  string
		tunes int
	}{{"100 tunes", 100}, {"10000 tunes", 9999}} {
		b.Run(test.name, func(b *testing.B) {
			book := bookOf(b, b.TempDir())
			for i := range test.tunes {
				book.content.entries = append(book.content.entries, newEntry(newID(), tuneText(i)))
			}
			if err := book.save(); err != nil {
				b.Fatal(err)
			}
			e := addTune(b, book, tuneText(1))
			for b.Loop() {
				e, _ = book.keep(e.ID, !e.Kept)
			}
		})
	}
}

// TestLoad holds that at more requests than the server takes, each gets an answer soon: a
// view, or a refusal that says when to ask again.
func TestLoad(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	ts.viewing = newGate(1, 2, time.Millisecond)
	body := map[string]string{"abc": tuneText(1)}
	var wait sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 50 {
		wait.Go(func() {
			for range 4 {
				status := ts.fetch(t, "/api/view", body)
				mu.Lock()
				statuses[status]++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if statuses[200] == 0 || statuses[200]+statuses[503] != 200 {
		t.Errorf("%v", statuses)
	}
	t.Log(statuses)
}
