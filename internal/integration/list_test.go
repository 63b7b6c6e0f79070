package integration_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

var slackSettings = map[string]any{"webhook": "https://hooks.slack.com/services/x", "username": "gitlab", "push_events": false}

// queried is a GitLab and a provider that lists its integrations. This provider has no
// resource for Pumble.
type queried struct {
	*gitlabfake.GitLab
	*terraform
	url      string
	provider *integration.Provider
}

// newQueried returns a GitLab with Slack in a group and in three of its projects. One of
// these projects inherits it, and one is archived. A fourth project has Pumble.
func newQueried(t *testing.T) *queried {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	q := &queried{GitLab: fake, url: server.URL}
	for _, path := range []string{"acme/web", "acme/shop/api", "acme/shop/old", "acme/docs"} {
		q.AddProject(path)
	}
	q.SetUp("projects/acme/shop/api", "slack", slackSettings)
	q.SetUp("projects/acme/shop/old", "slack", slackSettings)
	q.ArchiveProject("acme/shop/old")
	q.SetUp("groups/acme", "slack", slackSettings)
	q.Disable("projects/acme/docs", "slack") // Otherwise, it inherits from the group.
	q.SetUp("projects/acme/docs", "pumble", map[string]any{"webhook": "https://pumble.example/x"})
	q.signIn(t, q.Token)
	q.Forget()
	return q
}

// signIn starts a provider that uses the token.
func (q *queried) signIn(t *testing.T, token string) {
	t.Helper()
	gitlab, err := client.New(client.Config{BaseURL: q.url, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	lists := discovery.NewLists(gitlab)
	q.provider = &integration.Provider{Client: gitlab, Lists: lists, Discovery: discovery.New(gitlab, lists)}
	known := slices.DeleteFunc(slices.Clone(resources.All), func(spec integration.Spec) bool { return spec.Slug == "pumble" })
	q.terraform = newTerraform(t, integration.NewServer(newInnerServer(nil), known, func() *integration.Provider { return q.provider }))
}

// listServer returns the server's implementation of list resources.
func (tf *terraform) listServer() tfprotov6.ListResourceServer {
	return tf.server.(tfprotov6.ListResourceServer)
}

func (tf *terraform) validateList(typeName string, config object, resources any) []*tfprotov6.Diagnostic {
	tf.t.Helper()
	include, err := tfprotov6.NewDynamicValue(tftypes.Bool, tftypes.NewValue(tftypes.Bool, resources))
	if err != nil {
		tf.t.Fatal(err)
	}
	resp, err := tf.listServer().ValidateListResourceConfig(tf.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: typeName, Config: encode(tf.t, tf.schemas.ListResourceSchemas[typeName], config), IncludeResourceObject: &include})
	tf.noError(err)
	return resp.Diagnostics
}

// listed is the result of a `list` block.
type listed struct {
	results     []tfprotov6.ListResourceResult
	diagnostics []*tfprotov6.Diagnostic
}

// list evaluates a `list` block as Terraform does.
func (tf *terraform) list(typeName string, config object, resources bool, limit int64) (all listed) {
	tf.t.Helper()
	stream, err := tf.listServer().ListResource(tf.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: encode(tf.t, tf.schemas.ListResourceSchemas[typeName], config), IncludeResource: resources, Limit: limit})
	tf.noError(err)
	for result := range stream.Results {
		all.diagnostics = append(all.diagnostics, result.Diagnostics...)
		if result.Identity != nil {
			all.results = append(all.results, result)
		}
	}
	return all
}

// expectNames compares the display names of the results.
func (tf *terraform) expectNames(got listed, want ...string) {
	tf.t.Helper()
	names := []string{}
	for _, result := range got.results {
		names = append(names, result.DisplayName)
	}
	if !slices.Equal(names, want) {
		tf.t.Errorf("found %q, want %q", names, want)
	}
}

const slackOfGroup, slackOfAPI = "Slack notifications of group acme", "Slack notifications of project acme/shop/api"

