package charrnn

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"charabanc/charrnn/internal/safetensors"
)

// resumeFile holds a run in mid-flight: parameters, both moments, the carried
// state, and where it stands. It is one file, so that it cannot disagree with
// itself, whenever the run is killed.
const resumeFile = "resume.safetensors"

// position is where a run stands.
type position struct {
	Epoch   int     `json:"epoch"`   // under way, counted from 1
	Step    int     `json:"step"`    // batches of it that are done
	Updates int     `json:"updates"` // in all
	Loss    float64 `json:"loss"`    // sums over those batches
	Correct int     `json:"correct"`
	Targets int     `json:"targets"`
	Seconds float64 `json:"seconds"`

	Own []string `json:"own,omitempty"` // tunes that the network has written for the epoch, in the places of pieces

	BestEpoch int     `json:"best_epoch"` // 0: none yet
	BestLoss  float64 `json:"best_loss"`  // on the held-out part
	LastSaved int     `json:"last_saved"` // epoch of the latest checkpoint, 0: none yet
}

// saved is everything of a run that its resume file says in words.
type saved struct {
	Options Options
	At      position
	Corpus  string // fingerprint
	Config  Config
}

func resumePath(dir string) string { return filepath.Join(dir, resumeFile) }

// ResumeOptions are the options of the run that dir can resume.
func ResumeOptions(dir string) (Options, error) {
	s, _, err := readResume(dir)
	s.Options.ModelDir = dir
	return s.Options, err
}

func readResume(dir string) (saved, []safetensors.Tensor, error) {
	var s saved
	name := resumePath(dir)
	meta, list, err := readTensors(name)
	if os.IsNotExist(err) {
		return s, nil, fmt.Errorf("resume: %s: there is no run to go on with: train without --resume", name)
	}
	if err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", name, err)
	}
	s.Options = DefaultOptions()
	if err := s.fields().read(meta); err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", name, err)
	}
	if err := s.Config.check(); err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w: %w", name, ErrCheckpoint, err)
	}
	return s, list, nil
}

func (s *saved) fields() metadata {
	return metadata{{"options", &s.Options}, {"position", &s.At}, {"corpus", &s.Corpus}, {"config", &s.Config}}
}

// saveResume writes the run as it stands between two batches.
func (t *trainer) saveResume() error {
	s := saved{Options: t.options, At: t.at, Corpus: t.fingerprint, Config: t.net.Params.Config}
	list := keras(t.net.Params, "")
	list = append(list, keras(t.net.m, "m/")...)
	list = append(list, keras(t.net.v, "v/")...)
	if t.net.mean != nil {
		list = append(list, keras(t.net.mean, "mean/")...)
	}
	state := t.net.state()
	list = append(list, safetensors.Tensor{Name: "state", Shape: []int{len(state)}, Data: state})
	var err error
	t.buffer, err = writeTensors(resumePath(t.options.ModelDir), t.buffer, s.fields(), list)
	return err
}

// restore puts a run back where its resume file left it.
func (t *trainer) restore() error {
	name := resumePath(t.options.ModelDir)
	s, list, err := readResume(t.options.ModelDir)
	if err != nil {
		return err
	}
	if err := s.same(t); err != nil {
		return fmt.Errorf("resume: %s: %w", name, err)
	}
	parts := map[string]*Parameters{"": t.net.Params, "m/": t.net.m, "v/": t.net.v}
	if t.net.mean != nil {
		parts["mean/"] = t.net.mean
	}
	for prefix, p := range parts {
		if err := fromKeras(p, prefix, list); err != nil {
			return fmt.Errorf("resume: %s: %w", name, err)
		}
	}
	t.net.Params.pad()
	t.net.learnt().pad()
	state := list[len(list)-1]
	if state.Name != "state" || len(state.Data) != len(t.net.state()) {
		return fmt.Errorf("resume: %s: %w: its carried state is missing", name, ErrCheckpoint)
	}
	t.net.setState(state.Data)
	t.at = s.At
	t.rows, err = ReadLog(t.options.Log)
	if err != nil {
		return err
	}
	for i, row := range t.rows {
		if row.Epoch >= t.at.Epoch {
			t.rows = t.rows[:i]
			break
		}
	}
	return nil
}

// same tells why a saved run is another one than t: only its length may differ.
func (s *saved) same(t *trainer) error {
	if s.Corpus != t.fingerprint {
		return fmt.Errorf("the text is not the one it was begun with: give the same --input, or train without --resume")
	}
	then, now := s.Options, t.options
	then.Epochs, now.Epochs = 0, 0
	a, _ := json.Marshal(then)
	b, _ := json.Marshal(now)
	if string(a) != string(b) {
		return fmt.Errorf("the run was begun with other options (%s): leave them out, or train without --resume", difference(a, b))
	}
	if s.Config != t.net.Params.Config {
		return fmt.Errorf("%w: its network does not go with its options", ErrCheckpoint)
	}
	return nil
}

// difference names the fields in which two JSON objects with the same keys in
// the same order differ.
func difference(then, now []byte) string {
	a, b := strings.Split(string(then), ","), strings.Split(string(now), ",")
	var names []string
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			names = append(names, strings.Trim(a[i], `{}`)+", now "+b[i][strings.Index(b[i], ":")+1:])
		}
	}
	return strings.Trim(strings.Join(names, "; "), "{}")
}
