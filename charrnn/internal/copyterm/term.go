package copyterm

import "math"

// A Proposal is a symbol that may come next, and the features of the proposal: numbers of
// weights, -1 for none, Never in the first place for a symbol that cannot come.
type Proposal struct {
	Symbol   int32
	Features [4]int32
}

// Never is the first feature of a proposal of a symbol that cannot come next.
const Never = -2

// A Term is a fitted copy term.
type Term struct {
	Scale   float64 // of the logits
	Weights []float32
}

// bonus returns the sum of the weights of a proposal.
func (t *Term) bonus(p *Proposal) (sum float32) {
	if p.Features[0] == Never {
		return float32(math.Inf(-1))
	}
	for _, f := range p.Features {
		if f >= 0 {
			sum += t.Weights[f]
		}
	}
	return sum
}

// Adjust writes the adjusted logits to out.
func (t *Term) Adjust(out, logits []float32, proposals []Proposal) {
	t.scale(out, logits)
	for i := range proposals {
		out[proposals[i].Symbol] += t.bonus(&proposals[i])
	}
}

func (t *Term) scale(out, logits []float32) {
	scale := float32(t.Scale)
	out = out[:len(logits)]
	for i, z := range logits {
		out[i] = scale * z
	}
}

// A Bonus is what a proposal adds to the logit of its symbol.
type Bonus struct {
	Symbol int32
	Add    float32
}

// Bonuses appends the bonuses of proposals to list.
func (t *Term) Bonuses(list []Bonus, proposals []Proposal) []Bonus {
	for i := range proposals {
		list = append(list, Bonus{proposals[i].Symbol, t.bonus(&proposals[i])})
	}
	return list
}

// AdjustBy writes the adjusted logits to out: [Term.Adjust] with the bonuses of proposals.
func (t *Term) AdjustBy(out, logits []float32, bonuses []Bonus) {
	t.scale(out, logits)
	for _, b := range bonuses {
		out[b.Symbol] += b.Add
	}
}
