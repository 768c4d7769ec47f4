package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestGuard(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	port := ts.base[strings.LastIndexByte(ts.base, ':')+1:]
	const none = "-" // leaves a header out
	navigate := http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}}
	tests := []struct {
		name, method, path string
		header             http.Header
		status             int
	}{
		{"page", "GET", "/", nil, 200},
		{"page, token in the address", "GET", "/?token=TOKEN", http.Header{"Authorization": {none}}, 200},
		{"training page", "GET", "/training", nil, 200},
		{"localhost", "GET", "/", http.Header{"Host": {"localhost:" + port}}, 200},
		{"IPv6", "GET", "/", http.Header{"Host": {"[::1]:" + port}}, 200},
		{"own origin", "GET", "/api/about", http.Header{"Origin": {"http://localhost:" + port}}, 200},
		{"own page", "GET", "/api/about", http.Header{"Sec-Fetch-Site": {"same-origin"}}, 200},
		{"typed", "GET", "/", http.Header{"Sec-Fetch-Site": {"none"}}, 200},
		{"link", "GET", "/", navigate, 200},
		{"HEAD", "HEAD", "/", nil, 200},
		{"asset without a token", "GET", "/assets/page.css", http.Header{"Authorization": {none}}, 200},
		{"icon", "GET", "/favicon.ico", http.Header{"Authorization": {none}}, 204},

		{"foreign host", "GET", "/", http.Header{"Host": {"evil.example:" + port}}, 403},
		{"foreign host of an asset", "GET", "/assets/page.css", http.Header{"Host": {"evil.example"}}, 403},
		{"host without a port", "GET", "/", http.Header{"Host": {"127.0.0.1"}}, 403},
		{"host with another port", "GET", "/", http.Header{"Host": {"localhost:1"}}, 403},
		{"host with a dot", "GET", "/", http.Header{"Host": {"localhost.:" + port}}, 403},
		{"host with a prefix", "GET", "/", http.Header{"Host": {"127.0.0.1:" + port + ".evil.example"}}, 403},
		{"host in other notation", "GET", "/", http.Header{"Host": {"127.1:" + port}}, 403},
		{"foreign origin", "GET", "/api/about", http.Header{"Origin": {"http://evil.example"}}, 403},
		{"origin of another port", "GET", "/api/about", http.Header{"Origin": {"http://127.0.0.1:1"}}, 403},
		{"origin https", "GET", "/api/about", http.Header{"Origin": {"https://127.0.0.1:" + port}}, 403},
		{"origin null", "POST", "/api/view", http.Header{"Origin": {"null"}}, 403},
		{"empty origin", "GET", "/api/about", http.Header{"Origin": {""}}, 403},
		{"two origins", "GET", "/api/about", http.Header{"Origin": {"http://127.0.0.1:" + port, "http://evil.example"}}, 403},
		{"cross-site", "GET", "/api/about", http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		{"same site", "GET", "/api/about", http.Header{"Sec-Fetch-Site": {"same-site"}}, 403},
		{"cross-site asset", "GET", "/assets/page.css", http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		{"link to the API", "GET", "/api/book", navigate, 403},
		{"link without a token", "GET", "/", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"},
			"Sec-Fetch-Dest": {"document"}, "Authorization": {none}}, 403},
		{"frame", "GET", "/", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"iframe"}}, 403},
		{"form", "POST", "/", navigate, 403},

		{"no token", "GET", "/", http.Header{"Authorization": {none}}, 403},
		{"no token, API", "GET", "/api/book", http.Header{"Authorization": {none}}, 403},
		{"no token, stream", "GET", "/api/training", http.Header{"Authorization": {none}}, 403},
		{"empty token", "GET", "/?token=", http.Header{"Authorization": {none}}, 403},
		{"wrong token", "GET", "/", http.Header{"Authorization": {"Bearer 00112233445566778899aabbccddeeff"}}, 403},
		{"token in capitals", "GET", "/?token=" + strings.ToUpper(ts.guard.token), http.Header{"Authorization": {none}}, 403},
		{"half a token", "GET", "/?token=" + ts.guard.token[:16], http.Header{"Authorization": {none}}, 403},
		{"longer token", "GET", "/?token=" + ts.guard.token + "0", http.Header{"Authorization": {none}}, 403},
		{"right token after a wrong one", "GET", "/?token=0&token=TOKEN", http.Header{"Authorization": {none}}, 403},
		{"basic authorization", "GET", "/", http.Header{"Authorization": {"Basic " + ts.guard.token}}, 403},

		{"form content", "POST", "/api/view", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, 415},
		{"plain text", "POST", "/api/view", http.Header{"Content-Type": {"text/plain"}}, 415},
		{"no content type", "POST", "/api/view", http.Header{"Content-Type": {none}}, 415},
		{"two types", "POST", "/api/view", http.Header{"Content-Type": {"text/plain; application/json"}}, 415},

		{"GET of what is posted", "GET", "/api/sample", nil, 405},
		{"POST of the page", "POST", "/", nil, 405},
		{"PUT", "PUT", "/api/book", nil, 405},
		{"DELETE", "DELETE", "/api/book", nil, 405},
		{"preflight", "OPTIONS", "/api/view", http.Header{"Access-Control-Request-Method": {"POST"}}, 405},
		{"TRACE", "TRACE", "/", nil, 405},

		{"nothing there", "GET", "/api/none", nil, 404},
		{"template", "GET", "/assets/serve.html", nil, 404},
		{"folder", "GET", "/assets/", nil, 404},
		{"path traversal", "GET", "/assets/../server.go", nil, 404},
		{"path traversal, escaped", "GET", "/assets/%2e%2e%2fserver.go", nil, 404},
		{"path traversal, backslash", "GET", "/assets/..%5cserver.go", nil, 404},
		{"null byte", "GET", "/assets/page.css%00.js", nil, 404},
		{"null byte in the token", "GET", "/?token=%00", http.Header{"Authorization": {none}}, 403},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := strings.ReplaceAll(test.path, "TOKEN", ts.guard.token)
			r, err := http.NewRequest(test.method, ts.base+path, strings.NewReader(""))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+ts.guard.token)
			r.Header.Set("Content-Type", "application/json")
			for key, values := range test.header {
				switch {
				case key == "Host":
					r.Host = values[0]
				case values[0] == none:
					r.Header.Del(key)
				default:
					r.Header[key] = values
				}
			}
			answer, body := ts.do(r)
			if answer.StatusCode != test.status {
				t.Errorf("status %d, want %d: %.200s", answer.StatusCode, test.status, body)
			}
			if answer.StatusCode >= 400 && strings.Count(body, "\n") > 1 {
				t.Errorf("more than one line: %q", body)
			}
			if answer.Header.Get("Access-Control-Allow-Origin") != "" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", answer.Header)
			}
		})
	}
}

