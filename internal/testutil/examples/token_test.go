package examples_test

import (
	"archive/zip"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// TestEphemeralToken applies the configuration of the guide, which has the token in an
// ephemeral variable. Neither the plan file nor the state may contain the token.
func TestEphemeralToken(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		gitlab, url := gitlabfake.Start(t)
		gitlab.Token = "glpat-ephemeral"
		gitlab.AddProject("acme/web")
		folder, plan := t.TempDir(), filepath.Join(t.TempDir(), "plan")
		mustWrite(t, filepath.Join(folder, "main.tf"), blockOf(t, "docs/guides/secrets.md", `variable "gitlab_token"`)+
			mustRead(t, filepath.Join(examples, "gitops/modules/standard-integrations/versions.tf"))+`
resource "gitlabintegrations_asana" "web" {
  project = "acme/web"
  api_key = "example-asana-key"
}
`)
		environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "TF_CLI_ARGS=-no-color", "TF_INPUT=0")
		run := func(token string, exitCode int, arguments ...string) string {
			t.Helper()
			output, got := clitest.Run(t.Context(), folder, append(environment, token), cli, arguments...)
			if got != exitCode || strings.Contains(output, gitlab.Token) {
				t.Fatalf("%s ended with %d instead of %d, or printed the token:\n%s", arguments, got, exitCode, output)
			}
			return output
		}
		token := "TF_VAR_gitlab_token=" + gitlab.Token
		run("", 0, "init")
		run(token, 0, "plan", "-out="+plan)
		if content := unzipped(t, plan); strings.Contains(content, gitlab.Token) || !strings.Contains(content, "example-asana-key") {
			t.Error("the plan file contains the token, or lacks the secret of the resource")
		}
		if output := run("", 1, "apply", plan); !strings.Contains(output, "gitlab_token") {
			t.Errorf("the output of the apply without the token is: %s", output)
		}
		run(token, 0, "apply", plan)
		run(token, 0, "plan", "-detailed-exitcode")
		if state := mustRead(t, filepath.Join(folder, "terraform.tfstate")); strings.Contains(state, gitlab.Token) {
			t.Error("the state contains the token")
		}
	})
}

// blockOf returns the configuration of a document that contains these words.
func blockOf(t *testing.T, document, words string) string {
	t.Helper()
	for _, c := range configurations(t, []string{filepath.Join(root, document)}) {
		if strings.Contains(c.text, words) {
			return c.text
		}
	}
	t.Fatalf("%s has no block with %s", document, words)
	return ""
}

// unzipped returns the content of all files in an archive.
func unzipped(t *testing.T, file string) (content string) {
	t.Helper()
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	for _, each := range archive.File {
		reader, err := each.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		content += string(text)
	}
	return content
}
