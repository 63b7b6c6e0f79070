package catalog

import (
	"strings"
	"testing"
)

// The keys that describe GitLab's checks and storage are validated too.
func TestParseRefusesWhatGitLabCannotDo(t *testing.T) {
	tests := []struct {
		// These keys are added to the end of the file, and to the setting "tune".
		top, tune string
		want      string
	}{
		{top: "table: Tune-Data", want: `table "Tune-Data" is not made of lower-case words and underscores`},
		{top: "checks: [{parameter: song, check: presence}]", want: `check 1 has the unknown parameter "song"`},
		{top: "checks: [{parameter: tune, check: beauty}]", want: `check 1 has the unknown check "beauty"`},
		{top: "checks: [{parameter: tune, check: matches}]", want: `check 1 has a pattern, or lacks one`},
		{top: "checks: [{parameter: tune, check: presence, pattern: x}]", want: `check 1 has a pattern, or lacks one`},
		{top: "checks: [{parameter: tune, check: matches, pattern: '('}]", want: `check 1 has the pattern "(", which is no regular expression`},
		{top: "checks: [{parameter: tune, check: length}]", want: `check 1 has a maximum, or lacks one`},
		{top: "checks: [{parameter: tune, check: fails}]", want: `check 1 lacks a message`},
		{top: "checks: [{parameter: tune, check: presence, schemes: [https]}]", want: `check 1 has schemes or local but is no public_url`},
		{top: "checks: [{parameter: tune, check: presence, local: true}]", want: `check 1 has schemes or local but is no public_url`},
		{top: "checks: [{parameter: tune, check: presence, minimum: 1}]", want: `check 1 has a minimum but is no whole_number`},
		{top: "checks: [{parameter: tune, check: presence, if: [{parameter: song, is: blank}]}]", want: `check 1 has the unknown parameter "song" in if`},
		{top: "checks: [{parameter: tune, check: presence, if: [{parameter: tune, is: loud}]}]", want: `check 1 has the unknown state loud in if`},
		{top: "checks: [{parameter: tune, check: length, maximum: 1, in_table: true}]", want: `check 1 is in_table but is no length, or there is no table`},
		{top: "hook: {url: ''}", want: `hook has no url`},
		{top: "hook: {url: x, variables: [song]}", want: `hook has the unknown parameter "song"`},
		{top: "hook: {url: x, variables: [tune], stored_as: webhook}", want: `hook has variables but is stored in the record`},
		{top: "event_defaults: {noise_events: false}", want: `event_defaults has "noise_events", which is no event flag or a parameter`},
		{top: "answered_only: [{name: Song}]", want: `answered_only "Song" is not made of lower-case words and underscores`},
		{top: "answered_only: [{name: song, scope: group}]", want: `answered_only "song" has the scope "group", which the integration lacks`},
		{top: "answered_only: [{name: song, since: now}]", want: `answered_only "song" has since "now", which is no version such as 16.9`},
		{tune: "refilled: loud", want: `parameter "tune" has the unknown refilled "loud"`},
		{tune: "refilled: default", want: `parameter "tune" is refilled but has no default`},
		{tune: "refilled: active", want: `parameter "tune" is refilled by a boolean but is none`},
		{tune: "refilled_from: {parameter: volume, 'true': a, 'false': b}", want: `parameter "tune" is refilled from "volume", which is no boolean, or is no string`},
		{tune: "enforced: true", want: `parameter "tune" is enforced but has no enum`},
		{tune: "copied_to: [job_events]", want: `parameter "tune" is copied to flags but is no boolean`},
		{tune: "copied_to: [noise_events]", want: `parameter "tune" is copied to "noise_events", which is no event flag or a parameter`},
		{tune: "answered_for_host: {parameter: song, pattern: x}", want: `parameter "tune" has an answered_for_host without parameter or pattern`},
	}
	for _, test := range tests {
		broken := sound + test.top + "\n"
		if test.tune != "" {
			broken = strings.Replace(sound, "example: bells", "example: bells\n    "+test.tune, 1)
		}
		_, err := Parse("sound.yaml", []byte(broken))
		if err == nil || !strings.Contains(err.Error(), "sound.yaml: "+test.want) {
			t.Errorf("%s%s: got %v, want %s", test.top, test.tune, err, test.want)
		}
	}
}

// Every parameter for an event must be a known event flag.
func TestEventsOfIntegrationsAreFlags(t *testing.T) {
	integrations, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, integration := range integrations {
		for _, p := range integration.Parameters {
			if _, isFlag := FindEventFlag(p.Name); p.Returned == Top && !isFlag {
				t.Errorf("%s.%s is returned at the top level but is not an event flag", integration.Slug, p.Name)
			}
		}
	}
}
