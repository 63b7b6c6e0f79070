// Package memorynet is a network in memory, for tests in a bubble of
// testing/synctest: its clock stands still while a goroutine waits for a real
// network.
package memorynet

import (
	"context"
	"errors"
	"net"
	"sync"
)

var errClosed = errors.New("the network is closed")

// Listener listens to every address of its network. Its connections are pipes.
type Listener struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

var _ net.Listener = (*Listener)(nil)

// Listen makes a network.
func Listen() *Listener {
	return &Listener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects with the listener, whatever the address. Its only error is that
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

// Accept waits for a connection. Its only error is that the listener is closed.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.accepted:
		return connection, nil
	case <-l.closed:
		return nil, errClosed
	}
}

// Close ends the network. Its connections remain, and its error is always nil.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is an address that means nothing.
func (*Listener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }
