package integration

import "context"

// deletion is one DELETE of this run.
type deletion struct {
	log   *writeLog
	at    address
	leave func()
	// row is the number of its row, 0 while that is not known.
	row int64
	// answered is closed once GitLab has answered, at the time ended.
	answered chan struct{}
	ended    int
	deleted  bool
	// before is the DELETE of the row before it.
	before *deletion
}

// beginDelete waits until it is known whether a DELETE may be sent. The row is
// the one that the state knows, 0 for none. The error is the context's. The
// caller calls leave at the end.
func (l *writeLog) beginDelete(ctx context.Context, at address, row int64) (*deletion, error) {
	leave, err := l.take(ctx, at)
	if err != nil {
		return nil, err
	}
	d := &deletion{log: l, at: at, leave: leave, row: row}
	if err := d.await(ctx); err != nil {
		leave()
		return nil, err
	}
	return d, nil
}

// await waits for the PUTs under way that may be about the same row.
func (d *deletion) await(ctx context.Context) error {
	for _, outcome := range d.underWay() {
		select {
		case <-outcome:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// underWay are the PUTs under way that may be about the same row, each as the
// channel that is closed when it has an outcome.
func (d *deletion) underWay() (outcomes []chan struct{}) {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	for p := range d.log.unconfirmed[d.at.integrationType] {
		if !p.failed && p.maybeAbout(d.at, d.row) {
			outcomes = append(outcomes, p.underWay)
		}
	}
	return outcomes
}

// failedPuts are the failed PUTs that may have been about the same row.
func (d *deletion) failedPuts() (list []*put) {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	for p := range d.log.unconfirmed[d.at.integrationType] {
		if p.failed && d.log.last[p.at] == p && p.maybeAbout(d.at, d.row) {
			list = append(list, p)
		}
	}
	return list
}

// identify notes the row that a DELETE is about, once that is known.
func (d *deletion) identify(row int64) {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	d.row = row
}

// isHandedOver reports whether a PUT of this run has set the row up.
func (d *deletion) isHandedOver() bool {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	return d.handedOver()
}

// send notes that the DELETE is about to be sent, unless a PUT of this run has
// set the row up: then it reports false, and the DELETE must not be sent.
func (d *deletion) send() bool {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	if d.handedOver() {
		return false
	}
	d.answered = make(chan struct{})
	if d.row != 0 {
		d.before, d.log.deletions[d.row] = d.log.deletions[d.row], d
	}
	return true
}

// handedOver reports whether a PUT of this run has set up the row, or another
// one at the same address; the caller holds the lock.
func (d *deletion) handedOver() bool {
	p := d.log.last[d.at]
	return p != nil && !p.failed || d.row != 0 && d.log.setUp[d.row]
}

// answer notes GitLab's answer: whether the row may be off now.
func (d *deletion) answer(deleted bool) {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	d.deleted, d.ended = deleted, d.log.tick()
	if !deleted && d.row != 0 && d.log.deletions[d.row] == d {
		d.log.deletions[d.row] = d.before
	}
	close(d.answered)
}

// fail notes that the object of a DELETE stays in the state.
func (d *deletion) fail() {
	d.log.mu.Lock()
	defer d.log.mu.Unlock()
	d.log.left[d.at] = d
}

// isShared reports whether an object for a row that was set up stays in the state
// because its DELETE has failed.
func (l *writeLog) isShared(at address, row int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.left {
		if d.at == at || d.row != 0 && d.row == row {
			return true
		}
	}
	return false
}

// mayUndo reports whether the DELETE may have come after a PUT; the caller holds
// the lock.
func (d *deletion) mayUndo(p *put) bool {
	select {
	case <-d.answered:
		return d.deleted && d.ended > p.started
	default:
		return true
	}
}
