package integration_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// The types of the specs below.
const (
	chatType      = "gitlabintegrations_team_chat"
	storeType     = "gitlabintegrations_app_store"
	trackerType   = "gitlabintegrations_tracker"
	installedType = "gitlabintegrations_installed_app"
)

// chat has every type of setting and every rule.
var chat = integration.Spec{
	Slug: "team-chat", Title: "Team chat", Category: "Chat", Summary: "Posts to a chat.",
	Parameters: []integration.Parameter{
		{Name: "webhook", Required: true, Secret: true, Check: check.OfFormat("http_url")},
		{Name: "signing_key", Secret: true},
		{Name: "relay_token", Secret: true, Presence: true},
		{Name: "server_url", Required: true, Check: check.OfFormat("http_url"), Normalize: integration.TrailingSlash},
		{Name: "audience", Presence: true},
		{Name: "username"},
		{Name: "branches", Default: "default", OneOf: []string{"all", "default", "protected"}},
		{Name: "priority", Type: integration.Integer, Default: 0, OneOf: []string{"0", "1", "2"}},
		{Name: "thread", Type: integration.Integer},
		{Name: "labels", Type: integration.Strings, Default: []string{}, Normalize: integration.Trim},
		{Name: "only_broken", Type: integration.Bool, Default: true},
		{Name: "old_flag", Type: integration.Bool},
		{Name: "push_events", Type: integration.Bool, TopLevel: true, Default: true},
		{Name: "job_events", Type: integration.Bool, TopLevel: true, DefaultFrom: "only_broken"},
		{Name: "hidden_flag", Type: integration.Bool, Hidden: true, Default: false},
		{Name: "issue_channel"},
		{Name: "confidential_issue_channel", FallsBackTo: "issue_channel"},
		{Name: "verify_tls", Type: integration.Bool, Default: true, AlwaysAnswered: true},
		{Name: "statuses", Normalize: integration.CommaList},
		{Name: "pattern", Check: check.OfFormat("regexp")},
	},
}

var specs = []integration.Spec{
	chat,
	{Slug: "app-store", Title: "App store", Scope: integration.ProjectOnly,
		Parameters: []integration.Parameter{{Name: "key_id", Required: true}}},
	{Slug: "tracker", Title: "Tracker", Scope: integration.GroupOnly,
		Parameters: []integration.Parameter{{Name: "url", Required: true}, {Name: "title", Hidden: true}}},
	{Slug: "installed-app", Title: "Installed app", Undeletable: true,
		Install:    "Install it on the page of the app.",
		Parameters: []integration.Parameter{{Name: "channel"}, {Name: "push_events", Type: integration.Bool, TopLevel: true, Default: true}}},
}

// minimal and full are configurations of chat; full leaves nothing out.
var (
	minimal = object{"project": "acme/web", "webhook": "https://chat.example/hook", "server_url": "https://chat.example"}
	full    = object{
		"project": "acme/web", "webhook": "https://chat.example/hook", "signing_key": "sign", "relay_token": "relay",
		"server_url": "https://chat.example/", "audience": "staff", "username": "bot", "branches": "all", "priority": 2,
		"thread": 123, "labels": []string{"b", "a"}, "only_broken": false, "old_flag": true, "push_events": false,
		"job_events": false, "hidden_flag": true, "issue_channel": "general", "confidential_issue_channel": "staff",
		"verify_tls": false, "statuses": "open, closed", "pattern": "^A-[0-9]+$",
	}
	// defaults are what a plan adds to minimal.
	defaults = object{
		"id": "projects/acme/web", "use_inherited_settings": false, "branches": "default", "priority": 0,
		"labels": []string{}, "only_broken": true, "push_events": true, "job_events": true, "hidden_flag": false, "verify_tls": true,
	}
)

// storedPrivate is a private state with all that an apply keeps.
const storedPrivate = `{"salt":"c2FsdA==","secrets":{"signing_key":{"version":1,"mac":"bWFj"}}}`

// object is an object of Terraform in plain Go: nil, string, bool, int,
// []string, unknown, or a tftypes.Value for what is none of these. Attributes
// that are missing are null.
type object map[string]any

