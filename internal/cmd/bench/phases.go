package main

import (
	"context"
	"time"
)

// phase is a command that does one thing to all resources.
type phase struct {
	name      string
	arguments []string
	// changed reports whether it finds another configuration than the one before.
	changed bool
}

// phases are the lifecycle of the resources. A refresh must find nothing to change.
var phases = []phase{
	{name: "create", arguments: []string{"apply", "-auto-approve"}},
	{name: "refresh", arguments: []string{"plan", "-detailed-exitcode"}},
	{name: "update", arguments: []string{"apply", "-auto-approve"}, changed: true},
	{name: "destroy", arguments: []string{"destroy", "-auto-approve"}, changed: true},
}

// result is what one phase took, and what reached GitLab meanwhile.
type result struct {
	phase phase
	cost
	traffic
	// floor is what a plain client takes for the same requests, data what the
	// CLI takes for as many terraform_data, and idle what it takes for the same
	// resources with a provider that does nothing but wait as long as GitLab.
	floor, data, idle time.Duration
}

// live runs the phases in a workspace. Without a server nothing is to reach
// GitLab.
func (w *workspace) live(ctx context.Context, phases []phase, text func(changed bool) (string, error), s *server) ([]result, error) {
	var results []result
	for _, p := range phases {
		configuration, err := text(p.changed)
		if err != nil {
			return nil, err
		}
		if err := w.write("main.tf", configuration); err != nil {
			return nil, err
		}
		if err := s.await(ctx); err != nil {
			return nil, err
		}
		taken, err := w.measure(p.arguments...)
		if err != nil {
			return nil, err
		}
		r := result{phase: p, cost: taken}
		if s != nil {
			r.traffic = s.take()
		}
		results = append(results, r)
	}
	return results, nil
}

// dataCosts is what the CLI takes for as many terraform_data, by phase. It is
// measured once.
func (b *bench) dataCosts(ctx context.Context, n int) (map[string]time.Duration, error) {
	if known := b.data[n]; known != nil {
		return known, nil
	}
	w, err := b.newWorkspace()
	if err != nil {
		return nil, err
	}
	results, err := w.live(ctx, phases, dataConfiguration(n), nil)
	if err != nil {
		return nil, err
	}
	b.data[n] = walls(results)
	return b.data[n], nil
}

// idleCosts is what the CLI takes for Slack in every project with a provider
// that does nothing but wait, by phase.
func (b *bench) idleCosts(ctx context.Context, config serverConfig) (map[string]time.Duration, error) {
	workspace, err := b.newWorkspace(meteredVariable+"="+b.idle, "BENCH_LATENCY="+config.latency.String())
	if err != nil {
		return nil, err
	}
	c := configuration{slugs: []string{"slack"}, projects: config.projects, stored: true}
	results, err := workspace.live(ctx, phases, c.text, nil)
	return walls(results), err
}

// walls are the wall times by phase.
func walls(results []result) map[string]time.Duration {
	times := map[string]time.Duration{}
	for _, r := range results {
		times[r.phase.name] = r.wall
	}
	return times
}

// compare adds to the results what a plain client takes, and what the CLI
// takes for as many terraform_data, and with an idle provider.
func (b *bench) compare(ctx context.Context, results []result, config serverConfig) error {
	data, err := b.dataCosts(ctx, config.projects)
	if err != nil {
		return err
	}
	idle, err := b.idleCosts(ctx, config)
	if err != nil {
		return err
	}
	f, err := newFloor(config, b.parallelism)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range results {
		r := &results[i]
		r.data, r.idle = data[r.phase.name], idle[r.phase.name]
		if r.floor, err = f.repeat(r.requests); err != nil {
			return err
		}
	}
	return nil
}
