package console

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestReorder(t *testing.T) {
	app := &cli.App{Commands: []*cli.Command{{Name: "do", Flags: []cli.Flag{&cli.BoolFlag{Name: "b"}, &cli.StringFlag{Name: "s"}}}}}
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
	} {
		if got := strings.Join(Reorder(app, strings.Fields(args)), " "); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
}
