package client

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Version is a release of GitLab, such as 17.11. Patches do not count.
type Version struct{ Major, Minor int }

// ParseVersion reads a version such as "17.11", or what GitLab says of itself,
// such as "18.9.0-pre".
func ParseVersion(text string) (version Version, ok bool) {
	parts := strings.SplitN(text, ".", 3)
	if len(parts) < 2 {
		return Version{}, false
	}
	major, majorErr := strconv.Atoi(parts[0])
	minor, minorErr := strconv.Atoi(strings.SplitN(parts[1], "-", 2)[0])
	return Version{Major: major, Minor: minor}, majorErr == nil && minorErr == nil
}

// Before tells whether a version is older than another.
func (v Version) Before(other Version) bool {
	return v.Major < other.Major || v.Major == other.Major && v.Minor < other.Minor
}

// String returns the version as GitLab writes it, such as "17.11".
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// knownVersion is what GitLab said of its version, if it did.
type knownVersion struct {
	version Version
	ok      bool
}

// Version asks GitLab for its version, once for all requests of this Client.
// It is not ok if GitLab does not tell it to this token, or does not answer.
func (c *Client) Version(ctx context.Context) (version Version, ok bool) {
	if version, ok := c.KnownVersion(); ok {
		return version, ok
	}
	select {
	case c.askingVersion <- struct{}{}:
		defer func() { <-c.askingVersion }()
	case <-ctx.Done():
		return Version{}, false
	}
	known := c.version.Load()
	if known == nil {
		known = c.askVersion(ctx)
		if ctx.Err() == nil {
			c.version.Store(known)
		}
	}
	return known.version, known.ok
}

// KnownVersion is Version as far as GitLab was asked already.
func (c *Client) KnownVersion() (version Version, ok bool) {
	if known := c.version.Load(); known != nil {
		return known.version, known.ok
	}
	return Version{}, false
}

// askVersion reads /metadata, or /version before GitLab 15.2
// (lib/api/metadata.rb in GitLab 18.9).
func (c *Client) askVersion(ctx context.Context) *knownVersion {
	var answer struct {
		Version string `json:"version"`
	}
	for _, path := range []string{"metadata", "version"} {
		if err := c.Do(ctx, http.MethodGet, path, nil, &answer); err == nil {
			version, ok := ParseVersion(answer.Version)
			return &knownVersion{version, ok}
		}
	}
	return &knownVersion{}
}
