package critic

import (
	"fmt"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

// This file makes a generated tune one of a tunebook: a header that every ABC
// program reads, without the names of people that a network invents sources
// from. tidy.go does the same for the music.

// Untitled is the title of a tune that was generated without one.
const Untitled = "Untitled"

// headerOrder are the fields that a tunebook keeps, in the order it writes them.
// ABC 2.1 section 2.2.1 wants X: and T: first and K: last. Not kept are those
// that say where a tune comes from, because a generated tune has no source: A:,
// B:, C:, D:, F:, G:, H:, N:, O:, S: and Z:.
const headerOrder = "XTRNPMLQImUVWK"

// bodyFields are the fields that a tunebook keeps in the music.
const bodyFields = "IKLMmPQRTUVWw+"

// Tunebook returns a generated tune as it stands in a tunebook: number in X:, note
// in an N: field, and no comments. A header without a title or key gets one. The
// order of parts, which the Nottingham corpus writes as Y:, is in P:, if the tune
// has these parts. The tune ends in an empty line.
func (Critic) Tunebook(text string, number int, note string) string {
	header, body := splitHeader(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	fields := map[byte][]string{}
	for _, line := range header {
		key, value := headerField(line)
		fields[key] = append(fields[key], value)
	}
	fields['X'] = []string{fmt.Sprint(number)}
	fields['N'] = []string{note}
	fields['T'] = titles(fields['T'])
	for _, key := range []byte("RMLQK") { // the last holds
		if n := len(fields[key]); n > 1 {
			fields[key] = fields[key][n-1:]
		}
	}
	fields['K'] = keys(fields['K'])
	body = keptLines(body)
	fields['P'] = partOrder(fields['P'], fields['Y'], body)
	return tidy(writeHeader(fields), body) + "\n"
}

// splitHeader returns the lines of the header, up to K:, and the music. If fields and
// another K: follow, they are of the header, too. Without a K:, the header ends before
// the first line that is music.
func splitHeader(text string) (header []string, body string) {
	var lines []string
	ends, body := 0, text // lines of the header that ends at the last K:
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if !data.IsHeaderLine([]byte(line)) {
			break
		}
		lines, text = append(lines, line), rest
		if line[0] == 'K' {
			ends, body = len(lines), text
		}
	}
	if ends == 0 {
		ends, body = len(lines), text
	}
	return lines[:ends], strings.Trim(body, "\n")
}

// headerField returns the key and value of a line of the header: 'I' with the whole
// line for a directive, 0 for a comment.
func headerField(line string) (key byte, value string) {
	switch {
	case strings.HasPrefix(line, "%%"):
		return 'I', line
	case line[0] == '%' || line[0] == '+':
		return 0, ""
	}
	value, _, _ = strings.Cut(line[2:], "%")
	return line[0], strings.TrimSpace(value)
}

// titles returns titles that abc2midi does not take for music: it does so if a
// bar line follows the colon.
func titles(list []string) []string {
	var kept []string
	for _, title := range list {
		if title = strings.TrimLeft(title, "|:[] "); title != "" {
			kept = append(kept, title)
		}
	}
	if kept == nil {
		kept = []string{Untitled}
	}
	return kept
}

// keys returns the key of a header, none if there is none. Accidentals without a key
// get one.
func keys(list []string) []string {
	if len(list) == 0 {
		return []string{"none"}
	}
	if k := list[0]; k != "" && strings.IndexByte("^_=", k[0]) >= 0 {
		return []string{"C " + k}
	}
	return list
}

// writeHeader writes fields in the order of headerOrder. An empty field is left
// out, except for K:.
func writeHeader(fields map[byte][]string) string {
	var b strings.Builder
	for i := range len(headerOrder) {
		key := headerOrder[i]
		for _, value := range fields[key] {
			switch {
			case strings.HasPrefix(value, "%%"):
				b.WriteString(value + "\n")
			case value != "" || key == 'K':
				b.WriteString(string(key) + ":" + value + "\n")
			}
		}
	}
	return b.String()
}

// keptLines returns music without comment lines, and without the fields that a
// tunebook does not keep.
func keptLines(body string) string {
	var b strings.Builder
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, " \t\n")
		switch {
		case line == "", line[0] == '%' && !strings.HasPrefix(line, "%%"):
			continue
		case data.IsFieldLine(line) && strings.IndexByte(bodyFields, line[0]) < 0:
			continue
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// partOrder returns the order of parts that holds, the last P: or else the first Y:,
// if the music has these parts.
func partOrder(p, y []string, body string) []string {
	switch {
	case len(p) > 0:
		p = p[len(p)-1:]
	case len(y) > 0:
		p = y[:1]
	}
	if len(p) > 0 && !hasParts(p[0], body) {
		return nil
	}
	return p
}

// hasParts reports whether the music has every part that an order names, each once.
func hasParts(order, body string) bool {
	tune, _ := abc.Parse("P:" + order + "\nK:C\n" + body)
	parts := map[string]int{}
	for _, n := range tune.Body {
		if f, ok := n.(*abc.Field); ok && f.Key == 'P' {
			parts[f.Text]++
		}
	}
	for _, n := range tune.Header {
		f, ok := n.(*abc.Field)
		if !ok || f.Key != 'P' {
			continue
		}
		named, ok := f.Value.(*abc.PartOrder)
		if !ok {
			return false
		}
		for _, p := range named.Parts {
			if parts[string(p)] == 0 {
				return false
			}
		}
	}
	for _, times := range parts {
		if times > 1 {
			return false
		}
	}
	return true
}
