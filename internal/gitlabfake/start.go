package gitlabfake

import "net/http/httptest"

// TB is the part of testing.TB that Start needs, so that the command does not
// carry the testing package with it.
type TB interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// Start serves a new GitLab until the test ends, and returns it with its URL.
func Start(tb TB) (*GitLab, string) {
	tb.Helper()
	g, err := New()
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewServer(g)
	tb.Cleanup(server.Close)
	return g, server.URL
}
