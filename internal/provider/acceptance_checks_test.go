package provider_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// planCheck and stateCheck implement the check interfaces of the test framework with
// functions.
type (
	planCheck  func(*tfjson.Plan) error
	stateCheck func(*tfjson.State) error
)

func (check planCheck) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(req.Plan)
}

func (check stateCheck) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = check(req.State)
}

// checkPlan compares the planned changes with the expected ones.
func (l *lifecycle) checkPlan(plan *tfjson.Plan, instances []instance) error {
	planned := map[string]*tfjson.ResourceChange{}
	for _, c := range plan.ResourceChanges {
		if c.Mode == tfjson.ManagedResourceMode {
			planned[c.Address] = c
		}
	}
	var faults []error
	for _, r := range instances {
		c := planned[l.address(r.name)]
		delete(planned, l.address(r.name))
		if c == nil {
			faults = append(faults, fmt.Errorf("%s is not in the plan", r.name))
		} else {
			faults = append(faults, r.checkChange(c.Change))
		}
	}
	for address := range planned {
		faults = append(faults, fmt.Errorf("%s is in the plan", address))
	}
	return errors.Join(faults...)
}

func (r instance) checkChange(c *tfjson.Change) error {
	if len(c.Actions) != 1 || string(c.Actions[0]) != r.change.action {
		return fmt.Errorf("%s is planned as %v instead of %s", r.name, c.Actions, r.change.action)
	}
	if r.imported != (c.Importing != nil) {
		return fmt.Errorf("%s is imported: %t", r.name, !r.imported)
	}
	if r.change.action != "update" {
		return nil
	}
	before, _ := c.Before.(map[string]any)
	after, _ := c.After.(map[string]any)
	if got := differing(asJSON(before), asJSON(after)); !slices.Equal(got, r.change.attributes) {
		return fmt.Errorf("%s is planned with changes of %v instead of %v", r.name, got, r.change.attributes)
	}
	if unknown, _ := c.AfterUnknown.(map[string]any); len(set(unknown)) > 0 && slices.Contains(slices.Collect(maps.Values(unknown)), any(true)) {
		return fmt.Errorf("%s is planned with unknown values: %v", r.name, unknown)
	}
	return nil
}

// checkRequests compares the requests of a step: one PUT or DELETE with the complete body
// for each change, and one GET after each PUT that enables inheritance.
func (l *lifecycle) checkRequests(instances []instance) error {
	puts, deletes := map[string]map[string]any{}, map[string]int{}
	var faults []error
	for _, request := range l.answered() {
		switch request.Method {
		case http.MethodPut:
			if puts[request.Path] != nil {
				faults = append(faults, fmt.Errorf("PUT %s was sent twice", request.Path))
			}
			puts[request.Path] = request.Body
		case http.MethodDelete:
			deletes[request.Path]++
		}
	}
	for _, r := range instances {
		path := l.path(r)
		switch r.change.action {
		case "create", "update":
			if got, want := puts[path], asJSON(l.body(r)); !reflect.DeepEqual(got, want) {
				faults = append(faults, fmt.Errorf("PUT %s: %v\nwant %v\ndiffering in %v", path, got, want, differing(got, want)))
			}
			delete(puts, path)
		case "delete":
			faults = append(faults, l.checkDelete(deletes[path], path))
			delete(deletes, path)
		}
	}
	if len(puts)+len(deletes) > 0 {
		faults = append(faults, fmt.Errorf("unexpected requests: PUT %v, DELETE %v", puts, deletes))
	}
	return errors.Join(append(faults, l.checkReads(instances))...)
}

func (l *lifecycle) checkDelete(count int, path string) error {
	want := 1
	if l.integration.Undeletable {
		want = 0
	}
	if count != want {
		return fmt.Errorf("%d times DELETE %s instead of %d", count, path, want)
	}
	return nil
}

// checkReads expects a GET after the PUT of an inheriting integration, and none for the
// other new integrations.
func (l *lifecycle) checkReads(instances []instance) error {
	methods := map[string]string{}
	for _, request := range l.answered() {
		methods[request.Path] += request.Method + " "
	}
	for _, r := range instances {
		if r.change.action != "create" || r.owner == l.owner("sub.group/web.app") {
			continue // The data source also reads the full integration.
		}
		want := "PUT "
		if r.inherits {
			want = "PUT GET "
		}
		if got := methods[l.path(r)]; !strings.HasSuffix(" "+got, " "+want) || strings.Count(got, "PUT") != 1 {
			return fmt.Errorf("the requests of %s were %sinstead of %s", l.path(r), got, want)
		}
	}
	return nil
}

// answered returns the requests, except those that detect the version of GitLab.
func (l *lifecycle) answered() []gitlabfake.Request {
	return slices.DeleteFunc(l.gitlab.Requests(), func(r gitlabfake.Request) bool {
		versions := strings.HasSuffix(r.Path, "/metadata") || strings.HasSuffix(r.Path, "/version")
		routes := !since(l.gitlab, "14.4") && strings.Contains(r.Path, "/integrations/") && r.Status == http.StatusNotFound
		return versions || routes
	})
}

