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

// Version returns GitLab's version, and asks for it if there is no answer yet.
// Callers at the same time share one request, and an answer counts for all
// requests of this Client. The version is not known if GitLab does not return it
// to this token, or does not answer; in the latter case the next call asks again.
func (c *Client) Version(ctx context.Context) (running version.Version, known bool) {
	for c.version.Load() == nil {
		request := c.versionRequest.DoChan("", func() (any, error) {
			if c.version.Load() != nil {
				return nil, nil // It came just before this request.
			}
			return nil, c.askVersion(ctx)
		})
		select {
		case asked := <-request:
			// If the caller that sent the request was canceled, the others ask again.
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

// CachedVersion returns what Version does, but sends no request: without an
// answer to an earlier call the version is not known.
func (c *Client) CachedVersion() (running version.Version, known bool) {
	if answer := c.version.Load(); answer != nil {
		return answer.version, answer.known
	}
	return version.Version{}, false
}

// askVersion stores what GitLab answers about its version under /metadata, or
// /version before GitLab 15.2 (lib/api/metadata.rb in GitLab 18.9). It returns
// the error if there is no answer, or one that may be another the next time.
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
