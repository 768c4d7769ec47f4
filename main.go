// Charabanc learns folk tunes in ABC notation character by character, writes new
// ones, and turns ABC into MIDI. This file is wiring only: flags become an
// options struct, the struct goes to one call, the call's error to an exit code.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"charabanc/abcmidi"
	"charabanc/charrnn"
	"charabanc/charrnn/command"
	"charabanc/data"
	"github.com/schollz/progressbar/v3"
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
	message, code := strings.TrimPrefix(err.Error(), errUsage.Error()+": "), exitFailed
	var exit cli.ExitCoder
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case errors.Is(err, errUsage):
		code = exitUsage
	case ctx.Err() != nil:
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
		Commands:                  append(command.Commands(music{}), midiCommand(), notesCommand(), checkCommand(), printCommand(), fetchCommand(), splitCommand()),
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

// music answers what the commands of charrnn ask of music. charrnn and abcmidi do not
// import each other.
type music struct{}

func (music) Variants(tune string) []string { return abcmidi.Variants(tune) }
func (music) Signature(tune string) string  { return abcmidi.Signature(tune) }
func (music) Sound(tune string) bool        { return abcmidi.Sound(tune) }
func (music) Kind(tune string) string       { return abcmidi.Kind(tune) }

func (music) Guides(o command.GuideOptions) (func() charrnn.Guide, error) {
	fields, err := abcmidi.HeaderFields(o.Key, o.Meter, o.Rhythm)
	if err != nil || len(fields) == 0 && !o.Strict {
		return nil, err
	}
	options := abcmidi.GuideOptions{Fields: fields, Strict: o.Strict, Learnt: o.Learned}
	return func() charrnn.Guide { return abcmidi.NewGuide(options) }, nil
}

func (music) WriteMIDI(tune, file string) error {
	_, err := abcmidi.ConvertPiece(abcmidi.Source{Line: 1, Text: tune}, file, abcmidi.ConvertOptions{})
	return err
}

func (music) Compare(out io.Writer, name string, tunes, corpus []string) error {
	samples, people := abcmidi.NewSurveys(corpus)
	for _, tune := range tunes {
		samples.Add(tune, -1)
	}
	for i, tune := range corpus {
		people.Add(tune, i)
	}
	return abcmidi.WriteSurveys(out, [2]string{name, "corpus"}, [2]*abcmidi.Survey{samples, people})
}

func midiCommand() *cli.Command {
	var o abcmidi.ConvertOptions
	return &cli.Command{
		Name:      "midi",
		Usage:     "turn ABC, or note text, into MIDI files",
		ArgsUsage: "FILES...",
		Description: "Converts every tune of FILES (folders too, - for standard input): NAME.mid for a file\n" +
			"of one tune, NAME-0001.mid, NAME-0002.mid, ... for several. What is odd in the ABC is\n" +
			"reported as file:line:column: message, and the tune converted all the same.",
		Flags: []cli.Flag{
			&cli.Float64Flag{Name: "tempo", Destination: &o.Score.Tempo, DefaultText: "as written", Usage: "quarter notes a minute"},
			&cli.IntFlag{Name: "program", Destination: &o.Score.Program, DefaultText: "as written", Usage: "General MIDI instrument of the melody, 1 to 128"},
			&cli.IntFlag{Name: "chord-program", Destination: &o.Score.ChordProgram, DefaultText: "as written", Usage: "General MIDI instrument of the chords, 1 to 128"},
			&cli.IntFlag{Name: "transpose", Destination: &o.Score.Transpose, DefaultText: "none", Usage: "semitones up, or down if negative"},
			&cli.BoolFlag{Name: "swing", Destination: &o.Score.Swing, Usage: "lengthen every other eighth in hornpipes and the like"},
			&cli.BoolFlag{Name: "ornaments", Destination: &o.Score.Ornaments, Usage: "play rolls, trills and fermatas"},
			&cli.StringFlag{Name: "accompaniment", Usage: "what chord symbols play: pattern, block or none", Value: abcmidi.Pattern.String()},
			&cli.BoolFlag{Name: "split-voices", Destination: &o.SplitVoices, Usage: "one file for each voice"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Destination: &o.OutDir, Usage: "`FOLDER` for the MIDI files, made if it is missing", Value: "."},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "do not report what is odd"},
		},
		Action: func(c *cli.Context) error { return toMIDI(c, o) },
	}
}

