package data

import (
	"context"
	"io"
)

// Sources reads the pieces of shares, one after another. One input is open at a time.
type Sources struct {
	ctx    context.Context
	shares []Share // still to be opened
	stdin  io.Reader
	stream *Stream      // nil between inputs
	reader *ShareReader // of the latest input; nil before the first
}

// NewSources returns the pieces of shares. It must be closed. stdin is what "-" reads.
func NewSources(ctx context.Context, shares []Share, stdin io.Reader) *Sources {
	return &Sources{ctx: ctx, shares: shares, stdin: stdin}
}

// Next returns the next piece; own is false for a piece before the share in its input. The
// error is io.EOF after the last piece, that of the context if it has ended, or else that of
// an input. It must not be called after an error.
func (s *Sources) Next() (src Source, own bool, err error) {
	for {
		if err := s.ctx.Err(); err != nil {
			return Source{}, false, err
		}
		if s.stream == nil {
			if len(s.shares) == 0 {
				return Source{}, false, io.EOF
			}
			if err := s.open(); err != nil && !Elsewhere(err) {
				return Source{}, false, err
			}
			continue
		}
		src, place, err := s.reader.Next()
		if err != io.EOF && !Elsewhere(err) && place != After {
			return src, place == Own, err
		}
		s.Close()
	}
}

// open opens the next input.
func (s *Sources) open() (err error) {
	share := s.shares[0]
	s.shares = s.shares[1:]
	if s.stream, err = share.Open(s.ctx, s.stdin); err == nil {
		s.reader = share.Reader(s.stream)
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
	shares, err := Shard{}.Shares(inputs)
	if err != nil {
		return Plain, err
	}
	s := NewSources(ctx, shares, stdin)
	defer s.Close()
	for {
		src, _, err := s.Next()
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
