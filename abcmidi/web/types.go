package web

import (
	"context"
	"io"

	"charabanc/abcmidi/view"
)

// Network is what the page that makes tunes asks of a network. Its methods may be called
// from several goroutines at once, and return soon after their context ends.
type Network interface {
	// Sample writes tunes and calls tune with the ABC of each as it is done. It returns
	// the error of tune, if that returns one.
	Sample(ctx context.Context, r Request, tune func(abc string) error) error

	// Expect returns what was expected at each symbol of a text, in order.
	Expect(ctx context.Context, text string) ([]Expected, error)

	// About is one line: which model, and its epoch.
	About() string
}

// Request says which tunes to write. The zero value of a field leaves it to the network.
type Request struct {
	Number      int     // of tunes, 1 to 100
	Temperature float64 // up to 100
	Key         string  // as G, Am or Edor
	Meter       string  // as 6/8
	Rhythm      string  // as jig
	Form        string  // as AABB
	Bars        int     // in each section, up to 100
	Start       string  // header and first bars to go on from
	Seed        uint64
}

// Expected is a symbol of a text and what the network expected in its place.
type Expected struct {
	Symbol string  `json:"symbol"`
	P      float64 `json:"p"`      // probability of Symbol; 0 if the network does not know it
	Likely []Guess `json:"likely"` // up to 8, the most probable first; empty where nothing was guessed
}

// Guess is a symbol that may come next, and its probability.
type Guess struct {
	Symbol string  `json:"symbol"`
	P      float64 `json:"p"`
}

// ServeOptions are the choices of [Serve].
type ServeOptions struct {
	Port      int  // to listen on; 0: any that is free
	PortGiven bool // the user named the port: no other is taken if it is in use

	Folder  string // of the book of tunes, made when the first tune is written
	Log     string // the training log to watch, a CSV file; "" none
	Samples string // the file of tunes sampled while training to watch; "" none

	View    view.Options // how tunes are looked at
	Version string       // of the program
	Open    bool         // open the page in the browser
	Stderr  io.Writer    // where the address and warnings go
}
