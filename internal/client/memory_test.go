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

// newMemoryClient returns a client of a server in memory with this handler.
// The test runs in a bubble of synctest, where time passes only while all
// wait.
func newMemoryClient(t *testing.T, config Config, handler http.HandlerFunc) *Client {
	t.Helper()
	listener := memorynet.Listen()
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	config.BaseURL, config.Dial = "http://gitlab.example.com", listener.Dial
	return mustNew(t, config)
}

// useDialer makes all connections of the client with this function.
func useDialer(client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	transportOf(client).DialContext = dial
}

// transportOf returns the transport of a client, to change before the first
// request.
func transportOf(client *Client) *http.Transport {
	return client.http.Transport.(*bufferingTransport).Transport
}
