package client

import "net/url"

// Address is the address of GitLab's web interface, as far as base_url tells:
// GitLab can be known to people by another host.
func (c *Client) Address() *url.URL { return c.base.JoinPath("../..") }
