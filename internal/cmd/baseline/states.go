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
	fixtures, err := setUpAll(cli, provider)
	if err != nil {
		return err
	}
	return compatibility.WriteStates(statesFolder, version, fixtures)
}

// setUpAll sets up all fixtures with a CLI and a build of the provider.
func setUpAll(cli, provider string) ([]compatibility.Fixture, error) {
	integrations, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	fixtures := []compatibility.Fixture{}
	for _, fixture := range planFixtures(integrations) {
		fmt.Printf("%d resources in GitLab %s\n", len(fixture.Resources), fixture.GitLab)
		if err := setUp(fixture, integrations, cli, provider); err != nil {
			return nil, fmt.Errorf("GitLab %s: %w", fixture.GitLab, err)
		}
		fixtures = append(fixtures, *fixture)
	}
	return fixtures, nil
}

// setUp sets up the resources of a fixture, and notes the state and what GitLab has stored.
func setUp(fixture *compatibility.Fixture, integrations []catalog.Integration, cli, provider string) error {
	gitlab, err := fixture.Start()
	if err != nil {
		return err
	}
	install(gitlab, fixture, integrations)
	server := httptest.NewServer(gitlab)
	defer server.Close()
	if fixture.State, err = apply(fixture, gitlab, server.URL, cli, provider); err != nil {
		return err
	}
	for _, i := range integrations {
		if !gitlab.Offers(i.Slug) {
			continue
		}
		for _, owner := range fixture.Owners {
			if stored, found := gitlab.Stored(owner, i.Slug); found {
				fixture.Rows = append(fixture.Rows, compatibility.Row{Owner: owner, Slug: i.Slug, Record: stored})
			}
		}
	}
	return nil
}

// install installs the apps, which alone create some integrations.
func install(gitlab *gitlabfake.GitLab, fixture *compatibility.Fixture, integrations []catalog.Integration) {
	for _, i := range integrations {
		for _, r := range fixture.Resources {
			if i.Install != "" && i.TypeName() == r.Type {
				gitlab.SetUp(r.Owner(), i.Slug, nil)
			}
		}
	}
}

// apply runs the CLI in a temporary folder, and returns the state file.
func apply(fixture *compatibility.Fixture, gitlab *gitlabfake.GitLab, url, cli, provider string) (state []byte, err error) {
	dir, err := os.MkdirTemp("", "gitlabintegrations-baseline-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config, err := mirror.Write(dir, provider)
	if err != nil {
		return nil, err
	}
	text, err := fixture.JSONConfiguration()
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
