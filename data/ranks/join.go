package ranks

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// This file joins what the ranks of a job have written, each its part of one output.

// Join calls work in every rank, and writes to out and messages of rank 0 what all of them
// have written, in the order of the ranks. In rank 0 it calls add with the results of work,
// in the same order; package gob must know their type. The other ranks write to temporary
// files until it is their turn.
//
// The first error, by the order of the ranks, is that of the job: Join returns it in rank 0,
// and one that wraps [ErrTold] in the other ranks that are asked no more.
func Join[R any](ctx context.Context, c Comm, out, messages io.Writer, work func(out, messages io.Writer) (R, error), add func(R) error) error {
	if c = Guard(ctx, c); c.Rank() > 0 {
		return sendPart(c, work)
	}
	result, err := work(out, messages)
	if err == nil {
		err = add(result)
	}
	from := 1
	for ; err == nil && from < c.Size(); from++ {
		var end []byte
		if end, err = receivePart(c, from, out, messages); err == nil {
			err = addOutcome(end, add)
		}
		if err != nil && ctx.Err() != nil {
			return ctx.Err() // all ranks know
		}
	}
	if err != nil && ctx.Err() == nil {
		stopFrom(c, from)
	}
	return err
}

// Cancel tells the other ranks, which call [Join], that rank 0 will not.
func Cancel(c Comm) { stopFrom(c, 1) }

// stopFrom tells a rank and those after it that their parts are not wanted.
func stopFrom(c Comm, rank int) {
	for ; rank < c.Size(); rank++ {
		if c.Send(rank, []byte{stop}) != nil {
			return
		}
	}
}

// What rank 0 says to another rank when it is its turn.
const (
	stop = iota
	send
)

// chunk is how many bytes are sent at once.
const chunk = 1 << 20

// sendPart works, and sends what it has written to rank 0.
func sendPart[R any](c Comm, work func(out, messages io.Writer) (R, error)) error {
	var spools [2]*os.File // of out and messages
	for i := range spools {
		f, err := os.CreateTemp("", "charabanc-*")
		if err != nil {
			return fmt.Errorf("temporary file: %w", err)
		}
		os.Remove(f.Name()) // on Unix it lasts until it is closed, whatever ends the process
		defer os.Remove(f.Name())
		defer f.Close()
		spools[i] = f
	}
	result, err := work(spools[0], spools[1])
	end, encodeErr := encode(result, err)
	if encodeErr != nil {
		return encodeErr
	}
	turn := make([]byte, 1)
	if err := c.Recv(0, turn); err != nil {
		return err
	}
	if turn[0] == stop {
		return ErrTold
	}
	for _, f := range spools {
		size, err := f.Seek(0, io.SeekEnd)
		if err == nil {
			err = sendBytes(c, io.NewSectionReader(f, 0, size), size)
		}
		if err != nil {
			return err
		}
	}
	if err := sendBytes(c, bytes.NewReader(end), int64(len(end))); err != nil {
		return err
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTold, err)
	}
	return nil
}

// sendBytes sends a number of bytes to rank 0: the number, and the bytes in chunks.
func sendBytes(c Comm, r io.Reader, size int64) error {
	if err := c.Send(0, binary.LittleEndian.AppendUint64(nil, uint64(size))); err != nil {
		return err
	}
	buffer := make([]byte, min(size, chunk))
	for size > 0 {
		part := buffer[:min(size, chunk)]
		if _, err := io.ReadFull(r, part); err != nil {
			return err
		}
		if err := c.Send(0, part); err != nil {
			return err
		}
		size -= int64(len(part))
	}
	return nil
}

// receivePart writes what another rank has written, and returns its outcome.
func receivePart(c Comm, from int, out, messages io.Writer) ([]byte, error) {
	if err := c.Send(from, []byte{send}); err != nil {
		return nil, err
	}
	var end bytes.Buffer
	var failed error // of writing: the rank goes on sending all the same
	for _, w := range []io.Writer{out, messages, &end} {
		writing, err := receiveBytes(c, from, w)
		if err != nil {
			return nil, err
		}
		if failed == nil {
			failed = writing
		}
	}
	return end.Bytes(), failed
}

// receiveBytes writes the bytes that a rank sends. The first error is of writing them.
func receiveBytes(c Comm, from int, w io.Writer) (writing, err error) {
	head := make([]byte, 8)
	if err := c.Recv(from, head); err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint64(head))
	buffer := make([]byte, min(size, chunk))
	for size > 0 {
		part := buffer[:min(size, chunk)]
		if err := c.Recv(from, part); err != nil {
			return writing, err
		}
		if writing == nil {
			_, writing = w.Write(part)
		}
		size -= int64(len(part))
	}
	return writing, nil
}

// outcome is what a rank's work has come to.
type outcome[R any] struct {
	Result  R
	Failure Failure
}

// encode encodes the outcome of a rank's work.
func encode[R any](result R, err error) ([]byte, error) {
	var b bytes.Buffer
	err = gob.NewEncoder(&b).Encode(outcome[R]{result, NewFailure(err)})
	return b.Bytes(), err
}

// addOutcome adds the result of another rank, or returns its error.
func addOutcome[R any](text []byte, add func(R) error) error {
	var o outcome[R]
	err := gob.NewDecoder(bytes.NewReader(text)).Decode(&o)
	if err == nil {
		err = o.Failure.Err()
	}
	if err == nil {
		err = add(o.Result)
	}
	return err
}

// A Failure is an error, or none, in a form that can be sent. Of its type there remains
// whether it is about a file, and whether that is missing or forbidden: see the advice of
// package main.
type Failure struct {
	Text  string
	Cause int // in causes; 0: not about a file
}

var causes = []error{nil, fs.ErrInvalid, fs.ErrNotExist, fs.ErrPermission}

// NewFailure returns the failure that an error is.
func NewFailure(err error) (f Failure) {
	if err == nil {
		return f
	}
	f.Text = cmp.Or(err.Error(), "failed")
	if file := new(fs.PathError); errors.As(err, &file) {
		f.Cause = 1
		for i := 2; i < len(causes); i++ {
			if errors.Is(err, causes[i]) {
				f.Cause = i
			}
		}
	}
	return f
}

// Err returns the error, nil for none.
func (f Failure) Err() error {
	switch {
	case f.Text == "":
		return nil
	case f.Cause == 0:
		return errors.New(f.Text)
	}
	return &remote{f.Text, &fs.PathError{Err: causes[f.Cause]}}
}

// remote is the error of another rank about a file.
type remote struct {
	text  string
	cause error
}

func (e *remote) Error() string { return e.text }
func (e *remote) Unwrap() error { return e.cause }
