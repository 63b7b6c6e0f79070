package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// floor is a plain Go client that repeats the requests of the provider on another
// GitLab, with the same number of workers and one connection pool. No provider can
// be faster.
type floor struct {
	*server
	client  *http.Client
	workers int
}

func newFloor(config serverConfig, workers int) (*floor, error) {
	s, err := serve(config)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxConnsPerHost: workers, MaxIdleConnsPerHost: workers}
	return &floor{server: s, client: &http.Client{Transport: transport}, workers: workers}, nil
}

// repeat sends the requests and returns the time that they took. All requests of one
// method are sent before those of the next, because the CLI reads all resources
// before it changes any.
func (f *floor) repeat(requests []gitlabfake.Request) (time.Duration, error) {
	steps, err := f.steps(requests)
	if err != nil {
		return 0, err
	}
	started := time.Now()
	for _, step := range steps {
		var group errgroup.Group
		group.SetLimit(f.workers)
		for _, request := range step {
			group.Go(func() error { return f.do(request) })
		}
		if err := group.Wait(); err != nil {
			return 0, err
		}
	}
	return time.Since(started), nil
}

// steps prepares the requests, grouped by consecutive equal methods.
func (f *floor) steps(requests []gitlabfake.Request) ([][]*http.Request, error) {
	var steps [][]*http.Request
	verb := ""
	for _, recorded := range requests {
		request, err := f.prepare(recorded)
		if err != nil {
			return nil, err
		}
		if recorded.Method != verb {
			verb, steps = recorded.Method, append(steps, nil)
		}
		last := len(steps) - 1
		steps[last] = append(steps[last], request)
	}
	return steps, nil
}

func (f *floor) prepare(recorded gitlabfake.Request) (*http.Request, error) {
	var body io.Reader
	if recorded.Body != nil {
		encoded, err := json.Marshal(recorded.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	request, err := http.NewRequest(recorded.Method, f.URL+"/api/v4/"+recorded.Path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("PRIVATE-TOKEN", f.gitlab.Token)
	return request, nil
}

func (f *floor) do(request *http.Request) error {
	response, err := f.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", request.Method, request.URL, response.Status)
	}
	return nil
}