// unknown is the value that is not known yet.
var unknown any = tftypes.UnknownValue

// with returns a copy in which other attributes take precedence.
func (o object) with(others ...object) object {
	merged := object{}
	for _, part := range append([]object{o}, others...) {
		for name, value := range part {
			merged[name] = value
		}
	}
	return merged
}

// text is the canonical form in which objects are compared: null is the same
// as missing, and sets have no order.
func (o object) text() string {
	if o == nil {
		return "null"
	}
	lines := []string{}
	for name, value := range o {
		if list, ok := value.([]string); ok {
			value = slices.Sorted(slices.Values(list))
		}
		switch value {
		case nil:
		case unknown:
			lines = append(lines, name+" is unknown")
		default:
			lines = append(lines, fmt.Sprintf("%s = %#v", name, value))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func expectObject(t *testing.T, got, want object) {
	t.Helper()
	if difference := compare(got, want); difference != "" {
		t.Error(difference)
	}
}

// compare returns the lines in which two objects differ; "" if they do not.
func compare(got, want object) string {
	gotLines, wantLines := strings.Split(got.text(), "\n"), strings.Split(want.text(), "\n")
	var difference []string
	for _, line := range gotLines {
		if !slices.Contains(wantLines, line) {
			difference = append(difference, "got  "+line)
		}
	}
	for _, line := range wantLines {
		if !slices.Contains(gotLines, line) {
			difference = append(difference, "want "+line)
		}
	}
	return strings.Join(difference, "\n")
}

func attributeTypes(schema *tfprotov6.Schema) map[string]tftypes.Type {
	types := map[string]tftypes.Type{}
	for _, attribute := range schema.Block.Attributes {
		types[attribute.Name] = attribute.Type
	}
	return types
}

// encode turns an object into what Terraform sends; a nil object is null.
func encode(t *testing.T, schema *tfprotov6.Schema, o object) *tfprotov6.DynamicValue {
	t.Helper()
	objectType := schema.ValueType()
	value := tftypes.NewValue(objectType, nil)
	if o != nil {
		attributes := map[string]tftypes.Value{}
		for name, attributeType := range attributeTypes(schema) {
			attributes[name] = encodeAttribute(attributeType, o[name])
		}
		for name := range o {
			if _, exists := attributes[name]; !exists {
				t.Fatalf("there is no attribute %q", name)
			}
		}
		value = tftypes.NewValue(objectType, attributes)
	}
	encoded, err := tfprotov6.NewDynamicValue(objectType, value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func encodeAttribute(attributeType tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case tftypes.Value:
		return value
	case []string:
		elements := []tftypes.Value{}
		for _, element := range value {
			elements = append(elements, tftypes.NewValue(tftypes.String, element))
		}
		return tftypes.NewValue(attributeType, elements)
	case int:
		return tftypes.NewValue(attributeType, int64(value))
	default:
		return tftypes.NewValue(attributeType, value)
	}
}

// decode is the reverse of encode.
func decode(t *testing.T, schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) object {
	t.Helper()
	value, err := encoded.Unmarshal(schema.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	if value.IsNull() {
		return nil
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	decoded := object{}
	for name, attribute := range attributes {
		decoded[name] = decodeAttribute(t, attribute)
	}
	return decoded
}

func valueAs[T any](t *testing.T, value tftypes.Value) (result T) {
	t.Helper()
	if err := value.As(&result); err != nil {
		t.Fatal(err)
	}
	return result
}

func decodeAttribute(t *testing.T, value tftypes.Value) any {
	t.Helper()
	switch {
	case value.IsNull():
		return nil
	case !value.IsKnown():
		return unknown
	case value.Type().Is(tftypes.String):
		return valueAs[string](t, value)
	case value.Type().Is(tftypes.Bool):
		return valueAs[bool](t, value)
	case value.Type().Is(tftypes.Number):
		number := valueAs[big.Float](t, value)
		integer, _ := number.Int64()
		return int(integer)
	case value.Type().Is(tftypes.Object{}):
		return value.String()
	}
	elements := valueAs[[]tftypes.Value](t, value)
	list := []string{}
	for _, element := range elements {
		list = append(list, fmt.Sprint(decodeAttribute(t, element)))
	}
	slices.Sort(list)
	return list
}

// terraform drives a provider server as the CLI does.
type terraform struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newTerraform(t *testing.T, server tfprotov6.ProviderServer) *terraform {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, schemas.Diagnostics)
	}
	return &terraform{t, server, schemas}
}

// drive makes a Terraform that uses the specs above.
func drive(t *testing.T, provider func() *integration.Provider) *terraform {
	t.Helper()
	return newTerraform(t, integration.NewServer(newInnerServer(nil), specs, provider))
}

// offline makes a Terraform whose provider has not been configured.
func offline(t *testing.T) *terraform {
	t.Helper()
	return drive(t, unconfigured)
}

// noError fails a test on a Go error: the CLI would show it without address.
func (tf *terraform) noError(err error) {
	tf.t.Helper()
	if err != nil {
		tf.t.Fatalf("a Go error instead of a diagnostic: %s", err)
	}
}

func (tf *terraform) validate(typeName string, config object) []*tfprotov6.Diagnostic {
	tf.t.Helper()
	resp, err := tf.server.ValidateResourceConfig(tf.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: encode(tf.t, tf.schemas.ResourceSchemas[typeName], config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
	tf.noError(err)
	return resp.Diagnostics
}

// planned is the answer to a request to plan.
type planned struct {
	state       object
	private     []byte
	replace     []string
	diagnostics []*tfprotov6.Diagnostic
}

func (tf *terraform) plan(typeName string, prior, config object) planned {
	tf.t.Helper()
	return tf.planPrivate(typeName, prior, config, nil)
}

func (tf *terraform) planPrivate(typeName string, prior, config object, private []byte) planned {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.PlanResourceChange(tf.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), Config: encode(tf.t, schema, config),
		ProposedNewState: encode(tf.t, schema, proposedNewState(schema, prior, config)), PriorPrivate: private})
	tf.noError(err)
	result := planned{state: decode(tf.t, schema, resp.PlannedState), private: resp.PlannedPrivate, diagnostics: resp.Diagnostics}
	for _, path := range resp.RequiresReplace {
		result.replace = append(result.replace, path.String())
	}
	return result
}

// proposedNewState is what Terraform proposes (ProposedNew in
// internal/plans/objchange of Terraform 1.11), as far as flat schemas go: the
// configuration, but for computed attributes without configuration what was
// there before.
func proposedNewState(schema *tfprotov6.Schema, prior, config object) object {
	if config == nil {
		return nil
	}
	proposed := object{}
	for _, attribute := range schema.Block.Attributes {
		proposed[attribute.Name] = config[attribute.Name]
		if attribute.Computed && config[attribute.Name] == nil {
			proposed[attribute.Name] = prior[attribute.Name]
		}
	}
	return proposed
}

func (tf *terraform) apply(typeName string, prior, planned, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	state, _, found := tf.applyPrivate(typeName, prior, planned, config, nil)
	return state, found
}

func (tf *terraform) applyPrivate(typeName string, prior, planned, config object, private []byte) (object, []byte, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.ApplyResourceChange(tf.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), PlannedState: encode(tf.t, schema, planned),
		Config: encode(tf.t, schema, config), PlannedPrivate: private})
	tf.noError(err)
	return decode(tf.t, schema, resp.NewState), resp.Private, resp.Diagnostics
}

// change plans and applies.
func (tf *terraform) change(typeName string, prior, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	plan := tf.plan(typeName, prior, config)
	expectNothing(tf.t, plan.diagnostics)
	return tf.apply(typeName, prior, plan.state, config)
}

// destroyed plans to destroy and does it.
func (tf *terraform) destroy(typeName string, prior object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	return tf.apply(typeName, prior, tf.plan(typeName, prior, nil).state, nil)
}

func (tf *terraform) read(typeName string, state object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	refreshed, _, found := tf.readPrivate(typeName, state, nil)
	return refreshed, found
}

func (tf *terraform) readPrivate(typeName string, state object, private []byte) (object, []byte, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.ReadResource(tf.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: encode(tf.t, schema, state), Private: private})
	tf.noError(err)
	return decode(tf.t, schema, resp.NewState), resp.Private, resp.Diagnostics
}

func (tf *terraform) importState(typeName, id string) ([]*tfprotov6.ImportedResource, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	tf.noError(err)
	return resp.ImportedResources, resp.Diagnostics
}

func (tf *terraform) upgrade(typeName, rawState string) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.UpgradeResourceState(tf.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeName, RawState: &tfprotov6.RawState{JSON: []byte(rawState)}})
	tf.noError(err)
	if resp.UpgradedState == nil {
		return nil, resp.Diagnostics
	}
	return decode(tf.t, tf.schemas.ResourceSchemas[typeName], resp.UpgradedState), resp.Diagnostics
}

