package data

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWithStarter(t *testing.T) {
	t.Chdir(t.TempDir())
	stdin := strings.NewReader("piped")
	read := func(names ...string) (string, bool) {
		from, in, starts := WithStarter(names, stdin, "starter")
		if !starts {
			return strings.Join(from, " "), in != stdin
		}
		text, _ := io.ReadAll(in)
		return strings.Join(from, " ") + " " + string(text), false
	}
	for names, want := range map[string]string{
		StarterFile:            "- starter",
		"other.txt":            "other.txt",
		"-":                    "-",
		StarterFile + " a.txt": StarterFile + " a.txt",
	} {
		if got, otherInput := read(strings.Fields(names)...); got != want || otherInput {
			t.Errorf("%s is not there: %s, want %s", names, got, want)
		}
	}
	os.MkdirAll(filepath.Dir(StarterFile), 0o777)
	if err := os.WriteFile(StarterFile, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got, _ := read(StarterFile); got != StarterFile {
		t.Errorf("it is there: %s", got)
	}
}
