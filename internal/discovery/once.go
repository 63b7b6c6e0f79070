package discovery

import "context"

// once is an answer that is asked for when it is needed first, and then shared.
// Its zero value is not ready: newOnce makes one.
type once[T any] struct {
	// lock contains a value while a goroutine holds the lock.
	lock  chan struct{}
	asked bool
	value T
	err   error
}

func newOnce[T any]() *once[T] { return &once[T]{lock: make(chan struct{}, 1)} }

// get returns the answer. Of those who need it at once one asks, and the others
// wait. A failure is an answer, too, but not somebody's interruption: then the
// next asks again.
func (o *once[T]) get(ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	var none T
	select {
	case o.lock <- struct{}{}:
		defer func() { <-o.lock }()
	case <-ctx.Done():
		return none, ctx.Err()
	}
	if o.asked {
		return o.value, o.err
	}
	value, err := ask(ctx)
	if err != nil && ctx.Err() != nil {
		return none, err
	}
	o.asked, o.value, o.err = true, value, err
	return value, err
}

// known returns the answer if there is one without a failure, and else the zero value.
func (o *once[T]) known() (value T) {
	select {
	case o.lock <- struct{}{}:
		defer func() { <-o.lock }()
		return o.value
	default:
		return value
	}
}
