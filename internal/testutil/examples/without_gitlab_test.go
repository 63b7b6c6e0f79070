package examples_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

var (
	fakeProject    = regexp.MustCompile(`-project (\S+)`)
	exported       = regexp.MustCompile(`(?m)(TF_VAR_\w+=\S+)`)
	terraformLines = regexp.MustCompile(`(?m)^terraform ([a-z].*)$`)
)

// TestPipelinesWithoutGitLab follows the guide's section about running the commands of
// the jobs in a terminal.
func TestPipelinesWithoutGitLab(t *testing.T) {
	t.Parallel()
	_, section, found := strings.Cut(mustRead(t, filepath.Join(root, "docs/guides/gitops.md")), "\n## Try it without a GitLab\n")
	section, _, _ = strings.Cut(section, "\n## ")
	block := hclBlock.FindStringSubmatch(section)
	commands := terraformLines.FindAllStringSubmatch(section, -1)
	if !found || block == nil || len(commands) == 0 {
		t.Fatalf("the section has changed:\n%s", section)
	}
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		gitlab, url := gitlabfake.Start(t)
		for _, project := range fakeProject.FindAllStringSubmatch(section, -1) {
			gitlab.AddProject(project[1])
		}
		folder := checkout(t, "gitops")
		mustWrite(t, filepath.Join(folder, "backend_override.tf"), block[2])
		environment := clitest.Environment(t, append(exported.FindAllString(section, -1), "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token, "TF_CLI_ARGS=-no-color")...)
		for _, command := range commands {
			if output, exitCode := clitest.Run(t.Context(), folder, environment, cli, strings.Fields(command[1])...); exitCode != 0 {
				t.Fatalf("%s ended with %d:\n%s", command[0], exitCode, output)
			}
		}
		if record, found := gitlab.Stored("projects/acme/api", "slack"); !found || !record.Active {
			t.Error("the apply has not created an integration")
		}
	})
}
