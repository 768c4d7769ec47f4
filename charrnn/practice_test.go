package charrnn

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charabanc/charrnn/trainlog"
)

// TestPractice checks that the critic is asked in settled epochs only, and that sound
// tunes are learned. If no tune is sound, the run is the same as without practice.
func TestPractice(t *testing.T) {
	var musical func(string) bool
	lessons, last := 0, 0 // epochs with practice; tunes learned in the last one
	run := func(practice float64, sound func(string) bool) string {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice = true, 0.5, practice
		o.Critic = testCritic{sound: sound, musical: musical}
		o.Watch = Watch{Practice: func(tunes, sound, learned int) {
			if lessons++; tunes != generated(27) || sound > tunes || learned > sound {
				t.Errorf("%d generated, %d sound, %d learned", tunes, sound, learned)
			}
			last = learned
		}}
		if err := runTraining(t.Context(), o, false); err != nil {
			t.Fatal(err)
		}
		return weights(t, o.ModelDir, 4)
	}
	judged := 0
	none := run(0.5, func(tune string) bool {
		if judged++; !strings.HasPrefix(tune, "X: ") || !strings.HasSuffix(tune, "\n\n") {
			t.Errorf("judged %q", tune)
		}
		return false
	})
	if judged <= 27 || judged > 27+2*generated(27) {
		t.Errorf("%d tunes were judged, want 27 of the text, and at most 8 for each of them in each of two epochs", judged)
	}
	without := run(0, nil)
	if none != without {
		t.Error("practice changes the weights though no tune is sound")
	}
	musical = func(string) bool { return false }
	if run(0.5, nil) != without {
		t.Error("practice changes the weights though no tune is musical")
	}
	musical = nil
	if run(0.5, func(string) bool { return true }) == without || last == 0 {
		t.Error("sound tunes are not learned")
	}
	if lessons != 6 {
		t.Errorf("%d epochs of practice, want two in each run with any", lessons)
	}
}

// TestPracticeInterrupted stops a run while it generates tunes, and checks that it is
// saved and, resumed, has the same result.
func TestPracticeInterrupted(t *testing.T) {
	options := func() Options {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice, o.NoCopy, o.Memory = true, 0.5, 0.5, false, newEcho
		return o
	}
	through, parts := options(), options()
	if err := runTraining(t.Context(), through, false); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	parts.Critic = stopsGenerating(stop)
	if err := runTraining(ctx, parts, false); !errors.Is(err, ErrInterrupted) {
		t.Fatalf("stopping gave error %v", err)
	}
	parts.Critic = testCritic{}
	if err := runTraining(t.Context(), parts, true); err != nil {
		t.Fatal(err)
	}
	if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
		t.Error("the resumed run has other weights")
	}
}

// stopsGenerating returns a critic that calls stop when it judges a generated tune.
func stopsGenerating(stop func()) Critic {
	text := tinyCorpus().Pieces
	return testCritic{sound: func(tune string) bool {
		if !slices.Contains(text, tune) {
			stop()
		}
		return true
	}}
}

// TestPracticeBest checks that the last epoch of a run with practice is the best one,
// even if the validation loss of another is lower.
func TestPracticeBest(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.Frequency, o.LearningRate = 8, 3, 0.1 // too fast for the loss to fall each epoch
	o.Reset, o.Settle, o.Practice = true, 0.5, 0.5
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	if name, err := FindCheckpoint(o.ModelDir, ""); err != nil || name != weightsFile(o.ModelDir, 8) {
		t.Errorf("best is %s (error %v), want epoch 8", name, err)
	}
	rows, _ := trainlog.ReadFile(o.Log)
	best := 0
	for i, r := range rows {
		if *r.ValidationLoss < *rows[best].ValidationLoss {
			best = i
		}
	}
	if best == 7 {
		t.Fatal("epoch 8 also has the lowest loss: the test shows nothing")
	}
}

// TestGenerate trains until the network writes tunes it has learned, and checks that
// generate returns none of them, and no tune twice.
func TestGenerate(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.LearningRate, o.Reset = 60, 1e-2, true
	tr, err := newTrainer(tinyCorpus(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	for tr.at.Epoch <= o.Epochs {
		if err := tr.epoch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c := tr.checkpoint()
	s := DefaultSampleOptions()
	s.Tunes = 200
	copies := 0
	if err := Sample(t.Context(), c, s, io.Discard, func(tune string) error {
		if slices.Contains(tr.pieces, tune) {
			copies++
		}
		return nil
	}); err != nil || copies == 0 {
		t.Fatalf("%d copies in 200 tunes, error %v: the test shows nothing", copies, err)
	}
	own, err := tr.generate(t.Context(), 200)
	if err != nil || len(own) == 0 {
		t.Fatalf("no own tunes, error %v", err)
	}
	for i, tune := range own {
		if slices.Contains(tr.pieces, tune) || slices.Contains(own[:i], tune) {
			t.Errorf("%q was there before", tune)
		}
	}
}

func TestGenerated(t *testing.T) {
	for tunes, want := range map[int]int{1: 8, 27: 216, 327: 2400, 819: 2457, 10_000: 30_000} {
		if got := generated(tunes); got != want {
			t.Errorf("%d tunes: %d are generated, want %d", tunes, got, want)
		}
	}
}

// TestPlace checks that generated tunes replace tunes of their kind, up to the share of
// each kind.
func TestPlace(t *testing.T) {
	var pieces []string
	for i := range 40 {
		pieces = append(pieces, []string{"a", "b", "b", "c"}[i%4]+strconv.Itoa(i))
	}
	critic := testCritic{kind: func(tune string) string { return tune[:1] }}
	tr := &trainer{pieces: pieces, options: Options{Practice: 0.3, Critic: critic}, at: position{Epoch: 7}}
	var own []string
	for i := range 20 {
		own = append(own, "A", "b own "+strconv.Itoa(i), "a own "+strconv.Itoa(i))
	}
	places, n := tr.place(own)
	taken := map[string]int{}
	for i, tune := range places {
		if tune == "" {
			continue
		}
		if taken[tune[:1]]++; tune[0] != pieces[i][0] {
			t.Errorf("%q stands in the place of %q", tune, pieces[i])
		}
	}
	if want := map[string]int{"a": 3, "b": 6}; !reflect.DeepEqual(taken, want) || n != 9 {
		t.Errorf("places taken: %v, %d in all, want %v", taken, n, want)
	}
	if again, _ := tr.place(own); !reflect.DeepEqual(places, again) {
		t.Error("the second time the places are different")
	}
	tr.at.Epoch = 8
	if other, _ := tr.place(own); reflect.DeepEqual(places, other) {
		t.Error("another epoch has the same places")
	}
}
