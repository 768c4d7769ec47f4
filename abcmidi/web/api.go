package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"path/filepath"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/abcmidi/view"
	"charabanc/data"
)

// This file answers the requests that are about one text, and those of the book.

// shown is the view of a text that a user is writing.
type shown struct {
	*view.View
	Shift int `json:"shift"` // to add to an offset in the view's text for the one in the user's
}

// view answers with the view of the first tune of a text.
func (s *server) view(w http.ResponseWriter, r *http.Request) {
	var q struct {
		ABC       string `json:"abc"`
		Transpose int    `json:"transpose"` // semitones
	}
	err := readJSON(w, r, &q)
	if err == nil && (q.Transpose < -36 || q.Transpose > 36) {
		err = fmt.Errorf("%w: transpose %d: it must be from -36 to 36 semitones", errBadRequest, q.Transpose)
	}
	var src data.Source
	var shift int
	if err == nil {
		src, shift, err = firstTune(q.ABC)
	}
	if err == nil {
		err = s.viewing.enter(r.Context(), nil)
	}
	if err != nil {
		failWith(w, err)
		return
	}
	defer s.viewing.leave()
	if q.Transpose != 0 {
		tune, _ := abc.ParseSource(src)
		src.Text, shift = transpose.Tune(tune, q.Transpose).String(), 0
	}
	reply(w, shown{view.New(src, s.options.View), shift})
}

// expected is what a network expected at each symbol of a text.
type expected struct {
	Symbols []Expected `json:"symbols"`
	Bits    float64    `json:"bits"` // a symbol, on average
}

// expect answers with what the network expected at each symbol of a text.
func (s *server) expect(w http.ResponseWriter, r *http.Request) {
	var q struct {
		ABC string `json:"abc"`
	}
	err := readJSON(w, r, &q)
	if err == nil && len(q.ABC) > maxTune {
		err = errTooLarge
	}
	if err == nil {
		err = s.expecting.enter(r.Context(), nil)
	}
	if err != nil {
		failWith(w, err)
		return
	}
	defer s.expecting.leave()
	ctx, cancel := context.WithTimeout(r.Context(), expectTime)
	defer cancel()
	symbols, err := s.network.Expect(ctx, q.ABC)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		failWith(w, errBusy)
	case err != nil:
		fail(w, http.StatusUnprocessableEntity, err.Error())
	default:
		reply(w, newExpected(symbols))
	}
}

// leastP bounds what a symbol costs, which JSON cannot say of a probability of 0.
const leastP = 1e-12

func newExpected(symbols []Expected) expected {
	e := expected{Symbols: append([]Expected{}, symbols...)}
	for _, symbol := range symbols {
		e.Bits -= math.Log2(max(symbol.P, leastP)) / float64(len(symbols))
	}
	return e
}

// about answers with what the page says about the program.
func (s *server) about(w http.ResponseWriter, _ *http.Request) {
	reply(w, map[string]string{"about": s.network.About(), "version": s.options.Version})
}

// bookList is the book as a page gets it.
type bookList struct {
	Folder string  `json:"folder"`
	File   string  `json:"file"`
	Tunes  []entry `json:"tunes"` // the newest first
}

// listBook answers with the tunes of the book.
func (s *server) listBook(w http.ResponseWriter, _ *http.Request) {
	tunes, err := s.book.all()
	if err != nil {
		failWith(w, err)
		return
	}
	folder, err := filepath.Abs(s.options.Folder)
	if err != nil {
		folder = cmp.Or(s.options.Folder, ".")
	}
	reply(w, bookList{folder, bookName, tunes})
}

// changeBook does something with a tune of the book and answers with that tune.
func (s *server) changeBook(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Action string `json:"action"`
		ID     string `json:"id"`
		ABC    string `json:"abc"`
	}
	err := readJSON(w, r, &q)
	var e entry
	if err == nil {
		switch q.Action {
		case "keep", "unkeep":
			e, err = s.book.keep(q.ID, q.Action == "keep")
		case "discard":
			e, err = s.book.discard(q.ID)
		case "restore":
			e, err = s.book.restore(q.ID)
		case "edit":
			e, err = s.book.edit(q.ID, q.ABC)
		case "add":
			e, err = s.book.add(q.ABC)
		default:
			err = fmt.Errorf("%w: action %q: it must be keep, unkeep, discard, restore, edit or add", errBadRequest, q.Action)
		}
	}
	if err != nil {
		failWith(w, err)
		return
	}
	reply(w, e)
}
