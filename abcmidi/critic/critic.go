package critic

import (
	"fmt"
	"math"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/recall"
)

// Critic tells a network that trains what it must know of music. Its methods
// Variants, Signature, Sound, Musical and Kind are pure functions of a tune's text and
// may be called at the same time.
type Critic struct{}

// Sound reports whether check finds nothing in the tune.
func (Critic) Sound(tune string) bool {
	return len(check.Tune(abc.Parse(tune)).Findings) == 0
}

// Musical reports whether a tune closes on the tonic and moves on: at most an eighth of its
// bars are the same as the bar before. More than four in five of people's tunes do.
func (Critic) Musical(tune string) bool {
	o := recall.NewOutline(tune)
	var c recurrence
	c.addBars(o)
	return o.Tonic && 8*c.next <= c.bars
}

// Kind names the tune's meter, its key, and its length in steps that grow with
// it: up to 256 bytes, 362, 512, 724 and so on.
func (Critic) Kind(tune string) string {
	t, _ := abc.Parse(tune)
	length := math.Ceil(2 * math.Log2(float64(len(tune))))
	return fmt.Sprintf("%s %s %.0f", t.Field('M'), t.Field('K'), length)
}
