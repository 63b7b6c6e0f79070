package client

import "net/url"

// Address is the address of GitLab's web interface as far as it follows from
// base_url. Users may reach GitLab under another host.
func (c *Client) Address() *url.URL { return c.base.JoinPath("../..") }
