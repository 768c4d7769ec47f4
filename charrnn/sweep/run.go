package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"charabanc/charrnn/trainlog"
)

// train trains a run whose folder is locked, and writes its record and the results of all.
// The error is one of writing these; an error of the run is in the record.
func (s *Sweep) train(ctx context.Context, row *Row, r *record) error {
	begun := time.Now()
	if !r.is(s.flags(row)) {
		r = &record{Flags: s.flags(row)}
	}
	r.Attempts++
	how := "begun"
	if r.Begun {
		how = "continued"
	}
	s.say("%s: %s", s.title(row), how)
	rows, err := s.attempt(ctx, row, r)
	took := time.Since(begun).Round(100 * time.Millisecond)
	if took > time.Minute {
		took = took.Round(time.Second)
	}
	switch {
	case err == nil:
		r.Error = ""
		if r.Result, err = resultOf(rows); err != nil {
			return s.fail(row, r, err, took)
		}
		s.say("%s: %s, %s", s.title(row), r.Result, took)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		s.say("%s: interrupted", s.title(row))
		return nil
	default:
		return s.fail(row, r, err, took)
	}
	return s.record(row, r)
}

// fail records that a run has failed.
func (s *Sweep) fail(row *Row, r *record, err error, took time.Duration) error {
	r.Error = oneLine(err)
	s.say("%s: failed after %s: %s", s.title(row), took, r.Error)
	return s.record(row, r)
}

// oneLine returns the message of an error in one line.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// record writes a record and the results.
func (s *Sweep) record(row *Row, r *record) error {
	if err := r.write(s.folder(row)); err != nil {
		return err
	}
	return s.writeResults()
}

// attempt continues a run that was begun, or begins it. A run that cannot be continued, as
// its text has changed, is begun again.
func (s *Sweep) attempt(ctx context.Context, row *Row, r *record) ([]*trainlog.Row, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var recordErr error
	started := false
	job := Job{Row: row, Folder: s.folder(row), Resume: r.Begun}
	job.Begun = func() {
		started, r.Begun, r.Error = true, true, ""
		if recordErr = r.write(job.Folder); recordErr != nil {
			cancel()
		}
	}
	rows, err := s.Run(ctx, job)
	if err != nil && job.Resume && !started && ctx.Err() == nil {
		job.Resume = false
		s.say("%s: begun anew, as it cannot be continued: %s", s.title(row), oneLine(err))
		rows, err = s.Run(ctx, job)
	}
	return rows, cmp.Or(recordErr, err)
}

// title names a row in messages.
func (s *Sweep) title(row *Row) string {
	title := fmt.Sprintf("row %d of %d", row.Number, len(s.Grid.Rows))
	if row.Name != strconv.Itoa(row.Number) {
		title += ", " + row.Name
	}
	return title
}

// String returns the figures that count.
func (r *Result) String() string {
	if r.ValidationLoss == nil {
		return fmt.Sprintf("loss %.4f after epoch %d", r.Loss, r.BestEpoch)
	}
	return fmt.Sprintf("held out: loss %.4f after epoch %d", *r.ValidationLoss, r.BestEpoch)
}