func toMIDI(c *cli.Context, o abcmidi.ConvertOptions) error {
	if err := needFiles(c, "ABC files"); err != nil {
		return err
	}
	if err := setAccompaniment(c, &o.Score); err != nil {
		return err
	}
	o.Inputs, o.Stdin = c.Args().Slice(), os.Stdin
	bar := &byteBar{}
	o.Progress = bar.set
	o.Report = func(e *abcmidi.Error) {
		if bar.clear(); !c.Bool("quiet") {
			fmt.Fprintln(os.Stderr, e)
		}
	}
	debug.SetGCPercent(200) // what a tune takes is used again for the next: there is little to collect
	sum, err := abcmidi.ConvertTexts(c.Context, o)
	if sum.Tunes > 0 {
		fmt.Fprintf(os.Stderr, "%d tunes, %d notes, %d findings: %d MIDI files in %s\n", sum.Tunes, sum.Notes, sum.Findings, sum.Written, o.OutDir)
	}
	if err == nil && sum.NotConverted > 0 {
		err = fmt.Errorf("%d tunes could not be converted: see what is reported above", sum.NotConverted)
	}
	if err != nil {
		return fmt.Errorf("midi: %w", err)
	}
	return nil
}

// byteBar shows on a terminal how much of the input has been read.
type byteBar struct{ bar *progressbar.ProgressBar }

func (b *byteBar) set(done, total int64) {
	if !onTerminal() || total == 0 {
		return
	}
	if b.bar == nil {
		b.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowBytes(true))
	}
	b.bar.Set64(done)
}

func (b *byteBar) clear() {
	if b.bar != nil {
		b.bar.Clear()
	}
}

// setAccompaniment reads the one option that is a word, and looks at the others.
func setAccompaniment(c *cli.Context, o *abcmidi.ScoreOptions) (err error) {
	o.Accompaniment, err = abcmidi.ParseAccompaniment(c.String("accompaniment"))
	switch {
	case err != nil:
		return fmt.Errorf("%w: midi: %w", errUsage, err)
	case c.IsSet("tempo") && !(o.Tempo >= 1 && o.Tempo <= 1000):
		return fmt.Errorf("%w: midi: tempo %v: choose 1 to 1000", errUsage, o.Tempo)
	case c.IsSet("program") && (o.Program < 1 || o.Program > 128):
		return fmt.Errorf("%w: midi: program %d: choose 1 to 128", errUsage, o.Program)
	case c.IsSet("chord-program") && (o.ChordProgram < 1 || o.ChordProgram > 128):
		return fmt.Errorf("%w: midi: chord-program %d: choose 1 to 128", errUsage, o.ChordProgram)
	case o.Transpose < -60 || o.Transpose > 60:
		return fmt.Errorf("%w: midi: transpose %d: choose -60 to 60", errUsage, o.Transpose)
	}
	return nil
}

