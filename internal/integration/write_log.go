package integration

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// writeLog remembers what the provider has written since it was configured, and
// orders its writes so that none of them undoes another. Terraform promises no
// order between a resource that it destroys and one that it creates, and both
// can mean the same row in GitLab: after a rename, for example, or if one of
// them names the project by its path and the other by its number.
//
// Writes under one address go one after another. A DELETE waits for the PUTs
// that may be about its row, and is not sent if one of them has set the row up.
// A PUT whose row was deleted while it was under way is sent again.
//
// It is safe for concurrent use, and ready for use as it is.
type writeLog struct {
	mu    sync.Mutex // guards what follows, never over a request
	clock int        // counts the events whose order matters
	// locks has one lock for each address, so that its writes go one after another.
	locks map[address]chan struct{}
	// unconfirmed are the PUTs that are under way or have failed, by type.
	unconfirmed map[integrationType]map[*put]bool
	// last is the last PUT under an address.
	last map[address]*put
	// setUp are the rows that a resource has set up, or has as it wants them.
	setUp map[int64]bool
	// deletions are the last DELETE of each row that has not failed.
	deletions map[int64]*deletion
	// left are the last DELETEs that have failed, by address.
	left       map[address]*deletion
	exclusions exclusions
	// sent recognises what was PUT.
	sent fingerprints
}

// integrationType is a type of integration on one kind of owner.
type integrationType struct {
	kind client.Kind
	slug string
}

// address is where GitLab finds an integration. A row has several: the owner's
// number, its path, and the former paths of a project. GitLab ignores the case
// of paths, so the name is in lower case.
type address struct {
	integrationType
	name string
}

func addressOf(owner client.Owner, slug string) address {
	return address{integrationType{owner.Kind, slug}, strings.ToLower(owner.ID)}
}

// initialize makes the log ready; the caller holds the lock.
func (l *writeLog) initialize() {
	if l.locks != nil {
		return
	}
	l.locks = map[address]chan struct{}{}
	l.unconfirmed = map[integrationType]map[*put]bool{}
	l.last = map[address]*put{}
	l.setUp = map[int64]bool{}
	l.deletions = map[int64]*deletion{}
	l.left = map[address]*deletion{}
}

// take waits for the writes under an address that came before. The caller calls
// the result when its own write is over.
func (l *writeLog) take(ctx context.Context, at address) (leave func(), err error) {
	l.mu.Lock()
	l.initialize()
	lock, exists := l.locks[at]
	if !exists {
		lock = make(chan struct{}, 1)
		l.locks[at] = lock
	}
	l.mu.Unlock()
	select {
	case lock <- struct{}{}:
		return func() { <-lock }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// keep notes that a resource has a row as it wants it, without a PUT. It reports
// false if the row was deleted in this run, or may be: then it takes a PUT.
func (l *writeLog) keep(row int64) bool {
	if row == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.initialize()
	l.setUp[row] = true
	return l.deletions[row] == nil
}

// put is one PUT of this run.
type put struct {
	log   *writeLog
	at    address
	leave func()
	// row is the number of its row, 0 while that is not known.
	row     int64
	started int
	// underWay is closed when the PUT has an outcome.
	underWay chan struct{}
	// over reports whether there will be no other attempt, and failed whether the
	// last one failed. inState reports whether the state has an object for a PUT that
	// has failed.
	over, failed, inState bool
	// moved is set if GitLab has refused the PUT because its path is a former one.
	moved bool
	// found is closed once it was tried to find the row of a failed PUT; nil before
	// anybody tries.
	found chan struct{}
	// before is the PUT before it under its address.
	before *put
}

// beginPut waits until a PUT may be sent. The row is the one that the state
// knows, 0 for none. The error is the context's.
func (l *writeLog) beginPut(ctx context.Context, at address, row int64) (*put, error) {
	leave, err := l.take(ctx, at)
	if err != nil {
		return nil, err
	}
	p := &put{log: l, at: at, leave: leave, row: row}
	l.mu.Lock()
	defer l.mu.Unlock()
	p.send()
	p.before, l.last[at] = l.last[at], p
	return p, nil
}

// withdraw takes back a PUT that is not to be sent now.
func (p *put) withdraw() {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.log.last[p.at] = p.before
	p.end()
}

// send notes that the PUT is under way; the caller holds the lock.
func (p *put) send() {
	p.started = p.log.tick()
	p.underWay = make(chan struct{})
	if p.log.unconfirmed[p.at.integrationType] == nil {
		p.log.unconfirmed[p.at.integrationType] = map[*put]bool{}
	}
	p.log.unconfirmed[p.at.integrationType][p] = true
}

// pause lets DELETEs pass while the PUT waits for one of them to make room. The
// result resumes it.
func (p *put) pause() (resume func()) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	delete(p.log.unconfirmed[p.at.integrationType], p)
	close(p.underWay)
	return func() {
		p.log.mu.Lock()
		defer p.log.mu.Unlock()
		p.send()
	}
}

// succeed notes that GitLab has set up a row. If the row was deleted under
// another address while the PUT was under way, it returns that deletion: the PUT
// must be sent again once that is answered. Otherwise the PUT is over.
func (p *put) succeed(row int64) (undoneBy *deletion) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.row = row
	if d := p.log.deletions[row]; d != nil && d.at != p.at && d.mayUndo(p) {
		return d
	}
	if row != 0 {
		p.log.setUp[row] = true
	}
	p.end()
	return nil
}

