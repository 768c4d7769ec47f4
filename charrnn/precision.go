package charrnn

import (
	"slices"
	"strings"

	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/network"
)

// A Precision is the arithmetic of training, or the form of the LSTM weights in sampling and
// evaluating.
type Precision string

// Precisions of sampling and evaluating. Training has Float32, too.
const (
	// Float32 rounds nothing to fewer bits.
	Float32 Precision = "fp32"
	// Int8 rounds LSTM weights and outputs to 8 bits. It reads a quarter of the memory
	// and is several times as fast where the processor has instructions for it.
	Int8 Precision = "int8"
	// Int16 rounds them to 16 bits. A loss differs by about 1e-7 from that of Float32. It is
	// for evaluating on processors with tiles (AMX); on others it is about as fast as Float32.
	Int16 Precision = "int16"
)

// bits returns the number of bits of a weight.
func (p Precision) bits() int {
	switch p {
	case Int8:
		return 8
	case Int16:
		return 16
	}
	return 32
}

func (p Precision) known() bool { return slices.Contains(precisionNames, string(p)) }

var precisionNames = []string{string(Float32), string(Int16), string(Int8)}

// precisions lists the precisions.
func precisions() string {
	n := len(precisionNames) - 1
	return strings.Join(precisionNames[:n], ", ") + " or " + precisionNames[n]
}

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
