package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Kind is the kind of an Owner: project or group.
type Kind string

const (
	// ProjectKind is a project.
	ProjectKind Kind = "project"
	// GroupKind is a group.
	GroupKind Kind = "group"
)

// maxRouteLookup is how long requests wait for the request that finds out which
// route GitLab has.
const maxRouteLookup = 10 * time.Second

const noGroupIntegrations = "this GitLab has no integrations of groups"

// Owner is the project or group that an integration belongs to.
type Owner struct {
	// Kind is ProjectKind or GroupKind.
	Kind Kind
	// ID is the number or the full path, unescaped, such as "acme/web".
	ID string
}

// String returns the owner in words, such as "project acme/web".
func (o Owner) String() string { return string(o.Kind) + " " + o.ID }

// path returns the address of the owner's integration, or of all of them
// without a slug. The collection is "integrations" or "services".
func (o Owner) path(collection, slug string) string {
	path := fmt.Sprintf("%ss/%s/%s", o.Kind, url.PathEscape(o.ID), collection)
	if slug == "" {
		return path
	}
	return path + "/" + url.PathEscape(slug)
}

// Integration is GitLab's answer about one integration.
type Integration struct {
	// Fields is everything at the top level of the answer but "properties";
	// numbers are json.Number.
	Fields map[string]any
	// Properties are the integration's settings. It is never nil; anything but
	// an object in the answer counts as empty.
	Properties map[string]any
	// MovedTo is the number of the project if it was read under a path that it
	// had before it was moved; "" normally.
	MovedTo string
}

func newIntegration(answer entity, movedTo string) Integration {
	properties, ok := answer["properties"].(map[string]any)
	if !ok {
		properties = map[string]any{}
	}
	delete(answer, "properties")
	return Integration{Fields: answer, Properties: properties, MovedTo: movedTo}
}

// Active is false only if the answer says so.
func (i *Integration) Active() bool { return i.Fields["active"] != false }

// Inherited reports whether the settings are those of a group or of the instance
// (GitLab 17.3 and later).
func (i *Integration) Inherited() bool { return i.Fields["inherited"] == true }

// GetIntegration reads one integration. A disabled integration is returned without an
// error. If it was never set up, IsIntegrationNotFound reports true for the error.
func (c *Client) GetIntegration(ctx context.Context, owner Owner, slug string) (*Integration, error) {
	return c.oneIntegration(ctx, http.MethodGet, owner, slug, nil)
}

// PutIntegration creates or updates an integration and activates it. The settings
// are the parameters of GitLab's API.
func (c *Client) PutIntegration(ctx context.Context, owner Owner, slug string, settings map[string]any) (*Integration, error) {
	return c.oneIntegration(ctx, http.MethodPut, owner, slug, settings)
}

// DeleteIntegration disables an integration and clears its settings. If it was never
// set up, IsIntegrationNotFound reports true for the error. If it has changed since
// unmodifiedSince, IsModified does; a zero time sets no condition. GitLab compares
// microseconds and returns milliseconds, so the time must be later than the
// "updated_at" of an answer (recorded of GitLab 18.9).
func (c *Client) DeleteIntegration(ctx context.Context, owner Owner, slug string, unmodifiedSince time.Time) error {
	_, err := c.request(ctx, operation{method: http.MethodDelete, unmodifiedSince: unmodifiedSince}, owner, slug, nil)
	return err
}

// ListIntegrations reads the active integrations of a project or group. GitLab
// lists them all at once and without properties (lib/api/integrations.rb in
// GitLab 18.9). The list may be empty. The string movedTo is as in Integration.
func (c *Client) ListIntegrations(ctx context.Context, owner Owner) (active []Integration, movedTo string, err error) {
	var answers list
	movedTo, err = c.request(ctx, operation{method: http.MethodGet}, owner, "", &answers)
	if err != nil {
		return nil, "", c.explainMissingList(ctx, err)
	}
	active = make([]Integration, 0, len(answers))
	for _, answer := range answers {
		active = append(active, newIntegration(answer, movedTo))
	}
	return active, movedTo, nil
}

