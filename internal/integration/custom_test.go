package integration

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// TestSameMeaning compares what is configured with what a GitLab may answer.
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
	}
	for _, test := range tests {
		for _, answer := range test.same {
			if !sameMeaning(test.configured, wire(t, []byte(answer)), nil) {
				t.Errorf("%#v is taken for another than %s", test.configured, answer)
			}
		}
		for _, answer := range test.others {
			if sameMeaning(test.configured, wire(t, []byte(answer)), nil) {
				t.Errorf("%#v is taken for the same as %s", test.configured, answer)
			}
		}
	}
}

// TestSettleAny keeps what people wrote, and else takes the answer in the type
// that they used.
func TestSettleAny(t *testing.T) {
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
			t.Errorf("%#v is settled with %s as %#v instead of %#v", test.before, test.answer, got, test.want)
		}
	}
}

// TestAnsweredAny finds settings among the properties, else beside them.
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

// TestImportable leaves out what no setting looks like, and every secret of the
// catalog.
func TestImportable(t *testing.T) {
	answer := &client.Integration{
		Fields: map[string]any{"id": json.Number("1"), "active": true, "inherited": false, "push_events": false, "comment_on_event_enabled": true, "job_events": nil},
		Properties: map[string]any{
			"channel": "", "notify": false, "thread": json.Number("5"), "labels": []any{"a"},
			"unset": nil, "nested": map[string]any{}, "matrix": []any{[]any{"a"}},
		},
	}
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range integrations {
		for _, p := range i.Parameters {
			if p.Secret && (p.Returned != catalog.Hidden || i.Slug != "discord") {
				answer.Properties[p.Name] = "secret"
			}
		}
	}
	want := map[string]any{
		"push_events": false, "comment_on_event_enabled": true,
		"channel": "", "notify": false, "thread": json.Number("5"), "labels": []any{"a"},
	}
	if got := importable(answer); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("importable are %v instead of %v", got, want)
	}
}

// TestRedactOnce has a secret that is a part of what is put in its place.
func TestRedactOnce(t *testing.T) {
	c := &Custom{Slug: "chat"}
	op := applyOperation{definition: c.definition(), planned: settings{"token": "t", "key": "it"}}
	op.declare([]string{"token", "key"}, true)
	if got, want := op.redact("a bit to read"), "a b(sensitive) (sensitive)o read"; got != want {
		t.Errorf("redacted is %q instead of %q", got, want)
	}
}
