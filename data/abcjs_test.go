package data

import (
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// useCache puts the user's cache folder in a folder of the test.
func useCache(t *testing.T) {
	dir := t.TempDir()
	for _, variable := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(variable, dir)
	}
}

// testScript is a script whose file is "right".
var testScript = Script{URL: "http://x/a.js", name: "script", file: pin("a.js", "right"), cache: "script-1.js", variable: "CHARABANC_TEST"}

func TestCached(t *testing.T) {
	for _, c := range []struct {
		name          string
		cache, other  string // content of the file in the cache, and of that of the environment; "" none
		named         bool   // in the environment
		want, message string
		err           error
	}{
		{"in the cache", "right", "", false, "right", "", nil},
		{"nowhere", "", "", false, "", "script-1.js: file does not exist: run charabanc fetch script", fs.ErrNotExist},
		{"a wrong file in the cache", "wrong", "", false, "", "script-1.js: its SHA-256 is not the pinned one: run charabanc fetch script", ErrChecksum},
		{"in the environment", "", "right", true, "right", "", nil},
		{"the environment comes first", "right", "wrong", true, "", "other.js: its SHA-256 is not the pinned one: CHARABANC_TEST must name a copy of http://x/a.js", ErrChecksum},
		{"not where the environment says", "right", "", true, "", "other.js: file does not exist: CHARABANC_TEST must name", fs.ErrNotExist},
	} {
		t.Run(c.name, func(t *testing.T) {
			useCache(t)
			other := filepath.Join(t.TempDir(), "other.js")
			name, err := cached(testScript.cache)
			if err != nil {
				t.Fatal(err)
			}
			if c.cache != "" {
				put(t, name, c.cache)
			}
			if c.other != "" {
				put(t, other, c.other)
			}
			if t.Setenv(testScript.variable, ""); c.named {
				t.Setenv(testScript.variable, other)
			}
			content, err := testScript.Cached()
			if string(content) != c.want || !errors.Is(err, c.err) {
				t.Errorf("%q, error %v, want %q, %v", content, err, c.want, c.err)
			}
			if err != nil && (!strings.Contains(err.Error(), c.message) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("error %v, want %s in one line", err, c.message)
			}
		})
	}
}

// TestCachedAfterFetch fetches a script to where Cached looks for it.
func TestCachedAfterFetch(t *testing.T) {
	useCache(t)
	t.Setenv(testScript.variable, "")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("right")) }))
	defer server.Close()
	c := Collection{Name: "script", Base: server.URL, Files: []Pinned{testScript.file}, Cache: testScript.cache}
	output, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	put(t, output, "wrong")
	if err := Fetch(t.Context(), c, FetchOptions{Output: output}); err != nil {
		t.Fatal(err)
	}
	if got, err := testScript.Cached(); string(got) != "right" || err != nil {
		t.Errorf("%q, error %v, want what was fetched", got, err)
	}
}

// TestCachedWithoutFolder has a user without a cache folder.
func TestCachedWithoutFolder(t *testing.T) {
	for _, variable := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData", testScript.variable} {
		t.Setenv(variable, "")
	}
	if _, err := testScript.Cached(); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "let CHARABANC_TEST name") {
		t.Errorf("error %v, want to be told what to do", err)
	}
	if _, err := (Collection{Cache: "x"}).Output(); err == nil {
		t.Error("there is a file to write to")
	}
}

// TestABCJS holds what a page is told of abcjs to what is fetched, and if a copy is on
// this machine, to that.
func TestABCJS(t *testing.T) {
	c, err := Lookup("abcjs")
	if err != nil || len(c.Files) != 1 || c.Base+c.Files[0].Name != ABCJS.URL || !strings.Contains(c.Base, "@"+ABCJS.Version+"/") {
		t.Errorf("fetched from %s: %v, error %v; pages load %s", c.Base, c.Files, err, ABCJS.URL)
	}
	if !strings.Contains(c.Cache, ABCJS.Version) {
		t.Errorf("another version would be kept in the same file %s", c.Cache)
	}
	want, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(ABCJS.Integrity, "sha384-"))
	if err != nil || len(want) != sha512.Size384 {
		t.Errorf("integrity of %d bytes, error %v", len(want), err)
	}
	content, err := ABCJS.Cached()
	if err != nil {
		t.Skip("no copy of abcjs: ", err)
	}
	if sum := sha512.Sum384(content); string(sum[:]) != string(want) {
		t.Errorf("the integrity of the copy is %s", base64.StdEncoding.EncodeToString(sum[:]))
	}
}
