package console

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"github.com/xrash/smetrics"
)

// NoCommand is the action of the app: its first argument is not the name of a command.
func NoCommand(c *cli.Context) error {
	if !c.Args().Present() {
		return cli.ShowAppHelp(c)
	}
	var names []string
	for _, command := range c.App.Commands {
		names = append(names, command.Name)
	}
	return Usage("unknown command %q%s: see charabanc --help", c.Args().First(), Suggest("", c.Args().First(), names))
}

// UsageError explains an error of the flag parser.
func UsageError(c *cli.Context, err error, _ bool) error {
	if flag, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: "); unknown {
		var names []string
		for _, f := range c.Command.Flags {
			names = append(names, f.Names()...)
		}
		name := strings.TrimLeft(flag, "-")
		err = fmt.Errorf("no flag --%s%s", name, Suggest("--", name, names))
	}
	if c.Command.Name != c.App.Name {
		err = fmt.Errorf("%s: %w", c.Command.Name, err)
	}
	return Usage("%w: see %s --help", err, c.Command.HelpName)
}

// Suggest offers the name that was probably meant, if one is near.
func Suggest(prefix, name string, names []string) string {
	const near = 0.84 // similarity: 1 is equal
	best, found := near, ""
	for _, n := range names {
		if s := smetrics.JaroWinkler(name, n, 0.7, 4); s > best {
			best, found = s, ": perhaps "+prefix+n
		}
	}
	return found
}

// Reorder moves a command's flags before its arguments. Package flag stops at the first
// argument, so that in "sample 100 --len 500" it would take --len for an argument.
func Reorder(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	command := app.Command(args[1])
	if command == nil {
		return args
	}
	takesValue, mayTakeNumber := map[string]bool{}, map[string]bool{}
	for _, f := range command.Flags {
		_, isBool := f.(*cli.BoolFlag)
		generic, isGeneric := f.(*cli.GenericFlag)
		if isGeneric {
			_, isGeneric = generic.Value.(*OptionalNumber)
		}
		for _, name := range f.Names() {
			takesValue[name] = !isBool && !isGeneric
			mayTakeNumber[name] = isGeneric
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
			if name = strings.TrimPrefix(name, "-"); mayTakeNumber[name] && i+1 < len(args) {
				if _, err := parseDigits(args[i+1]); err == nil {
					i++
					flags[len(flags)-1] += "=" + args[i]
				}
			}
			if !takesValue[name] {
				continue
			}
			if i++; i == len(args) { // the flag parser is to miss its value, not to take the --
				return slices.Concat(args[:2], flags)
			}
			flags = append(flags, args[i])
		}
	}
	return slices.Concat(args[:2], flags, []string{"--"}, rest)
}
