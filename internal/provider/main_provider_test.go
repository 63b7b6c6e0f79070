package provider_test

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

// mainProviderAddresses are the addresses of the main provider that CLIs send. OpenTofu
// up to 1.12.3 sends only the name.
var mainProviderAddresses = []string{"registry.terraform.io/gitlabhq/gitlab", "registry.opentofu.org/gitlabhq/gitlab", "gitlab"}

// TestMoveOfEveryMainProviderState moves the states without a GitLab. The moved state
// must equal the state after an apply.
func TestMoveOfEveryMainProviderState(t *testing.T) {
	types, identities := schemas(t).ResourceSchemas, identitySchemas(t)
	for _, address := range mainProviderAddresses {
		for _, s := range mainProviderStates {
			t.Run(s.typeName+" "+s.release+" "+address, func(t *testing.T) {
				target := "gitlabintegrations_" + s.target
				resp, err := provider.NewServer("test")().MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
					SourceProviderAddress: address, SourceTypeName: s.typeName, SourceSchemaVersion: 1, TargetTypeName: target,
					SourceState: &tfprotov6.RawState{JSON: []byte(jsonOf(s.stateOf("acme/web")))}, SourcePrivate: []byte(`{"schema_version":"1"}`)})
				if err != nil || len(resp.Diagnostics) > 0 {
					t.Fatal(err, resp.Diagnostics)
				}
				want := s.moved(t, "acme/web")
				if got := plainObject(t, resp.TargetState, types[target].ValueType()); !reflect.DeepEqual(got, want) {
					t.Errorf("got the state %v\nwant %v\ndiffering in %v", got, want, differing(got, want))
				}
				owner := map[string]any{s.kind(): "acme/web"}
				if got := plainObject(t, resp.TargetIdentity.IdentityData, identities[target].ValueType()); !reflect.DeepEqual(got, owner) {
					t.Errorf("got the identity %v, want %v", got, owner)
				}
			})
		}
	}
}

func identitySchemas(t *testing.T) map[string]*tfprotov6.ResourceIdentitySchema {
	t.Helper()
	resp, err := provider.NewServer("test")().GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return resp.IdentitySchemas
}

// plainObject decodes an object of the plugin protocol, without null values.
func plainObject(t *testing.T, encoded *tfprotov6.DynamicValue, typ tftypes.Type) map[string]any {
	t.Helper()
	value, err := encoded.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	plain := map[string]any{}
	for name, attribute := range attributes {
		if !attribute.IsNull() {
			plain[name] = plainValue(t, attribute)
		}
	}
	return set(plain)
}

func plainValue(t *testing.T, value tftypes.Value) (plain any) {
	t.Helper()
	var err error
	switch {
	case value.Type().Is(tftypes.Bool):
		var flag bool
		err = value.As(&flag)
		plain = flag
	case value.Type().Is(tftypes.String):
		var text string
		err = value.As(&text)
		plain = text
	case value.Type().Is(tftypes.Number):
		var number big.Float
		err = value.As(&number)
		plain, _ = number.Float64()
	default:
		var list []tftypes.Value
		elements := []any{}
		err = value.As(&list)
		for _, element := range list {
			elements = append(elements, plainValue(t, element))
		}
		plain = elements
	}
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// kind returns "project" or "group".
func (s mainProviderState) kind() string {
	if strings.HasPrefix(s.typeName, "gitlab_group_") {
		return "group"
	}
	return "project"
}

// stateOf returns the attributes of the main provider's state for an owner.
func (s mainProviderState) stateOf(owner string) settings {
	return settings{"id": owner}.with(s.attributes).with(settings{s.kind(): owner})
}

// moved returns the expected state of this provider after the move.
func (s mainProviderState) moved(t *testing.T, owner string) map[string]any {
	t.Helper()
	state := complete(find(t, strings.ReplaceAll(s.target, "_", "-")), s.configured)
	if s.target == "custom_issue_tracker" {
		delete(state, "new_issue_url") // The main provider does not have it.
	}
	return set(state.with(settings{s.kind(): owner, "id": s.kind() + "s/" + owner, "use_inherited_settings": false}))
}

// buildMainProvider builds a fake of the main provider.
var buildMainProvider = sync.OnceValue(func() error {
	output, err := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(binaries, "terraform-provider-gitlab"), "../testutil/mainprovider").CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"gitlab-integrations/gitlabintegrations\" = %q\n    \"gitlabhq/gitlab\" = %[1]q\n  }\n  direct {}\n}\n", binaries)
	return os.WriteFile(filepath.Join(binaries, "migration.tfrc"), []byte(config), 0o600)
})

