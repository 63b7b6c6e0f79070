package client

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

// setProxies sets the environment variables that configure proxies.
func setProxies(t *testing.T, https, http, none string) {
	t.Helper()
	for name, value := range map[string]string{"HTTPS_PROXY": https, "HTTP_PROXY": http, "NO_PROXY": none} {
		t.Setenv(name, value)
		t.Setenv(strings.ToLower(name), value)
	}
}

func TestProxyIsTakenFromTheEnvironment(t *testing.T) {
	var asked, signIn atomic.Value
	proxy := newTestServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.RequestURI)
		signIn.Store(r.Header.Get("Proxy-Authorization"))
		answerJSON(200, "{}")(w, r)
	})
	setProxies(t, "", strings.Replace(proxy, "http://", "http://user:password@", 1), "")
	if err := mustNew(t, Config{BaseURL: "http://gitlab.invalid"}).Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Fatal(err)
	}
	if asked.Load() != "http://gitlab.invalid/api/v4/x" || signIn.Load() != "Basic dXNlcjpwYXNzd29yZA==" {
		t.Errorf("the proxy received a request for %v with the credentials %v", asked.Load(), signIn.Load())
	}
}

func TestNoProxy(t *testing.T) {
	setProxies(t, "http://proxy.invalid", "http://proxy.invalid", "gitlab.invalid,.internal")
	tests := map[string]string{
		"https://gitlab.invalid": "", "http://gitlab.invalid": "", "https://gitlab.internal": "", "http://localhost": "",
		"https://gitlab.example.com": "http://proxy.invalid", "http://gitlab.example.com": "http://proxy.invalid",
	}
	for address, want := range tests {
		client := mustNew(t, Config{BaseURL: address})
		req, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := client.proxyOf(req); got != want {
			t.Errorf("requests to %s go through %q, want %q", address, got, want)
		}
	}
}

// The package httpproxy ignores a malformed address, so the client must refuse it.
func TestProxyThatIsNoAddress(t *testing.T) {
	for _, address := range []string{"http://user:hidden#password@proxy.invalid:3128", "ftp://user:hidden@proxy.invalid", "http://user:hidden@proxy.invalid:port"} {
		setProxies(t, address, "", "gitlab.internal")
		_, err := New(Config{BaseURL: "https://gitlab.invalid"})
		expectError(t, err, `Proxy: invalid address of a proxy ("HTTPS_PROXY")`)
		if strings.Contains(err.Error(), "hidden") {
			t.Errorf("error %q contains the address", err)
		}
		for _, other := range []string{"http://gitlab.invalid", "https://gitlab.internal"} {
			if _, err := New(Config{BaseURL: other}); err != nil {
				t.Errorf("%s needs no proxy for https: %v", other, err)
			}
		}
		setProxies(t, "", address, "")
		_, err = New(Config{BaseURL: "http://gitlab.invalid"})
		expectError(t, err, `Proxy: invalid address of a proxy ("HTTP_PROXY")`)
	}
	for _, address := range []string{"proxy.invalid", "proxy.invalid:3128", "user:password@proxy.invalid:3128", "http://proxy.invalid", "https://proxy.invalid", "socks5://proxy.invalid:1080", "socks5h://proxy.invalid"} {
		setProxies(t, address, "", "")
		if _, err := New(Config{BaseURL: "https://gitlab.invalid"}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// An error at a proxy contains the proxy's address without its user name and password.
func TestFailureNamesTheProxy(t *testing.T) {
	closed := servertest.ClosedAddress(t)
	refusing := strings.TrimPrefix(newTestServer(t, answer(http.StatusForbidden, "text/plain", "")), "http://")
	demanding := strings.TrimPrefix(newTestServer(t, answer(http.StatusProxyAuthRequired, "text/plain", "")), "http://")
	broken := servertest.Greet(t, "220 mail.example.com ESMTP\r\n")
	for _, test := range []struct {
		base, scheme, proxy string
		want                Failure
	}{
		{"https://gitlab.invalid", "http", closed, ProxyUnreachable},
		{"http://gitlab.invalid", "http", closed, ProxyUnreachable},
		{"https://gitlab.invalid", "http", refusing, ProxyRefusal},
		{"https://gitlab.invalid", "http", demanding, ProxySignIn},
		{"https://gitlab.invalid", "socks5", closed, ProxyUnreachable},
		{"https://gitlab.invalid", "socks5", broken, ProxyRefusal},
	} {
		t.Run(test.base+" "+test.scheme+" "+test.proxy, func(t *testing.T) {
			address := test.scheme + "://user:hidden@" + test.proxy
			setProxies(t, address, address, "")
			err := mustNew(t, Config{BaseURL: test.base}).Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectFailure(t, err, test.want)
			failed := new(RequestError)
			if !errors.As(err, &failed) || failed.Proxy != test.scheme+"://"+test.proxy || strings.Contains(err.Error(), "hidden") || IsUncertain(err) {
				t.Errorf("the error is %#v: %v", failed, err)
			}
		})
	}
	setProxies(t, "", "http://user:hidden@"+demanding, "")
	err := mustNew(t, Config{BaseURL: "http://gitlab.invalid"}).Do(t.Context(), http.MethodGet, "x", nil, nil)
	if refused := new(Error); !errors.As(err, &refused) || refused.Proxy != "http://"+demanding {
		t.Errorf("the error is %#v", err)
	}
}

// connectingProxy starts a proxy that connects every request to this target.
func connectingProxy(t *testing.T, target string) (proxy string) {
	t.Helper()
	return newTestServer(t, func(w http.ResponseWriter, r *http.Request) {
		upstream, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", target)
		if err != nil || r.Method != http.MethodConnect {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		client, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(upstream, buffered); _ = upstream.Close() }()
		_, _ = io.Copy(client, upstream)
		_ = client.Close()
	})
}

func TestHTTPSThroughProxy(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	file := writeFile(t, certificatePEM(server.Certificate().Raw))
	client := mustNew(t, Config{BaseURL: "https://example.com", CACertFile: file})
	throughProxy(t, client, connectingProxy(t, server.Listener.Addr().String()))
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Error(err)
	}
}

// throughProxy makes the client use this proxy even for loopback addresses, for which
// the environment variables have no effect.
func throughProxy(t *testing.T, client *Client, proxy string) {
	t.Helper()
	address, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	transportOf(client).Proxy, client.proxy = http.ProxyURL(address), http.ProxyURL(address)
}
