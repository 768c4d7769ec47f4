package roll

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"gonum.org/v1/plot/vg"
)

// newScore returns the score of a text.
func newScore(t testing.TB, text string) *score.Score {
	t.Helper()
	tune, err := abc.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := play.Play(tune, score.Options{Marks: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawn returns the picture of a score.
func drawn(t testing.TB, s *score.Score, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Draw(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rect is a rectangle of a note, in points from the lower left corner.
type rect struct {
	left, bottom, right, top float64
	color                    string
}

var (
	notePath = regexp.MustCompile(`<path d="(M[^"]*A[^"]*L[^"]*Z)" style="fill:(#[0-9A-F]{6})`)
	corner   = regexp.MustCompile(`[ML ](-?[\d.]+),(-?[\d.]+)`)
)

// rects returns the notes of an SVG picture, in the order in which they are drawn.
func rects(t testing.TB, svg string) (list []rect) {
	t.Helper()
	for _, m := range notePath.FindAllStringSubmatch(svg, -1) {
		r := rect{left: math.Inf(1), bottom: math.Inf(1), color: m[2]}
		for _, c := range corner.FindAllStringSubmatch(m[1], -1) {
			x, errX := strconv.ParseFloat(c[1], 64)
			y, errY := strconv.ParseFloat(c[2], 64)
			if errX != nil || errY != nil {
				t.Fatalf("%s: %v, %v", m[1], errX, errY)
			}
			r.left, r.right = min(r.left, x), max(r.right, x)
			r.bottom, r.top = min(r.bottom, y), max(r.top, y)
		}
		list = append(list, r)
	}
	return list
}

func TestNoteCount(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"a bar", "X:1\nM:4/4\nL:1/4\nK:C\nCDEF|\n", 4},
		{"chords and bass", "X:1\nM:4/4\nL:1/4\nK:C\n\"C\"CDEF|\n", 4 + 2*1 + 2*3},
		{"two voices", "X:1\nM:4/4\nL:1/4\nK:C\nV:1\nCDEF|\nV:2\nC4|\n", 5},
		{"drums", "X:1\nM:4/4\nL:1/4\nK:C\n%%MIDI drum d2d2 35 42\n%%MIDI drumon\nC4|\n", 1 + 2},
		{"free meter", "X:1\nM:none\nL:1/4\nK:C\nCDEF\n", 4},
		{"a note over two rows", "X:1\nM:4/4\nL:1/1\nK:C\nC|C|C|C-|C|\n", 3 + 2},
		{"a note that ends with its row", "X:1\nM:4/4\nL:1/1\nK:C\nC|C|C|C|C|\n", 5},
		{"nothing", "X:1\nM:4/4\nK:C\nz8|\n", 0},
	} {
		if got := len(rects(t, drawn(t, newScore(t, c.text), Options{}))); got != c.want {
			t.Errorf("%s: %d rectangles, want %d", c.name, got, c.want)
		}
	}
}

// TestNotePlaces wants time to the right and pitch upward, in the scale of the page.
func TestNotePlaces(t *testing.T) {
	s := newScore(t, "X:1\nM:4/4\nL:1/4\nK:C\nCC2E|c4|z4|z4|\"^text\"C4|\n")
	got := rects(t, drawn(t, s, Options{Width: 20}))
	if len(got) != 5 {
		t.Fatalf("%d rectangles, want 5", len(got))
	}
	left := float64(sideMargin + gutter)
	quarter := (20/2.54*72 - 2*sideMargin - gutter) / 8 // two bars in a row, as 16 quarters have no room
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.02 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	for i, at := range []float64{0, 1, 3, 4} {
		near(fmt.Sprint("left of note ", i), got[i].left, left+at*quarter)
	}
	near("right of the second note", got[1].right, left+3*quarter-noteGap)
	near("a third", got[2].bottom-got[0].bottom, 4*maxStep)
	near("an octave", got[3].bottom-got[0].bottom, 12*maxStep)
	near("height", got[0].top-got[0].bottom, thickness*maxStep)
	near("left of a later row", got[4].left, left)
	p := newPage(s, Options{Width: 20})
	near("a row", got[0].bottom-got[4].bottom, 2*float64(p.ladder.height()+rowGap))
}

// TestPickup wants bar lines below one another after a pickup.
func TestPickup(t *testing.T) {
	s := newScore(t, "X:1\nM:4/4\nL:1/4\nK:C\nC|CDEF|CDEF|CDEF|CDEF|CDEF|\n")
	got := rects(t, drawn(t, s, Options{}))
	if len(got) != 21 || math.Abs(got[1].left-got[17].left) > 0.02 || got[0].left >= got[17].left {
		t.Errorf("bar 1 begins at %v and bar 5 at %v, want one below the other after the pickup", got[1].left, got[17].left)
	}
}

func barList(bars []bar) string {
	var list []string
	for _, b := range bars {
		list = append(list, fmt.Sprintf("%v-%v:%d", b.from, b.to, b.number))
	}
	return strings.Join(list, " ")
}

func TestBars(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"whole bars", "CDEF|CDEF|", "0-4:1 4-8:2"},
		{"a pickup", "C|CDEF|CDEF|", "0-1:0 1-5:1 5-9:2"},
		{"a pickup in a repeat", "|:C|CDEF|CDE:|", "0-1:0 1-5:1 5-9:2 9-13:3 13-16:4"},
		{"a short bar at the end", "CDEF|CD|", "0-4:1 4-6:2"},
		{"a change of meter", "CDEF|[M:3/4]CDE|CDE|", "0-4:1 4-7:2 7-10:3"},
		{"a long bar", "CDEFG|CDEF|", "0-5:1 5-9:2"},
		{"no meter", "[M:none]CDEF|CDEF|", ""},
		{"nothing", "", ""},
	} {
		meter := "M:4/4\n"
		if c.name == "no meter" {
			meter = "M:none\n"
		}
		s := newScore(t, "X:1\n"+meter+"L:1/4\nK:C\n"+c.body+"\n")
		if got := barList(barsOf(s, s.Length)); got != c.want {
			t.Errorf("%s: bars %s, want %s", c.name, got, c.want)
		}
	}
	many := newScore(t, "X:1\nM:4/4\nL:1/4\nK:C\nC4|\n")
	many.Bars = make([]music.Fraction, maxBars+1)
	if got := barsOf(many, many.Length); got != nil {
		t.Errorf("%d of too many bars", len(got))
	}
	if got := barsOf(&score.Score{Meters: many.Meters}, many.Length); len(got) > 0 {
		t.Error("bars of a score that does not tell them")
	}
}

// TestColors wants a color for each role and voice, paler for soft notes.
func TestColors(t *testing.T) {
	s := &score.Score{Voices: []score.Voice{
		{Role: score.Melody, ID: "1"}, {Role: score.Chords}, {Role: score.Melody, Name: "Second <fiddle>"},
		{Role: score.Drums}, {Role: score.Drone}, {Role: score.Bass},
	}}
	for i := range s.Voices {
		s.Voices[i].Add(music.Fraction{}, music.NewFraction(1, 1), 60, 127)
	}
	s.Voices[0].Add(music.NewFraction(1, 1), music.NewFraction(1, 1), 60, 20)
	svg := drawn(t, s, Options{})
	var got []string
	for _, r := range rects(t, svg) {
		got = append(got, r.color)
	}
	if want := "#CFBDDD #A9CBB4 #E9C98F #A3A3AB #C84B1C #1B5EA8 #719BC9"; strings.Join(got, " ") != want {
		t.Errorf("colors %s, want %s", strings.Join(got, " "), want)
	}
	for _, want := range []string{">voice 1<", ">Second &lt;fiddle&gt;<", ">chords<", ">bass<", ">drone<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in the legend", want)
		}
	}
	if count := strings.Count(svg, ">drums<"); count != 2 {
		t.Errorf("drums are named %d times, want in the legend and at their lane", count)
	}
}

