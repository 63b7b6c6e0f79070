package main

import (
	"context"
	"time"
)

// phase is a command that does the same to all resources.
type phase struct {
	name      string
	arguments []string
	// changed reports whether the configuration has the changed setting.
	changed bool
}

// phases are the phases in order. The refresh must find no differences.
var phases = []phase{
	{name: "create", arguments: []string{"apply", "-auto-approve"}},
	{name: "refresh", arguments: []string{"plan", "-detailed-exitcode"}},
	{name: "update", arguments: []string{"apply", "-auto-approve"}, changed: true},
	{name: "destroy", arguments: []string{"destroy", "-auto-approve"}, changed: true},
}

// result is the cost of a phase and its traffic to GitLab.
type result struct {
	phase phase
	cost
	traffic
	// floor is the time of a plain client for the same requests, data the time of
	// the CLI for the same number of terraform_data resources, and idle the time of
	// the CLI for the same resources with the idle provider.
	floor, data, idle time.Duration
}

// runPhases runs the phases in a workspace. The server is nil if the phases send no
// requests to GitLab.
func (w *workspace) runPhases(ctx context.Context, phases []phase, text func(changed bool) (string, error), s *server) ([]result, error) {
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

// dataCosts returns the wall times of the CLI for n terraform_data resources, by
// phase. It measures them once.
func (b *bench) dataCosts(ctx context.Context, n int) (map[string]time.Duration, error) {
	if known := b.data[n]; known != nil {
		return known, nil
	}
	w, err := b.newWorkspace()
	if err != nil {
		return nil, err
	}
	results, err := w.runPhases(ctx, phases, dataConfiguration(n), nil)
	if err != nil {
		return nil, err
	}
	b.data[n] = walls(results)
	return b.data[n], nil
}

// idleCosts returns the wall times for Slack in every project with the idle provider,
// by phase.
func (b *bench) idleCosts(ctx context.Context, config serverConfig) (map[string]time.Duration, error) {
	workspace, err := b.newWorkspace(meteredVariable+"="+b.idle, "BENCH_LATENCY="+config.latency.String())
	if err != nil {
		return nil, err
	}
	c := configuration{slugs: []string{"slack"}, projects: config.projects, stored: true}
	results, err := workspace.runPhases(ctx, phases, c.text, nil)
	return walls(results), err
}

// walls returns the wall times by phase.
func walls(results []result) map[string]time.Duration {
	times := map[string]time.Duration{}
	for _, r := range results {
		times[r.phase.name] = r.wall
	}
	return times
}

// compare adds to the results the times of a plain client, of terraform_data
// resources, and of the idle provider.
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
