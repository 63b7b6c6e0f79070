package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// fleet is a GitLab with a project or group for every integration.
type fleet struct {
	gitlab  *gitlabfake.GitLab
	address string
	units   []*unit
}

// unit is an integration of a project or group of its own.
type unit struct {
	catalog.Integration
	kind, path, number string
}

func newFleet(ctx context.Context, latency time.Duration) (*fleet, error) {
	integrations, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	f := &fleet{}
	if f.gitlab, f.address, err = start(ctx, latency); err != nil {
		return nil, err
	}
	for _, i := range integrations {
		// The others need an older GitLab, or an app that only a person installs.
		if i.Until != "" || i.Install != "" || i.Undeletable {
			continue
		}
		for _, kind := range i.Scopes {
			f.add(i, kind)
		}
	}
	return f, nil
}

func (f *fleet) add(i catalog.Integration, kind string) {
	u := &unit{i, kind, "acme/" + kind + "-" + i.Slug, ""}
	if kind == catalog.Group {
		u.number = fmt.Sprint(f.gitlab.AddGroup(u.path))
	} else {
		u.number = fmt.Sprint(f.gitlab.AddProject(u.path))
	}
	f.units = append(f.units, u)
}

// label is the unit's part of the names of its resources.
func (u *unit) label() string { return u.kind }

func (u *unit) owner() string { return u.kind + "s/" + u.path }

// resource writes a resource for the unit.
func (u *unit) resource(label, ownerName string, further map[string]any) string {
	attributes := map[string]any{u.kind: ownerName}
	for _, all := range []map[string]any{sample.Minimal(u.Integration), further} {
		for name, value := range all {
			attributes[name] = value
		}
	}
	return sample.Block(fmt.Sprintf("resource %q %q", u.TypeName(), u.label()+label), attributes)
}

// custom writes the same as a custom integration.
func (u *unit) custom(ownerName string) string {
	var plain, secret []string
	for name, value := range sample.Minimal(u.Integration) {
		if p, _ := u.Parameter(name); p.Secret {
			secret = append(secret, name+" = "+sample.Literal(value))
		} else {
			plain = append(plain, name+" = "+sample.Literal(value))
		}
	}
	attributes := map[string]any{u.kind: ownerName, "slug": u.Slug}
	if len(plain) > 0 {
		attributes["settings"] = sample.Expression("{ " + strings.Join(plain, ", ") + " }")
	}
	if len(secret) > 0 {
		attributes["secrets_wo"] = sample.Expression("{ " + strings.Join(secret, ", ") + " }")
	}
	label := strings.ReplaceAll(u.label()+"-"+u.Slug, "-", "_")
	return sample.Block(fmt.Sprintf("resource %q %q", "gitlabintegrations_custom", label), attributes)
}

// config writes the resources of all units.
func (f *fleet) config(resource func(*unit) string) string {
	var text strings.Builder
	for _, u := range f.units {
		text.WriteString(resource(u))
	}
	return text.String()
}

// expect returns an error unless all integrations are on, or all are off.
func (f *fleet) expect(active bool) error {
	var wrong []string
	for _, u := range f.units {
		if stored, _ := f.gitlab.Stored(u.owner(), u.Slug); stored.Active != active {
			wrong = append(wrong, u.owner()+" "+u.Slug)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("they are not active: %t, but: %s", active, strings.Join(wrong, ", "))
	}
	return nil
}

// change changes all integrations as another user does.
func (f *fleet) change() {
	for _, u := range f.units {
		stored, _ := f.gitlab.Stored(u.owner(), u.Slug)
		f.gitlab.Change(u.owner(), u.Slug, map[string]any{"push_events": stored.Settings["push_events"] != true})
	}
}

// start serves a GitLab that takes a random time until the context ends.
func start(ctx context.Context, latency time.Duration) (gitlab *gitlabfake.GitLab, address string, err error) {
	if gitlab, err = gitlabfake.New(); err != nil {
		return nil, "", err
	}
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
