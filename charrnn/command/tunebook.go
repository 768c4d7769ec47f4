package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"charabanc/data"
	"charabanc/data/console"
)

// This file is about what sample prints: a tunebook, whose tunes say how they were
// made, and MIDI files.

// shippedName is the name of the shipped model on the command line.
const shippedName = "shipped"

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
	if s.continued == "" || s.tunesGiven {
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
	for _, f := range []struct{ flag, value string }{
		{"seed", s.seed}, {"input", s.input}, {"continue", s.continued}, {"primer", number(s.primer)},
		{"key", s.key}, {"meter", s.meter}, {"rhythm", s.rhythm}, {"form", s.form}, {"bars", number(s.bars)},
	} {
		if f.value != "" && (f.flag != "input" || f.value != starterFile) {
			add(f.flag, f.value)
		}
	}
	for _, f := range []struct {
		flag  string
		given bool
	}{{"no-primer", s.noPrimer}, {"no-strict", s.noStrict}, {"no-copy", s.noCopy}, {"no-form", s.noForm}} {
		if f.given {
			words = append(words, "--"+f.flag)
		}
	}
	for i := range words {
		words[i] = quoted(words[i])
	}
	return strings.Join(words, " ")
}

// number returns a number as it is written, "" for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
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
func (s *sampleCall) output() (*output, error) {
	name := s.c.String("output")
	if name == "-" {
		return &output{Writer: s.c.App.Writer}, nil
	}
	f, err := s.job.Output(name, []string{s.file, s.continued, s.input})
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
// of --midi. If there are such files, the numbers go on after theirs, but not with --shard:
// the files may be those of another shard.
func (s *sampleCall) midiWriter() (func(tune string) error, error) {
	dir := s.c.String("midi")
	if dir == "" {
		return func(string) error { return nil }, nil
	}
	n, err := console.Share(s.job, func() (int, error) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return 0, fmt.Errorf("sample: --midi %s: %w: choose another place", dir, data.Cause(err))
		}
		if s.c.IsSet("shard") {
			return 0, nil
		}
		return lastNumber(dir), nil
	})
	if err != nil {
		return nil, err
	}
	if n > 0 {
		fmt.Fprintf(s.c.App.ErrWriter, "%s has MIDI files of tunes: the new ones begin with tunes-%04d.mid\n", dir, n+1)
	}
	n += s.o.Before(s.checkpoint)
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
