package discovery

import (
	"context"
	"iter"
	"sync"
)

// longestQueue is the maximum number of results without a request that wait for the
// caller.
const longestQueue = 1000

// outcome is the result of a job. A panic is stored as fault, so that it can be
// raised again for the caller.
type outcome[T any] struct {
	value T
	err   error
	fault any
}

// job computes the result of an input: with fast if no request is necessary,
// otherwise with work.
type job[In, Out any] struct {
	fast func(In) (result Out, known bool)
	work func(context.Context, In) (Out, error)
}

// run runs work.
func (j job[In, Out]) run(ctx context.Context, in In) (done outcome[Out]) {
	defer func() { done.fault = recover() }()
	done.value, done.err = j.work(ctx, in)
	return done
}

// inOrder runs a job for each input, at most ten at the same time, and yields the
// results in the order of the inputs. The first error is the last result. All work
// stops when the caller ends the loop.
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

// queue contains the results in order, including pending ones. Each pending result
// occupies a place in ahead until the caller has received it.
type queue[Out any] struct {
	results chan queued[Out]
	ahead   chan struct{}
}

type queued[Out any] struct {
	outcome chan outcome[Out]
	worked  bool
}

// endWithFault makes a panic the last outcome. It must be deferred.
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

// start adds the result of an input to the queue. It reports whether to continue.
func start[In, Out any](ctx context.Context, running *sync.WaitGroup, line *queue[Out], do job[In, Out], in In, err error) bool {
	next := queued[Out]{outcome: make(chan outcome[Out], 1)}
	var result Out
	known := err != nil
	if !known {
		result, known = do.fast(in)
	}
	if next.worked = !known; next.worked {
		select {
		case line.ahead <- struct{}{}:
		case <-ctx.Done():
			return false
		}
		running.Go(func() { next.outcome <- do.run(ctx, in) })
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
