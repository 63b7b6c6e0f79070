package client

import (
	"context"
	"errors"
	"net/http"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/version"
)

// knownVersion is what GitLab said of its version, if it did.
type knownVersion struct {
	version version.Version
	ok      bool
}

// Version asks GitLab for its version, once for all requests of this Client.
// It is not ok if GitLab does not tell it to this token, or does not answer.
func (c *Client) Version(ctx context.Context) (known version.Version, ok bool) {
	if known, ok := c.KnownVersion(); ok {
		return known, ok
	}
	select {
	case c.askingVersion <- struct{}{}:
		defer func() { <-c.askingVersion }()
	case <-ctx.Done():
		return version.Version{}, false
	}
	answer := c.version.Load()
	if answer == nil {
		answer = c.askVersion(ctx)
		if ctx.Err() == nil {
			c.version.Store(answer)
		}
	}
	return answer.version, answer.ok
}

// KnownVersion is Version as far as GitLab was asked already.
func (c *Client) KnownVersion() (known version.Version, ok bool) {
	if answer := c.version.Load(); answer != nil {
		return answer.version, answer.ok
	}
	return version.Version{}, false
}

// askVersion reads /metadata, or /version before GitLab 15.2
// (lib/api/metadata.rb in GitLab 18.9). If there is no answer at all, a second
// question would only be waited for in vain.
func (c *Client) askVersion(ctx context.Context) *knownVersion {
	var answer struct {
		Version string `json:"version"`
	}
	for _, path := range []string{"metadata", "version"} {
		err := c.Do(ctx, http.MethodGet, path, nil, &answer)
		if err == nil {
			told, ok := version.Parse(answer.Version)
			return &knownVersion{told, ok}
		}
		if refused := new(Error); !errors.As(err, &refused) {
			break
		}
	}
	return &knownVersion{}
}
