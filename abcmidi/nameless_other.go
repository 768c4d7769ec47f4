//go:build !linux

package abcmidi

// writeNameless is Linux's alone.
func (f *folder) writeNameless(name string, data []byte) (done bool) { return false }
