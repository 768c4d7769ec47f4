package charrnn

import (
	"context"
	"errors"
	"io"
)

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
