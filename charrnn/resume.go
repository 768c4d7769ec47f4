package charrnn

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/option"
	"charabanc/charrnn/internal/safetensors"
	"charabanc/data"
	"charabanc/data/ranks"
)

// resumeFile holds a run between two steps: parameters, moments of Adam, the carried
// state and the position. It is a single file, so its parts always belong together.
const resumeFile = "resume.safetensors"

// savedRun is the metadata of a resume file.
type savedRun struct {
	Options Options
	At      position
	Corpus  string // fingerprint
	Config  network.Config

	// Not in older files:
	Log      *savedLog
	Ancestor *ancestor // nil unless the run started from a checkpoint
}

func (s *savedRun) fields() metadata {
	return metadata{{"options", &s.Options}, {"position", &s.At}, {"corpus", &s.Corpus}, {"config", &s.Config}}
}

// laterFields are those that may be missing.
func (s *savedRun) laterFields() metadata {
	return metadata{{"log", &s.Log}, {"from", &s.Ancestor}}
}

func resumePath(dir string) string { return filepath.Join(dir, resumeFile) }

// ResumeOptions returns the options of the run in a model folder, for [Resume].
func ResumeOptions(dir string) (Options, error) {
	s, r, err := openResume(dir)
	if err != nil {
		return s.Options, err
	}
	r.Close()
	return s.Options, nil
}

// openResume reads the header of the resume file in a model folder. The tensors follow.
func openResume(dir string) (s savedRun, r *resumeReader, err error) {
	s.Options = DefaultOptions()
	name := resumePath(dir)
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil, fmt.Errorf("resume: %s: %w: train without --resume", name, data.Cause(err))
	}
	if err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", name, data.Cause(err))
	}
	r = &resumeReader{ReadCloser: f}
	if err := r.begin(&s); err != nil {
		f.Close()
		return s, nil, fmt.Errorf("resume: %s: %w", name, err)
	}
	s.Options.ModelDir = dir
	if s.Log != nil {
		s.Options.Log = s.Log.find(dir)
	}
	return s, r, nil
}

// resumeReader is a resume file.
type resumeReader struct {
	io.ReadCloser
	header *safetensors.Header
}

// begin reads the header.
func (r *resumeReader) begin(s *savedRun) (err error) {
	if r.header, err = readHeader(r); err != nil {
		return err
	}
	return s.read(r.header.Metadata)
}

// rest reads the tensors.
func (r *resumeReader) rest(s *savedRun) (*safetensors.File, error) {
	want := append(s.tensors(), safetensors.Tensor{Name: "state", Shape: []int{s.stateSize()}})
	return readTensors(r, r.header, want)
}

// read sets s to the metadata of a file and checks what memory depends on.
func (s *savedRun) read(meta map[string]string) error {
	err := s.fields().read(meta)
	if err == nil {
		err = s.laterFields().readSome(meta)
	}
	if err != nil {
		return err
	}
	if err = s.Options.Check(); err == nil {
		err = checkConfig(s.Config)
	}
	if err != nil {
		return fmt.Errorf("%w: %v", ErrCheckpoint, err) // not an option that the user has given
	}
	return nil
}

// readResume reads the resume file in a model folder.
func readResume(dir string) (savedRun, *safetensors.File, error) {
	s, r, err := openResume(dir)
	if err != nil {
		return s, nil, err
	}
	defer r.Close()
	file, err := r.rest(&s)
	if err != nil {
		return s, nil, fmt.Errorf("resume: %s: %w", resumePath(dir), err)
	}
	return s, file, nil
}

// receiveResume reads the resume file as rank 0 has it.
func receiveResume(comm ranks.Comm, dir string) (savedRun, *safetensors.File, error) {
	s := savedRun{Options: DefaultOptions()}
	if comm.Size() == 1 {
		return readResume(dir)
	}
	text, err := ranks.Share(comm, func() ([]byte, error) { return os.ReadFile(resumePath(dir)) })
	if err != nil {
		return s, nil, fmt.Errorf("resume: %w", err)
	}
	if comm.Rank() == 0 {
		return readResume(dir)
	}
	r := &resumeReader{ReadCloser: io.NopCloser(bytes.NewReader(text))}
	if err = r.begin(&s); err != nil {
		return s, nil, err
	}
	file, err := r.rest(&s)
	return s, file, err
}

// tensors returns the names and shapes of the tensors of a run.
func (s *savedRun) tensors() []safetensors.Tensor {
	prefixes := []string{"", "m/", "v/"}
	if s.Options.Average > 0 {
		prefixes = append(prefixes, "mean/")
	}
	var list []safetensors.Tensor
	for _, prefix := range prefixes {
		list = append(list, shapes(s.Config, prefix)...)
	}
	return list
}

// stateSize is the size of the carried states of all replicas.
func (s *savedRun) stateSize() int { return s.Options.Replicas * s.Options.stateSize() }

