package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"charabanc/abcmidi/view"
	"charabanc/data"
)

// errLong is the cause of the end of a sampling that lasts too long.
var errLong = fmt.Errorf("stopped after %v: ask for fewer tunes", sampleTime)

// errStopped is what pages are told at the end of the program.
var errStopped = errors.New("the program was stopped: start it again, and open the address that it prints")

// sampleQuery is a Request as a page sends it. The seed may be a string, since JavaScript
// has no integers of 64 bits.
type sampleQuery struct {
	Number      int         `json:"number"`
	Temperature float64     `json:"temperature"`
	Key         string      `json:"key"`
	Meter       string      `json:"meter"`
	Rhythm      string      `json:"rhythm"`
	Form        string      `json:"form"`
	Bars        int         `json:"bars"`
	Start       string      `json:"start"`
	Seed        json.Number `json:"seed"`
}

// request checks the query. Its errors wrap errBadRequest, or are errTooLarge.
func (q *sampleQuery) request() (Request, error) {
	r := Request{q.Number, q.Temperature, q.Key, q.Meter, q.Rhythm, q.Form, q.Bars, q.Start, 0}
	switch {
	case q.Number < 1 || q.Number > maxNumber:
		return r, fmt.Errorf("%w: number %d: it must be from 1 to %d", errBadRequest, q.Number, maxNumber)
	case q.Temperature < 0 || q.Temperature > 100:
		return r, fmt.Errorf("%w: temperature %g: it must be from 0 to 100", errBadRequest, q.Temperature)
	case q.Bars < 0 || q.Bars > 100:
		return r, fmt.Errorf("%w: bars %d: they must be from 0 to 100", errBadRequest, q.Bars)
	case len(q.Start) > maxTune:
		return r, errTooLarge
	}
	for _, field := range []string{q.Key, q.Meter, q.Rhythm, q.Form} {
		if len(field) > 100 || strings.ContainsFunc(field, unicode.IsControl) {
			return r, fmt.Errorf("%w: key, meter, rhythm and form must be one line of up to 100 bytes", errBadRequest)
		}
	}
	if q.Seed == "" {
		return r, nil
	}
	var err error
	if r.Seed, err = strconv.ParseUint(q.Seed.String(), 10, 64); err != nil {
		return r, fmt.Errorf("%w: seed %s: it must be a whole number from 0 to 2^64-1", errBadRequest, q.Seed)
	}
	return r, nil
}

// sample answers with a stream of new tunes: the event tune for each, then done or error,
// and before them wait if other samplings are going on.
func (s *server) sample(w http.ResponseWriter, r *http.Request) {
	var q sampleQuery
	err := readJSON(w, r, &q)
	var request Request
	if err == nil {
		request, err = q.request()
	}
	if err != nil {
		failWith(w, err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	out := newStream(w, cancel)
	defer out.close()
	err = s.sampling.enter(ctx, func() {
		out.send("wait", message{"other tunes are being made: these come next"})
	})
	if err != nil && !out.started() {
		failWith(w, err)
		return
	}
	if err == nil {
		defer s.sampling.leave()
		out.open()
		err = s.stream(ctx, request, out)
	}
	switch {
	case err == nil:
		out.send("done", struct{}{})
	case s.stopping():
		out.fail(errStopped)
	default:
		out.fail(err)
	}
}

// stream samples, keeps each tune in the book, and then sends it.
func (s *server) stream(ctx context.Context, request Request, out *stream) error {
	ctx, cancel := context.WithTimeoutCause(ctx, sampleTime, errLong)
	defer cancel()
	err := s.network.Sample(ctx, request, func(text string) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		e, err := s.book.add(text)
		if err != nil {
			return err
		}
		return out.send("tune", s.entryView(e))
	})
	if errors.Is(err, context.DeadlineExceeded) {
		err = errLong
	}
	return err
}

// entryView returns the view of a tune of the book.
func (s *server) entryView(e entry) *view.View {
	v := view.New(data.Source{File: bookName, Line: 1, Text: e.ABC}, s.options.View)
	v.ID = e.ID
	return v
}