// explainMissingList gives an error the origin FromBeforeList if this GitLab is
// older than the list (doc/api/services.md in GitLab 13).
func (c *Client) explainMissingList(ctx context.Context, err error) error {
	missing := new(Error)
	if !errors.As(err, &missing) || missing.Status != http.StatusNotFound || missing.Origin == FromAPI || missing.Origin == FromAlteredPath {
		return err
	}
	if running, known := c.Version(ctx); !known || running.Since(12, 7) {
		return err
	}
	missing.Origin = FromBeforeList
	return missing
}

// HasNoList reports whether ListIntegrations failed because this GitLab has no
// list of any project or group.
func HasNoList(err error) bool {
	missing := new(Error)
	return errors.As(err, &missing) && missing.Origin == FromBeforeList
}

func (c *Client) oneIntegration(ctx context.Context, method string, owner Owner, slug string, settings any) (*Integration, error) {
	var answer entity
	movedTo, err := c.request(ctx, operation{method: method, in: settings}, owner, slug, &answer)
	if err != nil {
		return nil, err
	}
	integration := newIntegration(answer, movedTo)
	return &integration, nil
}

// entity is GitLab's answer about one integration. An object with none of its
// fields does not come from GitLab.
type entity map[string]any

func (e *entity) check() error {
	for _, field := range []string{"id", "slug", "active", "properties"} {
		if _, exists := (*e)[field]; exists {
			return nil
		}
	}
	return errors.New("the answer is not an integration")
}

// list is GitLab's answer about all integrations of an owner.
type list []entity

func (l *list) check() error {
	if *l == nil {
		return errors.New("the answer is not a list of integrations")
	}
	return nil
}

// request sends a request about integrations. It recognizes an owner whose path does
// not reach GitLab.
func (c *Client) request(ctx context.Context, op operation, owner Owner, slug string, out any) (string, error) {
	movedTo, err := c.requestRoute(ctx, op, owner, slug, out)
	return movedTo, c.explainPath(ctx, owner, err)
}

// requestRoute sends a request about integrations to the route that this GitLab
// has: /integrations, or only /services before GitLab 14.4 (lib/api/services.rb
// in GitLab 14). Later versions have both.
func (c *Client) requestRoute(ctx context.Context, op operation, owner Owner, slug string, out any) (string, error) {
	done, err := c.lookUpRoute(ctx)
	if err != nil {
		return "", c.failure(op.method, owner.path("integrations", slug), err)
	}
	defer done()
	if c.servicesOnly.Load() {
		redirected, err := c.requestServices(ctx, op, owner, slug, out)
		return redirected, c.explainMissingRoute(ctx, op.method, err, owner.path("services", slug))
	}
	movedTo, err := c.do(ctx, op, owner.path("integrations", slug), out)
	missing := new(Error)
	if !errors.As(err, &missing) || missing.Origin != FromRouter {
		if provesRoute(err) {
			c.routeKnown.Store(true)
		}
		return movedTo, err
	}
	// The error says nothing about the integration, so its origin must not stay
	// FromRouter.
	if owner.Kind == GroupKind {
		unknown := c.explainMissingRoute(ctx, op.method, missing, missing.Path)
		missing.Origin, missing.Message = FromOldGitLab, missing.Message+": "+noGroupIntegrations
		return "", unknown
	}
	movedTo, err = c.requestServices(ctx, op, owner, slug, out)
	refused := new(Error)
	if errors.As(err, &refused) && refused.Origin == FromRouter {
		unknown := c.explainMissingRoute(ctx, op.method, missing, missing.Path, owner.path("services", slug))
		missing.Origin = FromElsewhere
		return "", unknown
	}
	if provesRoute(err) {
		c.servicesOnly.Store(true)
		c.routeKnown.Store(true)
	}
	return movedTo, err
}

