package servertest

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// AlteringProxies returns reverse proxies of a server that do not forward escaped paths
// unchanged, by the kind of fault.
func AlteringProxies(target *url.URL) map[string]http.Handler {
	return map[string]http.Handler{
		"decodes":       rewriting(target, func(to *url.URL) { to.RawPath = "" }),
		"escapes again": rewriting(target, func(to *url.URL) { to.Path, to.RawPath = to.EscapedPath(), "" }),
		"refuses":       unlessEscaped(target, http.NotFound),
		"redirects": unlessEscaped(target, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
		}),
	}
}

func rewriting(target *url.URL, alter func(to *url.URL)) http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		alter(r.Out.URL)
	}}
}

// unlessEscaped forwards all requests except those with an escaped slash.
func unlessEscaped(target *url.URL, answer http.HandlerFunc) http.Handler {
	forward := rewriting(target, func(*url.URL) {})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.EscapedPath(), "%2F") {
			answer(w, r)
			return
		}
		forward.ServeHTTP(w, r)
	})
}
