package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"charabanc/data"
)

// server answers the requests of the pages that make tunes and watch a training.
type server struct {
	network Network
	options ServeOptions
	guard   *guard
	book    *book
	files   map[string]file // by name: what is under /assets/
	abcjs   librarySource
	log     *log.Logger
	ended   context.Context // done at the end of the program

	sampling, viewing, expecting, watching *gate

	watchTime time.Duration
}

// Serve serves the pages on the loopback interface until ctx ends, which is no error. It
// prints the address, with the token that each request needs.
func Serve(ctx context.Context, n Network, o ServeOptions) error {
	if o.Stderr == nil {
		o.Stderr = io.Discard
	}
	s, err := newServer(ctx, n, o)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	l, err := listen(o)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	address := s.admit(l)
	fmt.Fprintf(o.Stderr, "charabanc: serving at %s (Ctrl-C stops)\n", address)
	if o.Open {
		go func() {
			if err := openBrowser(address); err != nil {
				s.log.Printf("the page is not opened: %v: open the address yourself", err)
			}
		}()
	}
	return s.run(ctx, l)
}

// newServer returns a server that has no address yet.
func newServer(ctx context.Context, n Network, o ServeOptions) (*server, error) {
	s := &server{
		network: n, options: o, log: log.New(o.Stderr, "charabanc: ", 0), ended: ctx, watchTime: watchTime,
		sampling:  newGate(maxSamplings, maxQueued, queueTime),
		viewing:   newJobGate(),
		expecting: newJobGate(),
		watching:  newGate(maxStreams, 0, 0),
	}
	var err error
	if s.files, s.abcjs, err = servedFiles(); err != nil {
		return nil, err
	}
	s.book, err = openBook(o.Folder)
	return s, err
}

// listen listens on the port asked for, or on another if it is in use and nobody asked.
func listen(o ServeOptions) (net.Listener, error) {
	at := func(port int) (net.Listener, error) {
		return net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	}
	l, err := at(o.Port)
	if err != nil && !o.PortGiven {
		l, err = at(0)
	}
	if err != nil {
		var call *net.OpError
		if errors.As(err, &call) {
			err = data.Cause(call.Err)
		}
		return nil, fmt.Errorf("port %d: %w: name another with --port, or end the program that has it", o.Port, err)
	}
	return l, nil
}

// admit lets in who uses the address that it returns.
func (s *server) admit(l net.Listener) (address string) {
	port := l.Addr().(*net.TCPAddr).Port
	s.guard = newGuard(port)
	return fmt.Sprintf("http://127.0.0.1:%d/?token=%s", port, s.guard.token)
}

// run answers requests until ctx ends. Streams end with it; other requests get a moment.
func (s *server) run(ctx context.Context, l net.Listener) error {
	limited := limitConnections(l, maxConnections)
	h := &http.Server{
		Handler:           limited.yield(s.recovered(s.guard.watch(s.routes()))),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: replyTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeaders, DisableGeneralOptionsHandler: true,
		ErrorLog: log.New(io.Discard, "", 0), // of what clients do wrong
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(limited) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if h.Shutdown(last) != nil {
		h.Close()
	}
	return nil
}

// stopping reports whether the program is about to end.
func (s *server) stopping() bool { return s.ended.Err() != nil }

// routes returns what answers requests that the guard has let pass. Errors are one line of
// plain text, or the event error {message} of a stream.
//
//	GET  /              the page for making tunes; /training: the one for watching
//	GET  /assets/NAME   modules, style, and abcjs.js if the user has it
//	POST /api/sample    Request -> stream: wait {message}, tune View, done {}
//	POST /api/view      {abc, transpose} -> View and shift
//	POST /api/expect    {abc} -> {symbols: [Expected], bits}
//	GET  /api/book      -> {folder, file, tunes: [{id, kept, title, abc}]}, the newest first
//	POST /api/book      {action, id, abc} -> the tune; action is keep, unkeep, discard,
//	                    restore, edit or add
//	GET  /api/training  -> stream: log {rows}, tune View, note {message}
//	GET  /api/about     -> {about, version}
func (s *server) routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.page("serve"))
	m.HandleFunc("GET /training", s.page("training"))
	m.HandleFunc("GET /assets/{name}", s.file)
	m.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	m.HandleFunc("POST /api/sample", s.sample)
	m.HandleFunc("POST /api/view", s.view)
	m.HandleFunc("POST /api/expect", s.expect)
	m.HandleFunc("GET /api/book", s.listBook)
	m.HandleFunc("POST /api/book", s.changeBook)
	m.HandleFunc("GET /api/training", s.training)
	m.HandleFunc("GET /api/about", s.about)
	return m
}
