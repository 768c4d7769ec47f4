package charrnn

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/safetensors"
	"charabanc/charrnn/trainlog"
)

// rewrite changes the metadata of a resume file and writes it with valid checksums.
func rewrite(t *testing.T, dir string, change func(*savedRun)) {
	t.Helper()
	s, file, err := readResume(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := append(s.tensors(), safetensors.Tensor{Name: "state", Shape: []int{s.stateSize()}})
	for i := range list {
		list[i].Data = file.Floats(nil, list[i].Name)
	}
	change(&s)
	text, err := encode(nil, append(s.fields(), s.laterFields()...), list)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(resumePath(dir), text, 0o644)
}

// TestPositions resumes from positions that a run cannot have. Each must be an error that
// wraps ErrCheckpoint, and no usage error.
func TestPositions(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Reset, o.Settle, o.Practice = true, 0.5, 0.5
	interrupted(t, o, 3, 2)
	good, err := os.ReadFile(resumePath(o.ModelDir))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*savedRun){
		"good":             func(s *savedRun) {},
		"epoch 0":          func(s *savedRun) { s.At.Epoch = 0 },
		"epoch -3":         func(s *savedRun) { s.At.Epoch = -3 },
		"a large epoch":    func(s *savedRun) { s.At.Epoch = math.MaxInt32 },
		"step -1":          func(s *savedRun) { s.At.Step = -1 },
		"a large step":     func(s *savedRun) { s.At.Step = 1000 },
		"updates -1":       func(s *savedRun) { s.At.Updates = -1 },
		"few updates":      func(s *savedRun) { s.At.Updates = 1 },
		"targets":          func(s *savedRun) { s.At.Targets = 1000 },
		"targets -1":       func(s *savedRun) { s.At.Targets, s.At.Correct = -1, -1 },
		"correct":          func(s *savedRun) { s.At.Correct = s.At.Targets + 1 },
		"a negative loss":  func(s *savedRun) { s.At.Loss = -1 },
		"negative seconds": func(s *savedRun) { s.At.Seconds = -1 },
		"a negative best":  func(s *savedRun) { s.At.BestLoss = -1 },
		"before":           func(s *savedRun) { s.At.Before = new(-1.) },
		"best epoch":       func(s *savedRun) { s.At.BestEpoch = 4 },
		"best epoch -1":    func(s *savedRun) { s.At.BestEpoch = -1 },
		"lowest":           func(s *savedRun) { s.At.Lowest = 9 },
		"last saved":       func(s *savedRun) { s.At.LastSaved = 9 },
		"no own tunes":     func(s *savedRun) { s.At.Own = nil },
		"few own tunes":    func(s *savedRun) { s.At.Own = s.At.Own[:3] },
		"many own tunes":   func(s *savedRun) { s.At.Own = append(s.At.Own, "X: 1\n") },
		"other symbols":    func(s *savedRun) { s.At.Own[2] = "X: Ω\n" },
		"own in epoch 1":   func(s *savedRun) { s.At.Epoch, s.At.BestEpoch, s.At.Lowest, s.At.LastSaved = 1, 0, 0, 0 },
		"units":            func(s *savedRun) { s.Options.Units = -1 },
		"dropout":          func(s *savedRun) { s.Options.Dropout = 7 },
		"schedule":         func(s *savedRun) { s.Options.Schedule = "steep" },
		"layers":           func(s *savedRun) { s.Config.Layers = 1 << 30 },
		"more units":       func(s *savedRun) { s.Config.Units, s.Options.Units = 8000, 8000 },
		"lanes":            func(s *savedRun) { s.Options.BatchSize = 1 << 14 },
	} {
		os.WriteFile(resumePath(o.ModelDir), good, 0o644)
		rewrite(t, o.ModelDir, change)
		r, err := ResumeOptions(o.ModelDir)
		if err == nil {
			r.Critic = testCritic{}
			err = runTraining(t.Context(), r, true)
		}
		if name == "good" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name != "good" && (!errors.Is(err, ErrCheckpoint) || errors.Is(err, ErrOption)) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestResumeTensors damages the numbers of a resume file.
func TestResumeTensors(t *testing.T) {
	o := tinyOptions(t.TempDir())
	interrupted(t, o, 2, 2)
	for name, tensor := range map[string]string{"infinite": "lstm_1/kernel", "NaN": "state", "negative": "v/dense/bias"} {
		s, file, err := readResume(o.ModelDir)
		if err != nil {
			t.Fatal(err)
		}
		list := append(s.tensors(), safetensors.Tensor{Name: "state", Shape: []int{s.stateSize()}})
		for i := range list {
			list[i].Data = file.Floats(nil, list[i].Name)
			if list[i].Name == tensor {
				list[i].Data[1] = map[string]float32{"infinite": float32(math.Inf(1)), "NaN": float32(math.NaN()), "negative": -1}[name]
			}
		}
		text, _ := encode(nil, append(s.fields(), s.laterFields()...), list)
		good, _ := os.ReadFile(resumePath(o.ModelDir))
		os.WriteFile(resumePath(o.ModelDir), text, 0o644)
		if err := runTraining(t.Context(), resumed(t, o.ModelDir), true); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: error %v", name, err)
		}
		os.WriteFile(resumePath(o.ModelDir), good, 0o644)
	}
}

// TestOlderResume resumes a file without what later versions have added.
func TestOlderResume(t *testing.T) {
	through, parts := tinyOptions(t.TempDir()), tinyOptions(t.TempDir())
	if err := runTraining(t.Context(), through, false); err != nil {
		t.Fatal(err)
	}
	interrupted(t, parts, 3, 2)
	s, file, err := readResume(parts.ModelDir)
	if err != nil {
		t.Fatal(err)
	}
	list := append(s.tensors(), safetensors.Tensor{Name: "state", Shape: []int{s.stateSize()}})
	for i := range list {
		list[i].Data = file.Floats(nil, list[i].Name)
	}
	s.At.Lowest, s.At.BestOnly = 0, false
	text, err := encode(nil, s.fields(), list)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(resumePath(parts.ModelDir), text, 0o644)
	r := resumed(t, parts.ModelDir)
	r.Log = parts.Log
	if err := runTraining(t.Context(), r, true); err != nil {
		t.Fatal(err)
	}
	if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
		t.Error("the resumed run has other weights")
	}
	if rows, _ := trainlog.ReadFile(parts.Log); len(rows) != 4 {
		t.Errorf("%d rows in the log", len(rows))
	}
}

