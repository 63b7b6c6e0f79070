package provider_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// losing lets GitLab process the next request with the given method, but drops the
// response.
func losing(c *cli, method string) {
	c.gitlab.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != method {
			return false
		}
		c.gitlab.Intercept(nil)
		c.gitlab.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
}

// TestLostAnswer drops the responses to a create and an update. Whether or not GitLab has
// stored the change, the next apply reaches the configured settings, and a destroy
// disables the integration.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	config := func(branch string) string {
		return block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
			asanaOf(settings{"project": "acme/web", "restrict_to_branch": branch})
	}
	c.configure(config("main"))
	losing(c, http.MethodPut)
	c.shows(c.apply(), "was set up, but GitLab's answer was lost", "1 added")
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed") // The secret is sent again.
	c.shows(c.succeed("plan"), "No changes.")

	c.configure(config("release"))
	losing(c, http.MethodPut)
	c.fail("Cannot change Asana in project acme/web", "apply", "-auto-approve")
	c.apply()
	c.shows(c.succeed("plan"), "No changes.")
	if stored, _ := c.gitlab.Stored("projects/acme/web", "asana"); stored.Settings["restrict_to_branch"] != "release" {
		t.Errorf("GitLab has %v", stored.Settings)
	}

	losing(c, http.MethodDelete)
	c.fail("Cannot disable Asana in project acme/web", "destroy", "-auto-approve")
	c.shows(c.succeed("destroy", "-auto-approve"), "No objects need to be destroyed")
}

// TestLostSecret drops the response to a new secret, which the configuration then
// reverts. No read shows which secret GitLab has stored, so the next apply must send the
// old one.
func TestLostSecret(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ old, new settings }{
		"asana": {settings{"api_key": "old"}, settings{"api_key": "new"}},
		"custom": {
			settings{"slug": "asana", "secrets_wo": reference(`{ api_key = "old" }`), "secrets_wo_version": 1},
			settings{"slug": "asana", "secrets_wo": reference(`{ api_key = "new" }`), "secrets_wo_version": 2},
		},
	}
	for typeName, test := range tests {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			configure := func(attributes settings) {
				c.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
					blockOf(typeName, "web", attributes.with(settings{"project": "acme/web"})))
			}
			configure(test.old)
			c.apply()
			configure(test.new)
			losing(c, http.MethodPut)
			c.fail("Cannot change", "apply", "-auto-approve")
			configure(test.old)
			c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
			if stored, _ := c.gitlab.Stored("projects/acme/web", "asana"); stored.Settings["api_key"] != "old" {
				t.Errorf("GitLab has %v", stored.Settings)
			}
			c.shows(c.succeed("plan"), "No changes.")
		})
	}
}

// tenProjects returns a configuration with ten resources.
func tenProjects(c *cli) string {
	for i := range 10 {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
	}
	return block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
		asanaOf(settings{"count": 10, "project": reference(`"acme/project-${count.index}"`)})
}

func TestOneOfTenFails(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(tenProjects(c))
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		refused := strings.Contains(r.URL.EscapedPath(), "acme%2Fproject-1/")
		if refused {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"message":"403 Forbidden"}`)
		}
		return refused
	})
	c.fail("Cannot set up Asana in project acme/project-1", "apply", "-auto-approve")
	if list := strings.Fields(c.succeed("state", "list")); len(list) != 9 || strings.Contains(fmt.Sprint(list), "[1]") {
		t.Errorf("the state has %v", list)
	}
	c.gitlab.Intercept(nil)
	c.shows(c.apply(), "1 added, 0 changed, 0 destroyed")
}

// TestInterrupt sends SIGINT once while GitLab is slow to process one of ten requests.
// The provider must stop waiting, and the state must contain the completed changes.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(tenProjects(c))
	c.gitlab.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.EscapedPath(), "acme%2Fproject-1/") {
			return false
		}
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
	command := exec.Command(cliPath, "apply", "-auto-approve", "-no-color")
	command.Dir, command.Env = c.dir, c.env
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	created := 0
	for lines := bufio.NewScanner(output); lines.Scan(); {
		said.WriteString(lines.Text() + " ")
		if strings.Contains(lines.Text(), "Creation complete") {
			if created++; created == 9 {
				if err := command.Process.Signal(os.Interrupt); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := command.Wait(); err == nil {
		t.Error("the apply succeeded")
	}
	text := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(said.String())), " ")
	c.shows(text, "Cannot set up Asana in project acme/project-1", "The request was interrupted", "marked as tainted")
	if list := strings.Fields(c.succeed("state", "list")); len(list) != 10 {
		t.Errorf("the state has %v", list)
	}
	c.gitlab.Intercept(nil)
	c.shows(c.apply(), "1 added, 0 changed, 0 destroyed")
}