func TestWords(t *testing.T) {
	s := newScore(t, "X:1\nT:Jenny's \"Welcome\"\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\nC,DEF|GABc'|\n")
	for _, c := range []struct {
		name string
		o    Options
		want []string
	}{
		{"all", Options{}, []string{">Jenny&#39;s &#34;Welcome&#34;<", ">2 bars, 0:08<", ">1<", ">2<", ">C3<", ">C6<", "Liberation Sans,Arial"}},
		{"another title", Options{Title: "One\nand\x00\ufffe <two>"}, []string{">One and &lt;two&gt;<"}},
		{"a long title", Options{Title: strings.Repeat("long ", 200), Width: 8}, []string{"…<"}},
	} {
		svg := drawn(t, s, c.o)
		for _, want := range c.want {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: no %s in the picture", c.name, want)
			}
		}
		if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	free := drawn(t, newScore(t, "X:1\nM:none\nL:1/4\nQ:1/4=60\nK:C\nCDEF\n"), Options{})
	for _, want := range []string{">0:04<", ">0:00<", ">0:03<"} {
		if !strings.Contains(free, want) {
			t.Errorf("free meter: no %s in the picture", want)
		}
	}
	if got := windows1252("é… 火"); got != "\xe9\x85 ?" {
		t.Errorf("a PDF file has %q", got)
	}
}

