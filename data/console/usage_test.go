package console

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestReorder(t *testing.T) {
	optional, _ := OptionalNumberFlag("n", "", 1)
	app := &cli.App{Commands: []*cli.Command{{Name: "do", Flags: []cli.Flag{&cli.BoolFlag{Name: "b"}, &cli.StringFlag{Name: "s"}, optional}}}}
	for args, want := range map[string]string{
		"p":                  "p",
		"p other --s x":      "p other --s x",
		"p do a --s x b":     "p do --s x -- a b",
		"p do a --b b":       "p do --b -- a b",
		"p do a --s=x -":     "p do --s=x -- a -",
		"p do a -s x -- --b": "p do -s x -- a --b",
		"p do a --s":         "p do --s",
		"p do a --b --s":     "p do --b --s",
		"p do a --unknown b": "p do --unknown -- a b",
		"p do --n a":         "p do --n -- a",
		"p do --n 5 a":       "p do --n=5 -- a",
		"p do a --n=5 6":     "p do --n=5 -- a 6",
		"p do a --n":         "p do --n -- a",
	} {
		if got := strings.Join(Reorder(app, strings.Fields(args)), " "); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
}

func TestOptionalNumber(t *testing.T) {
	for args, want := range map[string]string{
		"p do a": "", "p do --n a": "1", "p do a --n": "1", "p do --n 5 a": "5", "p do --n=7 a": "7", "p do --n=0 a": "0",
		"p do --n=x a": "error", "p do --n=-1 a": "error",
	} {
		optional, value := OptionalNumberFlag("n", "", 1)
		app := &cli.App{
			Writer: io.Discard, ErrWriter: io.Discard,
			Commands: []*cli.Command{{Name: "do", Flags: []cli.Flag{optional}, Action: func(c *cli.Context) error {
				if c.Args().First() != "a" || c.NArg() != 1 {
					t.Errorf("%s: arguments %v", args, c.Args())
				}
				return nil
			}, OnUsageError: func(_ *cli.Context, err error, _ bool) error { return err }}},
		}
		got := ""
		if err := app.Run(Reorder(app, strings.Fields(args))); err != nil {
			got = "error"
		} else if value.Given {
			got = strconv.Itoa(value.Number)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}
