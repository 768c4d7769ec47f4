package charrnn

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/data"
)

// A Checkpoint is a trained network with everything needed to use it. Its file is a
// safetensors file: the tensors have the names and shapes of Keras, and the vocabulary
// and the rest are in the metadata. A Checkpoint can be used by several goroutines at
// once.
type Checkpoint struct {
	Vocabulary *corpus.Vocabulary
	About      About
	Half       bool      // the file holds 16-bit floats
	Copy       *CopyTerm // nil: none

	parameters *network.Parameters
}

// About describes how a checkpoint was made.
type About struct {
	Epoch          int       `json:"epoch"`
	Loss           float64   `json:"loss"`                      // training loss, nats per symbol
	ValidationLoss float64   `json:"validation_loss,omitempty"` // nats per symbol; 0 without held-out tunes
	Start          string    `json:"start"`                     // text that every tune begins with
	Reset          bool      `json:"reset"`                     // each tune was learned from a state of zero
	Corpus         string    `json:"corpus"`                    // fingerprint of the text
	Validation     float64   `json:"validation"`                // share of the text held out
	Precision      Precision `json:"precision,omitempty"`       // of the products of training; "": Float32
	Learned        string    `json:"learnt,omitempty"`          // Critic.Signature of each tune, separated by spaces
	Forms          string    `json:"forms,omitempty"`           // Critic.Form of each tune that has one, in lines
}

// ErrCheckpoint is wrapped by the errors of [Load], [LoadFile] and [Resume] about
// content that is not a valid checkpoint: cut short, altered, of another format, or
// written by another program. A file that cannot be read is another error, of package
// io/fs.
var ErrCheckpoint = errors.New("not a valid checkpoint")

// Save writes c to w.
func (c *Checkpoint) Save(w io.Writer) error {
	text, err := c.encode(nil)
	if err == nil {
		_, err = w.Write(text)
	}
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}

// SaveFile writes c to a file, which is replaced as a whole or not at all.
func (c *Checkpoint) SaveFile(name string) error {
	_, err := c.saveFile(name, nil)
	return err
}

// saveFile is SaveFile with a buffer, which it returns for reuse.
func (c *Checkpoint) saveFile(name string, buffer []byte) ([]byte, error) {
	buffer, err := c.encode(buffer)
	if err != nil {
		return buffer, fmt.Errorf("checkpoint %s: %w", name, err)
	}
	return buffer, data.WriteFile(name, buffer)
}

func (c *Checkpoint) encode(buffer []byte) ([]byte, error) {
	fields := metadata{{"config", c.parameters.Config}, {"vocabulary", c.Vocabulary.Symbols}, {"tokens", c.Vocabulary.Words}, {"about", c.About}}
	if c.Copy != nil {
		fields = append(fields, metadata{{"copy", c.Copy}}...)
	}
	list := tensorsOf(c.parameters, "")
	for i := range list {
		list[i].Half = c.Half
	}
	return encode(buffer, fields, list)
}

// Load reads a checkpoint from r. It returns an error that wraps [ErrCheckpoint] if the
// content is not a valid checkpoint.
func Load(r io.Reader) (*Checkpoint, error) {
	c, err := decodeCheckpoint(r)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return c, nil
}

// LoadFile reads a checkpoint from a file. Errors are those of [Load], or those of
// opening and reading the file.
func LoadFile(name string) (*Checkpoint, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("checkpoint %s: %w", name, data.Cause(err))
	}
	defer f.Close()
	c, err := decodeCheckpoint(f)
	if err != nil {
		return nil, fmt.Errorf("checkpoint %s: %w", name, err)
	}
	return c, nil
}

func decodeCheckpoint(r io.Reader) (*Checkpoint, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{Half: h.Half()}
	var config network.Config
	if err := c.readMetadata(h.Metadata, &config); err != nil {
		return nil, err
	}
	file, err := readTensors(r, h, shapes(config, ""))
	if err != nil {
		return nil, err
	}
	c.parameters = network.NewParameters(config)
	if err := setTensors(c.parameters, "", file); err != nil {
		return nil, err
	}
	c.parameters.Pad()
	return c, nil
}

func (c *Checkpoint) readMetadata(meta map[string]string, config *network.Config) error {
	var symbols []string
	var words bool
	fields := metadata{{"config", config}, {"vocabulary", &symbols}, {"tokens", &words}, {"about", &c.About}}
	if err := fields.read(meta); err != nil {
		return err
	}
	if err := checkConfig(*config); err != nil {
		return fmt.Errorf("%w: %v", ErrCheckpoint, err) // not an option that the user has given
	}
	if err := (metadata{{"copy", &c.Copy}}).readSome(meta); err != nil {
		return err
	}
	if c.Copy != nil && c.Copy.Scale == 0 {
		return fmt.Errorf("%w: a copy term without a scale", ErrCheckpoint)
	}
	var err error
	if c.Vocabulary, err = corpus.VocabularyOf(symbols, words); err != nil {
		return fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	if len(symbols) != config.Vocabulary {
		return fmt.Errorf("%w: %d symbols, but the network has %d", ErrCheckpoint, len(symbols), config.Vocabulary)
	}
	return nil
}

// Learned returns a func that reports whether a tune with a signature was learned, or
// nil if the checkpoint was trained without a critic.
func (c *Checkpoint) Learned() func(signature string) bool {
	if c.About.Learned == "" {
		return nil
	}
	learned := setOf(c.About.Learned)
	return func(signature string) bool { return learned[signature] }
}

// Forms returns the forms of the tunes that were learned.
func (c *Checkpoint) Forms() []string {
	return strings.FieldsFunc(c.About.Forms, func(r rune) bool { return r == '\n' })
}

// setOf returns the words of a list as a set.
func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
