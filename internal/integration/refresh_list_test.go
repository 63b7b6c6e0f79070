package integration_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

const listPath = "projects/acme%2Fweb/integrations"

// listing is a changingGitLab with a list of its integrations.
type listing struct {
	*changingGitLab
	// unlisted is the response to the request for the list, if not nil.
	unlisted *reply
}

// newListing also returns a Terraform whose provider refreshes by lists.
func newListing(t *testing.T) (*listing, *terraform) {
	t.Helper()
	l := &listing{changingGitLab: &changingGitLab{}}
	l.gitlab = newGitLab(t, l.answer)
	provider := &integration.Provider{Client: newClient(t, l.address)}
	provider.Lists, provider.RefreshByList = discovery.NewLists(provider.Client), true
	return l, drive(t, inRuns(provider))
}

func (l *listing) answer(asked request) reply {
	switch one := l.changingGitLab.answer(asked); {
	case asked.path != "/api/v4/"+listPath:
		return one
	case l.unlisted != nil:
		return *l.unlisted
	case one.status == http.StatusOK:
		return reply{status: http.StatusOK, body: []any{one.body}}
	default:
		return reply{status: http.StatusOK, body: []any{}}
	}
}

// setUp creates a chat and returns its state and private state.
func (l *listing) setUp(tf *terraform, config object) (state object, private []byte) {
	l.t.Helper()
	plan := tf.plan(chatType, nil, config)
	state, private, found := tf.applyPrivate(chatType, nil, plan.state, config, plan.private)
	expectNothing(l.t, found)
	l.asked()
	return state, private
}

func TestListOfWhatHasNotChanged(t *testing.T) {
	l, tf := newListing(t)
	state, private := l.setUp(tf, full)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			read, kept, found := tf.readPrivate(chatType, state, private)
			expectNothing(t, found)
			expectObject(t, read, state)
			if string(kept) != string(private) {
				t.Errorf("the private state is %s, was %s", kept, private)
			}
		})
	}
	workers.Wait()
	expectRequests(t, l.gitlab, "GET "+listPath)
}

func TestListSendsToWhatHasChanged(t *testing.T) {
	tests := map[string]struct {
		config object
		act    func(*listing)
		change object
		asked  []string
	}{
		"setting":          {minimal, func(l *listing) { l.edit(object{"username": "bot"}) }, object{"username": "bot"}, []string{"GET " + listPath, "GET " + chatPath}},
		"flag of the list": {minimal, func(l *listing) { l.stopped = true; l.edit(object{"push_events": false}) }, object{"push_events": false}, []string{"GET " + listPath, "GET " + chatPath}},
		"secret":           {minimal, func(l *listing) { l.edit(object{}) }, object{}, []string{"GET " + listPath, "GET " + chatPath}},
		"inherited since": {minimal, func(l *listing) { l.stopped = true; l.edit(object{"use_inherited_settings": true}) },
			nil, []string{"GET " + listPath, "GET " + chatPath}},
		"list that fails": {minimal, func(l *listing) {
			l.unlisted = &reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}
		},
			object{}, []string{"GET " + listPath, "GET " + chatPath}},
		"null list": {minimal, func(l *listing) { l.unlisted = &reply{status: http.StatusOK, body: `null`} },
			object{}, []string{"GET " + listPath, "GET " + chatPath}},
		"list without names": {minimal, func(l *listing) { l.unlisted = &reply{status: http.StatusOK, body: `[{"id":1}]`} },
			object{}, []string{"GET " + listPath, "GET " + chatPath}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l, tf := newListing(t)
			state, private := l.setUp(tf, test.config)
			test.act(l)
			read, kept, found := tf.readPrivate(chatType, state, private)
			expectNothing(t, found)
			if test.change != nil {
				expectObject(t, read, state.with(test.change))
			} else if read["use_inherited_settings"] != true {
				t.Errorf("the read returns %v", read)
			}
			expectRequests(t, l.gitlab, test.asked...)
			if !strings.Contains(string(kept), l.time()) {
				t.Errorf("the private state lacks the time of the read: %s", kept)
			}
		})
	}
}

func TestListOfWhatInherits(t *testing.T) {
	l, tf := newListing(t)
	inheriting := object{"project": "acme/web", "use_inherited_settings": true}
	state, private := l.setUp(tf, inheriting)
	read, _, found := tf.readPrivate(chatType, state, private)
	expectNothing(t, found)
	expectObject(t, read, state)
	expectRequests(t, l.gitlab, "GET "+chatPath)
}

func TestListTellsThatNothingIsThere(t *testing.T) {
	l, tf := newListing(t)
	state, private := l.setUp(tf, minimal)
	l.kept = nil
	read, _, found := tf.readPrivate(chatType, state, private)
	expectNothing(t, found)
	expectObject(t, read, nil)
	expectRequests(t, l.gitlab, "GET "+listPath)
}

