package web

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// A book of tunes is a file of plain ABC in a folder of the user's, which any program can
// read and change:
//
//	X:17
//	%%charabanc tune k3x9qa kept
//	T:A title
//	...
//
// The directive, which other programs pass over, has the tune's ID and whether the user
// keeps it; all others are drafts. The newest tune is last.
//
// The file is what counts. It is read again before each change if it is not as it was, and
// written at once after. So several programs can have the same book, and a tune that another
// program adds, changes or removes is added, changed or removed here. What is discarded here
// or removed there can be restored while the program runs.
const (
	bookName   = "tunes.abc"
	maxBook    = 16 << 20 // bytes
	maxEntries = 10_000
)

var (
	errNotFound = errors.New("the tune is not in the book any more")
	errFull     = fmt.Errorf("the book is full: it has room for %d tunes and %d MiB: discard some, or begin one in another folder", maxEntries, maxBook>>20)
)

// entry is a tune of the book.
type entry struct {
	ID    string `json:"id"`
	Kept  bool   `json:"kept"`
	Title string `json:"title"`
	ABC   string `json:"abc"`

	after string // the text between it and the next tune
}

// book is safe for use by several goroutines.
type book struct {
	mu      sync.Mutex
	file    string
	seen    os.FileInfo // the file when it was last read or written; nil: there was none
	content bookText
	gone    []entry // discarded here or removed by another program, the latest last
}

// openBook returns the book in a folder, which need not exist.
func openBook(folder string) (*book, error) {
	b := &book{file: filepath.Join(folder, bookName)}
	_, err := b.all()
	return b, err
}

// all returns the tunes, the newest first.
func (b *book) all() ([]entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(); err != nil {
		return nil, err
	}
	list := append([]entry{}, b.content.entries...)
	slices.Reverse(list)
	return list, nil
}

// add adds a text's tunes as drafts and returns the last of them.
func (b *book) add(text string) (entry, error) {
	tunes, err := tunesOf(text)
	if err != nil {
		return entry{}, err
	}
	return b.change(func() (last entry, err error) {
		for _, tune := range tunes {
			last = newEntry(b.freeID(), renumbered(tune, b.content.nextNumber()))
			b.append(last)
		}
		return last, nil
	})
}

// keep marks a tune as kept, or as a draft.
func (b *book) keep(id string, kept bool) (entry, error) {
	return b.update(id, func(e *entry) { e.Kept = kept })
}

// edit replaces the text of a tune.
func (b *book) edit(id, text string) (entry, error) {
	tunes, err := tunesOf(text)
	if err != nil {
		return entry{}, err
	}
	if len(tunes) > 1 {
		return entry{}, fmt.Errorf("%w: it has %d tunes: one takes the place of another, the rest must be added", errText, len(tunes))
	}
	return b.update(id, func(e *entry) { e.ABC, e.Title = tunes[0], titleOf(tunes[0]) })
}

// restore brings a tune back to the end of the book.
func (b *book) restore(id string) (entry, error) { return b.update(id, func(*entry) {}) }

// discard takes a tune out of the book.
func (b *book) discard(id string) (entry, error) {
	return b.change(func() (entry, error) {
		i := b.find(id)
		if i < 0 {
			return entry{}, errNotFound
		}
		e := b.content.remove(i)
		b.forget(e)
		return e, nil
	})
}

// update changes one tune. One that is gone comes back.
func (b *book) update(id string, f func(*entry)) (entry, error) {
	return b.change(func() (entry, error) {
		i := b.find(id)
		if i < 0 {
			gone := slices.IndexFunc(b.gone, func(e entry) bool { return e.ID == id })
			if gone < 0 {
				return entry{}, errNotFound
			}
			b.append(b.gone[gone])
			b.gone = slices.Delete(b.gone, gone, gone+1)
			i = len(b.content.entries) - 1
		}
		f(&b.content.entries[i])
		return b.content.entries[i], nil
	})
}

// change reads the file if it has changed, changes the book and writes it. After an error
// the book is as it was.
func (b *book) change(f func() (entry, error)) (entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	unlock, err := b.lock()
	if err != nil {
		return entry{}, err
	}
	defer unlock()
	if err := b.refresh(); err != nil {
		return entry{}, err
	}
	before, gone := b.content.clone(), slices.Clone(b.gone)
	e, err := f()
	if err == nil {
		err = b.save()
	}
	if err != nil {
		b.content, b.gone = before, gone
	}
	return e, err
}

// append puts a tune at the end.
func (b *book) append(e entry) {
	b.content.entries = append(b.content.entries, e)
}

// forget remembers a tune that has left the book, so that it can come back.
func (b *book) forget(e entry) {
	e.after = "\n"
	if b.gone = append(b.gone, e); len(b.gone) > maxEntries {
		b.gone = slices.Delete(b.gone, 0, 1)
	}
}

// find returns the index of a tune, or -1.
func (b *book) find(id string) int {
	return slices.IndexFunc(b.content.entries, func(e entry) bool { return e.ID == id })
}
