package sweep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	"charabanc/charrnn/trainlog"
)

// A Sweep is a grid that is being trained.
type Sweep struct {
	Grid   *Grid
	Flags  [][]string // of each row: the flags and values that its result follows from
	Folder string     // of the folders of the runs
	Output string     // CSV file of results
	Jobs   int        // runs at the same time
	Only   int        // number of the row to train; 0: all
	Wait   bool       // until no other process has a run, and train what they leave

	// Failed are the attempts at runs that had failed before, by the number of the row, as
	// [Sweep.Failures] returns them. Each is tried once more.
	Failed map[int]int

	// Run trains a run and returns its log. If it is interrupted, when its context ends, it
	// saves the run and returns the error of the context.
	Run func(context.Context, Job) ([]*trainlog.Row, error)
	Out io.Writer // gets a line when a run begins, and when it ends

	writing sync.Mutex // of lines and results
}

// A Job is a run to train.
type Job struct {
	Row    *Row
	Folder string
	Resume bool   // go on from where the run in the folder has stopped
	Begun  func() // to be called when the files in the folder are those of this run
}

// ErrFailed is wrapped by the error of [Sweep.Do] if runs have failed.
var ErrFailed = errors.New("failed")

// pollEvery is the time between two looks at runs that other processes have.
const pollEvery = time.Second

// Do trains the runs of the grid that are not done and that no other process has, and
// writes the results. When ctx ends it stops, with the error of ctx.
func (s *Sweep) Do(ctx context.Context) error {
	if err := s.checkOutput(); err != nil {
		return err
	}
	rows := s.Grid.Rows
	if s.Only > 0 {
		rows = rows[s.Only-1 : s.Only]
	}
	if err := s.writeResults(); err != nil { // before hours of training
		return err
	}
	held, err := s.pass(ctx, rows)
	for s.Wait && err == nil && len(held) > 0 && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
			held, err = s.pass(ctx, held)
		}
	}
	if writeErr := s.writeResults(); err == nil {
		err = writeErr
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	if len(held) > 0 {
		s.say("left to other processes: %s", count(len(held), "run"))
	}
	return s.verdict(rows)
}

// verdict says how many runs are done. It returns an error if some have failed.
func (s *Sweep) verdict(rows []*Row) error {
	n, done := 0, 0
	for _, row := range rows {
		switch r := readRecord(s.folder(row)); {
		case !r.is(s.flags(row)):
		case r.Error != "":
			n++
		case r.Result != nil:
			done++
		}
	}
	s.say("%s: %d of %s done", s.Output, done, count(len(rows), "run"))
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%d of %s %w: see the column error of %s, and call it again to try them again", n, count(len(rows), "run"), ErrFailed, s.Output)
}

// pass trains rows, several at a time, and returns those that other processes have. After
// an error no further run is started.
func (s *Sweep) pass(ctx context.Context, rows []*Row) (held []*Row, err error) {
	var (
		workers sync.WaitGroup
		lock    sync.Mutex // of the next two, and of the results
		next    int
	)
	take := func() *Row {
		lock.Lock()
		defer lock.Unlock()
		if next == len(rows) || err != nil || ctx.Err() != nil {
			return nil
		}
		next++
		return rows[next-1]
	}
	for range min(max(s.Jobs, 1), len(rows)) {
		workers.Go(func() {
			for row := take(); row != nil; row = take() {
				free, rowErr := s.try(ctx, row)
				lock.Lock()
				if err == nil {
					err = rowErr
				}
				if !free && rowErr == nil {
					held = append(held, row)
				}
				lock.Unlock()
			}
		})
	}
	workers.Wait()
	return held, err
}

// try trains a row unless it is done. It reports whether the row is free: no other process
// has it.
func (s *Sweep) try(ctx context.Context, row *Row) (free bool, err error) {
	folder := s.folder(row)
	if s.settled(row, readRecord(folder)) {
		return true, nil
	}
	release, ok, err := claim(folder)
	if !ok || err != nil {
		return false, err
	}
	defer release()
	r := readRecord(folder) // which another process may have written before the claim
	if s.settled(row, r) {
		return true, nil
	}
	return true, s.train(ctx, row, r)
}

// settled reports whether nothing is left to do for a row.
func (s *Sweep) settled(row *Row, r *record) bool {
	if !r.is(s.flags(row)) {
		return false
	}
	attempts, before := s.Failed[row.Number]
	return r.Result != nil || r.Error != "" && !(before && attempts == r.Attempts)
}

// Failures returns how often the runs that have failed were tried, by the number of the row.
func (s *Sweep) Failures() map[int]int {
	list := map[int]int{}
	for _, row := range s.Grid.Rows {
		if r := readRecord(s.folder(row)); r.is(s.flags(row)) && r.Error != "" {
			list[row.Number] = r.Attempts
		}
	}
	return list
}

// folder returns the folder of a run.
func (s *Sweep) folder(row *Row) string { return filepath.Join(s.Folder, row.Name) }

// flags returns the flags of a run.
func (s *Sweep) flags(row *Row) []string { return s.Flags[row.Number-1] }

// say prints a line.
func (s *Sweep) say(format string, args ...any) {
	s.writing.Lock()
	defer s.writing.Unlock()
	fmt.Fprintf(s.Out, format+"\n", args...)
}
