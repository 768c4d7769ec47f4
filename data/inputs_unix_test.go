//go:build unix

package data

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestNamedPipe reads one, and stops waiting for a writer that does not come.
func TestNamedPipe(t *testing.T) {
	quiet, in := Input{Path: filepath.Join(t.TempDir(), "quiet")}, Input{Path: filepath.Join(t.TempDir(), "pipe")}
	if err := errors.Join(unix.Mkfifo(quiet.Path, 0o600), unix.Mkfifo(in.Path, 0o600)); err != nil {
		t.Skip(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if _, err := quiet.Open(ctx, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the end of time", err)
	}
	go os.WriteFile(in.Path, []byte("X:1\n"), 0)
	s, err := in.Open(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if text, err := io.ReadAll(s); err != nil || string(text) != "X:1\n" {
		t.Errorf("read %q, error %v", text, err)
	}
}
