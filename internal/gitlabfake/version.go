package gitlabfake

import (
	"fmt"
	"strconv"
	"strings"
)

// DefaultVersion is the version of a new GitLab: the one whose source the
// package was written from.
const DefaultVersion = "18.9"

// version is a release of GitLab, such as 13.12.
type version struct{ major, minor int }

// CheckVersion tells whether GitLab.Version can be such a text: the numbers of
// a release since 10.0, such as "13.12".
func CheckVersion(text string) error {
	_, err := parseVersion(text)
	return err
}

func parseVersion(text string) (version, error) {
	major, minor, _ := strings.Cut(text, ".")
	first, err := strconv.Atoi(major)
	second, minorErr := strconv.Atoi(minor)
	if err != nil || minorErr != nil || first < 10 || second < 0 {
		return version{}, fmt.Errorf("%q is no version of GitLab since 10.0, such as 13.12", text)
	}
	return version{first, second}, nil
}

// String is the version as GitLab names it.
func (v version) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

// before tells whether this is an earlier release.
func (v version) before(other version) bool {
	return v.major < other.major || v.major == other.major && v.minor < other.minor
}

// since tells whether this is that release or a later one.
func (v version) since(major, minor int) bool { return !v.before(version{major, minor}) }

// within tells whether the release is between two that the catalog names, with
// both of them; an empty one is no bound.
func (v version) within(first, last string) bool {
	begin, beginErr := parseVersion(first)
	end, endErr := parseVersion(last)
	early := beginErr == nil && v.before(begin)
	late := endErr == nil && end.before(v)
	return !early && !late
}
