package critic

import (
	"fmt"
	"math"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
)

// This file tells a network that practises which of its tunes are worth learning, and
// in whose place.

// Sound reports whether check finds nothing in a tune.
func Sound(text string) bool {
	return len(check.Tune(abc.Parse(text)).Findings) == 0
}

// Kind names the meter and the key of a tune, and its length in steps that grow with
// it: to 256 bytes, 362, 512, 724, and so on.
func Kind(text string) string {
	tune, _ := abc.Parse(text)
	length := math.Ceil(2 * math.Log2(float64(len(text))))
	return fmt.Sprintf("%s %s %.0f", tune.Field('M'), tune.Field('K'), length)
}
