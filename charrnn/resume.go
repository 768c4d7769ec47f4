package charrnn

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/option"
	"charabanc/charrnn/internal/safetensors"
	"charabanc/data"
)

// resumeFile holds a run between two steps: parameters, moments of Adam, the carried
// state and the position. It is a single file, so its parts always belong together.
const resumeFile = "resume.safetensors"

// position is how far a run has come.
type position struct {
	Epoch   int     `json:"epoch"`   // current epoch, counted from 1
	Step    int     `json:"step"`    // steps of the epoch that are done
	Updates int     `json:"updates"` // steps of the run that are done
	Loss    float64 `json:"loss"`    // sum over the steps of the epoch, as the next two
	Correct int     `json:"correct"`
	Targets int     `json:"targets"`
	Seconds float64 `json:"seconds"`

	Own []string `json:"own,omitempty"` // by piece: the generated tune that replaces it in this epoch, or ""

	BestEpoch int     `json:"best_epoch"` // 0: none yet
	BestLoss  float64 `json:"best_loss"`  // on held-out tunes
	LastSaved int     `json:"last_saved"` // epoch of the latest checkpoint, 0: none yet
}

func (p *position) result() network.Result {
	return network.Result{Loss: p.Loss, Correct: p.Correct, Targets: p.Targets}
}

// savedRun is the metadata of a resume file.
type savedRun struct {
	Options Options
	At      position
	Corpus  string // fingerprint
	Config  network.Config
}

func (s *savedRun) fields() metadata {
	return metadata{{"options", &s.Options}, {"position", &s.At}, {"corpus", &s.Corpus}, {"config", &s.Config}}
}

func resumePath(dir string) string { return filepath.Join(dir, resumeFile) }

// ResumeOptions returns the options of the run in a model folder, for [Resume].
func ResumeOptions(dir string) (Options, error) {
	s, _, err := readResume(dir)
	s.Options.ModelDir = dir
	return s.Options, err
}

func readResume(dir string) (savedRun, []safetensors.Tensor, error) {
	s := savedRun{Options: DefaultOptions()}
	name := resumePath(dir)
	file, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil, fmt.Errorf("resume: %s: %w: train without --resume", name, data.Cause(err))
	}
	if err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", name, data.Cause(err))
	}
	meta, list, err := decode(file)
	if err == nil {
		err = s.fields().read(meta)
	}
	if err == nil {
		if err = checkConfig(s.Config); err != nil {
			err = fmt.Errorf("%w: %w", ErrCheckpoint, err)
		}
	}
	if err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", name, err)
	}
	return s, list, nil
}

// saveResume writes the resume file.
func (t *trainer) saveResume() error {
	if t.options.ModelDir == "" {
		return nil
	}
	s := savedRun{Options: t.options, At: t.at, Corpus: t.fingerprint, Config: t.net.Params.Config}
	var list []safetensors.Tensor
	for _, part := range t.parts() {
		list = append(list, tensorsOf(part.parameters, part.prefix)...)
	}
	state := t.net.State()
	list = append(list, safetensors.Tensor{Name: "state", Shape: []int{len(state)}, Data: state})
	name := resumePath(t.options.ModelDir)
	var err error
	if t.buffer, err = encode(t.buffer, s.fields(), list); err != nil {
		return fmt.Errorf("resume: %s: %w", name, err)
	}
	return data.WriteFile(name, t.buffer)
}

// part is one set of parameters in a resume file.
type part struct {
	prefix     string
	parameters *network.Parameters
}

func (t *trainer) parts() []part {
	list := []part{{"", t.net.Params}, {"m/", t.net.M}, {"v/", t.net.V}}
	if t.net.Mean != nil {
		list = append(list, part{"mean/", t.net.Mean})
	}
	return list
}

// restore sets t to the state in the resume file.
func (t *trainer) restore() error {
	s, list, err := readResume(t.options.ModelDir)
	if err != nil {
		return err
	}
	if err := t.set(s, list); err != nil {
		return fmt.Errorf("resume: %s: %w", resumePath(t.options.ModelDir), err)
	}
	if t.options.Log != "" {
		if t.rows, err = ReadLog(t.options.Log); err != nil {
			return err
		}
	}
	for i, row := range t.rows {
		if row.Epoch >= t.at.Epoch {
			t.rows = t.rows[:i]
			break
		}
	}
	return nil
}

func (t *trainer) set(s savedRun, list []safetensors.Tensor) error {
	if err := s.same(t); err != nil {
		return err
	}
	for _, part := range t.parts() {
		if err := setTensors(part.parameters, part.prefix, list); err != nil {
			return err
		}
	}
	t.net.Params.Pad()
	t.net.Trained().Pad()
	if len(list) == 0 || list[len(list)-1].Name != "state" || len(list[len(list)-1].Data) != len(t.net.State()) {
		return fmt.Errorf("%w: no carried state", ErrCheckpoint)
	}
	if n := len(s.At.Own); n != 0 && n != len(t.pieces) {
		return fmt.Errorf("%w: generated tunes for %d tunes, not %d", ErrCheckpoint, n, len(t.pieces))
	}
	t.net.SetState(list[len(list)-1].Data)
	t.at = s.At
	return nil
}

// same returns an error unless a saved run is the run of t. Only the number of epochs
// may differ.
func (s *savedRun) same(t *trainer) error {
	if s.Corpus != t.fingerprint {
		return errors.New("the text has changed: give the same --input, or train without --resume")
	}
	changes := option.Changes(s.Options.Fields(), t.options.Fields(), "epochs")
	if len(changes) > 0 {
		return fmt.Errorf("the run has other options (%s): leave them out, or train without --resume", strings.Join(changes, "; "))
	}
	if s.Config != t.net.Params.Config {
		return fmt.Errorf("%w: its network does not match its options", ErrCheckpoint)
	}
	return nil
}
