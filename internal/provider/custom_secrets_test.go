package provider_test

import (
	"bytes"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// TestCustomSecrets checks that secrets are sent when their version changes, and again
// after a failed update. No file that the CLI writes may contain them.
func TestCustomSecrets(t *testing.T) {
	t.Parallel()
	s := &customSecrets{}
	s.cli, s.chat = newChatCLI(t)
	s.env = append(s.env, "TF_LOG=TRACE", "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+filepath.Join(s.dir, "trace.log"))
	s.use("one", "a", nil)
	s.succeed("plan", "-out=one.tfplan")
	s.succeed("apply", "one.tfplan")
	s.expectToken("one")
	s.loseUpdate()
	s.changeOwnVersion()
	s.configure(customBlock(settings{"settings": expr(`{ channel = "b", token = null }`)}))
	s.apply()
	if token := s.chat.stored("token"); token != nil {
		t.Errorf("GitLab still has the token %v", token)
	}
	s.search("one", "two", "three", "four")
}

type customSecrets struct {
	*cli
	chat *newerChat
}

// use configures a token, a channel and the version of the token. A nil version omits the
// attribute.
func (s *customSecrets) use(token, channel string, version any) {
	s.t.Helper()
	s.env = append(s.env, "TF_VAR_token="+marker(token))
	s.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
		block(`variable "token"`, settings{"type": reference("string"), "ephemeral": true}) +
		customBlock(settings{"settings": expr("{ channel = %q }", channel), "secrets_wo": expr(`{ token = var.token }`), "secrets_wo_version": version}))
}

// expectToken compares the token in GitLab, and expects an empty plan.
func (s *customSecrets) expectToken(token string) {
	s.t.Helper()
	if got := s.chat.stored("token"); got != marker(token) {
		s.t.Errorf("GitLab has %v instead of %s", got, token)
	}
	s.succeed("plan", "-detailed-exitcode")
}

// loseUpdate changes the token while GitLab closes the connection, and applies again.
func (s *customSecrets) loseUpdate() {
	s.t.Helper()
	s.use("two", "a", nil)
	s.gitlab.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		return s.chat.serve(nil, r)
	})
	s.succeed("plan", "-refresh=false")
	s.fail("Cannot change example-chat in project acme/web", "apply", "-auto-approve", "-refresh=false")
	s.gitlab.Intercept(s.chat.serve)
	s.shows(s.succeed("plan"), "secrets_wo_version = -1 -> 3")
	s.apply()
	s.expectToken("two")
}

// changeOwnVersion checks that a new token is sent only if its version changes, or
// together with another change of the resource.
func (s *customSecrets) changeOwnVersion() {
	s.t.Helper()
	s.use("two", "a", 7)
	s.apply()
	s.use("three", "a", 7)
	s.shows(s.succeed("plan", "-detailed-exitcode"), "No changes.")
	s.use("three", "b", 7)
	s.apply()
	s.expectToken("three")
	s.use("four", "b", 8)
	s.shows(s.succeed("plan"), "secrets_wo_version = 7 -> 8")
	s.apply()
	s.expectToken("four")
}

// search searches all files that the CLI has written for the tokens.
func (s *customSecrets) search(tokens ...string) {
	s.t.Helper()
	found := 0
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files := map[string][]byte{filepath.Base(path): content}
		maps.Copy(files, unzipped(filepath.Base(path), content))
		for name, content := range files {
			found++
			for _, token := range tokens {
				if bytes.Contains(content, []byte(marker(token))) {
					s.t.Errorf("%s has the token %s", name, token)
				}
			}
		}
		return err
	})
	if err != nil || found < 4 {
		s.t.Errorf("only %d files were searched: %v", found, err)
	}
}

// TestCustomDetectSecretChanges checks that secrets are sent again after an external
// change that may have affected them.
func TestCustomDetectSecretChanges(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(block(`provider "gitlabintegrations"`, settings{"detect_secret_changes": true}) +
		customBlock(settings{"slug": "asana", "settings": expr(`{ restrict_to_branch = "main" }`), "secrets_wo": expr(`{ api_key = "ours" }`)}))
	c.apply()
	c.succeed("plan", "-detailed-exitcode")
	c.gitlab.Change("projects/acme/web", "asana", settings{"api_key": "theirs"})
	c.shows(c.succeed("plan"), "asana in project acme/web was changed outside Terraform", "1 to change")
	c.apply()
	if stored, _ := c.gitlab.Stored("projects/acme/web", "asana"); stored.Settings["api_key"] != "ours" {
		t.Errorf("GitLab has %v", stored.Settings["api_key"])
	}
	c.succeed("plan", "-detailed-exitcode")
}