// If the administrator of an instance blocks an integration, the list still contains it
// with an unchanged time, but it is not active.
func TestListOfWhatIsNotAllowedAnyMore(t *testing.T) {
	l, tf := newListing(t)
	state, private := l.setUp(tf, minimal)
	blocked := changed(answer(&chat, l.kept), object{"active": false, "inherited": false, "updated_at": l.time()})
	l.unlisted, l.kept = &reply{status: http.StatusOK, body: []any{blocked}}, nil
	read, _, found := tf.readPrivate(chatType, state, private)
	expectNothing(t, found)
	expectObject(t, read, nil)
	expectRequests(t, l.gitlab, "GET "+listPath, "GET "+chatPath)
}

func TestListIsNotTrustedAfterAnImport(t *testing.T) {
	l, tf := newListing(t)
	l.setUp(tf, minimal)
	imported, found := tf.importState(chatType, "acme/web")
	expectNothing(t, found)
	read, _, found := tf.readPrivate(chatType, decode(t, tf.schemas.ResourceSchemas[chatType], imported[0].State), imported[0].Private)
	expectNothing(t, found)
	if read["server_url"] != minimal["server_url"] {
		t.Errorf("the read returns %v", read)
	}
	expectRequests(t, l.gitlab, "GET "+chatPath)
}

func TestWritesMakeAListOld(t *testing.T) {
	l, tf := newListing(t)
	state, private := l.setUp(tf, minimal)
	tf.readPrivate(chatType, state, private)
	updated := minimal.with(object{"username": "bot"})
	plan := tf.planPrivate(chatType, state, updated, private)
	state, private, found := tf.applyPrivate(chatType, state, plan.state, updated, plan.private)
	expectNothing(t, found)
	tf.readPrivate(chatType, state, private)
	expectRequests(t, l.gitlab, "GET "+listPath, "PUT "+chatPath, "GET "+listPath)
}

// A write invalidates the list for all users of it, even if the refresh does not use the
// list.
func TestWritesMakeAListOldForOthers(t *testing.T) {
	l := &listing{changingGitLab: &changingGitLab{}}
	l.gitlab = newGitLab(t, l.answer)
	provider := &integration.Provider{Client: newClient(t, l.address)}
	provider.Lists = discovery.NewLists(provider.Client)
	tf := drive(t, func() *integration.Provider { return provider })
	active := func(want int) {
		t.Helper()
		list, err := provider.Lists.Active(t.Context(), client.Owner{Kind: client.ProjectKind, ID: "acme/web"})
		if err != nil || len(list) != want {
			t.Errorf("%d integrations are active instead of %d, error %v", len(list), want, err)
		}
	}
	active(0)
	state, private := l.setUp(tf, minimal)
	active(1)
	tf.readPrivate(chatType, state, private)
	active(1)
	expectRequests(t, l.gitlab, "GET "+listPath, "GET "+chatPath)
}

// GitLab before 12.7 has no list. The provider must not request it again for the next
// project.
func TestMissingListIsAskedForOnce(t *testing.T) {
	keep := keeping(&chat)
	g := newGitLab(t, func(asked request) reply {
		switch {
		case strings.HasSuffix(asked.path, "/metadata"):
			return reply{status: http.StatusOK, body: object{"version": "12.6.9"}}
		case strings.HasSuffix(asked.path, "/integrations"), strings.HasSuffix(asked.path, "/services"):
			return reply{status: http.StatusNotFound, body: `{"error":"404 Not Found"}`}
		default:
			return keep(asked)
		}
	})
	provider := &integration.Provider{Client: newClient(t, g.address)}
	provider.Lists, provider.RefreshByList = discovery.NewLists(provider.Client), true
	tf := drive(t, inRuns(provider))
	for _, project := range []string{"acme/web", "acme/api"} {
		config := minimal.with(object{"project": project})
		plan := tf.plan(chatType, nil, config)
		state, private, found := tf.applyPrivate(chatType, nil, plan.state, config, plan.private)
		expectNothing(t, found)
		g.asked()
		_, _, found = tf.readPrivate(chatType, state, private)
		expectNothing(t, found)
		if project == "acme/api" {
			expectRequests(t, g, "GET projects/acme%2Fapi/integrations/team-chat")
		}
	}
}

// If the request for a list is interrupted, another read that needs the list must request
// it again instead of failing.
func TestInterruptedListIsAskedAgain(t *testing.T) {
	l, tf := newListing(t)
	state, private := l.setUp(tf, minimal)
	schema := tf.schemas.ResourceSchemas[chatType]
	request := func() *tfprotov6.ReadResourceRequest {
		return &tfprotov6.ReadResourceRequest{TypeName: chatType, CurrentState: encode(t, schema, state), Private: private}
	}
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	if _, err := tf.server.ReadResource(interrupted, request()); err != nil {
		t.Fatal(err)
	}
	l.asked()
	resp, err := tf.server.ReadResource(t.Context(), request())
	tf.noError(err)
	expectNothing(t, resp.Diagnostics)
	expectRequests(t, l.gitlab, "GET "+listPath)
}