func (tf *terraform) data(typeName string, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.DataSourceSchemas[typeName]
	resp, err := tf.server.ReadDataSource(tf.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: encode(tf.t, schema, config)})
	tf.noError(err)
	if resp.State == nil {
		return nil, resp.Diagnostics
	}
	return decode(tf.t, schema, resp.State), resp.Diagnostics
}

func describe(diagnostic *tfprotov6.Diagnostic) string {
	return fmt.Sprintf("%s at %q: %s: %s", diagnostic.Severity, diagnostic.Attribute, diagnostic.Summary, diagnostic.Detail)
}

func expectNothing(t *testing.T, found []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, diagnostic := range found {
		t.Errorf("unexpected %s", describe(diagnostic))
	}
}

// expectOne expects one diagnostic, of that severity, at that attribute ("" for
// none), whose text has all the parts.
func expectOne(t *testing.T, found []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity, attribute string, parts ...string) {
	t.Helper()
	if len(found) != 1 {
		t.Errorf("got %d diagnostics, want one:", len(found))
		expectNothing(t, found)
		return
	}
	path := tftypes.NewAttributePath()
	if attribute != "" {
		path = path.WithAttributeName(attribute)
	}
	got := found[0]
	if got.Severity != severity || !path.Equal(got.Attribute) {
		t.Errorf("want %s at %q, got %s", severity, attribute, describe(got))
	}
	for _, part := range parts {
		if !strings.Contains(got.Summary+"\n"+got.Detail, part) {
			t.Errorf("want the words %q, got %s", part, describe(got))
		}
	}
}

