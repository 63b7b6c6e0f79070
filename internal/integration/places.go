package integration

import (
	"context"
	"sync"
)

// places orders the PUTs of integrations that exclude each other, such as the issue
// trackers of a project. GitLab sets up several that arrive at once, and then refuses
// every change of any of them (recorded of GitLab 18.9). A place is an address whose
// slug is the kind of these integrations. It is safe for concurrent use.
type places struct {
	mu        sync.Mutex
	visits    map[*visit]bool
	vacancies map[address]chan struct{}
}

// visit is a PUT at a place. The slug and the row are those of the integration; the row
// is 0 while it is not known.
type visit struct {
	place address
	slug  string
	row   int64
	over  chan struct{}
}

// mayMeet reports whether two PUTs may be about the same project. GitLab refuses a PUT
// under a former path of a project, so two paths are those of two projects.
func (v *visit) mayMeet(other *visit) bool {
	switch {
	case v.place.integrationType != other.place.integrationType:
		return false
	case v.slug == other.slug && v.row != 0 && other.row != 0:
		return v.row == other.row
	default:
		return mayBeSame(v.place.name, other.place.name)
	}
}

// mayBeSame reports whether two names may be those of one owner that has not moved.
func mayBeSame(a, b string) bool { return a == b || isNumber(a) != isNumber(b) }

// visit waits for the PUTs that have begun before and may be about the same project.
// The caller calls the result when its own PUT is over. The error is the context's.
func (p *places) visit(ctx context.Context, v *visit) (leave func(), err error) {
	v.over = make(chan struct{})
	p.mu.Lock()
	if p.visits == nil {
		p.visits = map[*visit]bool{}
	}
	var before []*visit
	for other := range p.visits {
		if v.mayMeet(other) {
			before = append(before, other)
		}
	}
	p.visits[v] = true
	p.mu.Unlock()
	leave = func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.visits, v)
		close(v.over)
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

// vacancy is closed with the next answer to a DELETE that may make room at a place.
func (p *places) vacancy(place address) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.vacancies == nil {
		p.vacancies = map[address]chan struct{}{}
	}
	if p.vacancies[place] == nil {
		p.vacancies[place] = make(chan struct{})
	}
	return p.vacancies[place]
}

// vacate wakes the PUTs that wait for a vacancy.
func (p *places) vacate(place address) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for waiting, vacancy := range p.vacancies {
		if waiting.integrationType == place.integrationType && mayBeSame(waiting.name, place.name) {
			close(vacancy)
			delete(p.vacancies, waiting)
		}
	}
}
