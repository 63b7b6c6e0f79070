package integration_test

import (
	"testing"
)

var (
	inheritingProject = object{"project": "acme/web", "use_inherited_settings": true}
	inheritingGroup   = object{"group": "acme/shop", "use_inherited_settings": true}
	groupOfItsOwn     = minimal.with(object{"project": nil, "group": "acme/shop"})
)

func TestPlanToDestroyWarnsOfWhatInherits(t *testing.T) {
	tests := map[string]struct {
		prior object
		want  []string // nil for no warning
	}{
		"project":            {defaults.with(minimal), nil},
		"inheriting project": {inheritingProject, []string{"Team chat in project acme/web can become active again", "use_inherited_settings = false"}},
		"inheriting group":   {inheritingGroup, []string{"Team chat in group acme/shop can become active again", "use_inherited_settings = false"}},
		"group":              {defaults.with(groupOfItsOwn), []string{"Team chat stays active where it is inherited from group acme/shop", "destroy the integration in each"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			plan := offline(t).plan(chatType, test.prior, nil)
			expectObject(t, plan.state, nil)
			if test.want == nil {
				expectNothing(t, plan.diagnostics)
				return
			}
			expectWarning(t, plan.diagnostics, "", test.want...)
		})
	}
}

// The plan has already warned.
func TestDestroyOfWhatInheritsSaysNothing(t *testing.T) {
	for name, prior := range map[string]object{"project": inheritingProject, "group": defaults.with(groupOfItsOwn)} {
		t.Run(name, func(t *testing.T) {
			_, found := newGitLab(t, keepingOn(&chat, prior)).terraform().destroy(chatType, prior)
			expectNothing(t, found)
		})
	}
}

func TestPlanWarnsOfAGroupThatBeginsToInherit(t *testing.T) {
	tests := map[string]struct {
		prior, config object
		warns         bool
	}{
		"new group":       {nil, inheritingGroup, true},
		"false to true":   {defaults.with(groupOfItsOwn), inheritingGroup, true},
		"true before":     {inheritingGroup, inheritingGroup, false},
		"true to false":   {inheritingGroup, groupOfItsOwn, false},
		"new project":     {nil, inheritingProject, false},
		"project changes": {defaults.with(minimal), inheritingProject, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			plan := offline(t).plan(chatType, test.prior, test.config)
			if !test.warns {
				expectNothing(t, plan.diagnostics)
				return
			}
			expectWarning(t, plan.diagnostics, "use_inherited_settings", "Team chat in group acme/shop inherits the settings only after the next change above")
		})
	}
}

// The warning does not name a group that is unknown.
func TestPlanWarnsOfAnUnknownGroupThatBeginsToInherit(t *testing.T) {
	plan := offline(t).plan(chatType, nil, inheritingGroup.with(object{"group": unknown}))
	expectWarning(t, plan.diagnostics, "use_inherited_settings", "Team chat in the group inherits")
}

// A replacement destroys one integration and creates another. The first plan warns of
// both.
func TestPlanToReplaceWarnsOfBoth(t *testing.T) {
	plan := offline(t).plan(chatType, inheritingGroup, inheritingGroup.with(object{"group": "acme/site"}))
	expectReplacement(t, plan, true)
	if len(plan.diagnostics) != 2 {
		t.Fatalf("got %d diagnostics, want 2", len(plan.diagnostics))
	}
	expectWarning(t, plan.diagnostics[:1], "", "group acme/shop can become active again")
	expectWarning(t, plan.diagnostics[1:], "use_inherited_settings", "group acme/site inherits the settings")
}

// The warning names a custom integration by its slug, unless the slug is unknown.
func TestPlanWarnsOfCustomInheritance(t *testing.T) {
	for title, slug := range map[string]any{"pumble": "pumble", "The integration": unknown} {
		t.Run(title, func(t *testing.T) {
			plan := offline(t).plan(customType, nil, inheritingGroup.with(object{"slug": slug}))
			expectWarning(t, plan.diagnostics, "use_inherited_settings", title+" in group acme/shop inherits the settings only")
		})
	}
	plan := offline(t).plan(customType, inheritingProject.with(object{"slug": "pumble"}), nil)
	expectWarning(t, plan.diagnostics, "", "pumble in project acme/web can become active again")
}
