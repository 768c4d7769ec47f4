package data

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Pinned is a file whose content is known.
type Pinned struct {
	Name   string
	SHA256 string // in hexadecimal
}

// readPinned reads a pinned file, which may have another name. The error wraps
// [ErrChecksum] if it is another one.
func readPinned(name string, file Pinned) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != file.SHA256 {
		return nil, ErrChecksum
	}
	return content, nil
}

// local returns the name of a file of the collection, and true, if the collection is
// in a folder or is a file of this machine.
func (c Collection) local(file Pinned) (name string, ok bool) {
	name = c.Base
	switch scheme, _, _ := strings.Cut(name, ":"); strings.ToLower(scheme) {
	case "http", "https":
		return "", false
	case "file":
		if u, err := url.Parse(name); err == nil {
			name = filePath(u)
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() || len(c.Files) > 1 {
		name = filepath.Join(name, file.Name)
	}
	return name, true
}

// filePath returns the path of a file: URL. In file:///C:/folder it begins at the
// drive.
func filePath(u *url.URL) string {
	path := filepath.FromSlash(u.Path + u.Opaque)
	if path != "" && filepath.VolumeName(path[1:]) != "" {
		return path[1:]
	}
	return path
}

// cached returns the path of a file in the program's part of the user's cache folder.
func cached(name string) (string, error) {
	folder, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("the user's cache folder: %w", err)
	}
	return filepath.Join(folder, "charabanc", name), nil
}
