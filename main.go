// Charabanc learns folk tunes in ABC notation character by character, writes new
// ones, and turns ABC into MIDI. This file is wiring only: flags become an
// options struct, the struct goes to one call, the call's error to an exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"

	music "charabanc/abcmidi/command"
	convert "charabanc/abcmidi/corpus"
	"charabanc/abcmidi/critic"
	"charabanc/charrnn"
	"charabanc/data"
	"charabanc/data/command"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// Exit codes.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// errUsage is wrapped by errors about how a command was called.
var errUsage = errors.New("usage")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	app := newApp()
	err := app.RunContext(ctx, reorder(app, os.Args))
	if err == nil {
		return
	}
	var exit cli.ExitCoder
	message, code := strings.TrimPrefix(err.Error(), errUsage.Error()+": "), exitFailed
	switch {
	case errors.Is(err, errUsage), errors.Is(err, charrnn.ErrOption), errors.As(err, new(cli.ExitCoder)):
		code = exitUsage
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case errors.Is(err, charrnn.ErrInterrupted), ctx.Err() != nil:
		code = exitInterrupted
	}
	fmt.Fprintf(os.Stderr, "charabanc: %s%s\n", strings.ReplaceAll(strings.TrimSpace(message), "\n", "; "), advice(err))
	os.Exit(code)
}

// advice is what to do about a file that the system would not have; what else goes
// wrong says so itself.
func advice(err error) string {
	var file *fs.PathError
	switch {
	case !errors.As(err, &file):
		return ""
	case errors.Is(err, fs.ErrNotExist):
		return ": check the name"
	case errors.Is(err, fs.ErrPermission):
		return ": its permissions do not let you"
	}
	return ": name another"
}

func newApp() *cli.App {
	cli.SuggestDidYouMeanTemplate = "perhaps %s"
	app := &cli.App{
		Name:  "charabanc",
		Usage: "learn folk tunes in ABC notation, write new ones, turn them into MIDI",
		Description: "First steps:\n\n" +
			"   charabanc sample 100 | tee tunes.abc      new tunes from the model that comes along\n" +
			"   charabanc midi tunes.abc -o tunes         the same as MIDI files\n" +
			"   charabanc train                           learn data/input.txt from the beginning",
		Commands:                  slices.Concat([]*cli.Command{trainCommand(), sampleCommand(), evalCommand(), reportCommand(), plotCommand()}, music.Commands(), command.Commands()),
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		Action:                    noCommand,
		OnUsageError:              usageError,
		Before: func(*cli.Context) error {
			_, err := charrnn.Kernel()
			return err
		},
		ExitErrHandler: func(*cli.Context, error) {},
	}
	for _, c := range app.Commands {
		c.OnUsageError = usageError
		c.HideHelpCommand = true
	}
	return app
}

func noCommand(c *cli.Context) error {
	if !c.Args().Present() {
		return cli.ShowAppHelp(c)
	}
	name := c.Args().First()
	return fmt.Errorf("%w: unknown command %q: %s: see charabanc --help", errUsage, name, cli.SuggestCommand(c.App.Commands, name))
}

func usageError(c *cli.Context, err error, _ bool) error {
	if name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: "); unknown {
		near := cli.SuggestFlag(c.Command.Flags, strings.TrimLeft(name, "-"), true)
		err = fmt.Errorf("no flag %s: "+cli.SuggestDidYouMeanTemplate, name, near)
	}
	if c.Command.Name != c.App.Name {
		err = fmt.Errorf("%s: %w", c.Command.Name, err)
	}
	return fmt.Errorf("%w: %w: see %s --help", errUsage, err, c.Command.HelpName)
}

// reorder moves a command's flags before its arguments. The flag package stops
// at the first argument, so that in "sample 100 --len 500" it would take --len
// for an argument.
func reorder(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	command := app.Command(args[1])
	if command == nil {
		return args
	}
	takesValue := map[string]bool{}
	for _, f := range command.Flags {
		_, isBool := f.(*cli.BoolFlag)
		for _, name := range f.Names() {
			takesValue[name] = !isBool
		}
	}
	var flags, rest []string
	for i := 2; i < len(args); i++ {
		name, isFlag := strings.CutPrefix(args[i], "-")
		switch {
		case args[i] == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case !isFlag || name == "":
			rest = append(rest, args[i])
		default:
			flags = append(flags, args[i])
			if takesValue[strings.TrimPrefix(name, "-")] && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
		}
	}
	return slices.Concat(args[:2], flags, []string{"--"}, rest)
}

