package gitlabfake_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// The fake must list projects and groups, and respond to GraphQL, as GitLab did. Long
// responses were truncated in the recordings, so only the recorded part is compared.
func TestRecordedDiscovery(t *testing.T) {
	const version = "18.9"
	release, err := recordings.Load(version)
	if err != nil {
		t.Fatal(err)
	}
	r := newReplay(t, version, "_discovery")
	for _, exchange := range release.Exchanges["_discovery"] {
		t.Run(exchange.Case, func(t *testing.T) {
			if exchange.Case == "graphql/deprecations" {
				t.Skip("The fake does not describe its schema.")
			}
			response := r.send(exchange)
			if response.StatusCode != exchange.Status {
				t.Errorf("status %d, GitLab %d", response.StatusCode, exchange.Status)
			}
			for name, want := range exchange.AnswerHeaders {
				want = strings.ReplaceAll(want, "//HOST/", "//example.com/")
				if got := response.Header.Get(name); got != want {
					t.Errorf("%s: %s\nGitLab: %s", name, got, want)
				}
			}
			var got, want any
			if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(exchange.Answer, &want); err != nil {
				t.Fatal(err)
			}
			expectKept(t, "", got, want)
		})
	}
}

// numbered matches the fields whose values differ between GitLab instances.
var numbered = regexp.MustCompile(`\.(id|parent_id|endCursor)$`)

// expectKept compares the response with the recorded part.
func expectKept(t *testing.T, name string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		object, _ := got.(map[string]any)
		for field, value := range want {
			if _, exists := object[field]; !exists {
				t.Errorf("%s.%s is missing in %v", name, field, got)
			}
			expectKept(t, name+"."+field, object[field], value)
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			t.Fatalf("%s has %d entries, GitLab's %d", name, len(list), len(want))
		}
		for i := range want {
			expectKept(t, fmt.Sprintf("%s[%d]", name, i), list[i], want[i])
		}
	case string:
		if list, is := got.([]any); is && want == fmt.Sprintf("%d nodes", len(list)) {
			return
		}
		expectValue(t, name, got, want)
	default:
		expectValue(t, name, got, want)
	}
}

func expectValue(t *testing.T, name string, got, want any) {
	t.Helper()
	if numbered.MatchString(name) && got != nil && want != nil && fmt.Sprintf("%T", got) == fmt.Sprintf("%T", want) {
		return
	}
	if got != want {
		t.Errorf("%s: %v, GitLab %v", name, got, want)
	}
}

// prepareDiscovery creates the groups acme/spd and acme/spc, and as many others as the
// recorded GitLab had.
func prepareDiscovery(r *replay) {
	r.AddGroup("acme")
	for _, name := range []string{"asana", "assembla", "bamboo"} {
		r.AddGroup("acme/inherit/" + name)
	}
	for _, project := range []string{"trackers", "lock", "list"} {
		r.AddProject("acme/spd/" + project)
	}
	for _, slug := range []string{"asana", "external-wiki", "pushover"} {
		r.SetUp("projects/acme/spd/list", slug, nil)
	}
	r.SetUp("projects/acme/spd/lock", "slack", hook)
	for _, project := range []string{
		"roles", "archived", "deleting", "public", "my.app", "my.json", "my.git-like", "1234", "x-y_z", "trackers", "lock", "list",
	} {
		r.AddProject("acme/spc/" + project)
	}
	r.ArchiveProject("acme/spc/archived")
	r.Publish("groups/acme/spc")
	r.Publish("projects/acme/spc/public")
	for n := range 125 {
		r.AddProject(fmt.Sprintf("acme/team-%d/web", n))
	}
	one := func(role gitlabfake.Role) map[string]gitlabfake.Role {
		return map[string]gitlabfake.Role{"projects/acme/spc/roles": role}
	}
	for _, user := range []gitlabfake.User{
		{Token: outsider},
		{Token: "developer of one project", Roles: one(gitlabfake.Developer)},
		{Token: "maintainer of one project", Roles: one(gitlabfake.Maintainer)},
		{Token: "read_api", Roles: one(gitlabfake.Maintainer), Scopes: []string{"read_api"}},
		{Token: "read_user scope", Roles: one(gitlabfake.Maintainer), Scopes: []string{"read_user"}},
		// Only these projects existed at the time of the recording.
		{Token: "group maintainer", Roles: map[string]gitlabfake.Role{
			"projects/acme/spc/roles": gitlabfake.Maintainer, "projects/acme/spc/archived": gitlabfake.Maintainer,
			"projects/acme/spc/deleting": gitlabfake.Maintainer,
		}},
	} {
		r.AddUser(user)
	}
}

// discoveryToken returns the token of a case such as "graphql/as outsider".
func discoveryToken(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	who, is := strings.CutPrefix(rest, "as ")
	switch {
	case is:
		return who
	case rest == "no token":
		return ""
	case strings.HasPrefix(rest, "read_"), rest == "wrong token":
		return rest
	}
	return administrator
}