func TestNoHost(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	tests := []struct{ name, request, status string }{
		{"HTTP/1.0", "GET /?token=TOKEN HTTP/1.0\r\n\r\n", "403"},
		{"no host", "GET /?token=TOKEN HTTP/1.1\r\n\r\n", "400"},
		{"another server in the address", "GET http://evil.example/?token=TOKEN HTTP/1.1\r\nHost: HOST\r\n\r\n", "403"},
		{"two hosts", "GET /?token=TOKEN HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", "400"},
		{"headers of 64 KiB", "GET /?token=TOKEN HTTP/1.1\r\nHost: HOST\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "431"},
		{"null byte in a header", "GET /?token=TOKEN HTTP/1.1\r\nHost: HOST\r\nX: \x00\r\n\r\n", "400"},
		{"tunnel", "CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", "403"},
		{"all of it", "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", "403"},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "400"},
	}
	host := strings.TrimPrefix(ts.base, "http://")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := net.Dial("tcp", host)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(5 * time.Second))
			request := strings.NewReplacer("HOST", host, "TOKEN", ts.guard.token).Replace(test.request)
			go io.WriteString(c, request)
			line, _ := bufio.NewReader(c).ReadString('\n')
			if !strings.Contains(line, " "+test.status+" ") {
				t.Errorf("%q, want %s", line, test.status)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{Version: "1<2"})
	answer, body := ts.do(ts.request("/", nil))
	policy := answer.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'nonce-", "https://cdn.jsdelivr.net/npm/abcjs@", "connect-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy %q lacks %q", policy, part)
		}
	}
	if strings.Contains(policy, "'unsafe-inline' ") || strings.Contains(policy, "unsafe-eval") {
		t.Errorf("policy %q", policy)
	}
	for key, value := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Content-Type": "text/html; charset=utf-8",
	} {
		if got := answer.Header.Get(key); got != value {
			t.Errorf("%s: %q, want %q", key, got, value)
		}
	}
	_, nonce, _ := strings.Cut(policy, "'nonce-")
	nonce, _, _ = strings.Cut(nonce, "'")
	if len(nonce) != 32 || !strings.Contains(body, `nonce="`+nonce+`"`) || strings.Contains(body, "1<2") {
		t.Errorf("nonce %q in the page %s", nonce, body)
	}
	if again, _ := ts.do(ts.request("/", nil)); again.Header.Get("Content-Security-Policy") == policy {
		t.Error("the nonce is the same in two pages")
	}
	answer, _ = ts.do(ts.request("/api/about", nil))
	if got := answer.Header.Get("Content-Security-Policy"); got != "default-src 'none'; frame-ancestors 'none'" {
		t.Errorf("policy of the API: %q", got)
	}
}

