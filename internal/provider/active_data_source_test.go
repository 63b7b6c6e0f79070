package provider_test

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// activeFlags are the event flags that a current GitLab returns.
var activeFlags = []string{
	"alert_events", "comment_on_event_enabled", "commit_events", "confidential_issues_events",
	"confidential_note_events", "deployment_events", "incident_events", "issues_events", "job_events",
	"merge_requests_events", "note_events", "pipeline_events", "push_events", "tag_push_events",
	"vulnerability_events", "wiki_page_events",
}

func activeBlock(name, kind, id string) string {
	return block(fmt.Sprintf(`data "gitlabintegrations_active" %q`, name), settings{kind: id})
}

// activeSlugs expects exactly these integrations in this order, and passes the list to
// check.
func activeSlugs(name string, want []string, check func(list []map[string]any) error) statecheck.StateCheck {
	return stateCheck(func(state *tfjson.State) error {
		list, slugs := []map[string]any{}, []string{}
		for _, r := range state.Values.RootModule.Resources {
			if r.Address != "data.gitlabintegrations_active."+name {
				continue
			}
			elements, _ := r.AttributeValues["integrations"].([]any)
			for _, element := range elements {
				integration := asJSON(element.(map[string]any))
				list = append(list, integration)
				slugs = append(slugs, fmt.Sprint(integration["slug"]))
			}
		}
		if !slices.Equal(slugs, want) {
			return fmt.Errorf("the active integrations are %v, want %v", slugs, want)
		}
		return check(list)
	})
}

func anything([]map[string]any) error { return nil }

func TestActive(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/empty")
	gitlab.AddProject("family/web")
	gitlab.SetUp("groups/family", "matrix", nil)
	gitlab.SetUp("groups/family", "asana", nil)
	gitlab.SetUp("projects/family/web", "slack", settings{"push_events": false, "deployment_events": true})
	gitlab.SetUp("projects/family/web", "pipelines-email", nil)
	gitlab.SetUp("projects/family/web", "asana", nil)
	gitlab.Disable("projects/family/web", "pipelines-email")

	stored, _ := gitlab.Stored("projects/family/web", "slack")
	slack := map[string]any{
		"id": float64(stored.ID), "slug": "slack", "title": "Slack notifications", "inherited": false,
		"created_at": stored.CreatedAt.Format("2006-01-02T15:04:05.000Z07:00"),
		"updated_at": stored.UpdatedAt.Format("2006-01-02T15:04:05.000Z07:00"),
	}
	for _, name := range activeFlags {
		slack[name] = stored.Settings[name]
	}
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: providerBlock(gitlab, url) +
				activeBlock("web", "project", "family/web") +
				activeBlock("empty", "project", "acme/empty") +
				activeBlock("family", "group", "family"),
			Check: resource.ComposeTestCheckFunc(
				resource.TestCheckResourceAttr("data.gitlabintegrations_active.web", "id", "projects/family/web"),
				resource.TestCheckResourceAttr("data.gitlabintegrations_active.family", "id", "groups/family"),
			),
			ConfigStateChecks: []statecheck.StateCheck{
				activeSlugs("empty", []string{}, anything),
				activeSlugs("family", []string{"asana", "matrix"}, anything),
				activeSlugs("web", []string{"asana", "matrix", "slack"}, func(list []map[string]any) error {
					var faults []error
					if !reflect.DeepEqual(list[2], slack) {
						faults = append(faults, fmt.Errorf("slack is %v\ninstead of %v\ndiffering in %v", list[2], slack, differing(list[2], slack)))
					}
					if list[0]["inherited"] != false || list[1]["inherited"] != true {
						faults = append(faults, fmt.Errorf("inherited: asana %v, matrix %v", list[0]["inherited"], list[1]["inherited"]))
					}
					return errors.Join(faults...)
				}),
			},
		}},
	})
	if slack["push_events"] != false || slack["deployment_events"] != true {
		t.Errorf("the compared flags differ from the configured ones: %v", slack)
	}
}

// TestActiveInAnOldGitLab covers a version with fewer event flags and the older API
// route.
func TestActiveInAnOldGitLab(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.Version = "13.12"
	gitlab.AddProject("acme/web")
	gitlab.SetUp("projects/acme/web", "flowdock", nil)
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: providerBlock(gitlab, url) + activeBlock("web", "project", "acme/web"),
			ConfigStateChecks: []statecheck.StateCheck{
				activeSlugs("web", []string{"flowdock"}, func(list []map[string]any) error {
					if list[0]["push_events"] != true || list[0]["deployment_events"] != nil {
						return fmt.Errorf("the flags are %v", list[0])
					}
					return nil
				}),
			},
		}},
	})
}

func TestActiveRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ config, want string }{
		"unknown project": {activeBlock("x", "project", "acme/none"), `Cannot list the integrations of project acme/none.*404 Project Not\s+Found`},
		"unknown group":   {activeBlock("x", "group", "none"), `Cannot list the integrations of group none.*404 Group Not Found`},
		"no owner":        {block(`data "gitlabintegrations_active" "x"`, settings{}), `Missing project or group`},
		"two owners":      {block(`data "gitlabintegrations_active" "x"`, settings{"project": "a/b", "group": "a"}), `Both project and group.*group += "a"`},
		"empty owner":     {activeBlock("x", "project", ""), `Invalid project.*project += "".*must be an ID`},
		"escaped owner":   {activeBlock("x", "group", "acme%2Fshop"), `Invalid group.*group += "acme%2Fshop".*unescaped slashes`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gitlab, url := gitlabfake.Start(t)
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config:      providerBlock(gitlab, url) + test.config,
					ExpectError: regexp.MustCompile(`(?s)` + test.want),
				}},
			})
		})
	}
}

// TestActiveOwnerNotKnownWhilePlanning takes the owner from another resource. The unknown
// value must not fail the plan.
func TestActiveOwnerNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: providerBlock(gitlab, url) +
				resourceBlock("terraform_data", "owner", settings{"input": "acme/web"}) +
				block(`data "gitlabintegrations_active" "web"`, settings{"project": reference("terraform_data.owner.output")}),
			Check: resource.TestCheckResourceAttr("data.gitlabintegrations_active.web", "id", "projects/acme/web"),
		}},
	})
}