// TestFormats wants each format, of the size asked for, and twice the same.
func TestFormats(t *testing.T) {
	s := newScore(t, "X:1\nT:Été\nM:3/4\nL:1/4\nK:C\n\"C\"CDE|\"G7\"d3|\n")
	for format, begin := range map[string]string{"": "<?xml", "svg": "<?xml", "png": "\x89PNG", "pdf": "%PDF"} {
		first := drawn(t, s, Options{Format: format})
		if !strings.HasPrefix(first, begin) || first != drawn(t, s, Options{Format: format}) {
			t.Errorf("format %q: begins with %q, or is another one each time", format, first[:8])
		}
	}
	if pdf := drawn(t, s, Options{Format: "pdf"}); !strings.Contains(pdf, "(D:20000101000000)") {
		t.Error("the PDF file has the time of day")
	}
	picture, err := png.Decode(strings.NewReader(drawn(t, s, Options{Format: "png", Width: 12.7})))
	if err != nil {
		t.Fatal(err)
	}
	p := newPage(s, Options{Width: 12.7})
	if size := picture.Bounds().Size(); size.X != 720 || size.Y != int(p.height()*2+0.5) {
		t.Errorf("%v dots, want 720 x %v", size, p.height()*2)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string // in the error
	}{
		{Options{Format: "gif"}, `format "gif": not possible: choose svg, png or pdf`},
		{Options{Width: 1}, "width 1: not possible: choose 8 to 60 centimeters"},
		{Options{Width: 61}, "width 61"},
		{Options{Width: math.NaN()}, "width NaN"},
	} {
		if err := Draw(io.Discard, &score.Score{}, c.o); !errors.Is(err, ErrOption) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %s", c.o, err, c.want)
		}
	}
	full := errors.New("disk full")
	if err := Draw(failing{full}, &score.Score{}, Options{}); !errors.Is(err, full) {
		t.Errorf("error %v, want that of the writer", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestLimits wants pictures of bounded size, or an error, whatever the score.
func TestLimits(t *testing.T) {
	meter := []score.MeterChange{{Meter: &music.Meter{Groups: []int{4}, Den: 4}}}
	fill := func(s *score.Score, count int, length music.Fraction, key func(i int) uint8) *score.Score {
		s.Voices = []score.Voice{{}}
		for i := range count {
			s.Voices[0].Add(length.Times(int64(i), 1), length, key(i), 90)
		}
		s.Length = length.Times(int64(count), 1)
		return s
	}
	half, whole := music.NewFraction(1, 2), music.NewFraction(4, 1)
	scale := func(i int) uint8 { return uint8(60 + i%12) }
	held := func(count int) *score.Score { // every note until the end
		s := fill(&score.Score{Meters: meter}, count, whole, scale)
		for i := range s.Voices[0].Events {
			s.Voices[0].Events[i].Duration = whole.Times(int64(count-i), 1)
		}
		return s
	}
	for _, c := range []struct {
		name   string
		s      *score.Score
		rows   int
		failed bool
	}{
		{"empty", &score.Score{}, 1, false},
		{"empty, in a meter", &score.Score{Meters: meter}, 1, false},
		{"an hour", fill(&score.Score{Meters: meter}, 14400, half, scale), 29, false},
		{"an hour in free meter", fill(&score.Score{}, 14400, half, scale), 29, false},
		{"every key", fill(&score.Score{Meters: meter}, 128, half, func(i int) uint8 { return uint8(i) }), 4, false},
		{"the longest score", fill(&score.Score{Meters: meter}, 2, music.NewFraction(music.MaxLength, 1), scale), 32, false},
		{"a score of years", fill(&score.Score{Tempos: []score.TempoChange{{Quarters: music.NewFraction(1, 1000)}}}, 2, music.NewFraction(music.MaxLength, 1), scale), 30, false},
		{"too many notes", fill(&score.Score{Meters: meter}, maxNotes+1, half, scale), 0, true},
		{"long notes", held(500), 32, false},
		{"too many parts of notes", held(5000), 0, true},
	} {
		var svg bytes.Buffer
		if err := Draw(&svg, c.s, Options{}); (err != nil) != c.failed {
			t.Errorf("%s: error %v", c.name, err)
		}
		if svg.Len() > 16<<20 || bytes.Contains(svg.Bytes(), []byte("NaN")) || bytes.Contains(svg.Bytes(), []byte("Inf")) {
			t.Errorf("%s: %d bytes of SVG", c.name, svg.Len())
		}
		if c.failed {
			continue
		}
		p := newPage(c.s, Options{Width: maxWidth})
		dots := float64(resolution(p.width, p.height())) / float64(vg.Inch)
		if size := float64(p.width) * dots * float64(p.height()) * dots; size > maxDots || dots < 0.5 {
			t.Errorf("%s: %v dots in a point, %v in the picture", c.name, dots, size)
		}
		if rows := len(newPage(c.s, Options{Width: 24}).rows); rows != c.rows {
			t.Errorf("%s: %d rows, want %d", c.name, rows, c.rows)
		}
	}
}

func ExampleDraw() {
	tune, _ := abc.Parse("X:1\nT:The Scale\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|\n")
	s, _ := play.Play(tune, score.Options{Marks: true})
	var picture bytes.Buffer
	if err := Draw(&picture, s, Options{Format: "svg", Width: 16}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(picture.String(), "The Scale"))
	// Output: true
}

func BenchmarkDraw(b *testing.B) {
	s := newScore(b, "X:1\nM:4/4\nL:1/8\nK:C\n|:\"C\"CDEF \"G\"GABc|\"F\"CDEF \"G\"GABc|\"C\"CDEF \"G\"GABc|\"F\"CDEF \"G\"GABc:|\n")
	for _, format := range []string{"svg", "png", "pdf"} {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				drawn(b, s, Options{Format: format})
			}
		})
	}
}
