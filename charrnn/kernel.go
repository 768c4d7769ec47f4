package charrnn

import "charabanc/charrnn/internal/kernel"

// Kernel names the arithmetic in use: avx512, avx2, neon or portable. The error
// says what is wrong with a choice made by environment CHARABANC_KERNEL.
func Kernel() (string, error) { return kernel.Name(), kernel.Err() }