// await waits for the answer to a deletion and reports whether the PUT has to be
// sent again. The error is the context's.
func (p *put) await(ctx context.Context, undoneBy *deletion) (again bool, err error) {
	select {
	case <-undoneBy.answered:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.started = p.log.tick()
	return undoneBy.deleted, nil
}

// refuse notes the reason why the PUT fails.
func (p *put) refuse(err error) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.moved = client.IsMoved(err)
}

// fail notes that GitLab refused the PUT, or that its outcome is not known, and
// whether the state has an object for it nevertheless. It does nothing to a PUT that
// is over.
func (p *put) fail(inState bool) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	if !p.over {
		p.failed, p.inState = true, inState
		p.end()
	}
}

// isInState reports whether the state has an object for a PUT that has failed.
func (p *put) isInState() bool {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return p.inState
}

// end closes the PUT; the caller holds the lock.
func (p *put) end() {
	p.over = true
	if !p.failed {
		delete(p.log.unconfirmed[p.at.integrationType], p)
	}
	close(p.underWay)
	p.leave()
}

// maybeAbout reports whether a PUT may be about a row under another address. GitLab
// refuses all writes under a former path of a project, so two paths that it has not
// refused are those of two projects.
func (p *put) maybeAbout(at address, row int64) bool {
	switch {
	case p.at == at:
		return true
	case p.row != 0 && row != 0:
		return p.row == row
	default:
		return p.moved || mayBeSame(p.at.name, at.name)
	}
}

func isNumber(name string) bool {
	_, err := strconv.ParseUint(name, 10, 64)
	return err == nil
}

// beginFinding reports whether the caller is the first who needs the row of a failed
// PUT, and has to find it and to close the channel. Others wait for that.
func (p *put) beginFinding() (found chan struct{}, isFirst bool) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	if isFirst = p.found == nil; isFirst {
		p.found = make(chan struct{})
	}
	return p.found, isFirst
}

// isIdentified reports whether the row that a PUT is about is known.
func (p *put) isIdentified() bool {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return p.row != 0
}

// identify notes the row that a failed PUT was about, once that is known.
func (p *put) identify(row int64) {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.row = row
}

// tick returns the time of the next event; the caller holds the lock.
func (l *writeLog) tick() int {
	l.clock++
	return l.clock
}
