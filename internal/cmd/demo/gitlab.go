package main

import (
	"fmt"
	"reflect"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// demo is a GitLab and the CLI that works on it.
type demo struct {
	*gitlabfake.GitLab
	cli *cli
}

// settings are parameters of an integration, as GitLab stores them.
type settings = map[string]any

// place is where an integration is: "projects/acme/web" and "slack".
type place struct{ owner, slug string }

// String names the place for people.
func (p place) String() string { return p.slug + " of " + p.owner }

// active returns an error unless GitLab has the integration switched on with
// these settings of its own.
func (d *demo) active(p place, want settings) error {
	stored, found := d.Stored(p.owner, p.slug)
	if !found || !stored.Active || stored.Inherited {
		return fmt.Errorf("GitLab does not have %s switched on with settings of its own", p)
	}
	for name, value := range want {
		if !reflect.DeepEqual(stored.Settings[name], value) {
			return fmt.Errorf("GitLab has %s = %#v instead of %#v for %s", name, stored.Settings[name], value, p)
		}
	}
	return nil
}

// inherits returns an error unless the integration uses the group's settings.
func (d *demo) inherits(p place) error {
	stored, found := d.Stored(p.owner, p.slug)
	if !found || !stored.Active || !stored.Inherited {
		return fmt.Errorf("GitLab does not have %s switched on with the settings of the group", p)
	}
	return nil
}

// inactive returns an error unless GitLab has the integration switched off.
func (d *demo) inactive(p place) error {
	stored, found := d.Stored(p.owner, p.slug)
	if !found || stored.Active {
		return fmt.Errorf("GitLab does not have %s switched off", p)
	}
	return nil
}
