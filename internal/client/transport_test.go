package client

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

// newTLSServer starts a server that discards the log of handshake errors.
func newTLSServer(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// countConnections starts a server, with or without TLS and HTTP/2, and counts its
// connections.
func countConnections(t *testing.T, secure bool, handler http.HandlerFunc) (server *httptest.Server, count *atomic.Int32) {
	t.Helper()
	count = new(atomic.Int32)
	server = httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			count.Add(1)
		}
	}
	server.EnableHTTP2 = secure
	if secure {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server, count
}

// inParallel sends requests from concurrent workers. Each worker sends the same number.
func inParallel(workers, requests int, send func()) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range requests {
				send()
			}
		})
	}
	all.Wait()
}

// countDials counts the connections that a client opens. The network is in memory,
// because net/http does not reuse a connection if the last request is not reported as
// written within 50 ms, which can happen on a busy machine.
func countDials(client *Client) *atomic.Int32 {
	dials := new(atomic.Int32)
	transport := transportOf(client)
	// Retries wait longer than the client keeps idle connections.
	transport.IdleConnTimeout = 0
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dials.Add(1)
		return dial(ctx, network, address)
	}
	return dials
}

// A request that finds all connections in use dials a new one, but uses another one if
// that becomes idle first. So there can be a few more connections than workers.
func TestConnectionsAreReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const workers, each = 10, 20
		statuses := []int{200, 204, 400, 404, 502, 200}
		var requests atomic.Int32
		client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
			number := int(requests.Add(1))
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(statuses[number%len(statuses)])
			if number%2 == 0 {
				_, _ = io.WriteString(w, `{"message": "`+strings.Repeat("x", 100_000)+`"}`)
			}
		})
		dials := countDials(client)
		body := map[string]any{"a": strings.Repeat("x", 20_000)}
		inParallel(workers, each, func() { _ = client.Do(t.Context(), http.MethodPut, "x", body, nil) })
		if requests.Load() != workers*each || dials.Load() > 2*workers {
			t.Errorf("got %d requests over %d connections", requests.Load(), dials.Load())
		}
	})
}

func TestRetriesKeepConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, _ := failing(30, answer(503, "text/html", strings.Repeat("<p>", 5_000)))
		client := newMemoryClient(t, Config{Retries: 100}, handler)
		dials := countDials(client)
		inParallel(5, 10, func() {
			if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
				t.Error(err)
			}
		})
		if dials.Load() > 5 {
			t.Errorf("got %d connections", dials.Load())
		}
	})
}

func TestHTTP2SharesOneConnection(t *testing.T) {
	var protocol atomic.Int32
	server, connections := countConnections(t, true, func(w http.ResponseWriter, r *http.Request) {
		protocol.Store(int32(r.ProtoMajor))
		answerJSON(200, "{}")(w, r)
	})
	file := writeFile(t, certificatePEM(server.Certificate().Raw))
	client := mustNew(t, Config{BaseURL: server.URL, CACertFile: file})
	send := func() {
		if err := client.Do(t.Context(), http.MethodPut, "x", map[string]any{}, nil); err != nil {
			t.Error(err)
		}
	}
	send()
	inParallel(10, 20, send)
	if protocol.Load() != 2 || connections.Load() != 1 {
		t.Errorf("got HTTP/%d over %d connections", protocol.Load(), connections.Load())
	}
}

// Requests share one HTTP/2 connection. A server without TLS that redirects to it has
// HTTP/1 connections, which the client must reuse too.
func TestRedirectToHTTP2KeepsConnections(t *testing.T) {
	const workers = 10
	secure, _ := countConnections(t, true, answerJSON(200, "{}"))
	plain, connections := countConnections(t, false, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secure.URL+r.RequestURI, http.StatusMovedPermanently)
	})
	client := mustNew(t, Config{BaseURL: plain.URL, Insecure: true})
	send := func() {
		if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
			t.Error(err)
		}
	}
	send()
	inParallel(workers, 20, send)
	// On a busy machine, a few connections are not reused; see countDials.
	if connections.Load() > 2*workers {
		t.Errorf("got %d connections", connections.Load())
	}
}