// newMigration is like newCLI, with the fake main provider installed too.
func newMigration(t *testing.T) *cli {
	t.Helper()
	c := newCLI(t)
	requireFeature(t, movesOfOtherTypes)
	if err := buildMainProvider(); err != nil {
		t.Fatal(err)
	}
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+filepath.Join(binaries, "migration.tfrc"))
	return c
}

// resourceState is a resource in a state file.
type resourceState struct {
	typeName, name string
	attributes     settings
	private        string
}

// writeState writes a state file with resources of one provider.
func (c *cli) writeState(address string, resources ...resourceState) {
	c.t.Helper()
	if strings.Contains(c.succeed("version"), "OpenTofu") {
		address = strings.Replace(address, "registry.terraform.io", "registry.opentofu.org", 1)
	}
	list := []any{}
	for _, r := range resources {
		list = append(list, map[string]any{"mode": "managed", "type": r.typeName, "name": r.name, "provider": fmt.Sprintf("provider[%q]", address),
			"instances": []any{map[string]any{"schema_version": 0, "attributes": r.attributes, "private": base64.StdEncoding.EncodeToString([]byte(r.private))}}})
	}
	state := jsonOf(map[string]any{"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "00000000-0000-0000-0000-000000000000", "resources": list})
	if err := os.WriteFile(filepath.Join(c.dir, "terraform.tfstate"), []byte(state), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func movedBlock(from, to string) string {
	return block("moved", settings{"from": reference(from), "to": reference(to)})
}

// TestMigration moves all states in one run of the CLI. GitLab has the integrations that
// the main provider set up. The migration must not change them, and must keep their
// secrets.
func TestMigration(t *testing.T) {
	t.Parallel()
	c := newMigration(t)
	var config string
	var resources []resourceState
	for i, s := range mainProviderStates {
		name, owner := caseName(i), "acme/"+caseName(i)
		number := c.gitlab.AddProject(owner)
		if s.kind() == "group" {
			owner, number = name, c.gitlab.AddGroup(name)
		}
		c.gitlab.SetUp(s.kind()+"s/"+owner, strings.ReplaceAll(s.target, "_", "-"), s.configured)
		if i%2 > 0 { // The main provider also accepts the numeric ID.
			owner = fmt.Sprint(number)
		}
		resources = append(resources, resourceState{s.typeName, name, s.stateOf(owner), `{"schema_version":"1"}`})
		config += resourceBlock("gitlabintegrations_"+s.target, name, s.configured.with(settings{s.kind(): owner})) +
			movedBlock(s.typeName+"."+name, "gitlabintegrations_"+s.target+"."+name)
	}
	c.configure(config)
	c.writeState("registry.terraform.io/gitlabhq/gitlab", resources...)
	c.gitlab.Forget()
	c.shows(c.succeed("plan"), "gitlab_service_slack.case000 has moved to gitlabintegrations_slack.case000", "0 to add, 0 to change, 0 to destroy")
	c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
	if requests := c.requests(); requests[http.MethodPut]+requests[http.MethodDelete] > 0 {
		t.Errorf("got requests %v", requests)
	}
	state := mustRead(t, filepath.Join(c.dir, "terraform.tfstate"))
	for _, s := range mainProviderStates {
		for _, secret := range []string{"webhook", "token", "password", "api_key"} {
			if value, exists := s.configured[secret].(string); exists && !strings.Contains(state, value) {
				t.Errorf("the moved state lacks the %s of %s", secret, s.typeName)
			}
		}
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
}

// TestMigrationOfRecipients moves recipient lists of every release, both sets and
// strings, to configurations that write them differently. GitLab must send mail to the
// same people.
func TestMigrationOfRecipients(t *testing.T) {
	t.Parallel()
	c := newMigration(t)
	people := []string{"ops@example.com", "all@example.com", "dev@example.com"}
	var config string
	var resources []resourceState
	add := func(source, target, inGitLab string, inState any, configured string) {
		name := caseName(len(resources))
		owner := "acme/" + name
		c.gitlab.AddProject(owner)
		c.gitlab.SetUp("projects/"+owner, strings.ReplaceAll(target, "_", "-"), settings{"recipients": inGitLab})
		resources = append(resources, resourceState{source, name, settings{"id": owner, "project": owner, "recipients": inState}, ""})
		config += resourceBlock("gitlabintegrations_"+target, name, settings{"project": owner, "recipients": configured}) +
			movedBlock(source+"."+name, "gitlabintegrations_"+target+"."+name)
	}
	for _, separator := range []string{",", ", ", " ", "\n"} {
		for _, source := range []string{"gitlab_service_pipelines_email", "gitlab_integration_pipelines_email", "gitlab_project_integration_pipelines_email"} {
			add(source, "pipelines_email", "dev@example.com,ops@example.com,all@example.com", people, strings.Join(people, separator))
		}
	}
	add("gitlab_service_emails_on_push", "emails_on_push", "dev@example.com ops@example.com", "dev@example.com ops@example.com", "ops@example.com\ndev@example.com")
	c.configure(config)
	c.writeState("registry.terraform.io/gitlabhq/gitlab", resources...)
	c.gitlab.Forget()
	c.shows(c.succeed("plan"), "Plan: 0 to add, 0 to change, 0 to destroy.")
	c.apply()
	c.succeed("plan", "-detailed-exitcode")
	if requests := c.requests(); requests[http.MethodPut] > 0 {
		t.Errorf("got requests %v", requests)
	}
}

// TestMigrationOnOldGitLab moves states on versions of GitLab that return only stored
// settings.
func TestMigrationOnOldGitLab(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"10.8", "13.12"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := newMigration(t)
			c.gitlab.Version = version
			c.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": exampleHook})
			c.gitlab.SetUp("projects/acme/web", "pipelines-email", settings{"recipients": "dev@example.com,ops@example.com"})
			c.writeState("registry.terraform.io/gitlabhq/gitlab",
				resourceState{"gitlab_service_slack", "web", settings{"project": "acme/web", "webhook": exampleHook, "notify_only_default_branch": true}.with(unsetChannels), ""},
				resourceState{"gitlab_service_pipelines_email", "web", settings{"project": "acme/web", "recipients": []string{"ops@example.com", "dev@example.com"}}, ""})
			c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": exampleHook}) + movedBlock("gitlab_service_slack.web", "gitlabintegrations_slack.web") +
				resourceWeb("pipelines_email", settings{"project": "acme/web", "recipients": "dev@example.com,ops@example.com"}) + movedBlock("gitlab_service_pipelines_email.web", "gitlabintegrations_pipelines_email.web"))
			c.gitlab.Forget()
			c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
			if requests := c.requests(); requests[http.MethodPut] > 0 {
				t.Errorf("got requests %v", requests)
			}
		})
	}
}

// refusedMoves are `moved` blocks that every resource rejects.
var refusedMoves = []struct {
	refusal
	address string
	source  resourceState
}{
	{refusal{title: "Move of a type that is no integration", typeName: "slack", attributes: goodSlack}, mainProviderAddresses[0],
		resourceState{typeName: "gitlab_project_hook", attributes: settings{"project": "acme/web"}}},
	{refusal{title: "Move to another integration", typeName: "asana", attributes: goodAsana}, mainProviderAddresses[0],
		resourceState{typeName: "gitlab_integration_slack", attributes: settings{"project": "acme/web", "webhook": hidden("webhook")}}},
	{refusal{title: "Move to the custom resource", typeName: "custom", attributes: goodCustom}, mainProviderAddresses[0],
		resourceState{typeName: "gitlab_project_integration_jira", attributes: settings{"project": "acme/web"}}},
	{refusal{title: "Move of a custom integration with another slug", typeName: "slack", attributes: goodSlack}, provider.Address,
		resourceState{typeName: "gitlabintegrations_custom", attributes: settings{"project": "acme/web", "slug": "pumble"}}},
	{refusal{title: "Move of a state without project", typeName: "slack", attributes: goodSlack}, mainProviderAddresses[0],
		resourceState{typeName: "gitlab_integration_slack", attributes: settings{"webhook": hidden("webhook")}}},
}

// moveRefusals plans one move at a time, because a CLI stops at the first move that fails.
func moveRefusals(s *messageTest) {
	if err := buildMainProvider(); err != nil {
		s.t.Fatal(err)
	}
	s.env = append(s.env, "TF_CLI_CONFIG_FILE="+filepath.Join(binaries, "migration.tfrc"))
	for i, m := range refusedMoves {
		s.refusals = append(s.refusals, m.refusal)
		name, target := caseName(i), "gitlabintegrations_"+m.typeName+"."+caseName(i)
		m.source.name = name + "_old"
		s.write("main.tf", required+blockOf(m.typeName, name, m.attributes)+movedBlock(m.source.typeName+"."+m.source.name, target))
		s.writeState(m.address, m.source)
		found := s.messages("plan")
		if len(found) != 1 || found[0].Severity != "error" {
			s.t.Errorf("%s returns the messages %+v", m.title, found)
		}
		s.record(i, found)
	}
}
