package corpus

import (
	"errors"
	"fmt"
	"io"
	"os"

	"charabanc/abcmidi/abc"
)

// EachTune calls f with every tune of the inputs in order: files, folders (for
// the .abc files in them), or "-" for stdin. It stops at f's first error.
func EachTune(inputs []string, stdin io.Reader, f func(abc.Source) error) error {
	list, err := expand(inputs, ".abc")
	if err != nil {
		return err
	}
	for _, in := range list {
		if err := eachTuneOf(in.path, stdin, f); err != nil {
			return err
		}
	}
	return nil
}

func eachTuneOf(path string, stdin io.Reader, f func(abc.Source) error) error {
	r, name := stdin, "stdin"
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		r, name = file, path
	}
	read := abc.NewReader(r, name)
	for {
		src, err := read.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		if err := f(src); err != nil {
			return err
		}
	}
}
