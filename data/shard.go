package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// This file divides a job among processes that do not know of each other. The parts are
// consecutive, so that the whole is the parts one after another.

// A Shard is part I, from 1, of N parts of a job. The zero Shard is the whole job.
type Shard struct{ I, N int }

// maxShards bounds N.
const maxShards = 1 << 30

// ParseShard reads "I/N".
func ParseShard(text string) (Shard, error) {
	first, second, _ := strings.Cut(text, "/")
	i, err := strconv.ParseUint(first, 10, 31)
	n, err2 := strconv.ParseUint(second, 10, 31)
	if err != nil || err2 != nil || i < 1 || i > n || n > maxShards {
		return Shard{}, fmt.Errorf("shard %q: must be I/N, part I of N, such as 1/8 to 8/8", text)
	}
	return Shard{int(i), int(n)}, nil
}

// Whole reports whether the shard is the whole job.
func (s Shard) Whole() bool { return s.N <= 1 }

// Range returns which of so many things the shard has, from the first to before the last.
func (s Shard) Range(total int64) (from, to int64) {
	if s.Whole() {
		return 0, total
	}
	return s.bound(s.I-1, total), s.bound(s.I, total)
}

// bound returns where part i ends.
func (s Shard) bound(i int, total int64) int64 {
	high, low := bits.Mul64(uint64(i), uint64(total))
	quotient, _ := bits.Div64(high, low, uint64(s.N)) // i <= N, so it is at most total
	return int64(quotient)
}

// A Share is what a shard has of an input: the pieces that begin in a range of its bytes.
type Share struct {
	Input
	Index    int // of the input among all
	from, to int64
}

// Shares divides inputs by their bytes. It returns the shares of those that the shard has a
// part of. An input counts one byte more than it has, so that an empty one is part of one
// shard, too.
func (s Shard) Shares(inputs []Input) ([]Share, error) {
	total := int64(0)
	for _, in := range inputs {
		if total += in.Size + 1; in.Path == "-" && !s.Whole() {
			return nil, errors.New("stdin: a part of it cannot be read by itself: name files")
		}
	}
	first, end := s.Range(total)
	var list []Share
	for i, in := range inputs {
		size := in.Size + 1
		if share := (Share{in, i, max(first, 0), end}); first < size && end > 0 {
			if end >= size {
				share.to = math.MaxInt64
			}
			list = append(list, share)
		}
		first, end = first-size, end-size
	}
	return list, nil
}

// First reports whether the share begins where its input does: it is in one shard alone.
func (s Share) First() bool { return s.from == 0 }

// Place is where a piece is in its input, seen from a share.
type Place int

const (
	Before Place = iota - 1
	Own
	After
)

// errElsewhere is the error of an input that another share of it has: like a piece, it is
// where it is in the file.
var errElsewhere = errors.New("the file cannot be read in another share")

// A ShareReader reads the pieces of an input, and tells those of a share.
type ShareReader struct {
	*Reader
	share Share
}

// Reader returns a reader of the input, which is open, from its beginning.
func (s Share) Reader(r io.Reader) *ShareReader { return &ShareReader{s.Input.Reader(r), s} }

// Next returns the next piece of the input and its place.
func (r *ShareReader) Next() (src Source, place Place, err error) {
	src, err = r.Reader.Next()
	switch at := min(r.at, r.share.Size); {
	case at < r.share.from:
		place = Before
	case at >= r.share.to:
		place = After
	}
	if err != nil && err != io.EOF && place != Own && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		err = errElsewhere
	}
	return src, place, err
}

// Elsewhere reports whether err is that of an input which another share has: this one ends.
func Elsewhere(err error) bool { return err == errElsewhere }

// Open opens the input. That it cannot be opened is the error of its first share.
func (s Share) Open(ctx context.Context, stdin io.Reader) (*Stream, error) {
	stream, err := s.Input.Open(ctx, stdin)
	if err != nil && !s.First() && ctx.Err() == nil {
		err = errElsewhere
	}
	return stream, err
}