func notesCommand() *cli.Command {
	o := abcmidi.NotesOptions{Output: "data/notes.txt"}
	return &cli.Command{
		Name:      "notes",
		Usage:     "turn MIDI files into text to learn from",
		ArgsUsage: "FILES...",
		Description: "Reads MIDI files (folders too) and writes a piece of text for each: exact, from which\n" +
			"the same notes come back; classic, pitches alone; or abc. Broken files are named,\n" +
			"left out and counted. Learn it with: charabanc train --input data/notes.txt",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Destination: &o.Output, Value: o.Output, Usage: "`FILE` for the text, - for standard output"},
			&cli.IntFlag{Name: "grid", Destination: &o.Text.Grid, DefaultText: "every tick as it is", Usage: "lines to a quarter note that notes are moved to: 12, 24, 48"},
			&cli.IntFlag{Name: "min-count", Destination: &o.MinCount, DefaultText: "keep all", Usage: "leave out notes that come less often"},
			&cli.StringFlag{Name: "transpose-to", Destination: &o.Text.TransposeTo, DefaultText: "as it is", Usage: "major `KEY` to move every piece to, minor ones to its relative"},
			&cli.BoolFlag{Name: "velocity", Destination: &o.Text.Velocity, Usage: "keep how hard notes are struck"},
			&cli.BoolFlag{Name: "pedal", Destination: &o.Text.Pedal, Usage: "let the sustain pedal lengthen notes"},
			&cli.StringFlag{Name: "as", Usage: "exact, classic or abc", Value: "exact"},
		},
		Action: func(c *cli.Context) error { return toNotes(c, o) },
	}
}

func toNotes(c *cli.Context, o abcmidi.NotesOptions) error {
	if err := needFiles(c, "MIDI files or folders"); err != nil {
		return err
	}
	bar := &byteBar{}
	o.Inputs, o.Stdin, o.Stdout, o.Progress = c.Args().Slice(), os.Stdin, os.Stdout, bar.set
	o.Report = func(file string, reason error) {
		bar.clear()
		fmt.Fprintf(os.Stderr, "%s: left out: %v\n", file, reason)
	}
	var err error
	if o.Text.Format, err = abcmidi.ParseNoteFormat(c.String("as")); err != nil {
		return fmt.Errorf("%w: notes: %w", errUsage, err)
	}
	if o.Output != "-" {
		err = os.MkdirAll(filepath.Dir(o.Output), 0o755)
	}
	var sum abcmidi.NotesSummary
	if err == nil {
		sum, err = abcmidi.ConvertCorpus(c.Context, o)
	}
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%d files, %d notes: %d pieces of %d tokens, %d different, in %s; %d files left out; %d rare notes of %d kinds left out\n",
		sum.Files, sum.Notes, sum.Pieces, sum.Tokens, sum.Vocabulary, o.Output, sum.Skipped, sum.Rare, sum.RareKinds)
	if sum.Pieces == 0 {
		return fmt.Errorf("notes: no file could be read: name MIDI files")
	}
	return nil
}

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "look for what is wrong in ABC tunes",
		ArgsUsage: "FILES...",
		Description: "Reports bars whose length is not the meter's, repeats without their other half, notes\n" +
			"out of range, missing headers and text that is not ABC, as file:line:column: message.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each tune instead"},
		},
		Action: check,
	}
}

func check(c *cli.Context) error {
	if err := needFiles(c, "ABC files"); err != nil {
		return err
	}
	tunes, valid, bars, badBars := 0, 0, 0, 0
	out := bufio.NewWriter(os.Stdout)
	toJSON := json.NewEncoder(out)
	toJSON.SetEscapeHTML(false)
	err := abcmidi.EachTune(c.Args().Slice(), os.Stdin, func(src abcmidi.Source) error {
		report := abcmidi.CheckSource(src)
		tunes, bars, badBars = tunes+1, bars+report.Bars, badBars+report.BadBars
		if report.Valid() {
			valid++
		}
		if c.Bool("json") {
			return toJSON.Encode(report)
		}
		for _, f := range report.Findings {
			fmt.Fprintln(out, f)
		}
		return c.Context.Err()
	})
	if err := errors.Join(err, out.Flush()); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if tunes == 0 {
		return noTune(c)
	}
	fmt.Fprintf(os.Stderr, "%d of %d tunes fully valid (%.1f %%), %d of %d bars without a finding (%.1f %%)\n",
		valid, tunes, percent(valid, tunes), bars-badBars, bars, percent(bars-badBars, bars))
	return nil
}

