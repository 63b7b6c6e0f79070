package integration_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

const redmineType = "gitlabintegrations_redmine"

var redmineConfig = object{
	"project": "acme/web", "project_url": "https://redmine.example.com/acme",
	"issues_url": "https://redmine.example.com/:id", "new_issue_url": "https://redmine.example.com/new",
}

var jiraSettings = map[string]any{"url": "https://jira.example.com", "username": "gitlab", "password": "secret"}

// Another tracker is active and nothing disables it. The PUT is retried for half a
// minute, and then its error explains the remedy. With -parallelism=1, Terraform sends
// the DELETE of the other tracker only after that.
func TestTrackerWithoutRoomSaysWhatToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestResource(t, redmineType)
		s.fake.SetUp("projects/acme/web", "jira", jiraSettings)
		begun := time.Now()
		expectError(t, s.change(redmineConfig), "", "Redmine in project acme/web", "only one active issue tracker", "apply again")
		if waited := time.Since(begun); waited != 30*time.Second {
			t.Errorf("the PUT was retried for %s", waited)
		}
		if record, _ := s.fake.Stored("projects/acme/web", "jira"); !record.Active {
			t.Error("Jira is disabled")
		}
	})
}

// The other tracker is one that only groups can set up, so nobody can disable it in the
// project.
func TestTrackerBesideAnInheritedOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestResource(t, redmineType)
		s.terraform = newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, inRuns(s.provider)))
		s.fake.SetUp("groups/acme", "zentao", map[string]any{"url": "https://zentao.example.com", "api_token": "t", "zentao_product_xid": "3"})
		found := s.change(redmineConfig)
		expectError(t, found, "", "ZenTao is active there", "inherits", "cannot change or disable")
		if strings.Contains(found[0].Detail, "Disable the other one") {
			t.Errorf("the error has an impossible remedy: %s", found[0].Detail)
		}
	})
}

// Another user disables the other tracker, so only a retry can notice that.
func TestTrackerTakesTheRoomThatOthersMake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestResource(t, redmineType)
		s.fake.SetUp("projects/acme/web", "jira", jiraSettings)
		time.AfterFunc(12*time.Second, func() { s.fake.Disable("projects/acme/web", "jira") })
		expectNothing(t, s.change(redmineConfig))
		if record, _ := s.fake.Stored("projects/acme/web", "redmine"); !record.Active {
			t.Error("Redmine is not set up")
		}
	})
}
