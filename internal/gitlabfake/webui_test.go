package gitlabfake_test

import (
	"reflect"
	"testing"
)

const web = "projects/acme/web"

func TestSetUp(t *testing.T) {
	a := newAPI(t)
	a.put(webSlack, with(slack, object{"push_events": false, "channel": "#a"}))
	a.delete(webSlack)
	id := a.stored("slack").ID

	a.SetUp(web, "slack", with(slack, object{"username": "bot", "job_events": false}))
	answer := a.get(webSlack)
	expect(t, answer, object{"active": true, "inherited": false, "push_events": true, "job_events": false, "id": float64(id)})
	expect(t, properties(answer), object{"username": "bot", "channel": nil, "branches_to_be_notified": "default"})
	expect(t, a.stored("slack").Settings, slack)
}

func TestSetUpForcesDatadogsEvents(t *testing.T) {
	a := newAPI(t)
	a.SetUp(web, "datadog", object{"api_key": "k", "datadog_ci_visibility": true, "pipeline_events": false})
	expect(t, a.get("projects/acme%2Fweb/integrations/datadog"), object{"pipeline_events": true, "job_events": true})
}

func TestChange(t *testing.T) {
	a := newAPI(t)
	a.SetUp(web, "slack", with(slack, object{"channel": "#a", "username": "bot"}))
	before := a.stored("slack")
	a.Change(web, "slack", object{"channel": nil, "push_events": false, "job_events": false})
	answer := a.get(webSlack)
	expect(t, answer, object{"push_events": false, "job_events": false, "active": true})
	expect(t, properties(answer), object{"channel": nil, "username": "bot"})
	after := a.stored("slack")
	if !after.UpdatedAt.After(before.UpdatedAt) || !after.CreatedAt.Equal(before.CreatedAt) {
		t.Errorf("times before %v, after %v", before, after)
	}
	a.SetUp(web, "jira", with(jira, object{"project_keys": []string{"B", " A"}, "jira_auth_type": 1}))
	expect(t, a.stored("jira").Settings, object{"project_keys": []string{"B", "A"}, "jira_auth_type": 1})
}

func TestDisable(t *testing.T) {
	a := newAPI(t)
	a.SetUp(web, "slack", with(slack, object{"channel": "#a"}))
	a.Disable(web, "slack")
	answer := a.get(webSlack)
	expect(t, answer, object{"active": false})
	expect(t, properties(answer), object{"channel": "#a"})
	if record := a.stored("slack"); record.Active || record.Settings["webhook"] != slack["webhook"] {
		t.Errorf("stored: %+v", record)
	}
}

func TestInherit(t *testing.T) {
	a := newAPI(t)
	a.SetUp(web, "slack", with(slack, object{"channel": "#own"}))
	a.SetUp("groups/acme", "slack", with(slack, object{"channel": "#acme"}))
	a.Inherit(web, "slack")
	expect(t, properties(a.get(webSlack)), object{"channel": "#acme"})
	if !a.stored("slack").Inherited {
		t.Error("the project does not inherit")
	}
	a.Disable("groups/acme", "slack")
	expect(t, a.get(webSlack), object{"active": false, "inherited": true})
}

func TestStoredIsACopy(t *testing.T) {
	a := newAPI(t)
	if _, found := a.Stored(web, "slack"); found {
		t.Error("there is an unexpected record")
	}
	a.SetUp(web, "slack", slack)
	a.stored("slack").Settings["channel"] = "#other"
	expect(t, properties(a.get(webSlack)), object{"channel": nil})
}

func TestRestore(t *testing.T) {
	a := newAPI(t)
	a.SetUp("groups/acme", "slack", with(slack, object{"channel": "#acme"}))
	a.SetUp(web, "matrix", object{"token": "t", "room": "!r:example.com"})
	other := newAPI(t)
	for _, row := range []struct{ owner, slug string }{{"groups/acme", "slack"}, {web, "slack"}, {web, "matrix"}} {
		want, _ := a.Stored(row.owner, row.slug)
		other.Restore(row.owner, row.slug, want)
		if got, _ := other.Stored(row.owner, row.slug); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v instead of %+v", got, want)
		}
	}
	expect(t, other.get(webSlack), object{"inherited": true, "updated_at": a.get(webSlack)["updated_at"]})
	other.SetUp(web, "asana", object{"api_key": "k"})
	if last, _ := a.Stored(web, "matrix"); other.stored("asana").ID <= last.ID {
		t.Errorf("the ID %d is used twice", other.stored("asana").ID)
	}
}
