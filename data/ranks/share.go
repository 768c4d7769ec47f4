package ranks

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
)

// ErrTold is wrapped by the errors that Share returns in other ranks than 0: rank 0 has
// the error itself, and reports it.
var ErrTold = errors.New("rank 0 has failed")

// Share calls read in rank 0, and returns its value, or an error that it has, in every
// rank. The value must be one that package gob encodes.
func Share[T any](c Comm, read func() (T, error)) (value T, err error) {
	if c.Size() == 1 {
		return read()
	}
	var text []byte
	failed := false
	if c.Rank() == 0 {
		var b bytes.Buffer
		value, err = read()
		if failed = err != nil; failed {
			b.WriteString(err.Error())
		} else if encodeErr := gob.NewEncoder(&b).Encode(&value); encodeErr != nil {
			return value, fmt.Errorf("rank 0: %w", encodeErr)
		}
		text = b.Bytes()
	}
	text, failed, shareErr := broadcast(c, text, failed)
	switch {
	case shareErr != nil:
		return value, shareErr
	case c.Rank() == 0:
		return value, err
	case failed:
		return value, fmt.Errorf("%w: %s", ErrTold, text)
	}
	return value, gob.NewDecoder(bytes.NewReader(text)).Decode(&value)
}

// broadcast returns what rank 0 has given.
func broadcast(c Comm, text []byte, failed bool) ([]byte, bool, error) {
	head := make([]byte, 9)
	binary.LittleEndian.PutUint64(head, uint64(len(text)))
	if failed {
		head[8] = 1
	}
	if err := c.Broadcast(head); err != nil {
		return nil, false, err
	}
	if c.Rank() > 0 {
		text = make([]byte, binary.LittleEndian.Uint64(head))
	}
	return text, head[8] == 1, c.Broadcast(text)
}

// Collect returns what each rank gives, in the order of the ranks, in every rank. Package gob
// must encode it.
func Collect[T any](c Comm, own T) ([]T, error) {
	if c.Size() == 1 {
		return []T{own}, nil
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&own); err != nil {
		return nil, err
	}
	sizes := make([]byte, 8*c.Size())
	if err := c.AllGather(sizes, binary.LittleEndian.AppendUint64(nil, uint64(b.Len()))); err != nil {
		return nil, err
	}
	longest := uint64(0)
	for rank := range c.Size() {
		longest = max(longest, binary.LittleEndian.Uint64(sizes[8*rank:]))
	}
	all := make([]byte, longest*uint64(c.Size()))
	if err := c.AllGather(all, append(b.Bytes(), make([]byte, longest-uint64(b.Len()))...)); err != nil {
		return nil, err
	}
	list := make([]T, c.Size())
	for rank := range list {
		if err := gob.NewDecoder(bytes.NewReader(all[uint64(rank)*longest:])).Decode(&list[rank]); err != nil {
			return nil, err
		}
	}
	return list, nil
}
