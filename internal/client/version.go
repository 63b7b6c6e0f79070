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
	answer, _ := c.version.get(ctx, c.askVersion)
	return answer.version, answer.known
}

// CachedVersion returns the same as Version, but sends no request: without an answer
// to an earlier call, the version is not known.
func (c *Client) CachedVersion() (running version.Version, known bool) {
	answer, _ := c.version.known()
	return answer.version, answer.known
}

// askVersion returns GitLab's answer for its version, from /metadata, or from /version
// before GitLab 15.2 (lib/api/metadata.rb in GitLab 18.9). It returns the error if
// there is no answer, or if the next answer may differ.
func (c *Client) askVersion(ctx context.Context) (found versionAnswer, err error) {
	var answer struct {
		Version string `json:"version"`
	}
	for _, path := range []string{"metadata", "version"} {
		err := c.Do(ctx, http.MethodGet, path, nil, &answer)
		if refused := new(Error); err != nil && (!errors.As(err, &refused) || isTransient(err)) {
			return found, err
		}
		if err == nil {
			break
		}
	}
	found.version, found.known = version.Parse(answer.Version)
	return found, nil
}
