package charrnn

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// This file lets a network that practises write tunes and learn the good ones among
// them.

// drawn is how many tunes the network writes for each that it has to learn.
const drawn = 2

// practise has the network, as it is before an epoch of practice, write tunes, and
// hands on those worth learning. Which these are follows from the run's seed and the
// epoch; a run that goes on inside the epoch finds them in its resume file.
func (t *trainer) practise(ctx context.Context) error {
	s, ok := t.source.(*lanes)
	if !ok || !s.practises(t.at.Epoch) {
		return nil
	}
	if t.at.Step == 0 {
		own, err := t.own(ctx, drawn*len(s.pieces))
		switch {
		case ctx.Err() != nil:
			return t.interrupted()
		case err != nil:
			return fmt.Errorf("practice: %w", err)
		}
		places, learnt := t.stand(own)
		t.at.Own = places
		if t.watch.Practice != nil {
			t.watch.Practice(drawn*len(s.pieces), len(own), learnt)
		}
	}
	s.own = t.encode(t.at.Own)
	return nil
}

// own writes tunes and keeps those that are new and worth learning.
func (t *trainer) own(ctx context.Context, tunes int) ([]string, error) {
	c := &Checkpoint{Parameters: t.net.learnt(), Vocabulary: t.vocabulary, About: t.about()}
	o := DefaultSampleOptions()
	o.Tunes, o.Threads = tunes, t.options.Threads
	o.Seed = t.options.Seed + uint64(t.at.Epoch)<<32
	there := signatureSet(t.learnt)
	end := blankLines(t.corpus.Pieces[0])
	var kept []string
	err := Sample(ctx, c, o, io.Discard, func(tune string) error {
		if !t.corpus.Judge(tune) {
			return nil
		}
		if signature := t.corpus.Signature(tune); !there[signature] {
			there[signature] = true
			kept = append(kept, strings.TrimRight(tune, "\n")+end)
		}
		return nil
	})
	return kept, err
}

// blankLines is the line ends at the end of a piece. Tunes are written up to their
// blank line alone, and must end as the others do to stand among them.
func blankLines(piece string) string { return piece[len(strings.TrimRight(piece, "\n")):] }

// stand puts own tunes in places of pieces of their kind, up to the share that
// Options.Practice gives them: what comes out sound more easily, such as what is
// short, must not become more frequent for it. Other places are ""; n is how many
// are not.
func (t *trainer) stand(own []string) (places []string, n int) {
	kind := t.corpus.Kind
	if kind == nil {
		kind = func(string) string { return "" }
	}
	waiting := map[string][]string{}
	for _, tune := range own {
		k := kind(tune)
		waiting[k] = append(waiting[k], tune)
	}
	var kinds []string            // of the pieces
	share := map[string]float64{} // places of each kind that may still be taken
	for _, p := range t.corpus.Pieces {
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

// practises tells whether own tunes are learnt in an epoch.
func (s *lanes) practises(epoch int) bool { return s.practice && epoch >= s.settled }
