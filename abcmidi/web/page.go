package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"charabanc/abcmidi/view"
	"charabanc/data"
)

// Page is what an HTML file of tunes has.
type Page struct {
	Title   string
	Summary string // a line below the title
	Tunes   []*view.View

	// Library is the text of abcjs, to be put into the page; "": the browser asks its
	// network of servers for it.
	Library string
}

// showModules are the modules of the page of show.
var showModules = []string{"show", "card", "controls", "dom", "engrave", "lamp", "midi", "player", "roll", "synth", "text"}

// WritePage writes tunes as one HTML file that needs no other, but for the engraved score
// if p.Library is empty. The same page gives the same bytes.
func WritePage(w io.Writer, p Page) error {
	tunes, err := json.Marshal(p.Tunes)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	settings := map[string]any{}
	policy := "default-src 'none'; script-src 'nonce-%s' data:%s; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
	network := ""
	if p.Library == "" {
		settings["abcjs"] = librarySource{data.ABCJS.URL, data.ABCJS.Integrity}
		network = " " + data.ABCJS.URL
	}
	// The nonce need not be secret in a file, only unknown to the text of the tunes.
	sum := sha256.Sum256(tunes)
	nonce := hex.EncodeToString(sum[:16])
	return templates().ExecuteTemplate(w, "show.html", map[string]any{
		"Title": p.Title, "Summary": p.Summary, "Tunes": p.Tunes, "TunesJSON": template.JS(tunes), // Marshal escapes <, > and &
		"Nonce": nonce, "Policy": fmt.Sprintf(policy, nonce, network), "Settings": settings,
		"Style": template.CSS(asset("page.css")), "Imports": importMap(showModules, dataURL), "Library": embeddable(p.Library),
	})
}

// librarySource is where a page finds abcjs.
type librarySource struct {
	Src       string `json:"src"`
	Integrity string `json:"integrity,omitempty"`
}

// embeddable returns a script to be put between script tags. What would end the element,
// or begin a comment in it, is written with an escape that means the same in a string.
func embeddable(script string) template.JS {
	return template.JS(strings.NewReplacer("</script", `<\/script`, "<!--", `<\!--`).Replace(script))
}
