package integration_test

import (
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// side is one of the two servers under comparison. Each has its own GitLab.
type side struct {
	*terraform
	gitlab *gitlab
}

// bothSides serves a spec with the server under test and with the framework.
func bothSides(t *testing.T, spec *integration.Spec) (tested, framework side) {
	t.Helper()
	serve := func(factory func(*client.Client) tfprotov6.ProviderServer) side {
		g := newGitLab(t, nil)
		return side{newTerraform(t, factory(newClient(t, g.address))), g}
	}
	tested = serve(func(made *client.Client) tfprotov6.ProviderServer {
		return integration.NewServer(newInnerServer(nil), []integration.Spec{*spec}, configuredWith(made))
	})
	framework = serve(func(made *client.Client) tfprotov6.ProviderServer {
		return providerserver.NewProtocol6(&referenceProvider{reference: &reference{spec, made}})()
	})
	return tested, framework
}

func TestSchemaEqualsThatOfTheFramework(t *testing.T) {
	for i := range specs {
		spec := &specs[i]
		tested, framework := bothSides(t, spec)
		got, want := schemaLines(tested.schemas.ResourceSchemas[spec.TypeName()]), schemaLines(framework.schemas.ResourceSchemas[spec.TypeName()])
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", spec.Slug, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// schemaLines describes the attributes. The framework's side has no descriptions, so they
// are omitted.
func schemaLines(schema *tfprotov6.Schema) (lines []string) {
	for _, a := range schema.Block.Attributes {
		lines = append(lines, fmt.Sprintf("%s %s optional=%t required=%t computed=%t sensitive=%t write_only=%t",
			a.Name, a.Type, a.Optional, a.Required, a.Computed, a.Sensitive, a.WriteOnly))
	}
	slices.Sort(lines)
	return lines
}

// TestServerEqualsTheFramework sends generated configurations and states to both servers.
// It does not compare messages (each server has its own), warnings (the framework's side
// has none) and Read (see reference).
func TestServerEqualsTheFramework(t *testing.T) {
	for i := range specs {
		spec := &specs[i]
		t.Run(spec.Slug, func(t *testing.T) {
			tested, framework := bothSides(t, spec)
			d := &differential{t: t, spec: spec, tested: tested, framework: framework, generator: generator{spec, rand.New(rand.NewPCG(1, uint64(i)))}}
			const cases = 300
			for range cases {
				d.compare()
				if t.Failed() {
					return
				}
			}
			t.Logf("%d cases: %d refused, %d planned, %d applied", cases, d.refused, d.planned, d.applied)
			if d.refused < cases/20 || d.planned < cases/5 || d.applied < cases/10 {
				t.Error("the generator makes too few changes of one kind")
			}
		})
	}
}

type differential struct {
	t                         *testing.T
	spec                      *integration.Spec
	tested, framework         side
	generator                 generator
	refused, planned, applied int
}

// compare validates, plans and applies one generated change, and then destroys the
// result. It stops at the first error, as Terraform would.
func (d *differential) compare() {
	prior, config := d.generator.state(), d.generator.config()
	typeName := d.spec.TypeName()
	got, want := faults(d.tested.validate(typeName, config)), faults(d.framework.validate(typeName, config))
	d.expect(slices.Equal(got, want), "validate", prior, config, got, want)
	if len(want) > 0 || d.t.Failed() {
		d.refused++
		return
	}
	d.planned++
	planned, replaces, refused := d.plan(prior, config)
	if refused {
		return
	}
	if replaces {
		d.apply(prior, nil, nil)
		prior = nil
		planned, _, _ = d.plan(nil, config)
	}
	for _, value := range planned {
		if value == unknown {
			return
		}
	}
	d.applied++
	if state := d.apply(prior, planned, config); state != nil {
		d.apply(state, nil, nil)
	}
}

// faults lists the attributes that have errors, once each. All errors about the owner
// count as one, because the framework's validators do not name an attribute if the owner
// is missing or set twice.
func faults(found []*tfprotov6.Diagnostic) (names []string) {
	for _, diagnostic := range found {
		name := strings.TrimSuffix(strings.TrimPrefix(diagnostic.Attribute.String(), `AttributeName("`), `")`)
		if name == "project" || name == "group" || name == "" {
			name = "owner"
		}
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// otherOwners is a GitLab in which no two names mean the same project or group.
func otherOwners(asked request) reply {
	number := crc32.ChecksumIEEE([]byte(asked.path))
	return reply{status: http.StatusOK, body: map[string]any{"id": number, "path_with_namespace": asked.path}}
}

func (d *differential) plan(prior, config object) (state object, replaces, refused bool) {
	d.tested.gitlab.mu.Lock()
	d.tested.gitlab.respond = otherOwners
	d.tested.gitlab.mu.Unlock()
	got, want := d.tested.plan(d.spec.TypeName(), prior, config), d.framework.plan(d.spec.TypeName(), prior, config)
	slices.Sort(got.replace)
	slices.Sort(want.replace)
	d.expect(compare(got.state, want.state) == "", "plan", prior, config, got.state.text(), want.state.text())
	d.expect(slices.Equal(got.replace, want.replace), "replacement", prior, config, got.replace, want.replace)
	d.expect(len(faults(got.diagnostics)) == len(faults(want.diagnostics)), "errors of the plan", prior, config, faults(got.diagnostics), faults(want.diagnostics))
	return want.state, len(want.replace) > 0, len(faults(want.diagnostics)) > 0
}

func (d *differential) apply(prior, planned, config object) object {
	refuses := d.generator.chance(10)
	gotState, gotErrors, gotRequests := d.tested.applied(d.spec, refuses, prior, planned, config)
	wantState, wantErrors, wantRequests := d.framework.applied(d.spec, refuses, prior, planned, config)
	d.expect(compare(gotState, wantState) == "", "apply", prior, config, gotState.text(), wantState.text())
	d.expect(gotErrors == wantErrors, "errors of the apply", prior, config, gotErrors, wantErrors)
	// The server under test reads an inheriting integration before the DELETE. The
	// framework's resource does not.
	readsFirst := planned == nil && prior["use_inherited_settings"] == true
	d.expect(gotRequests == wantRequests || readsFirst, "requests", prior, config, gotRequests, wantRequests)
	return wantState
}

// applied applies a change to a new GitLab, which may reject every request.
func (s side) applied(spec *integration.Spec, refuses bool, prior, planned, config object) (state object, failed bool, requests string) {
	s.gitlab.mu.Lock()
	s.gitlab.requests, s.gitlab.respond = nil, keeping(spec)
	if refuses {
		s.gitlab.respond = always(http.StatusForbidden, `{"message":"403 Forbidden"}`)
	}
	s.gitlab.mu.Unlock()
	var private []byte
	if planned == nil {
		private = []byte(knownRow)
	}
	state, _, found := s.applyPrivate(spec.TypeName(), prior, planned, config, private)
	s.gitlab.mu.Lock()
	defer s.gitlab.mu.Unlock()
	for _, asked := range s.gitlab.requests {
		requests += asked.method + " " + asked.path + " " + jsonText(asked.body) + "\n"
	}
	return state, len(faults(found)) > 0, requests
}

func (d *differential) expect(equal bool, what string, prior, config object, got, want any) {
	d.t.Helper()
	if !equal {
		d.t.Errorf("%s\n\nprior:\n%s\n\nconfig:\n%s\n\ngot:\n%v\n\nthe framework:\n%v", what, prior.text(), config.text(), got, want)
	}
}

// generator makes configurations and states. Its source has a fixed seed, so that every
// test run is the same.
type generator struct {
	spec   *integration.Spec
	source *rand.Rand
}

func (g generator) chance(percent int) bool { return g.source.IntN(100) < percent }

func (g generator) choose(values ...any) any { return values[g.source.IntN(len(values))] }

func (g generator) config() object {
	config := g.owner(object{}, "acme/web", "42", unknown)
	if g.chance(5) {
		config = g.owner(config, "", "/acme", "acme/")
	}
	config["use_inherited_settings"] = g.choose(nil, nil, nil, false, false, true, unknown)
	if config["use_inherited_settings"] == true && g.chance(80) {
		return config
	}
	for _, p := range g.spec.Parameters {
		switch {
		case g.chance(4):
			config[p.Name] = unknown
		case p.Required && g.chance(97), g.chance(50):
			config[g.form(p)] = g.setting(p)
		}
		if p.Secret {
			g.writeOnly(p, config)
		}
		if g.chance(1) {
			config[p.Name] = g.fault(p)
		}
	}
	g.copies(config)
	return config
}

// copies sets each setting that GitLab overwrites to the only value that it can have. The
// framework's resource does not implement that rule.
func (g generator) copies(config object) {
	for _, p := range g.spec.Parameters {
		if p.DefaultFrom == "" || config[p.Name] == nil || config[p.Name] == unknown {
			continue
		}
		for _, source := range g.spec.Parameters {
			switch {
			case source.Name != p.DefaultFrom:
			case config[source.Name] == nil:
				config[p.Name] = source.Default
			default:
				config[p.Name] = config[source.Name]
			}
		}
	}
}

// form returns the name of the attribute that holds a setting's value.
func (g generator) form(p integration.Parameter) string {
	if p.Secret && g.chance(60) {
		return p.Name + "_wo"
	}
	return p.Name
}

// writeOnly adds the attributes that accompany a secret, and rarely an invalid
// combination of them.
func (g generator) writeOnly(p integration.Parameter, config object) {
	if g.chance(3) {
		config[p.Name+"_wo"] = g.choose(g.setting(p), unknown)
	}
	if config[p.Name+"_wo"] != nil && g.chance(40) || g.chance(2) {
		config[p.Name+"_wo_version"] = g.choose(1, 2, 7, unknown)
	}
}

// state returns nil or a state without unknown values.
func (g generator) state() object {
	if g.chance(25) {
		return nil
	}
	state := g.owner(object{"use_inherited_settings": g.chance(20)}, "acme/web", "42")
	if g.spec.Scope != integration.GroupOnly && state["project"] != nil {
		state["id"] = fmt.Sprint("projects/", state["project"])
	} else {
		state["id"] = fmt.Sprint("groups/", state["group"])
	}
	for _, p := range g.spec.Parameters {
		switch {
		case state["use_inherited_settings"] == true:
		case p.Secret && g.chance(40):
			state[p.Name+"_wo_version"] = g.choose(1, 2, 7)
		case g.chance(70):
			state[p.Name] = g.setting(p)
		}
	}
	return state
}

// owner sets the project or the group, and rarely both or neither.
func (g generator) owner(o object, names ...any) object {
	var kinds []string
	switch {
	case g.spec.Scope == integration.ProjectOnly:
		kinds = []string{"project"}
	case g.spec.Scope == integration.GroupOnly:
		kinds = []string{"group"}
	case len(o) == 0 && g.chance(3):
		kinds = []string{"project", "group"}
	case len(o) == 0 && g.chance(3):
	default:
		kinds = []string{fmt.Sprint(g.choose("project", "project", "group"))}
	}
	for _, kind := range kinds {
		o[kind] = g.choose(names...)
	}
	return o
}

// setting returns a valid value.
func (g generator) setting(p integration.Parameter) any {
	switch {
	case p.Type == integration.Bool:
		return g.choose(true, false)
	case p.Type == integration.Integer:
		return g.choose(0, 1, 2)
	case p.Type == integration.Strings:
		return g.choose([]string{}, []string{"a"}, []string{"b", "a"}, []string{"a b", "a"})
	case !p.Required && g.chance(10):
		return ""
	case p.OneOf != nil:
		return p.OneOf[g.source.IntN(len(p.OneOf))]
	case p.Name == "pattern":
		return "^a$"
	case p.Check != nil:
		return g.choose("https://x.example", "https://x.example/", "http://localhost:80/a?b")
	case p.Normalize != nil:
		return g.choose("text", "a, b ,a", "ü")
	default:
		return g.choose("text", " a, b ,a", "ü\t", "text/")
	}
}

// fault returns an invalid value, or nil if every value is valid.
func (g generator) fault(p integration.Parameter) any {
	switch {
	case p.Type == integration.Integer && p.OneOf != nil:
		return 9
	case p.OneOf != nil:
		return "none"
	case p.Check != nil:
		return "("
	case p.Required:
		return ""
	case p.Type == integration.String:
		return "text\n"
	default:
		return nil
	}
}
