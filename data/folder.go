package data

import "os"

// OpenFolder opens a folder to write many files to, and makes it if it is
// missing. It must be closed.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, writeError(path, err)
	}
	removeLeftovers(path)
	return openFolder(path), nil
}

// WriteFile writes a file in the folder whole or not at all, over one that is
// there. It does not wait for the disk, so it is for files that can be made
// again. It may be called from several goroutines at once.
func (f *Folder) WriteFile(name string, content []byte) error {
	if f.writeNameless(name, content) {
		return nil
	}
	temp, err := f.create(content)
	if err == nil {
		err = f.rename(temp, name)
	}
	if err != nil {
		if temp != "" {
			f.remove(temp)
		}
		return writeError(f.Path(name), err)
	}
	return nil
}
