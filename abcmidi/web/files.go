package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"time"

	"charabanc/data"
)

// This file answers requests for the pages, and for the files that they load.

// file is a file under /assets/.
type file struct {
	content []byte
	tag     string // ETag
}

// fileTypes are the types of the files that are served, by their endings.
var fileTypes = map[string]string{
	".js":  "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

// abcjsName is the name under which the user's copy of abcjs is served.
const abcjsName = "abcjs.js"

// servedFiles returns the files, and where pages find abcjs: among them, if the user has a
// copy.
func servedFiles() (map[string]file, librarySource, error) {
	files := map[string]file{}
	list, err := fs.ReadDir(assets, "assets")
	if err != nil {
		return nil, librarySource{}, err
	}
	for _, entry := range list {
		if fileTypes[path.Ext(entry.Name())] != "" {
			files[entry.Name()] = newFile([]byte(asset(entry.Name())))
		}
	}
	abcjs, err := data.ABCJS.Cached()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return files, librarySource{data.ABCJS.URL, data.ABCJS.Integrity}, nil
	case err != nil:
		return nil, librarySource{}, err
	}
	files[abcjsName] = newFile(abcjs)
	return files, librarySource{Src: "/assets/" + abcjsName}, nil
}

func newFile(content []byte) file {
	sum := sha256.Sum256(content)
	return file{content, `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// file answers with a file. Browsers keep it, and ask each time whether it has changed.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	f, ok := s.files[name]
	if !ok {
		fail(w, http.StatusNotFound, "there is no such file")
		return
	}
	h := w.Header()
	h.Set("Content-Type", fileTypes[path.Ext(name)])
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.tag)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(f.content))
}

// page answers with a page, made from the template of its name. The template gets
//
//	Title, About, Version   text
//	Token                   for the page's own requests and links
//	Nonce                   for its inline scripts
//	Imports                 the text of the import map
//	Settings                an object for its modules: token, about, version, and abcjs as in
//	                        the page of show
func (s *server) page(name string) http.HandlerFunc {
	imports := importMap(modules(), func(module string) string { return "/assets/" + module + ".js" })
	origin := ""
	if s.abcjs.Integrity != "" {
		origin = s.abcjs.Src
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		about, nonce, token := s.network.About(), newToken(), s.guard.token
		var page bytes.Buffer
		err := templates().ExecuteTemplate(&page, name+".html", map[string]any{
			"Title": "charabanc", "About": about, "Version": s.options.Version, "Token": token, "Nonce": nonce, "Imports": imports,
			"Settings": map[string]any{"token": token, "about": about, "version": s.options.Version, "abcjs": s.abcjs},
		})
		if err != nil {
			fail(w, http.StatusInternalServerError, fmt.Sprintf("page: %v", err))
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", pagePolicy(nonce, origin))
		w.Write(page.Bytes())
	}
}
