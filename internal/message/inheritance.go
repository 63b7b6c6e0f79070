package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// What GitLab does on PUT and DELETE of an integration that others inherit, or
// that inherits, is recorded of GitLab 18.9 (_inheritance.jsonl).

// NothingToInherit explains that nothing above has the integration. Groups can
// have it, or only the whole instance.
func (s Subject) NothingToInherit(groupsHaveIt bool) string {
	text := "There is nothing to inherit. "
	instance := "an administrator must set it up for the whole instance (Admin area > Settings > Integrations)"
	above := groupsAbove(s.Owner)
	switch {
	case !groupsHaveIt || s.Owner.Kind == client.GroupKind && len(above) == 0 && !isNumber(s.Owner.ID):
		return text + fmt.Sprintf("No group above this %s can have %s: %s. Otherwise remove `use_inherited_settings`.", s.Owner.Kind, s.Title, instance)
	case len(above) == 0:
		return text + fmt.Sprintf("A group above this %s must have %s with settings of its own, or %s. ", s.Owner.Kind, s.Title, instance) +
			fmt.Sprintf("Set it up there first, as with `%s` and its `group`, or remove `use_inherited_settings`.", s.TypeName)
	}
	return text + fmt.Sprintf("%s must have settings of its own in a group above this %s (%s), or %s. ", s.Title, s.Owner.Kind, alternatives(above, "or"), instance) +
		fmt.Sprintf("Set it up there first, as with `%s` and `group = %q`, or remove `use_inherited_settings`.", s.TypeName, above[0])
}

// groupsAbove are the paths of the groups that a project or group is in, the
// nearest first. An ID tells none.
func groupsAbove(owner client.Owner) (paths []string) {
	path := owner.ID
	for slash := strings.LastIndex(path, "/"); slash > 0; slash = strings.LastIndex(path, "/") {
		path = path[:slash]
		paths = append(paths, path)
	}
	return paths
}

func isNumber(id string) bool { return strings.Trim(id, "0123456789") == "" }

// OffAbove explains that an integration inherits from one that is switched off.
// To a group, GitLab copies the settings above only when they are saved.
func (s Subject) OffAbove() string {
	if s.Owner.Kind == client.GroupKind {
		return "GitLab linked it to the settings above, but it is not active. Switch the integration on above and save it there: GitLab copies the settings to this group only then."
	}
	return "GitLab linked it to the settings of a group above or of the instance, but they are switched off. Switch the integration on there."
}

// CopiedLater warns of a group that is about to inherit.
func (s Subject) CopiedLater() Text {
	return ofCause(copiedLater, fmt.Sprintf("%s in %s gets the settings only with the next change above", s.Title, s.owner()),
		"GitLab links the group to the settings above, but does not copy them yet: the group, and what inherits from it, keep their present settings "+
			"until the integration is next saved in the group above or for the instance. "+
			"To have them now, save the integration there once more in GitLab's web page after this apply. (Projects get them at once.)")
}

// InheritedStaysOn warns of a group whose integration is about to be destroyed.
func (s Subject) InheritedStaysOn() Text {
	return ofCause(inheritedStaysOn, fmt.Sprintf("%s stays on where it is inherited from %s", s.Title, s.owner()),
		"GitLab switches the integration off in the group alone. Projects and subgroups that inherit it keep it active with the last settings, until the integration is set up in the group again. "+
			"To switch it off there too, destroy the integration in each of them, or give each settings of its own with `use_inherited_settings = false` and destroy that. "+
			"To keep it with other settings, change it in the group instead of destroying it.")
}

// SwitchedOnAgain warns of an integration that inherits and is about to be
// destroyed.
func (s Subject) SwitchedOnAgain() Text {
	return ofCause(switchedOnAgain, fmt.Sprintf("%s in %s can be switched on again from above", s.Title, s.owner()),
		"The integration inherits its settings, and a destroy does not end that: the next time that the settings above are saved, GitLab switches it on again. "+
			"To switch it off for good, first give it settings of its own (`use_inherited_settings = false`) and apply that, then destroy it.")
}
