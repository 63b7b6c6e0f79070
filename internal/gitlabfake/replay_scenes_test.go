package gitlabfake_test

import (
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// scene is the hand-written part of a replay.
type scene struct {
	// prepare creates the groups, projects and users before the first request.
	prepare func(*replay)
	// events are changes in GitLab before the recorded request of a case.
	events map[string]func(*replay)
	// token returns the access token of the request of a case.
	token func(name string) string
}

// allowedDifferences has the recorded cases in which the response of the fake differs
// on purpose, such as "18.9/slack/project: list", with the reasons.
var allowedDifferences = map[string]string{}

func sceneOf(file string) scene {
	found, special := scenes[file]
	if !special {
		found.prepare = prepareOwn(file)
	}
	if found.token == nil {
		found.token = func(string) string { return administrator }
	}
	return found
}

// hook contains the settings of Slack in the scenes.
var hook = map[string]any{"webhook": "https://hooks.slack.com/services/x"}

var scenes = map[string]scene{
	"_access": {prepare: prepareAccess, token: accessToken},
	"_bodies": {prepare: func(r *replay) {
		r.AddProject("acme/spd/lock")
		// When this file was recorded, the requests of _if-unmodified-since had already
		// been made in the same project.
		r.SetUp("projects/acme/spd/lock", "slack", hook)
		r.disable("/projects/acme%2Fspd%2Flock/integrations/slack")
		r.visit("/projects/acme%2Fspd%2Flock/integrations/slack")
	}},
	"_discovery":           {prepare: prepareDiscovery, token: discoveryToken},
	"_if-unmodified-since": {prepare: func(r *replay) { r.AddProject("acme/spd/lock") }},
	"_inheritance": {
		prepare: func(r *replay) {
			r.AddProject("acme/ihb/before")
			r.AddProject("acme/ihb/empty")
			r.AddProject("acme/ihb/sub/p")
		},
		events: map[string]func(*replay){
			"inherit/project made later": func(r *replay) { r.AddProject("acme/ihb/later") },
		},
	},
	"_lists": {prepare: func(r *replay) {
		r.AddProject("acme/spd/list")
		r.AddGroup("acme/spc")
		r.SetUp("groups/acme/spc", "slack", hook)
	}},
	"_metadata":                {prepare: func(r *replay) { r.AddUser(gitlabfake.User{Token: outsider}) }, token: ownersToken},
	"_owners":                  {prepare: prepareOwners, events: moves, token: ownersToken},
	"_slugs":                   {prepare: func(r *replay) { r.AddProject("acme/spd/list"); r.AddGroup("acme/spc") }},
	"_trackers":                {prepare: func(r *replay) { r.AddProject("acme/spd/trackers") }},
	"gitlab-slack-application": {prepare: prepareOwn("gitlab-slack-application"), events: installs("gitlab-slack-application")},
	"jira-cloud-app":           {prepare: prepareOwn("jira-cloud-app"), events: installs("jira-cloud-app")},
}

// prepareOwn creates the project and the group in which an integration was recorded.
func prepareOwn(slug string) func(*replay) {
	return func(r *replay) {
		r.AddProject("acme/rec/" + slug)
		r.AddGroup("acme/recg-" + slug)
	}
}

// installs are the events that install the app of an integration.
func installs(slug string) map[string]func(*replay) {
	return map[string]func(*replay){
		"project: get installed": func(r *replay) { r.SetUp("projects/acme/rec/"+slug, slug, nil) },
		"group: get installed":   func(r *replay) { r.SetUp("groups/acme/recg-"+slug, slug, nil) },
	}
}

const (
	administrator = gitlabfake.DefaultToken
	outsider      = "outsider"
)

func prepareAccess(r *replay) {
	r.AddProject("acme/spc/roles")
	r.Publish("groups/acme/spc")
	r.SetUp("groups/acme/spc", "slack", hook)
	r.SetUp("projects/acme/spc/roles", "slack", hook)
	r.disable("/projects/acme%2Fspc%2Froles/integrations/slack")
	roles := map[string]gitlabfake.Role{
		"guest": gitlabfake.Guest, "reporter": gitlabfake.Reporter, "developer": gitlabfake.Developer,
		"maintainer": gitlabfake.Maintainer, "owner": gitlabfake.Owner,
	}
	for name, role := range roles {
		r.AddUser(gitlabfake.User{Token: "roles/" + name, Roles: map[string]gitlabfake.Role{"projects/acme/spc/roles": role}})
	}
	maintains := map[string]gitlabfake.Role{"groups/acme/spc": gitlabfake.Maintainer}
	for _, user := range []gitlabfake.User{
		{Token: "token/group maintainer", Roles: maintains},
		{Token: "token/group owner", Roles: map[string]gitlabfake.Role{"groups/acme/spc": gitlabfake.Owner}},
		{Token: "token/outsider"},
		{Token: "token/read_api", Roles: maintains, Scopes: []string{"read_api"}},
		{Token: "token/read_user", Roles: maintains, Scopes: []string{"read_user"}},
		{Token: "token/expired", Roles: maintains, Expired: true},
		{Token: "token/revoked", Roles: maintains, Revoked: true},
		{Token: "token/blocked", Roles: maintains, Blocked: true},
		{Token: "glpat-spmaintainer0000000000000", Roles: maintains},
	} {
		r.AddUser(user)
	}
}

// accessToken returns the token of a case such as "token/read_api GET group", which is
// the name of its user.
func accessToken(name string) string {
	kind, rest, _ := strings.Cut(name, "/")
	switch {
	case strings.HasPrefix(name, "roles/root"):
		return administrator
	case strings.HasPrefix(name, "token/none"), kind == "auth":
		return ""
	}
	for _, ending := range []string{" GET", " PUT", " DELETE", " list", " metadata", " version", " project"} {
		rest, _, _ = strings.Cut(rest, ending)
	}
	return kind + "/" + rest
}

func prepareOwners(r *replay) {
	for _, path := range []string{
		"roles", "archived", "deleting", "public", "my.app", "my.json", "my.git-like", "1234", "x-y_z",
	} {
		r.AddProject("acme/spc/" + path)
	}
	r.ArchiveProject("acme/spc/archived")
	r.Publish("projects/acme/spc/public")
	// Before the recording, Slack had been set up and disabled in two of these
	// projects, and in one of them set up again.
	for _, path := range []string{"roles", "archived"} {
		r.SetUp("projects/acme/spc/"+path, "slack", hook)
		r.disable("/projects/acme%2Fspc%2F" + path + "/integrations/slack")
	}
	r.set("/projects/acme%2Fspc%2Froles/integrations/slack", hook)
	r.SetUp("groups/acme/spc", "slack", hook)
	r.AddProject("acme/mvd/old")
	r.AddProject("acme/mvd/old.app")
	r.AddGroup("acme/mvd2")
	r.AddUser(gitlabfake.User{Token: outsider})
}

var moves = map[string]func(*replay){
	"moved/acme/mvd/old GET old path":     func(r *replay) { r.MoveProject("acme/mvd/old", "acme/mvd/new") },
	"moved/acme/mvd/old.app GET old path": func(r *replay) { r.MoveProject("acme/mvd/old.app", "acme/mvd2/new.app") },
}

func ownersToken(name string) string {
	if strings.HasSuffix(name, "as outsider") {
		return outsider
	}
	return administrator
}

func (r *replay) unmodifiedSince(name, recorded string) string {
	at := func(update string, plus time.Duration) string {
		moment, err := time.Parse(time.RFC3339Nano, update)
		if err != nil {
			panic(err)
		}
		return moment.Add(plus).Format("2006-01-02T15:04:05.000Z07:00")
	}
	latest := r.updates[len(r.updates)-1]
	switch {
	case strings.HasSuffix(name, "since first"):
		return at(r.updates[0], 0)
	case strings.HasSuffix(name, "since now exactly"):
		return at(latest, 0)
	case strings.HasSuffix(name, "since now plus 1 ms"):
		return at(latest, time.Millisecond)
	}
	return recorded
}
