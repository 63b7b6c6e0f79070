package integration

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// put sets up or changes the integration.
func (op *applyOperation) put(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	owner := ownerOf(op.planned)
	op.planned[attributeID] = resourceID(op.planned)
	defer op.provider.forgetList(owner)
	if op.prior != nil {
		// It may be known by another name of its owner.
		defer op.provider.forgetList(ownerOf(op.prior))
	}
	dc := op.diagnosticContext(op.verb(), owner)
	body := op.body()
	answer, err := op.putInOrder(ctx, owner, body)
	if len(op.checkErrors) > 0 {
		return true, op.checkErrors
	}
	if err != nil {
		return true, op.withOutcome(dc.diagnose(ctx, err))
	}
	unread := false
	if op.inherits() {
		answer, unread = op.inherited(ctx, owner, answer)
	}
	if !answer.Active() {
		return true, []*tfprotov6.Diagnostic{failure(dc.summary, op.inactive(owner))}
	}
	if !unread {
		op.warnings = append(op.warnings, op.confirm(owner, answer)...)
	}
	op.noteWrite(owner, answer, body)
	return false, op.warnings
}

// noteWrite remembers what was written, for the next run and for this one.
func (op *applyOperation) noteWrite(owner client.Owner, answer *client.Integration, body map[string]any) {
	op.stored.setRow(rowOf(answer))
	op.stored.Shared = op.provider.writes.isShared(addressOf(owner, op.Slug), op.stored.Row.ID)
	op.stored.UpdatedAt = op.provider.timeOf(answer)
	op.stored.Adopted, op.stored.SecretNames = false, op.secretNames
	op.stored.Assumed, op.stored.Warned = nil, false
	if again, differing := op.provider.writes.sent.add(op.stored.Row.ID, body); again && op.stored.Row.ID != 0 {
		op.warnings = append(op.warnings, warningOf(op.subject(owner).WrittenTwice(differing)))
	}
}

func (op *applyOperation) verb() string {
	if op.prior == nil {
		return "Cannot set up"
	}
	return "Cannot change"
}

// withOutcome adds to the error of a create what is known of its outcome.
func (op *applyOperation) withOutcome(found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	found[0].Detail = message.Paragraphs(found[0].Detail, op.outcome)
	return found
}

// inherited reads what GitLab has copied after it has made its answer to the PUT
// (app/services/integrations/propagation/bulk_update_service.rb). If that fails,
// the answer to the PUT has to do.
func (op *applyOperation) inherited(ctx context.Context, owner client.Owner, answer *client.Integration) (current *client.Integration, unread bool) {
	current, err := op.provider.Client.GetIntegration(ctx, owner, op.Slug)
	if err != nil {
		op.warnings = append(op.warnings, warningOf(op.subject(owner).UnreadAfterPut(err)))
		return answer, true
	}
	return current, false
}

// check reports whether the PUT may be sent. One that may not counts as a PUT that has
// failed in the log of writes: a DELETE that comes after it must not take away what the
// new resource did not get.
func (op *applyOperation) check(ctx context.Context) (passed bool) {
	op.checkErrors = op.missingSecrets()
	if op.prior == nil && len(op.checkErrors) == 0 {
		op.checkErrors = op.refuseExisting(ctx, op.provider, op.planned, op.stored.Replaces)
	}
	return len(op.checkErrors) == 0
}

// putInOrder sends the PUT when the other writes of the run allow it, and again as
// often as a DELETE of the run has undone it. It sends nothing if a check fails.
func (op *applyOperation) putInOrder(ctx context.Context, owner client.Owner, body map[string]any) (answer *client.Integration, err error) {
	p, err := op.provider.writes.beginPut(ctx, addressOf(owner, op.Slug), op.stored.Row.ID)
	if err != nil {
		return nil, err
	}
	// It does nothing once the PUT has succeeded.
	defer func() { p.fail(op.prior != nil || op.unknown) }()
	if !op.check(ctx) {
		return nil, nil
	}
	for again := true; again; {
		if answer, err = op.putOrFind(ctx, p, owner, body); err != nil {
			p.refuse(err)
			return nil, err
		}
		again = p.finish(ctx, rowOf(answer).ID)
	}
	return answer, nil
}

// finish notes that GitLab has set up a row, and reports whether a DELETE of the
// run has undone that.
func (p *put) finish(ctx context.Context, row int64) (again bool) {
	for {
		undoneBy := p.succeed(row)
		if undoneBy == nil {
			return false
		}
		again, err := p.await(ctx, undoneBy)
		switch {
		case err != nil:
			p.fail(true)
			return false
		case again:
			return true
		}
	}
}

