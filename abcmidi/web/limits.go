package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"
)

// What a page may ask of the server. One user needs a small part of it; the bounds keep a
// page that has gone wrong, or another program, from taking the machine.
const (
	maxBody        = 256 << 10 // bytes of a request
	maxTune        = 64 << 10  // bytes of the ABC of one tune
	maxHeaders     = 16 << 10  // bytes of the headers of a request
	maxConnections = 64
	maxStreams     = 8   // pages that watch a training
	maxSamplings   = 2   // at a time
	maxQueued      = 8   // samplings that wait for those
	maxNumber      = 100 // tunes of a sampling
	maxJobs        = 32  // views or expectations that wait

	headerTime   = 3 * time.Second  // to send the headers of a request
	requestTime  = 20 * time.Second // to send all of it
	replyTime    = 90 * time.Second // to answer it, or to take one event of a stream
	idleTime     = 30 * time.Second // between requests of a connection
	sampleTime   = 5 * time.Minute  // of a sampling
	queueTime    = time.Minute      // that a sampling waits
	jobTime      = 5 * time.Second  // that a view or an expectation waits
	expectTime   = time.Minute      // of an expectation
	stopTime     = 1500 * time.Millisecond
	retrySeconds = 5 // after which a page that was refused may ask again
)

// errBusy is the error of a full gate.
var errBusy = errors.New("the program is busy: try again in a few seconds")

// gate bounds how many jobs run at a time, how many others wait, and for how long.
type gate struct {
	running, waiting chan struct{}
	patience         time.Duration
}

func newGate(running, waiting int, patience time.Duration) *gate {
	return &gate{make(chan struct{}, running), make(chan struct{}, waiting), patience}
}

// newJobGate returns the gate of jobs that each keep a core busy for a moment.
func newJobGate() *gate { return newGate(runtime.NumCPU(), maxJobs, jobTime) }

// enter waits until the job may run. waits, which may be nil, is called if it has to wait.
// After a nil error leave must be called. The error is errBusy or that of ctx.
func (g *gate) enter(ctx context.Context, waits func()) error {
	select {
	case g.running <- struct{}{}:
		return nil
	default:
	}
	select {
	case g.waiting <- struct{}{}:
	default:
		return errBusy
	}
	defer func() { <-g.waiting }()
	if waits != nil {
		waits()
	}
	timer := time.NewTimer(g.patience)
	defer timer.Stop()
	select {
	case g.running <- struct{}{}:
		return nil
	case <-timer.C:
		return errBusy
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g *gate) leave() { <-g.running }

// limitedListener accepts so many connections at a time. Others wait in the system's queue.
type limitedListener struct {
	net.Listener
	open   chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limitConnections(l net.Listener, n int) *limitedListener {
	return &limitedListener{Listener: l, open: make(chan struct{}, n), closed: make(chan struct{})}
}

// Accept waits until there may be one connection more, and for it.
func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.open <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.open
		return nil, err
	}
	return &limitedConn{Conn: c, open: l.open}, nil
}

// yield closes connections after their answer when there are as many as there may be, so
// that those that wait get their turn.
func (l *limitedListener) yield(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(l.open) == cap(l.open) {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// Close ends Accept too.
func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	open chan struct{}
	once sync.Once
}

// Close makes room for another connection.
func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.open })
	return err
}