// TestSizes checks that networks and batches that are too large are refused before memory
// is allocated.
func TestSizes(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"units":      func(o *Options) { o.Units, o.Layers = 16384, 64 },
		"layers":     func(o *Options) { o.Units, o.Layers = 2048, 64 },
		"batch-size": func(o *Options) { o.BatchSize, o.SeqLength = 1<<14, 1<<14 },
	} {
		o := tinyOptions(t.TempDir())
		change(&o)
		if err := runTraining(t.Context(), o, false); !errors.Is(err, ErrOption) || !strings.Contains(err.Error(), "lower ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	// With so many symbols, the embedding is too large.
	o := tinyOptions("")
	o.ModelDir, o.Log = "", ""
	o.Embedding, o.Words = 1<<14, true
	var text strings.Builder
	for i := range 20000 {
		text.WriteString(string(rune('a'+i%26)) + strings.Repeat("x", i%100) + string(rune(0x4e00+i)) + " ")
	}
	if _, err := Train(t.Context(), &corpus.Corpus{Pieces: []string{text.String()}, Words: true}, o); !errors.Is(err, ErrOption) {
		t.Errorf("a large vocabulary: error %v", err)
	}
	c := &Checkpoint{}
	var file strings.Builder
	c.Vocabulary, _ = corpus.NewVocabulary("ab", false)
	c.parameters = network.NewParameters(network.Config{Vocabulary: 2, Embedding: 3, Units: 4, Layers: 1})
	if err := c.Save(&file); err != nil {
		t.Fatal(err)
	}
	for _, claim := range []string{`\"units\":4`, `\"units\":16384,\"layers\":64,\"x\":4`, `\"units\":8000,\"x\":4`} {
		claimed := strings.Replace(file.String(), `\"units\":4`, claim, 1)
		_, err := Load(strings.NewReader(fixLength(claimed, len(claim)-len(`\"units\":4`), file.String())))
		if claim == `\"units\":4` {
			if err != nil {
				t.Errorf("unchanged: %v", err)
			}
		} else if !errors.Is(err, ErrCheckpoint) || errors.Is(err, ErrOption) {
			t.Errorf("%s: error %v", claim, err)
		}
	}
}

// fixLength gives a file, whose header became longer, the length of its header, and no
// checksum of the whole.
func fixLength(file string, more int, before string) string {
	n := int(before[0]) + int(before[1])<<8 + more
	return string([]byte{byte(n), byte(n >> 8)}) + strings.Replace(file[2:], "crc32c_file", "former_file", 1)
}
