package web

import (
	"cmp"
	"context"
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
	if q.Transpose != 0 {
		shift = 0
	}
	var v *view.View
	if err == nil {
		v, err = s.look(r.Context(), src, q.Transpose)
	}
	if err != nil {
		failWith(w, err)
		return
	}
	reply(w, shown{v, shift})
}

// look returns the view of a tune, moved by semitones, when it is its turn.
func (s *server) look(ctx context.Context, src data.Source, semitones int) (*view.View, error) {
	if err := s.viewing.enter(ctx, nil); err != nil {
		return nil, err
	}
	defer s.viewing.leave()
	if semitones != 0 {
		tune, _ := abc.ParseSource(src)
		src.Text = transpose.Tune(tune, semitones).String()
	}
	return view.New(src, s.options.View), nil
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
	var symbols []Expected
	if err == nil {
		symbols, err = s.askNetwork(r.Context(), q.ABC)
	}
	if err != nil {
		failWith(w, err)
		return
	}
	reply(w, newExpected(symbols))
}

// askNetwork returns what the network expected at each symbol, when it is its turn.
func (s *server) askNetwork(ctx context.Context, text string) ([]Expected, error) {
	if err := s.expecting.enter(ctx, nil); err != nil {
		return nil, err
	}
	defer s.expecting.leave()
	ctx, cancel := context.WithTimeoutCause(ctx, expectTime, errBusy)
	defer cancel()
	symbols, err := s.network.Expect(ctx, text)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errText, err)
	}
	return symbols, nil
}

// newExpected adds the mean surprise of the symbols that the network had to guess, but for
// those that it does not know, whose probability is 0.
func newExpected(symbols []Expected) expected {
	e := expected{Symbols: append([]Expected{}, symbols...)}
	guessed := 0
	for _, symbol := range symbols {
		if len(symbol.Likely) > 0 && symbol.P > 0 {
			e.Bits -= math.Log2(symbol.P)
			guessed++
		}
	}
	e.Bits /= float64(max(guessed, 1))
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
