// Package command holds the commands that train and use a network: train, sweep, sample,
// serve, eval, report and plot. Command-line arguments come in; text goes to standard output,
// checkpoints and logs to files.
//
//	command.go   what the commands ask of music; what they share
//	train.go     train: options from flags, a recipe or a saved run
//	shared.go    what rank 0 reads for all ranks of a job
//	from.go      the checkpoint that train --from names
//	progress.go  the progress of train on standard error
//	sweep.go     sweep: the grid, and how it is trained
//	sweeprow.go  a row of it, as train would be called
//	sample.go    sample: its flags, and what they come to
//	sampling.go  tunes as they are asked for, by sample or by a page
//	primer.go    sample: what tunes go on from
//	tunebook.go  sample: what is printed
//	compose.go   tunes for a page
//	start.go     what they go on from, as a user types it
//	serve.go     serve
//	eval.go      eval
//	report.go    report
//	plot.go      plot
//
// The scripts in testdata/script test the whole program, the commands of the other
// packages too.
package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/option"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// Music is what the commands ask of music. Package main implements it with abcmidi.
type Music interface {
	charrnn.Critic

	// Memory returns a memory of bars and sections.
	Memory() charrnn.Memory

	// Guides returns a func that makes guides for tunes as asked for, or nil if nothing
	// is asked for. The error says which value is not known.
	Guides(o GuideOptions) (func(seed uint64) charrnn.Guide, error)

	// Tunebook returns a generated tune as it stands in a tunebook, with its number and a
	// note that tells how it was made.
	Tunebook(tune string, number int, note string) string

	// Primer returns the beginning of a tune of ABC, so many bars, or of a piece of note
	// text, so many notes; 0 for the usual length. start is what tunes begin with.
	Primer(piece, start string, length int) (string, error)

	// WithoutPrimer returns a tune or piece without the notes of its primer.
	WithoutPrimer(piece, primer string) string

	// Unfinished returns the first fault in the beginning of a tune.
	Unfinished(tune string) error

	// NoteText turns a MIDI file into note text of the kind that has the given symbols.
	NoteText(midi []byte, symbols []string) (string, error)

	// IsNote reports whether a word of note text is a note or a chord.
	IsNote(word string) bool

	// WriteMIDI writes a tune of ABC, or a piece of note text, to a MIDI file.
	WriteMIDI(tune, file string) error

	// Header returns header fields of ABC, in lines. Each value may be "" for none; without
	// a meter, a rhythm may bring its own. The error says which value is not known.
	Header(key, meter, rhythm string) (string, error)

	// Show writes tunes as a page.
	Show(ctx context.Context, tunes []string, o ShowOptions) error

	// Serve serves a page for making tunes until ctx ends.
	Serve(ctx context.Context, c *Composer, o ServeOptions) error

	// Compare returns figures about tunes next to those of a corpus, to print or to encode
	// as JSON. name names the tunes. Each tune of the corpus is compared with the others.
	// When ctx ends, it returns the error of ctx.
	Compare(ctx context.Context, name string, tunes, corpus []string) (fmt.Stringer, error)
}

// GuideOptions are what a guide holds tunes to. "" is any.
type GuideOptions struct {
	Key, Meter, Rhythm string
	Form               string                      // letters of sections, such as AABB; one of Forms that is so
	Bars               int                         // length of sections, 0: any
	Strict             bool                        // every bar passes check, and the tune is new
	Forms              []string                    // of tunes, one of which each tune has; nil: any form
	Learned            func(signature string) bool // of tunes that are not new; nil: none
}

// ShowOptions are the choices of Music.Show.
type ShowOptions struct {
	Output string    // file to write; "": a temporary one
	Corpus []string  // tunes to compare with
	Open   bool      // open the page in the browser
	Stderr io.Writer // where messages go
}

// ServeOptions are the choices of Music.Serve.
type ServeOptions struct {
	Port      int       // 0: any that is free
	PortGiven bool      // no other will do if it is in use
	Folder    string    // of the tunes that are made
	Log       string    // of a training run to watch
	Sample    string    // file with the latest tune of that run
	Corpus    []string  // tunes to compare with; nil: none
	Open      bool      // open the page in the browser
	Stderr    io.Writer // where the address and messages go
}

// Shipped is what is part of the program, so that it works in an empty folder.
type Shipped struct {
	Model  []byte // a checkpoint, used where no run has made one
	Epoch  int    // its epoch
	Corpus string // a text, used if it is not in data/input.txt
}

// The names of the text to train on, and of what stands for it in messages.
const (
	starterFile   = data.StarterFile
	shippedModel  = "the shipped model"
	starterCorpus = "the starter corpus"
)

// Commands returns the commands. They ask m about music.
func Commands(m Music, shipped Shipped) []*cli.Command {
	p := &program{music: m, shipped: shipped}
	list := []*cli.Command{p.trainCommand(), p.sweepCommand(), p.sampleCommand(), p.serveCommand(), p.evalCommand(), p.reportCommand(), plotCommand()}
	for _, c := range list {
		run := c.Action
		c.Action = func(c *cli.Context) error { return coded(c.Command.Name, run(c)) }
	}
	return list
}

