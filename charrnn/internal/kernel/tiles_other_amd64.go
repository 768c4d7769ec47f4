//go:build !linux && !purego

package kernel

// hasTiles reports false: how to ask for tiles is known for Linux only.
func hasTiles() bool { return false }
