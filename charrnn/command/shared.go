package command

import (
	"bytes"
	"encoding/json"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
	"charabanc/data"
	"charabanc/data/ranks"
)

// What rank 0 reads for all ranks of a job: only it need have the files, and standard input.

// comm returns the ranks that train together.
func (p *program) comm() ranks.Comm {
	if p.alone {
		return ranks.Alone
	}
	return ranks.World()
}

// trainingText is a text to train on.
type trainingText struct {
	Corpus *corpus.Corpus
	Kind   data.Kind
}

// sharedText returns the text that rank 0 reads.
func (p *program) sharedText(read func() (*corpus.Corpus, data.Kind, error)) (*corpus.Corpus, data.Kind, error) {
	t, err := ranks.Share(p.comm(), func() (t trainingText, err error) {
		t.Corpus, t.Kind, err = read()
		return t, err
	})
	return t.Corpus, t.Kind, err
}

// sharedCheckpoint returns the checkpoint that rank 0 reads.
func (p *program) sharedCheckpoint(read func() (*charrnn.Checkpoint, error)) (*charrnn.Checkpoint, error) {
	if p.comm().Size() == 1 {
		return read()
	}
	text, err := ranks.Share(p.comm(), func() ([]byte, error) {
		var b bytes.Buffer
		c, err := read()
		if err == nil {
			err = c.Save(&b)
		}
		return b.Bytes(), err
	})
	if err != nil {
		return nil, err
	}
	return charrnn.Load(bytes.NewReader(text))
}

// sharedOptions returns the options of the run in rank 0's model folder.
func (p *program) sharedOptions(dir string) (o charrnn.Options, err error) {
	if p.comm().Size() == 1 {
		return charrnn.ResumeOptions(dir)
	}
	text, err := ranks.Share(p.comm(), func() ([]byte, error) {
		o, err = charrnn.ResumeOptions(dir)
		if err != nil {
			return nil, err
		}
		return json.Marshal(o)
	})
	if err != nil || p.comm().Rank() == 0 {
		return o, err
	}
	o = charrnn.DefaultOptions()
	return o, json.Unmarshal(text, &o)
}
