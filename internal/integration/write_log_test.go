package integration

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func slackOf(project string) address {
	return addressOf(client.Owner{Kind: client.ProjectKind, ID: project}, "slack")
}

// beginPut begins a PUT that must not wait.
func beginPut(t *testing.T, log *writeLog, at address, row int64) *put {
	t.Helper()
	p, err := log.beginPut(t.Context(), at, row)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// inBackground begins a DELETE in a goroutine. The channel receives the DELETE when it no
// longer waits.
func inBackground(t *testing.T, log *writeLog, at address, row int64) <-chan *deletion {
	t.Helper()
	begun := make(chan *deletion, 1)
	go func() {
		d, err := log.beginDelete(t.Context(), at, row)
		if err != nil {
			t.Error(err)
		}
		begun <- d
	}()
	synctest.Wait()
	return begun
}

func expectBegun(t *testing.T, begun <-chan *deletion, want bool) *deletion {
	t.Helper()
	synctest.Wait()
	select {
	case d := <-begun:
		if !want {
			t.Error("the DELETE does not wait")
		}
		return d
	default:
		if want {
			t.Fatal("the DELETE waits, want it to begin")
		}
		return nil
	}
}

func TestADeleteWaitsForPutsThatMayBeAboutItsRow(t *testing.T) {
	tests := map[string]struct {
		put, deleted       address
		putRow, deletedRow int64
		waits              bool
	}{
		"same address":                   {slackOf("acme/web"), slackOf("ACME/Web"), 0, 0, true},
		"number and path":                {slackOf("42"), slackOf("acme/web"), 0, 7, true},
		"two paths":                      {slackOf("acme/site"), slackOf("acme/web"), 0, 7, false},
		"two paths of one row":           {slackOf("acme/site"), slackOf("acme/web"), 7, 7, true},
		"two paths of two rows":          {slackOf("acme/site"), slackOf("acme/web"), 8, 7, false},
		"two numbers":                    {slackOf("43"), slackOf("42"), 0, 7, false},
		"another integration":            {addressOf(client.Owner{Kind: client.ProjectKind, ID: "acme/web"}, "jira"), slackOf("acme/web"), 0, 7, false},
		"a group and a project":          {addressOf(client.Owner{Kind: client.GroupKind, ID: "acme"}, "slack"), slackOf("acme"), 0, 7, false},
		"a path whose row is unknown":    {slackOf("acme/site"), slackOf("acme/web"), 0, 0, false},
		"a number whose row is known":    {slackOf("42"), slackOf("acme/web"), 7, 0, true},
		"a number that looks like a row": {slackOf("7"), slackOf("42"), 0, 7, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := new(writeLog)
				p := beginPut(t, log, test.put, test.putRow)
				begun := inBackground(t, log, test.deleted, test.deletedRow)
				if test.waits {
					expectBegun(t, begun, false)
					p.succeed(99)
				}
				expectBegun(t, begun, true).leave()
			})
		})
	}
}

func TestADeleteIsNotSentForARowThatAPutHasSetUp(t *testing.T) {
	tests := map[string]struct {
		put, deleted address
		row          int64
		sent         bool
	}{
		"same address, other row":   {slackOf("acme/web"), slackOf("Acme/Web"), 8, false},
		"another name, same row":    {slackOf("42"), slackOf("acme/web"), 7, false},
		"another name, another row": {slackOf("43"), slackOf("acme/web"), 8, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := new(writeLog)
				if again := beginPut(t, log, test.put, 0).succeed(test.row); again != nil {
					t.Error("nothing was deleted, but the PUT is sent again")
				}
				d := expectBegun(t, inBackground(t, log, test.deleted, 7), true)
				if sent := d.send(); sent != test.sent {
					t.Errorf("sent: %v", sent)
				}
			})
		})
	}
}

func TestAPutWhoseRowIsDeletedMeanwhileIsSentAgain(t *testing.T) {
	for name, deleted := range map[string]bool{"deleted": true, "refused": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := new(writeLog)
				d := expectBegun(t, inBackground(t, log, slackOf("acme/web"), 7), true)
				d.send()
				p := beginPut(t, log, slackOf("42"), 0)
				undoneBy := p.succeed(7)
				if undoneBy != d {
					t.Fatal("the PUT does not wait for the DELETE under way")
				}
				go d.answer(deleted)
				again, err := p.await(t.Context(), undoneBy)
				if again != deleted || err != nil {
					t.Errorf("again: %v, %v", again, err)
				}
				if p.succeed(7) != nil {
					t.Error("the PUT that came after the DELETE is sent once more")
				}
			})
		})
	}
}

