package command

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"charabanc/charrnn"
	"charabanc/data"
	"charabanc/data/console"
)

// This file makes what new tunes go on from: the text of --seed, the beginnings of tunes
// of --input, or those of --continue.

// plainPrimer is the usual length of a primer of text that is neither ABC nor note text,
// in symbols.
const plainPrimer = 100

// maxPrimer is the largest file to go on from, in bytes.
const maxPrimer = 64 << 20

// prime sets the texts that tunes go on from.
func (s *sampleCall) prime() (err error) {
	var primers []string
	switch {
	case s.continued != "":
		primers, err = s.primeFile()
	case s.seed == "random":
		primers, err = s.primeRandom()
	case s.seed != "":
		primers, err = s.primeSeed()
	}
	if err != nil {
		return err
	}
	s.goOn(primers)
	if s.c.IsSet("notes") && len(primers) == 0 && s.tunesGiven {
		s.o.Texts = []string{s.checkpoint.About.Start}
	}
	for s.c.IsSet("notes") && s.tunesGiven && len(s.o.Texts) < s.o.Tunes {
		s.o.Texts = append(s.o.Texts, s.o.Texts[len(s.o.Texts)-1])
	}
	return nil
}

// primeSeed takes the text of --seed.
func (s *sampleCall) primeSeed() ([]string, error) {
	seed := s.seed
	if info, err := os.Stat(seed); err == nil && info.Mode().IsRegular() {
		return nil, console.Usage("sample: --seed %s: it is a file, and --seed takes text: --continue %[1]s goes on from a file", seed)
	}
	// Shells on Windows have no way to write a line end.
	if s.kind != data.Plain && strings.Contains(seed, `\n`) {
		fmt.Fprintln(s.c.App.ErrWriter, `--seed: \n is taken for a line end`)
		seed = strings.ReplaceAll(seed, `\n`, "\n")
	}
	return []string{seed}, nil
}

// primeRandom takes the beginnings of random tunes, one for each new tune.
func (s *sampleCall) primeRandom() (primers []string, err error) {
	text, _, err := s.readText(s.c, []string{s.input}, s.checkpoint.Vocabulary.Words)
	if err != nil {
		return nil, err
	}
	count := s.o.Tunes
	if s.o.Length > 0 && !s.tunesGiven {
		count = 1
	}
	for i := range count {
		piece := s.checkpoint.RandomPiece(text, s.o.Seed+uint64(i))
		primer := s.checkpoint.Beginning(piece, charrnn.PassageLength)
		if s.primer > 0 {
			if primer, err = s.beginning(piece); err != nil {
				return nil, fmt.Errorf("sample: --input %s: %w", s.input, err)
			}
		}
		primers = append(primers, primer)
	}
	return primers, nil
}

// beginning returns the beginning of a piece, as long as --primer says.
func (s *sampleCall) beginning(piece string) (string, error) {
	if s.kind != data.Plain {
		return s.music.Primer(piece, s.checkpoint.About.Start, s.primer)
	}
	return s.checkpoint.Beginning(piece, cmp.Or(s.primer, plainPrimer)), nil
}

// primeFile takes the beginnings of the tunes of --continue; with --tunes, that of the
// first.
func (s *sampleCall) primeFile() (primers []string, err error) {
	name := s.continued
	pieces, err := s.pieces(name)
	if err != nil {
		return nil, fmt.Errorf("sample: --continue %s: %w", name, err)
	}
	if s.tunesGiven || s.c.IsSet("len") {
		pieces = pieces[:1]
	}
	for i, piece := range pieces {
		primer, err := s.beginning(piece)
		if err == nil && s.checked {
			if err = s.music.Unfinished(primer); err != nil {
				err = fmt.Errorf("%w: mend it (charabanc check says where), or add --no-strict", err)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("sample: --continue %s: tune %d: %w", name, i+1, err)
		}
		primers = append(primers, primer)
	}
	if !s.tunesGiven {
		s.o.Tunes = len(primers)
	}
	return primers, nil
}

// pieces reads the tunes or pieces of a file in the form that the model writes.
func (s *sampleCall) pieces(name string) ([]string, error) {
	raw, err := readPrimer(s.c.Context, name, s.c.App.Reader)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(raw, []byte("MThd")) || bytes.HasPrefix(raw, []byte("RIFF")) {
		if s.kind != data.Notes {
			return nil, fmt.Errorf("a MIDI file, and the model writes %s: name a file of %[1]s", s.kind)
		}
		piece, err := s.music.NoteText(raw, s.checkpoint.Vocabulary.Symbols)
		return []string{piece}, err
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, fmt.Errorf("there is no text in it: name a file of tunes")
	}
	words := s.kind == data.Plain && s.checkpoint.Vocabulary.Words
	text, err := data.ReadTexts(s.c.Context, []string{"-"}, bytes.NewReader(raw), words)
	if err != nil {
		return nil, err
	}
	switch {
	case s.kind == data.Plain || s.kind == text.Kind:
		return text.Pieces, nil
	case s.kind == data.Notes:
		return nil, fmt.Errorf("%s, and the model writes note text: name a MIDI file (charabanc midi makes them of ABC)", text.Kind)
	}
	return nil, fmt.Errorf("%s, and the model writes ABC: name a file of ABC", text.Kind)
}

// readPrimer reads a whole file.
func readPrimer(ctx context.Context, name string, stdin io.Reader) ([]byte, error) {
	in, err := data.Input{Path: name}.Open(ctx, stdin)
	if err != nil {
		return nil, fmt.Errorf("%w: check the name", data.Cause(err))
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, maxPrimer+1))
	switch {
	case err != nil:
		return nil, data.Cause(err)
	case len(raw) > maxPrimer:
		return nil, fmt.Errorf("over %d MiB: name a smaller file", maxPrimer>>20)
	}
	return raw, nil
}
