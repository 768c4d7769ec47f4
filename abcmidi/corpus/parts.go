package corpus

import (
	"context"
	"io"

	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// EachMIDI calls f with every MIDI file of a shard of those that names stand for: files, folders or "-". A file that
// cannot be read is an error of f's, which does not name the file. The error returned is of a
// name that is not there, or the first one that f returns.
func EachMIDI(ctx context.Context, names []string, shard data.Shard, stdin io.Reader, f func(file string, p *smf.Performance, err error) error) error {
	inputs, err := data.Expand(names, midiEndings...)
	if err != nil {
		return err
	}
	shares, err := shard.Shares(inputs)
	if err != nil {
		return err
	}
	for _, in := range shares {
		if !in.First() {
			continue
		}
		p, err := readMIDI(ctx, in.Input, stdin)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := f(in.Name(), p, err); err != nil {
			return err
		}
	}
	return nil
}

// readMIDI reads a MIDI file. Its errors do not name the file.
func readMIDI(ctx context.Context, in data.Input, stdin io.Reader) (*smf.Performance, error) {
	s, err := in.Open(ctx, stdin)
	if err != nil {
		return nil, data.Cause(err)
	}
	defer s.Close()
	p, err := smf.Read(s)
	if err != nil {
		return nil, data.Cause(err)
	}
	return p, nil
}
