package integration

import (
	"context"
	"sync"
)

// exclusions orders the PUTs of integrations that exclude each other, such as the issue
// trackers of a project. GitLab sets up several that arrive at once, and then refuses
// every change of any of them (recorded of GitLab 18.9). A scope is an address whose
// slug is the kind of these integrations. It is safe for concurrent use.
type exclusions struct {
	mu       sync.Mutex
	underWay map[*exclusivePut]bool
	waiting  map[address]chan struct{}
}

// exclusivePut is the PUT of such an integration. The slug and the row are those of the
// integration; the row is 0 while it is not known.
type exclusivePut struct {
	scope address
	slug  string
	row   int64
	over  chan struct{}
}

// mayConflict reports whether two PUTs may be about the same project. GitLab refuses a PUT
// under a former path of a project, so two paths are those of two projects.
func (p *exclusivePut) mayConflict(other *exclusivePut) bool {
	switch {
	case p.scope.integrationType != other.scope.integrationType:
		return false
	case p.slug == other.slug && p.row != 0 && other.row != 0:
		return p.row == other.row
	default:
		return mayBeSame(p.scope.name, other.scope.name)
	}
}

// mayBeSame reports whether two names may be those of one owner that has not moved.
func mayBeSame(a, b string) bool { return a == b || isNumber(a) != isNumber(b) }

// begin waits for the PUTs that have begun before and may be about the same project.
// The caller calls the result when its own PUT is over. The error is the context's.
func (e *exclusions) begin(ctx context.Context, put *exclusivePut) (leave func(), err error) {
	put.over = make(chan struct{})
	e.mu.Lock()
	if e.underWay == nil {
		e.underWay = map[*exclusivePut]bool{}
	}
	var before []*exclusivePut
	for other := range e.underWay {
		if put.mayConflict(other) {
			before = append(before, other)
		}
	}
	e.underWay[put] = true
	e.mu.Unlock()
	leave = func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.underWay, put)
		close(put.over)
	}
	for _, other := range before {
		select {
		case <-other.over:
		case <-ctx.Done():
			leave()
			return nil, ctx.Err()
		}
	}
	return leave, nil
}

// nextDisabled returns a channel that is closed with the next answer to a DELETE that may
// end the exclusion in a scope.
func (e *exclusions) nextDisabled(scope address) <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waiting == nil {
		e.waiting = map[address]chan struct{}{}
	}
	if e.waiting[scope] == nil {
		e.waiting[scope] = make(chan struct{})
	}
	return e.waiting[scope]
}

// disabled wakes the PUTs that wait for such an answer.
func (e *exclusions) disabled(scope address) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for other, disabled := range e.waiting {
		if other.integrationType == scope.integrationType && mayBeSame(other.name, scope.name) {
			close(disabled)
			delete(e.waiting, other)
		}
	}
}