// path returns the API path of the integration.
func (l *lifecycle) path(r instance) string {
	collection := "integrations"
	if !since(l.gitlab, "14.4") {
		collection = "services"
	}
	kinds, id, _ := strings.Cut(r.owner, "/")
	return fmt.Sprintf("%s/%s/%s/%s", kinds, url.PathEscape(id), collection, l.integration.Slug)
}

// body returns the expected body of a PUT.
func (l *lifecycle) body(r instance) map[string]any {
	body := map[string]any{"use_inherited_settings": r.inherits}
	all := complete(l.integration, r.settings)
	for _, p := range l.integration.Parameters {
		_, configured := r.settings[p.Name]
		_, before := r.change.before[p.Name]
		switch {
		case r.inherits && (p.Required || p.Presence):
			body[p.Name] = nil
		case r.inherits:
		case p.Secret && !p.Presence && !configured && !before && !r.change.inherited && r.change.action != "create":
			// The state has never had a value for this setting, so the provider does not
			// send it.
		case p.Until != "" && !p.Secret && all[p.Name] == nil && !before:
			// Newer versions of GitLab do not have this setting.
		default:
			body[p.Name] = all[p.Name]
		}
	}
	return body
}

// checkStored compares the integrations stored in GitLab with the configuration.
func (l *lifecycle) checkStored(instances []instance) error {
	var faults []error
	for _, r := range instances {
		stored, found := l.gitlab.Stored(r.owner, l.integration.Slug)
		active := r.change.action != "delete" || l.integration.Undeletable
		if !found || stored.Active != active || stored.Inherited != r.inherits {
			faults = append(faults, fmt.Errorf("GitLab has %s of %s: %t, active: %t, inherited: %t", r.name, r.owner, found, stored.Active, stored.Inherited))
		} else if r.change.action != "delete" {
			faults = append(faults, l.checkStoredSettings(r, stored))
		}
	}
	return errors.Join(faults...)
}

func (l *lifecycle) checkStoredSettings(r instance, stored gitlabfake.Record) error {
	want := complete(l.integration, r.settings)
	if r.inherits && l.kind() == "groups/" {
		return nil // GitLab stores inheritance as a reference, without the values.
	}
	if r.inherits {
		want = complete(l.integration, full(l.integration))
	}
	var faults []error
	for _, p := range l.integration.Parameters {
		// GitLab stores some numbers as text.
		got, want := fmt.Sprint(stored.Settings[p.Name]), fmt.Sprint(want[p.Name])
		if l.has(p) && p.AlwaysAnswered == nil && got != want {
			faults = append(faults, fmt.Errorf("GitLab has %s = %s instead of %s for %s", p.Name, got, want, r.name))
		}
	}
	return errors.Join(faults...)
}

// checkState compares the state with the configuration, and each data source with its
// resource.
func (l *lifecycle) checkState(state *tfjson.State, instances []instance) error {
	found := map[string]map[string]any{}
	for _, r := range state.Values.RootModule.Resources {
		found[r.Address] = asJSON(r.AttributeValues)
	}
	var faults []error
	for _, r := range instances {
		if r.change.action == "delete" {
			continue
		}
		got, want := set(found[l.address(r.name)]), set(l.stateOf(r))
		if !reflect.DeepEqual(got, want) {
			faults = append(faults, fmt.Errorf("the state of %s is %v\nwant %v\ndiffering in %v", r.name, got, want, differing(got, want)))
		}
	}
	faults = append(faults, l.checkData(found["data."+l.address("full")], found[l.address("full")]))
	return errors.Join(faults...)
}

func (l *lifecycle) stateOf(r instance) map[string]any {
	kind, id := r.place()
	state := map[string]any{"id": r.owner, kind: id, "use_inherited_settings": r.inherits}
	if !r.inherits {
		maps.Copy(state, complete(l.integration, r.settings))
	}
	return state
}

func (l *lifecycle) checkData(data, managed map[string]any) error {
	var faults []error
	for _, p := range l.integration.Parameters {
		value, exists := data[p.Name]
		switch {
		case p.Secret && exists:
			faults = append(faults, fmt.Errorf("the data source has the secret %s", p.Name))
		case l.shows(p) && !reflect.DeepEqual(value, managed[p.Name]):
			faults = append(faults, fmt.Errorf("the data source has %s = %v instead of %v", p.Name, value, managed[p.Name]))
		}
	}
	want := map[string]any{
		"id": managed["id"], "project": managed["project"], "group": managed["group"],
		"active": true, "inherited": false, "title": l.integration.Title,
	}
	for name, value := range want {
		if data[name] != value {
			faults = append(faults, fmt.Errorf("the data source has %s = %v instead of %v", name, data[name], value))
		}
	}
	if data["created_at"] == nil || data["updated_at"] == nil {
		faults = append(faults, fmt.Errorf("the data source has no timestamps: %v", data))
	}
	return errors.Join(faults...)
}

// checkDestroyed expects one DELETE for each resource, and no active integration.
func (l *lifecycle) checkDestroyed(instances []instance) error {
	for i := range instances {
		if instances[i].change.action == "delete" {
			instances[i].name = ""
		}
		instances[i].change = deleted
	}
	remaining := slices.DeleteFunc(instances, func(r instance) bool { return r.name == "" })
	return errors.Join(l.checkRequests(remaining), l.checkStored(remaining))
}