// coded gives an error its exit code: that of a usage error for options out of range,
// that of an interrupted run when it was saved.
func coded(command string, err error) error {
	var exit cli.ExitCoder
	switch {
	case errors.As(err, &exit):
		return err
	case errors.Is(err, charrnn.ErrOption):
		if !strings.HasPrefix(err.Error(), command) {
			err = fmt.Errorf("%s: %w", command, err)
		}
		return console.Usage("%w: see charabanc %s --help", err, command)
	case errors.Is(err, charrnn.ErrInterrupted):
		return cli.Exit(err, console.ExitInterrupted)
	}
	return err
}

// flags returns the flags of options. They set the options when arguments are parsed.
func flags(fields []option.Field) []cli.Flag {
	var list []cli.Flag
	for _, f := range fields {
		usage := f.Usage
		if r := f.Range(); r != "" {
			usage += " (" + r + ")"
		}
		switch v := f.Value.(type) {
		case *int:
			list = append(list, &cli.IntFlag{Name: f.Name, Aliases: f.Aliases, Destination: v, Value: *v, DefaultText: f.DefaultText, Usage: usage})
		case *uint64:
			list = append(list, &cli.Uint64Flag{Name: f.Name, Aliases: f.Aliases, Destination: v, Value: *v, DefaultText: f.DefaultText, Usage: usage})
		case *float64:
			list = append(list, &cli.Float64Flag{Name: f.Name, Aliases: f.Aliases, Destination: v, Value: *v, DefaultText: f.DefaultText, Usage: usage})
		case *bool:
			list = append(list, &cli.BoolFlag{Name: f.Name, Aliases: f.Aliases, Destination: v, Value: *v, DefaultText: f.DefaultText, Usage: usage})
		case *string:
			list = append(list, &cli.StringFlag{Name: f.Name, Aliases: f.Aliases, Destination: v, Value: *v, DefaultText: f.DefaultText, Usage: usage})
		default:
			panic(fmt.Sprintf("command: flag --%s of type %T", f.Name, v))
		}
	}
	return list
}

// named returns the fields with the given names, in the order of fields.
func named(fields []option.Field, names ...string) []option.Field {
	var list []option.Field
	for _, f := range fields {
		for _, name := range names {
			if f.Name == name {
				list = append(list, f)
			}
		}
	}
	return list
}

// modelDir returns the flag of commands that read checkpoints.
func modelDir() cli.Flag {
	return &cli.StringFlag{Name: "model-dir", Usage: "`FOLDER` of checkpoints", Value: charrnn.DefaultOptions().ModelDir}
}

// strictFlag returns the flag of commands that write tunes.
func strictFlag() cli.Flag {
	return &cli.BoolFlag{Name: "strict", Usage: "draw each bar until check finds nothing, and write no tune that was learned"}
}

// noCopyFlag returns the flag of commands that use a checkpoint.
func noCopyFlag() cli.Flag {
	return &cli.BoolFlag{Name: "no-copy", Usage: "leave out the copy term: the network alone"}
}

// noFormFlag returns the flag of commands that write tunes.
func noFormFlag() cli.Flag {
	return &cli.BoolFlag{Name: "no-form", Usage: "let tunes have any form, not one of those learned"}
}

// program is what the commands share.
type program struct {
	music   Music
	shipped Shipped
	alone   bool // a run of a sweep: not on the terminal, and not shared by the ranks of a job
}

// load reads the checkpoint that the first argument names: an epoch, a file, or
// nothing for the best of the latest run. If the default folder holds no checkpoint, it
// reads the shipped model.
func (p *program) load(c *cli.Context) (name string, checkpoint *charrnn.Checkpoint, err error) {
	arg := c.Args().First()
	if arg == shippedName {
		checkpoint, err = p.loadShipped()
		return shippedModel, checkpoint, err
	}
	name, err = charrnn.FindCheckpoint(c.String("model-dir"), arg)
	if err == nil {
		checkpoint, err = charrnn.LoadFile(name)
		if errors.Is(err, charrnn.ErrCheckpoint) && filepath.Ext(name) != ".safetensors" {
			err = fmt.Errorf("%s: %w: name an epoch or a .safetensors file", name, charrnn.ErrCheckpoint)
		}
		return name, checkpoint, err
	}
	none := errors.Is(err, charrnn.ErrNoCheckpoint) && !c.IsSet("model-dir")
	if !none || arg != "" && arg != strconv.Itoa(p.shipped.Epoch) {
		return "", nil, err
	}
	checkpoint, err = p.loadShipped()
	return shippedModel, checkpoint, err
}

func (p *program) loadShipped() (*charrnn.Checkpoint, error) {
	return charrnn.Load(bytes.NewReader(p.shipped.Model))
}

// readText reads a text to train on or to measure with. Symbols are words if words is
// set, and in note text. The default text is part of the program: it is read if there
// is no such file.
func (p *program) readText(c *cli.Context, names []string, words bool) (*corpus.Corpus, data.Kind, error) {
	names, stdin, starts := data.WithStarter(names, c.App.Reader, p.shipped.Corpus)
	if starts {
		fmt.Fprintf(c.App.ErrWriter, "%s is not here: reading %s\n", starterFile, starterCorpus)
	}
	text, err := data.ReadTexts(c.Context, names, stdin, words)
	if err != nil {
		return nil, data.Plain, err
	}
	return &corpus.Corpus{Pieces: text.Pieces, Words: words || text.Kind == data.Notes}, text.Kind, nil
}
