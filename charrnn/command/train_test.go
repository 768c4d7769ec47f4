package command_test

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// writeJigs writes a corpus of so many short tunes and returns its name.
func writeJigs(t *testing.T, dir string, tunes int) string {
	t.Helper()
	var text strings.Builder
	for i := range tunes {
		text.WriteString("X: " + strconv.Itoa(i) + "\nM:6/8\nK:G\n" + strings.Repeat("GBd gfe|dBd cAF|", 3+i%5) + "\n\n")
	}
	name := filepath.Join(dir, "jigs.abc")
	if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestTwoRuns starts a second run into the folder of one that is in progress. The lock
// must end with the process, when that is killed, too.
func TestTwoRuns(t *testing.T) {
	dir := t.TempDir()
	args := []string{"train", writeJigs(t, dir, 60), "--units", "16", "--embedding", "8", "--layers", "1", "--epochs", "100000",
		"--model-dir", filepath.Join(dir, "model"), "--log", filepath.Join(dir, "log.csv")}
	first := exec.Command(program, args...)
	progress, err := first.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "epoch") {
	}
	for _, more := range [][]string{nil, {"--resume"}} {
		var stderr bytes.Buffer
		second := exec.Command(program, append(args, more...)...)
		second.Stderr = &stderr
		err = second.Run()
		var exit *exec.ExitError
		if want := "charabanc: model folder " + filepath.Join(dir, "model") + ": another run is training into it: wait for it, or choose another with --model-dir\n"; !errors.As(err, &exit) || exit.ExitCode() != 1 || stderr.String() != want {
			t.Errorf("%v: ended with %v and %q", more, err, stderr.String())
		}
	}
	first.Process.Kill()
	first.Wait()
	if out, err := exec.Command(program, append(args, "--epochs", "1")...).CombinedOutput(); err != nil || !strings.Contains(string(out), "previous-1") {
		t.Errorf("after the kill: %v: %s", err, out)
	}
}
