package integration_test

import (
	"testing"
	"testing/synctest"
	"time"
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
