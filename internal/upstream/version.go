package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// version is a GitLab release, such as 17.8. The zero value is unknown.
type version struct{ major, minor int }

// before tells whether v is older than other, which is never unknown.
func (v version) before(other version) bool {
	return cmp.Or(cmp.Compare(v.major, other.major), cmp.Compare(v.minor, other.minor)) < 0
}

func latest(a, b version) version {
	if a.before(b) {
		return b
	}
	return a
}

var versionPattern = regexp.MustCompile(`^v?(\d+)\.(\d+)`)

// parseVersion reads 17.8, and also v17.8.1-ee.
func parseVersion(text string) (version, error) {
	match := versionPattern.FindStringSubmatch(text)
	if match == nil {
		return version{}, fmt.Errorf("%q is no version such as 17.8", text)
	}
	major, _ := strconv.Atoi(match[1])
	minor, _ := strconv.Atoi(match[2])
	return version{major, minor}, nil
}

// bound is a version of the catalog, which has checked it; the empty one is
// unknown.
func bound(text string) version {
	v, _ := parseVersion(text)
	return v
}
