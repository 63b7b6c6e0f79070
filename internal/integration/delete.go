package integration

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// removal disables an integration, unless another resource of the run manages it
// now, or somebody has changed it since the plan.
type removal struct {
	*applyOperation
	// owner is where the integration is. A project that has moved has another path
	// than in the state.
	owner client.Owner
	moved bool
	// row is what is known of its row.
	row row
	// sole reports whether the integration stays active only because another resource
	// could not be created, so the state has no other object for it.
	sole bool
}

// disable disables the integration. One that is gone already counts as disabled.
func (op *applyOperation) disable(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	r := removal{applyOperation: op, owner: ownerOf(op.prior), row: cmp.Or(op.stored.Replaces, op.stored.Row)}
	switch {
	case op.Undeletable:
		return false, nil // The plan has said what that means.
	case op.stored.Kept, op.provider.run.hasPlanned(op.stored):
		return false, []*tfprotov6.Diagnostic{warningOf(op.subject(r.owner).KeptByAnother())}
	}
	for current := (client.Owner{}); r.owner != current; {
		current = r.owner
		failed, found = r.attempt(ctx)
	}
	// If it stays, it has a private state of its own again.
	shared := op.stored.Shared || !r.sole
	op.stored.setRow(r.row)
	op.stored.Shared = shared
	return failed, found
}

// attempt sends one DELETE when the other writes of the run allow it. If the project has moved, it sets the owner to
// what it is now.
func (r *removal) attempt(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	defer r.provider.forgetList(r.owner)
	d, err := r.provider.writes.beginDelete(ctx, addressOf(r.owner, r.Slug), r.row.ID)
	if err != nil {
		return r.fails(ctx, err)
	}
	defer d.leave()
	owner := r.owner
	if failed, found = r.send(ctx, d); !failed || r.owner != owner {
		return failed, found
	}
	if d.await(ctx) == nil && d.isHandedOver() {
		return r.handedOver() // The failure no longer concerns this resource.
	}
	if !r.demanded {
		d.fail()
	}
	return failed, found
}

// send sends the DELETE, unless it would disable what another resource has set up or
// somebody has changed.
func (r *removal) send(ctx context.Context, d *deletion) (failed bool, found []*tfprotov6.Diagnostic) {
	if d.isHandedOver() {
		return r.handedOver()
	}
	if r.mustRead() {
		if over, failed, found := r.read(ctx, d); over {
			return failed, found
		}
	}
	if puts := r.failedPuts(ctx, d); len(puts) > 0 {
		return r.heldBack(puts)
	}
	if !d.send() {
		return r.handedOver()
	}
	err := r.provider.Client.DeleteIntegration(ctx, r.owner, r.Slug, r.row.unmodifiedSince())
	d.answer(err == nil || client.IsUncertain(err))
	if scope, excludes := r.exclusionScope(r.owner); excludes {
		r.provider.writes.exclusions.disabled(scope)
	}
	return r.conclude(ctx, d, err)
}

// conclude finds out what the answer to the DELETE means.
func (r *removal) conclude(ctx context.Context, d *deletion, err error) (failed bool, found []*tfprotov6.Diagnostic) {
	refused := new(client.Error)
	switch {
	case err == nil:
		return false, r.warnOfLoss()
	case r.isMissing(err):
		return r.ownerMissing(err)
	case client.IsNotFound(err) || client.IsUnknownSlug(err):
		return false, r.warnOfMove(err)
	case client.IsModified(err):
		return r.modified(ctx, d)
	case client.IsMoved(err) && !r.moved:
		return r.follow(ctx, err)
	case errors.As(err, &refused) && refused.Status == http.StatusUnprocessableEntity:
		return r.refuses(message.Describe(err), message.NotDisabled)
	default:
		return r.fails(ctx, err)
	}
}

// isMissing reports whether the owner is not found, and the provider is to say so.
func (r *removal) isMissing(err error) bool {
	return r.provider.KeepMissing && client.IsOwnerNotFound(err)
}

