package command

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func TestCommands(t *testing.T) {
	dir := t.TempDir()
	for _, variable := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(variable, dir)
	}
	for name, text := range map[string]string{"a.abc": "X:1\r\nC|\r\n\r\nX:2\r\nD|", "n.txt": "\n%%notes\nC4\n", "p.txt": "to be"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args string // DIR is the folder
		code int
		want string // in the error, or a file that is written
	}{
		{"fetch", console.ExitUsage, "name one corpus"},
		{"fetch reels", console.ExitUsage, "jigs or nottingham"},
		{"fetch abcjs jigs", console.ExitUsage, "or abcjs"},
		{"fetch --from DIR/p.txt abcjs", console.ExitFailed, "p.txt: its SHA-256 is not the pinned one: nothing was written"},
		{"fetch --from DIR/none -o DIR/jigs.txt jigs", console.ExitFailed, "DIR/none: "},
		{"fetch -o DIR/p.txt/x jigs", console.ExitFailed, "p.txt/x: "},
		{"split", console.ExitUsage, "split: name ABC files"},
		{"split DIR/nothere", console.ExitFailed, "split: "},
		{"split -o DIR/parts DIR/p.txt", console.ExitFailed, "no tune in it"},
		{"split -o DIR/parts DIR/a.abc", 0, "parts/a-train.txt"},
		{"split -o DIR/parts DIR/n.txt", 0, "parts/n-test.txt"},
	} {
		app := &cli.App{Commands: Commands(), ErrWriter: io.Discard, ExitErrHandler: func(*cli.Context, error) {}}
		err := app.RunContext(t.Context(), strings.Fields("charabanc "+strings.ReplaceAll(c.args, "DIR", dir)))
		code, exit := 0, cli.ExitCoder(nil)
		if errors.As(err, &exit) {
			code = exit.ExitCode()
		} else if err != nil {
			code = console.ExitFailed
		}
		switch {
		case code != c.code:
			t.Errorf("%s: error %v, code %d, want %d", c.args, err, code, c.code)
		case err != nil && (strings.Contains(err.Error(), "\n") || !strings.Contains(filepath.ToSlash(err.Error()), strings.ReplaceAll(c.want, "DIR", filepath.ToSlash(dir)))):
			t.Errorf("%s: error %v, want %s in one line", c.args, err, c.want)
		case err == nil:
			if _, err := os.Stat(filepath.Join(dir, c.want)); err != nil {
				t.Error(c.args, err)
			}
		}
	}
}
