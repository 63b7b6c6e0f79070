package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// older are versions of GitLab whose answers differ from those of later ones.
var older = []string{"10.8", "13.12", "17.11"}

// plan is what is set up in the GitLab of each version.
type plan map[string]*compatibility.Scenario

// planScenarios returns the scenarios before anything is set up. Each integration is in the newest
// GitLab that has it, in every form of a resource, and once in each older one.
func planScenarios(integrations []catalog.Integration) []*compatibility.Scenario {
	scenarios := plan{}
	for _, i := range integrations {
		newest := sample.NewestVersion(i)
		scenarios.addForms(newest, sample.InVersion(i, newest))
		for _, version := range older {
			if version != newest && sample.Within(version, i.Since, i.Until) && i.HasScope(catalog.Project) {
				known := sample.InVersion(i, version)
				scenarios.add(version, known.TypeName(), "full", "projects/acme/"+known.Slug, sample.Full(known))
			}
		}
	}
	scenarios.addCustom()
	ordered := []*compatibility.Scenario{}
	for _, version := range slices.Sorted(maps.Keys(scenarios)) {
		ordered = append(ordered, scenarios[version])
	}
	return ordered
}

// addForms adds an integration in every form: with as few and with all settings, with
// secrets in the state and write-only ones, and of a group, from which a project inherits.
func (p plan) addForms(version string, i catalog.Integration) {
	owner, full := "projects/acme/"+i.Slug, sample.Full(i)
	if !i.HasScope(catalog.Project) {
		owner = "groups/" + i.Slug
	}
	p.add(version, i.TypeName(), "minimal", owner+"-minimal", sample.Minimal(i))
	p.add(version, i.TypeName(), "full", owner+"-full", full)
	if slices.ContainsFunc(i.Parameters, func(p catalog.Parameter) bool { return p.Secret }) {
		p.add(version, i.TypeName(), "write_only", owner+"-write-only", writeOnly(i, full, nil))
		p.add(version, i.TypeName(), "own_version", owner+"-own-version", writeOnly(i, full, 7))
	}
	if i.HasScope(catalog.Group) && sample.Within(version, "17.9", "") {
		p.addFamily(version, i.TypeName(), owner, full, nil)
	}
}

// addFamily adds an integration of a group, and one below it that inherits.
func (p plan) addFamily(version, typeName, owner string, settings, inherited map[string]any) {
	group := "groups/family-" + strings.ReplaceAll(strings.TrimPrefix(typeName, "gitlabintegrations_"), "_", "-")
	kind, _, _ := strings.Cut(owner, "/")
	below := kind + strings.TrimPrefix(group, "groups") + "/web"
	p.add(version, typeName, "group", group, settings)
	r := p.add(version, typeName, "inherited", below, map[string]any{"use_inherited_settings": true})
	maps.Copy(r.Configuration, inherited)
	r.DependsOn = []string{typeName + ".group"}
}

// addCustom adds gitlabintegrations_custom in every form.
func (p plan) addCustom() {
	const typeName, owner, version = "gitlabintegrations_custom", "projects/acme/custom", sample.Newest
	slug := map[string]any{"slug": "slack"}
	settings := with(slug, map[string]any{"settings": map[string]any{
		"webhook": "https://hooks.example.com/services/T0/B0/secret", "channel": "general", "push_events": false, "username": nil,
	}})
	tracker := map[string]any{
		"slug": "jira", "settings": map[string]any{"url": "https://jira.example.com", "username": "gitlab", "project_keys": []string{"ACME", "WEB"}, "jira_auth_type": 0},
		"secrets_wo": map[string]any{"password": "jira-secret"},
	}
	p.add(version, typeName, "full", owner+"-full", settings)
	p.add(version, typeName, "write_only", owner+"-write-only", tracker)
	p.add(version, typeName, "own_version", owner+"-own-version", with(tracker, map[string]any{"secrets_wo_version": 7}))
	p.addFamily(version, typeName, owner, settings, with(slug, map[string]any{"settings": map[string]any{"webhook": nil}}))
}

// add adds a resource of an owner such as "projects/acme/web".
func (p plan) add(version, typeName, name, owner string, settings map[string]any) *compatibility.Resource {
	scenario := p[version]
	if scenario == nil {
		scenario = &compatibility.Scenario{GitLab: version}
		p[version] = scenario
	}
	kind, path, _ := strings.Cut(owner, "/")
	scenario.Owners = append(scenario.Owners, owner)
	scenario.Resources = append(scenario.Resources, compatibility.Resource{
		Type: typeName, Name: name,
		Configuration: with(settings, map[string]any{strings.TrimSuffix(kind, "s"): path}),
	})
	return &scenario.Resources[len(scenario.Resources)-1]
}

// writeOnly returns settings whose secrets are write-only, with a version unless that
// is nil.
func writeOnly(i catalog.Integration, settings map[string]any, version any) map[string]any {
	changed := maps.Clone(settings)
	for _, p := range i.Parameters {
		secret, configured := settings[p.Name]
		if !p.Secret || !configured {
			continue
		}
		delete(changed, p.Name)
		changed[p.Name+"_wo"] = secret
		if version != nil {
			changed[p.Name+"_wo_version"] = version
		}
	}
	return changed
}

func with(settings, more map[string]any) map[string]any {
	all := maps.Clone(settings)
	maps.Copy(all, more)
	return all
}
