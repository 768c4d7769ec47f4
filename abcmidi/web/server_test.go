package web

import (
	"context"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestStop holds that Serve returns soon after its context ends, whatever is going on.
func TestStop(t *testing.T) {
	n, began, _ := blocked()
	ts := start(t, n, ServeOptions{})
	making := make(chan (<-chan event))
	go func() { making <- ts.open(ts.request("/api/sample", map[string]any{"number": 1})) }()
	<-began
	watching := ts.open(ts.request("/api/training", nil))
	next(t, watching, "note")
	idle, err := net.Dial("tcp", strings.TrimPrefix(ts.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	stopped := time.Now()
	ts.stop()
	if e := next(t, <-making, "error"); !strings.Contains(e.data, "stopped") {
		t.Errorf("making: %s", e.data)
	}
	if e := next(t, watching, "error"); !strings.Contains(e.data, "stopped") {
		t.Errorf("watching: %s", e.data)
	}
	if err := <-ts.result; err != nil {
		t.Error(err)
	}
	if d := time.Since(stopped); d > 10*time.Second { // milliseconds, but where the machine is busy
		t.Errorf("it stopped after %v", d)
	}
}

func TestServe(t *testing.T) {
	t.Setenv("CHARABANC_ABCJS", filepath.Join(t.TempDir(), "none.js"))
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	tests := []struct {
		name string
		o    ServeOptions
		err  string
	}{
		{"any port", ServeOptions{}, ""},
		{"a port that is taken, not asked for", ServeOptions{Port: taken}, ""},
		{"a port that is taken", ServeOptions{Port: taken, PortGiven: true}, "in use"},
		{"no port", ServeOptions{Port: 70000, PortGiven: true}, "port 70000"},
		{"a file for the folder", ServeOptions{Folder: file}, "file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.o.Folder == "" {
				test.o.Folder = filepath.Join(t.TempDir(), "new")
			}
			var stderr syncBuffer
			test.o.Stderr = &stderr
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			err := Serve(ctx, fakeNetwork{}, test.o)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %v", err)
				}
				return
			}
			line := regexp.MustCompile(`^charabanc: serving at http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32} \(Ctrl-C stops\)\n$`)
			if err != nil || !line.MatchString(stderr.String()) {
				t.Errorf("error %v, printed %q", err, stderr.String())
			}
		})
	}
}

// TestABCJS holds that a copy of abcjs that is not the pinned one is not served.
func TestABCJS(t *testing.T) {
	name := filepath.Join(t.TempDir(), "abcjs.js")
	write(t, name, "alert(1)")
	t.Setenv("CHARABANC_ABCJS", name)
	err := Serve(context.Background(), fakeNetwork{}, ServeOptions{Folder: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "SHA-256") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}
