// Package version knows the order of GitLab's releases.
package version

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// Version is a release of GitLab, such as 17.11. Patches do not count. The zero
// value is older than all of them.
type Version struct{ Major, Minor int }

var pattern = regexp.MustCompile(`^v?(\d{1,4})\.(\d{1,4})(\D|$)`)

// New returns a version of those numbers.
func New(major, minor int) Version { return Version{major, minor} }

// Parse reads a version such as "17.11", or what GitLab says of itself, such as
// "18.9.0-pre". It is not ok if the text is no version.
func Parse(text string) (version Version, ok bool) {
	found := pattern.FindStringSubmatch(text)
	if found == nil {
		return Version{}, false
	}
	major, _ := strconv.Atoi(found[1])
	minor, _ := strconv.Atoi(found[2])
	return Version{major, minor}, true
}

// Before reports whether a version is older than another.
func (v Version) Before(other Version) bool {
	return cmp.Or(cmp.Compare(v.Major, other.Major), cmp.Compare(v.Minor, other.Minor)) < 0
}

// Since reports whether a version is that of those numbers, or newer.
func (v Version) Since(major, minor int) bool { return !v.Before(Version{major, minor}) }

// String returns the version as GitLab writes it, such as "17.11".
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// Within reports whether a version lies between two that are written down, with
// both of them. A text that is no version, such as "", is no bound.
func (v Version) Within(since, until string) bool {
	first, hasFirst := Parse(since)
	last, hasLast := Parse(until)
	tooOld, tooNew := hasFirst && v.Before(first), hasLast && last.Before(v)
	return !tooOld && !tooNew
}
