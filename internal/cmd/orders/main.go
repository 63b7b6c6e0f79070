// Command orders repeats changes of a configuration after which another resource
// means the same integration, with a real Terraform or OpenTofu and a GitLab in
// memory that takes a random time before and after everything that it does. It
// fails if a run that has succeeded leaves the integration off.
//
// The arguments are the paths of the CLI and of the folder of the provider.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func main() {
	log.SetFlags(0)
	times := flag.Int("times", 20, "how often each change is repeated")
	latency := flag.Duration("latency", 60*time.Millisecond, "longest time that GitLab takes before and after it does something")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: orders [-times n] [-latency d] CLI FOLDER")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for _, s := range successions {
		if err := s.repeat(ctx, *times, *latency, flag.Arg(0), flag.Arg(1)); err != nil {
			log.Fatalf("%s: %v", s.name, err)
		}
		fmt.Printf("%s: %d times, always on\n", s.name, *times)
	}
}

// succession is a change of a configuration, there and back.
type succession struct {
	name       string
	one, other string
	arguments  []string
}

const slack = `resource "gitlabintegrations_slack" %q {
  webhook = "https://hooks.slack.com/services/example"
  %s
}
`

// The project has the number 2.
var successions = []succession{
	{"rename", fmt.Sprintf(slack, "a", `project = "acme/web"`), fmt.Sprintf(slack, "b", `project = "acme/web"`), nil},
	{"count to for_each", fmt.Sprintf(slack, "a", "project = \"acme/web\"\n  count = 1"), fmt.Sprintf(slack, "a", "project = \"acme/web\"\n  for_each = toset([\"x\"])"), nil},
	{"path to number", fmt.Sprintf(slack, "a", `project = "acme/web"`), fmt.Sprintf(slack, "b", `project = "2"`), nil},
	{"number to upper case", fmt.Sprintf(slack, "a", `project = "2"`), fmt.Sprintf(slack, "b", `project = "ACME/Web"`), nil},
	{"group", fmt.Sprintf(slack, "a", `group = "acme"`), fmt.Sprintf(slack, "b", `group = "ACME"`), nil},
	{"create before destroy", createFirst, createFirst, []string{"-replace=gitlabintegrations_slack.a"}},
}

var createFirst = fmt.Sprintf(slack, "a", "project = \"acme/web\"\n  lifecycle {\n    create_before_destroy = true\n  }")

const required = `terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}
`

// repeat changes the configuration there and back in a folder of its own.
func (s succession) repeat(ctx context.Context, times int, latency time.Duration, cli, provider string) error {
	dir, err := os.MkdirTemp("", "orders-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	gitlab, address, err := start(ctx, latency)
	if err != nil {
		return err
	}
	w := workspace{dir, cli, address}
	if err := w.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"gitlab-integrations/gitlabintegrations\" = %q\n  }\n  direct {}\n}\n", provider)); err != nil {
		return err
	}
	for i := range times {
		if err := w.apply(ctx, []string{s.one, s.other}[i%2], s.arguments); err != nil {
			return err
		}
		project, _ := gitlab.Stored("projects/acme/web", "slack")
		group, _ := gitlab.Stored("groups/acme", "slack")
		if !project.Active && !group.Active {
			return fmt.Errorf("it is off after change %d", i)
		}
	}
	return nil
}

// start serves a GitLab that takes a random time until the context ends.
func start(ctx context.Context, latency time.Duration) (gitlab *gitlabfake.GitLab, address string, err error) {
	if gitlab, err = gitlabfake.New(); err != nil {
		return nil, "", err
	}
	gitlab.AddProject("acme/web")
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(rand.N(latency))
		answer := httptest.NewRecorder()
		gitlab.ServeHTTP(answer, r)
		time.Sleep(rand.N(latency))
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Print(err)
		}
	}()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return gitlab, "http://" + listener.Addr().String(), nil
}

// workspace is a folder in which the CLI runs.
type workspace struct{ dir, cli, address string }

func (w workspace) write(name, content string) error {
	return os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600)
}

// apply applies a configuration.
func (w workspace) apply(ctx context.Context, config string, arguments []string) error {
	if err := w.write("main.tf", required+config); err != nil {
		return err
	}
	command := exec.CommandContext(ctx, w.cli, append([]string{"apply", "-auto-approve", "-input=false", "-no-color"}, arguments...)...)
	command.Dir = w.dir
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"GITLAB_BASE_URL="+w.address, "GITLAB_TOKEN="+gitlabfake.DefaultToken)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("apply: %w\n%s", err, output)
	}
	return nil
}
