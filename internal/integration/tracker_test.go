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

// Another tracker that nothing disables: the PUT waits for half a minute, and its
// error says what to do. With -parallelism=1, the DELETE that would make room comes
// only after that.
func TestTrackerWithoutRoomSaysWhatToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestResource(t, redmineType)
		s.fake.SetUp("projects/acme/web", "jira", jiraSettings)
		begun := time.Now()
		expectError(t, s.change(redmineConfig), "", "Redmine in project acme/web", "only one active issue tracker", "apply again")
		if waited := time.Since(begun); waited != 30*time.Second {
			t.Errorf("it waited %s", waited)
		}
		if record, _ := s.fake.Stored("projects/acme/web", "jira"); !record.Active {
			t.Error("Jira is disabled")
		}
	})
}

// Somebody else makes room, of which this process is not told.
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