func expectError(t *testing.T, found []*tfprotov6.Diagnostic, attribute string, parts ...string) {
	t.Helper()
	expectOne(t, found, tfprotov6.DiagnosticSeverityError, attribute, parts...)
}

func expectWarning(t *testing.T, found []*tfprotov6.Diagnostic, attribute string, parts ...string) {
	t.Helper()
	expectOne(t, found, tfprotov6.DiagnosticSeverityWarning, attribute, parts...)
}

// request is what GitLab was asked; body is nil if none was sent.
type request struct {
	method, path string
	body         map[string]any
}

// reply is what GitLab answers: a body that is text, or else made JSON.
type reply struct {
	status   int
	body     any
	location string
}

// gitlab answers as a test tells it to and remembers what it was asked.
type gitlab struct {
	t        *testing.T
	mu       sync.Mutex
	respond  func(request) reply
	requests []request
	address  string
}

func newGitLab(t *testing.T, respond func(request) reply) *gitlab {
	t.Helper()
	g := &gitlab{t: t, respond: respond}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	g.address = server.URL
	return g
}

// ServeHTTP answers one request.
func (g *gitlab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	asked := request{method: r.Method, path: r.URL.EscapedPath()}
	if text, err := io.ReadAll(r.Body); err != nil {
		g.t.Error(err)
	} else if len(text) > 0 {
		if err := json.Unmarshal(text, &asked.body); err != nil {
			g.t.Error(err)
		}
	}
	g.requests = append(g.requests, asked)
	answer := g.respond(asked)
	w.Header().Set("Content-Type", "application/json")
	if answer.location != "" {
		w.Header().Set("Location", answer.location)
	}
	w.WriteHeader(answer.status)
	if answer.status == http.StatusNoContent {
		return
	}
	text, ok := answer.body.(string)
	if !ok {
		text = jsonText(answer.body)
	}
	_, _ = io.WriteString(w, text)
}

