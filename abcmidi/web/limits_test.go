package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestConnections(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	host := strings.TrimPrefix(ts.base, "http://")
	request := "GET /api/about?token=" + ts.guard.token + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	answered := func(c net.Conn, wait time.Duration) bool {
		c.SetDeadline(time.Now().Add(wait))
		n, _ := c.Read(make([]byte, 4096))
		return n > 0
	}
	var open []net.Conn
	for i := range maxConnections + 1 {
		c, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, request)
		if i < maxConnections && !answered(c, 5*time.Second) {
			t.Fatalf("connection %d gets no answer", i+1)
		}
		open = append(open, c)
	}
	// The answer on connection 64 closed it, so that 65 gets one, and so on.
	if !answered(open[maxConnections], 5*time.Second) {
		t.Error("a connection waits although another was asked to yield")
	}
}

func TestSlowHeaders(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for a time limit")
	}
	ts := start(t, fakeNetwork{}, ServeOptions{})
	c, err := net.Dial("tcp", strings.TrimPrefix(ts.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET / HTTP/1.1\r\n")
	c.SetDeadline(time.Now().Add(headerTime + 5*time.Second))
	began := time.Now()
	io.ReadAll(c)
	if d := time.Since(began); d > headerTime+4*time.Second {
		t.Errorf("a client that sends half its headers is left alone for %v", d)
	}
}

func TestStreams(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	for range maxStreams {
		next(t, ts.open(ts.request("/api/training", nil)), "note")
	}
	answer, body := ts.do(ts.request("/api/training", nil))
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "8 pages") {
		t.Errorf("status %d: %s", answer.StatusCode, body)
	}
}

func TestGate(t *testing.T) {
	ctx := context.Background()
	g := newGate(1, 1, time.Hour)
	if err := g.enter(ctx, nil); err != nil {
		t.Fatal(err)
	}
	waits, entered := make(chan struct{}), make(chan error)
	go func() { entered <- g.enter(ctx, func() { close(waits) }) }()
	<-waits
	if err := g.enter(ctx, nil); err != errBusy {
		t.Errorf("a full gate: %v", err)
	}
	g.leave()
	if err := <-entered; err != nil {
		t.Error(err)
	}
	cause := fmt.Errorf("left")
	left, leave := context.WithCancelCause(ctx)
	leave(cause)
	if err := g.enter(left, nil); err != cause {
		t.Errorf("one that leaves: %v", err)
	}
	g.patience = time.Millisecond
	if err := g.enter(ctx, nil); err != errBusy {
		t.Errorf("one that has waited: %v", err)
	}
}

func TestLimitedListener(t *testing.T) {
	inner, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := limitConnections(inner, 1)
	accepted := make(chan net.Conn)
	failed := make(chan error, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				failed <- err
				return
			}
			accepted <- c
		}
	}()
	for range 3 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first := <-accepted
	select {
	case <-accepted:
		t.Error("two connections at a time")
	case <-time.After(20 * time.Millisecond):
	}
	first.Close()
	first.Close() // makes room once
	<-accepted
	select {
	case <-accepted:
		t.Error("two connections at a time")
	case <-time.After(20 * time.Millisecond):
	}
	l.Close()
	l.Close()
	if err := <-failed; err != net.ErrClosed {
		t.Errorf("after Close: %v", err)
	}
}
