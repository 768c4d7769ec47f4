package kernel

import (
	"fmt"
	"os"
	"strings"
)

// A variant is one implementation of all the kernels of this package.
type variant uint8

const (
	portable variant = iota // Go and gonum, on any processor
	neon                    // arm64, by hand
	avx2                    // amd64 with AVX2 and FMA, generated
	avx512                  // amd64 with AVX-512 F, DQ, VL and BW, generated
)

var variantNames = [...]string{portable: "portable", neon: "neon", avx2: "avx2", avx512: "avx512"}

// Environment is the variable that chooses a variant by name when the program
// starts. The best this processor has is taken without it.
const Environment = "CHARABANC_KERNEL"

var (
	active    = available()[0]
	choiceErr = choose(os.Getenv(Environment))
)

// choose puts a wish from the environment into effect.
func choose(name string) error {
	if name == "" {
		return nil
	}
	if err := Use(name); err != nil {
		return fmt.Errorf("environment variable %s: %w", Environment, err)
	}
	return nil
}

// Err tells what was wrong with the variant that [Environment] asked for: an
// unknown name, or one this processor or build has not. A program should stop
// on it; the best variant is in use otherwise.
func Err() error { return choiceErr }

// Name is the variant in use: avx512, avx2, neon or portable.
func Name() string { return variantNames[active] }

// Names lists the variants this processor and build can use, the best first.
func Names() []string {
	var names []string
	for _, v := range available() {
		names = append(names, variantNames[v])
	}
	return names
}

// Use changes to the variant of that name. [Width] may change with it: buffers
// made before are laid out for the old one. It must not run beside a kernel.
func Use(name string) error {
	for _, v := range available() {
		if variantNames[v] == name {
			active = v
			return nil
		}
	}
	return fmt.Errorf("no kernel %q on this processor: use one of %s", name, strings.Join(Names(), ", "))
}