func TestAssets(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	answer, body := ts.do(ts.request("/assets/player.js", nil))
	tag := answer.Header.Get("ETag")
	if body != asset("player.js") || tag == "" || answer.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || answer.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%v", answer.Header)
	}
	r := ts.request("/assets/player.js", nil)
	r.Header.Set("If-None-Match", tag)
	if answer, _ := ts.do(r); answer.StatusCode != http.StatusNotModified {
		t.Errorf("status %d of what has not changed", answer.StatusCode)
	}
}

func TestToken(t *testing.T) {
	a, b := newToken(), newToken()
	if len(a) != 32 || a == b {
		t.Errorf("tokens %q, %q", a, b)
	}
}

func TestPort80(t *testing.T) {
	g := newGuard(80)
	if !g.hosts["localhost"] || !g.hosts["127.0.0.1:80"] || !g.origins["http://127.0.0.1"] || g.hosts["evil.example"] {
		t.Errorf("%v %v", g.hosts, g.origins)
	}
}

func TestBodies(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	long := tuneText(1) + strings.Repeat("DEFG ABcd|\n", 6000)
	text := func(abc string) string { return fmt.Sprintf(`{"abc":%q}`, abc) }
	tests := []struct {
		name, path, body string
		status           int
		message          string
	}{
		{"tune", "/api/view", text(tuneText(1)), 200, ""},
		{"body of 300 KiB", "/api/view", text(strings.Repeat("x", 300<<10)), 413, "256 KiB"},
		{"tune over 64 KiB", "/api/view", text(long), 413, "64 KiB"},
		{"tune over 64 KiB to the book", "/api/book", `{"action":"add","abc":` + fmt.Sprintf("%q", long) + `}`, 413, "64 KiB"},
		{"text over 64 KiB to expect", "/api/expect", text(long), 413, "64 KiB"},
		{"start over 64 KiB", "/api/sample", fmt.Sprintf(`{"number":1,"start":%q}`, long), 413, "64 KiB"},
		{"no body", "/api/view", "", 400, "request"},
		{"no JSON", "/api/view", "abc", 400, "request"},
		{"an array", "/api/view", "[]", 400, "request"},
		{"unknown field", "/api/view", `{"abcd":""}`, 400, "abcd"},
		{"two objects", "/api/view", `{"abc":""}{}`, 400, "more than one"},
		{"deep", "/api/view", strings.Repeat("[", 100_000), 400, "request"},
		{"wrong type", "/api/view", `{"abc":1}`, 400, "request"},
		{"no tune", "/api/view", text("hello"), 422, "no tune"},
		{"note text", "/api/view", text("%%notes 1\nX:1\nK:C\nabc|\n"), 422, "no tune"},
		{"far transposition", "/api/view", `{"abc":"X:1\nK:C\nabc|","transpose":1000000000}`, 400, "semitones"},
		{"no number", "/api/sample", `{}`, 400, "from 1 to 100"},
		{"101 tunes", "/api/sample", `{"number":101}`, 400, "from 1 to 100"},
		{"-1 tunes", "/api/sample", `{"number":-1}`, 400, "from 1 to 100"},
		{"1e99 tunes", "/api/sample", `{"number":1e99}`, 400, "request"},
		{"cold", "/api/sample", `{"number":1,"temperature":-1}`, 400, "temperature"},
		{"hot", "/api/sample", `{"number":1,"temperature":1e9}`, 400, "temperature"},
		{"NaN", "/api/sample", `{"number":1,"temperature":NaN}`, 400, "request"},
		{"many bars", "/api/sample", `{"number":1,"bars":1000}`, 400, "bars"},
		{"a line in the key", "/api/sample", `{"number":1,"key":"G\nX:2"}`, 400, "one line"},
		{"null byte in the key", "/api/sample", `{"number":1,"key":"\u0000"}`, 400, "one line"},
		{"long rhythm", "/api/sample", `{"number":1,"rhythm":"` + strings.Repeat("x", 101) + `"}`, 400, "100 bytes"},
		{"negative seed", "/api/sample", `{"number":1,"seed":-1}`, 400, "seed"},
		{"seed with a point", "/api/sample", `{"number":1,"seed":1.5}`, 400, "seed"},
		{"unknown action", "/api/book", `{"action":"burn"}`, 400, "burn"},
		{"unknown tune", "/api/book", `{"action":"keep","id":"../../x"}`, 404, "not in the book"},
		{"no ID", "/api/book", `{"action":"discard"}`, 404, "not in the book"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := ts.request(test.path, "")
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader([]byte(test.body))), int64(len(test.body))
			answer, body := ts.do(r)
			if answer.StatusCode != test.status || !strings.Contains(body, test.message) || test.status != 200 && strings.Count(body, "\n") != 1 {
				t.Errorf("status %d, want %d: %.200q, want %q", answer.StatusCode, test.status, body, test.message)
			}
		})
	}
}