func (r *removal) ownerMissing(err error) (failed bool, found []*tfprotov6.Diagnostic) {
	return true, []*tfprotov6.Diagnostic{errorOf(r.subject(r.owner).GoneWhileDestroying(err))}
}

// warnOfMove warns that a group is not found. If it has moved, the integration is still
// active there. GitLab finds a project that has moved.
func (r *removal) warnOfMove(err error) []*tfprotov6.Diagnostic {
	if !client.IsOwnerNotFound(err) || r.owner.Kind == client.ProjectKind {
		return nil
	}
	return []*tfprotov6.Diagnostic{warningOf(r.subject(r.owner).GoneBeforeDestroy(err))}
}

// warnOfLoss warns of what only a person can bring back if no plan could: one that
// has to replace a resource because the user says so does not know it.
func (r *removal) warnOfLoss() []*tfprotov6.Diagnostic {
	install := r.lostInstall(r.prior[attributeInherited] == true)
	if install == "" || r.stored.Warned {
		return nil
	}
	return []*tfprotov6.Diagnostic{warningOf(r.subject(r.owner).NotRestorable(install))}
}

func (r *removal) context() diagnosticContext { return r.diagnosticContext("Cannot disable", r.owner) }

func (r *removal) fails(ctx context.Context, err error) (failed bool, found []*tfprotov6.Diagnostic) {
	return true, r.context().diagnose(ctx, err)
}

func (r *removal) refuses(paragraphs ...string) (failed bool, found []*tfprotov6.Diagnostic) {
	return true, r.context().failures("", paragraphs...)
}

// handedOver says that another resource has the row now.
func (r *removal) handedOver() (failed bool, found []*tfprotov6.Diagnostic) {
	if r.demanded {
		return r.refuses(r.subject(r.owner).ManagedInThisRun())
	}
	return false, []*tfprotov6.Diagnostic{warningOf(r.subject(r.owner).HandedOver())}
}

// mustRead reports whether the time in the state does not tell if somebody has
// changed the integration: it is not known, or others move it, or changes of the
// settings do not. What a moved project has under its new path must be the same
// row.
func (r *removal) mustRead() bool {
	if r.demanded {
		return r.moved
	}
	return r.moved || r.OwnTable || r.row.ID == 0 || r.row.unmodifiedSince().IsZero() || r.prior[attributeInherited] == true
}

// read finds out whether the integration is as the state has it. It is over if the
// integration is disabled, cannot be read, or is not as the state has it.
func (r *removal) read(ctx context.Context, d *deletion) (over, failed bool, found []*tfprotov6.Diagnostic) {
	answer, err := r.provider.Client.GetIntegration(ctx, r.owner, r.Slug)
	switch {
	case r.isMissing(err):
		failed, found = r.ownerMissing(err)
	case err != nil && !isGone(err):
		failed, found = r.fails(ctx, err)
	case err != nil:
		found = r.warnOfMove(err)
	case !answer.Active():
	case r.isAnother(answer), len(r.differing(answer)) > 0, r.isLater(answer):
		failed, found = r.leaves(answer)
	default:
		r.row = rowOf(answer)
		d.identify(r.row.ID)
		return false, false, nil
	}
	return true, failed, found
}

// modified finds out what has changed an integration since the state has read it:
// a PUT of this run, or somebody else.
func (r *removal) modified(ctx context.Context, d *deletion) (failed bool, found []*tfprotov6.Diagnostic) {
	if err := d.await(ctx); err != nil {
		return r.fails(ctx, err)
	}
	if d.isHandedOver() {
		return r.handedOver()
	}
	if puts := r.failedPuts(ctx, d); len(puts) > 0 {
		return r.heldBack(puts)
	}
	answer, err := r.provider.Client.GetIntegration(ctx, r.owner, r.Slug)
	switch {
	case r.isMissing(err):
		return r.ownerMissing(err)
	case err != nil && !isGone(err):
		return r.fails(ctx, err)
	case err != nil || !answer.Active():
		return false, nil
	default:
		return r.leaves(answer)
	}
}

