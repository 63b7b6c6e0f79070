package gitlabfake_test

import (
	"strings"
	"testing"
)

const (
	acmeSlack = "groups/acme/integrations/slack"
	apiSlack  = "projects/acme%2Fapi/integrations/slack"
)

var inherit = object{"webhook": nil, "use_inherited_settings": true}

const webClickUp = "projects/acme%2Fweb/integrations/clickup"

var clickup = object{"project_url": "https://c.example.com", "issues_url": "https://c.example.com/:id"}

// A project takes over the settings of its group, but the response still contains the
// previous ones.
func TestUseInheritedSettings(t *testing.T) {
	a := newAPI(t)
	a.refused(400, "Default integration not found.", "PUT", webSlack, inherit)
	a.refused(404, "404 Integration Not Found", "GET", webSlack, nil)

	a.put(webSlack, with(slack, object{"channel": "#own"}))
	a.put(acmeSlack, with(slack, object{"webhook": "https://hooks.example.com/acme", "channel": "#acme", "push_events": false}))
	expect(t, properties(a.get(webSlack)), object{"channel": "#own"})

	stale := a.put(webSlack, with(inherit, object{"channel": "#ignored"}))
	expect(t, stale, object{"inherited": true, "push_events": true})
	expect(t, properties(stale), object{"channel": "#own"})

	fresh := a.get(webSlack)
	expect(t, fresh, object{"inherited": true, "active": true, "push_events": false, "id": stale["id"]})
	expect(t, properties(fresh), object{"channel": "#acme"})
	expect(t, a.stored("slack").Settings, object{"webhook": "https://hooks.example.com/acme"})
}

// A request without the flag does not end inheritance. An explicit false does.
func TestInheritanceEndsOnlyExplicitly(t *testing.T) {
	a := newAPI(t)
	a.put(acmeSlack, with(slack, object{"channel": "#acme"}))
	own := with(slack, object{"channel": "#own"})

	answer := a.put(webSlack, own)
	expect(t, answer, object{"inherited": true})
	expect(t, properties(a.get(webSlack)), object{"channel": "#acme"})

	answer = a.put(webSlack, with(own, object{"use_inherited_settings": false}))
	expect(t, answer, object{"inherited": false})
	expect(t, properties(answer), object{"channel": "#own"})
}

// A DELETE keeps the link, so the next request inherits again.
func TestDeleteKeepsTheLink(t *testing.T) {
	a := newAPI(t)
	a.put(acmeSlack, with(slack, object{"channel": "#acme"}))
	a.delete(webSlack)
	deleted := a.get(webSlack)
	expect(t, deleted, object{"active": false, "inherited": true})
	expect(t, properties(deleted), object{"channel": nil})

	a.put(webSlack, slack)
	again := a.get(webSlack)
	expect(t, again, object{"active": true, "inherited": true})
	expect(t, properties(again), object{"channel": "#acme"})
}

// A new project inherits the active integrations of the nearest group that has its own
// settings.
func TestNewProjectsInherit(t *testing.T) {
	a := newAPI(t)
	a.put(acmeSlack, with(slack, object{"channel": "#acme"}))
	a.put("groups/acme/integrations/jira", jira)
	a.delete("groups/acme/integrations/jira")
	a.AddGroup("acme/team")
	a.put("groups/acme%2Fteam/integrations/slack", with(slack, object{"channel": "#team", "use_inherited_settings": false}))
	a.AddProject("acme/new")
	a.AddProject("acme/team/new")

	for path, channel := range map[string]string{"acme%2Fnew": "#acme", "acme%2Fteam%2Fnew": "#team"} {
		answer := a.get("projects/" + path + "/integrations/slack")
		expect(t, answer, object{"active": true, "inherited": true})
		expect(t, properties(answer), object{"channel": channel})
	}
	a.refused(404, "404 Integration Not Found", "GET", "projects/acme%2Fnew/integrations/jira", nil)
}

// The settings of a group propagate to the groups and projects that inherit the
// integration and to those that do not have it.
func TestGroupsPropagate(t *testing.T) {
	a := newAPI(t)
	a.AddProject("acme/team/deep")
	a.AddProject("other/app")
	a.put(apiSlack, with(slack, object{"channel": "#own"}))
	a.put(acmeSlack, with(slack, object{"channel": "#one"}))
	a.put(acmeSlack, with(slack, object{"channel": "#two"}))

	for _, path := range []string{"projects/acme%2Fweb", "projects/acme%2Fteam%2Fdeep", "groups/acme%2Fteam"} {
		answer := a.get(path + "/integrations/slack")
		expect(t, answer, object{"inherited": true, "active": true})
		expect(t, properties(answer), object{"channel": "#two"})
	}
	own := a.get(apiSlack)
	expect(t, own, object{"inherited": false})
	expect(t, properties(own), object{"channel": "#own"})
	a.refused(404, "404 Integration Not Found", "GET", "projects/other%2Fapp/integrations/slack", nil)
}

// When a nearer group gets its own settings, the groups and projects below it inherit
// from that group.
func TestNearerGroupTakesOver(t *testing.T) {
	const below = "projects/acme%2Fteam%2Fapp/integrations/slack"
	a := newAPI(t)
	a.put(acmeSlack, with(slack, object{"channel": "#acme"}))
	a.AddProject("acme/team/app")
	expect(t, properties(a.get(below)), object{"channel": "#acme"})
	a.put("groups/acme%2Fteam/integrations/slack", with(slack, object{"channel": "#team", "use_inherited_settings": false}))
	expect(t, properties(a.get(below)), object{"channel": "#team"})
	a.put(acmeSlack, with(slack, object{"channel": "#later"}))
	expect(t, properties(a.get(below)), object{"channel": "#team"})
}

