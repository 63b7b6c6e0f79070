package client

import (
	"context"
	"errors"
	"sync/atomic"

	"golang.org/x/sync/singleflight"
)

// shared is an answer that all requests of a Client need, and that is requested once.
// Its zero value has no answer.
type shared[T any] struct {
	answer  atomic.Pointer[T]
	request singleflight.Group
}

// known returns the answer, and whether there is one.
func (s *shared[T]) known() (answer T, known bool) {
	if found := s.answer.Load(); found != nil {
		return *found, true
	}
	return answer, false
}

// get returns the answer, and calls ask if there is none. Concurrent callers share one
// call. If the caller that makes it is canceled, another caller makes it again. After
// an error of ask there is no answer, and the next get calls it again.
func (s *shared[T]) get(ctx context.Context, ask func(context.Context) (T, error)) (answer T, err error) {
	for s.answer.Load() == nil {
		call := s.request.DoChan("", func() (any, error) {
			if s.answer.Load() != nil {
				return nil, nil // The answer arrived just before this call.
			}
			found, err := ask(ctx)
			if err == nil {
				s.answer.Store(&found)
			}
			return nil, err
		})
		select {
		case done := <-call:
			if done.Err != nil && !errors.Is(done.Err, context.Canceled) {
				return answer, done.Err
			}
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return answer, ctx.Err()
		}
	}
	return *s.answer.Load(), nil
}
