package charrnn

import "charabanc/charrnn/internal/kernel"

// Kernel returns the name of the arithmetic kernels in use: avx512, avx2, neon or
// portable. The error is about the choice in the environment variable CHARABANC_KERNEL.
func Kernel() (string, error) { return kernel.Name(), kernel.Err() }
