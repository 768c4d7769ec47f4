package abctest

import (
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// Damaged returns some thousands of MIDI files that are damaged or random, the
// same at each call. CHARABANC_DAMAGED says how many, and makes them from corpora too if there
// are any. A million of them, as before a release:
//
//	CHARABANC_DAMAGED=1000000 go test -run Mutated -timeout 2h ./abcmidi/smf
//	CHARABANC_DAMAGED=100000 go test -run Damaged -timeout 2h ./abcmidi/notetext
func Damaged(t testing.TB) iter.Seq[[]byte] {
	seeds := [][]byte{SampleFile(t)}
	n := 4000
	if many, err := strconv.Atoi(os.Getenv("CHARABANC_DAMAGED")); err == nil {
		n = many
		files := slices.Concat(CorpusFiles(t, "nottingham/midi/*.mid"), CorpusFiles(t, "piano/*.mid"))
		for i := 0; i < len(files); i += 40 {
			if b, err := os.ReadFile(files[i]); err == nil {
				seeds = append(seeds, b)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	return func(yield func([]byte) bool) {
		for i := range n {
			if !yield(damaged(seeds[r.IntN(len(seeds))], i, r)) {
				return
			}
		}
	}
}

// damaged returns file number i: of eight files one is random bytes after a
// sound header, one is cut off, and the others have damage inside.
func damaged(seed []byte, i int, r *rand.Rand) []byte {
	switch i % 8 {
	case 0:
		body := make([]byte, r.IntN(400))
		for j := range body {
			body[j] = byte(r.UintN(256) >> r.UintN(3))
		}
		return RawFile(uint16(r.IntN(3)), uint16(r.UintN(1<<16)), string(body))
	case 1:
		return seed[:r.IntN(len(seed))]
	}
	return mutate(seed, r)
}

// mutate changes, cuts out or doubles a few bytes, or cuts off the end.
func mutate(b []byte, r *rand.Rand) []byte {
	b = slices.Clone(b)
	for range 1 + r.IntN(3) {
		if len(b) == 0 {
			return b
		}
		at := r.IntN(len(b))
		n := min(1+r.IntN(16), len(b)-at)
		switch r.IntN(6) {
		case 0:
			b[at] = byte(r.UintN(256))
		case 1:
			b[at] ^= 1 << r.UintN(8)
		case 2:
			b = slices.Delete(b, at, at+n)
		case 3:
			b = slices.Insert(b, at, b[at:at+n]...)
		case 4:
			for i := range n {
				b[at+i] = []byte{0, 0x7f, 0x80, 0xff}[r.IntN(4)]
			}
		case 5:
			if r.IntN(4) == 0 {
				b = b[:at]
			}
		}
	}
	return b
}

// SeedMIDI adds a few MIDI files to a fuzz target.
func SeedMIDI(f *testing.F) {
	f.Add(SampleFile(f))
	f.Add(RawFile(0, 96, "\x00\x90\x3c\x40\x60\x80\x3c\x00"+EndOfTrack))
	f.Add(RawFile(2, 0xe728, "\x00\x90\x3c\x40\x10\x3c\x40\x10\x3c\x00", "\x00\xff\x58\x04\x05\x03\x24\x08\x00\x91\x3c\x40"))
}
