// Charabanc learns folk tunes in ABC notation character by character, writes new
// ones, and turns ABC into MIDI, sound and pages. This file is the app: it gathers
// the commands of charrnn, abcmidi and data, turns signals into the end of a context
// and errors into exit codes, and answers charrnn's questions about music with
// abcmidi.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	music "charabanc/abcmidi/command"
	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/critic"
	"charabanc/abcmidi/recall"
	"charabanc/abcmidi/view"
	"charabanc/abcmidi/web"
	"charabanc/charrnn"
	network "charabanc/charrnn/command"
	"charabanc/data"
	texts "charabanc/data/command"
	"charabanc/data/console"
	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

// The model and the corpus that are part of the program.
var (
	//go:embed model/weights.100.safetensors
	shippedModel []byte
	//go:embed data/input.txt
	starterCorpus string
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := ranks.Start()
	if err == nil {
		err = run(ctx)
	}
	if err != nil {
		waitForRank0(ctx, err)
		message := oneLine.Replace(strings.TrimSpace(err.Error()))
		fmt.Fprintf(os.Stderr, "charabanc: %s%s\n", message, advice(err))
		os.Exit(exitCode(ctx, err))
	}
	ranks.End()
}

// run runs the command of the arguments. Of several ranks, rank 0 alone is heard.
func run(ctx context.Context) error {
	app := newApp()
	out := &console.Writer{W: os.Stdout}
	app.Writer = out
	if world := ranks.World(); world.Size() > 1 {
		runtime.GOMAXPROCS(ranks.Threads())
		if world.Rank() > 0 {
			app.Writer, app.ErrWriter = io.Discard, io.Discard
		}
	}
	err := app.RunContext(ctx, console.Reorder(app, os.Args))
	switch {
	case errors.Is(err, errIdle):
		return nil
	case err == nil && out.Err != nil: // of help, which package cli ignores
		return fmt.Errorf("standard output: %w", data.Cause(out.Err))
	}
	return err
}

// shared are the commands that several ranks do together. All others are done by rank 0.
var shared = map[string]bool{"train": true, "sweep": true, "sample": true, "check": true, "midi": true, "wav": true, "notes": true}

// errIdle ends the command in the other ranks.
var errIdle = errors.New("rank 0 does it")

// beforeCommand returns the error that keeps a command from running.
func beforeCommand(c *cli.Context, kernel error) error {
	if ranks.World().Rank() > 0 && !shared[c.Args().First()] {
		return errIdle
	}
	return kernel
}

// waitForRank0 waits in the other ranks until rank 0, which has the same error or will be
// interrupted as well, has ended the job. If it has not, the error is of this rank alone.
func waitForRank0(ctx context.Context, err error) {
	switch {
	case ranks.World().Rank() == 0:
		return
	case ctx.Err() != nil || errors.Is(err, ranks.ErrTold):
		time.Sleep(time.Minute)
		os.Exit(exitCode(ctx, err))
	}
	select {
	case <-ctx.Done():
		os.Exit(exitCode(ctx, err))
	case <-time.After(2 * time.Second):
	}
}

// oneLine makes a message of one line, and says of an end by a signal what it is.
var oneLine = strings.NewReplacer("\n", "; ", context.Canceled.Error(), "interrupted")

// exitCode returns the code that the program exits with for an error.
func exitCode(ctx context.Context, err error) int {
	var exit cli.ExitCoder
	switch {
	case errors.As(err, &exit):
		return exit.ExitCode()
	case ctx.Err() != nil:
		return console.ExitInterrupted
	}
	return console.ExitFailed
}

// advice says what to do about an error of the file system. Other errors say so
// themselves.
func advice(err error) string {
	var file *fs.PathError
	switch {
	case !errors.As(err, &file):
		return ""
	case errors.Is(err, fs.ErrNotExist):
		return ": check the name"
	case errors.Is(err, fs.ErrPermission):
		return ": check its permissions"
	}
	return ": name another file"
}

