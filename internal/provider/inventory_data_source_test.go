package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func inventoryBlock(configured settings) string {
	return block(`data "gitlabintegrations_inventory" "x"`, configured)
}

// newInventory starts a GitLab with integrations of every kind.
func newInventory(t *testing.T) (*gitlabfake.GitLab, string) {
	t.Helper()
	gitlab, url := gitlabfake.Start(t)
	for _, path := range []string{"acme/web", "acme/old", "acme/shop/api"} {
		gitlab.AddProject(path)
		gitlab.SetUp("projects/"+path, "slack", settings{"webhook": "https://hooks.slack.com/services/x"})
	}
	gitlab.SetUp("projects/acme/web", "mock-monitoring", nil)
	gitlab.SetUp("groups/acme/shop", "matrix", nil)
	gitlab.AddProject("acme/shop/site")
	gitlab.ArchiveProject("acme/old")
	return gitlab, url
}

// inventoryRows expects exactly these rows of a list, in this order.
func inventoryRows(list string, row func(settings) string, want ...string) statecheck.StateCheck {
	return stateCheck(func(state *tfjson.State) error {
		rows := []string{}
		for _, r := range state.Values.RootModule.Resources {
			if r.Type != "gitlabintegrations_inventory" {
				continue
			}
			elements, _ := r.AttributeValues[list].([]any)
			for _, element := range elements {
				rows = append(rows, row(asJSON(element.(map[string]any))))
			}
		}
		if !slices.Equal(rows, want) {
			return fmt.Errorf("%s:\n%s\nwant:\n%s", list, strings.Join(rows, "\n"), strings.Join(want, "\n"))
		}
		return nil
	})
}

func integrationRow(of settings) string {
	return fmt.Sprint(of["owner_kind"], " ", of["owner_path"], " ", of["slug"], " ", of["inherited"], " ", of["resource_type"], " ", of["import_id"])
}

func unreadableRow(of settings) string {
	return fmt.Sprint(of["owner_kind"], " ", of["owner_path"], " ", of["no_access"])
}

func TestInventory(t *testing.T) {
	t.Parallel()
	const (
		api        = "project acme/shop/api slack false gitlabintegrations_slack projects/acme/shop/api"
		web        = "project acme/web slack false gitlabintegrations_slack projects/acme/web"
		old        = "project acme/old slack false gitlabintegrations_slack projects/acme/old"
		monitoring = "project acme/web mock-monitoring false gitlabintegrations_custom projects/acme/web:mock-monitoring"
		shop       = "group acme/shop matrix false gitlabintegrations_matrix groups/acme/shop"
		inheriting = "project acme/shop/api matrix true gitlabintegrations_matrix projects/acme/shop/api"
		site       = "project acme/shop/site matrix true gitlabintegrations_matrix projects/acme/shop/site"
	)
	tests := map[string]struct {
		configured settings
		want       []string
	}{
		"group":               {settings{"group": "acme"}, []string{shop, api, monitoring, web}},
		"without subgroups":   {settings{"group": "acme", "include_subgroups": false}, []string{monitoring, web}},
		"inherited":           {settings{"group": "acme", "include_inherited": true}, []string{shop, inheriting, api, site, monitoring, web}},
		"archived":            {settings{"group": "acme", "include_archived": true}, []string{old, shop, api, monitoring, web}},
		"slugs":               {settings{"group": "acme", "slugs": []string{"slack", "asana"}}, []string{api, web}},
		"without slugs":       {settings{"group": "acme", "include_inherited": true, "exclude_slugs": []string{"slack", "mock-monitoring"}}, []string{shop, inheriting, site}},
		"empty exclude_slugs": {settings{"project": "acme/web", "exclude_slugs": []string{}}, []string{monitoring, web}},
		"project":             {settings{"project": "acme/web"}, []string{monitoring, web}},
		"nothing":             {settings{"project": "acme/shop/site"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gitlab, url := newInventory(t)
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config: providerBlock(gitlab, url) + inventoryBlock(test.configured),
					ConfigStateChecks: []statecheck.StateCheck{
						inventoryRows("integrations", integrationRow, test.want...),
						inventoryRows("unreadable", unreadableRow),
					},
				}},
			})
			for _, request := range gitlab.Requests() {
				if request.Method != "GET" && request.Path != "/api/graphql" {
					t.Errorf("there was a %s %s", request.Method, request.Path)
				}
			}
		})
	}
}

// Numeric IDs can also identify owners, and titles can also identify integrations.
func TestInventoryEntry(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	id := gitlab.AddProject("acme/web")
	gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": "https://hooks.slack.com/services/x"})
	const address = "data.gitlabintegrations_inventory.x"
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: providerBlock(gitlab, url) + inventoryBlock(settings{"group": "acme"}),
			Check: resource.ComposeTestCheckFunc(
				resource.TestCheckResourceAttr(address, "id", "groups/acme"),
				resource.TestCheckResourceAttr(address, "integrations.0.owner_id", fmt.Sprint(id)),
				resource.TestCheckResourceAttr(address, "integrations.0.owner_archived", "false"),
				resource.TestCheckResourceAttr(address, "integrations.0.title", "Slack notifications"),
			),
		}},
	})
}