func TestListOfAType(t *testing.T) {
	q := newQueried(t)
	for name, test := range map[string]struct {
		config object
		want   []string
	}{
		"group":             {object{"group": "acme"}, []string{slackOfGroup, slackOfAPI}},
		"without subgroups": {object{"group": "acme", "include_subgroups": false}, []string{slackOfGroup}},
		"archived":          {object{"group": "acme", "include_archived": true}, []string{slackOfGroup, "Slack notifications of project acme/shop/old, archived", slackOfAPI}},
		"inherited":         {object{"group": "acme", "include_inherited": true}, []string{slackOfGroup, "Slack notifications of group acme/shop, inherited", slackOfAPI, "Slack notifications of project acme/web, inherited"}},
		"project":           {object{"project": "acme/shop/api"}, []string{slackOfAPI}},
		"none":              {object{"project": "acme/docs"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			q.t = t
			expectNothing(t, q.validateList(slackType, test.config, nil))
			got := q.list(slackType, test.config, false, 100)
			expectNothing(t, got.diagnostics)
			q.expectNames(got, test.want...)
		})
	}
	q.t = t
	got := q.list(slackType, object{"project": "acme/shop/api"}, false, 100).results[0]
	q.expectIdentity(slackType, got.Identity, object{"project": "acme/shop/api"})
	if got.Resource != nil {
		t.Error("got a resource that was not requested")
	}
}

// TestListWithResources imports the results, with the configurations that the provider
// generates for them.
func TestListWithResources(t *testing.T) {
	q := newQueried(t)
	for typeName, slug := range map[string]string{slackType: "slack", customType: "pumble"} {
		got := q.list(typeName, object{"group": "acme", "include_inherited": true}, true, 100)
		expectNothing(t, got.diagnostics)
		if len(got.results) == 0 {
			t.Fatalf("the list has no %s", slug)
		}
		for _, result := range got.results {
			schema := q.schemas.ResourceSchemas[typeName]
			imported := q.importedBy(typeName, result.Identity)
			state, private, found := q.readPrivate(typeName, decode(t, schema, imported.State), imported.Private)
			expectNothing(t, found)
			expectObject(t, decode(t, schema, result.Resource), state)
			config, err := q.server.GenerateResourceConfig(t.Context(), &tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: result.Resource})
			q.noError(err)
			plan, err := q.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: typeName, PriorState: result.Resource, ProposedNewState: config.Config, Config: config.Config, PriorPrivate: private})
			q.noError(err)
			expectNothing(t, plan.Diagnostics)
			expectObject(t, decode(t, schema, plan.PlannedState), state)
		}
	}
}

// If no generated configuration could keep a setting unchanged, the integration is
// omitted with a warning. The other results are still returned.
func TestListLeavesOutWhatIsRefused(t *testing.T) {
	q := newQueried(t)
	q.Change("projects/acme/shop/api", "slack", map[string]any{"branches_to_be_notified": "none"})
	expectNothing(t, q.list(slackType, object{"group": "acme"}, true, 100).diagnostics)
	q.Change("groups/acme", "slack", map[string]any{"username": "two\nlines"})
	got := q.list(slackType, object{"group": "acme"}, true, 100)
	q.expectNames(got, slackOfAPI)
	expectWarning(t, got.diagnostics, "", "The provider refuses settings that GitLab has", "`gitlabintegrations_slack` in group acme is left out",
		"`username` must be a single line", "`gitlabintegrations_custom` takes any value")
	q.expectNames(q.list(slackType, object{"group": "acme"}, false, 100), slackOfGroup, slackOfAPI)
}

func (tf *terraform) importedBy(typeName string, identity *tfprotov6.ResourceIdentityData) *tfprotov6.ImportedResource {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, Identity: identity})
	tf.noError(err)
	expectNothing(tf.t, resp.Diagnostics)
	return resp.ImportedResources[0]
}

func TestListOfWhatHasNoType(t *testing.T) {
	q := newQueried(t)
	config := object{"group": "acme"}
	got := q.list(customType, config, false, 100)
	expectNothing(t, got.diagnostics)
	q.expectNames(got, "Pumble of project acme/docs")
	q.expectIdentity(customType, got.results[0].Identity, object{"project": "acme/docs", "slug": "pumble"})
	if asked := q.counted("GET projects/acme%2Fshop%2Fapi/integrations"); asked != 0 {
		t.Error("the provider requested the list of a project although GraphQL showed that it has no other integration")
	}

	config["all_slugs"] = true
	got = q.list(customType, config, false, 100)
	expectNothing(t, got.diagnostics)
	q.expectNames(got, "gitlabintegrations_slack: "+slackOfGroup, "gitlabintegrations_custom: Pumble of project acme/docs", "gitlabintegrations_slack: "+slackOfAPI)
	q.expectIdentity(customType, got.results[0].Identity, object{"group": "acme", "slug": "slack"})
}

func (q *queried) counted(line string) (count int) {
	for _, request := range q.Requests() {
		if request.Method+" "+request.Path == line {
			count++
		}
	}
	return count
}