func newApp() *cli.App {
	kernel, kernelErr := charrnn.Kernel()
	app := &cli.App{
		Name:  "charabanc",
		Usage: "learn folk tunes in ABC notation, write new ones, show and play them",
		Description: "First steps:\n\n" +
			"   charabanc sample 100 | tee tunes.abc      new tunes from the shipped model\n" +
			"   charabanc show tunes.abc                  their score and sound in the browser\n" +
			"   charabanc train                           learn data/input.txt from the beginning",
		Commands:                  slices.Concat(network.Commands(bridge{}, network.Shipped{Model: shippedModel, Epoch: 100, Corpus: starterCorpus}), music.Commands(starterCorpus), texts.Commands(), console.Commands()),
		Version:                   console.Version(kernel),
		DisableSliceFlagSeparator: true,
		Action:                    console.NoCommand,
		OnUsageError:              console.UsageError,
		Before:                    func(c *cli.Context) error { return beforeCommand(c, kernelErr) },
		ExitErrHandler:            func(*cli.Context, error) {}, // main prints the error and exits
	}
	for _, c := range app.Commands {
		c.OnUsageError = console.UsageError
		c.HideHelpCommand = true
	}
	return app
}

// bridge answers what the commands of charrnn ask about music with abcmidi. The two
// do not import each other.
type bridge struct{ critic.Critic }

func (bridge) Memory() charrnn.Memory { return recall.New() }

func (bridge) Guides(o network.GuideOptions) (func(uint64) charrnn.Guide, error) {
	fields, err := critic.HeaderFields(o.Key, o.Meter, o.Rhythm)
	if err != nil || len(fields) == 0 && !o.Strict && len(o.Forms) == 0 {
		return nil, err
	}
	options := critic.GuideOptions{Fields: fields, Strict: o.Strict, Learnt: o.Learned}
	if len(o.Forms) > 0 {
		options.Forms, err = critic.NewForms(o.Forms)
	}
	if err == nil && options.Forms != nil && (o.Form != "" || o.Bars > 0) {
		options.Forms, err = options.Forms.Asked(o.Form, o.Bars)
	}
	if err != nil {
		return nil, err
	}
	return func(seed uint64) charrnn.Guide {
		options := options
		options.Seed = seed
		return guide{critic.NewGuide(options)}
	}, nil
}

// guide is a guide of critic as charrnn asks for it.
type guide struct{ *critic.Guide }

func (g guide) Memory() charrnn.Memory {
	if m := g.Guide.Memory(); m != nil {
		return m
	}
	return nil
}

func (bridge) WriteMIDI(tune, file string) error {
	_, err := corpus.ConvertPiece(data.Source{Line: 1, Text: tune}, file, corpus.Options{})
	return err
}

func (bridge) Header(key, meter, rhythm string) (string, error) {
	fields, err := critic.HeaderFields(key, meter, rhythm)
	var lines strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&lines, "%c:%s\n", f.Key, f.Value)
	}
	return lines.String(), err
}

func (bridge) Show(ctx context.Context, tunes []string, o network.ShowOptions) error {
	var sources []data.Source
	for _, tune := range tunes {
		sources = append(sources, data.Source{Line: 1, Text: tune})
	}
	return web.Show(ctx, sources, web.ShowOptions{Output: o.Output, Corpus: o.Corpus, Open: o.Open, Stderr: o.Stderr})
}

func (bridge) Serve(ctx context.Context, c *network.Composer, o network.ServeOptions) error {
	looks := view.Options{}
	if len(o.Corpus) > 0 {
		looks.Neighbours = critic.NewNeighbours(o.Corpus)
	}
	kernel, _ := charrnn.Kernel()
	return web.Serve(ctx, composer{c}, web.ServeOptions{
		Port: o.Port, PortGiven: o.PortGiven, Folder: o.Folder, Log: o.Log, Samples: o.Sample,
		View: looks, Version: console.Version(kernel), Open: o.Open, Stderr: o.Stderr,
	})
}

// composer is a composer of charrnn as the page asks for it.
type composer struct{ *network.Composer }

func (c composer) Sample(ctx context.Context, r web.Request, tune func(abc string) error) error {
	return c.Compose(ctx, network.ComposeRequest(r), tune)
}

func (c composer) Expect(ctx context.Context, text string) ([]web.Expected, error) {
	symbols, err := c.Composer.Expect(ctx, text)
	list := make([]web.Expected, len(symbols))
	for i, s := range symbols {
		list[i] = web.Expected{Symbol: s.Symbol, P: s.P, Likely: make([]web.Guess, len(s.Likely))}
		for k, g := range s.Likely {
			list[i].Likely[k] = web.Guess(g)
		}
	}
	return list, err
}

func (bridge) Compare(ctx context.Context, name string, tunes, people []string) (fmt.Stringer, error) {
	return critic.Compare(ctx, name, tunes, people)
}
