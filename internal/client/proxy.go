package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxyFunc returns the proxy for a request; nil for none.
type proxyFunc = func(*http.Request) (*url.URL, error)

// proxySchemes are the schemes of proxies that net/http supports.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// proxyFromEnvironment returns the proxies in the environment variables HTTPS_PROXY,
// HTTP_PROXY and NO_PROXY. Unlike http.ProxyFromEnvironment, it reads them for each
// client. An address that is not that of a proxy is an error if requests to base need
// it: package httpproxy would ignore it, and send requests without a proxy. The error
// does not contain the address, which may contain a password.
func proxyFromEnvironment(base *url.URL) (proxyFunc, error) {
	variables := httpproxy.FromEnvironment()
	name, address := "HTTPS_PROXY", variables.HTTPSProxy
	if base.Scheme == "http" {
		name, address = "HTTP_PROXY", variables.HTTPProxy
	}
	proxyOf := variables.ProxyFunc()
	if found, err := proxyOf(base); err == nil && address != "" && !isProxy(found) && needsProxy(base, variables.NoProxy) {
		return nil, &ConfigError{Field: Proxy, Problem: InvalidProxy, Name: name}
	}
	return func(req *http.Request) (*url.URL, error) { return proxyOf(req.URL) }, nil
}

// isProxy reports whether net/http supports an address as that of a proxy. Package
// httpproxy puts http:// before an address that it cannot parse, even if it begins
// with http://: its host then ends with a colon.
func isProxy(address *url.URL) bool {
	return address != nil && address.Hostname() != "" && !strings.HasSuffix(address.Host, ":") &&
		isPort(address.Port()) && slices.Contains(proxySchemes, address.Scheme)
}

// needsProxy reports whether requests to an address use a proxy if there is one.
func needsProxy(address *url.URL, noProxy string) bool {
	const proxy = "http://proxy.example.com"
	found, err := (&httpproxy.Config{HTTPProxy: proxy, HTTPSProxy: proxy, NoProxy: noProxy}).ProxyFunc()(address)
	return err == nil && found != nil
}

// proxyOf returns the address of the proxy that a request is sent through, without
// user name and password; "" for none.
func (c *Client) proxyOf(req *http.Request) string {
	address, err := c.proxy(req)
	if err != nil || address == nil {
		return ""
	}
	return plainAddress(address)
}

// proxyRefusal is the answer of a proxy that does not connect to GitLab.
type proxyRefusal struct{ status int }

// Error contains the status of the proxy's answer.
func (p *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy does not connect: %d %s", p.status, http.StatusText(p.status))
}

func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return &proxyRefusal{resp.StatusCode}
	}
	return nil
}
