package integration_test

import (
	"net/http"
	"testing"
)

func TestDataSourceIsOneGet(t *testing.T) {
	shown := full.with(object{"labels": []string{"b", "a"}, "priority": "2", "push_events": "0"})
	g := newGitLab(t, always(http.StatusOK, answer(&chat, shown)))
	data, found := g.terraform().data(chatType, object{"project": "acme/web"})
	expectNothing(t, found)
	want := full.with(object{
		"id": "projects/acme/web", "active": true, "inherited": false, "title": "Team chat",
		"created_at": "2019-11-20T11:20:25.297Z", "updated_at": "2019-11-20T12:24:37.498Z",
	})
	delete(want, "webhook")
	delete(want, "signing_key")
	delete(want, "relay_token")
	expectObject(t, data, want)
	expectRequests(t, g, "GET "+chatPath)
}

func TestDataSourceOfAGroup(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&specs[2], object{"url": "https://x.example"})))
	data, found := g.terraform().data(trackerType, object{"group": "acme/sub"})
	expectNothing(t, found)
	expectObject(t, data, object{
		"id": "groups/acme/sub", "group": "acme/sub", "url": "https://x.example", "active": true, "inherited": false,
		"title": "Tracker", "created_at": "2019-11-20T11:20:25.297Z", "updated_at": "2019-11-20T12:24:37.498Z",
	})
	expectRequests(t, g, "GET groups/acme%2Fsub/integrations/tracker")
}

func TestDataSourceShowsWhatIsSwitchedOff(t *testing.T) {
	shown := changed(answer(&chat, object{"username": "bot"}), object{"active": false})
	data, found := newGitLab(t, always(http.StatusOK, shown)).terraform().data(chatType, object{"project": "acme/web"})
	expectNothing(t, found)
	if data["active"] != false || data["username"] != "bot" {
		t.Errorf("got %v", data)
	}
}

func TestDataSourceShowsInheritedSettings(t *testing.T) {
	shown := changed(answer(&chat, object{"username": "bot"}), object{"inherited": true})
	data, found := newGitLab(t, always(http.StatusOK, shown)).terraform().data(chatType, object{"project": "acme/web"})
	expectNothing(t, found)
	if data["inherited"] != true || data["username"] != "bot" {
		t.Errorf("got %v", data)
	}
}

func TestDataSourceOfWhatIsNotThereIsAnError(t *testing.T) {
	tests := map[string]struct {
		status    int
		body      string
		attribute string
		words     []string
	}{
		"never set up":    {http.StatusNotFound, `{"message":"404 Integration Not Found"}`, "", []string{"Cannot find Team chat in project acme/web", "never set up"}},
		"project is gone": {http.StatusNotFound, `{"message":"404 Project Not Found"}`, "project", []string{"Cannot find Team chat in project acme/web", "Check the spelling"}},
		"unknown slug":    {http.StatusBadRequest, `{"error":"slug does not have a valid value"}`, "", []string{"Cannot find Team chat", "no integration `team-chat`"}},
		"forbidden":       {http.StatusForbidden, `{"message":"403 Forbidden"}`, "", []string{"Cannot read Team chat in project acme/web", "403 Forbidden"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, always(test.status, test.body))
			_, found := g.terraform().data(chatType, object{"project": "acme/web"})
			expectError(t, found, test.attribute, test.words...)
		})
	}
}
