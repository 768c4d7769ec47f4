package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Input is a file to read.
type Input struct {
	Path string // "-" is standard input
	Size int64  // bytes; 0 for standard input
}

// Expand finds the files that names stand for, in order. A name is a file, "-"
// for standard input, or a folder: it stands for the files in it and below it
// whose names end in one of endings, such as ".abc", sorted by name. A folder
// without any is an error; so is a name that is not there.
func Expand(names []string, endings ...string) ([]Input, error) {
	var list []Input
	for _, name := range names {
		if name == "-" {
			list = append(list, Input{Path: name})
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w: check the name", name, Cause(err))
		}
		if !info.IsDir() {
			list = append(list, Input{name, info.Size()})
			continue
		}
		files, err := filesIn(name, endings)
		if err != nil {
			return nil, err
		}
		list = append(list, files...)
	}
	return list, nil
}

// filesIn finds the files in a folder. One whose size is not known is in the
// list all the same: opening it gives the error.
func filesIn(folder string, endings []string) (list []Input, err error) {
	root := folder + string(filepath.Separator) // so that a link to a folder is followed
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains(endings, strings.ToLower(filepath.Ext(path))) {
			return err
		}
		in := Input{Path: path}
		if info, err := os.Stat(path); err == nil {
			in.Size = info.Size()
		}
		list = append(list, in)
		return nil
	})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: no %s file in this folder", folder, endings[0])
	}
	return list, err
}

// Names returns the paths of inputs.
func Names(inputs []Input) []string {
	names := make([]string, len(inputs))
	for i, in := range inputs {
		names[i] = in.Path
	}
	return names
}

// TotalSize returns the bytes of all inputs, or 0 if one is standard input.
func TotalSize(inputs []Input) (total int64) {
	for _, in := range inputs {
		if in.Path == "-" {
			return 0
		}
		total += in.Size
	}
	return total
}

// Name is what messages call the input: its path, or "stdin".
func (in Input) Name() string {
	if in.Path == "-" {
		return "stdin"
	}
	return in.Path
}

// Base is what the names of files made from the input begin with: its own name
// without folder and ending, or "tunes" for standard input.
func (in Input) Base() string {
	if in.Path == "-" {
		return "tunes"
	}
	return strings.TrimSuffix(filepath.Base(in.Path), filepath.Ext(in.Path))
}

// Stream is an open input. Its methods may not be called at the same time.
type Stream struct {
	r    io.Reader
	file *os.File // nil for standard input
	n    int64
}

// Open opens the input. When ctx ends, reading fails with its error, even while
// a pipe has nothing to read; what was being read then is lost.
func (in Input) Open(ctx context.Context, stdin io.Reader) (*Stream, error) {
	if in.Path == "-" {
		if stdin == nil {
			return nil, errors.New("stdin: nothing to read")
		}
		return &Stream{r: &pipe{ctx: ctx, r: stdin}}, nil
	}
	info, err := os.Stat(in.Path)
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() {
		f, err := os.Open(in.Path)
		if err != nil {
			return nil, err
		}
		return &Stream{r: &plainFile{ctx, f}, file: f}, nil
	}
	f, err := openPipe(ctx, in.Path)
	if err != nil {
		return nil, err
	}
	return &Stream{r: &pipe{ctx: ctx, r: f}, file: f}, nil
}

func (s *Stream) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.n += int64(n)
	return n, err
}

// Stat describes the file, whose size a reader may want to know beforehand. It
// fails for standard input.
func (s *Stream) Stat() (fs.FileInfo, error) {
	if s.file == nil {
		return nil, fs.ErrInvalid
	}
	return s.file.Stat()
}

// Count returns the number of bytes read so far.
func (s *Stream) Count() int64 { return s.n }

// Close closes the file. It leaves standard input open.
func (s *Stream) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// NotAnInput refuses an output that is one of the files to read: it would be lost.
// Names that are not there, devices and "-" are no reason.
func NotAnInput(output string, inputs []string) error {
	out, err := os.Stat(output)
	if output == "-" || err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, name := range inputs {
		if info, err := os.Stat(name); err == nil && os.SameFile(out, info) {
			return fmt.Errorf("output %s: it is one of the files to read: name another", output)
		}
	}
	return nil
}
