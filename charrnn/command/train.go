package command

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/option"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func (p *program) trainCommand() *cli.Command {
	o, _ := charrnn.Recipe(bestRecipe)
	return &cli.Command{
		Name:      "train",
		Usage:     "train a network on a text; write checkpoints to model/ and a log to training_log.csv",
		ArgsUsage: "[FILES]",
		Description: "Trains on the text of FILES, or of --input, in this order. ABC is cut into tunes at X:\n" +
			"lines, note text at blank lines. A tenth of the tunes is held out for validation. Ctrl-C\n" +
			"saves the run and stops; --resume continues it with the same options and the same result.\n" +
			"\n" +
			"The options of a run begin with those of a recipe: best for ABC, plain for other text.\n" +
			"The defaults below are those of best, which also makes the epochs fewer for a text of more\n" +
			"than 400 kB and more for a small one. --recipe plain is the reference run.\n" +
			"\n" +
			"A new run overwrites nothing: the files of the run that was in the folder, and its log, are\n" +
			"moved to previous-1 in the folder, or the next number that is free.\n" +
			"\n" +
			"--from goes on from the weights of a checkpoint with another text, such as tunes of your\n" +
			"own. Symbols that the checkpoint does not know are added. A learning rate below that of a\n" +
			"new run keeps more of what it has learned: try\n" +
			"\n" +
			"   charabanc train mytunes.abc --from shipped --learning-rate 3e-4 --epochs 30 --early-stop 5",
		Flags:  trainFlags(&o),
		Action: func(c *cli.Context) error { return p.train(c, &o) },
	}
}

// trainFlags returns the flags of train, which set o.
func trainFlags(o *charrnn.Options) []cli.Flag {
	return append(flags(o.Fields()),
		&cli.StringFlag{Name: "recipe", Usage: "options to start from (plain or best): plain is the reference run, best made the shipped model", DefaultText: "best for ABC, plain for other text"},
		&cli.StringSliceFlag{Name: "validation-input", Usage: "`FILE` of tunes for validation instead of a share of the text; may be repeated"},
		&cli.StringSliceFlag{Name: "input", Aliases: []string{"i"}, Usage: "`FILE` to train on, - for standard input; may be repeated", Value: cli.NewStringSlice(starterFile)},
		&cli.BoolFlag{Name: "resume", Usage: "continue the run in --model-dir"},
		&cli.StringFlag{Name: "from", Usage: "`CHECKPOINT` to start from: an epoch in --model-dir, a file, or shipped for the shipped model", DefaultText: "random weights"},
	)
}

// The names of recipes.
const (
	bestRecipe  = "best"
	plainRecipe = "plain"
)

func (p *program) train(c *cli.Context, o *charrnn.Options) error {
	text, err := p.prepare(c, o)
	if err != nil {
		return err
	}
	if o.Comm.Size() > 1 {
		o.Threads = cmp.Or(o.Threads, runtime.GOMAXPROCS(0))
		runtime.GOMAXPROCS(o.Threads + 1) // one for the exchange of gradients
	}
	return start(c, text, o)
}

// start trains, as o says.
func start(c *cli.Context, text *corpus.Corpus, o *charrnn.Options) (err error) {
	debug.SetGCPercent(20) // steps do not allocate: a lower limit saves memory and costs nothing
	if c.Bool("resume") {
		_, err = charrnn.Resume(c.Context, text, *o)
	} else {
		_, err = charrnn.Train(c.Context, text, *o)
	}
	return err
}

// basis sets o to the options that follow from the flags before the text is known, and
// returns the recipe and the checkpoint that they begin with.
func (p *program) basis(c *cli.Context, o *charrnn.Options) (recipe string, from *charrnn.Checkpoint, err error) {
	recipe = cmp.Or(c.String("recipe"), bestRecipe)
	if from, err = p.ancestor(c); err == nil {
		err = p.setOptions(c, o, from, recipe, nil)
	}
	return recipe, from, err
}

// prepare sets all of o, and returns the text to train on.
func (p *program) prepare(c *cli.Context, o *charrnn.Options) (*corpus.Corpus, error) {
	recipe, from, err := p.basis(c, o)
	if err != nil {
		return nil, err
	}
	if err := data.NotAnInput(o.Log, slices.Concat(c.Args().Slice(), c.StringSlice("input"), c.StringSlice("validation-input"))); err != nil {
		return nil, fmt.Errorf("train: %w with --log", err)
	}
	text, kind, err := p.sharedText(func() (*corpus.Corpus, data.Kind, error) { return p.trainingText(c, o) })
	if err != nil {
		return nil, err
	}
	if kind != data.ABC && !c.IsSet("recipe") {
		recipe = plainRecipe
	}
	if c.Bool("resume") {
		o.Words = text.Words
	} else if err := p.setOptions(c, o, from, recipe, text); err != nil {
		return nil, err
	}
	o.Comm = p.comm()
	return text, p.setMusic(c, o, from)
}

// setMusic sets what knows music, or serves in its place, and what prints the progress.
func (p *program) setMusic(c *cli.Context, o *charrnn.Options, from *charrnn.Checkpoint) error {
	o.Critic, o.Memory = p.music, p.music.Memory
	o.Watch = watch(c.App.ErrWriter, !p.alone && console.OnTerminal(), c.App.Writer)
	if o.NoCopy {
		return nil
	}
	if from == nil {
		var err error
		if from, err = p.loadShipped(); err != nil {
			return err
		}
	}
	o.Copy = from.Copy
	return nil
}

// setOptions sets o to the options of the recipe or of the run to resume, and those that
// follow from the checkpoint to start from, with the flags that were given set again, and
// checks them. text is what the run learns, if it is known.
func (p *program) setOptions(c *cli.Context, o *charrnn.Options, from *charrnn.Checkpoint, recipe string, text *corpus.Corpus) error {
	base, err := charrnn.Recipe(recipe)
	if c.Bool("resume") {
		base, err = p.sharedOptions(o.ModelDir)
	}
	if err != nil {
		return err
	}
	if text != nil && recipe == bestRecipe {
		base.SizeTo(text)
	}
	given := map[string]string{}
	for _, f := range o.Fields() {
		if c.IsSet(f.Name) {
			given[f.Name] = fmt.Sprint(c.Value(f.Name))
		}
	}
	if from != nil {
		base.StartFrom(from)
	}
	if from != nil || c.IsSet("early-stop") || c.IsSet("stride") || c.IsSet("settle") && c.Float64("settle") == 0 {
		base.Practice = 0 // it is for the end of a whole run that reads whole tunes
	}
	*o = base
	for name, value := range given {
		if err := c.Set(name, value); err != nil {
			return err
		}
	}
	if text != nil {
		o.Words = text.Words
	}
	if err := option.Check(o.Fields()); err != nil { // a zero that was given is no default
		return err
	}
	return o.Check()
}

// trainingText reads the text to train on and, if named, the text for validation.
func (p *program) trainingText(c *cli.Context, o *charrnn.Options) (*corpus.Corpus, data.Kind, error) {
	inputs := c.StringSlice("input")
	if c.Args().Present() {
		if c.IsSet("input") {
			return nil, data.Plain, console.Usage("train: both --input and %s name a text: use one of them", c.Args().First())
		}
		inputs = c.Args().Slice()
	}
	text, kind, err := p.readText(c, inputs, o.Words)
	if err != nil || !c.IsSet("validation-input") {
		return text, kind, err
	}
	held, _, err := p.readText(c, c.StringSlice("validation-input"), text.Words)
	if err != nil {
		return nil, kind, err
	}
	text.HeldOut = held.Pieces
	return text, kind, nil
}
