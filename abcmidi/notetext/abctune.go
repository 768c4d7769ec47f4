package notetext

import (
	"fmt"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes a performance as a tune in ABC, line by line. Its voices are
// those of streams.go; measure.go writes each bar.

// maxTuneText is the longest tune, in bytes. A file of a few bytes can have a
// note of 65,536 bars.
const maxTuneText = 16 << 20

// tuneWriter writes one tune.
type tuneWriter struct {
	strings.Builder
	p      *smf.Performance
	o      *Options
	grid   *grid
	bars   *barLines
	keys   []smf.KeyMark
	tempos []smf.TempoMark
	rate   string // the tempo written last
	meters []meterSpan
	unit   music.Fraction // L:, in quarter notes
	voices []*tuneVoice
	end    int64 // of the last note, in units of the grid

	tooFine bool // a length has no numbers that ABC allows
}

// tuneVoice is a voice in progress.
type tuneVoice struct {
	*stream
	music.Speller
	id     int
	next   int          // index of the first note that has not begun
	active []activeNote // the notes that sound, by rising key
	cut    []segment    // of the bar
	tones  []tuneTone   // of the segments
}

// activeNote is a note that sounds.
type activeNote struct {
	key uint8
	off int64
}

// segment is a stretch of a bar in which nothing begins or ends.
type segment struct {
	from, to int64
	tones    []tuneTone // none: a rest
}

// tuneTone is one note of a segment.
type tuneTone struct {
	key uint8
	tie bool // sounds on into the next segment
}

// barsOfLine is the number of bars of each voice on a line.
const barsOfLine = 4

// appendABC appends a performance as a tune. If the fractions of the division are
// too fine for ABC, it uses a binary grid, whose units are finer than any tick.
func appendABC(p *smf.Performance, b []byte, o *Options) ([]byte, error) {
	w := &tuneWriter{p: p, o: o, grid: newGrid(p.Division, o.Grid)}
	err := w.tune()
	if err == nil && w.tooFine {
		w = &tuneWriter{p: p, o: o, grid: newBinaryGrid(p.Division), unit: music.NewFraction(1, finestUnit/4)}
		err = w.tune()
	}
	if err != nil {
		return b, err
	}
	return append(b, w.String()...), nil
}

// finestUnit is the denominator of the shortest unit note length, as part of a
// whole note.
const finestUnit = 4096

// tune writes the tune.
func (w *tuneWriter) tune() error {
	w.keys, w.tempos, w.bars = w.p.Keys, w.p.Tempos, newBarLines(w.p, w.grid)
	w.meters = w.bars.spans[1:]
	streams := streams(w.p, w.grid)
	if streams == nil {
		return fmt.Errorf("more than %d voices", maxTuneVoices)
	}
	for i, s := range streams {
		w.voices = append(w.voices, &tuneVoice{stream: s, id: i + 1})
		w.end = max(w.end, s.end)
	}
	if w.unit.IsZero() {
		w.unit = w.chooseUnit()
	}
	w.Grow(min(10*w.p.Notes()+1024, maxTuneText))
	w.header()
	for at := int64(0); at < w.end && !w.tooFine; {
		at = w.system(at)
		if w.Len() > maxTuneText {
			return fmt.Errorf("a tune of more than %d MiB", maxTuneText>>20)
		}
	}
	w.WriteByte('\n')
	return nil
}

// chooseUnit returns the unit note length in quarter notes: an eighth note, or a
// quarter or sixteenth note if the lengths are then much shorter to write.
func (w *tuneWriter) chooseUnit() music.Fraction {
	const looked = 512 // notes of each voice
	best, least := int64(1), 0
	for _, den := range []int64{2, 4, 1} {
		if w.grid.units%den != 0 {
			continue // its notes must be whole units of the grid
		}
		cost := 0
		for _, v := range w.voices {
			for i, n := range v.notes[:min(len(v.notes), looked)] {
				if i > 0 && v.notes[i-1].on == n.on {
					continue // a chord has one length
				}
				f := w.grid.fraction((n.off - n.on) * den)
				if f.Num() != 1 {
					cost += digits(f.Num())
				}
				if f.Den() == 2 {
					cost++
				} else if f.Den() > 2 {
					cost += 1 + digits(f.Den())
				}
			}
		}
		if least == 0 || 4*cost < 3*least {
			best, least = den, max(cost, 1)
		}
	}
	return music.NewFraction(1, best)
}

// digits returns the number of decimal digits of n; 0 has none.
func digits(n int64) (count int) {
	for ; n > 0; n /= 10 {
		count++
	}
	return count
}

// header writes the fields of the header and the programs of the voices.
func (w *tuneWriter) header() {
	meter := w.bars.spans[0].meter
	fmt.Fprintf(w, "X:%d\nT:%s\n", max(w.o.Number, 1), fieldText(w.p.Title, "Untitled"))
	if w.needsDivision() {
		fmt.Fprintf(w, "%%%%division %d\n", w.grid.division)
	}
	fmt.Fprintf(w, "M:%d/%d\nL:1/%d\n", meter.Num, meter.Den, 4*w.unit.Den())
	if rate, ok := w.tempo(0); ok {
		fmt.Fprintf(w, "Q:1/4=%s\n", rate)
	}
	fmt.Fprintf(w, "K:%s\n", music.KeyName(w.keys[0].Sharps, w.keys[0].Minor))
	for _, v := range w.voices {
		v.SetKey(w.keys[0].Sharps, w.keys[0].Minor)
		if len(w.voices) > 1 {
			w.declare(v)
		}
	}
	w.keys = w.keys[1:]
	for _, v := range w.voices {
		part := &w.p.Parts[v.part]
		if part.Program == 0 && !part.Drums() {
			continue
		}
		if len(w.voices) > 1 {
			fmt.Fprintf(w, "V:%d\n", v.id)
		}
		if part.Program != 0 {
			fmt.Fprintf(w, "%%%%MIDI program %d\n", part.Program)
		}
		if part.Drums() {
			fmt.Fprintf(w, "%%%%MIDI channel %d\n", part.Channel+1)
		}
	}
}

// declare writes the V: field of a voice.
func (w *tuneWriter) declare(v *tuneVoice) {
	fmt.Fprintf(w, "V:%d", v.id)
	if v.sum < 57*int64(len(v.notes)) {
		w.WriteString(" clef=bass")
	}
	if name := fieldText(w.p.Parts[v.part].Name, ""); name != "" && name != w.p.Title {
		fmt.Fprintf(w, " name=%q", strings.NewReplacer(`"`, "'", `\`, "/").Replace(name))
	}
	w.WriteByte('\n')
}

// fieldText returns a name as the text of a field: without control characters and
// without %, which begins a comment. It returns otherwise if nothing is left.
func fieldText(name, otherwise string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r < ' ' || r == '%' || r == 0x7f }), " ")
	if name = strings.TrimSpace(name); name == "" {
		return otherwise
	}
	return name
}

// needsDivision reports whether the text needs %%division: the ticks of the file
// come back only if its fractions are rounded to the file's division.
func (w *tuneWriter) needsDivision() bool {
	if w.grid.lines > 0 {
		return false
	}
	if d := w.grid.division; smf.DefaultDivision/music.GCD(smf.DefaultDivision, d)*d > 32767 {
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

// tempo returns the tempo in force at a time, and whether it has changed. The rate
// is in quarter notes a minute.
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

// system writes a line of bars for each voice and returns where the next line
// begins. A line ends early before a change of meter or key. Many bars of rest in
// all voices are a line of their own.
func (w *tuneWriter) system(from int64) int64 {
	fields := w.changes(from)
	lines, rests := []int64{from}, w.silence(from)
	if rests > 0 {
		s, _ := w.bars.span(from)
		lines = append(lines, w.bars.line(s, w.bars.bar(s, from)+rests))
	}
	for to := from; rests == 0 && len(lines) <= barsOfLine && to < w.end && (to == from || !w.changeDue(to)); {
		_, to = w.bars.around(to)
		lines = append(lines, to)
	}
	for i, v := range w.voices {
		if len(w.voices) > 1 {
			fmt.Fprintf(w, "[V:%d] ", v.id)
		}
		w.WriteString(fields)
		if rests > 0 {
			w.wholeRests(rests)
			w.WriteString(" |")
		} else {
			w.row(v, lines, i == 0)
		}
		w.WriteByte('\n')
	}
	return lines[len(lines)-1]
}

// changes returns the inline fields of the meter and key that begin at a bar line.
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

// changeDue reports whether a meter or key begins at a bar line.
func (w *tuneWriter) changeDue(at int64) bool {
	return len(w.meters) > 0 && w.meters[0].from <= at || len(w.keys) > 0 && w.grid.at(w.keys[0].Tick) <= at
}

// silence returns the number of bars of rest in all voices from a bar line on, or
// 0 if they are few.
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

// wholeBars reports whether a bar of a meter is a whole number of units.
func (w *tuneWriter) wholeBars(s *meterSpan) bool {
	return 4*int64(s.meter.Num)*w.grid.units%int64(s.meter.Den) == 0
}

// wholeRests writes a rest of n bars.
func (w *tuneWriter) wholeRests(n int64) {
	w.WriteByte('Z')
	if n > 1 {
		w.WriteString(strconv.FormatInt(n, 10))
	}
}

// row writes the bars of one voice between bar lines. The tempos are written in the
// voice that leads.
func (w *tuneWriter) row(v *tuneVoice, lines []int64, leads bool) {
	rests, begun := int64(0), false
	blank := func() {
		if begun {
			w.WriteByte(' ')
		}
		begun = true
	}
	endRests := func() {
		if rests > 0 {
			blank()
			w.wholeRests(rests)
			w.WriteString(" |")
		}
		rests = 0
	}
	for i := range lines[1:] {
		from, to := lines[i], lines[i+1]
		s, _ := w.bars.span(from)
		whole := w.wholeBars(s) && to-from == w.bars.line(s, 1)-s.from
		rate, changed := "", false
		if leads && from > 0 {
			rate, changed = w.tempo(from)
		}
		segments := v.segments(from, to)
		if len(segments) == 1 && len(segments[0].tones) == 0 && whole && !changed {
			rests++
			continue
		}
		endRests()
		blank()
		if changed {
			w.WriteString("[Q:1/4=" + rate + "]")
		}
		v.BarLine()
		w.bar(v, s, segments)
		w.WriteString(" |")
	}
	endRests()
}
