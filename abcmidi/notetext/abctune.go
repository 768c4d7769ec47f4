package notetext

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes a performance as a tune in ABC: the header, and lines of a
// few bars for each voice. streams.go makes the voices and measure.go writes
// their bars.

const (
	barsOfLine  = 4        // bars of each voice in a line
	finestUnit  = 4096     // the shortest unit note length is 1/finestUnit
	maxTuneText = 16 << 20 // bytes; a few bytes of MIDI can ask for a note of 65,536 bars
)

// tuneWriter writes one tune.
type tuneWriter struct {
	b      []byte // what it is appended to
	p      *smf.Performance
	o      *Options
	grid   *grid
	bars   *barLines
	unit   music.Fraction // L:, in quarter notes
	voices []*tuneVoice
	end    int64  // of the last note, in units
	rate   string // the tempo written last

	// What has not been written yet:
	keys   []smf.KeyMark
	tempos []smf.TempoMark
	meters []meterSpan

	tooFine bool // a length needs larger numbers than ABC text may have

	lengths [1 << lengthBits]noteLength

	// Memory for the lines of a system, the segments of a bar and their tones.
	lines []int64
	cut   []segment
	tones []tuneTone
}

// tuneVoice is a voice while it is written.
type tuneVoice struct {
	*stream
	music.Speller
	id     int
	label  string       // at the beginning of its lines
	next   int          // index of the first note that has not begun
	active []activeNote // that sound on, by rising keys
}

// activeNote is a note that sounds.
type activeNote struct {
	key uint8
	off int64 // units
}

// appendABC appends a tune in ABC. If its lengths cannot be written in the
// fractions of its division, it takes the nearest binary ones, which %%division
// rounds to the same ticks.
func appendABC(p *smf.Performance, b []byte, o *Options) ([]byte, error) {
	m := newMemory()
	defer m.release()
	w := &tuneWriter{b: b, p: p, o: o, grid: newGrid(p.Division, o.Grid)}
	err := w.tune(m)
	if err == nil && w.tooFine {
		w = &tuneWriter{b: b, p: p, o: o, grid: newBinaryGrid(p.Division), unit: music.NewFraction(1, finestUnit/4)}
		err = w.tune(m)
	}
	if err != nil {
		return b, err
	}
	return w.b, nil
}

// tune writes the tune, whose notes are in m. It stops early if tooFine.
func (w *tuneWriter) tune(m *memory) error {
	w.keys, w.tempos, w.bars = w.p.Keys, w.p.Tempos, newBarLines(w.p, w.grid)
	w.meters = w.bars.spans[1:]
	streams := m.streams(w.p, w.grid)
	if streams == nil {
		return fmt.Errorf("abc of more than %d voices: choose exact, or some parts", maxTuneVoices)
	}
	for i, s := range streams {
		w.voices = append(w.voices, &tuneVoice{stream: s, id: i + 1, label: fmt.Sprintf("[V:%d] ", i+1)})
		w.end = max(w.end, s.end)
	}
	if w.unit.IsZero() {
		w.unit = w.chooseUnit()
		clear(w.lengths[:]) // they were those without a unit
	}
	from := len(w.b)
	w.b = slices.Grow(w.b, min(10*w.p.Notes()+1024, maxTuneText))
	w.header()
	for at := int64(0); at < w.end && !w.tooFine; {
		at = w.system(at)
		if len(w.b)-from > maxTuneText {
			return fmt.Errorf("abc of more than %d MiB: choose exact, or some parts", maxTuneText>>20)
		}
	}
	w.b = append(w.b, '\n')
	return nil
}

// chooseUnit returns the unit note length, in quarter notes: an eighth note, or
// a sixteenth or a quarter if that takes a quarter fewer characters for the
// lengths.
func (w *tuneWriter) chooseUnit() music.Fraction {
	const looked = 512 // notes of each voice
	units := [...]int64{2, 4, 1}
	var costs [len(units)]int
	for _, v := range w.voices {
		for i, n := range v.notes[:min(len(v.notes), looked)] {
			if i > 0 && v.notes[i-1].on == n.on {
				continue // a chord has one length
			}
			quarters := w.length(n.off - n.on).quarters
			for j, den := range units {
				costs[j] += lengthCost(quarters.Num()*den, quarters.Den())
			}
		}
	}
	best, least := int64(1), 0
	for j, den := range units {
		if w.grid.units%den != 0 {
			continue // its notes must be whole units
		}
		if least == 0 || 4*costs[j] < 3*least {
			best, least = den, max(costs[j], 1)
		}
	}
	return music.NewFraction(1, best)
}