func noTune(c *cli.Context) error {
	return fmt.Errorf("%s: no tune in %s: a tune begins with an X: line", c.Command.Name, strings.Join(c.Args().Slice(), ", "))
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(whole, 1)) }

func printCommand() *cli.Command {
	return &cli.Command{
		Name:        "print",
		Usage:       "print ABC in its canonical form, or transposed",
		ArgsUsage:   "FILES...",
		Description: "Keys, chord symbols and accidentals move along when a tune is transposed; the layout\nstays as it is.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "transpose", Usage: "semitones up, or down if negative", Value: "0"},
		},
		Action: func(c *cli.Context) error {
			semitones, err := abcmidi.ParseInterval(c.String("transpose"))
			if err != nil || !c.Args().Present() {
				return fmt.Errorf("%w: print: name ABC files, and --transpose semitones from -36 to 36", errUsage)
			}
			tunes := 0
			out := bufio.NewWriter(os.Stdout)
			err = abcmidi.EachTune(c.Args().Slice(), os.Stdin, func(src abcmidi.Source) error {
				tunes++
				tune, _ := abcmidi.ParseSource(src) // check tells what could not be read
				return errors.Join(abcmidi.Print(out, abcmidi.Transpose(tune, semitones)), out.WriteByte('\n'), c.Context.Err())
			})
			if err := errors.Join(err, out.Flush()); err != nil {
				return fmt.Errorf("print: %w", err)
			}
			if tunes == 0 {
				return noTune(c)
			}
			return nil
		},
	}
}

func fetchCommand() *cli.Command {
	return &cli.Command{
		Name:      "fetch",
		Usage:     "download a corpus: nottingham, or jigs, a part of it",
		ArgsUsage: "nottingham|jigs",
		Description: "Brings the files of the Nottingham Music Database (cleaned, 1,034 tunes) to\n" +
			"data/nottingham.txt, or its jigs to data/jigs.txt, and compares their SHA-256. What a\n" +
			"broken connection has left is not fetched again.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` to write", DefaultText: "data/NAME.txt"},
			&cli.StringFlag{Name: "from", Usage: "`URL` of another folder with the same files", DefaultText: "where the collection lives"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return fmt.Errorf("%w: fetch: name one corpus, nottingham or jigs", errUsage)
			}
			source, err := data.Lookup(c.Args().First())
			if err != nil {
				return fmt.Errorf("%w: fetch: %w", errUsage, err)
			}
			if c.IsSet("from") {
				source.Base = c.String("from")
			}
			o := data.FetchOptions{Output: c.String("output")}
			if o.Output == "" {
				o.Output = filepath.Join("data", source.Name+".txt")
			}
			o.Progress = func(name string, done, files int) {
				fmt.Fprintf(os.Stderr, "%d of %d: %s\n", done+1, files, name)
			}
			if err := data.Fetch(c.Context, source, o); err != nil {
				return fmt.Errorf("fetch: %w", err)
			}
			fmt.Fprintf(os.Stderr, "%s: %s\n", o.Output, source.Describe())
			return nil
		},
	}
}

func splitCommand() *cli.Command {
	return &cli.Command{
		Name:      "split",
		Usage:     "cut a corpus into tunes to train on, to validate with and to test with",
		ArgsUsage: "FILES...",
		Description: "Each tune goes by the SHA-256 of its own text, so the parts are the same whenever and\n" +
			"wherever they are made: NAME-train.txt (eight tenths), NAME-validation.txt, NAME-test.txt.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FOLDER` for the three files", Value: "data"},
		},
		Action: func(c *cli.Context) error {
			if err := needFiles(c, "ABC files"); err != nil {
				return err
			}
			parts, names, err := data.SplitFiles(c.Args().Slice(), os.Stdin, c.String("output"))
			if err != nil {
				return fmt.Errorf("split: %w", err)
			}
			for i, p := range parts {
				fmt.Fprintf(os.Stderr, "%s: %d tunes, %d bytes\n", names[i], p.Tunes, len(p.Text))
			}
			return nil
		},
	}
}