// An integration for groups only propagates to projects. They list it, but the API does
// not find it there, and it excludes other issue trackers for good.
func TestGroupIntegrationsPropagateToProjects(t *testing.T) {
	const zentao = "projects/acme%2Fweb/integrations/zentao"
	settings := object{"url": "https://z.example.com", "api_token": "t", "zentao_product_xid": "1"}
	a := newAPI(t)
	a.put("groups/acme/integrations/zentao", settings)
	a.delete("groups/acme/integrations/zentao")
	if record, found := a.Stored("projects/acme/web", "zentao"); !found || !record.Active || !record.Inherited {
		t.Errorf("the project has the record %+v, found: %t", record, found)
	}
	if _, list := a.raw("GET", "projects/acme%2Fweb/integrations", nil); !strings.Contains(list, `"slug":"zentao"`) {
		t.Errorf("the project lists %s", list)
	}
	a.refused(404, "404 Integration Not Found", "GET", zentao, nil)
	a.refused(404, "404 Integration Not Found", "DELETE", zentao, nil)
	a.refused(400, "400 Integration not available", "PUT", zentao, settings)
	a.refused(400, `Failed to update integration. {:base=>["Another issue tracker is already in use. `+
		`Only one issue tracker service can be active at a time"]}`, "PUT", webClickUp, clickup)
}

// When a group starts to inherit, it gets only the link. The values follow when the group
// above is written again.
func TestGroupsInheritTheLinkOnly(t *testing.T) {
	const team = "groups/acme%2Fteam/integrations/slack"
	a := newAPI(t)
	a.AddGroup("acme/team")
	a.put(team, with(slack, object{"channel": "#team"}))
	a.put(acmeSlack, with(slack, object{"channel": "#acme"}))

	a.put(team, inherit)
	linked := a.get(team)
	expect(t, linked, object{"inherited": true})
	expect(t, properties(linked), object{"channel": "#team"})

	const below = "projects/acme%2Fteam%2Fapp/integrations/slack"
	a.AddProject("acme/team/app")
	expect(t, properties(a.get(below)), object{"channel": "#acme"})
	a.put(below, with(slack, object{"channel": "#own", "use_inherited_settings": false}))
	a.put(below, inherit)
	expect(t, properties(a.get(below)), object{"channel": "#acme"})

	a.put(acmeSlack, with(slack, object{"channel": "#later"}))
	expect(t, properties(a.get(team)), object{"channel": "#later"})
}

// The default is that of the nearest group with its own settings, even if the
// integration is inactive there.
func TestInactiveDefault(t *testing.T) {
	a := newAPI(t)
	a.put(webSlack, slack)
	a.put(acmeSlack, slack)
	a.delete(acmeSlack)
	a.put(webSlack, inherit)
	expect(t, a.get(webSlack), object{"inherited": true, "active": false})
}

// If an inherited integration is inactive, GitLab reads its separate table only for the
// answer, after it has copied the settings.
func TestInheritedTableInTheAnswer(t *testing.T) {
	a := newAPI(t)
	a.put("groups/acme/integrations/clickup", clickup)
	a.delete(webClickUp)
	answer := a.put(webClickUp, with(clickup, object{"project_url": "https://ignored.example.com"}))
	expect(t, answer, object{"active": false, "inherited": true})
	expect(t, properties(answer), clickup)
	expect(t, a.get(webClickUp), object{"active": true})
}

// Projects can inherit two issue trackers, and GitLab then refuses to save either of them.
func TestTwoInheritedTrackers(t *testing.T) {
	a := newAPI(t)
	a.put("groups/acme/integrations/jira", jira)
	a.put("groups/acme/integrations/clickup", clickup)
	expect(t, a.get(webClickUp), object{"active": true, "inherited": true})
	a.refused(400, `Failed to update integration. {:base=>["Another issue tracker is already in use. `+
		`Only one issue tracker service can be active at a time"]}`, "PUT", webClickUp, with(clickup, object{"use_inherited_settings": true}))
}

// The first save of a row that was copied from a default encrypts its empty properties,
// which changes the row.
func TestFirstSaveOfACopiedRow(t *testing.T) {
	a := newAPI(t)
	a.put("groups/acme/integrations/clickup", clickup)
	copied := a.get(webClickUp)
	first := a.put(webClickUp, with(clickup, object{"use_inherited_settings": false}))
	if first["updated_at"] == copied["updated_at"] {
		t.Error("the first save did not change the row")
	}
	expect(t, a.put(webClickUp, clickup), object{"updated_at": first["updated_at"]})
}

// GitLab writes the address of Telegram whenever it saves the row, but not without a
// token.
func TestAddressOfAnInheritedRow(t *testing.T) {
	const telegram = "projects/acme%2Fweb/integrations/telegram"
	a := newAPI(t)
	settings := object{"token": "1:t", "room": "@acme"}
	a.put("groups/acme/integrations/telegram", settings)
	a.delete(telegram)
	disabled := a.get(telegram)
	expect(t, a.put(telegram, settings), object{"updated_at": disabled["updated_at"]})
	active := a.get(telegram)
	if a.put(telegram, settings)["updated_at"] == active["updated_at"] {
		t.Error("the save did not change the row")
	}
}