// lengthCost returns how many characters num/den takes, which may not be in lowest terms by
// factors of two.
func lengthCost(num, den int64) (cost int) {
	twos := bits.TrailingZeros64(uint64(num | den))
	if num, den = num>>twos, den>>twos; num != 1 {
		cost = digits(num)
	}
	switch {
	case den == 2:
		cost++
	case den > 2:
		cost += 1 + digits(den)
	}
	return cost
}

// digits returns the number of decimal digits of a number above 0.
func digits(n int64) (count int) {
	for ; n > 0; n /= 10 {
		count++
	}
	return count
}

// text writes a text.
func (w *tuneWriter) text(s string) { w.b = append(w.b, s...) }

// printf writes as package fmt does.
func (w *tuneWriter) printf(format string, args ...any) { w.b = fmt.Appendf(w.b, format, args...) }

// header writes the header, up to the properties of the voices.
func (w *tuneWriter) header() {
	meter := w.bars.spans[0].meter
	w.printf("X:%d\nT:%s\n", max(w.o.Number, 1), abc.WriteText(fieldText(w.p.Title, "Untitled")))
	if w.needsDivision() {
		w.printf("%%%%division %d\n", w.grid.division)
	}
	w.printf("M:%d/%d\nL:1/%d\n", meter.Num, meter.Den, 4*w.unit.Den())
	if rate, ok := w.tempo(0); ok {
		w.printf("Q:1/4=%s\n", rate)
	}
	w.printf("K:%s\n", music.KeyName(w.keys[0].Sharps, w.keys[0].Minor))
	for _, v := range w.voices {
		v.SetKey(w.keys[0].Sharps, w.keys[0].Minor)
		if len(w.voices) > 1 {
			w.declare(v)
		}
	}
	w.keys = w.keys[1:]
	for _, v := range w.voices {
		w.instrument(v)
	}
}

