package integration

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// TestSameMeaning compares configured values with the forms in which GitLab may return
// them.
func TestSameMeaning(t *testing.T) {
	tests := []struct {
		configured   any
		same, others []string
	}{
		{nil, []string{`null`, `""`, `false`, `[]`}, []string{`"x"`, `true`, `0`, `"false"`, `["a"]`}},
		{"", []string{`null`, `""`, `false`, `[]`}, []string{`"x"`, `true`}},
		{true, []string{`true`, `"true"`, `1`, `"1"`}, []string{`false`, `null`, `""`, `0`, `"yours"`, `2`}},
		{false, []string{`false`, `"false"`, `0`, `"0"`, `null`, `""`}, []string{`true`, `"yours"`, `1`}},
		{"true", []string{`true`, `"true"`}, []string{`false`, `null`, `"1"`}},
		{"1", []string{`true`, `1`, `"1"`}, []string{`false`, `0`, `"true"`}},
		{"yours", []string{`"yours"`}, []string{`false`, `true`, `null`, `[]`}},
		{json.Number("5"), []string{`5`, `"5"`}, []string{`6`, `"05"`, `null`, `true`}},
		{json.Number("1"), []string{`1`, `"1"`, `true`}, []string{`false`}},
		{[]string{"b", "a"}, []string{`["a","b"]`, `["b","a"]`, `"a,b"`, `["a","a","b"]`}, []string{`["a"]`, `null`, `[]`, `"a"`}},
		{[]string{}, []string{`[]`, `null`, `""`}, []string{`["a"]`}},
		{"a,b", []string{`"a,b"`, `["b","a"]`}, []string{`"b,a"`, `["a"]`}},
		{"a\nb", []string{`"a\nb"`, `"a\r\nb"`}, []string{`"a b"`, `"a\n\nb"`, `"a\nb\n"`}},
	}
	for _, test := range tests {
		for _, answer := range test.same {
			if !sameMeaning(test.configured, wire(t, []byte(answer)), lineFeeds) {
				t.Errorf("%#v and %s are different, want the same", test.configured, answer)
			}
		}
		for _, answer := range test.others {
			if sameMeaning(test.configured, wire(t, []byte(answer)), lineFeeds) {
				t.Errorf("%#v and %s are the same, want different", test.configured, answer)
			}
		}
	}
}

// TestReconcileAny checks that the configured value is kept if GitLab's value means the
// same. Otherwise GitLab's value is converted to the configured type.
func TestReconcileAny(t *testing.T) {
	tests := []struct {
		before any
		answer string
		want   any
	}{
		{"1", `true`, "1"},
		{nil, `""`, nil},
		{nil, `"x"`, "x"},
		{"x", `null`, nil},
		{true, `"0"`, false},
		{true, `"yours"`, "yours"},
		{"5", `6`, "6"},
		{json.Number("5"), `"6"`, json.Number("6")},
		{json.Number("5"), `"six"`, "six"},
		{[]string{"a"}, `"b,c"`, []string{"b", "c"}},
		{[]string{"a"}, `["c","b"]`, []string{"b", "c"}},
		{"a", `["b"]`, []any{"b"}},
	}
	for _, test := range tests {
		p := Parameter{Type: Any}
		if got := p.reconcile(test.before, wire(t, []byte(test.answer))); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%#v is reconciled with %s as %#v instead of %#v", test.before, test.answer, got, test.want)
		}
	}
}

// TestAnsweredAny checks that a setting is read from the properties first, then from the
// top level of the response.
func TestAnsweredAny(t *testing.T) {
	answer := &client.Integration{
		Fields:     map[string]any{"title": "Chat", "active": true, "push_events": true, "twice": "top"},
		Properties: map[string]any{"channel": "one", "twice": "property", "nothing": nil},
	}
	for name, want := range map[string]any{"channel": "one", "twice": "property", "push_events": true, "nothing": nil} {
		p := Parameter{Name: name, Type: Any}
		if got, shown := p.answered(answer); !shown || got != want {
			t.Errorf("%s is %v, shown %t", name, got, shown)
		}
	}
	for _, name := range []string{"title", "active", "missing"} {
		p := Parameter{Name: name, Type: Any}
		if got, shown := p.answered(answer); shown {
			t.Errorf("%s is shown as %v", name, got)
		}
	}
}

// TestImportable checks that an import takes every setting that GitLab returns, except
// for fields that are not settings and for the secrets of the catalog. A name alone, such
// as `token`, does not make a setting a secret.
func TestImportable(t *testing.T) {
	answer := &client.Integration{
		Fields: map[string]any{"id": json.Number("1"), "active": true, "inherited": false, "push_events": false, "comment_on_event_enabled": true, "job_events": nil},
		Properties: map[string]any{
			"channel": "a\r\nb", "notify": false, "thread": json.Number("5"), "labels": []any{"a"}, "token": "shown", "key": "shown",
			"unset": nil, "nested": map[string]any{}, "matrix": []any{[]any{"a"}}, "group": "acme", "not-a-name": "x",
		},
	}
	want := map[string]any{
		"push_events": false, "comment_on_event_enabled": true,
		"channel": "a\nb", "notify": false, "thread": json.Number("5"), "labels": []any{"a"}, "token": "shown", "key": "shown",
	}
	if got := customOf("unknown").importable(answer); !reflect.DeepEqual(got, want) {
		t.Errorf("importable are %v instead of %v", got, want)
	}
	delete(want, "token")
	if got := customOf("chat").importable(answer); !reflect.DeepEqual(got, want) {
		t.Errorf("importable of an integration of the catalog are %v instead of %v", got, want)
	}
}

// customOf returns the definition of a custom integration with this slug. The catalog
// contains only the slug chat.
func customOf(slug string) *definition {
	known := newResource(&Spec{Slug: "chat", Parameters: []Parameter{
		{Name: "token", Secret: true},
		{Name: "key"},
		{Name: "url", Normalize: TrailingSlash},
		{Name: "keys", Type: Strings, Normalize: Trim},
		{Name: "note_channel", FallsBackTo: "channel"},
		{Name: "verify", Type: Bool, Default: true, AlwaysAnswered: true},
	}})
	return newCustom(map[string]*definition{"chat": known}).ofSlug(settings{attributeSlug: slug})
}

// TestRulesOfTheCatalog checks that the custom resource follows the rules of the catalog
// for the integrations in it, and only for these.
func TestRulesOfTheCatalog(t *testing.T) {
	answer := &client.Integration{Properties: map[string]any{"channel": "all", "url": "https://x", "keys": []any{"a", "b"}, "note_channel": "all", "verify": true}}
	for name, before := range map[string]any{"url": "https://x/", "keys": []string{"b ", " a"}, "note_channel": nil, "verify": false} {
		known, unknown := customOf("chat").anyParameter("chat", name), customOf("other").anyParameter("other", name)
		if got := known.after(before, answer); !reflect.DeepEqual(got, before) || !known.confirmed(before, answer) {
			t.Errorf("%s: %#v becomes %#v", name, before, got)
		}
		if got := unknown.after(before, answer); reflect.DeepEqual(got, before) || unknown.confirmed(before, answer) {
			t.Errorf("%s: %#v stays, though there is no such rule", name, before)
		}
	}
}