// onTerminal tells whether somebody may be watching standard error.
var onTerminal = sync.OnceValue(func() bool { return term.IsTerminal(int(os.Stderr.Fd())) })

// needFiles is the error of a command called without arguments.
func needFiles(c *cli.Context, what string) error {
	if c.Args().Present() {
		return nil
	}
	return fmt.Errorf("%w: %s: name %s, or - for standard input: see charabanc %[2]s --help", errUsage, c.Command.Name, what)
}

func trainCommand() *cli.Command {
	o := charrnn.DefaultOptions()
	return &cli.Command{
		Name:      "train",
		Usage:     "learn a corpus; write checkpoints to model/ and the log to training_log.csv",
		ArgsUsage: "[FILES]",
		Description: "Learns the text of --input, or of FILES, one after another. ABC is cut into tunes at\n" +
			"X: lines, note text at blank lines; a tenth of them is held out to measure on. Ctrl-C\n" +
			"saves and stops, and --resume goes on as if nothing had happened, keeping the options.",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "epochs", Destination: &o.Epochs, Value: o.Epochs, Usage: "times to go through the text"},
			&cli.IntFlag{Name: "freq", Destination: &o.Frequency, Value: o.Frequency, Usage: "epochs between checkpoints"},
			&cli.IntFlag{Name: "batch-size", Destination: &o.BatchSize, Value: o.BatchSize, Usage: "places of the text read side by side"},
			&cli.IntFlag{Name: "seq-length", Destination: &o.SeqLength, Value: o.SeqLength, Usage: "characters from one update to the next"},
			&cli.IntFlag{Name: "embedding", Destination: &o.Embedding, Value: o.Embedding, Usage: "numbers that stand for a character"},
			&cli.IntFlag{Name: "units", Destination: &o.Units, Value: o.Units, Usage: "LSTM cells in a layer"},
			&cli.IntFlag{Name: "layers", Destination: &o.Layers, Value: o.Layers, Usage: "LSTM layers"},
			&cli.Float64Flag{Name: "dropout", Destination: &o.Dropout, Value: o.Dropout, Usage: "share of a layer's outputs dropped while training"},
			&cli.BoolFlag{Name: "locked-dropout", Destination: &o.LockedDropout, Usage: "drop the same outputs all through a batch"},
			&cli.Float64Flag{Name: "weight-drop", Destination: &o.WeightDrop, DefaultText: "none", Usage: "share of recurrent weights dropped while training"},
			&cli.Float64Flag{Name: "weight-decay", Destination: &o.WeightDecay, DefaultText: "none", Usage: "pull of the weights to zero, times the learning rate"},
			&cli.Float64Flag{Name: "average", Destination: &o.Average, DefaultText: "the last weights", Usage: "save a running mean of the weights that keeps so much of itself each update"},
			&cli.Float64Flag{Name: "learning-rate", Destination: &o.LearningRate, Value: o.LearningRate, Usage: "step size of Adam"},
			&cli.StringFlag{Name: "schedule", Destination: &o.Schedule, Value: o.Schedule, Usage: "constant, or cosine: the rate falls to zero"},
			&cli.Float64Flag{Name: "warm-up", Destination: &o.WarmUp, DefaultText: "none", Usage: "share of the run in which the rate rises from zero"},
			&cli.Float64Flag{Name: "clip", Destination: &o.Clip, DefaultText: "any", Usage: "largest norm of the gradient"},
			&cli.StringFlag{Name: "recipe", Usage: "plain, the reference run; or best, the one of the model that comes along; other flags change it", Value: "plain"},
			&cli.Float64Flag{Name: "validation", Destination: &o.Validation, Value: o.Validation, Usage: "share of the tunes held out, 0 for none"},
			&cli.StringSliceFlag{Name: "validation-input", Usage: "`FILE` of tunes to measure on instead of such a share; may be repeated"},
			&cli.BoolFlag{Name: "shuffle", Destination: &o.Shuffle, Usage: "a new order of tunes each epoch"},
			&cli.BoolFlag{Name: "transpose", Destination: &o.Transpose, Usage: "learn each tune in other common keys too, one drawn each epoch"},
			&cli.Float64Flag{Name: "settle", Destination: &o.Settle, DefaultText: "none", Usage: "share of the run, at its end, in which they stand in their own keys"},
			&cli.Float64Flag{Name: "practice", Destination: &o.Practice, DefaultText: "none", Usage: "share of the tunes, then, in whose place it learns new ones of its own that check finds nothing in"},
			&cli.BoolFlag{Name: "reset", Destination: &o.Reset, Usage: "start each tune with an empty memory"},
			&cli.BoolFlag{Name: "tokens", Destination: &o.Tokens, Usage: "symbols are words between blanks, not characters; known by itself for note text"},
			&cli.IntFlag{Name: "stride", Destination: &o.Stride, DefaultText: "read on", Usage: "read shuffled windows this far apart, with no memory carried"},
			&cli.Uint64Flag{Name: "random-seed", Destination: &o.Seed, Value: o.Seed, Usage: "number that all chance follows from"},
			&cli.StringFlag{Name: "model-dir", Destination: &o.ModelDir, Value: o.ModelDir, Usage: "`FOLDER` for checkpoints"},
			&cli.BoolFlag{Name: "half", Destination: &o.Half, Usage: "save weights as 16-bit numbers, in half the room"},
			&cli.StringFlag{Name: "log", Destination: &o.Log, Value: o.Log, Usage: "CSV `FILE`, one row an epoch; - for standard output"},
			&cli.IntFlag{Name: "threads", Destination: &o.Threads, DefaultText: "all", Usage: "processor cores to use; the result is the same"},
			&cli.StringSliceFlag{Name: "input", Aliases: []string{"i"}, Usage: "`FILE` to learn, - for standard input; may be repeated", Value: cli.NewStringSlice("data/input.txt")},
			&cli.BoolFlag{Name: "resume", Usage: "go on with the run in --model-dir"},
		},
		Action: func(c *cli.Context) error { return train(c, &o) },
	}
}

