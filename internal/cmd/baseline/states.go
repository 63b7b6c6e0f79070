package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/mirror"
)

// writeStates writes states alone.
func writeStates(version, cli, provider string) error {
	scenarios, err := setUpAll(cli, provider)
	if err != nil {
		return err
	}
	return compatibility.WriteStates(statesFolder, version, scenarios)
}

// setUpAll sets up all scenarios with a CLI and a build of the provider.
func setUpAll(cli, provider string) ([]compatibility.Scenario, error) {
	integrations, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	scenarios := []compatibility.Scenario{}
	for _, scenario := range planScenarios(integrations) {
		fmt.Printf("%d resources in GitLab %s\n", len(scenario.Resources), scenario.GitLab)
		if err := setUp(scenario, integrations, cli, provider); err != nil {
			return nil, fmt.Errorf("GitLab %s: %w", scenario.GitLab, err)
		}
		scenarios = append(scenarios, *scenario)
	}
	return scenarios, nil
}

// setUp sets up the resources of a scenario, and notes the state and what GitLab has stored.
func setUp(scenario *compatibility.Scenario, integrations []catalog.Integration, cli, provider string) error {
	gitlab, err := scenario.Start()
	if err != nil {
		return err
	}
	install(gitlab, scenario, integrations)
	server := httptest.NewServer(gitlab)
	defer server.Close()
	if scenario.State, err = apply(scenario, gitlab, server.URL, cli, provider); err != nil {
		return err
	}
	for _, i := range integrations {
		if !gitlab.Offers(i.Slug) {
			continue
		}
		for _, owner := range scenario.Owners {
			if stored, found := gitlab.Stored(owner, i.Slug); found {
				scenario.Rows = append(scenario.Rows, compatibility.Row{Owner: owner, Slug: i.Slug, Record: stored})
			}
		}
	}
	return nil
}

// install installs the apps, which alone create some integrations.
func install(gitlab *gitlabfake.GitLab, scenario *compatibility.Scenario, integrations []catalog.Integration) {
	for _, i := range integrations {
		for _, r := range scenario.Resources {
			if i.Install != "" && i.TypeName() == r.Type {
				gitlab.SetUp(r.Owner(), i.Slug, nil)
			}
		}
	}
}

// apply runs the CLI in a temporary folder, and returns the state file.
func apply(scenario *compatibility.Scenario, gitlab *gitlabfake.GitLab, url, cli, provider string) (state []byte, err error) {
	dir, err := os.MkdirTemp("", "gitlabintegrations-baseline-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config, err := mirror.Write(dir, provider)
	if err != nil {
		return nil, err
	}
	text, err := scenario.JSONConfiguration()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf.json"), text, 0o600); err != nil {
		return nil, err
	}
	environment := append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1", "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token)
	for _, arguments := range []string{"init -no-color", "apply -auto-approve -no-color"} {
		command := exec.Command(cli, strings.Fields(arguments)...)
		command.Dir, command.Env = dir, environment
		if output, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s %s: %w\n%s", cli, arguments, err, output[max(0, len(output)-4000):])
		}
	}
	return os.ReadFile(filepath.Join(dir, "terraform.tfstate"))
}
