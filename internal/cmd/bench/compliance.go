package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

const (
	// projectsPerResource is how many projects the compliance run looks at for each
	// resource of the other sections, and projectsPerGroup how many a subgroup has.
	projectsPerResource = 5
	projectsPerGroup    = 100
)

// policies are the ones that the compliance run checks, as phases that have no order. The
// projects inherit Slack, and every hundredth has Discord.
var policies = []struct {
	name   string
	policy settings
}{
	{"discord is denied", settings{"denied": []string{"discord"}}},
	{"slack alone is allowed", settings{"allowed": []string{"slack"}}},
	{"nothing is allowed", settings{"allowed": []string{}}},
}

// compliance measures the module of examples/modules/compliance, as the pipeline of
// examples/compliance runs it.
func (b *bench) compliance(ctx context.Context) error {
	s, err := serve(serverConfig{latency: b.latency})
	if err != nil {
		return err
	}
	defer s.Close()
	projects := b.n * projectsPerResource
	addProjects(s.gitlab, projects)
	fmt.Fprintf(b.out, "Projects: %s\n\n", count(projects))
	var results []result
	for _, r := range policies {
		checked, err := b.check(ctx, s, r.policy)
		if err != nil {
			return err
		}
		checked.phase.name = r.name
		results = append(results, checked)
	}
	printCompliance(b.out, results)
	return nil
}

// addProjects makes the group acme with its subgroups and their projects.
func addProjects(gitlab *gitlabfake.GitLab, number int) {
	gitlab.AddGroup("acme")
	gitlab.SetUp("groups/acme", "slack", map[string]any{"webhook": "https://hooks.slack.com/services/x"})
	for i := range number {
		path := fmt.Sprintf("acme/g%d/p%d", i/projectsPerGroup, i)
		gitlab.AddProject(path)
		if i%projectsPerGroup == 0 {
			gitlab.SetUp("projects/"+path, "discord", map[string]any{"webhook": "https://discord.com/api/webhooks/x"})
		}
	}
}

// check runs the module with a policy.
func (b *bench) check(ctx context.Context, s *server, policy settings) (result, error) {
	workspace, err := b.newWorkspace("GITLAB_BASE_URL="+s.URL, "GITLAB_TOKEN="+s.gitlab.Token)
	if err != nil {
		return result{}, err
	}
	text, err := complianceConfiguration(b.module, policy)
	if err != nil {
		return result{}, err
	}
	if err := workspace.write("main.tf", text); err != nil {
		return result{}, err
	}
	if _, err := workspace.run("get", "-no-color"); err != nil {
		return result{}, err
	}
	apply := []phase{{arguments: []string{"apply", "-auto-approve"}}}
	results, err := workspace.runPhases(ctx, apply, func(bool) (string, error) { return text, nil }, s)
	if err != nil {
		return result{}, err
	}
	return results[0], nil
}

// complianceConfiguration returns a configuration with the module in a folder, a policy
// that fails nothing, and the reports as outputs.
func complianceConfiguration(module string, policy settings) (string, error) {
	source, err := filepath.Abs(module)
	if err != nil {
		return "", err
	}
	text := required + block(`module "compliance"`, policy.with("source", source).with("group", "acme").with("fail_on_violations", false))
	for _, name := range []string{"text", "csv", "html"} {
		text += fmt.Sprintf("output %q {\n  value = module.compliance.%s\n  sensitive = true\n}\n", name, name)
	}
	return text, nil
}
