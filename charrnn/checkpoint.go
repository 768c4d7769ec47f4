package charrnn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charabanc/charrnn/internal/safetensors"
	"github.com/google/renameio/v2/maybe"
)

// Checkpoint is a trained network with all that is needed to use it. Its file
// is a safetensors file of the tensors in Keras' names and shapes, with
// the rest in its metadata, so it loads by itself.
type Checkpoint struct {
	Parameters *Parameters
	Vocabulary *Vocabulary
	About      About
	Half       bool // the file's weights are of 16 bits
}

// About is what a checkpoint says of its making.
type About struct {
	Epoch          int     `json:"epoch"`
	Loss           float64 `json:"loss"`                      // training, nats per symbol
	ValidationLoss float64 `json:"validation_loss,omitempty"` // nats per symbol; 0 without a held-out part
	Start          string  `json:"start"`                     // what every tune begins with
	Reset          bool    `json:"reset"`                     // each tune was learnt from a zero state
	Corpus         string  `json:"corpus"`                    // fingerprint of the text
	Validation     float64 `json:"validation"`                // share of it that was held out
	Learnt         string  `json:"learnt,omitempty"`          // Corpus.Signature of every piece learnt, parted by blanks
}

// ErrCheckpoint is wrapped by errors about files that are no sound checkpoint.
var ErrCheckpoint = errors.New("not a sound checkpoint")

const (
	weightsPrefix  = "weights."
	weightsSuffix  = ".safetensors"
	vocabularyFile = "char_to_idx.json"
	runFile        = "run.json"
)

// WeightsFile is the checkpoint of an epoch in dir.
func WeightsFile(dir string, epoch int) string {
	return filepath.Join(dir, weightsPrefix+strconv.Itoa(epoch)+weightsSuffix)
}

// Save writes c to a file, all of it or nothing.
func (c *Checkpoint) Save(name string) error {
	_, err := c.save(name, nil)
	return err
}

func (c *Checkpoint) save(name string, buf []byte) ([]byte, error) {
	fields := metadata{{"config", c.Parameters.Config}, {"vocabulary", c.Vocabulary.Symbols}, {"tokens", c.Vocabulary.Tokens}, {"about", c.About}}
	list := keras(c.Parameters, "")
	for i := range list {
		list[i].Half = c.Half
	}
	return writeTensors(name, buf, fields, list)
}

// metadata is what a file says in words: values kept as JSON under their names.
type metadata []struct {
	key   string
	value any
}

func (m metadata) write() (map[string]string, error) {
	texts := map[string]string{}
	for _, field := range m {
		text, err := json.Marshal(field.value)
		if err != nil {
			return nil, err
		}
		texts[field.key] = string(text)
	}
	return texts, nil
}

// read fills in the values, which must be pointers.
func (m metadata) read(texts map[string]string) error {
	for _, field := range m {
		if err := json.Unmarshal([]byte(texts[field.key]), field.value); err != nil {
			return fmt.Errorf("%w: its metadata lacks %q: was it written by charabanc?", ErrCheckpoint, field.key)
		}
	}
	return nil
}

// keras lists p's tensors, with a prefix before each name.
func keras(p *Parameters, prefix string) []safetensors.Tensor {
	var list []safetensors.Tensor
	for _, t := range p.Tensors() {
		list = append(list, safetensors.Tensor{Name: prefix + t.Name, Shape: t.Shape, Blocks: p.blocks(t)})
	}
	return list
}

// fromKeras copies tensors into p. All must be there, in shape and finite.
func fromKeras(p *Parameters, prefix string, list []safetensors.Tensor) error {
	byName := map[string]safetensors.Tensor{}
	for _, t := range list {
		byName[t.Name] = t
	}
	for _, t := range p.Tensors() {
		from, ok := byName[prefix+t.Name]
		if !ok || !slices.Equal(from.Shape, t.Shape) {
			return fmt.Errorf("%w: tensor %s of shape %v is missing", ErrCheckpoint, prefix+t.Name, t.Shape)
		}
		for _, v := range from.Data {
			if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Errorf("%w: tensor %s holds %v", ErrCheckpoint, t.Name, v)
			}
		}
		p.Set(t, from.Data)
	}
	return nil
}

// writeTensors writes a file, through a buffer that it returns for the next one.
func writeTensors(name string, buf []byte, meta metadata, list []safetensors.Tensor) ([]byte, error) {
	texts, err := meta.write()
	if err == nil {
		buf, err = safetensors.Encode(buf[:0], texts, list)
	}
	if err != nil {
		return buf, fmt.Errorf("checkpoint %s: %w", name, err)
	}
	return buf, writeFile(name, buf)
}

