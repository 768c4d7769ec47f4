package data

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseShard(t *testing.T) {
	for _, test := range []struct {
		text string
		want Shard // zero for an error
	}{
		{"1/1", Shard{1, 1}}, {"3/8", Shard{3, 8}}, {"8/8", Shard{8, 8}}, {"7/1000000", Shard{7, 1000000}},
		{"", Shard{}}, {"3", Shard{}}, {"0/8", Shard{}}, {"9/8", Shard{}}, {"-1/8", Shard{}}, {"1/0", Shard{}},
		{"1/2/3", Shard{}}, {"a/b", Shard{}}, {"1/99999999999", Shard{}}, {"1/2000000000", Shard{}},
	} {
		got, err := ParseShard(test.text)
		if got != test.want || (err == nil) != (test.want.N > 0) {
			t.Errorf("%q: %v, %v", test.text, got, err)
		}
	}
}

// TestRange checks that shards are one after another, and about equal.
func TestRange(t *testing.T) {
	for _, total := range []int64{0, 1, 10, 1000, math.MaxInt64 - 1} {
		for _, n := range []int{1, 2, 3, 7, 1000} {
			at := int64(0)
			for i := 1; i <= n; i++ {
				from, to := Shard{i, n}.Range(total)
				if size := to - from; from != at || size < total/int64(n) || size > total/int64(n)+1 {
					t.Fatalf("shard %d/%d of %d: %d to %d after %d", i, n, total, from, to, at)
				}
				at = to
			}
			if at != total {
				t.Errorf("%d shards of %d end at %d", n, total, at)
			}
		}
	}
}

// TestShares reads files in shards. Each piece, and each error, is in one of them.
func TestShares(t *testing.T) {
	dir := t.TempDir()
	tune := "X:1\nT:Tune\nK:C\nCDEF|\n\n"
	var inputs []Input
	for i, content := range []string{
		"", strings.Repeat(tune, 9), "words\n", "", strings.ReplaceAll(strings.Repeat(tune, 5), "\n", "\r\n"),
		"\xff\xfe" + strings.Join(strings.Split(strings.Repeat(tune, 4), ""), "\x00") + "\x00",
		"%%notes exact\nC4\n\n%%notes exact\nC4\n", tune,
	} {
		name := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, Input{name, int64(len(content))})
	}
	read := func(s Shard, inputs []Input) (pieces []string, failed []error) {
		shares, err := s.Shares(inputs)
		if err != nil {
			t.Fatal(err)
		}
		for _, share := range shares {
			sources := NewSources(context.Background(), []Share{share}, nil)
			src, own, err := sources.Next()
			for ; err == nil; src, own, err = sources.Next() {
				if own {
					pieces = append(pieces, src.File+src.Text)
				}
			}
			if sources.Close(); err != io.EOF {
				failed = append(failed, err)
			}
		}
		return pieces, failed
	}
	whole, errs := read(Shard{}, inputs)
	if len(whole) != 21 || len(errs) != 0 {
		t.Fatalf("%d pieces, errors %v", len(whole), errs)
	}
	midi := filepath.Join(dir, "midi")
	if err := os.WriteFile(midi, []byte("MThd"+strings.Repeat(" ", 900)), 0o666); err != nil {
		t.Fatal(err)
	}
	inputs = append(inputs, Input{midi, 904}, Input{filepath.Join(dir, "none"), 900})
	for _, n := range []int{1, 2, 3, 5, 11, 100, 5000} {
		var pieces []string
		var failed []error
		for i := 1; i <= n; i++ {
			p, f := read(Shard{i, n}, inputs)
			pieces, failed = append(pieces, p...), append(failed, f...)
		}
		if strings.Join(pieces, "") != strings.Join(whole, "") {
			t.Errorf("%d shards: %d pieces, want %d", n, len(pieces), len(whole))
		}
		if len(failed) != 2 || !errors.Is(failed[0], ErrMIDI) || !errors.Is(failed[1], os.ErrNotExist) {
			t.Errorf("%d shards: errors %v", n, failed)
		}
	}
	if _, err := (Shard{1, 2}).Shares([]Input{{Path: "-"}}); err == nil {
		t.Error("a part of standard input")
	}
}

// TestSharesAreEqual divides one file.
func TestSharesAreEqual(t *testing.T) {
	for _, piece := range []string{"X:1\nT:Tune\nK:C\nCDEF|\n\n", "X:1\r\nT:Tune\r\nK:C\r\nCDEF|\r\n", "%%notes exact\nC4\n\n"} {
		const pieces, n = 60, 4
		name := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(name, []byte(strings.Repeat(piece, pieces)), 0o666); err != nil {
			t.Fatal(err)
		}
		for i := 1; i <= n; i++ {
			shares, err := Shard{i, n}.Shares([]Input{{name, int64(pieces * len(piece))}})
			if err != nil {
				t.Fatal(err)
			}
			sources := NewSources(context.Background(), shares, nil)
			count := 0
			for _, own, err := sources.Next(); err == nil; _, own, err = sources.Next() {
				if own {
					count++
				}
			}
			if sources.Close(); count < pieces/n-1 || count > pieces/n+1 {
				t.Errorf("%q: shard %d/%d has %d of %d pieces", piece, i, n, count, pieces)
			}
		}
	}
}
