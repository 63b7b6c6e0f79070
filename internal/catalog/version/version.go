// Package version parses and compares versions of GitLab.
package version

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// Version is a release of GitLab, such as 17.11, without the patch number. The zero
// value is older than all releases.
type Version struct{ Major, Minor int }

var pattern = regexp.MustCompile(`^v?(\d{1,4})\.(\d{1,4})(\D|$)`)

// New returns the version with these numbers.
func New(major, minor int) Version { return Version{major, minor} }

// Parse parses a version such as "17.11", or the version that GitLab returns, such as
// "18.9.0-pre". ok is false if the text is not a version.
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

// Since reports whether a version is major.minor or newer.
func (v Version) Since(major, minor int) bool { return !v.Before(Version{major, minor}) }

// String returns the version as GitLab writes it, such as "17.11".
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// Within reports whether a version is not older than since and not newer than until.
// A bound that is not a version, such as "", is ignored.
func (v Version) Within(since, until string) bool {
	first, hasFirst := Parse(since)
	last, hasLast := Parse(until)
	tooOld, tooNew := hasFirst && v.Before(first), hasLast && last.Before(v)
	return !tooOld && !tooNew
}

// Range describes the versions from since to until, such as "18.9 and later". An
// empty bound is no bound, and a range without bounds is "".
func Range(since, until string) string {
	switch {
	case since != "" && until != "":
		return since + " to " + until
	case since != "":
		return since + " and later"
	case until != "":
		return "up to " + until
	default:
		return ""
	}
}
