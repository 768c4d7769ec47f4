package abctest

import "fmt"

// Endless is a stream of one text many times.
type Endless struct {
	Text string
	Left int
	at   int
}

// Read gives the text over and over, Left times, and then an error.
func (e *Endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if e.at == len(e.Text) {
			e.at = 0
			e.Left--
		}
		if e.Left <= 0 {
			return n, fmt.Errorf("end: %w", errEnd)
		}
		c := copy(p[n:], e.Text[e.at:])
		n, e.at = n+c, e.at+c
	}
	return n, nil
}

var errEnd = fmt.Errorf("no more")
