package corpus

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/data"
)

// fileNames gives each piece of each input a file name that no other has, however
// the inputs are called. Names that differ only in case are the same, as they are
// on some systems.
type fileNames struct {
	ending string          // of every name, with its dot
	bases  []string        // of each input: its own name, or NAME_2 if that is taken
	taken  map[string]bool // the bases in lower case
}

// newFileNames names the files of inputs. If name is not empty, it stands for the own
// name of each.
func newFileNames(inputs []data.Input, name, ending string) *fileNames {
	f := &fileNames{ending: ending, taken: map[string]bool{}}
	for _, in := range inputs {
		base := f.free(cmp.Or(name, in.Base()))
		f.bases = append(f.bases, base)
		f.taken[strings.ToLower(base)] = true
	}
	return f
}

// free returns a name, or NAME_2, NAME_3 and so on if that is an input's.
func (f *fileNames) free(name string) string {
	free := name
	for n := 2; f.taken[strings.ToLower(free)]; n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	return free
}

// single returns the file of an input's only piece: NAME.mid.
func (f *fileNames) single(base string) string { return base + f.ending }

// numbered returns the file of one of several pieces: NAME-0001.mid.
func (f *fileNames) numbered(base string, n int) string {
	var digits [20]byte
	number := strconv.AppendInt(digits[:0], int64(n), 10)
	whole := base + "-" + "0000"[min(len(number), 4):] + string(number) + f.ending
	name := whole[:len(whole)-len(f.ending)]
	if free := f.free(name); free != name {
		return free + f.ending
	}
	return whole
}

// voice returns the file of voice i of a piece. An overlay has its voice's ID, so
// that the number of the voice is in the name, too.
func (f *fileNames) voice(piece, id string, i int) string {
	clean := strings.Map(func(c rune) rune {
		if c < 128 && (chars.IsLetter(byte(c)) || chars.IsDigit(byte(c)) || c == '-' || c == '_') {
			return c
		}
		return '_'
	}, id)
	return f.free(fmt.Sprintf("%s-%d-%.40s", strings.TrimSuffix(piece, f.ending), i+1, clean)) + f.ending
}
