package data

import "golang.org/x/sys/unix"

// This file writes files that have no name until they are whole. The system
// needs less time for that than for a second name, by a third on ext4.

// writeNameless writes a file. If done is false nothing has changed: not every
// file system has files without a name, and not every system lets everyone name
// them.
func (f *Folder) writeNameless(name string, content []byte) (done bool) {
	if f.named.Load() {
		return false
	}
	fd, err := f.open(".", unix.O_WRONLY|unix.O_TMPFILE)
	if err != nil {
		f.named.Store(true)
		return false
	}
	defer unix.Close(fd)
	if writeAll(fd, content) != nil {
		return false
	}
	err = f.link(fd, name)
	if err == unix.EEXIST { // it is to be replaced at once, which a link cannot do
		temp := tempName()
		if err = f.link(fd, temp); err == nil {
			if err = f.rename(temp, name); err != nil {
				f.remove(temp)
			}
			return err == nil
		}
	}
	f.named.Store(err != nil)
	return err == nil
}

// link names an open file. A name that is taken is an error.
func (f *Folder) link(fd int, name string) error {
	return unix.Linkat(fd, "", f.fd, f.prefix+name, unix.AT_EMPTY_PATH)
}
