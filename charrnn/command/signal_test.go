//go:build unix

package command_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestSignals: a command that waits for a quiet pipe ends at once on a signal, with
// one line and the exit code of an interrupted command, and leaves no file.
func TestSignals(t *testing.T) {
	for _, line := range []string{
		"train -", "train --input shipped.abc --validation-input -", "eval 100 -", "report -", "report 100 --corpus -",
		"sample --seed random --input -", "plot -", "midi -", "notes -", "check -", "check --json -", "print -", "split -",
	} {
		for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
			t.Run(line+" "+sig.String(), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				os.WriteFile(dir+"/shipped.abc", []byte("X:1\nK:C\nC|\n\nX:2\nK:D\nD|\n\n"), 0o644)
				code, message := signalled(t, dir, line, sig, 300*time.Millisecond)
				if code == -1 { // a busy machine: the signal came before the program could take it
					code, message = signalled(t, dir, line, sig, 5*time.Second)
				}
				if code != 130 || !strings.HasSuffix(message, "interrupted\n") {
					t.Errorf("exit code %d, message %q", code, message)
				}
				if files, _ := os.ReadDir(dir); len(files) != 1 {
					t.Errorf("left %v", files)
				}
			})
		}
	}
}

// signalled runs a command with a quiet pipe as its standard input, and sends it a signal when
// it has had time to begin reading.
func signalled(t *testing.T, dir, line string, sig os.Signal, after time.Duration) (code int, message string) {
	t.Helper()
	c := exec.Command(program, strings.Fields(line)...)
	var stderr bytes.Buffer
	c.Dir, c.Stderr = dir, &stderr
	quiet, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer quiet.Close()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	c.Process.Signal(sig)
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		c.Process.Kill()
		t.Fatal("still running")
	}
	return c.ProcessState.ExitCode(), stderr.String()
}

// TestServe gets the page and stops the program, as Ctrl-C does, while it makes tunes.
func TestServe(t *testing.T) {
	p := serving(t)
	answer, err := http.Get(p.address.String())
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the page has the status %s", answer.Status)
	}
	begun, sampled := make(chan struct{}), make(chan error, 1)
	go func() {
		first := sync.OnceFunc(func() { close(begun) })
		sampled <- p.sample(t.Context(), request{Number: 100}, func(string) { first() })
	}()
	select {
	case <-begun:
	case err := <-sampled:
		t.Fatalf("no tune, error %v", err)
	}
	p.process.Process.Signal(os.Interrupt)
	done := make(chan error, 1)
	go func() { done <- p.process.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("still running after 10 seconds")
	}
	if err := <-sampled; err == nil || !strings.HasPrefix(err.Error(), "the program was stopped: ") {
		t.Errorf("the page was told %v", err)
	}
}