func newClient(t *testing.T, address string) *client.Client {
	t.Helper()
	made, err := client.New(client.Config{BaseURL: address, Token: "glpat-token"})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// terraform makes a Terraform whose provider talks to this GitLab.
func (g *gitlab) terraform() *terraform {
	g.t.Helper()
	return drive(g.t, configuredWith(newClient(g.t, g.address)))
}

// configuredWith is the configuration of a provider that uses the client.
func configuredWith(made *client.Client) func() *integration.Provider {
	return func() *integration.Provider { return &integration.Provider{Client: made} }
}

// asked returns the requests since the last call, such as "PUT /api/v4/…".
func (g *gitlab) asked() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	lines := []string{}
	for _, asked := range g.requests {
		lines = append(lines, asked.method+" "+strings.TrimPrefix(asked.path, "/api/v4/"))
	}
	g.requests = nil
	return lines
}

func expectRequests(t *testing.T, g *gitlab, want ...string) {
	t.Helper()
	if got := g.asked(); !slices.Equal(got, want) {
		t.Errorf("got requests %q, want %q", got, want)
	}
}

// sent returns the body of the last PUT.
func (g *gitlab) sent() map[string]any {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, asked := range slices.Backward(g.requests) {
		if asked.method == http.MethodPut {
			return asked.body
		}
	}
	g.t.Fatal("no PUT was sent")
	return nil
}

// expectBody compares by JSON, where an int and a float64 are the same.
func expectBody(t *testing.T, got, want map[string]any) {
	t.Helper()
	if jsonText(got) != jsonText(want) {
		t.Errorf("got body  %s\nwant body %s", jsonText(got), jsonText(want))
	}
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// always answers the same.
func always(status int, body any) func(request) reply {
	return func(request) reply { return reply{status: status, body: body} }
}

// answer is a GitLab answer about an active integration with these settings
// at their places.
func answer(spec *integration.Spec, settings object) map[string]any {
	fields := map[string]any{
		"id": 75, "title": spec.Title, "slug": spec.Slug, "active": true, "inherited": false,
		"created_at": "2019-11-20T11:20:25.297Z", "updated_at": "2019-11-20T12:24:37.498Z",
	}
	properties := map[string]any{}
	for _, p := range spec.Parameters {
		value, given := settings[p.Name]
		switch {
		case !given || p.Secret:
		case p.TopLevel:
			fields[p.Name] = value
		default:
			properties[p.Name] = value
		}
	}
	fields["properties"] = properties
	return fields
}

// changed returns a copy of an answer with other fields.
func changed(answer map[string]any, fields map[string]any) map[string]any {
	return object(answer).with(fields)
}

// keeping is a GitLab that keeps what was PUT, for one integration.
func keeping(spec *integration.Spec) func(request) reply {
	kept := object(nil)
	return func(asked request) reply {
		switch {
		case asked.method == http.MethodPut:
			kept = kept.with(asked.body)
		case kept == nil:
			return reply{status: http.StatusNotFound, body: `{"message":"404 Integration Not Found"}`}
		case asked.method == http.MethodDelete:
			kept = nil
			return reply{status: http.StatusNoContent}
		}
		return reply{status: http.StatusOK, body: changed(answer(spec, kept), object{"inherited": kept["use_inherited_settings"] == true})}
	}
}

// names lists the parameters of a spec.
func names(spec *integration.Spec) []string {
	list := []string{}
	for _, p := range spec.Parameters {
		list = append(list, p.Name)
	}
	return list
}

func TestFullLeavesNothingOut(t *testing.T) {
	for _, name := range names(&chat) {
		if _, given := full[name]; !given {
			t.Errorf("full lacks %s", name)
		}
	}
}