// mortal is a connection that can break without an error.
type mortal struct {
	net.Conn
	dead atomic.Bool
}

func (m *mortal) Write(data []byte) (int, error) {
	if m.dead.Load() {
		return len(data), nil
	}
	return m.Conn.Write(data)
}

func (m *mortal) Read(into []byte) (int, error) {
	n, err := m.Conn.Read(into)
	for err == nil && m.dead.Load() {
		n, err = m.Conn.Read(into)
	}
	return n, err
}

func TestDeadConnectionsOfHTTP2AreReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := memorynet.Listen()
		server := &http.Server{
			Handler: answerJSON(200, "{}"), ErrorLog: log.New(io.Discard, "", 0),
			TLSConfig: &tls.Config{Certificates: []tls.Certificate{newCertificate(t, nil, 1)}},
		}
		go func() { _ = server.ServeTLS(listener, "", "") }()
		defer server.Close()
		client := mustNew(t, Config{BaseURL: "https://gitlab.example.com", Insecure: true, Retries: 1})
		var connections []*mortal
		useDialer(client, func(ctx context.Context, network, address string) (net.Conn, error) {
			inner, err := listener.Dial(ctx, network, address)
			connection := &mortal{Conn: inner}
			connections = append(connections, connection)
			return connection, err
		})
		for range 2 {
			begun := time.Now()
			if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
				t.Error(err)
			}
			if took := time.Since(begun); took > 2*pingTimeout+firstBackoff {
				t.Errorf("took %s", took)
			}
			connections[0].dead.Store(true)
		}
		if len(connections) != 2 {
			t.Errorf("got %d connections", len(connections))
		}
		_ = connections[0].Close()
	})
}

func drain(server net.Conn) { _, _ = io.Copy(io.Discard, server) }

// beginAnswer sends only a status line after the first byte of a request.
func beginAnswer(server net.Conn) {
	if _, err := io.ReadFull(server, make([]byte, 1)); err == nil {
		go drain(server)
		_, _ = io.WriteString(server, "HTTP/1.1 200 OK\r\n")
	}
}

// Time limits also apply before the body of a response.
func TestConnectionsThatHang(t *testing.T) {
	tests := map[string]struct {
		baseURL string
		serve   func(net.Conn)
		after   time.Duration
		want    string
	}{
		"handshake":            {"https://gitlab.example.com", drain, handshakeTimeout, "TLS handshake timeout"},
		"no response":          {"http://gitlab.example.com", func(net.Conn) {}, answerTimeout, "GitLab did not begin to answer in time"},
		"only the status line": {"http://gitlab.example.com", beginAnswer, answerTimeout, "GitLab did not begin to answer in time"},
		"one byte at a time":   {"http://gitlab.example.com", drip, bodyTimeout, "the answer did not end in time"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := mustNew(t, Config{BaseURL: test.baseURL})
				useDialer(client, func(context.Context, string, string) (net.Conn, error) {
					client, server := net.Pipe()
					go test.serve(server)
					return client, nil
				})
				begun := time.Now()
				expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), test.want)
				if took := time.Since(begun); took != test.after {
					t.Errorf("took %s", took)
				}
				time.Sleep(time.Minute) // The server needs time to notice the closed connection.
			})
		})
	}
}

// drip sends one byte of a response every twenty seconds.
func drip(conn net.Conn) {
	if _, err := io.ReadFull(conn, make([]byte, 1)); err != nil {
		return
	}
	go drain(conn)
	answer := "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
	for _, err := io.WriteString(conn, answer); err == nil; _, err = io.WriteString(conn, " ") {
		time.Sleep(20 * time.Second)
	}
}

func TestHTTP2FromTheBeginningInParallel(t *testing.T) {
	const workers = 10
	server, connections := countConnections(t, true, answerJSON(200, "{}"))
	client := mustNew(t, Config{BaseURL: server.URL, Insecure: true})
	inParallel(workers, 20, func() {
		if err := client.Do(t.Context(), http.MethodPut, "x", map[string]any{}, nil); err != nil {
			t.Error(err)
		}
	})
	if connections.Load() > workers {
		t.Errorf("got %d connections", connections.Load())
	}
}
