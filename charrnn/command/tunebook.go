package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"charabanc/data"
)

// This file is about what sample prints: a tunebook, whose tunes say how they were
// made, and MIDI files.

// shippedName is the name of the shipped model on the command line.
const shippedName = "shipped"

// finished returns a tune as it is printed.
func (s *sampling) finished(tune string) string {
	if n := len(s.primers); n > 0 && s.c.Bool("no-primer") {
		// Text of a fixed length can have several tunes after each primer.
		if primer := s.primers[s.written%n]; strings.HasPrefix(tune, primer) {
			tune = s.music.WithoutPrimer(tune, primer)
			s.written++
		}
	} else {
		s.written++
	}
	switch {
	case !s.raw:
		return s.music.Tunebook(tune, s.written, s.note())
	case s.kind == data.Notes:
		return strings.TrimRight(tune, "\n") + "\n\n"
	}
	return tune
}

// note tells how the current tune was made: the model, and the command that makes it
// again.
func (s *sampling) note() string {
	model := shippedModel[len("the "):]
	if s.file != shippedModel {
		model = filepath.Base(s.file)
	}
	return fmt.Sprintf("Tune %d of %d by charabanc, %s, epoch %d: %s", s.written, s.o.Tunes, model, s.checkpoint.About.Epoch, s.command())
}

// command returns a command line that makes the same tunes again.
func (s *sampling) command() string {
	model := shippedName
	if s.file != shippedModel {
		model = s.file
	}
	words := []string{"charabanc", "sample", model}
	add := func(flag string, value any) { words = append(words, "--"+flag, fmt.Sprint(value)) }
	if !s.c.IsSet("continue") || s.c.IsSet("tunes") {
		add("tunes", s.o.Tunes)
	}
	temperature := s.o.Temperature
	if s.o.Greedy {
		temperature = 0
	}
	add("temperature", strconv.FormatFloat(temperature, 'g', -1, 64))
	if s.o.TopK > 0 {
		add("top-k", s.o.TopK)
	}
	if s.o.TopP < 1 {
		add("top-p", strconv.FormatFloat(s.o.TopP, 'g', -1, 64))
	}
	add("random-seed", s.o.Seed)
	add("precision", s.o.Precision) // its default depends on the processor
	for _, flag := range []string{"seed", "input", "continue", "primer", "key", "meter", "rhythm", "form", "bars"} {
		if s.c.IsSet(flag) {
			add(flag, s.c.Value(flag))
		}
	}
	for _, flag := range []string{"no-primer", "no-strict", "no-copy", "no-form"} {
		if s.c.Bool(flag) {
			words = append(words, "--"+flag)
		}
	}
	for i := range words {
		words[i] = quoted(words[i])
	}
	return strings.Join(words, " ")
}

// quoted returns a word as a shell reads it, in one line: a line end is \n, which
// --seed takes for one.
func quoted(word string) string {
	word = strings.ReplaceAll(word, "\n", `\n`)
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// output opens the file for the tunes, which must not be one that is read.
func (s *sampling) output() (*output, error) {
	name := s.c.String("output")
	if name == "-" {
		return &output{Writer: s.c.App.Writer}, nil
	}
	if err := data.NotAnInput(name, []string{s.file, s.c.String("continue"), s.c.String("input")}); err != nil {
		return nil, err
	}
	f, err := data.Create(name)
	if err != nil {
		return nil, err
	}
	return &output{f, f}, nil
}

// output is a file that appears when it is committed, or standard output, to which each
// write goes at once.
type output struct {
	io.Writer
	file *data.File // nil for standard output
}

func (o *output) Commit() error {
	if o.file == nil {
		return nil
	}
	return o.file.Commit()
}

func (o *output) Abort() {
	if o.file != nil {
		o.file.Abort()
	}
}

// midiWriter returns a func that writes tunes to tunes-0001.mid and so on in the folder
// of --midi. If there are such files, the numbers go on after theirs.
func (s *sampling) midiWriter() (func(tune string) error, error) {
	dir := s.c.String("midi")
	if dir == "" {
		return func(string) error { return nil }, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("sample: --midi %s: %w: choose another place", dir, data.Cause(err))
	}
	n := lastNumber(dir)
	if n > 0 {
		fmt.Fprintf(s.c.App.ErrWriter, "%s has MIDI files of tunes: the new ones begin with tunes-%04d.mid\n", dir, n+1)
	}
	return func(tune string) error {
		n++
		return s.music.WriteMIDI(tune, filepath.Join(dir, fmt.Sprintf("tunes-%04d.mid", n)))
	}, nil
}

// lastNumber returns the highest number of the files tunes-NUMBER.mid in a folder.
func lastNumber(dir string) (last int) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		number, ok := strings.CutPrefix(strings.ToLower(f.Name()), "tunes-")
		number, ok2 := strings.CutSuffix(number, ".mid")
		if n, err := strconv.Atoi(number); ok && ok2 && err == nil {
			last = max(last, n)
		}
	}
	return last
}
