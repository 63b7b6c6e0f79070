package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

// startAltered starts a GitLab of this release with the project acme/web, an altering
// proxy in front of it, and a client.
func startAltered(t *testing.T, release, way string) (*gitlabfake.GitLab, *Client) {
	t.Helper()
	gitlab, address := gitlabfake.Start(t)
	gitlab.Version = release
	gitlab.AddProject("acme/web")
	gitlab.AddGroup("acme/shop")
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(servertest.AlteringProxies(target)[way])
	t.Cleanup(proxy.Close)
	return gitlab, mustNew(t, Config{BaseURL: proxy.URL, Token: gitlab.Token})
}

// ways are the keys of servertest.AlteringProxies.
var ways = []string{"decodes", "escapes again", "refuses", "redirects"}

// requestsOf has one request of each kind that contains the path of an owner.
var requestsOf = map[string]func(*testing.T, *Client, Owner) error{
	"read": func(t *testing.T, c *Client, owner Owner) error {
		_, err := c.GetIntegration(t.Context(), owner, "slack")
		return err
	},
	"write": func(t *testing.T, c *Client, owner Owner) error {
		_, err := c.PutIntegration(t.Context(), owner, "slack", map[string]any{"webhook": "https://hooks.slack.com/services/x"})
		return err
	},
	"delete": func(t *testing.T, c *Client, owner Owner) error {
		return c.DeleteIntegration(t.Context(), owner, "slack", time.Time{})
	},
	"list": func(t *testing.T, c *Client, owner Owner) error {
		_, _, err := c.ListIntegrations(t.Context(), owner)
		return err
	},
	"path": func(t *testing.T, c *Client, owner Owner) error {
		_, _, err := c.Namespace(t.Context(), owner)
		return err
	},
}

func TestPathThatDoesNotReachGitLab(t *testing.T) {
	for _, way := range ways {
		for _, release := range []string{"10.8", gitlabfake.DefaultVersion} {
			for name, ask := range requestsOf {
				t.Run(way+"/"+release+"/"+name, func(t *testing.T) {
					_, client := startAltered(t, release, way)
					err := ask(t, client, Owner{ProjectKind, "acme/web"})
					if !IsPathAltered(err) || IsOwnerNotFound(err) || IsIntegrationNotFound(err) || IsUnknownSlug(err) || IsNotFound(err) || IsTokenRefused(err) || IsMoved(err) {
						t.Errorf("the error is %#v", err)
					}
					if client.servicesOnly.Load() && release != "10.8" {
						t.Error("the client uses /services")
					}
				})
			}
		}
	}
}

func TestPathOfAGroupThatDoesNotReachGitLab(t *testing.T) {
	for _, way := range ways {
		t.Run(way, func(t *testing.T) {
			_, client := startAltered(t, gitlabfake.DefaultVersion, way)
			for name, ask := range requestsOf {
				if err := ask(t, client, Owner{GroupKind, "acme/shop"}); !IsPathAltered(err) || HasNoGroupIntegrations(err) {
					t.Errorf("%s: the error is %v", name, err)
				}
			}
			for _, err := range client.DescendantGroups(t.Context(), Owner{GroupKind, "acme/shop"}) {
				if !IsPathAltered(err) {
					t.Errorf("the error of the list is %v", err)
				}
			}
		})
	}
}

// A path without a slash always reaches GitLab, before and after the client has found
// that other paths do not.
func TestIDReachesGitLab(t *testing.T) {
	for _, way := range ways {
		t.Run(way, func(t *testing.T) {
			_, client := startAltered(t, gitlabfake.DefaultVersion, way)
			_, first := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack")
			for _, owner := range []Owner{{ProjectKind, "1"}, {GroupKind, "acme"}} {
				if _, err := client.GetIntegration(t.Context(), owner, "slack"); IsPathAltered(err) {
					t.Errorf("%s: the error is %v, after %v", owner, err, first)
				}
			}
			if _, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "4711"}, "slack"); !IsOwnerNotFound(err) {
				t.Errorf("the error about a project that does not exist is %v", err)
			}
		})
	}
}

