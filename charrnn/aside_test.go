package charrnn

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/trainlog"
)

// writeTree writes files below a folder.
func writeTree(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// readTree returns the files below a folder, without the lock.
func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == filepath.Join("model", lockFile) {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

const oneRow = "epoch,loss\n1,3\n"

// setAsideIn runs setAside for a folder model and a log below dir.
func setAsideIn(dir, log string) (notes []string, err error) {
	tr := &trainer{options: Options{ModelDir: filepath.Join(dir, "model"), Log: log}, begun: true}
	tr.options.Watch.Note = func(line string) { notes = append(notes, strings.ReplaceAll(line, dir+string(filepath.Separator), "")) }
	err = tr.setAside()
	return notes, err
}

func TestSetAside(t *testing.T) {
	run := map[string]string{"model/weights.1.safetensors": "1", "model/weights.20.safetensors": "20",
		"model/run.json": "r", "model/char_to_idx.json": "c", "model/resume.safetensors": "p", "model/sample.abc": "s"}
	moved := map[string]string{}
	for name, text := range run {
		moved["model/previous-1/"+filepath.Base(name)] = text
	}
	with := func(trees ...map[string]string) map[string]string {
		all := map[string]string{}
		for _, tree := range trees {
			maps.Copy(all, tree)
		}
		return all
	}
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	other := map[string]string{"model/loss.svg": "l", "model/weights.best.safetensors": "b", "model/weights.007.safetensors": "7", "notes.txt": "n"}
	for name, test := range map[string]struct {
		before, after map[string]string
		log, note     string
	}{
		"nothing":               {other, other, "log.csv", ""},
		"a run":                 {with(run, other), with(moved, other), "log.csv", "model: the files of the run that was there are now in model/previous-1"},
		"a run and its log":     {with(run, one("log.csv", oneRow)), with(moved, one("model/previous-1/log.csv", oneRow)), "log.csv", "model: the files of the run that was there, and the log log.csv, are now in model/previous-1"},
		"a log alone":           {one("logs/log.csv", oneRow), one("model/previous-1/log.csv", oneRow), "logs/log.csv", "logs/log.csv: the log of another run is now in model/previous-1"},
		"a log without rows":    {one("log.csv", "epoch,loss\n"), one("log.csv", "epoch,loss\n"), "log.csv", ""},
		"standard output":       {one("-", oneRow), one("-", oneRow), "-", ""},
		"no log":                {one("log.csv", oneRow), one("log.csv", oneRow), "", ""},
		"the next number":       {with(run, one("model/previous-1/x", "x"), one("model/previous-3/x", "x")), with(rename(moved, "previous-1", "previous-2"), one("model/previous-1/x", "x"), one("model/previous-3/x", "x")), "log.csv", "model: the files of the run that was there are now in model/previous-2"},
		"a file of that name":   {with(run, one("model/previous-1", "x")), with(rename(moved, "previous-1", "previous-2"), one("model/previous-1", "x")), "log.csv", "model: the files of the run that was there are now in model/previous-2"},
		"a kill":                {with(one("model/weights.20.safetensors", "20"), one("model/previous-1/run.json", "r"), one("model/previous-1/.unfinished", "")), with(one("model/previous-1/weights.20.safetensors", "20"), one("model/previous-1/run.json", "r")), "log.csv", "model: the files of the run that was there are now in model/previous-1"},
		"a kill, and a new run": {with(one("model/run.json", "new"), one("model/previous-1/run.json", "r"), one("model/previous-1/.unfinished", "")), with(one("model/previous-2/run.json", "new"), one("model/previous-1/run.json", "r"), one("model/previous-1/.unfinished", "")), "log.csv", "model: the files of the run that was there are now in model/previous-2"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeTree(t, dir, test.before)
			os.MkdirAll(filepath.Join(dir, "model"), 0o755)
			log := test.log
			if trainlog.IsFile(log) {
				log = filepath.Join(dir, log)
			}
			notes, err := setAsideIn(dir, log)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Join(notes, "\n"); filepath.ToSlash(want) != test.note {
				t.Errorf("noted %q, want %q", want, test.note)
			}
			if got := readTree(t, dir); !maps.Equal(got, test.after) {
				t.Errorf("files %v, want %v", got, test.after)
			}
		})
	}
}

// rename returns a tree in which a folder has another name.
func rename(tree map[string]string, from, to string) map[string]string {
	all := map[string]string{}
	for name, text := range tree {
		all[strings.Replace(name, from, to, 1)] = text
	}
	return all
}

// TestSetAsideKilled stops the moving after each file and begins it again. In the end all
// files must be in one folder.
func TestSetAsideKilled(t *testing.T) {
	for n := range 5 {
		dir := t.TempDir()
		writeTree(t, dir, map[string]string{"model/weights.1.safetensors": "1", "model/run.json": "r", "model/char_to_idx.json": "c", "model/resume.safetensors": "p"})
		files, err := runFiles(filepath.Join(dir, "model"))
		if err != nil || len(files) != 4 {
			t.Fatal(files, err)
		}
		to := filepath.Join(dir, "model", "previous-1")
		os.Mkdir(to, 0o777)
		os.WriteFile(filepath.Join(to, unfinishedFile), nil, 0o644)
		for _, name := range files[:n] {
			os.Rename(name, filepath.Join(to, filepath.Base(name)))
		}
		if _, err := setAsideIn(dir, ""); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"model/previous-1/weights.1.safetensors": "1", "model/previous-1/run.json": "r", "model/previous-1/char_to_idx.json": "c", "model/previous-1/resume.safetensors": "p"}
		got := readTree(t, dir)
		if n == 4 { // nothing was left to move
			delete(got, "model/previous-1/"+unfinishedFile)
		}
		if !maps.Equal(got, want) {
			t.Errorf("killed after %d: files %v", n, got)
		}
	}
}

