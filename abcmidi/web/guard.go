package web

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The server listens on the loopback interface, where every page that the browser shows can
// send requests and every program of the machine can connect. A guard lets pass what comes
// from our own page:
//
//	Host             is one of our names: a foreign name that was made to point to
//	                 127.0.0.1 (DNS rebinding) is not
//	Origin           if there is one, is ours
//	Sec-Fetch-Site   if there is one, is not another site, unless a link to the page was
//	                 followed
//	token            is the one in the address that the program printed
//	Content-Type     of what is sent is JSON, which a form of another page cannot send

// newToken returns 128 random bits in hexadecimal.
func newToken() string {
	var bits [16]byte
	rand.Read(bits[:]) // never fails
	return hex.EncodeToString(bits[:])
}

// guard knows who may ask.
type guard struct {
	token   string
	hosts   map[string]bool // values of Host
	origins map[string]bool // values of Origin
}

// newGuard returns the guard of a server on a port.
func newGuard(port int) *guard {
	g := &guard{newToken(), map[string]bool{}, map[string]bool{}}
	for _, name := range []string{"127.0.0.1", "localhost", "[::1]"} {
		host := name + ":" + strconv.Itoa(port)
		g.hosts[host], g.origins["http://"+host] = true, true
		if port == 80 { // which browsers leave out
			g.hosts[name], g.origins["http://"+name] = true, true
		}
	}
	return g
}

// watch passes on the requests that may pass and answers the others.
func (g *guard) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		if status, why := g.refusal(r); status != 0 {
			fail(w, status, why)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refusal says why a request may not pass. A status of 0 lets it pass.
func (g *guard) refusal(r *http.Request) (status int, why string) {
	switch {
	case !g.hosts[r.Host]:
		return http.StatusForbidden, "this is not a name of this server: use the address that the program printed"
	case !g.sameOrigin(r):
		return http.StatusForbidden, "requests from other pages are refused"
	case strings.HasPrefix(r.URL.Path, "/assets/"), r.URL.Path == "/favicon.ico":
		return 0, ""
	case !g.hasToken(r):
		return http.StatusForbidden, "the token is missing or wrong: use the address that the program printed"
	case r.Method == http.MethodPost && !isJSON(r.Header.Get("Content-Type")):
		return http.StatusUnsupportedMediaType, "Content-Type must be application/json"
	}
	return 0, ""
}

// sameOrigin reports whether a request comes from our page, from no page, or from a link to
// the page.
func (g *guard) sameOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		if !g.origins[origin] {
			return false
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" && !isLink(r) {
			return false
		}
	}
	return true
}

// isLink reports whether the browser goes to the page itself, in a window of its own.
func isLink(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Path == "/" &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// hasToken reports whether a request has the token, as a parameter or in a header.
func (g *guard) hasToken(r *http.Request) bool {
	got, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		got = r.URL.Query().Get("token")
	}
	return subtle.ConstantTimeCompare([]byte(got), []byte(g.token)) == 1
}

func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}

// setHeaders sets the headers of every answer. Pages and assets change some of them.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// pagePolicy is the Content-Security-Policy of a page whose inline scripts have a nonce.
// script, if not "", is another origin that scripts may come from.
func pagePolicy(nonce, script string) string {
	if script != "" {
		script = " " + script
	}
	return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'" + script +
		"; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'" +
		"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