// declare writes the V: field of a voice, with a bass clef if its keys average
// below 57.
func (w *tuneWriter) declare(v *tuneVoice) {
	w.printf("V:%d", v.id)
	if v.sum < 57*int64(len(v.notes)) {
		w.text(" clef=bass")
	}
	if name := fieldText(w.p.Parts[v.part].Name, ""); name != "" && name != w.p.Title {
		w.printf(` name="%s"`, abc.WriteText(strings.NewReplacer(`"`, "'", `\`, "/").Replace(name)))
	}
	w.b = append(w.b, '\n')
}

// instrument writes the program of a voice and that it is drums, unless it is a
// piano.
func (w *tuneWriter) instrument(v *tuneVoice) {
	part := &w.p.Parts[v.part]
	if part.Program == 0 && !part.Drums() {
		return
	}
	if len(w.voices) > 1 {
		w.printf("V:%d\n", v.id)
	}
	if part.Program != 0 {
		w.printf("%%%%MIDI program %d\n", part.Program)
	}
	if part.Drums() {
		w.printf("%%%%MIDI channel %d\n", part.Channel+1)
	}
}

// fieldText returns a name as the text of a field, without control characters and without
// the characters that nobody sees, which ABC has no use for. An empty name becomes otherwise.
func fieldText(name, otherwise string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return r < ' ' || r == 0x7f || r >= utf8.RuneSelf && unicode.IsSpace(r)
	}), " ")
	if name = strings.TrimSpace(name); name == "" {
		return otherwise
	}
	return name
}

// needsDivision reports whether the text must name the file's division: because
// its fractions are ticks only if they are rounded to it, or because package
// smf would choose a division that does not have the file's ticks.
func (w *tuneWriter) needsDivision() bool {
	if w.grid.lines > 0 {
		return false
	}
	if d := w.grid.division; smf.DefaultDivision/music.GCD(smf.DefaultDivision, d)*d > math.MaxInt16 {
		return true
	}
	for _, v := range w.voices {
		for _, n := range v.notes {
			if !w.grid.isTick(n.on) || !w.grid.isTick(n.off) {
				return true
			}
		}
	}
	return false
}

// tempo returns the tempo that holds from a time on, and whether that is new.
func (w *tuneWriter) tempo(now int64) (rate string, changed bool) {
	n := passed(w.tempos, func(m smf.TempoMark) int64 { return w.grid.at(m.Tick) }, now)
	if n == 0 {
		return "", false
	}
	rate = strconv.FormatFloat(min(max(6e7/float64(w.tempos[n-1].Micros), 1), 10000), 'f', 1, 64)
	rate = strings.TrimSuffix(rate, ".0")
	changed = rate != w.rate
	w.tempos, w.rate = w.tempos[n:], rate
	return rate, changed
}

// system writes a line of bars for every voice, and returns the beginning of
// the next. A line ends early where a meter or key changes. Many bars in which
// no voice plays are a line of their own.
func (w *tuneWriter) system(from int64) int64 {
	fields := w.changes(from)
	lines, rests := append(w.lines[:0], from), w.silence(from)
	if rests > 0 {
		s, _ := w.bars.span(from)
		lines = append(lines, w.bars.line(s, w.bars.bar(s, from)+rests))
	}
	for to := from; rests == 0 && len(lines) <= barsOfLine && to < w.end && (to == from || !w.changeDue(to)); {
		_, to = w.bars.around(to)
		to = min(to, max(w.longest(), w.end)) // the last bar may not fit
		lines = append(lines, to)
	}
	w.lines = lines
	for i, v := range w.voices {
		if len(w.voices) > 1 {
			w.text(v.label)
		}
		w.text(fields)
		if rests > 0 {
			w.wholeRests(rests)
			w.text(" |")
		} else {
			w.row(v, lines, i == 0)
		}
		w.b = append(w.b, '\n')
	}
	return lines[len(lines)-1]
}

// longest returns the length at which tunes are cut.
func (w *tuneWriter) longest() int64 { return music.MaxLength * w.grid.units }

// changes returns the fields of a new meter and key from a bar line on.
func (w *tuneWriter) changes(at int64) (fields string) {
	if n := passed(w.meters, func(m meterSpan) int64 { return m.from }, at); n > 0 {
		m := w.meters[n-1].meter
		w.meters = w.meters[n:]
		fields = fmt.Sprintf("[M:%d/%d]", m.Num, m.Den)
	}
	if n := passed(w.keys, func(k smf.KeyMark) int64 { return w.grid.at(k.Tick) }, at); n > 0 {
		k := w.keys[n-1]
		w.keys = w.keys[n:]
		fields += "[K:" + music.KeyName(k.Sharps, k.Minor) + "]"
		for _, v := range w.voices {
			v.SetKey(k.Sharps, k.Minor)
		}
	}
	return fields
}

// changeDue reports whether changes would return a field.
func (w *tuneWriter) changeDue(at int64) bool {
	return len(w.meters) > 0 && w.meters[0].from <= at || len(w.keys) > 0 && w.grid.at(w.keys[0].Tick) <= at
}

// silence returns the number of whole bars from a bar line on in which no voice
// plays; 0 if they are few.
func (w *tuneWriter) silence(from int64) int64 {
	s, end := w.bars.span(from)
	to := min(w.end, end)
	for _, v := range w.voices {
		if len(v.active) > 0 {
			return 0
		}
		if v.next < len(v.notes) {
			to = min(to, v.notes[v.next].on)
		}
	}
	if len(w.keys) > 0 {
		to = min(to, max(w.grid.at(w.keys[0].Tick), from))
	}
	if n := w.bars.bar(s, to) - w.bars.bar(s, from); n >= 2*barsOfLine && w.wholeBars(s) {
		return min(n, abc.MaxNoteLength)
	}
	return 0
}

// wholeBars reports whether the bars of a meter are whole numbers of units.
func (w *tuneWriter) wholeBars(s *meterSpan) bool {
	return 4*int64(s.meter.Num)*w.grid.units%int64(s.meter.Den) == 0
}

// wholeRests writes a rest of n whole bars.
func (w *tuneWriter) wholeRests(n int64) {
	w.b = append(w.b, 'Z')
	if n > 1 {
		w.b = strconv.AppendInt(w.b, n, 10)
	}
}

// row writes the bars of one voice between bar lines. The voice that leads has
// the tempos.
func (w *tuneWriter) row(v *tuneVoice, lines []int64, leads bool) {
	rests, begun := int64(0), false
	blank := func() {
		if begun {
			w.b = append(w.b, ' ')
		}
		begun = true
	}
	endRests := func() {
		if rests > 0 {
			blank()
			w.wholeRests(rests)
			w.text(" |")
		}
		rests = 0
	}
	for i, from := range lines[:len(lines)-1] {
		to := lines[i+1]
		s, _ := w.bars.span(from)
		whole := w.wholeBars(s) && to-from == w.bars.line(s, 1)-s.from
		rate, changed := "", false
		if leads && from > 0 {
			rate, changed = w.tempo(from)
		}
		segments := w.segments(v, from, to)
		if len(segments) == 1 && segments[0].low == segments[0].high && whole && !changed {
			rests++
			continue
		}
		endRests()
		blank()
		if changed {
			w.text("[Q:1/4=" + rate + "]")
		}
		v.BarLine()
		w.bar(v, s, segments)
		w.text(" |")
	}
	endRests()
}
