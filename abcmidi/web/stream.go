package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// eventStream is the content type of server-sent events, which the HTML standard defines in
// its section 9.2.
const eventStream = "text/event-stream"

// stream is an answer of server-sent events. It begins with open or the first event. A comment
// every few seconds keeps the connection open, and shows when the client has gone.
type stream struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
	broken  func() // called when the client takes nothing any more
	begun   bool
	done    chan struct{} // closed at the end
	pings   sync.WaitGroup
}

// pingTime is between two comments.
const pingTime = 15 * time.Second

// newStream returns the stream of an answer. close must be called. broken is called if
// nothing can be sent.
func newStream(w http.ResponseWriter, broken func()) *stream {
	s := &stream{w: w, control: http.NewResponseController(w), broken: broken, done: make(chan struct{})}
	s.control.SetReadDeadline(time.Time{}) // of the request, which has been read
	return s
}

// begin sends the headers, once.
func (s *stream) begin() {
	if s.begun {
		return
	}
	s.begun = true
	s.w.Header().Set("Content-Type", eventStream)
	s.pings.Go(func() {
		ticker := time.NewTicker(pingTime)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				s.write(": ping\n\n")
			case <-s.done:
				return
			}
		}
	})
}

// open tells the page that its request was taken.
func (s *stream) open() { s.write(": taken\n\n") }

// send sends an event whose data is JSON, in which no line ends.
func (s *stream) send(event string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return s.write("event: " + event + "\ndata: " + string(text) + "\n\n")
}

// fail sends the event error.
func (s *stream) fail(err error) { s.send("error", message{oneLine(err.Error())}) }

func (s *stream) write(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	s.control.SetWriteDeadline(time.Now().Add(replyTime))
	_, err := io.WriteString(s.w, text)
	if err == nil {
		err = s.control.Flush()
	}
	if err != nil {
		s.broken()
		return fmt.Errorf("the page has gone: %w", err)
	}
	return nil
}

// started reports whether anything was sent.
func (s *stream) started() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

// close ends the stream. Nothing may be sent after it.
func (s *stream) close() {
	close(s.done)
	s.pings.Wait()
}
