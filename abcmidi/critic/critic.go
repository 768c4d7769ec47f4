package critic

import (
	"fmt"
	"math"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
)

// Critic tells a network that trains what it must know of music. Its methods
// Variants, Signature, Sound and Kind are pure functions of a tune's text and
// may be called at the same time.
type Critic struct{}

// Sound reports whether check finds nothing in the tune.
func (Critic) Sound(tune string) bool {
	return len(check.Tune(abc.Parse(tune)).Findings) == 0
}

// Kind names the tune's meter, its key, and its length in steps that grow with
// it: up to 256 bytes, 362, 512, 724 and so on.
func (Critic) Kind(tune string) string {
	t, _ := abc.Parse(tune)
	length := math.Ceil(2 * math.Log2(float64(len(tune))))
	return fmt.Sprintf("%s %s %.0f", t.Field('M'), t.Field('K'), length)
}
