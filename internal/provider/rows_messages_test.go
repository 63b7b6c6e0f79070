package provider_test

import (
	"net/http"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// asanaAnswer is GitLab's response for Asana with the settings of goodAsana.
const asanaAnswer = `{"id":1001,"slug":"asana","active":true,"inherited":false,"updated_at":"2026-01-31T12:00:00.000Z","push_events":true,"properties":{"restrict_to_branch":null}}`

// losingPut drops the response to a PUT, and responds to a GET.
func losingPut(status int, answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		answering(status, jsonType, answer)(w, r)
	}
}

// unreadable responds to a PUT, and fails for a GET.
func unreadable(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		answering(http.StatusOK, jsonType, strings.NewReplacer("1001", "1002", `"inherited":false`, `"inherited":true`).Replace(asanaAnswer))(w, r)
	} else {
		answering(http.StatusInternalServerError, jsonType, `{"message":"500 Internal Server Error"}`)(w, r)
	}
}

// appliedRows are cases of an apply in which an integration has two resources, or a
// response was lost.
var appliedRows = []refusal{
	{title: "Two resources that set up one integration", typeName: "asana", attributes: goodAsana, twin: settings{"restrict_to_branch": "main"}, warns: true},
	{title: "Two resources that set up one integration equally", typeName: "asana", attributes: goodAsana, twin: settings{}, warns: true},
	{title: "Lost answer to a create that GitLab has carried out", typeName: "asana", attributes: goodAsana, answer: losingPut(http.StatusOK, asanaAnswer), warns: true},
	{title: "Lost answer to a create that GitLab has not carried out", provider: alone, typeName: "asana", attributes: goodAsana, answer: losingPut(http.StatusNotFound, `{"message":"404 Integration Not Found"}`)},
	{title: "Integration that inherits and is not read", typeName: "asana", attributes: settings{"project": "acme/web", "use_inherited_settings": true}, answer: unreadable, warns: true},
}

// replacedProject moves the project, and creates another one with the old path and the
// same integration.
func replacedProject(slug string, attributes settings) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) {
		path := strings.TrimPrefix(owner, "projects/")
		gitlab.MoveProject(path, path+"-moved")
		gitlab.AddProject(path)
		gitlab.SetUp(owner, slug, attributes)
	}
}

func changing(slug string, attributes settings) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) { gitlab.Change(owner, slug, attributes) }
}

// readRows are cases of a plan in which an integration has two resources, or differs from
// the integration in the state.
var readRows = []refusal{
	{title: "Two resources for one integration", provider: configured(nil), typeName: "asana", attributes: goodAsana, twin: settings{}, warns: true},
	{title: "Another project under the path", provider: configured(nil), typeName: "asana", attributes: goodAsana, change: replacedProject("asana", settings{"api_key": "another"}), warns: true, attribute: "project"},
}

var goodRedmine = trackerOf("redmine").with(settings{"project": "acme/web"})

// destroyedRows are cases of a destroy of an integration that was changed externally.
var destroyedRows = []refusal{
	{title: "Setting that was changed after the plan", typeName: "asana", attributes: goodAsana, change: changing("asana", settings{"restrict_to_branch": "main"})},
	{title: "Secret that was changed after the plan", typeName: "asana", attributes: goodAsana, change: changing("asana", settings{"api_key": "another"})},
	{title: "Integration of another project under the path", typeName: "redmine", attributes: goodRedmine, change: replacedProject("redmine", trackerOf("redmine"))},
}
