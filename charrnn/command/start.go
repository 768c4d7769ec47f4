package command

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"charabanc/data"
)

// This file completes what a user types or pastes for tunes to go on from: a whole
// beginning, a header alone, or a few notes alone.

// maxStart is the longest text to go on from, in bytes. The N: line of each tune has it.
const maxStart = 8 << 10

// The header of notes without one.
const (
	untitled   = "T:Untitled"
	usualKey   = "G"
	usualMeter = "4/4"
)

// start returns the text that the tunes of a request go on from, in the form in which the
// model has learned tunes; "" if there is none.
func (c *Composer) start(r ComposeRequest) (string, error) {
	text := strings.Trim(strings.NewReplacer("\r\n", "\n", "\r", "\n", `\n`, "\n").Replace(r.Start), "\n")
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	start, err := c.completed(text, r)
	if err == nil {
		err = c.known(start)
	}
	if err != nil {
		return "", fmt.Errorf("start: %w", err)
	}
	return start, nil
}

func (c *Composer) completed(text string, r ComposeRequest) (string, error) {
	if len(text) > maxStart {
		return "", fmt.Errorf("%d bytes: give at most %d", len(text), maxStart)
	}
	header, music := splitStart(text)
	if strings.Contains("\n"+music, "\nX:") || hasBlankLine(text) {
		return "", errors.New("a blank line or a second X: ends the tune: give the beginning of one tune")
	}
	for _, f := range []struct{ name, field, value string }{{"key", "K:", r.Key}, {"meter", "M:", r.Meter}, {"rhythm", "R:", r.Rhythm}} {
		if own, ok := fieldOf(header, f.field); ok && f.value != "" && !strings.EqualFold(own, f.value) {
			return "", fmt.Errorf("it has %s%s, and the %s asked for is %s: leave one of them out", f.field, own, f.name, f.value)
		}
	}
	if music == "" {
		return c.checkpoint.About.Start + "1\n" + strings.Join(ordered(header), "\n") + "\n", nil
	}
	if err := c.addFields(&header, r); err != nil {
		return "", err
	}
	header = ordered(header)
	start, err := c.program.music.Primer("X:1\n"+strings.Join(header, "\n")+"\n"+music, c.checkpoint.About.Start, math.MaxInt)
	if err != nil {
		return "", err
	}
	if err := c.program.music.Unfinished(start); err != nil {
		return "", fmt.Errorf("%w: mend it", err)
	}
	return start, nil
}

// splitStart returns the lines of the header but X: and comments, and the music.
func splitStart(text string) (header []string, music string) {
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if !data.IsHeaderLine([]byte(line)) {
			break
		}
		if line = strings.TrimRight(line, " \t"); line[0] != '%' && line[0] != 'X' {
			header = append(header, line)
		}
		text = rest
	}
	return header, strings.TrimRight(text, " \t\n")
}

func hasBlankLine(text string) bool {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			return true
		}
	}
	return false
}

// ordered returns a header with its title first, and its key last. Without a title, a
// network that has learned tunes with titles may forget the key.
func ordered(header []string) []string {
	place := func(line string) int {
		switch line[0] {
		case 'T':
			return 0
		case 'K':
			return 2
		}
		return 1
	}
	if _, ok := fieldOf(header, "T:"); !ok {
		header = append(header, untitled)
	}
	slices.SortStableFunc(header, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	return header
}

// fieldOf returns the last value of a field of a header.
func fieldOf(header []string, field string) (value string, ok bool) {
	for _, line := range header {
		if v, is := strings.CutPrefix(line, field); is {
			value, ok = strings.TrimSpace(v), true
		}
	}
	return value, ok
}

// addFields adds to a header what the music after it needs: rhythm, meter and key, as asked
// for or usual. Notes without a meter count in eighths.
func (c *Composer) addFields(header *[]string, r ComposeRequest) error {
	_, hasMeter := fieldOf(*header, "M:")
	lines, err := c.program.music.Header(cmp.Or(r.Key, usualKey), r.Meter, r.Rhythm)
	if err == nil && !strings.Contains("\n"+lines, "\nM:") {
		lines, err = c.program.music.Header(cmp.Or(r.Key, usualKey), usualMeter, r.Rhythm)
	}
	if err != nil {
		return err
	}
	_, hasUnit := fieldOf(*header, "L:")
	if !hasMeter && !hasUnit && c.known("L:1/8\n") == nil {
		*header = append(*header, "L:1/8")
	}
	for line := range strings.Lines(lines) {
		if _, has := fieldOf(*header, line[:2]); !has {
			*header = append(*header, strings.TrimSuffix(line, "\n"))
		}
	}
	return nil
}
