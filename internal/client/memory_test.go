package client

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// memoryListener is a network without a network, for synctest: its connections
// are pipes.
type memoryListener struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newMemoryListener() *memoryListener {
	return &memoryListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

var errNetworkClosed = errors.New("the network is closed")

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.accepted:
		return connection, nil
	case <-l.closed:
		return nil, errNetworkClosed
	}
}

func (l *memoryListener) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.accepted <- server:
		return client, nil
	case <-l.closed:
		return nil, errNetworkClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (*memoryListener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

// newMemoryClient returns a client of a server in memory with this handler.
// The test runs in a bubble of synctest, where time passes only while all
// wait.
func newMemoryClient(t *testing.T, config Config, handler http.HandlerFunc) *Client {
	t.Helper()
	listener := newMemoryListener()
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	config.BaseURL = "http://gitlab.example.com"
	client := mustNew(t, config)
	useDialer(client, listener.dial)
	return client
}

// useDialer makes all connections of the client with this function.
func useDialer(client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	changeTransports(client, func(transport *http.Transport) { transport.DialContext = dial })
}

// changeTransports changes each transport that the client is going to make.
func changeTransports(client *Client, change func(*http.Transport)) {
	connections := client.http.Transport.(*connections)
	original := connections.new
	connections.new = func() *http.Transport {
		transport := original()
		change(transport)
		return transport
	}
}
