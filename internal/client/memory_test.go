package client

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

// newMemoryClient returns a client of an in-memory server with this handler. The test
// must run in a synctest bubble, in which the time advances only while all goroutines
// are blocked.
func newMemoryClient(t *testing.T, config Config, handler http.HandlerFunc) *Client {
	t.Helper()
	listener := memorynet.Listen()
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	config.BaseURL, config.Dial = "http://gitlab.example.com", listener.Dial
	return mustNew(t, config)
}

// useDialer makes the client open all its connections with this function.
func useDialer(client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	transportOf(client).DialContext = dial
}

// transportOf returns the client's transport, which may be changed until the first
// request.
func transportOf(client *Client) *http.Transport {
	return client.http.Transport.(*bufferingTransport).Transport
}
