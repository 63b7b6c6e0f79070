package integration

import (
	"context"
	"crypto/rand"
	"hash/maphash"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// plannedRows remembers what the plans of a run do with each row, so that two
// resources for one row are noticed. It is safe for concurrent use.
type plannedRows struct {
	mu   sync.Mutex
	byID map[int64]rowPlan
}

// rowPlan is what the plan of one object does with its row.
type rowPlan struct {
	subject message.Subject
	// leaves reports whether the object leaves the row, and idle whether the apply may do
	// nothing for it.
	leaves, idle bool
}

// add notes a plan and returns the one before it for the same row, if any.
func (p *plannedRows) add(id int64, plan rowPlan) (before rowPlan, found bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID == nil {
		p.byID = map[int64]rowPlan{}
	}
	if before, found = p.byID[id]; !found || before.leaves {
		p.byID[id] = plan
	}
	return before, found
}

// planRow notes what a plan does with the row of the prior state. If the state has
// another object for that row, it warns, and prevents that the destroy of one disables
// what the other keeps.
func (s *Server) planRow(ctx context.Context, c plannedChange, stored *privateState) []*tfprotov6.Diagnostic {
	provider := s.provider()
	if c.prior == nil || provider == nil {
		return nil
	}
	if stored.Kept = false; c.planned == nil {
		provider.run.plan(stored)
	}
	if row := c.rowToPlan(ctx, provider, stored); row != 0 {
		return c.planBeside(provider, row, stored)
	}
	return nil
}

// planBeside does the same for a row that is known.
func (c plannedChange) planBeside(provider *Provider, row int64, stored *privateState) []*tfprotov6.Diagnostic {
	leaves := c.planned == nil || c.replaces
	untouched := !leaves && c.mayBeUnchanged(c.prior, c.planned)
	// The other object may be a deposed one that has no mark, because it was read first.
	again := untouched && stored.SameRow && !c.wouldLose(stored)
	plan := rowPlan{c.inPlan(c.prior).subject(plannedOwner(c.prior)), leaves, untouched && !again}
	before, found := provider.planned.add(row, plan)
	switch {
	case untouched && !provider.writes.keep(row):
		return c.planAgain() // A destroy of this run has disabled the integration already.
	case !found && again:
		return c.planAgain()
	case !found || before.leaves && plan.leaves:
		return nil
	case !before.leaves && !plan.leaves:
		return []*tfprotov6.Diagnostic{warningOf(plan.subject.TwoResources(before.subject))}
	case c.replaces && before.idle && !stored.SameRow:
		// With create_before_destroy, Kept would be lost.
		return []*tfprotov6.Diagnostic{errorOf(plan.subject.ReplacesKeptRow(before.subject))}
	case plan.leaves:
		stored.Kept = true
		return []*tfprotov6.Diagnostic{warningOf(plan.subject.LeavesKeptRow(before.subject))}
	case !untouched:
		return nil // The apply sets the row up, and does not disable it afterwards.
	case c.wouldLose(stored):
		return []*tfprotov6.Diagnostic{errorOf(plan.subject.KeepsLeftRow(before.subject))}
	default:
		return c.planAgain()
	}
}

// rowToPlan returns the ID of the row; 0 if it is not known. Before a destroy, a GET finds
// it if the state does not have it, as after a create whose outcome is not known.
func (c plannedChange) rowToPlan(ctx context.Context, provider *Provider, stored *privateState) int64 {
	if stored.Row.ID != 0 || c.planned != nil {
		return stored.Row.ID
	}
	d, owner := c.inPlan(c.prior), plannedOwner(c.prior)
	answer, err := provider.Client.GetIntegration(ctx, owner, d.Slug)
	if err != nil {
		return 0
	}
	return rowOf(answer).ID
}

// planAgain has the row set up again, because another object that the state has for it
// may be destroyed, and that must not be the end of the row. An id that is not known
// yet makes Terraform apply the plan though nothing else changes.
func (c plannedChange) planAgain() []*tfprotov6.Diagnostic {
	if !c.planned[attributeID].IsKnown() {
		return nil
	}
	c.planned[attributeID] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	return []*tfprotov6.Diagnostic{warningOf(c.inPlan(c.prior).subject(plannedOwner(c.prior)).SetUpAgain())}
}

// wouldLose reports whether a DELETE would lose what the configuration cannot set up again:
// a required secret, or what only GitLab knows of an imported integration.
func (c plannedChange) wouldLose(stored *privateState) bool {
	return !isTrue(c.planned[attributeInherited]) && (len(stored.Assumed) > 0 || slices.ContainsFunc(c.Parameters, func(p Parameter) bool {
		return p.Secret && (p.Required || stored.Adopted) && p.isMissing(c.config)
	}))
}

// mayBeUnchanged reports whether a plan changes nothing, unless values that are not known
// yet do. Attributes that are missing from it are null.
func (d *definition) mayBeUnchanged(prior, planned values) bool {
	for name := range d.types {
		value, exists := planned[name]
		if !exists {
			value = d.nulls[name]
		}
		if value.IsFullyKnown() && !value.Equal(prior[name]) {
			return false
		}
	}
	return true
}

// rebuilt warns that a path has led to another row than the one in the state, once
// for each owner. A number always means the same owner.
func (d *definition) rebuilt(provider *Provider, owner client.Owner, before, after row) []*tfprotov6.Diagnostic {
	if before.ID == 0 || after.ID == 0 || before.ID == after.ID || isNumber(owner.ID) || !provider.rebuilt.first(owner) {
		return nil
	}
	found := warningOf(d.subject(owner).AnotherRow())
	found.Attribute = tftypes.NewAttributePath().WithAttributeName(string(owner.Kind))
	return []*tfprotov6.Diagnostic{found}
}

// runID identifies a run in the private state. It is safe for concurrent use, and ready for
// use as it is.
type runID struct {
	once sync.Once
	text string
}

func (r *runID) get() string {
	r.once.Do(func() { r.text = rand.Text() })
	return r.text
}

// plan notes in the private state that this run has planned a destroy.
func (r *runID) plan(stored *privateState) {
	if stored.PlannedIn = ""; stored.SameRow {
		stored.PlannedIn = r.get()
	}
}

// hasPlanned reports whether the run that destroys an object has planned that too, and the
// last read has found another object with the same row. The CLI does that with deposed
// objects only. Any other destroy was planned by a run that has planned the other object too,
// unless that object is no longer in the state.
func (r *runID) hasPlanned(stored *privateState) bool {
	return stored.SameRow && stored.PlannedIn == r.get()
}

// onceEach records the values that it has been called with. It is safe for concurrent use.
type onceEach[T comparable] struct{ seen sync.Map }

// first reports whether this is the first call with a value.
func (o *onceEach[T]) first(value T) bool {
	_, before := o.seen.LoadOrStore(value, true)
	return !before
}

// fingerprints recognises what two PUTs of a run have sent to one row. It holds
// no values, and little memory: a run can write thousands of rows.
type fingerprints struct {
	mu    sync.Mutex
	seed  maphash.Seed
	byRow map[int64][]settingHash
}

// settingHash are the hashes of the name and of the value of a setting.
type settingHash struct{ name, value uint32 }

// add notes a PUT of a row. If it is not the first one, it returns the names of
// the settings that the one before has sent otherwise.
func (f *fingerprints) add(id int64, body map[string]any) (again bool, differing []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byRow == nil {
		f.seed, f.byRow = maphash.MakeSeed(), map[int64][]settingHash{}
	}
	before, again := f.byRow[id]
	now := make([]settingHash, 0, len(body))
	for name, value := range body {
		hashed := settingHash{f.hash(name), f.hash(literal(value))}
		now = append(now, hashed)
		if slices.ContainsFunc(before, func(h settingHash) bool { return h.name == hashed.name && h.value != hashed.value }) {
			differing = append(differing, name)
		}
	}
	f.byRow[id] = now
	slices.Sort(differing)
	return again, differing
}

func (f *fingerprints) hash(text string) uint32 { return uint32(maphash.String(f.seed, text)) }
