package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"charabanc/data"
)

// This file watches a training run by the files that it writes: its log, and the tunes that
// it samples.

const (
	watchTime  = time.Second // between two looks at the files
	maxWatched = 16 << 20    // bytes of a file that is watched
)

// logRow is an epoch of a training log. Losses are in nats per symbol. A figure that the
// log does not have is nil.
type logRow struct {
	Epoch          int      `json:"epoch"`
	Loss           *float64 `json:"loss"`
	Accuracy       *float64 `json:"accuracy"`
	ValLoss        *float64 `json:"valLoss"`
	ValAccuracy    *float64 `json:"valAccuracy"`
	LearningRate   *float64 `json:"learningRate"`
	Seconds        *float64 `json:"seconds"`
	CharsPerSecond *float64 `json:"charsPerSecond"`
}

// field returns the figure of a column, nil for other columns.
func (r *logRow) field(column string) **float64 {
	switch column {
	case "loss":
		return &r.Loss
	case "acc":
		return &r.Accuracy
	case "val_loss":
		return &r.ValLoss
	case "val_acc":
		return &r.ValAccuracy
	case "learning_rate":
		return &r.LearningRate
	case "seconds":
		return &r.Seconds
	case "chars_per_second":
		return &r.CharsPerSecond
	}
	return nil
}

// parseLog returns the rows of a log. A last line without an end is being written, and is
// left out, as are rows without an epoch.
func parseLog(text []byte) ([]logRow, error) {
	rows := []logRow{}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	columns, err := r.Read()
	if err == io.EOF {
		return rows, nil
	}
	if err != nil || !slices.Contains(columns, "epoch") {
		return rows, errors.New("it is not a training log")
	}
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if row, ok := newLogRow(columns, fields); ok && err == nil {
			rows = append(rows, row)
		}
	}
}

func newLogRow(columns, fields []string) (row logRow, ok bool) {
	for i, text := range fields[:min(len(fields), len(columns))] {
		if columns[i] == "epoch" {
			epoch, err := strconv.Atoi(text)
			row.Epoch, ok = epoch, err == nil
		}
		x, err := strconv.ParseFloat(text, 64)
		if f := row.field(columns[i]); f != nil && err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			*f = &x
		}
	}
	return row, ok
}

// watched is a file that may change.
type watched struct {
	name  string
	state string // of the file when last looked at
}

// changed returns the content of the file if it changed since the last call. The error says
// why there is none, once.
func (f *watched) changed() (content []byte, ok bool, err error) {
	if f.name == "" {
		return nil, false, nil
	}
	info, err := os.Stat(f.name)
	state := fmt.Sprint(err)
	if err == nil {
		state = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
	}
	if state == f.state {
		return nil, false, nil
	}
	f.state = state
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, fmt.Errorf("%s: not there yet: it appears when a training writes it", f.name)
	case err == nil && !info.Mode().IsRegular():
		return nil, false, fmt.Errorf("%s: it is not a file", f.name)
	case err == nil && info.Size() > maxWatched:
		return nil, false, fmt.Errorf("%s: over %d MiB", f.name, maxWatched>>20)
	case err == nil:
		content, err = os.ReadFile(f.name)
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", f.name, data.Cause(err))
	}
	return content, true, nil
}

// training answers with a stream of what a training run writes: the event log with all rows
// when the log changes, tune with the view of the last tune sampled, and note where a file
// is missing.
func (s *server) training(w http.ResponseWriter, r *http.Request) {
	if err := s.watching.enter(r.Context(), nil); err != nil {
		failWith(w, fmt.Errorf("%w: %d pages watch the training already", errBusy, maxStreams))
		return
	}
	defer s.watching.leave()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	out := newStream(w, cancel)
	defer out.close()
	out.open()
	log, samples := watched{name: s.options.Log}, watched{name: s.options.Samples}
	if log.name == "" && samples.name == "" {
		out.send("note", message{"no training is watched: name its log when the program is started"})
	}
	ticker := time.NewTicker(s.watchTime)
	defer ticker.Stop()
	for {
		s.sendLog(&log, out)
		s.sendSample(ctx, &samples, out)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			if s.stopping() {
				out.fail(errStopped)
			}
			return
		}
	}
}

// sendLog sends the rows of the log if it has changed.
func (s *server) sendLog(log *watched, out *stream) {
	content, ok, err := log.changed()
	var rows []logRow
	if ok {
		if rows, err = parseLog(content); err != nil {
			err = fmt.Errorf("%s: %w", log.name, err)
		}
	}
	switch {
	case err != nil:
		out.send("note", message{err.Error()})
	case ok:
		out.send("log", map[string]any{"rows": rows})
	}
}

// sendSample sends the last tune of the sampled ones if they have changed.
func (s *server) sendSample(ctx context.Context, samples *watched, out *stream) {
	content, ok, err := samples.changed()
	if err != nil {
		out.send("note", message{err.Error()})
	}
	if !ok {
		return
	}
	r := data.NewReader(bytes.NewReader(content), samples.name)
	var last data.Source
	for src, err := r.Next(); err == nil; src, err = r.Next() {
		last = src
	}
	if r.Kind() != data.ABC || len(last.Text) > maxTune {
		return
	}
	v, err := s.look(ctx, last, 0)
	if err != nil {
		samples.state = "" // look again
		return
	}
	out.send("tune", v)
}