// TestSetAsideFails checks that nothing is lost when files cannot be moved.
func TestSetAsideFails(t *testing.T) {
	for name, change := range map[string]func(dir string) (log string){
		"a link": func(dir string) string {
			if os.Symlink(filepath.Join(dir, "notes.txt"), filepath.Join(dir, "model", "weights.3.safetensors")) != nil {
				t.Skip("no links")
			}
			return ""
		},
		"a folder": func(dir string) string {
			os.Mkdir(filepath.Join(dir, "model", "weights.3.safetensors"), 0o777)
			return ""
		},
		"no log": func(dir string) string { return filepath.Join(dir, "notes.txt") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeTree(t, dir, map[string]string{"model/weights.1.safetensors": "1", "model/run.json": "r", "notes.txt": "X:1\nepoch\n"})
			log := change(dir)
			notes, err := setAsideIn(dir, log)
			if err == nil || len(notes) > 0 || strings.Contains(err.Error(), "\n") || !exists(filepath.Join(dir, "model", "weights.1.safetensors")) || exists(filepath.Join(dir, "model", "previous-1")) {
				t.Errorf("notes %q, error %v, files %v", notes, err, readTree(t, dir))
			}
		})
	}
}

// TestTrainKeeps trains twice into a folder, and then fails to.
func TestTrainKeeps(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs = 2
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	first := weights(t, o.ModelDir, 2)
	log, _ := os.ReadFile(o.Log)
	before := readTree(t, o.ModelDir)
	for name, c := range map[string]*corpus.Corpus{"no text": {}, "too short": {Pieces: []string{"ab"}}} {
		if _, err := Train(t.Context(), c, o); err == nil {
			t.Errorf("%s: trained", name)
		}
		if got := readTree(t, o.ModelDir); !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(before))) {
			t.Errorf("%s: files %v", name, slices.Sorted(maps.Keys(got)))
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := runTraining(ctx, o, false); !errors.Is(err, ErrInterrupted) || exists(filepath.Join(o.ModelDir, "previous-1")) {
		t.Errorf("interrupted before the run begins: error %v", err)
	}
	o.Seed, o.Epochs = 9, 1
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	previous := filepath.Join(o.ModelDir, "previous-1")
	if weights(t, previous, 2) != first {
		t.Error("the checkpoint of the first run was changed")
	}
	if text, _ := os.ReadFile(filepath.Join(previous, "log.csv")); string(text) != string(log) {
		t.Errorf("the log of the first run is %q, want %q", text, log)
	}
	if got := savedEpochs(o.ModelDir); !slices.Equal(got, []int{1}) {
		t.Errorf("checkpoints %v of the second run, want 1", got)
	}
	if p, err := ResumeOptions(previous); err != nil || p.Epochs != 2 {
		t.Errorf("the first run cannot be resumed: %v", err)
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := tinyOptions(dir)
	for _, resume := range []bool{false, true} {
		if err := runTraining(t.Context(), o, resume); err == nil || !strings.Contains(err.Error(), "another run is training into it") {
			t.Errorf("resume %v: error %v", resume, err)
		}
	}
	unlock()
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Errorf("after the other run: %v", err)
	}
	for _, dir := range []string{"", filepath.Join(dir, "nothere")} {
		if unlock, err := lock(dir); err != nil {
			t.Errorf("folder %q: %v", dir, err)
		} else {
			unlock()
		}
	}
	planted := t.TempDir()
	if os.Symlink(filepath.Join(dir, "log.csv"), filepath.Join(planted, lockFile)) == nil {
		if _, err := lock(planted); err == nil {
			t.Error("followed a link")
		}
	}
}

// TestCleans checks that temporary files of a killed run are deleted, and no others.
func TestCleans(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs = 1
	writeTree(t, o.ModelDir, map[string]string{".charabanc.x1": "", ".weights.3.safetensors123": "", ".probe-7": "", ".mine": "", "mine.safetensors": ""})
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{".charabanc.x1": false, ".weights.3.safetensors123": false, ".probe-7": false, ".mine": true, "mine.safetensors": true} {
		if exists(filepath.Join(o.ModelDir, name)) != want {
			t.Errorf("%s is there: %v, want %v", name, !want, want)
		}
	}
}