func train(c *cli.Context, o *charrnn.Options) error {
	base, err := charrnn.Recipe(c.String("recipe"))
	if c.Bool("resume") {
		base, err = charrnn.ResumeOptions(o.ModelDir)
	}
	if err == nil {
		err = flagsOver(base, c, o)
	}
	if err != nil {
		return err
	}
	if err := o.Check(); err != nil {
		return err
	}
	inputs := c.StringSlice("input")
	if c.Args().Present() {
		if c.IsSet("input") {
			return fmt.Errorf("%w: train: text both by --input and as %s: use one", errUsage, c.Args().First())
		}
		inputs = c.Args().Slice()
	}
	corpus, err := charrnn.ReadCorpus(inputs, os.Stdin, o.Tokens)
	if err != nil {
		return err
	}
	o.Tokens = corpus.Tokens
	corpus.Variants, corpus.Signature = critic.Variants, critic.Signature
	corpus.Judge, corpus.Kind = critic.Sound, critic.Kind
	if c.IsSet("validation-input") {
		held, err := charrnn.ReadCorpus(c.StringSlice("validation-input"), os.Stdin, o.Tokens)
		if err != nil {
			return err
		}
		corpus.HeldOut = held.Pieces
	}
	debug.SetGCPercent(20) // steps allocate nothing: room to put off collections would only be wasted
	return charrnn.Train(c.Context, corpus, *o, c.Bool("resume"), charrnn.Report(os.Stderr, onTerminal(), os.Stdout))
}

// flagsOver replaces o by the options of a recipe or a saved run, but for the flags
// that were given, which are set once more.
func flagsOver(base charrnn.Options, c *cli.Context, o *charrnn.Options) error {
	given := map[string]string{}
	for _, name := range c.LocalFlagNames() {
		if _, list := c.Value(name).(cli.StringSlice); !list { // no option of the run
			given[name] = fmt.Sprint(c.Value(name))
		}
	}
	*o = base
	for name, value := range given {
		if err := c.Set(name, value); err != nil {
			return err
		}
	}
	return nil
}

