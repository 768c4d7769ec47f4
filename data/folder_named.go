//go:build !linux

package data

// writeNameless writes nothing: only Linux has files without a name.
func (f *Folder) writeNameless(name string, content []byte) (done bool) { return false }
