package kernel

import (
	"fmt"
	"os"
	"strings"
)

// A variant is an implementation of all kernels.
type variant uint8

const (
	portable variant = iota // Go and gonum, for any processor
	neon                    // arm64, written by hand
	avx2                    // amd64 with AVX2 and FMA, generated
	avx512                  // amd64 with AVX-512 F, DQ, VL and BW, generated
	amx                     // avx512, and products of bf16 with the tiles of AMX
)

var variantNames = [...]string{portable: "portable", neon: "neon", avx2: "avx2", avx512: "avx512", amx: "amx"}

// Environment is the environment variable that selects a variant by name when the program
// starts. The default is the best variant of the processor.
const Environment = "CHARABANC_KERNEL"

var (
	active    = available()[0]
	choiceErr = choose(os.Getenv(Environment))
)

// choose selects the variant that the environment variable names.
func choose(name string) error {
	if name == "" {
		return nil
	}
	if err := Use(name); err != nil {
		return fmt.Errorf("environment variable %s: %w", Environment, err)
	}
	return nil
}

// Err returns an error if [Environment] names an unknown variant, or one that the processor
// or the build does not have. The best variant is used then; a program should stop.
func Err() error { return choiceErr }

// Name returns the variant in use: amx, avx512, avx2, neon or portable.
func Name() string { return variantNames[active] }

// Tiles reports whether products of bf16 ([MulBF16]) run on the tiles of AMX. Elsewhere
// they are slower than products of float32.
func Tiles() bool { return active == amx }

// Names returns the variants that the processor and the build have, the best first.
func Names() []string {
	var names []string
	for _, v := range available() {
		names = append(names, variantNames[v])
	}
	return names
}

// Use selects a variant by name. [Width] may change, so buffers made before must not be
// used afterwards. No kernel may run at the same time.
func Use(name string) error {
	for _, v := range available() {
		if variantNames[v] == name {
			active = v
			return nil
		}
	}
	return fmt.Errorf("no kernel %q on this processor: choose one of %s", name, strings.Join(Names(), ", "))
}
