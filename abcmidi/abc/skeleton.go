package abc

import (
	"charabanc/abcmidi/music"
)

// key is the header's K: field understood, nil without one.
func (t *Tune) Key() *music.Key {
	for _, n := range t.Header {
		if f, ok := n.(*Field); ok {
			if k, ok := f.Value.(*music.Key); ok {
				return k
			}
		}
	}
	return nil
}
