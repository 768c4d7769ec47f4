package charrnn

import (
	"fmt"
	"slices"
	"strings"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
)

// ancestor is what a run that goes on from a checkpoint keeps of it, beside its
// parameters. It is in the resume file, too, so that the checkpoint is not needed again.
type ancestor struct {
	Symbols []string `json:"symbols"`
	Learned string   `json:"learned"` // signatures, separated by spaces
}

// StartFrom sets o to train from the parameters of c: From, the architecture, and how c
// reads a text.
func (o *Options) StartFrom(c *Checkpoint) {
	config := c.parameters.Config
	o.From = c
	o.Embedding, o.Units, o.Layers, o.Dropout = config.Embedding, config.Units, config.Layers, config.Dropout
	o.Words, o.Reset = c.Vocabulary.Words, c.About.Reset
}

// ancestor returns what a run keeps of o.From; nil if there is none.
func (o *Options) ancestor() *ancestor {
	if o.From == nil {
		return nil
	}
	return &ancestor{o.From.Vocabulary.Symbols, o.From.About.Learned}
}

// completeFrom sets the sizes that are zero to those of From.
func (o *Options) completeFrom() {
	if o.From == nil {
		return
	}
	for _, s := range o.fromSizes() {
		if *s.value == 0 {
			*s.value = s.want
		}
	}
}

// size is an option that must be that of From.
type size struct {
	name  string
	value *int
	want  int
}

func (o *Options) fromSizes() []size {
	config := o.From.parameters.Config
	return []size{{"embedding", &o.Embedding, config.Embedding}, {"units", &o.Units, config.Units}, {"layers", &o.Layers, config.Layers}}
}

// checkFrom returns an error that wraps [ErrOption] if an option contradicts From.
func (o *Options) checkFrom() error {
	if o.From == nil {
		return nil
	}
	for _, s := range o.fromSizes() {
		if *s.value != s.want {
			return fmt.Errorf("%s %d: %w: the checkpoint to train from has %d: leave --%s out", s.name, *s.value, ErrOption, s.want, s.name)
		}
	}
	if words := o.From.Vocabulary.Words; o.Words != words {
		kinds := map[bool]string{false: "characters", true: "words"}
		return fmt.Errorf("tokens %v: %w: the text is read as %s, and the checkpoint to train from has learned %s: give a text of the same kind",
			o.Words, ErrOption, kinds[o.Words], kinds[words])
	}
	return nil
}

// newVocabulary returns the vocabulary of a text, with the symbols of an ancestor.
func newVocabulary(text string, words bool, a *ancestor) (*corpus.Vocabulary, error) {
	v, err := corpus.NewVocabulary(text, words)
	if err != nil || a == nil {
		return v, err
	}
	all := slices.Concat(v.Symbols, a.Symbols)
	slices.Sort(all)
	return corpus.VocabularyOf(slices.Compact(all), words)
}

// union returns the signatures of two lists, each once: those of an ancestor first.
func (a *ancestor) union(learned string) string {
	if a == nil {
		return learned
	}
	seen := map[string]bool{}
	var all []string
	for word := range strings.FieldsSeq(a.Learned + " " + learned) {
		if !seen[word] {
			seen[word] = true
			all = append(all, word)
		}
	}
	return strings.Join(all, " ")
}

// graft copies the parameters of a checkpoint to p, whose vocabulary v has all symbols of
// the checkpoint. The others keep their random parameters.
func graft(p *network.Parameters, v *corpus.Vocabulary, from *Checkpoint) {
	var ids []int32
	for _, s := range from.Vocabulary.Symbols {
		id, _ := slices.BinarySearch(v.Symbols, s)
		ids = append(ids, int32(id))
	}
	p.Graft(from.parameters, ids)
}