// Projects and groups that the token cannot read are listed instead of causing an error.
func TestInventoryOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	const (
		ofGroup   = "The user of the `token` is not allowed to read them. That requires the role Owner in the group."
		ofProject = "The user of the `token` is not allowed to read them. That requires the role Maintainer in the project."
	)
	gitlab, url := newInventory(t)
	gitlab.AddUser(gitlabfake.User{Token: "some", Roles: map[string]gitlabfake.Role{
		"groups/acme": gitlabfake.Developer, "projects/acme/web": gitlabfake.Maintainer,
	}})
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: block(`provider "gitlabintegrations"`, settings{"base_url": url, "token": "some"}) +
				inventoryBlock(settings{"group": "acme", "slugs": []string{"slack"}}),
			ConfigStateChecks: []statecheck.StateCheck{
				inventoryRows("integrations", integrationRow, "project acme/web slack false gitlabintegrations_slack projects/acme/web"),
				inventoryRows("unreadable", func(of settings) string { return fmt.Sprint(of["reason"]) }, ofGroup, ofGroup, ofProject, ofProject),
				inventoryRows("unreadable", unreadableRow, "group acme true", "group acme/shop true", "project acme/shop/api true", "project acme/shop/site true"),
			},
		}},
	})
}

func TestInventoryRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		configured settings
		want       string
	}{
		"unknown project":          {settings{"project": "acme/none"}, `Cannot list the integrations of project acme/none.*project += "acme/none".*404 Project\s+Not\s+Found`},
		"unknown group":            {settings{"group": "none"}, `Cannot list the integrations of group none.*group += "none".*404 Group Not\s+Found`},
		"no owner":                 {settings{}, `Missing project or group`},
		"two owners":               {settings{"project": "a/b", "group": "a"}, `Both project and group`},
		"subgroups for a project":  {settings{"project": "acme/web", "include_subgroups": true}, `Conflicting include_subgroups`},
		"archived for a project":   {settings{"project": "acme/web", "include_archived": false}, `Conflicting include_archived`},
		"no slugs":                 {settings{"group": "acme", "slugs": []string{}}, `Invalid slugs.*must not be empty`},
		"slugs and excluded slugs": {settings{"group": "acme", "slugs": []string{"slack"}, "exclude_slugs": []string{"asana"}}, `Conflicting exclude_slugs`},
		"wrong excluded slugs":     {settings{"group": "acme", "exclude_slugs": []string{"Slack"}}, `Invalid exclude_slugs.*"Slack"\s+cannot\s+be\s+the\s+name.*Did\s+you\s+mean\s+.slack.`},
		"wrong slugs":              {settings{"group": "acme", "slugs": []string{"pipelines_email"}}, `Invalid slugs.*"pipelines_email"\s+cannot\s+be\s+the\s+name.*Did\s+you\s+mean\s+.pipelines-email.`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gitlab, url := newInventory(t)
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config:      providerBlock(gitlab, url) + inventoryBlock(test.configured),
					ExpectError: regexp.MustCompile(`(?s)` + test.want),
				}},
			})
		})
	}
}

// If the token cannot read the only requested project, the data source fails, because
// there is nothing else to list.
func TestInventoryOfAProjectWithoutAccess(t *testing.T) {
	t.Parallel()
	gitlab, url := newInventory(t)
	gitlab.AddUser(gitlabfake.User{Token: "some", Roles: map[string]gitlabfake.Role{"projects/acme/web": gitlabfake.Developer}})
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: block(`provider "gitlabintegrations"`, settings{"base_url": url, "token": "some"}) +
				inventoryBlock(settings{"project": "acme/web"}),
			ExpectError: regexp.MustCompile(`(?s)Cannot list the integrations of project acme/web.*403 Forbidden`),
		}},
	})
}

// Two inventories of the same group share one set of requests.
func TestInventoriesShareTheirRequests(t *testing.T) {
	t.Parallel()
	gitlab, url := newInventory(t)
	c := newCLIOn(t, gitlab, url)
	c.configure(inventoryBlock(settings{"group": "acme"}) +
		strings.Replace(inventoryBlock(settings{"group": "acme", "include_inherited": true}), `"x"`, `"y"`, 1))
	c.succeed("plan")
	counts := map[string]int{}
	for _, request := range gitlab.Requests() {
		counts[request.Method+" "+request.Path]++
	}
	for request, count := range counts {
		if count != 1 {
			t.Errorf("%d times %s", count, request)
		}
	}
	if len(counts) != 8 {
		t.Errorf("requests: %v", counts)
	}
}

// A postcondition on the inventory fails the plan if a project violates the rule.
func TestExampleOfInventory(t *testing.T) {
	t.Parallel()
	example := mustRead(t, examples+"/data-sources/gitlabintegrations_inventory/data-source.tf")
	gitlab, url := newInventory(t)
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: providerBlock(gitlab, url) + example},
			{
				PreConfig: func() {
					gitlab.SetUp("projects/acme/web", "discord", settings{"webhook": "https://discord.com/api/webhooks/x"})
				},
				Config:      providerBlock(gitlab, url) + example,
				ExpectError: regexp.MustCompile(`Not allowed: discord in acme/web`),
			},
		},
	})
}

// The attributes contain import IDs that an import block accepts.
func TestInventoryFeedsImports(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	for _, path := range []string{"acme/web", "acme/api"} {
		gitlab.AddProject(path)
		gitlab.SetUp("projects/"+path, "external-wiki", settings{"external_wiki_url": "https://wiki.example.com"})
	}
	c := newCLIOn(t, gitlab, url)
	c.configure(inventoryBlock(settings{"group": "acme", "slugs": []string{"external-wiki"}}) + `
locals {
  wikis = { for i in data.gitlabintegrations_inventory.x.integrations : i.owner_path => i.import_id }
}

import {
  for_each = local.wikis
  to       = gitlabintegrations_external_wiki.all[each.key]
  id       = each.value
}

resource "gitlabintegrations_external_wiki" "all" {
  for_each          = local.wikis
  project           = each.key
  external_wiki_url = "https://wiki.example.com"
}
`)
	c.shows(c.succeed("plan"), "2 to import, 0 to add, 0 to change, 0 to destroy")
}
