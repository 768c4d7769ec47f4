package charrnn

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
)

// Practice: once its tunes have settled, a network also learns from tunes of its
// own, those of them that a judge finds sound and that are new. The judge knows
// what prediction alone teaches slowly, such as that the last bar makes up for the
// first. (Expert iteration; Singh et al., Beyond human data, 2023, for language.)

// practise has the network, as it is before an epoch of practice, write as many
// tunes as it has to learn, and hands on those worth learning. Which these are
// follows from the run's seed and the epoch; a run that goes on inside the epoch
// finds them in its resume file.
func (t *trainer) practise(ctx context.Context) error {
	s, ok := t.source.(*lanes)
	if !ok || !s.practises(t.at.Epoch) {
		return nil
	}
	if t.at.Step == 0 {
		var err error
		if t.at.Own, err = t.own(ctx, len(s.pieces)); err != nil {
			return fmt.Errorf("practice: %w", err)
		}
	}
	s.own = t.encode(t.at.Own)
	return nil
}

// own writes tunes and keeps the worthy ones.
func (t *trainer) own(ctx context.Context, tunes int) ([]string, error) {
	c := &Checkpoint{Parameters: t.net.learnt(), Vocabulary: t.vocabulary, About: t.about()}
	o := DefaultSampleOptions()
	o.Tunes, o.Threads, o.Precision = tunes, t.options.Threads, Float32
	o.Seed = t.options.Seed + uint64(t.at.Epoch)<<32
	there := map[string]bool{}
	for _, p := range t.corpus.Pieces {
		there[t.corpus.Signature(p)] = true
	}
	end := blankLines(t.corpus.Pieces[0])
	var kept []string
	err := Sample(ctx, c, o, io.Discard, func(tune string) error {
		if signature := t.corpus.Signature(tune); !there[signature] && t.corpus.Judge(tune) {
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

// practises tells whether own tunes are learnt in an epoch.
func (s *lanes) practises(epoch int) bool { return s.practice > 0 && epoch >= s.settled }

// places draws the places that own tunes take in the order of an epoch: for each
// piece the number of the own tune that stands in its place, or -1.
func (s *lanes) places(perm func(int) []int) []int {
	places := make([]int, len(s.pieces))
	for i := range places {
		places[i] = -1
	}
	n := min(int(math.Round(s.practice*float64(len(s.pieces)))), len(s.own))
	if n > 0 {
		for own, i := range perm(len(s.pieces))[:n] {
			places[i] = own
		}
	}
	return places
}