// Terraform does not always pass `include_resource` to the validation, so the list itself
// must check for the conflict too.
func TestOverviewHasNoResources(t *testing.T) {
	q := newQueried(t)
	config := object{"group": "acme", "all_slugs": true}
	expectError(t, q.validateList(customType, config, true), "all_slugs", "Conflicting all_slugs", "`include_resource`", "`-generate-config-out`")
	expectNothing(t, q.validateList(customType, config, unknown))
	got := q.list(customType, config, true, 100)
	expectError(t, got.diagnostics, "all_slugs", "Conflicting all_slugs")
	q.expectNames(got)
	if requests := q.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent, want none", len(requests))
	}
}

func TestInvalidLists(t *testing.T) {
	tf := offline(t)
	for name, test := range map[string]struct {
		typeName  string
		config    object
		attribute string
		says      string
	}{
		"no owner":                       {chatType, object{}, "", "Missing project or group"},
		"two owners":                     {chatType, object{"project": "acme/web", "group": "acme"}, "group", "Both project and group"},
		"an address":                     {chatType, object{"group": "https://gitlab.com/acme"}, "group", "must be an ID"},
		"subgroups of a project":         {storeType, object{"project": "acme/web", "include_subgroups": true}, "include_subgroups", "has no effect on a `project`"},
		"archived projects of a project": {customType, object{"project": "acme/web", "include_archived": false}, "include_archived", "has no effect on a `project`"},
		"no group":                       {trackerType, object{"group": ""}, "group", "must be an ID"},
	} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			expectError(t, tf.validateList(test.typeName, test.config, false), test.attribute, test.says)
		})
	}
	tf.t = t
	expectNothing(t, tf.validateList(chatType, object{"group": unknown, "include_archived": unknown}, false))
	expectNothing(t, tf.validateList(storeType, object{"group": "acme"}, false))
}

// TestListSchemas compares the attributes of the types for projects, for groups and for
// both.
func TestListSchemas(t *testing.T) {
	filters := []string{"include_archived", "include_inherited", "include_subgroups"}
	for typeName, want := range map[string][]string{
		chatType: append([]string{"project"}, filters...), storeType: append([]string{"project"}, filters...),
		trackerType: filters, customType: append([]string{"all_slugs", "project"}, filters...),
	} {
		got := []string{}
		for _, attribute := range offline(t).schemas.ListResourceSchemas[typeName].Block.Attributes {
			if attribute.Name != "group" {
				got = append(got, attribute.Name)
			}
			if attribute.Required == attribute.Optional || attribute.Computed || attribute.Description == "" {
				t.Errorf("%s: %+v", typeName, attribute)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", typeName, got, want)
		}
	}
}

// The provider requests the lists of only a few more projects than the limit requires.
func TestListStopsAtTheLimit(t *testing.T) {
	q := newQueried(t)
	for n := range 90 {
		path := fmt.Sprintf("acme/many/project-%02d", n)
		q.AddProject(path)
		q.SetUp("projects/"+path, "jenkins", map[string]any{"jenkins_url": "https://ci.example", "project_name": "x", "username": "x", "password": "x"})
	}
	q.Forget()
	got := q.list("gitlabintegrations_jenkins", object{"group": "acme/many"}, true, 3)
	expectNothing(t, got.diagnostics)
	if len(got.results) != 3 {
		t.Errorf("got %d results, want 3", len(got.results))
	}
	lists := 0
	for _, request := range q.Requests() {
		if strings.HasPrefix(request.Path, "projects/") && strings.HasSuffix(request.Path, "/integrations") {
			lists++
		}
	}
	if lists < 3 || lists > 3+10+1 {
		t.Errorf("the provider requested the lists of %d projects", lists)
	}
	q.expectNames(q.list(slackType, object{"group": "acme"}, false, 0))
}

// An owner whose integrations cannot be read causes a warning, and the list continues.
func TestListGoesOnAfterWhatCannotBeRead(t *testing.T) {
	q := newQueried(t)
	q.AddUser(gitlabfake.User{Token: "some", Roles: map[string]gitlabfake.Role{
		"groups/acme": gitlabfake.Reporter, "projects/acme/shop/api": gitlabfake.Maintainer, "projects/acme/docs": gitlabfake.Developer}})
	q.signIn(t, "some")
	got := q.list(slackType, object{"group": "acme"}, true, 100)
	q.expectNames(got, slackOfAPI)
	said := map[string]bool{}
	for _, each := range got.diagnostics {
		if each.Severity != tfprotov6.DiagnosticSeverityWarning || each.Summary != "The list is not complete" {
			t.Errorf("got %s", describe(each))
		}
		said[each.Detail] = true
	}
	for owner, role := range map[string]string{"group acme": "Owner in the group", "project acme/docs": "Maintainer in the project"} {
		if !said["The integrations of "+owner+" are left out.\n\nThe user of the `token` is not allowed to read them. That requires the role "+role+"."] {
			t.Errorf("there is no warning about %s in %v", owner, said)
		}
	}
	got = q.list(slackType, object{"project": "acme/docs"}, false, 100)
	expectOne(t, got.diagnostics, tfprotov6.DiagnosticSeverityError, "", "Cannot list the integrations of project acme/docs", "Maintainer")
}

// An integration whose settings cannot be read causes a warning, and the list continues.
func TestListWithSettingsThatCannotBeRead(t *testing.T) {
	q := newQueried(t)
	q.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "groups/acme/integrations/slack") {
			return false
		}
		w.WriteHeader(http.StatusForbidden)
		return true
	})
	got := q.list(slackType, object{"group": "acme"}, true, 100)
	q.expectNames(got, slackOfAPI)
	expectWarning(t, got.diagnostics, "", "The list is not complete", "The integrations of group acme are left out.")
}

