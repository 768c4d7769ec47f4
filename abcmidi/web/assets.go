package web

import (
	"embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// assets are the templates, the style and the modules of all pages.
//
//go:embed assets
var assets embed.FS

// templates are the pages, and the parts that they share.
var templates = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(assets, "assets/*.html")) })

// asset returns the text of a file that is part of the program.
func asset(name string) string {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic("web: " + err.Error()) // a name that this package does not have
	}
	return string(text)
}

// modules returns the names of the JavaScript modules, without their endings.
func modules() (names []string) {
	files, _ := fs.Glob(assets, "assets/*.js")
	for _, file := range files {
		names = append(names, strings.TrimSuffix(path.Base(file), ".js"))
	}
	return names
}

// importMap returns the import map of a page: the address of each module.
func importMap(names []string, address func(name string) string) template.HTML {
	imports := map[string]string{}
	for _, name := range names {
		imports[name] = address(name)
	}
	text, _ := json.Marshal(map[string]any{"imports": imports})
	return template.HTML(text) // to html/template an import map is no script; Marshal escapes <, > and &
}

// dataURL returns an address that has the text of a module in it.
func dataURL(module string) string {
	return "data:text/javascript;base64," + base64.StdEncoding.EncodeToString([]byte(asset(module+".js")))
}
