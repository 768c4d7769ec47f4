package command_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestKillSweep kills a sweep in its first run. Then two processes go on with it at the same
// time. The results must be those of a sweep that was not killed.
func TestKillSweep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGKILL on this system")
	}
	dir := t.TempDir()
	corpus, grid := writeJigs(t, dir, 120), filepath.Join(dir, "grid.csv")
	if err := os.WriteFile(grid, []byte("name,units\nlong,160\n,16\n,17\n,18\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	sweep := func(name string, more ...string) *exec.Cmd {
		return exec.Command(program, append([]string{"sweep", grid, "-o", filepath.Join(dir, name+".csv"), "--input", corpus,
			"--recipe", "plain", "--embedding", "16", "--seq-length", "32", "--epochs", "4"}, more...)...)
	}
	if out, err := sweep("through").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	killInEpoch3(t, sweep("killed", "--jobs", "1"), filepath.Join(dir, "killed", "long", "training_log.csv"))
	var both sync.WaitGroup
	var messages [2]bytes.Buffer
	for i := range messages {
		both.Go(func() {
			c := sweep("killed", "--jobs", "1")
			c.Stderr = &messages[i]
			if err := c.Run(); err != nil {
				t.Errorf("%v: %s", err, messages[i].String())
			}
		})
	}
	both.Wait()
	said := messages[0].String() + messages[1].String()
	for _, want := range []string{"row 1 of 4, long: continued\n", "row 2 of 4: begun\n", "row 4 of 4: begun\n"} {
		if strings.Count(said, want) != 1 {
			t.Errorf("not once %q in\n%s", want, said)
		}
	}
	if got, want := figures(t, filepath.Join(dir, "killed.csv")), figures(t, filepath.Join(dir, "through.csv")); !slices.Equal(got, want) {
		t.Errorf("results\n%q\nwant\n%q", got, want)
	}
	a, err := os.ReadFile(filepath.Join(dir, "through", "long", "model", "weights.4.safetensors"))
	b, err2 := os.ReadFile(filepath.Join(dir, "killed", "long", "model", "weights.4.safetensors"))
	if err != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("other weights than those of a run without a kill (errors %v, %v)", err, err2)
	}
}

// figures returns the lines of results without the times and the folders.
func figures(t *testing.T, file string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.Join(strings.Split(line, ",")[:7], ","))
	}
	return lines
}
