package abctest

import "errors"

// Endless is a stream of one text, Left times, and then an error.
type Endless struct {
	Text string
	Left int
	at   int // offset in Text
}

var errEnd = errors.New("no more")

// Read implements io.Reader.
func (e *Endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if e.at == len(e.Text) {
			e.at = 0
			e.Left--
		}
		if e.Left <= 0 {
			return n, errEnd
		}
		c := copy(p[n:], e.Text[e.at:])
		n, e.at = n+c, e.at+c
	}
	return n, nil
}
