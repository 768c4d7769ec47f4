package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// StarterFile is the text that is read if no other is named.
const StarterFile = "data/input.txt"

// WithStarter returns the names and the standard input to read from. If StarterFile alone is
// named and is not there, they stand for the starter corpus, which is part of the program,
// and starts is true.
func WithStarter(names []string, stdin io.Reader, starter string) (from []string, in io.Reader, starts bool) {
	if _, err := os.Stat(StarterFile); errors.Is(err, fs.ErrNotExist) && slices.Equal(names, []string{StarterFile}) {
		return []string{"-"}, strings.NewReader(starter), true
	}
	return names, stdin, false
}
