package command_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata/script run the program that TestMain builds.

var program string

func TestMain(m *testing.M) {
	os.Exit(build(m))
}

// build builds the program and runs the tests with it.
func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "charabanc")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "charabanc")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", program, "charabanc").CombinedOutput(); err != nil {
		println(string(out))
		return 1
	}
	return m.Run()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "length": length, "joined": joined},
		Condition: func(cond string) (bool, error) {
			_, err := os.Stat(strings.ReplaceAll(cond, "-", "/")) // [-dev-full]: there is such a file
			return err == nil, nil
		},
	})
}

// exits runs a command that must fail with an exit code and with one line on standard
// error: exits CODE COMMAND ARGS.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("ended with %v, want exit code %d", err, want)
	}
	message := ts.ReadFile("stderr")
	if strings.Count(message, "\n") != 1 || !strings.HasPrefix(message, "charabanc: ") {
		ts.Fatalf("want one line of error, not %q", message)
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("want nothing on standard output, not %q", out)
	}
}

// length checks the number of characters of a file: length FILE N.
func length(ts *testscript.TestScript, neg bool, args []string) {
	if n := len([]rune(ts.ReadFile(args[0]))); strconv.Itoa(n) != args[1] {
		ts.Fatalf("%s has %d characters, want %s", args[0], n, args[1])
	}
}

// joined checks that a file is others, one after another: joined FILE PARTS.
func joined(ts *testscript.TestScript, neg bool, args []string) {
	var parts strings.Builder
	for _, part := range args[1:] {
		parts.WriteString(ts.ReadFile(part))
	}
	if got := ts.ReadFile(args[0]); got != parts.String() || got == "" {
		ts.Fatalf("%s is\n%s\nand its parts are\n%s", args[0], got, parts.String())
	}
}

// TestKill kills a run in its third epoch with a signal that cannot be caught, and
// resumes it. The checkpoints must be those of a run that was not killed, to the byte,
// with one thread and with two.
func TestKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGKILL on this system")
	}
	dir := t.TempDir()
	corpus := filepath.Join(dir, "corpus.abc")
	var text strings.Builder
	for i := range 120 {
		text.WriteString("X: " + strconv.Itoa(i) + "\nM:6/8\nK:G\n" + strings.Repeat("GBd gfe|dBd cAF|", 3+i%5) + "\n\n")
	}
	if err := os.WriteFile(corpus, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	args := func(name string, more ...string) []string {
		return append([]string{"train", corpus, "--units", "160", "--embedding", "32", "--seq-length", "32", "--epochs", "4",
			"--freq", "1", "--model-dir", filepath.Join(dir, name), "--log", filepath.Join(dir, name+".csv")}, more...)
	}
	run := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	run(args("through", "--threads", "1")...)
	for _, threads := range []string{"1", "2"} {
		name := "killed" + threads
		killInEpoch3(t, exec.Command(program, args(name, "--threads", threads)...), filepath.Join(dir, name+".csv"))
		run("train", corpus, "--resume", "--threads", threads, "--freq", "1", "--model-dir", filepath.Join(dir, name), "--log", filepath.Join(dir, name+".csv"))
		for epoch := 1; epoch <= 4; epoch++ {
			file := "weights." + strconv.Itoa(epoch) + ".safetensors"
			a, err := os.ReadFile(filepath.Join(dir, "through", file))
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(filepath.Join(dir, name, file))
			if err != nil || string(a) != string(b) {
				t.Errorf("%s threads: %s differs from that of a run without a kill (error %v)", threads, file, err)
			}
		}
	}
}

// killInEpoch3 starts a run and kills it when its log has two rows: in the third epoch.
func killInEpoch3(t *testing.T, cmd *exec.Cmd, log string) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			t.Fatalf("the run ended before it was killed: %v", err)
		case <-time.After(time.Millisecond):
		}
		if rows, _ := os.ReadFile(log); strings.Count(string(rows), "\n") >= 3 {
			break
		}
	}
	cmd.Process.Signal(syscall.SIGKILL)
	<-ended
	if rows, err := os.ReadFile(log); err != nil || strings.Count(string(rows), "\n") > 4 {
		t.Logf("killed late: the log is %q (error %v)", rows, err)
	}
}