// leaves explains that the integration stays active because it is not as the state has
// it. The state gets what was read: Terraform plans to destroy what is not
// configured any more without a refresh (seen with Terraform 1.11.4), so the next
// plan could not know it otherwise.
func (r *removal) leaves(answer *client.Integration) (failed bool, found []*tfprotov6.Diagnostic) {
	if r.demanded {
		return r.refuses(message.ChangedInBetween(updatedAt(answer)))
	}
	differing := r.differing(answer)
	r.left = r.after(r.prior, answer)
	if r.isCustom() {
		r.left[attributeSettings] = r.settingsAfter(r.prior, r.left, answer, r.stored)
	}
	if r.isAnother(answer) {
		failed, found = r.refuses(r.subject(r.owner).RowIsAnother())
	} else {
		failed, found = r.refuses(r.subject(r.owner).ChangedSince(differing, updatedAt(answer)))
	}
	r.row = rowOf(answer)
	return failed, found
}

// isAnother reports whether an answer is about another row than the state.
func (r *removal) isAnother(answer *client.Integration) bool {
	id := rowOf(answer).ID
	return r.row.ID != 0 && id != 0 && id != r.row.ID
}

// isLater reports whether an answer shows a later time than the state. Where the
// settings do not move the time, event flags do, of which the state may have none. What
// inherits is moved by others.
func (r *removal) isLater(answer *client.Integration) bool {
	known := r.row.unmodifiedSince()
	return !known.IsZero() && r.prior[attributeInherited] != true && rowOf(answer).unmodifiedSince().After(known)
}

// differing are the settings that an answer shows otherwise than the state, as
// a read would find.
func (r *removal) differing(answer *client.Integration) (names []string) {
	after := r.after(r.prior, answer)
	if r.prior[attributeInherited] != after[attributeInherited] {
		return []string{attributeInherited}
	}
	for i := range r.Parameters {
		if p := &r.Parameters[i]; !p.Secret && !answer.Inherited() && !reflect.DeepEqual(r.prior[p.Name], after[p.Name]) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

// follow continues under the new path of a project that has moved. A destroy has no
// configuration in which the user could set that path.
func (r *removal) follow(ctx context.Context, err error) (failed bool, diagnostics []*tfprotov6.Diagnostic) {
	found, _, unknown := r.provider.Client.Namespace(ctx, r.owner)
	if unknown != nil || found.FullPath == r.owner.ID {
		return r.fails(ctx, err)
	}
	r.owner.ID, r.moved = found.FullPath, true
	return false, nil
}

// failedPuts are the PUTs of the run that have failed and were, or may have been, about
// the row.
func (r *removal) failedPuts(ctx context.Context, d *deletion) []*put {
	for _, p := range d.failedPuts() {
		if p.at != d.at {
			r.findRow(ctx, p)
		}
	}
	return d.failedPuts()
}

// heldBack explains that failed PUTs may have been about the row.
func (r *removal) heldBack(puts []*put) (failed bool, found []*tfprotov6.Diagnostic) {
	r.sole = !slices.ContainsFunc(puts, (*put).isInState)
	var names []string
	for _, p := range puts {
		names = append(names, p.at.name)
	}
	slices.Sort(names)
	return r.refuses(r.subject(r.owner).HeldBack(names))
}

// noRow is the number of no row.
const noRow = -1

// findRow asks GitLab, once for each PUT, which row a failed PUT was about. Without an
// answer, the PUT may still be about the row.
func (r *removal) findRow(ctx context.Context, p *put) {
	found, isFirst := p.beginFinding()
	if !isFirst {
		select {
		case <-found:
		case <-ctx.Done():
		}
		return
	}
	defer close(found)
	if p.isIdentified() {
		return
	}
	answer, err := r.provider.Client.GetIntegration(ctx, client.Owner{Kind: p.at.kind, ID: p.at.name}, r.Slug)
	switch {
	case err == nil:
		p.identify(rowOf(answer).ID)
	case isGone(err):
		p.identify(noRow)
	}
}
