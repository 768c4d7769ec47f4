package sound

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"

	"github.com/go-audio/wav"
)

// reel is 40 seconds of a tune with an accompaniment.
const reel = "X:1\nT:Reel\nM:4/4\nL:1/8\nQ:1/4=96\nK:G\n" +
	"|:\"G\"GABc dedB|dedB dedB|\"C\"c2ec \"G\"B2dB|\"D\"A2AB AFDF|\"G\"GABc dedB|dedB dedB|\"C\"c2ec \"D\"BGAF|\"G\"G4 G4:|"

func reelNotes(t testing.TB) []Note {
	tune, err := abc.Parse(reel)
	if err != nil {
		t.Fatal(err)
	}
	s, err := play.Play(tune, score.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Notes(s)
}

// slowMix is Render without anything to make it fast: every tone is made anew.
func slowMix(notes []Note) []int16 {
	var sum []float32
	for _, n := range notes {
		for i, x := range tone(n.Timbre, n.Cents, n.Level, n.Length) {
			for len(sum) <= samplesIn(n.Start)+i {
				sum = append(sum, 0)
			}
			sum[samplesIn(n.Start)+i] += x
		}
	}
	sum = append(sum, make([]float32, roomTail)...)
	addRoom(sum)
	fadeOut(sum, len(sum)-roomTail/2)
	peak := slices.Max(sum)
	peak = max(peak, -slices.Min(sum))
	samples := make([]int16, len(sum))
	for i, x := range sum {
		samples[i] = int16(math.Floor(float64(float32(float64(x)*(0.89/float64(peak))))*32767 + 0.5))
	}
	return samples
}

func TestRender(t *testing.T) {
	notes := reelNotes(t)
	got, err := Render(notes)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, slowMix(notes)) {
		t.Error("not the samples of slowMix")
	}
	if again, _ := Render(notes); !slices.Equal(got, again) {
		t.Error("other samples the second time")
	}
	last := notes[len(notes)-1]
	if end := samplesIn(last.Start + last.Length); len(got) < end || len(got) > end+longestTail+roomTail {
		t.Errorf("%d samples, the last note ends at %d", len(got), end)
	}
	peak, sum, power := 0, 0, 0.0
	for _, x := range got {
		peak = max(peak, int(x), -int(x))
		sum += int(x)
		power += float64(x) * float64(x)
	}
	if peak != 29163 {
		t.Errorf("peak %d, want 29163", peak)
	}
	if mean := float64(sum) / float64(len(got)); math.Abs(mean) > 30 { // -60 dB
		t.Errorf("mean %.1f", mean)
	}
	if db := 10 * math.Log10(power/float64(len(got))/(1<<30)); db < -24 || db > -12 {
		t.Errorf("power %.1f dB", db)
	}
	if got[0] != 0 || got[len(got)-1] != 0 {
		t.Errorf("from %d to %d", got[0], got[len(got)-1])
	}
}

// TestHeadroom: a page that adds up tones without making the whole softer stays below 1.
func TestHeadroom(t *testing.T) {
	for _, timbre := range melodic {
		sum := make([]float32, 0)
		for _, n := range reelNotes(t) {
			if n.Voice == 0 {
				n.Timbre = timbre
			}
			sum = add(sum, samplesIn(n.Start), tone(n.Timbre, n.Cents, n.Level, n.Length))
		}
		if peak := max(slices.Max(sum), -slices.Min(sum)); peak > 1 || peak < 0.3 {
			t.Errorf("%v: peak %.2f", timbre, peak)
		} else {
			t.Logf("%v: peak %.2f", timbre, peak)
		}
	}
}

func TestRenderBounds(t *testing.T) {
	const limit = 20 * 60 * 1000
	for _, c := range []struct {
		name  string
		notes []Note
		err   error
	}{
		{"nothing", nil, nil},
		{"silence", []Note{{Length: 10}}, nil},
		{"a late end", []Note{{Start: limit - 1, Length: 2, Level: 1}}, ErrTooLong},
		{"a late beginning", []Note{{Start: limit + 1, Length: -1 << 30, Level: 1}}, ErrTooLong},
		{"a long note", []Note{{Start: 1 << 30, Length: 1 << 30, Level: 1}}, ErrTooLong},
		{"before the beginning", []Note{{Start: -1 << 30, Length: -1 << 30, Cents: -1 << 30, Level: -1 << 30}}, nil},
	} {
		samples, err := Render(c.notes)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
		if c.name == "silence" && (len(samples) < 441 || slices.Max(samples) != 0) {
			t.Errorf("silence: %d samples", len(samples))
		}
	}
}

