package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// scenario is what is done with a fleet.
type scenario struct {
	name string
	play func(ctx context.Context, f *fleet, w *workspace, times int) error
}

var scenarios = []scenario{
	{"rename", alternating(named("_a"), named("_b"))},
	{"count to for_each", alternating(counted, eached)},
	{"path to number", alternating(named("_a"), numbered)},
	{"number to upper case", alternating(numbered, upper)},
	{"custom to own resource", alternating(custom, named("_a"))},
	{"create before destroy", replacing},
	{"saved plan and another writer", savedPlans},
	{"swapped issue trackers", swappedTrackers},
	{"lost memberships", lostMemberships},
}

func named(label string) func(*unit) string {
	return func(u *unit) string { return u.resource(label, u.path, nil) }
}

func counted(u *unit) string { return u.resource("", u.path, map[string]any{"count": 1}) }

func eached(u *unit) string {
	return u.resource("", u.path, map[string]any{"for_each": sample.Expression(`toset(["x"])`)})
}

func numbered(u *unit) string { return u.resource("_number", u.number, nil) }

func upper(u *unit) string { return u.resource("_upper", strings.ToUpper(u.path), nil) }

func custom(u *unit) string { return u.custom(u.path) }

// alternating changes the configuration there and back.
func alternating(one, other func(*unit) string) func(context.Context, *fleet, *workspace, int) error {
	return func(ctx context.Context, f *fleet, w *workspace, times int) error {
		for i := range times + 1 {
			if err := w.apply(ctx, f.config([]func(*unit) string{one, other}[i%2])); err != nil {
				return err
			}
			if err := f.expect(true); err != nil {
				return fmt.Errorf("change %d: %w", i, err)
			}
		}
		if _, err := w.run(ctx, "destroy", "-auto-approve"); err != nil {
			return err
		}
		return f.expect(false)
	}
}

// replacing replaces all resources, each by one that is created first.
func replacing(ctx context.Context, f *fleet, w *workspace, times int) error {
	const createFirst = "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
	config := f.config(func(u *unit) string { return strings.TrimSuffix(u.resource("", u.path, nil), "}\n") + createFirst })
	var arguments []string
	for i := range times + 1 {
		if err := w.apply(ctx, config, arguments...); err != nil {
			return err
		}
		if err := f.expect(true); err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		arguments = nil
		for _, u := range f.units {
			arguments = append(arguments, "-replace="+u.TypeName()+"."+u.label())
		}
	}
	return nil
}

// savedPlans has another writer change everything between a plan and its apply.
func savedPlans(ctx context.Context, f *fleet, w *workspace, times int) error {
	for i := range times {
		if err := w.apply(ctx, f.config(named("_a"))); err != nil {
			return err
		}
		if err := w.configure(""); err != nil {
			return err
		}
		if _, err := w.run(ctx, "plan", "-out=saved"); err != nil {
			return err
		}
		f.change()
		if output, err := w.run(ctx, "apply", "saved"); err == nil {
			return errors.New("the plan was applied: " + output)
		}
		if err := f.expect(true); err != nil {
			return fmt.Errorf("plan %d: %w", i, err)
		}
	}
	return nil
}

// swappedTrackers has each issue tracker of a project replaced by another one.
func swappedTrackers(ctx context.Context, f *fleet, w *workspace, times int) error {
	var trackers []*unit
	for _, u := range f.units {
		if u.kind == catalog.Project && u.Exclusive == "issue tracker" {
			trackers = append(trackers, u)
		}
	}
	for i := range times + 1 {
		var text strings.Builder
		f.units = nil
		for n, u := range trackers {
			swapped := *u
			swapped.Integration = trackers[(n+i)%len(trackers)].Integration
			f.units = append(f.units, &swapped)
			text.WriteString(swapped.resource(fmt.Sprint("_", n), u.path, nil))
		}
		if err := w.apply(ctx, text.String()); err != nil {
			return err
		}
		if err := f.expect(true); err != nil {
			return fmt.Errorf("swap %d: %w", i, err)
		}
	}
	return nil
}

// lostMemberships has the token see none of the projects any more.
func lostMemberships(ctx context.Context, f *fleet, w *workspace, _ int) error {
	if err := w.apply(ctx, f.config(named("_a"))); err != nil {
		return err
	}
	for _, u := range f.units {
		if u.kind == catalog.Project {
			f.gitlab.RemoveProject(u.path)
		}
	}
	for _, config := range []string{f.config(named("_a")), ""} {
		if err := w.configure(config); err != nil {
			return err
		}
		output, err := w.run(ctx, "plan")
		if err != nil {
			return err
		}
		if got := strings.Count(output, "A project is gone"); got < 1 || got > 3 {
			return fmt.Errorf("the plan says %d times that a project is gone: %s", got, output)
		}
	}
	return nil
}
