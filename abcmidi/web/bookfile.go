package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"charabanc/data"

	"github.com/gofrs/flock"
)

// This file reads and writes the file of a book.

const (
	bookLock = ".charabanc-lock" // beside the file; the file stays, the lock ends with the process
	lockTime = 5 * time.Second   // to wait for another program that writes
)

// lock keeps other programs of ours from the file until unlock is called. It makes the
// folder. If the file system has no locks, there is none.
func (b *book) lock() (unlock func(), err error) {
	folder := filepath.Dir(b.file)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, fmt.Errorf("folder %s: %w: choose one that can be written", folder, data.Cause(err))
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockTime)
	defer cancel()
	name := filepath.Join(folder, bookLock)
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: it is not a file: move it away, or choose another folder", name)
	}
	f := flock.New(name, flock.SetPermissions(0o666))
	_, err = f.TryLockContext(ctx, 5*time.Millisecond)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s: another program has locked it for %v: end that, or choose another folder", b.file, lockTime)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("folder %s: %w: choose one that can be written", folder, data.Cause(err))
	case err != nil:
		return func() {}, nil
	}
	return func() { f.Close() }, nil
}

// refresh reads the file if it is not as it was.
func (b *book) refresh() error {
	info, err := os.Stat(b.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		b.take(bookText{}, nil)
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w: choose another folder", b.file, data.Cause(err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: it is not a file: move it away, or choose another folder", b.file)
	case b.seen != nil && os.SameFile(b.seen, info) && b.seen.ModTime().Equal(info.ModTime()) && b.seen.Size() == info.Size():
		return nil
	case info.Size() > maxBook:
		return fmt.Errorf("%s: over %d MiB: choose another folder", b.file, maxBook>>20)
	}
	raw, err := os.ReadFile(b.file)
	if err != nil {
		return fmt.Errorf("%s: %w: choose another folder", b.file, data.Cause(err))
	}
	text, ok := plainText(raw)
	if !ok {
		return fmt.Errorf("%s: it is not a text: move it away, or choose another folder", b.file)
	}
	b.take(parseBook(text, b.idOf()), info)
	return nil
}

// take replaces the book by what the file has. Tunes that it has no more are gone.
func (b *book) take(content bookText, info os.FileInfo) {
	has := map[string]bool{}
	for _, e := range content.entries {
		has[e.ID] = true
	}
	for _, e := range b.content.entries {
		if !has[e.ID] {
			b.forget(e)
		}
	}
	b.content, b.seen = content, info
}

// idOf returns what names tunes without an ID: as the same text was named before, if no
// tune has that name now, or anew. Programs that drop directives, and tunes that nothing was
// written of since they were read, so keep their IDs.
func (b *book) idOf() func(tune string, used map[string]bool) string {
	known := map[string][]string{}
	for _, e := range b.content.entries {
		known[e.ABC] = append(known[e.ABC], e.ID)
	}
	return func(tune string, used map[string]bool) string {
		for _, id := range known[tune] {
			if !used[id] {
				return id
			}
		}
		for {
			if id := newID(); !used[id] {
				return id
			}
		}
	}
}

// save writes the file.
func (b *book) save() error {
	text := b.content.format()
	if len(text) > maxBook || len(b.content.entries) > maxEntries {
		return errFull
	}
	if err := data.WriteFile(b.file, text); err != nil {
		return err
	}
	info, err := os.Stat(b.file)
	if err != nil || info.Size() != int64(len(text)) {
		info = nil // another program has been at it
	}
	b.seen = info
	return nil
}

// newID returns six random letters and digits.
func newID() string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789"
	var id [6]byte
	for i := range id {
		id[i] = letters[rand.IntN(len(letters))]
	}
	return string(id[:])
}

// freeID returns an ID that no tune of the book has.
func (b *book) freeID() string {
	for {
		if id := newID(); b.find(id) < 0 {
			return id
		}
	}
}