// TestToneCache: what does not fit is not kept.
func TestToneCache(t *testing.T) {
	c := toneCache{tones: map[Note][]float32{}}
	for cents := 4000; cents < 4200; cents++ {
		c.get(Note{Cents: cents, Level: 300, Length: 1500, Timbre: Organ})
		if c.size > mostKept {
			t.Fatalf("%d samples", c.size)
		}
	}
	kept := c.size
	if c.get(Note{Length: 5000, Level: 1, Timbre: Organ}); c.size != kept {
		t.Error("a long tone is kept")
	}
	n := Note{Start: 5, Length: 100, Level: 300, Voice: 3, Cents: 6900}
	first := c.get(n)
	if n.Start, n.Voice = 7, 1; &c.get(n)[0] != &first[0] {
		t.Error("equal tones are made twice")
	}
}

func TestWAV(t *testing.T) {
	for _, samples := range [][]int16{{}, {0, 1, -1, 32767, -32768}, make([]int16, encodedAtOnce+3)} {
		file := WAV(samples)
		if len(file) != headerSize+2*len(samples) {
			t.Errorf("%d samples in %d bytes", len(samples), len(file))
		}
		d := wav.NewDecoder(bytes.NewReader(file))
		b, err := d.FullPCMBuffer()
		if err != nil || d.SampleRate != Rate || d.BitDepth != 16 || d.NumChans != 1 || d.WavAudioFormat != 1 {
			t.Fatalf("%v: %+v", err, d)
		}
		for i, x := range samples {
			if b.Data[i] != int(x) {
				t.Fatalf("sample %d is %d, want %d", i, b.Data[i], x)
			}
		}
		if len(b.Data) != len(samples) {
			t.Errorf("%d samples, want %d", len(b.Data), len(samples))
		}
	}
}

// full is a file that takes no more than some bytes.
type full struct{ memoryFile }

var errFull = errors.New("no space")

func (f *full) Write(p []byte) (int, error) {
	if len(f.bytes)+len(p) > 60 {
		return 0, errFull
	}
	return f.memoryFile.Write(p)
}

func TestWriteWAVFails(t *testing.T) {
	if err := WriteWAV(&full{}, make([]int16, 100)); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
	if _, err := new(memoryFile).Seek(-1, 0); err == nil {
		t.Error("a place before the file")
	}
}

// FuzzRender plays notes of any numbers.
func FuzzRender(f *testing.F) {
	f.Add(0, 500, 6900, 466, uint8(0), 300)
	f.Add(-1, 1<<31-1, -5, 1001, uint8(1), 0)
	f.Add(1<<31-1, 1, 1<<31-1, -1, uint8(9), -1<<31)
	f.Add(100, 40, 3600, 1000, uint8(3), 1<<31-1)
	f.Fuzz(func(t *testing.T, start, length, cents, level int, timbre uint8, more int) {
		if length > 50 && length <= maxMillis || start > 50 && start <= maxMillis {
			return // takes long
		}
		notes := []Note{
			{Start: start, Length: length, Cents: cents, Level: level, Timbre: Timbre(timbre)},
			{Start: 3, Length: 1, Cents: more, Level: level, Timbre: Timbre(timbre) + 1},
		}
		samples, err := Render(notes)
		if err != nil {
			return
		}
		for i, x := range samples {
			if x > 29164 || x < -29164 {
				t.Fatalf("sample %d is %d", i, x)
			}
		}
	})
}

func BenchmarkRender(b *testing.B) {
	notes := reelNotes(b)
	last := notes[len(notes)-1]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(notes); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(last.Start+last.Length)/1000*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
}

func BenchmarkWAV(b *testing.B) {
	samples := make([]int16, 40*Rate)
	for b.Loop() {
		WAV(samples)
	}
}
