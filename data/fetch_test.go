package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// library is a server of two files that can misbehave.
type library struct {
	mu       sync.Mutex
	files    map[string][]byte
	requests []string // file and range of each
	handle   func(count int, w http.ResponseWriter, r *http.Request) bool
}

func (l *library) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.requests = append(l.requests, r.URL.Path+" "+r.Header.Get("Range"))
	count := len(l.requests)
	l.mu.Unlock()
	if l.handle != nil && l.handle(count, w, r) {
		return
	}
	content, ok := l.files[strings.TrimPrefix(r.URL.Path, "/")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(content))
}

// open starts the server and gives the source that is pinned to its files.
func (l *library) open(t *testing.T) Collection {
	l.files = map[string][]byte{"a.abc": []byte("X:1\nK:C\nCDE|\n\n"), "b.abc": bytes.Repeat([]byte("X:2\nK:G\nGAB|\n\n"), 500)}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	s := Collection{Name: "test", Base: server.URL}
	for _, name := range []string{"a.abc", "b.abc"} {
		sum := sha256.Sum256(l.files[name])
		s.Files = append(s.Files, Pinned{name, hex.EncodeToString(sum[:])})
	}
	return s
}

func fetched(t *testing.T, l *library, output string) {
	t.Helper()
	got, err := os.ReadFile(output)
	if want := string(l.files["a.abc"]) + string(l.files["b.abc"]); err != nil || string(got) != want {
		t.Errorf("%d bytes in the output, error %v, want %d", len(got), err, len(want))
	}
	if _, err := os.Stat(output + partsSuffix); err == nil {
		t.Error("the parts are still there")
	}
}

func options(t *testing.T) FetchOptions {
	return FetchOptions{Output: filepath.Join(t.TempDir(), "folder", "out.txt"), Wait: time.Millisecond}
}

func TestFetch(t *testing.T) {
	half := func(w http.ResponseWriter, l *library) { // a connection cut in the middle of b.abc
		w.Header().Set("Content-Length", "7000")
		w.Write(l.files["b.abc"][:3000])
		panic(http.ErrAbortHandler)
	}
	for name, c := range map[string]struct {
		handle func(l *library, count int, w http.ResponseWriter, r *http.Request) bool
		want   string // the requests
	}{
		"whole": {nil, "/a.abc , /b.abc "},
		"server fails twice": {func(l *library, count int, w http.ResponseWriter, r *http.Request) bool {
			if count <= 2 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			return count <= 2
		}, "/a.abc , /a.abc , /a.abc , /b.abc "},
		"connection breaks": {func(l *library, count int, w http.ResponseWriter, r *http.Request) bool {
			if count == 2 {
				half(w, l)
			}
			return false
		}, "/a.abc , /b.abc , /b.abc bytes=3000-"},
		"no ranges": {func(l *library, count int, w http.ResponseWriter, r *http.Request) bool {
			if count == 2 {
				half(w, l)
			}
			r.Header.Del("Range")
			return false
		}, "/a.abc , /b.abc , /b.abc bytes=3000-"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &library{}
			if c.handle != nil {
				l.handle = func(count int, w http.ResponseWriter, r *http.Request) bool { return c.handle(l, count, w, r) }
			}
			o := options(t)
			if err := Fetch(t.Context(), l.open(t), o); err != nil {
				t.Fatal(err)
			}
			fetched(t, l, o.Output)
			if got := strings.Join(l.requests, ", "); got != c.want {
				t.Errorf("requests %q, want %q", got, c.want)
			}
		})
	}
}

// TestFetchStalls has a server that stops in the middle of a file, and one that asks for
// a wait of a year.
func TestFetchStalls(t *testing.T) {
	for name, handle := range map[string]func(l *library, count int, w http.ResponseWriter, r *http.Request) bool{
		"a body stops": func(l *library, count int, w http.ResponseWriter, r *http.Request) bool {
			if count != 2 {
				return false
			}
			w.Header().Set("Content-Length", "7000")
			w.Write(l.files["b.abc"][:3000])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return true
		},
		"a huge Retry-After": func(l *library, count int, w http.ResponseWriter, r *http.Request) bool {
			if count != 2 {
				return false
			}
			w.Header().Set("Retry-After", "31536000")
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := &library{}
			l.handle = func(count int, w http.ResponseWriter, r *http.Request) bool { return handle(l, count, w, r) }
			o := options(t)
			o.Stall = 100 * time.Millisecond
			ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
			defer stop()
			if err := Fetch(ctx, l.open(t), o); err != nil {
				t.Fatal(err)
			}
			fetched(t, l, o.Output)
		})
	}
}

// TestFetchGoesOn breaks a fetch off for good and wants the next one to ask for
// nothing that has arrived.
func TestFetchGoesOn(t *testing.T) {
	l := &library{}
	ctx, stop := context.WithCancel(t.Context())
	l.handle = func(count int, w http.ResponseWriter, r *http.Request) bool {
		if count == 2 {
			w.Header().Set("Content-Length", "7000")
			w.Write(l.files["b.abc"][:3000])
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond) // the client reads what there is
			stop()
			<-r.Context().Done()
			return true
		}
		return false
	}
	s, o := l.open(t), options(t)
	if err := Fetch(ctx, s, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want it to be stopped", err)
	}
	if _, err := os.Stat(o.Output); err == nil {
		t.Error("half an output was written")
	}
	l.requests = []string{"-", "-"}
	if err := Fetch(t.Context(), s, o); err != nil {
		t.Fatal(err)
	}
	fetched(t, l, o.Output)
	if got := strings.Join(l.requests[2:], ", "); got != "/b.abc bytes=3000-" {
		t.Errorf("requests %q, want the rest of b.abc alone", got)
	}
}

func TestFetchFails(t *testing.T) {
	for name, c := range map[string]struct {
		change func(l *library, s *Collection)
		want   string
	}{
		"checksum": {func(l *library, s *Collection) { l.files["b.abc"][7] = '!' }, "b.abc from"},
		"missing":  {func(l *library, s *Collection) { delete(l.files, "a.abc") }, "404 Not Found"},
		"offline":  {func(l *library, s *Collection) { s.Base = "http://127.0.0.1:1" }, "127.0.0.1:1 cannot be reached"},
		"address":  {func(l *library, s *Collection) { s.Base = "http://[" }, "["},
	} {
		t.Run(name, func(t *testing.T) {
			l := &library{}
			s, o := l.open(t), options(t)
			c.change(l, &s)
			os.MkdirAll(filepath.Dir(o.Output), 0o755)
			os.WriteFile(o.Output, []byte("what was there"), 0o644)
			err := Fetch(t.Context(), s, o)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %q in one line", err, c.want)
			}
			if got, _ := os.ReadFile(o.Output); string(got) != "what was there" {
				t.Errorf("the old output became %q", got)
			}
		})
	}
}

func TestLookup(t *testing.T) {
	if s, err := Lookup("nottingham"); err != nil || len(s.Files) != 14 {
		t.Errorf("%d files, error %v, want 14", len(s.Files), err)
	}
	if s, err := Lookup("jigs"); err != nil || len(s.Files) != 1 || s.Files[0].Name != "jigs.abc" {
		t.Errorf("files %v, error %v, want jigs.abc", s.Files, err)
	}
	if _, err := Lookup("reels"); err == nil || !strings.Contains(err.Error(), "jigs or nottingham") {
		t.Errorf("error %v, want the names to choose from", err)
	}
}
