package gitlabfake_test

import "testing"

func newServicesAPI(t *testing.T) api {
	a := newAPI(t)
	a.ServicesOnly = true
	return a
}

// Section "Legacy Services API": there was nothing but /projects/:id/services.
func TestServicesOnlyRoutes(t *testing.T) {
	a := newServicesAPI(t)
	for _, path := range []string{webSlack, "projects/acme%2Fweb/integrations", acmeSlack, "groups/acme/services/slack", "metadata"} {
		a.refused(404, "404 Not Found", "GET", path, nil)
	}
	a.refused(404, "404 Not Found", "PUT", webSlack, slack)
	for _, slug := range []string{"datadog", "telegram", "apple-app-store", "clickup", "zentao"} {
		a.refused(400, "slug does not have a valid value", "GET", "projects/acme%2Fweb/services/"+slug, nil)
		a.refused(405, "405 Not Allowed", "PUT", "projects/acme%2Fweb/services/"+slug, object{})
	}
}

func TestServicesOnlyLife(t *testing.T) {
	const path = "projects/acme%2Fweb/services/slack"
	a := newServicesAPI(t)
	a.refused(404, "404 Service Not Found", "GET", path, nil)

	answer := a.put(path, with(slack, object{"use_inherited_settings": true, "channel": "#a", "notify_only_when_pipeline_status_changes": true}))
	expect(t, answer, object{"active": true, "push_events": true})
	for _, key := range []string{"inherited", "incident_events", "vulnerability_events", "use_inherited_settings"} {
		if _, shown := answer[key]; shown {
			t.Errorf("the answer has %s", key)
		}
	}
	if _, kept := a.stored("slack").Settings["notify_only_when_pipeline_status_changes"]; kept {
		t.Error("a parameter of later versions was stored")
	}
	a.refused(400, "400 Bad Request", "PUT", path, object{"webhook": nil})
	a.refused(400, "webhook is missing", "PUT", path, object{})
	if _, list := a.raw("GET", "projects/acme%2Fweb/services", nil); list == "[]\n" {
		t.Error("the list is empty")
	}
	a.delete(path)
	expect(t, a.get(path), object{"active": false})
}

// Section "DELETE": older versions cleared everything, and what was never set up
// left an inactive record.
func TestServicesOnlyDelete(t *testing.T) {
	const path = "projects/acme%2Fweb/services/jira"
	a := newServicesAPI(t)
	a.delete(path)
	expect(t, a.get(path), object{"active": false})
	a.put(path, jira)
	a.delete(path)
	expect(t, a.stored("jira").Settings, object{"url": nil, "password": nil, "jira_auth_type": nil})
}