func sampleCommand() *cli.Command {
	o := charrnn.DefaultSampleOptions()
	return &cli.Command{
		Name:      "sample",
		Usage:     "print new tunes from the checkpoint of an epoch",
		ArgsUsage: "[EPOCH]",
		Description: "Draws character after character from what the network predicts, and prints whole\n" +
			"tunes. EPOCH is the number in model/weights.EPOCH.safetensors, or a file; without it\n" +
			"the best checkpoint of the latest run is taken.",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "tunes", Aliases: []string{"n"}, Destination: &o.Tunes, Value: o.Tunes, Usage: "tunes to write"},
			&cli.IntFlag{Name: "len", Destination: &o.Length, DefaultText: "whole tunes", Usage: "write exactly so many characters instead"},
			&cli.StringFlag{Name: "seed", Destination: &o.Text, DefaultText: "what every tune begins with", Usage: "`TEXT` to start from, such as $'X: 1\\nT:My Jig\\n'; random for the beginning of a tune in --input"},
			&cli.Float64Flag{Name: "temperature", Aliases: []string{"t"}, Destination: &o.Temperature, Value: o.Temperature, Usage: "below 1 plainer, above 1 wilder"},
			&cli.IntFlag{Name: "top-k", Destination: &o.TopK, DefaultText: "all", Usage: "draw from the K likeliest characters only"},
			&cli.Float64Flag{Name: "top-p", Destination: &o.TopP, Value: o.TopP, Usage: "draw from the likeliest that make up this probability"},
			&cli.Uint64Flag{Name: "random-seed", Destination: &o.Seed, DefaultText: "a new one each time", Usage: "number the draws follow from: the same gives the same tunes"},
			&cli.IntFlag{Name: "threads", Destination: &o.Threads, DefaultText: "all", Usage: "processor cores to use for many tunes; the tunes are the same"},
			&cli.StringFlag{Name: "precision", Destination: (*string)(&o.Precision), Value: string(o.Precision), Usage: "weights rounded to 8 bits (int8) or as they are (fp32)"},
			&cli.StringFlag{Name: "input", Usage: "`FILE` of tunes for --seed random: one that was held out, if the model learnt it", Value: "data/input.txt"},
			&cli.StringFlag{Name: "midi", Usage: "`FOLDER` to write the tunes to as MIDI files, too"},
			&cli.StringFlag{Name: "key", DefaultText: "any", Usage: "key of the tunes: G, Am, Edor"},
			&cli.StringFlag{Name: "meter", DefaultText: "any, or the rhythm's", Usage: "meter of the tunes: 6/8, 4/4"},
			&cli.StringFlag{Name: "rhythm", DefaultText: "any", Usage: "kind of tune: jig, hornpipe, waltz"},
			strictFlag(),
			modelDir(),
		},
		Action: func(c *cli.Context) error { return sample(c, o) },
	}
}

func strictFlag() cli.Flag {
	return &cli.BoolFlag{Name: "strict", Usage: "write each bar anew until check finds nothing, and no tune that was learnt"}
}

// modelDir is the flag of commands that read checkpoints.
func modelDir() cli.Flag {
	return &cli.StringFlag{Name: "model-dir", Usage: "`FOLDER` of checkpoints", Value: charrnn.DefaultOptions().ModelDir}
}

func sample(c *cli.Context, o charrnn.SampleOptions) error {
	if !c.IsSet("random-seed") {
		o.Seed = rand.Uint64()
	}
	if err := o.Check(); err != nil {
		return err
	}
	switch {
	case c.NArg() > 1:
		return fmt.Errorf("%w: sample: one EPOCH, not %s: see charabanc sample --help", errUsage, strings.Join(c.Args().Slice(), " "))
	case c.IsSet("len") && o.Length == 0:
		return fmt.Errorf("%w: sample: len 0: choose 1 or more", errUsage)
	case c.IsSet("len") && c.IsSet("tunes"):
		return fmt.Errorf("%w: sample: --len and --tunes: use one", errUsage)
	}
	file, checkpoint, err := load(c)
	if err != nil {
		return err
	}
	if o.Text == "random" {
		corpus, err := charrnn.ReadCorpus([]string{c.String("input")}, os.Stdin, checkpoint.Vocabulary.Tokens)
		if err != nil {
			return err
		}
		o.Text = checkpoint.Passage(corpus, o.Seed)
	}
	if o.Guide, err = guides(c, checkpoint); err != nil {
		return fmt.Errorf("%w: sample: %w", errUsage, err)
	}
	if onTerminal() && !c.IsSet("random-seed") {
		fmt.Fprintf(os.Stderr, "%s, --random-seed %d\n", file, o.Seed)
	}
	tune, err := midiWriter(c.String("midi"))
	if err != nil {
		return err
	}
	return charrnn.Sample(c.Context, checkpoint, o, os.Stdout, tune)
}