// explainMissingRoute finds out why GitLab has no route for a PUT. For PUT, GitLab
// has one route for each slug, so an unknown slug looks like a wrong address. For
// GET there is one route for all slugs, whose error names the slug. The result is
// the error of a GET of one of the paths if it does so, and else the error of the
// PUT.
func (c *Client) explainMissingRoute(ctx context.Context, method string, err error, paths ...string) error {
	missing := new(Error)
	if method != http.MethodPut || !errors.As(err, &missing) || missing.Origin != FromRouter {
		return err
	}
	for _, path := range paths {
		if _, unknown := c.do(ctx, operation{method: http.MethodGet}, path, nil); IsUnknownSlug(unknown) {
			return unknown
		}
	}
	return err
}

// lookUpRoute waits while another request finds out which route GitLab has, so that
// only one request is sent to a route that does not exist. The wait is limited,
// because the other request may get no answer. The caller calls done when its
// request is over.
func (c *Client) lookUpRoute(ctx context.Context) (done func(), err error) {
	if c.routeKnown.Load() {
		return func() {}, nil
	}
	timer := time.NewTimer(maxRouteLookup)
	defer timer.Stop()
	select {
	case c.routeLookup <- struct{}{}:
		release := func() { <-c.routeLookup }
		if !c.routeKnown.Load() {
			return release, nil
		}
		release()
	case <-timer.C:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return func() {}, nil
}

// provesRoute reports whether the outcome of a request proves that its route
// exists: a success, or a refusal of GitLab's own.
func provesRoute(outcome error) bool {
	refused := new(Error)
	return outcome == nil || errors.As(outcome, &refused) && refused.Origin == FromAPI && !isTransient(outcome)
}

func (c *Client) requestServices(ctx context.Context, op operation, owner Owner, slug string, out any) (string, error) {
	if owner.Kind == GroupKind {
		return "", &Error{
			Method: op.method, Path: owner.path("integrations", slug), Status: http.StatusNotFound,
			Message: noGroupIntegrations, Origin: FromOldGitLab, Base: c.base.String(),
		}
	}
	movedTo, err := c.do(ctx, op, owner.path("services", slug), out)
	if underscored := strings.ReplaceAll(slug, "-", "_"); underscored != slug && isAbsent(err) {
		// The documentation of GitLab 10.x says microsoft_teams, its source
		// microsoft-teams. So both are tried.
		other, otherErr := c.do(ctx, op, owner.path("services", underscored), out)
		if !isAbsent(otherErr) {
			return other, otherErr
		}
	}
	return movedTo, err
}

// isAbsent reports whether GitLab does not know a slug, or has no integration with
// it.
func isAbsent(err error) bool {
	refused := new(Error)
	return IsIntegrationNotFound(err) || IsUnknownSlug(err) || errors.As(err, &refused) && refused.Origin == FromRouter
}

// IsIntegrationNotFound reports whether GitLab has no such integration in the project
// or group: it was never set up, or is not available there.
func IsIntegrationNotFound(err error) bool {
	return hasMessage(err, http.StatusNotFound, "404 Integration Not Found", "404 Service Not Found")
}

// IsOwnerNotFound reports whether the project or group does not exist, or the token
// has no access to it.
func IsOwnerNotFound(err error) bool {
	return hasMessage(err, http.StatusNotFound, "404 Project Not Found", "404 Group Not Found")
}

// IsUnknownSlug reports whether this GitLab has no integration of that slug. GET
// and DELETE have one route that checks the slug (recorded of GitLab 18.9).
func IsUnknownSlug(err error) bool {
	return hasMessage(err, http.StatusBadRequest, "slug does not have a valid value", "service_slug does not have a valid value")
}

func hasMessage(err error, status int, messages ...string) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Origin == FromAPI && refused.Status == status && slices.Contains(messages, refused.Message)
}

// IsModified reports whether GitLab did not delete an integration because it has
// changed since the time in the request.
func IsModified(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Status == http.StatusPreconditionFailed
}

// IsMoved reports whether GitLab refuses a change because the project has moved
// to another path (lib/api/helpers.rb in GitLab 18.9).
func IsMoved(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Status == http.StatusMethodNotAllowed && strings.Contains(refused.Message, "moved projects")
}
