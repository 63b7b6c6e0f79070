package provider_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// feature is a feature that only some of the supported CLI versions have.
type feature struct {
	name string
	// terraform and openTofu are the minor versions 1.x that introduced the feature.
	terraform, openTofu int
	// used matches configurations that use the feature; nil if a configuration does not
	// show it.
	used *regexp.Regexp
}

var (
	movesOfOtherTypes  = feature{"`moved` blocks for other types", 8, 10, nil}
	writeOnlyArguments = feature{"write-only arguments", 11, 11, regexp.MustCompile(`\b\w+_wo +=`)}

	// features are the features that a configuration can show.
	features = []feature{
		writeOnlyArguments,
		{"ephemeral values", 10, 11, regexp.MustCompile(`\bephemeral +=`)},
		{"`removed` blocks", 7, 7, regexp.MustCompile(`(?m)^removed \{`)},
		{"`for_each` in `import` blocks", 7, 7, regexp.MustCompile(`(?ms)^import \{[^}]*\bfor_each\b`)},
	}
)

// requireFeature skips a test if the CLI lacks the feature.
func requireFeature(t *testing.T, f feature) {
	t.Helper()
	minor := f.terraform
	if strings.HasPrefix(filepath.Base(cliPath), "tofu") {
		minor = f.openTofu
	}
	clitest.RequireVersion(t, cliPath, minor, f.name)
}

// requireFeatures skips a test if the CLI lacks a feature that the configuration uses.
func requireFeatures(t *testing.T, config string) {
	t.Helper()
	for _, f := range features {
		if f.used.MatchString(config) {
			requireFeature(t, f)
		}
	}
}
