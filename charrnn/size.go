package charrnn

import (
	"fmt"
	"math"

	"charabanc/charrnn/internal/network"
)

// Upper limits of the memory of a run. They are checked before memory is allocated.
const (
	maxParameters  = 1 << 28 // 1 GiB; training needs six times that
	maxActivations = 1 << 33 // 32 GiB
)

// checkSize returns an error that wraps [ErrOption] if a network has more than
// maxParameters.
func checkSize(c network.Config) error {
	if n := c.Count(); n > maxParameters {
		return fmt.Errorf("units %d, layers %d, embedding %d: %w: %d million parameters, and at most %d million fit: lower units, layers or embedding",
			c.Units, c.Layers, c.Embedding, ErrOption, n/1e6, maxParameters/1000000)
	}
	return nil
}

// checkBatch returns an error that wraps [ErrOption] if the activations of a batch need
// more memory than the program can have: for each symbol and layer, four gates, the cell
// state and outputs, and their gradients.
func (o *Options) checkBatch() error {
	limit := int64(maxActivations)
	if math.MaxInt == math.MaxInt32 {
		limit = 1 << 28
	}
	n := int64(o.BatchSize) * int64(o.SeqLength) * int64(o.Layers) * 8 * int64(o.Units)
	if n > limit {
		return fmt.Errorf("batch-size %d, seq-length %d: %w: a batch needs %d GiB of memory, and at most %d: lower batch-size or seq-length",
			o.BatchSize, o.SeqLength, ErrOption, n>>28, limit>>28)
	}
	return nil
}
