package musicxml

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// writer writes elements one after another. What it has written is well-formed XML once
// every element is closed.
type writer struct {
	out  io.Writer
	buf  []byte
	open []string // names of the elements that are open
	err  error    // the first error of out
}

// flushAt is how many bytes are gathered before they are written.
const flushAt = 1 << 16

// begin opens an element. attributes are names and values in turn; one whose value is
// empty is left out.
func (w *writer) begin(name string, attributes ...string) {
	w.tag(name, attributes)
	w.buf = append(w.buf, '>')
	w.open = append(w.open, name)
}

// end closes the latest element that is open.
func (w *writer) end() {
	last := len(w.open) - 1
	name := w.open[last]
	w.open = w.open[:last]
	w.indent()
	w.close(name)
}

// empty writes an element without content.
func (w *writer) empty(name string, attributes ...string) {
	w.tag(name, attributes)
	w.buf = append(w.buf, "/>"...)
}

// text writes an element that holds text.
func (w *writer) text(name, text string, attributes ...string) {
	w.tag(name, attributes)
	w.buf = append(w.buf, '>')
	w.escape(text)
	w.close(name)
}

// number writes an element that holds a whole number.
func (w *writer) number(name string, n int64) {
	w.tag(name, nil)
	w.buf = append(w.buf, '>')
	w.buf = strconv.AppendInt(w.buf, n, 10)
	w.close(name)
}

func (w *writer) close(name string) {
	w.buf = append(w.buf, "</"...)
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// tag writes the beginning of a tag on a line of its own.
func (w *writer) tag(name string, attributes []string) {
	w.indent()
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		w.buf = append(w.buf, ' ')
		w.buf = append(w.buf, attributes[i]...)
		w.buf = append(w.buf, `="`...)
		w.escape(attributes[i+1])
		w.buf = append(w.buf, '"')
	}
}

func (w *writer) indent() {
	if len(w.buf) >= flushAt {
		w.flush()
	}
	w.buf = append(w.buf, '\n')
	for range w.open {
		w.buf = append(w.buf, ' ')
	}
}

// escape writes text in which markup means nothing. What XML cannot hold, such as
// control characters, becomes U+FFFD.
func (w *writer) escape(text string) {
	if plain(text) {
		w.buf = append(w.buf, text...)
		return
	}
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // a buffer has no errors
	w.buf = append(w.buf, b.Bytes()...)
}

// plain reports whether a text is the same in XML.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c >= 0x7f || strings.IndexByte(`<>&"'`, c) >= 0 {
			return false
		}
	}
	return true
}

// flush writes what has been gathered.
func (w *writer) flush() {
	if w.err == nil {
		_, w.err = w.out.Write(w.buf)
	}
	w.buf = w.buf[:0]
}
