package charrnn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"charabanc/data"
	"charabanc/data/ranks"
)

// Practice (Options.Practice): before an epoch, the network generates tunes; those that
// the critic finds sound and musical, and that are new, replace tunes of the same kind in
// the epoch. It is expert iteration with the critic as the expert. The tunes are of the
// network alone: those with a copy term and a guide, as Sample has them, teach it little
// about faults of its own.

// generated returns how many tunes are generated before an epoch, for a text of so many. Few
// of them are good at first, so that a small text needs more for each of its own.
func generated(tunes int) int { return max(3*tunes, min(2400, 8*tunes)) }

// practise generates the tunes of an epoch with practice and gives them to the source.
// They follow from the seed of the run and the epoch. A run that is resumed within the
// epoch reads them from its resume file.
func (t *trainer) practise(ctx context.Context) error {
	if !t.options.practises(t.at.Epoch) {
		return nil
	}
	if t.at.Step == 0 {
		n := generated(len(t.pieces))
		own, err := t.generate(ctx, n)
		switch {
		case ctx.Err() != nil:
			return t.interrupted()
		case err != nil:
			return fmt.Errorf("practice: %w", err)
		}
		places, learned := t.place(own)
		t.at.Own = places
		if t.options.Watch.Practice != nil {
			t.options.Watch.Practice(n, len(own), learned)
		}
	}
	t.lanes.Replace(t.encode(t.at.Own))
	return nil
}

// generate generates so many tunes, by the network alone, and returns those that are sound,
// musical and new. The ranks of a job share them.
func (t *trainer) generate(ctx context.Context, tunes int) (kept []string, err error) {
	c := &Checkpoint{Vocabulary: t.vocabulary, About: t.about(), parameters: t.net.Trained()}
	o := DefaultSampleOptions()
	o.Tunes, o.Threads = tunes, t.options.Threads
	o.Seed = t.options.Seed + uint64(t.at.Epoch)<<32
	for _, p := range t.pieces {
		o.longest = max(o.longest, 2*len(p))
	}
	comm, critic := t.replicas.comm, t.options.Critic
	o.Shard = data.Shard{I: comm.Rank() + 1, N: comm.Size()}
	var good []string
	err = Sample(ctx, c, o, io.Discard, func(tune string) error {
		if cut := !strings.HasSuffix(tune, "\n\n"); !cut && critic.Sound(tune) && critic.Musical(tune) {
			good = append(good, tune)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all, err := ranks.Collect(comm, good)
	if err != nil {
		return nil, err
	}
	known, end := setOf(t.learned), blankLines(t.pieces[0])
	for _, tune := range slices.Concat(all...) {
		if signature := critic.Signature(tune); !known[signature] {
			known[signature] = true
			kept = append(kept, strings.TrimRight(tune, "\n")+end)
		}
	}
	return kept, nil
}

// blankLines returns the line ends at the end of a piece. A generated tune ends after
// its first blank line; in the text, all tunes must end alike.
func blankLines(piece string) string { return piece[len(strings.TrimRight(piece, "\n")):] }

// place puts generated tunes in the places of pieces of the same kind. For each kind,
// it replaces at most the share Options.Practice of the pieces: kinds that are easy to
// write, such as short tunes, must not become more frequent. places has an element for
// each piece, "" where the piece stays; n is the number of the others.
func (t *trainer) place(own []string) (places []string, n int) {
	kind := t.options.Critic.Kind
	waiting := map[string][]string{}
	for _, tune := range own {
		k := kind(tune)
		waiting[k] = append(waiting[k], tune)
	}
	var kinds []string            // of the pieces
	share := map[string]float64{} // of each kind: pieces that may still be replaced
	for _, p := range t.pieces {
		k := kind(p)
		kinds = append(kinds, k)
		share[k] += t.options.Practice
	}
	places = make([]string, len(kinds))
	for _, i := range rand.New(rand.NewPCG(t.options.Seed, uint64(t.at.Epoch))).Perm(len(kinds)) {
		k := kinds[i]
		if list := waiting[k]; len(list) > 0 && share[k] >= 0.5 {
			places[i], waiting[k] = list[0], list[1:]
			share[k]--
			n++
		}
	}
	return places, n
}

// maxPreview is the number of symbols after which the tune of a preview is cut: a network
// that has learned little does not end it.
const maxPreview = 800

// errEnough ends the sampling of a preview.
var errEnough = errors.New("enough")

// preview generates a tune after an epoch, if Options.SampleEvery asks for one, and writes
// it to the model folder. It does not change the run.
func (t *trainer) preview(ctx context.Context) error {
	epoch := t.last.Epoch
	if t.options.SampleEvery == 0 || epoch%t.options.SampleEvery != 0 || t.options.Watch.Sample == nil && t.options.ModelDir == "" {
		return nil
	}
	c := &Checkpoint{Vocabulary: t.vocabulary, About: t.last, parameters: t.net.Trained()}
	o := DefaultSampleOptions()
	o.Length, o.Threads = maxPreview, 1
	o.Seed = t.options.Seed + uint64(epoch)<<32 + 1
	var first string
	err := Sample(ctx, c, o, io.Discard, func(tune string) error {
		first = tune
		return errEnough
	})
	switch {
	case ctx.Err() != nil:
		return t.interrupted()
	case err != nil && !errors.Is(err, errEnough):
		return err
	}
	if t.options.Watch.Sample != nil {
		t.options.Watch.Sample(epoch, first)
	}
	t.saveSample(first)
	return nil
}

// SampleFile returns the file in a model folder that has the latest tune of a run with
// Options.SampleEvery.
func SampleFile(dir string) string { return filepath.Join(dir, sampleFile) }

// saveSample writes a generated tune. If that fails, the run goes on, with one note.
func (t *trainer) saveSample(tune string) {
	if t.options.ModelDir == "" {
		return
	}
	name := SampleFile(t.options.ModelDir)
	err := data.WriteFile(name, []byte(strings.TrimRight(tune, "\n")+"\n"))
	if err != nil && !t.unshown {
		t.unshown = true
		t.note("%s: %v: the run goes on without it", name, data.Cause(err))
	}
}
