package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// These messages describe the effect of PUT and DELETE on an integration that
// inherits or is inherited (recorded of GitLab 18.9 in _inheritance.jsonl).

// NothingToInherit explains that neither a parent group nor the instance has the
// integration. groupsHaveIt reports whether groups can have it.
func (s Subject) NothingToInherit(groupsHaveIt bool) string {
	text := "There is nothing to inherit. "
	instance := "an administrator must set it up for the whole instance (Admin area > Settings > Integrations)"
	above := groupsAbove(s.Owner)
	switch {
	case !groupsHaveIt:
		return text + fmt.Sprintf("Groups cannot have %s, so %s. Otherwise remove `use_inherited_settings`.", s.Title, instance)
	case s.Owner.Kind == client.GroupKind && len(above) == 0 && !isNumber(s.Owner.ID):
		return text + "No group is above this group, so " + instance + ". Otherwise remove `use_inherited_settings`."
	case len(above) == 0:
		return text + fmt.Sprintf("A group above this %s must have %s with settings of its own, or %s. ", s.Owner.Kind, s.Title, instance) +
			fmt.Sprintf("Set it up there first, as with `%s` and its `group`, or remove `use_inherited_settings`.", s.TypeName)
	}
	return text + fmt.Sprintf("%s must have settings of its own in a group above this %s (%s), or %s. ", s.Title, s.Owner.Kind, alternatives(above, "or"), instance) +
		fmt.Sprintf("Set it up there first, as with `%s` and `group = %q`, or remove `use_inherited_settings`.", s.TypeName, above[0])
}

// groupsAbove returns the paths of the parent groups of a project or group, the
// nearest first. It returns none for an ID.
func groupsAbove(owner client.Owner) (paths []string) {
	path := owner.ID
	for slash := strings.LastIndex(path, "/"); slash > 0; slash = strings.LastIndex(path, "/") {
		path = path[:slash]
		paths = append(paths, path)
	}
	return paths
}

func isNumber(id string) bool { return strings.Trim(id, "0123456789") == "" }

// DisabledAbove explains that an integration inherits from a disabled one. GitLab copies
// the settings to a group only when they are saved in the parent group.
func (s Subject) DisabledAbove() string {
	if s.Owner.Kind == client.GroupKind {
		return "GitLab linked it to the integration above, but it is not active. Enable the integration above and save it there: only then does GitLab copy the settings to this group."
	}
	return "GitLab linked it to the integration of a group above or of the instance, but that is disabled. Enable it there."
}

// CopiedLater warns of a group that begins to inherit.
func (s Subject) CopiedLater() Text {
	return ofCause(copiedLater, fmt.Sprintf("%s in %s inherits the settings only after the next change above", s.Title, s.owner()),
		"GitLab links the group to the settings above, but does not copy them yet: the group, and what inherits from it, keep their present settings "+
			"until the integration is next saved in the group above or for the instance. "+
			"To copy them now, save the integration there once more in GitLab's web interface after this apply. (Projects get them immediately.)")
}

// InheritedStaysActive warns that a group's integration will be destroyed.
func (s Subject) InheritedStaysActive() Text {
	return ofCause(inheritedStaysActive, fmt.Sprintf("%s stays active where it is inherited from %s", s.Title, s.owner()),
		"GitLab disables the integration only in the group. Projects and subgroups that inherit it keep it active with the last settings, until the integration is set up in the group again. "+
			"To disable it there too, destroy the integration in each of them, or first give each of them its own settings with `use_inherited_settings = false` and then destroy it. "+
			"To keep it with other settings, change it in the group instead of destroying it.")
}

// EnabledAgain warns that an integration that inherits will be destroyed.
func (s Subject) EnabledAgain() Text {
	return ofCause(enabledAgain, fmt.Sprintf("%s in %s can become active again", s.Title, s.owner()),
		"The integration inherits its settings, and a destroy does not end that: the next time that the settings above are saved, GitLab enables it again. "+
			"To disable it permanently, first give it its own settings (`use_inherited_settings = false`) and apply that, then destroy it.")
}
