package charrnn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// Practice (Options.Practice): before an epoch, the network generates tunes; those
// that the critic finds sound and musical, and that are new, replace tunes of the same kind in the
// epoch. It is expert iteration with the critic as the expert.

// practise generates the tunes of an epoch with practice and gives them to the source.
// They follow from the seed of the run and the epoch. A run that is resumed within the
// epoch reads them from its resume file.
func (t *trainer) practise(ctx context.Context) error {
	if !t.options.practises(t.at.Epoch) {
		return nil
	}
	if t.at.Step == 0 {
		if err := t.renewCopy(ctx); err != nil {
			return err
		}
		own, generated, err := t.generate(ctx)
		switch {
		case ctx.Err() != nil:
			return t.interrupted()
		case err != nil:
			return fmt.Errorf("practice: %w", err)
		}
		places, learned := t.place(own)
		t.at.Own = places
		if t.options.Watch.Practice != nil {
			t.options.Watch.Practice(generated, len(own), learned)
		}
	}
	t.lanes.Replace(t.encode(t.at.Own))
	return nil
}

// generate generates tunes and returns those that are good and new, and how many there
// were: for each piece one by the network alone, so that it learns which of its own tunes
// are sound, and half as many as sample writes, so that it learns how tunes are built.
func (t *trainer) generate(ctx context.Context) (own []string, generated int, err error) {
	c := &Checkpoint{Vocabulary: t.vocabulary, About: t.about(), Copy: t.at.Copy, parameters: t.net.Trained()}
	o := DefaultSampleOptions()
	o.Threads, o.Memory = t.options.Threads, t.options.Memory
	o.Seed = t.options.Seed + uint64(t.at.Epoch)<<32
	for _, p := range t.pieces {
		o.longest = max(o.longest, 2*len(p))
	}
	known := setOf(t.learned)
	alone := o
	alone.Tunes, alone.NoCopy = len(t.pieces), true
	if t.options.Guide != nil {
		if alone.Guide, err = t.options.Guide(nil); err != nil {
			return nil, 0, err
		}
	}
	if own, err = t.accepted(ctx, c, alone, known); err != nil || t.options.Guide == nil {
		return own, alone.Tunes, err
	}
	var forms []string
	if c.Copy != nil {
		forms = c.Forms()
	}
	if o.Guide, err = t.options.Guide(forms); err != nil {
		return nil, 0, err
	}
	o.Tunes, o.Temperature = (len(t.pieces)+1)/2, guidedTemperature
	o.Seed++
	guided, err := t.accepted(ctx, c, o, known)
	return mixed(guided, own), alone.Tunes + o.Tunes, err
}

// guidedTemperature is that of tunes for practice that are guided.
const guidedTemperature = 0.9

// accepted generates tunes and returns those that are sound, musical and not known, which
// become known.
func (t *trainer) accepted(ctx context.Context, c *Checkpoint, o SampleOptions, known map[string]bool) (kept []string, err error) {
	end := blankLines(t.pieces[0])
	err = Sample(ctx, c, o, io.Discard, func(tune string) error {
		critic := t.options.Critic
		if cut := !strings.HasSuffix(tune, "\n\n"); cut || !critic.Sound(tune) || !critic.Musical(tune) {
			return nil
		}
		if signature := t.options.Critic.Signature(tune); !known[signature] {
			known[signature] = true
			kept = append(kept, strings.TrimRight(tune, "\n")+end)
		}
		return nil
	})
	if errors.Is(err, ErrGuide) { // the network has not learned enough to end a tune
		err = nil
	}
	return kept, err
}

// mixed returns the elements of two lists, in turn as long as both have some.
func mixed(a, b []string) (list []string) {
	for i := range max(len(a), len(b)) {
		if i < len(a) {
			list = append(list, a[i])
		}
		if i < len(b) {
			list = append(list, b[i])
		}
	}
	return list
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

// preview generates a tune after an epoch, if Options.SampleEvery asks for one. It does
// not change the run.
func (t *trainer) preview(ctx context.Context) error {
	epoch := t.last.Epoch
	if t.options.SampleEvery == 0 || epoch%t.options.SampleEvery != 0 || t.options.Watch.Sample == nil {
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
	t.options.Watch.Sample(epoch, first)
	return nil
}