// putOrFind sends the PUT. If it is not known whether GitLab has carried out that of
// a new resource, it looks the integration up.
func (op *applyOperation) putOrFind(ctx context.Context, p *put, owner client.Owner, body map[string]any) (*client.Integration, error) {
	answer, err := op.putRepeatedly(ctx, p, owner, body)
	op.uncertain = err == nil || client.IsUncertain(err)
	if op.prior != nil || !client.IsUncertain(err) {
		return answer, err
	}
	there, fault := op.provider.Client.GetIntegration(ctx, owner, op.Slug)
	switch {
	case client.IsPage(err) && client.IsPage(fault):
		op.outcome = message.PagesOnly
		return nil, err
	case fault != nil && !isGone(fault):
		op.unknown, op.outcome = true, message.UnknownAfterLoss
		return nil, err
	case fault != nil || !op.isAsPlanned(there):
		op.outcome = message.NotSetUpAfterLoss
		return nil, err
	}
	op.stored.Uncertain = len(op.secretValues()) > 0
	op.warnings = append(op.warnings, warningOf(op.subject(owner).FoundAfterLoss(err)))
	return there, nil
}

// isAsPlanned reports whether an answer shows the integration as it was planned,
// as far as it can be read.
func (op *applyOperation) isAsPlanned(answer *client.Integration) bool {
	if !answer.Active() || answer.Inherited() != op.inherits() {
		return false
	}
	if op.inherits() {
		return true
	}
	for i := range op.Parameters {
		p := &op.Parameters[i]
		if p.Type != Secrets && !op.isUnsupported(p) && !p.confirmed(op.planned[p.Name], answer) {
			return false
		}
	}
	return true
}

// longestExclusion is how long a PUT waits for another integration to make room,
// and exclusionPoll how often it tries in the meantime.
const (
	longestExclusion = 30 * time.Second
	exclusionPoll    = 5 * time.Second
)

// exclusionScope is where integrations exclude each other, such as the issue trackers of a
// project. The rule is for projects (recorded of GitLab 18.9).
func (d *definition) exclusionScope(owner client.Owner) (scope address, excludes bool) {
	return addressOf(owner, d.Exclusive), d.Exclusive != "" && owner.Kind == client.ProjectKind
}

// putRepeatedly sends the PUT. If another integration excludes this one, it sends the PUT
// again after a DELETE of the run that may end that, and every few seconds, because
// another run may send that DELETE. While it waits, it does not delay any DELETE.
func (op *applyOperation) putRepeatedly(ctx context.Context, p *put, owner client.Owner, body map[string]any) (*client.Integration, error) {
	scope, excludes := op.exclusionScope(owner)
	if !excludes {
		return op.provider.Client.PutIntegration(ctx, owner, op.Slug, body)
	}
	deadline := time.Now().Add(longestExclusion)
	for {
		disabled := op.provider.writes.exclusions.nextDisabled(scope)
		answer, err := op.putExclusively(ctx, scope, owner, body)
		rest := time.Until(deadline)
		if !op.isExcluded(err) || rest <= 0 {
			return answer, err
		}
		resume := p.pause()
		interrupted := waitFor(ctx, disabled, min(rest, exclusionPoll))
		resume()
		if interrupted {
			return nil, err
		}
	}
}

// putExclusively sends the PUT when no other one in the scope is under way.
func (op *applyOperation) putExclusively(ctx context.Context, scope address, owner client.Owner, body map[string]any) (*client.Integration, error) {
	end, err := op.provider.writes.exclusions.begin(ctx, &exclusivePut{scope: scope, slug: op.Slug, row: op.stored.Row.ID})
	if err != nil {
		return nil, err
	}
	defer end()
	return op.provider.Client.PutIntegration(ctx, owner, op.Slug, body)
}

// isExcluded reports whether GitLab refuses an integration because another one of
// its kind is active.
func (d *definition) isExcluded(err error) bool {
	refused := new(client.Error)
	return errors.As(err, &refused) && strings.Contains(refused.Message, "Another "+d.Exclusive)
}

// waitFor waits for an event, but not longer than a time.
func waitFor(ctx context.Context, event <-chan struct{}, longest time.Duration) (interrupted bool) {
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-event:
	case <-timer.C:
	case <-ctx.Done():
		return true
	}
	return false
}
