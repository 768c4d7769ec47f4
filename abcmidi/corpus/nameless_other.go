//go:build !linux

package corpus

// writeNameless is Linux's alone.
func (f *folder) writeNameless(name string, data []byte) (done bool) { return false }
