package charrnn

import (
	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/network"
)

// Precisions of training, besides [Float32].
const (
	// BF16 rounds both operands of each matrix product to bf16, numbers of 8 significant
	// bits with the range of float32. Weights and their updates, sums, cells, softmax and
	// loss are float32. With the tiles of Intel's AMX it is several times as fast; without
	// them it is slow, and comes to the same bits. The lowest held-out loss of three seeds of
	// the plain recipe, on the Nottingham tunes, was higher than in float32 by 0.0071 and
	// 0.0010 nats and lower by 0.0092: less than seeds differ.
	BF16 Precision = "bf16"
	// Auto is BF16 on a processor with tiles, and Float32 on others.
	Auto Precision = "auto"
)

// resolve replaces Auto by the precision that it stands for on this processor.
func (p Precision) resolve() Precision {
	switch {
	case p != Auto:
		return p
	case kernel.Tiles():
		return BF16
	}
	return Float32
}

// network returns p as package network names it.
func (p Precision) network() network.Precision {
	if p == BF16 {
		return network.BF16
	}
	return network.Float32
}

// tellPrecision notes which arithmetic a run has, unless it is float32.
func (t *trainer) tellPrecision() {
	switch {
	case t.options.Precision != BF16:
	case kernel.Tiles():
		t.note("matrix products in bf16, with tiles")
	default:
		t.note("matrix products in bf16, without tiles: the same bits as with tiles, and slow: --precision fp32 is faster here")
	}
}
