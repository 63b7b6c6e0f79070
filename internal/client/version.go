package client

import (
	"context"
	"errors"
	"net/http"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// versionAnswer is GitLab's answer about its version. The version is not known if
// GitLab does not return it to this token.
type versionAnswer struct {
	version version.Version
	known   bool
}

// Version returns GitLab's version, and requests it if there is no answer yet.
// Concurrent callers share one request, and all requests of this Client share the
// answer. The version is not known if GitLab does not return it to this token, or
// does not answer; in the latter case the next call requests it again.
func (c *Client) Version(ctx context.Context) (running version.Version, known bool) {
	for c.version.Load() == nil {
		request := c.versionRequest.DoChan("", func() (any, error) {
			if c.version.Load() != nil {
				return nil, nil // The answer arrived just before this request.
			}
			return nil, c.askVersion(ctx)
		})
		select {
		case asked := <-request:
			// If the caller that sent the request was canceled, another caller sends
			// it again.
			if asked.Err != nil && !errors.Is(asked.Err, context.Canceled) {
				return running, false
			}
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return running, false
		}
	}
	return c.CachedVersion()
}

// CachedVersion returns the same as Version, but sends no request: without an answer
// to an earlier call, the version is not known.
func (c *Client) CachedVersion() (running version.Version, known bool) {
	if answer := c.version.Load(); answer != nil {
		return answer.version, answer.known
	}
	return version.Version{}, false
}

// askVersion stores GitLab's answer for its version, from /metadata, or from /version
// before GitLab 15.2 (lib/api/metadata.rb in GitLab 18.9). It returns the error if
// there is no answer, or if the next answer may differ.
func (c *Client) askVersion(ctx context.Context) error {
	var answer struct {
		Version string `json:"version"`
	}
	for _, path := range []string{"metadata", "version"} {
		err := c.Do(ctx, http.MethodGet, path, nil, &answer)
		if refused := new(Error); err != nil && (!errors.As(err, &refused) || isTransient(err)) {
			return err
		}
		if err == nil {
			break
		}
	}
	running, known := version.Parse(answer.Version)
	c.version.Store(&versionAnswer{running, known})
	return nil
}