// The client sends the requests for this check once, whatever the number of paths.
func TestPathsAreCheckedOnce(t *testing.T) {
	gitlab, client := startAltered(t, gitlabfake.DefaultVersion, "decodes")
	for range 3 {
		if _, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack"); !IsPathAltered(err) {
			t.Fatal(err)
		}
	}
	checks := map[string]int{}
	for _, request := range gitlab.Requests() {
		checks[request.Path]++
	}
	if checks["projects/0/0/issues/1"] != 1 || checks[noIssue] != 1 {
		t.Errorf("the requests are %v", checks)
	}
}

// Concurrent requests share one check. A canceled request returns without waiting for
// it.
func TestPathCheckIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var checks atomic.Int32
		client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.EscapedPath() {
			case "/api/v4/" + escapedNoIssue:
				checks.Add(1)
				time.Sleep(time.Minute)
				answerJSON(404, `{"error":"404 Not Found"}`)(w, r)
			case "/api/v4/" + noIssue:
				answerJSON(404, `{"message":"404 Project Not Found"}`)(w, r)
			default:
				answerJSON(404, `{"error":"404 Not Found"}`)(w, r)
			}
		})
		ask := func(ctx context.Context) error {
			_, err := client.GetIntegration(ctx, Owner{ProjectKind, "acme/web"}, "slack")
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		var canceled sync.WaitGroup
		canceled.Go(func() {
			if err := ask(ctx); err == nil || time.Since(start) > time.Second {
				t.Errorf("a canceled request ended after %s with %v", time.Since(start), err)
			}
		})
		inParallel(10, 1, func() {
			if err := ask(t.Context()); !IsPathAltered(err) {
				t.Errorf("got the error %v", err)
			}
		})
		canceled.Wait()
		if checks.Load() > 2 {
			t.Errorf("the paths were checked %d times", checks.Load())
		}
	})
}

// Without a proxy, the error about a missing project does not mention altered paths,
// whether or not another project was found before.
func TestMissingProjectIsNoAlteredPath(t *testing.T) {
	for _, release := range []string{"10.8", "13.12", gitlabfake.DefaultVersion} {
		for _, others := range [][]string{nil, {"acme/web"}} {
			gitlab, address := gitlabfake.Start(t)
			gitlab.Version = release
			gitlab.AddProject("acme/web")
			client := mustNew(t, Config{BaseURL: address, Token: gitlab.Token})
			for _, other := range others {
				if _, _, err := client.Namespace(t.Context(), Owner{ProjectKind, other}); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				if _, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/gone"}, "slack"); !IsOwnerNotFound(err) {
					t.Errorf("%s: the error is %v", release, err)
				}
			}
			checks := 0
			for _, request := range gitlab.Requests() {
				if request.Path == escapedNoIssue {
					checks++
				}
			}
			if want := 1 - len(others); checks != want {
				t.Errorf("%s: the check of paths sent %d requests, want %d", release, checks, want)
			}
		}
	}
}

// A wrong address, a server that is down and a refused token are not reported as
// altered paths.
func TestOtherServersAlterNoPaths(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"a website":      answer(404, "text/html", "<title>Nothing here</title>"),
		"another API":    answerJSON(404, `{"detail":"not found"}`),
		"no route":       answerJSON(404, noRoute),
		"a web server":   answer(400, "text/plain", "Bad Request"),
		"a sign-in page": answer(403, "text/html", "<title>Sign in</title>"),
		"a failing GitLab": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.EscapedPath() == "/api/v4/"+escapedNoIssue {
				answer(502, "text/html", "<html>")(w, r)
				return
			}
			answerJSON(404, noRoute)(w, r)
		},
		"a refused token": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.EscapedPath() == "/api/v4/"+escapedNoIssue {
				answerJSON(401, `{"message":"401 Unauthorized"}`)(w, r)
				return
			}
			answerJSON(404, noRoute)(w, r)
		},
	}
	for name, handler := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, handler)
			_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack")
			if err == nil || IsPathAltered(err) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