func TestADeleteBeforeAPutIsNoReasonToSendItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(writeLog)
		d := expectBegun(t, inBackground(t, log, slackOf("acme/web"), 7), true)
		d.send()
		d.answer(true)
		d.leave()
		if beginPut(t, log, slackOf("42"), 0).succeed(7) != nil {
			t.Error("the PUT is sent again")
		}
	})
}

// GitLab has refused a DELETE because a concurrent PUT has changed the row. The DELETE
// waits for that PUT, and the PUT waits for the response to the DELETE.
func TestPutAndDeleteDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(writeLog)
		d := expectBegun(t, inBackground(t, log, slackOf("acme/web"), 7), true)
		d.send()
		p := beginPut(t, log, slackOf("42"), 0)
		undoneBy := p.succeed(7)
		go func() {
			d.answer(false)
			if err := d.await(t.Context()); err != nil {
				t.Error(err)
			}
			if d.send() {
				t.Error("the DELETE is sent although the PUT has set the row up")
			}
		}()
		if again, err := p.await(t.Context(), undoneBy); again || err != nil {
			t.Errorf("again: %v, %v", again, err)
		}
		if p.succeed(7) != nil {
			t.Error("the PUT is sent again")
		}
	})
}

func TestFailedPutsThatMayBeAboutTheRow(t *testing.T) {
	log := new(writeLog)
	beginPut(t, log, slackOf("42"), 0).fail(false)
	beginPut(t, log, slackOf("acme/site"), 8).fail(false)
	beginPut(t, log, slackOf("acme/other"), 0).fail(false)
	former := beginPut(t, log, slackOf("acme/former"), 0)
	former.refuse(&client.Error{Status: http.StatusMethodNotAllowed, Message: "Non GET methods are not allowed for moved projects"})
	former.fail(false)
	beginPut(t, log, slackOf("acme/api"), 0).fail(false)
	beginPut(t, log, slackOf("acme/api"), 0).succeed(9)
	d, err := log.beginDelete(t.Context(), slackOf("acme/web"), 7)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range d.failedPuts() {
		got = append(got, p.at.name)
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"42", "acme/former"}) {
		t.Errorf("the failed PUTs are %q", got)
	}
}

func TestAPausedPutHoldsNoDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(writeLog)
		p := beginPut(t, log, slackOf("42"), 0)
		resume := p.pause()
		expectBegun(t, inBackground(t, log, slackOf("acme/web"), 7), true).leave()
		resume()
		begun := inBackground(t, log, slackOf("acme/web"), 7)
		expectBegun(t, begun, false)
		p.succeed(7)
		expectBegun(t, begun, true)
	})
}

func TestWritesUnderOneAddressTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(writeLog)
		p := beginPut(t, log, slackOf("acme/web"), 0)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := log.beginPut(ctx, slackOf("acme/web"), 0); !errors.Is(err, context.Canceled) {
			t.Errorf("a second PUT does not wait: %v", err)
		}
		if _, err := log.beginDelete(ctx, slackOf("acme/web"), 0); !errors.Is(err, context.Canceled) {
			t.Errorf("a DELETE does not wait: %v", err)
		}
		p.fail(false)
		beginPut(t, log, slackOf("acme/web"), 0)
	})
}

// A row is kept without a PUT unless a DELETE of the run may have disabled it. A later DELETE
// of the row fails because the integration is disabled already.
func TestRowIsKeptUnlessItWasDeleted(t *testing.T) {
	for name, test := range map[string]struct {
		deleted []bool
		kept    bool
	}{
		"no DELETE":             {nil, true},
		"deleted":               {[]bool{true}, false},
		"refused":               {[]bool{false}, true},
		"deleted, then refused": {[]bool{true, false}, false},
		"refused, then deleted": {[]bool{false, true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			log := new(writeLog)
			for i, deleted := range test.deleted {
				d, err := log.beginDelete(t.Context(), slackOf([]string{"42", "acme/web"}[i]), 7)
				if err != nil || !d.send() {
					t.Fatalf("the DELETE is not sent: %v", err)
				}
				d.answer(deleted)
				d.leave()
			}
			if kept := log.keep(7); kept != test.kept {
				t.Errorf("the row is kept: %t", kept)
			}
			d, err := log.beginDelete(t.Context(), slackOf("43"), 7)
			if err != nil || d.send() {
				t.Errorf("a DELETE of a row that is wanted is sent: %v", err)
			}
		})
	}
}
