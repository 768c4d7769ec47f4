package ranks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
)

// full is a disk with room for so many bytes.
type full struct{ room int }

var errFull = errors.New("no room")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// joinAll joins the work of n ranks. It returns what rank 0 has, and the errors of all.
func joinAll(n int, out io.Writer, work func(rank int, out, messages io.Writer) (int, error)) (messages string, results []int, errs []error) {
	var said bytes.Buffer
	errs = make([]error, n)
	var group sync.WaitGroup
	for i, c := range Local(n) {
		group.Go(func() {
			o, m := io.Writer(&full{}), io.Writer(&full{}) // nothing is to be written in the others
			if i == 0 {
				o, m = out, &said
			}
			errs[i] = Join(context.Background(), c, o, m,
				func(out, messages io.Writer) (int, error) { return work(i, out, messages) },
				func(r int) error { results = append(results, r); return nil })
		})
	}
	group.Wait()
	return said.String(), results, errs
}

func TestJoin(t *testing.T) {
	const length = 3*chunk + 5
	for _, n := range []int{1, 2, 4} {
		var out, want bytes.Buffer
		for i := range n {
			want.WriteString(strings.Repeat(string(rune('a'+i)), i*length))
		}
		messages, results, errs := joinAll(n, &out, func(rank int, out, messages io.Writer) (int, error) {
			fmt.Fprintf(messages, "%d said\n", rank)
			_, err := io.WriteString(out, strings.Repeat(string(rune('a'+rank)), rank*length))
			return 10 + rank, err
		})
		if err := errors.Join(errs...); err != nil || !bytes.Equal(out.Bytes(), want.Bytes()) {
			t.Errorf("%d ranks: %v, %d bytes, want %d", n, err, out.Len(), want.Len())
		}
		if want := "0 said\n1 said\n2 said\n3 said\n"[:7*n]; messages != want || fmt.Sprint(results) != fmt.Sprint([]int{10, 11, 12, 13}[:n]) {
			t.Errorf("%d ranks: messages %q, results %v", n, messages, results)
		}
	}
}

// TestJoinErrors lets ranks fail. Rank 0 has the first error, and all ranks end.
func TestJoinErrors(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "tunes.abc", Err: os.ErrNotExist}
	tests := []struct {
		name   string
		failed map[int]error
		room   int
		want   string
		is     error
	}{
		{"the first rank", map[int]error{0: errors.New("broken")}, 1 << 30, "broken", nil},
		{"the last rank", map[int]error{3: errors.New("broken")}, 1 << 30, "broken", nil},
		{"two ranks", map[int]error{3: errors.New("late"), 1: errors.New("early")}, 1 << 30, "early", nil},
		{"a file", map[int]error{2: missing}, 1 << 30, missing.Error(), fs.ErrNotExist},
		{"a full disk of rank 0", nil, 2*chunk + 1, "no room", errFull},
	}
	for _, test := range tests {
		messages, _, errs := joinAll(4, &full{test.room}, func(rank int, out, messages io.Writer) (int, error) {
			fmt.Fprintf(messages, "%d", rank)
			if _, err := out.Write(make([]byte, 2*chunk)); err != nil {
				return 0, err
			}
			return 0, test.failed[rank]
		})
		if errs[0] == nil || errs[0].Error() != test.want || test.is != nil && !errors.Is(errs[0], test.is) {
			t.Errorf("%s: %v, want %s", test.name, errs[0], test.want)
		}
		for rank, err := range errs[1:] {
			if err != nil && !errors.Is(err, ErrTold) {
				t.Errorf("%s: rank %d: %v", test.name, rank+1, err)
			}
		}
		if !strings.HasPrefix("0123", messages) {
			t.Errorf("%s: messages %q", test.name, messages)
		}
	}
}

// TestJoinInterrupted interrupts a job while rank 0 waits for another.
func TestJoinInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	interrupted := errors.New("interrupted")
	err := Join(ctx, Alone, io.Discard, io.Discard,
		func(out, messages io.Writer) (int, error) { cancel(); return 0, interrupted },
		func(int) error { return nil })
	if err != interrupted {
		t.Error(err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	c := Local(2)
	err = Join(ctx, c[0], io.Discard, io.Discard,
		func(out, messages io.Writer) (int, error) { cancel(); return 0, nil },
		func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
