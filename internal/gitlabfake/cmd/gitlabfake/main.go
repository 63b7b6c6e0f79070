// Command gitlabfake serves a GitLab that runs in memory, to try integrations
// and modules without a GitLab:
//
//	gitlabfake -listen 127.0.0.1:8080 -token test-token -project acme/web -group acme
//
// It can be any release of GitLab since 10.0, slow, and limit its requests:
//
//	gitlabfake -gitlab-version 13.12 -latency 80ms -rate-limit 600 -project acme/web
//
// With -token-type bearer, its token is an OAuth token.
//
// As a GitLab that is reached under another name than its own, it names its own
// address where a project has moved:
//
//	gitlabfake -external-url https://gitlab.example.com -project acme/web
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		log.Fatalf("gitlabfake: %v", err)
	}
}

// options are the command line.
type options struct {
	listen, token     string
	oauth             bool
	version           string
	externalURL       string
	latency           time.Duration
	requestsPerMinute int
	projects, groups  []string
}

func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("gitlabfake", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "`address` to listen on")
	flags.StringVar(&o.token, "token", gitlabfake.DefaultToken, "access `token` to accept")
	flags.Func("token-type", "`type` of the token: private, which any header can carry, or bearer, an OAuth token, which only the header Authorization can carry (default private)", func(name string) error {
		o.oauth = name == "bearer"
		if !o.oauth && name != "private" {
			return errors.New("it must be private or bearer")
		}
		return nil
	})
	flags.StringVar(&o.version, "gitlab-version", gitlabfake.DefaultVersion, "`release` of GitLab to be, from 10.0 on")
	flags.Func("external-url", "GitLab's own `address`, which it names when a project has moved, such as https://gitlab.example.com; by default the address that was asked", func(address string) error {
		parsed, err := url.Parse(address)
		if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
			return errors.New("an address begins with http:// or https://, such as https://gitlab.example.com")
		}
		o.externalURL = strings.TrimSuffix(address, "/")
		return nil
	})
	flags.DurationVar(&o.latency, "latency", 0, "`time` to wait before each answer, such as 100ms")
	flags.IntVar(&o.requestsPerMinute, "rate-limit", 0, "`requests` to answer per minute; 0 for no limit")
	flags.Func("project", "full `path` of a project to make, with its groups; can be repeated", func(path string) error {
		if !strings.Contains(strings.Trim(path, "/"), "/") {
			return errors.New("the full path of a project begins with its group, such as acme/web")
		}
		o.projects = append(o.projects, strings.Trim(path, "/"))
		return nil
	})
	flags.Func("group", "full `path` of a group to make; can be repeated", func(path string) error {
		o.groups = append(o.groups, strings.Trim(path, "/"))
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	return o, gitlabfake.CheckVersion(o.version)
}

// run serves until the context ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args, out)
	if err != nil {
		return err
	}
	gitlab, err := gitlabfake.New()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return err
	}
	configure(gitlab, o, log.New(out, "", log.Ltime))
	introduce(out, gitlab, o, "http://"+listener.Addr().String())
	return serve(ctx, listener, gitlab)
}

func configure(gitlab *gitlabfake.GitLab, o options, requests *log.Logger) {
	gitlab.Token, gitlab.OAuth = o.token, o.oauth
	gitlab.Version = o.version
	gitlab.ExternalURL = o.externalURL
	gitlab.BlocksLocalhost = true
	gitlab.Latency = o.latency
	gitlab.Limit = gitlabfake.Limit{Requests: o.requestsPerMinute, Period: time.Minute}
	gitlab.Unrecorded = true
	gitlab.Log = func(r gitlabfake.Request) { requests.Printf("%d %s %s", r.Status, r.Method, r.Path) }
}

// introduce creates the groups and projects, and prints how to reach them.
func introduce(out io.Writer, gitlab *gitlabfake.GitLab, o options, address string) {
	tokenType := ""
	if o.oauth {
		tokenType = " GITLAB_TOKEN_TYPE=bearer"
	}
	fmt.Fprintf(out, "A GitLab in memory. Use it with\n\n  export GITLAB_BASE_URL=%s GITLAB_TOKEN=%s%s\n\n", address, o.token, tokenType)
	for _, path := range o.groups {
		fmt.Fprintf(out, "group %s has the ID %d\n", path, gitlab.AddGroup(path))
	}
	for _, path := range o.projects {
		fmt.Fprintf(out, "project %s has the ID %d\n", path, gitlab.AddProject(path))
	}
	fmt.Fprintln(out, "Press Ctrl-C to stop; everything is forgotten then.")
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}