// saveResume writes the resume file. Within an epoch every rank must call it; rank 0 writes.
func (t *trainer) saveResume() error {
	state, err := t.allStates()
	if err != nil {
		return t.lost(err)
	}
	if t.options.ModelDir == "" {
		return nil
	}
	s := savedRun{Options: t.options, At: t.at, Corpus: t.fingerprint, Config: t.net.Params.Config, Log: t.savedLog(), Ancestor: t.ancestor}
	var list []safetensors.Tensor
	for _, part := range t.parts() {
		list = append(list, tensorsOf(part.parameters, part.prefix)...)
	}
	list = append(list, safetensors.Tensor{Name: "state", Shape: []int{len(state)}, Data: state})
	name := resumePath(t.options.ModelDir)
	if t.buffer, err = encode(t.buffer, append(s.fields(), s.laterFields()...), list); err != nil {
		return fmt.Errorf("resume: %s: %w", name, err)
	}
	if err = data.WriteFile(name, t.buffer); err == nil {
		t.saved = true
	}
	return err
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
func (t *trainer) restore(s savedRun, file *safetensors.File) error {
	if err := t.set(s, file); err != nil {
		return fmt.Errorf("resume: %s: %w", resumePath(t.options.ModelDir), err)
	}
	return t.restoreLog(s.Log)
}

func (t *trainer) set(s savedRun, file *safetensors.File) error {
	if err := s.same(t); err != nil {
		return err
	}
	for _, part := range t.parts() {
		if err := setTensors(part.parameters, part.prefix, file); err != nil {
			return err
		}
	}
	t.net.Params.Pad()
	t.net.Trained().Pad()
	for _, v := range t.net.V.Flat {
		if v < 0 {
			return fmt.Errorf("%w: a mean of squares is %v", ErrCheckpoint, v)
		}
	}
	state := file.Floats(nil, "state")
	if err := finiteAll(state); err != nil {
		return err
	}
	t.setStates(state)
	t.saved = true
	if s.At.Lowest == 0 && t.held != nil { // older files do not have it
		s.At.Lowest = s.At.BestEpoch
	}
	t.resumed.epoch, t.resumed.options = s.At.Epoch, s.Options
	return t.goTo(s.At)
}

// goTo moves the source and t to a position, and checks it.
func (t *trainer) goTo(p position) error {
	if err := p.checkEpoch(t); err != nil {
		return err
	}
	if len(p.Own) > 0 {
		t.lanes.Replace(t.encode(p.Own))
	}
	t.source.Begin(p.Epoch)
	t.at = p
	return p.check(t)
}

// same returns an error unless a saved run is the run of t. Only loose options may differ.
func (s *savedRun) same(t *trainer) error {
	if s.Corpus != t.fingerprint {
		return errors.New("the text has changed: give the same --input, or train without --resume")
	}
	changes := option.Changes(s.Options.Fields(), t.options.Fields())
	if len(changes) > 0 {
		return fmt.Errorf("the run has other options (%s): leave them out, or train without --resume", strings.Join(changes, "; "))
	}
	if s.Config != t.net.Params.Config {
		return fmt.Errorf("%w: its network does not match its options", ErrCheckpoint)
	}
	return nil
}

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

	Copy *CopyTerm `json:"copy,omitempty"` // of checkpoints that are the best but not due

	BestEpoch int      `json:"best_epoch"`          // 0: none yet
	BestOnly  bool     `json:"best_only,omitempty"` // its checkpoint was not due when it was written
	BestLoss  float64  `json:"best_loss"`           // on held-out tunes
	Lowest    int      `json:"lowest,omitempty"`    // epoch of BestLoss; with practice, BestEpoch may be another
	LastSaved int      `json:"last_saved"`          // epoch of the latest checkpoint, 0: none yet
	Before    *float64 `json:"before,omitempty"`    // loss on held-out tunes before the first epoch, if From was set
}

func (p *position) result() network.Result {
	return network.Result{Loss: p.Loss, Correct: p.Correct, Targets: p.Targets}
}

// next moves p to the beginning of the next epoch.
func (p *position) next() {
	p.Epoch++
	p.Step, p.Loss, p.Correct, p.Targets, p.Seconds, p.Own = 0, 0, 0, 0, 0, nil
}

// check returns an error unless p is a position that the run of t can have. The source
// must be at the epoch of p. A file with another position would make the run panic, or
// never end.
func (p *position) check(t *trainer) error {
	perStep := t.options.Replicas * t.options.BatchSize * t.options.SeqLength
	sums := []float64{p.Loss, p.Seconds, p.BestLoss}
	if p.Before != nil {
		sums = append(sums, *p.Before)
	}
	for _, x := range sums {
		if !(x >= 0) || math.IsInf(x, 0) {
			return fmt.Errorf("%w: a loss or time of %v", ErrCheckpoint, x)
		}
	}
	for _, c := range []struct {
		name      string
		is        int
		low, high int
	}{
		{"step", p.Step, 0, t.source.Steps()},
		{"updates", p.Updates, p.Epoch - 1 + p.Step, math.MaxInt32},
		{"targets", p.Targets, 0, p.Step * perStep},
		{"correct", p.Correct, 0, p.Targets},
		{"best epoch", p.BestEpoch, 0, p.Epoch},
		{"epoch of the lowest loss", p.Lowest, 0, p.Epoch},
		{"last checkpoint", p.LastSaved, 0, p.Epoch},
	} {
		if c.is < c.low || c.is > c.high {
			return fmt.Errorf("%w: %s %d of epoch %d, not %d to %d", ErrCheckpoint, c.name, c.is, p.Epoch, c.low, c.high)
		}
	}
	return nil
}

// checkEpoch checks what must hold before the source can go to the epoch of p.
func (p *position) checkEpoch(t *trainer) error {
	if p.Epoch < 1 || p.Epoch > maxEpochs+1 {
		return fmt.Errorf("%w: epoch %d", ErrCheckpoint, p.Epoch)
	}
	n, want := len(p.Own), 0
	if t.options.practises(p.Epoch) && p.Step > 0 {
		want = len(t.pieces)
	}
	if n != want && !(n == len(t.pieces) && t.options.practises(p.Epoch)) {
		return fmt.Errorf("%w: generated tunes for %d tunes, not %d", ErrCheckpoint, n, want)
	}
	for _, tune := range p.Own {
		ids, unknown := t.vocabulary.EncodeKnown(tune)
		if len(unknown) > 0 || tune != "" && len(ids) == 0 {
			return fmt.Errorf("%w: a generated tune has other symbols than the text", ErrCheckpoint)
		}
	}
	return nil
}