// writeFile replaces a file in one step: a temporary one beside it is written,
// synced and renamed. Missing folders are made.
func writeFile(name string, content []byte) error {
	err := os.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = maybe.WriteFile(name, content, 0o644)
	}
	if err != nil {
		return fmt.Errorf("%s: %w: it was not written, what stood there before is untouched", name, cause(err))
	}
	return nil
}

// LoadCheckpoint reads a checkpoint's file.
func LoadCheckpoint(name string) (*Checkpoint, error) {
	c, err := loadCheckpoint(name)
	if err != nil {
		return nil, fmt.Errorf("checkpoint %s: %w", name, err)
	}
	return c, nil
}

func loadCheckpoint(name string) (*Checkpoint, error) {
	meta, list, err := readTensors(name)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{}
	var config Config
	if err := c.readMetadata(meta, &config); err != nil {
		return nil, err
	}
	c.Parameters = NewParameters(config)
	if err := fromKeras(c.Parameters, "", list); err != nil {
		return nil, err
	}
	c.Parameters.pad()
	return c, nil
}

func readTensors(name string) (map[string]string, []safetensors.Tensor, error) {
	file, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, cause(err)
	}
	meta, list, err := safetensors.Decode(file)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: train again or restore it", err)
	}
	return meta, list, nil
}

func (c *Checkpoint) readMetadata(meta map[string]string, config *Config) error {
	var symbols []string
	var tokens bool
	fields := metadata{{"config", config}, {"vocabulary", &symbols}, {"tokens", &tokens}, {"about", &c.About}}
	if err := fields.read(meta); err != nil {
		return err
	}
	if err := config.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	var err error
	if c.Vocabulary, err = vocabularyOf(symbols, tokens); err != nil {
		return fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	if len(symbols) != config.Vocabulary {
		return fmt.Errorf("%w: it names %d symbols and its network has %d", ErrCheckpoint, len(symbols), config.Vocabulary)
	}
	return nil
}

// run is run.json: which checkpoints of the latest run in a folder matter.
type run struct {
	Best int `json:"best"` // epoch of the lowest validation loss, or the last
	Last int `json:"last"` // latest epoch saved
}

// FindCheckpoint turns what a user names into a file: an epoch of dir's
// checkpoints, a path, or, if it is empty, the best of the latest run.
func FindCheckpoint(dir, name string) (string, error) {
	epochs := savedEpochs(dir)
	if name == "" {
		return bestCheckpoint(dir, epochs)
	}
	epoch, err := strconv.Atoi(name)
	if err != nil {
		if _, err := os.Stat(name); err != nil {
			return "", fmt.Errorf("checkpoint %s: %w: give an epoch or a .safetensors file", name, cause(err))
		}
		return name, nil
	}
	if !slices.Contains(epochs, epoch) {
		return "", fmt.Errorf("checkpoint of epoch %d: none in %s: %s", epoch, dir, offer(epochs))
	}
	return WeightsFile(dir, epoch), nil
}

func bestCheckpoint(dir string, epochs []int) (string, error) {
	if text, err := os.ReadFile(filepath.Join(dir, runFile)); err == nil {
		var r run
		if json.Unmarshal(text, &r) == nil && slices.Contains(epochs, r.Best) {
			return WeightsFile(dir, r.Best), nil
		}
	}
	if len(epochs) == 0 {
		return "", fmt.Errorf("checkpoint: none in %s: %s", dir, offer(nil))
	}
	return WeightsFile(dir, slices.Max(epochs)), nil
}

func savedEpochs(dir string) []int {
	files, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var epochs []int
	for _, f := range files {
		number, ok := strings.CutPrefix(f.Name(), weightsPrefix)
		number, ok2 := strings.CutSuffix(number, weightsSuffix)
		if epoch, err := strconv.Atoi(number); ok && ok2 && err == nil && epoch >= 0 {
			epochs = append(epochs, epoch)
		}
	}
	slices.Sort(epochs)
	return epochs
}

func offer(epochs []int) string {
	if len(epochs) == 0 {
		return "train first (charabanc train), or name another folder with --model-dir"
	}
	return "there is " + strings.Trim(strings.ReplaceAll(fmt.Sprint(epochs), " ", ", "), "[]")
}
