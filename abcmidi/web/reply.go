package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
)

// message is what a page shows the user.
type message struct {
	Message string `json:"message"`
}

// fail answers with an error in one line of plain text.
func fail(w http.ResponseWriter, status int, why string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(retrySeconds))
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, oneLine(why))
}

// oneLine makes one line of a message.
func oneLine(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", "; ") }

// reply answers with JSON.
func reply(w http.ResponseWriter, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(text)
}

// errTooLarge is the error of a tune that is too long.
var errTooLarge = fmt.Errorf("a tune may have %d KiB", maxTune>>10)

// errBadRequest is wrapped by errors in what a page asks.
var errBadRequest = errors.New("the request")

// errText is wrapped by errors about a text that is no tune.
var errText = errors.New("the text")

// failWith answers with the status that belongs to an error.
func failWith(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		status, err = http.StatusRequestEntityTooLarge, fmt.Errorf("a request may have %d KiB", maxBody>>10)
	case errors.Is(err, errTooLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errBusy):
		status = http.StatusServiceUnavailable
	case errors.Is(err, errText):
		status = http.StatusUnprocessableEntity
	case errors.Is(err, errNotFound):
		status = http.StatusNotFound
	case errors.Is(err, errBadRequest):
		status = http.StatusBadRequest
	}
	fail(w, status, err.Error())
}

// readJSON reads the body of a request: one JSON object without unknown fields. It reads to
// the end, because only then net/http notices that the client leaves.
func readJSON(w http.ResponseWriter, r *http.Request, value any) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return fmt.Errorf("%w: %w", errBadRequest, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("%w: more than one JSON object", errBadRequest)
	}
	return nil
}

// panicked is what the user is told of a panic.
const panicked = "an error of the program: the rest of it goes on"

// recovered answers with an error if next panics, and logs it in one line.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			s.log.Printf("%s: an error of the program: %s: at %s", r.URL.Path, oneLine(fmt.Sprint(value)), panicPlace())
			if w.Header().Get("Content-Type") == eventStream {
				fmt.Fprintf(w, "event: error\ndata: {\"message\":%q}\n\n", panicked)
				return
			}
			fail(w, http.StatusInternalServerError, panicked)
		}()
		next.ServeHTTP(w, r)
	})
}

// panicPlace returns the file and line that a panic in progress came from.
func panicPlace() string {
	var places [32]uintptr
	frames := runtime.CallersFrames(places[:runtime.Callers(0, places[:])])
	seen := false
	for {
		frame, more := frames.Next()
		if seen && !strings.HasPrefix(frame.Function, "runtime.") {
			return frame.File[strings.LastIndexByte(frame.File, '/')+1:] + ":" + strconv.Itoa(frame.Line)
		}
		seen = seen || frame.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}
