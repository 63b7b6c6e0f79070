// Package memorynet is an in-memory network for tests with testing/synctest, whose
// clock does not advance while a goroutine waits for a real network.
package memorynet

import (
	"context"
	"errors"
	"net"
	"sync"
)

var errClosed = errors.New("the network is closed")

// Listener accepts connections to every address of its network. The connections are
// pipes.
type Listener struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

var _ net.Listener = (*Listener)(nil)

// Listen creates a network.
func Listen() *Listener {
	return &Listener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to the listener, whatever the address. It returns an error only if
// the listener is closed.
func (l *Listener) Dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.accepted <- server:
		return client, nil
	case <-l.closed:
		return nil, errClosed
	}
}

// Accept waits for a connection. It returns an error only if the listener is closed.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.accepted:
		return connection, nil
	case <-l.closed:
		return nil, errClosed
	}
}

// Close closes the network. Its connections stay open. The error is always nil.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr returns a placeholder.
func (*Listener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }
