package discovery

import (
	"context"
	"iter"
	"sync"
)

// longestQueue is how many results that took no request may wait for the caller.
const longestQueue = 1000

// outcome is what something has come to; fault is that of a panic, which is the
// caller's, who can recover from it.
type outcome[T any] struct {
	value T
	err   error
	fault any
}

// job is how what comes in becomes a result: at once, without a request, where
// settle can do that, else by work.
type job[In, Out any] struct {
	settle func(In) (result Out, settled bool)
	work   func(context.Context, In) (Out, error)
}

// attempt works.
func (j job[In, Out]) attempt(ctx context.Context, in In) (done outcome[Out]) {
	defer func() { done.fault = recover() }()
	done.value, done.err = j.work(ctx, in)
	return done
}

// inOrder does a job for what comes in, ten at a time, and hands out the results
// in the order of what came in. The first error is the last result. Nothing goes
// on once the caller has broken the loop.
func inOrder[In, Out any](ctx context.Context, incoming func(context.Context) iter.Seq2[In, error], do job[In, Out]) iter.Seq2[Out, error] {
	return func(yield func(Out, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		line := &queue[Out]{results: make(chan queued[Out], longestQueue), ahead: make(chan struct{}, workers)}
		running.Go(func() {
			defer close(line.results)
			defer line.endWithFault(ctx)
			for in, err := range incoming(ctx) {
				if !start(ctx, &running, line, do, in, err) {
					return
				}
			}
		})
		for next := range line.results {
			done := <-next.outcome
			if next.worked {
				<-line.ahead
			}
			if done.fault != nil {
				panic(done.fault)
			}
			if !yield(done.value, done.err) || done.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			var none Out
			yield(none, err)
		}
	}
}

// queue holds the results in their order, those to come included. Each that is worked
// for has a place in ahead until the caller has taken it.
type queue[Out any] struct {
	results chan queued[Out]
	ahead   chan struct{}
}

type queued[Out any] struct {
	outcome chan outcome[Out]
	worked  bool
}

// endWithFault makes a panic the last outcome. It is to be deferred.
func (q *queue[Out]) endWithFault(ctx context.Context) {
	fault := recover()
	if fault == nil {
		return
	}
	last := queued[Out]{outcome: make(chan outcome[Out], 1)}
	last.outcome <- outcome[Out]{fault: fault}
	select {
	case q.results <- last:
	case <-ctx.Done():
	}
}

// start puts the result of what came in into the queue. It returns whether to go on.
func start[In, Out any](ctx context.Context, running *sync.WaitGroup, line *queue[Out], do job[In, Out], in In, err error) bool {
	next := queued[Out]{outcome: make(chan outcome[Out], 1)}
	var result Out
	settled := err != nil
	if !settled {
		result, settled = do.settle(in)
	}
	if next.worked = !settled; next.worked {
		select {
		case line.ahead <- struct{}{}:
		case <-ctx.Done():
			return false
		}
		running.Go(func() { next.outcome <- do.attempt(ctx, in) })
	} else {
		next.outcome <- outcome[Out]{value: result, err: err}
	}
	select {
	case line.results <- next:
		return err == nil
	case <-ctx.Done():
		return false
	}
}