// guides makes guides of tunes out of the flags that ask for any.
func guides(c *cli.Context, checkpoint *charrnn.Checkpoint) (func() charrnn.Guide, error) {
	fields, err := critic.HeaderFields(c.String("key"), c.String("meter"), c.String("rhythm"))
	if err != nil || len(fields) == 0 && !c.Bool("strict") {
		return nil, err
	}
	o := critic.GuideOptions{Fields: fields, Strict: c.Bool("strict"), Learnt: checkpoint.Learnt()}
	return func() charrnn.Guide { return critic.NewGuide(o) }, nil
}

// load reads the checkpoint that the first argument names.
func load(c *cli.Context) (file string, checkpoint *charrnn.Checkpoint, err error) {
	file, err = charrnn.FindCheckpoint(c.String("model-dir"), c.Args().First())
	if err == nil {
		checkpoint, err = charrnn.LoadCheckpoint(file)
	}
	return file, checkpoint, err
}

// midiWriter converts the tunes it is handed to tunes-0001.mid and so on in dir.
func midiWriter(dir string) (func(tune string) error, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("sample: --midi: %w", err)
	}
	n := 0
	return func(tune string) error {
		n++
		name := filepath.Join(dir, fmt.Sprintf("tunes-%04d.mid", n))
		_, err := convert.ConvertPiece(data.Source{Line: 1, Text: tune}, name, convert.Options{})
		return err
	}, nil
}

func evalCommand() *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "measure how well a checkpoint predicts a text",
		ArgsUsage: "CHECKPOINT FILE...",
		Description: "CHECKPOINT is an epoch or a file. Prints the loss in nats and bits for each character\n" +
			"and the share of characters that were the likeliest, with dropout off. Of the text it\n" +
			"was trained on, only the tunes that were held out count, and what n-gram counts of the\n" +
			"others predict stands beside; for another text, --baseline names the one to count.",
		Flags: []cli.Flag{
			modelDir(),
			&cli.StringFlag{Name: "precision", Usage: "weights as they are (fp32), or rounded as for sampling (int8)", Value: string(charrnn.Float32)},
			&cli.StringSliceFlag{Name: "baseline", Usage: "`FILE` whose n-grams to compare with; may be repeated"},
			&cli.IntFlag{Name: "threads", Usage: "processor cores to use, 0 for all"},
		},
		Action: eval,
	}
}

func eval(c *cli.Context) error {
	if c.NArg() < 2 {
		return fmt.Errorf("%w: eval: a checkpoint and a text are needed: see charabanc eval --help", errUsage)
	}
	precision, err := charrnn.ParsePrecision(c.String("precision"))
	if err != nil {
		return err
	}
	_, checkpoint, err := load(c)
	if err != nil {
		return err
	}
	corpus, err := charrnn.ReadCorpus(c.Args().Tail(), os.Stdin, checkpoint.Vocabulary.Tokens)
	if err != nil {
		return err
	}
	counted, held, own := checkpoint.HeldOut(corpus)
	if own {
		corpus = held
		fmt.Fprintf(os.Stderr, "the text it was trained on: only the %d tunes held out are predicted\n", len(held.Pieces))
	}
	if c.IsSet("baseline") {
		if counted, err = charrnn.ReadCorpus(c.StringSlice("baseline"), os.Stdin, checkpoint.Vocabulary.Tokens); err != nil {
			return err
		}
	}
	e, err := checkpoint.Evaluate(corpus, precision, c.Int("threads"))
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	for symbol, n := range e.Unknown {
		fmt.Fprintf(os.Stderr, "%q is not in the model's vocabulary: left out %d times\n", symbol, n)
	}
	fmt.Printf("symbols     %d\nloss        %.5f nats\nbits        %.5f a symbol\naccuracy    %.5f\n", e.Symbols, e.Loss, e.Bits(), e.Accuracy)
	if counted != nil {
		unigram, best := checkpoint.Baselines(counted, corpus)
		for _, b := range []charrnn.Baseline{unigram, best} {
			fmt.Printf("%d-gram      loss %.5f nats  bits %.5f  accuracy %.5f\n", b.Order, b.Loss, b.Loss/math.Ln2, b.Accuracy)
		}
	}
	return nil
}

