package main

import (
	"fmt"
	"reflect"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// demo is a GitLab in memory and the CLI that changes it.
type demo struct {
	*gitlabfake.GitLab
	cli *cli
}

// settings are the settings of an integration by name, as GitLab stores them.
type settings = map[string]any

// integration is an integration of a project or group. The owner is a path such as
// "projects/acme/web"; the slug is such as "slack".
type integration struct{ owner, slug string }

// String returns a name such as "slack of projects/acme/web".
func (i integration) String() string { return i.slug + " of " + i.owner }

// active returns an error unless the integration is active and has these settings
// itself, that is, does not inherit them.
func (d *demo) active(i integration, want settings) error {
	stored, found := d.Stored(i.owner, i.slug)
	if !found || !stored.Active || stored.Inherited {
		return fmt.Errorf("in GitLab, %s is not active with settings of its own", i)
	}
	for name, value := range want {
		if !reflect.DeepEqual(stored.Settings[name], value) {
			return fmt.Errorf("in GitLab, %s of %s is %#v instead of %#v", name, i, stored.Settings[name], value)
		}
	}
	return nil
}

// inherits returns an error unless the integration is active and inherits the
// settings of the group.
func (d *demo) inherits(i integration) error {
	stored, found := d.Stored(i.owner, i.slug)
	if !found || !stored.Active || !stored.Inherited {
		return fmt.Errorf("in GitLab, %s does not inherit the settings of the group", i)
	}
	return nil
}

// inactive returns an error unless GitLab has the integration, and it is disabled.
func (d *demo) inactive(i integration) error {
	stored, found := d.Stored(i.owner, i.slug)
	if !found || stored.Active {
		return fmt.Errorf("in GitLab, %s is not disabled", i)
	}
	return nil
}
