//go:build !purego

package kernel

import "testing"

// TestMulInt8OnOlderProcessors tests the int8 kernels of processors with fewer instructions.
func TestMulInt8OnOlderProcessors(t *testing.T) {
	wasVNNI, wasAVXVNNI := hasVNNI, hasAVXVNNI
	defer func() { hasVNNI, hasAVXVNNI = wasVNNI, wasAVXVNNI }()
	for _, avxVNNI := range []bool{true, false} {
		if avxVNNI && !wasAVXVNNI {
			continue
		}
		hasVNNI, hasAVXVNNI = false, avxVNNI
		TestMulInt8IsExact(t)
		for _, r := range rounds {
			if r.name == "MulInt8" {
				agree(t, r)
			}
		}
	}
}
