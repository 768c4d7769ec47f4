package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ABCJS is abcjs, the program that draws sheet music in a web page. It is under the
// MIT licence and not part of this program: "fetch abcjs" keeps a copy in the user's
// cache folder.
var ABCJS = Script{
	Version:   "6.7.2",
	URL:       abcjsBase + abcjsName,
	Integrity: "sha384-Krv/BCaWJLV9H685MWfrINhbvpWvnnBfQds5IVDXSsFtjUG5UzAV9x1dvqNhASXV",
	name:      "abcjs",
	file:      Pinned{abcjsName, "3290ef44c918d5e882029d3a47ad3dd63c16c8819da5abe921f3d1e642b4f4f0"},
	cache:     "abcjs-6.7.2.js",
	variable:  "CHARABANC_ABCJS",
}

const (
	abcjsBase = "https://cdn.jsdelivr.net/npm/abcjs@6.7.2/dist/"
	abcjsName = "abcjs-basic-min.js"
)

// Script is a program for web pages at a pinned version.
type Script struct {
	Version   string
	URL       string // where a page can load it from
	Integrity string // of the file, for the integrity attribute of a script element

	name     string // for fetch
	file     Pinned
	cache    string // name in the user's cache folder
	variable string // of the environment, which may name another copy of the file
}

// Cached returns the content of the copy in the user's cache folder, or of the one
// that the environment variable CHARABANC_ABCJS names. The error wraps
// [fs.ErrNotExist] if there is none, and [ErrChecksum] if it is another file, which is
// never used.
func (s Script) Cached() ([]byte, error) {
	name, remedy := os.Getenv(s.variable), s.variable+" must name a copy of "+s.URL
	if name == "" {
		var err error
		if name, err = cached(s.cache); err != nil {
			return nil, fmt.Errorf("%w (%w): let %s name a copy of %s", fs.ErrNotExist, err, s.variable, s.URL)
		}
		remedy = "run charabanc fetch " + s.name
	}
	content, err := readPinned(name, s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = fs.ErrNotExist // in the same words on every system
	case err != nil:
		err = Cause(err)
	default:
		return content, nil
	}
	return nil, fmt.Errorf("%s: %w: %s", name, err, remedy)
}