func reportCommand() *cli.Command {
	o := charrnn.DefaultSampleOptions()
	return &cli.Command{
		Name:      "report",
		Usage:     "lay what a model writes beside what people wrote",
		ArgsUsage: "CHECKPOINT|TUNES",
		Description: "Samples many tunes from CHECKPOINT (an epoch or a .safetensors file), or takes those in\n" +
			"the ABC file TUNES, and prints how sound, long, varied, repetitive and new they are,\n" +
			"beside the tunes of --corpus, which should be what the model has learnt. Each tune of\n" +
			"the corpus is compared with the others.",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "corpus", Usage: "`FILE` of tunes that people wrote; may be repeated", Value: cli.NewStringSlice("data/input.txt")},
			&cli.IntFlag{Name: "tunes", Aliases: []string{"n"}, Usage: "tunes to sample", Value: 1000},
			&cli.Float64Flag{Name: "temperature", Aliases: []string{"t"}, Destination: &o.Temperature, Value: o.Temperature, Usage: "of sampling"},
			&cli.Uint64Flag{Name: "random-seed", Destination: &o.Seed, Value: 1, Usage: "number the draws follow from"},
			strictFlag(),
			modelDir(),
		},
		Action: func(c *cli.Context) error { return report(c, o) },
	}
}

func report(c *cli.Context, o charrnn.SampleOptions) error {
	if c.NArg() != 1 {
		return fmt.Errorf("%w: report: name a checkpoint or a file of tunes: see charabanc report --help", errUsage)
	}
	corpus, err := charrnn.ReadCorpus(c.StringSlice("corpus"), os.Stdin, false)
	if err != nil {
		return err
	}
	name, tunes, err := reported(c, o)
	if err != nil {
		return err
	}
	samples, people := critic.NewSurveys(corpus.Pieces)
	for _, tune := range tunes {
		samples.Add(tune, -1)
	}
	for i, tune := range corpus.Pieces {
		people.Add(tune, i)
	}
	return critic.WriteSurveys(os.Stdout, [2]string{filepath.Base(name), "corpus"}, [2]*critic.Survey{samples, people})
}

// reported is the tunes that a report is about, read or sampled, and their file.
func reported(c *cli.Context, o charrnn.SampleOptions) (name string, tunes []string, err error) {
	if name = c.Args().First(); isTunes(name) {
		written, err := charrnn.ReadCorpus([]string{name}, os.Stdin, false)
		if err != nil {
			return "", nil, err
		}
		return name, written.Pieces, nil
	}
	name, checkpoint, err := load(c)
	if err != nil {
		return "", nil, err
	}
	if o.Guide, err = guides(c, checkpoint); err != nil {
		return "", nil, err
	}
	o.Tunes = c.Int("tunes")
	err = charrnn.Sample(c.Context, checkpoint, o, io.Discard, func(tune string) error {
		tunes = append(tunes, tune)
		return nil
	})
	return name, tunes, err
}

// isTunes tells a file of tunes from a checkpoint's name.
func isTunes(name string) bool {
	return name == "-" || slices.Contains([]string{".abc", ".txt"}, filepath.Ext(name))
}

func plotCommand() *cli.Command {
	return &cli.Command{
		Name:      "plot",
		Usage:     "draw the loss curves of a training log",
		ArgsUsage: "[LOG]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "picture `FILE`, its format by its ending: .svg, .png, .pdf", Value: "loss.svg"},
			&cli.BoolFlag{Name: "accuracy", Usage: "draw accuracies instead"},
		},
		Action: func(c *cli.Context) error {
			name := charrnn.DefaultOptions().Log
			if c.Args().Present() {
				name = c.Args().First()
			}
			rows, err := charrnn.ReadLog(name)
			if err != nil {
				return err
			}
			return charrnn.Plot(rows, c.String("output"), c.Bool("accuracy"))
		},
	}
}