// An integration that was disabled after the list was read is omitted without a warning.
func TestListOfWhatIsGoneMeanwhile(t *testing.T) {
	q := newQueried(t)
	expectNothing(t, q.list(slackType, object{"group": "acme"}, false, 100).diagnostics)
	q.Disable("projects/acme/shop/api", "slack")
	got := q.list(slackType, object{"group": "acme"}, true, 100)
	expectNothing(t, got.diagnostics)
	q.expectNames(got, slackOfGroup)
}

func TestListThatFails(t *testing.T) {
	q := newQueried(t)
	got := q.list(slackType, object{"group": "nobody"}, false, 100)
	expectError(t, got.diagnostics, "group", "Cannot list the integrations of group nobody")
	q.signIn(t, "wrong")
	got = q.list(slackType, object{"group": "acme"}, false, 100)
	expectError(t, got.diagnostics, "", "Cannot list the integrations of group acme", "token")
	expectError(t, offline(t).list(chatType, object{"group": "acme"}, false, 100).diagnostics, "", "not")
}

// The warning contains the new path of the project.
func TestListUnderAnOldPath(t *testing.T) {
	q := newQueried(t)
	q.MoveProject("acme/shop/api", "acme/shop/backend")
	got := q.list(slackType, object{"project": "acme/shop/api"}, false, 100)
	expectWarning(t, got.diagnostics, "project", "has moved", "acme/shop/backend")
	q.expectNames(got, "Slack notifications of project acme/shop/backend")
}

// TestUnknownList requests a type that neither the server nor the embedded server can
// list.
func TestUnknownList(t *testing.T) {
	tf := offline(t)
	resp, err := tf.listServer().ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: noteType})
	tf.noError(err)
	if len(errorsIn(resp.Diagnostics)) == 0 {
		t.Error("the validation returns no error")
	}
	stream, err := tf.listServer().ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: noteType, Limit: 1})
	tf.noError(err)
	found := 0
	for result := range stream.Results {
		found += len(errorsIn(result.Diagnostics))
	}
	if found == 0 {
		t.Error("the list returns no error")
	}
}

// A panic while results are streamed becomes the last result.
func TestPanicOfAStream(t *testing.T) {
	q := newQueried(t)
	q.provider.Discovery = nil
	got := q.list(slackType, object{"group": "acme"}, false, 100)
	expectError(t, got.diagnostics, "", "The provider has failed", "nil pointer")
}

// An interrupted list returns an error and sends no more requests.
func TestInterruptedList(t *testing.T) {
	q := newQueried(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	stream, err := q.listServer().ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: slackType, Config: encode(t, q.schemas.ListResourceSchemas[slackType], object{"group": "acme"}), Limit: 100})
	q.noError(err)
	for result := range stream.Results {
		expectError(t, result.Diagnostics, "", "Cannot list the integrations of group acme", "interrupted")
	}
	if requests := q.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent, want none", len(requests))
	}
}

// TestListsOfAllTypes checks that every generated type can be listed.
func TestListsOfAllTypes(t *testing.T) {
	q := newQueried(t)
	for i := range resources.All {
		spec := &resources.All[i]
		if spec.Slug == "pumble" {
			continue
		}
		config := object{"group": "acme"}
		expectNothing(t, q.validateList(spec.TypeName(), config, true))
		expectNothing(t, q.list(spec.TypeName(), config, true, 100).diagnostics)
	}
}
