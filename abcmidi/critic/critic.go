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

// Sound reports whether the tune has a meter and check finds no fault in it.
func (Critic) Sound(tune string) bool {
	return faultOf(check.Tune(abc.Parse(tune))) == nil
}

// faultOf returns the first finding of a report that a generated tune must not have, nil
// if there is none: a fault, or a missing meter, without which bars are not compared.
func faultOf(r *check.Report) *check.Finding {
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity == check.Fault || f.Rule == check.RuleMeter {
			return f
		}
	}
	return nil
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
