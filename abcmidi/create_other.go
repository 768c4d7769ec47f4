//go:build !unix

package abcmidi

import "os"

func createFile(path string, data []byte) error { return os.WriteFile(path, data, 0o666) }

func renameFile(from, to string) error { return os.Rename(from, to) }
