package play

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/score"
)

// Score plays the tune. It always returns a score, if an empty one; the
// error, if any, is an ErrorList of what could not be played as written.
func Play(t *abc.Tune, o score.Options) (*score.Score, error) {
	l := layout.Lay(t)
	l.ShareStructure()
	pl := newPlayer(l, o)
	if l.Crowded {
		pl.errorf(0, "more than %d voices: the music of the others is taken as the last one's", layout.MaxVoices)
	}
	for _, v := range l.Voices {
		v.Measure()
		pl.voice(v)
	}
	pl.finish()
	l.Release()
	pl.errs.Sort()
	return pl.score, pl.errs.Err()
}
