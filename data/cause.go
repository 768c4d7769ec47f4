package data

import (
	"errors"
	"io/fs"
	"os"
)

// Cause returns what went wrong with a file, without the operation and the name
// that package os puts before it: "no such file or directory". Other errors are
// returned as they are.
func Cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	case errors.As(err, &call):
		return call.Err
	}
	return err
}
