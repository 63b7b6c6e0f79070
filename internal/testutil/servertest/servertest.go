// Package servertest contains servers for tests that need something other than a
// GitLab.
package servertest

import (
	"io"
	"net"
	"testing"
)

// Greet starts a server that sends a line to each connection and then closes it. It
// returns the server's address, such as "127.0.0.1:4711".
func Greet(t testing.TB, line string) (address string) {
	t.Helper()
	listener := listen(t)
	go func() {
		for {
			connection, err := Linger(listener).Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(connection, line)
			_ = connection.Close()
		}
	}()
	return listener.Addr().String()
}

// ClosedAddress returns an address at which no server listens.
func ClosedAddress(t testing.TB) string {
	t.Helper()
	listener := listen(t)
	_ = listener.Close()
	return listener.Addr().String()
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

// Linger makes the connections of a TCP listener continue to read after they are
// closed, until the peer closes them too. Otherwise unread data would reset the
// connection, and the peer might not receive what was written last.
func Linger(listener net.Listener) net.Listener { return lingering{listener} }

type lingering struct{ net.Listener }

// Accept waits for a connection.
func (l lingering) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if half, ok := accepted.(*net.TCPConn); ok {
		return connection{half}, err
	}
	return accepted, err
}

type connection struct{ *net.TCPConn }

// Close closes the connection for writing, and for reading when the peer closes it.
func (c connection) Close() error {
	go func() {
		_, _ = io.Copy(io.Discard, c.TCPConn)
		_ = c.TCPConn.Close()
	}()
	return c.CloseWrite()
}
