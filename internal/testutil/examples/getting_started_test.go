package examples_test

import (
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// TestGettingStarted follows the steps of the guide.
func TestGettingStarted(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		gitlab, url := gitlabfake.Start(t)
		gitlab.AddProject("acme/web")
		folder := checkout(t, "getting-started")
		environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token,
			"TF_VAR_slack_webhook="+webhook, "TF_CLI_ARGS=-no-color")
		step := func(words string, exitCode int, arguments ...string) {
			t.Helper()
			output, got := clitest.Run(t.Context(), folder, environment, cli, arguments...)
			if got != exitCode || !strings.Contains(output, words) {
				t.Fatalf("%s ended with %d instead of %d, or without %q:\n%s", arguments, got, exitCode, words, output)
			}
		}
		step("successfully initialized", 0, "init")
		step("2 added, 0 changed, 0 destroyed", 0, "apply", "-auto-approve")
		step("No changes.", 0, "plan", "-detailed-exitcode")
		gitlab.Change("projects/acme/web", "slack", map[string]any{"channel": "general"})
		step(`"general" -> "acme-web"`, 2, "plan", "-detailed-exitcode")
		step("0 added, 1 changed, 0 destroyed", 0, "apply", "-auto-approve")
		if record, found := gitlab.Stored("projects/acme/web", "pipelines-email"); !found || !record.Inherited {
			t.Error("the project does not inherit from its group")
		}
		step("2 destroyed", 0, "destroy", "-auto-approve")
	})
}
