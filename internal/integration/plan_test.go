package integration_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestPlanOfANewResourceHasTheDefaults(t *testing.T) {
	plan := offline(t).plan(chatType, nil, minimal)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, minimal.with(defaults))
	if len(plan.replace) > 0 {
		t.Errorf("a new resource replaces %q", plan.replace)
	}
}

func TestPlanLeavesConfiguredValuesUnchanged(t *testing.T) {
	config := full.with(object{
		"use_inherited_settings": false, "server_url": "https://chat.example//", "labels": []string{" a ", "a", "b"},
		"statuses": " open,, closed ", "username": "", "audience": "",
	})
	plan := offline(t).plan(chatType, minimal.with(defaults), config)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, config.with(object{"id": "projects/acme/web"}))
}

// For an optional and computed attribute that is not configured, the CLI proposes the
// prior value.
func TestPlanReplacesPriorValuesByDefaults(t *testing.T) {
	prior := full.with(object{"id": "projects/acme/web", "use_inherited_settings": true})
	plan := offline(t).plan(chatType, prior, minimal)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, minimal.with(defaults))
}

func TestPlanOfAnUnchangedResourceIsItsState(t *testing.T) {
	for _, config := range []object{minimal, full} {
		tf := offline(t)
		state := tf.plan(chatType, nil, config).state
		plan := tf.plan(chatType, state, config)
		expectObject(t, plan.state, state)
		if len(plan.replace) > 0 {
			t.Errorf("the plan replaces %q", plan.replace)
		}
	}
}

func TestPlanCopiesTheDefaultOfAnotherSetting(t *testing.T) {
	tests := map[string]struct{ source, want any }{
		"configured": {false, false},
		"default":    {nil, true},
		"unknown":    {unknown, unknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			plan := offline(t).plan(chatType, nil, minimal.with(object{"only_broken": test.source}))
			if got := plan.state["job_events"]; got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestPlanOfInheritedSettingsIsNull(t *testing.T) {
	config := object{"project": "acme/web", "use_inherited_settings": true}
	plan := offline(t).plan(chatType, full.with(defaults), config)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, config.with(object{"id": "projects/acme/web"}))
}

func TestUnknownInheritanceMakesDefaultsUnknown(t *testing.T) {
	config := minimal.with(object{"use_inherited_settings": unknown, "branches": "all"})
	for name, prior := range map[string]object{"new": nil, "existing": minimal.with(defaults)} {
		t.Run(name, func(t *testing.T) {
			plan := offline(t).plan(chatType, prior, config)
			expectNothing(t, plan.diagnostics)
			want := config.with(object{"id": "projects/acme/web"})
			for name := range defaults {
				if config[name] == nil && name != "id" {
					want[name] = unknown
				}
			}
			expectObject(t, plan.state, want)
		})
	}
}

func TestPlanKeepsUnknownSettingsUnknown(t *testing.T) {
	config := minimal.with(object{"webhook": unknown, "priority": unknown, "labels": unknown, "only_broken": unknown, "username": unknown})
	plan := offline(t).plan(chatType, nil, config)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, minimal.with(defaults, config, object{"job_events": unknown}))
}

func TestPlanKeepsASetWithUnknownElements(t *testing.T) {
	labels := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{
		tftypes.NewValue(tftypes.String, "a"), tftypes.NewValue(tftypes.String, tftypes.UnknownValue)})
	plan := offline(t).plan(chatType, nil, minimal.with(object{"labels": labels}))
	expectNothing(t, plan.diagnostics)
	if got, ok := plan.state["labels"].([]string); !ok || len(got) != 2 {
		t.Errorf("got %v", plan.state["labels"])
	}
}

func TestReplacement(t *testing.T) {
	tests := map[string]struct {
		prior, config object
		id            any
		replace       []string
	}{
		"new":               {nil, object{"project": "acme/web"}, "projects/acme/web", nil},
		"new, unknown":      {nil, object{"project": unknown}, unknown, nil},
		"new group":         {nil, object{"group": "acme"}, "groups/acme", nil},
		"same project":      {object{"project": "acme/web"}, object{"project": "acme/web"}, "projects/acme/web", nil},
		"same group":        {object{"group": "acme"}, object{"group": "acme"}, "groups/acme", nil},
		"other project":     {object{"project": "acme/web"}, object{"project": "42"}, "projects/42", []string{"project"}},
		"other group":       {object{"group": "acme"}, object{"group": "acme/sub"}, "groups/acme/sub", []string{"group"}},
		"project to group":  {object{"project": "acme/web"}, object{"group": "acme"}, "groups/acme", []string{"project", "group"}},
		"unknown project":   {object{"project": "acme/web"}, object{"project": unknown}, unknown, []string{"project"}},
		"unknown group":     {object{"group": "acme"}, object{"group": unknown}, unknown, []string{"group"}},
		"to unknown group":  {object{"project": "acme/web"}, object{"group": unknown}, unknown, []string{"project", "group"}},
		"one maybe unknown": {object{"project": "acme/web"}, object{"project": "acme/web", "group": unknown}, unknown, []string{"group"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			settings := object{"webhook": "https://chat.example/hook", "server_url": "https://chat.example"}
			prior := test.prior
			if prior != nil {
				prior = defaults.with(settings, prior)
			}
			plan := offline(t).plan(chatType, prior, settings.with(test.config))
			expectGroupLeft(t, plan, test.prior["group"])
			if plan.state["id"] != test.id {
				t.Errorf("got id %v, want %v", plan.state["id"], test.id)
			}
			var want []string
			for _, attribute := range test.replace {
				want = append(want, tftypes.NewAttributePath().WithAttributeName(attribute).String())
			}
			if !slices.Equal(plan.replace, want) {
				t.Errorf("got %q to replace, want %q", plan.replace, want)
			}
		})
	}
}

func TestReplacementWhereOnlyOneKindOfOwnerExists(t *testing.T) {
	tf := offline(t)
	store := tf.plan(storeType, object{"project": "1", "key_id": "a"}, object{"project": "1", "key_id": "b"})
	tracker := tf.plan(trackerType, object{"group": "1", "url": "a"}, object{"group": "2", "url": "a"})
	if len(store.replace) != 0 || len(tracker.replace) != 1 {
		t.Errorf("got %q and %q", store.replace, tracker.replace)
	}
	expectObject(t, store.state, object{"id": "projects/1", "project": "1", "key_id": "b", "use_inherited_settings": false})
	expectObject(t, tracker.state, object{"id": "groups/2", "group": "2", "url": "a", "use_inherited_settings": false})
}

func TestPlanToDestroyWarnsOfWhatCannotBeDisabled(t *testing.T) {
	tf := offline(t)
	plan := tf.plan(chatType, minimal.with(defaults), nil)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, nil)
	plan = tf.plan(installedType, object{"project": "acme/web"}, nil)
	expectWarning(t, plan.diagnostics, "", "Installed app", "project acme/web", "uninstall the app")
	expectObject(t, plan.state, nil)
}

func TestPlanReturnsThePrivateState(t *testing.T) {
	for name, config := range map[string]object{"change": minimal, "destroy": nil} {
		plan := offline(t).planPrivate(chatType, full.with(defaults), config, []byte(`{"updated_at":"2019"}`))
		if string(plan.private) != `{"updated_at":"2019"}` {
			t.Errorf("%s: got %s", name, plan.private)
		}
	}
}
