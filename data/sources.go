package data

import (
	"context"
	"io"
)

// Sources reads the pieces of inputs, one after another. One input is open at a time.
type Sources struct {
	ctx    context.Context
	inputs []Input // still to be opened
	stdin  io.Reader
	stream *Stream // nil between inputs
	reader *Reader // of the latest input; nil before the first
}

// NewSources returns the pieces of inputs. It must be closed. stdin is what "-" reads.
func NewSources(ctx context.Context, inputs []Input, stdin io.Reader) *Sources {
	return &Sources{ctx: ctx, inputs: inputs, stdin: stdin}
}

// Next returns the next piece. Its error is io.EOF after the last piece, that of the
// context if it has ended, or else that of an input. It must not be called after an error.
func (s *Sources) Next() (Source, error) {
	for {
		if err := s.ctx.Err(); err != nil {
			return Source{}, err
		}
		if s.stream == nil {
			if len(s.inputs) == 0 {
				return Source{}, io.EOF
			}
			if err := s.open(); err != nil {
				return Source{}, err
			}
		}
		src, err := s.reader.Next()
		if err != io.EOF {
			return src, err
		}
		s.Close()
	}
}

// open opens the next input.
func (s *Sources) open() (err error) {
	in := s.inputs[0]
	if s.stream, err = in.Open(s.ctx, s.stdin); err == nil {
		s.inputs, s.reader = s.inputs[1:], in.Reader(s.stream)
	}
	return err
}

// kind tells what the latest input is.
func (s *Sources) kind() Kind {
	if s.reader == nil {
		return Plain
	}
	return s.reader.Kind()
}

// Close closes the input that is open.
func (s *Sources) Close() {
	if s.stream != nil {
		s.stream.Close()
		s.stream = nil
	}
}

// EachSource calls f with every piece of the inputs, in order. It stops at the
// first error, of reading or of f, or when ctx ends.
func EachSource(ctx context.Context, inputs []Input, stdin io.Reader, f func(Source) error) error {
	_, err := eachSource(ctx, inputs, stdin, f)
	return err
}

// eachSource is EachSource, and tells what the last input is.
func eachSource(ctx context.Context, inputs []Input, stdin io.Reader, f func(Source) error) (Kind, error) {
	s := NewSources(ctx, inputs, stdin)
	defer s.Close()
	for {
		src, err := s.Next()
		if err == io.EOF {
			return s.kind(), nil
		}
		if err == nil {
			err = f(src)
		}
		if err != nil {
			return s.kind(), err
		}
	}
}
