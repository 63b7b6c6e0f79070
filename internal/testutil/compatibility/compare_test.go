package compatibility_test

import (
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

// released is a schema in which every kind of breaking change is possible.
const released = `data-source example_chat, version 0
  found nested(list) computed
  found.name string computed
identity example_chat, version 1
  project string optional
provider, version 0
  token string optional sensitive variable=TOKEN
resource example_chat, version 1
  channel string optional computed default="general"
  id string computed
  project string required
  room block(list,0,1) optional
  room.name string required
  webhook string optional sensitive
  webhook_wo string optional sensitive write-only
`

// parse parses a schema, which must be valid.
func parse(t *testing.T, text string) compatibility.Schema {
	t.Helper()
	schema, err := compatibility.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The message about a breaking change contains the attribute and a remedy.
func TestBreaks(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"resource gone":       {"resource example_chat, version 1", "resource example_talk, version 1", "resource example_chat is gone. Keep it"},
		"data source gone":    {"data-source example_chat", "data-source example_talk", "data-source example_chat is gone. Keep it"},
		"identity gone":       {"identity example_chat", "identity example_talk", "identity example_chat is gone. Keep it"},
		"version lowered":     {"resource example_chat, version 1", "resource example_chat, version 0", "resource example_chat has version 0 instead of 1. Increase"},
		"attribute gone":      {"  webhook string optional sensitive\n", "", "resource example_chat: webhook is gone. Keep it and deprecate it."},
		"attribute renamed":   {"  token string", "  secret string", "provider: token is gone. Keep it"},
		"nested one gone":     {"  found.name string computed\n", "", "data-source example_chat: found.name is gone."},
		"type":                {"channel string", "channel number", "channel has the type number instead of string. Add an attribute with another name"},
		"required":            {"webhook string optional", "webhook string required", "webhook is required. Leave it optional"},
		"new and required":    {"  id string computed\n", "  id string computed\n  url string required\n", "url is new and required. Make it optional."},
		"nested and required": {"  room.name string required\n", "  room.name string required\n  room.key string required\n", "room.key is new and required."},
		"not configurable":    {"channel string optional computed", "channel string computed", "channel cannot be configured any more."},
		"not computed":        {"channel string optional computed", "channel string optional", "channel is no longer computed."},
		"default":             {`"general"`, `"random"`, `channel has the default "random" instead of the default "general". Leave it`},
		"default gone":        {` default="general"`, "", `channel has no default instead of the default "general".`},
		"default new":         {"variable=TOKEN", "variable=TOKEN default=none", "token has the default none instead of no default."},
		"variable gone":       {" variable=TOKEN", "", "token is no longer read from TOKEN."},
		"write-only":          {"webhook string optional sensitive\n", "webhook string optional sensitive write-only\n", "webhook is write-only. Add an attribute"},
		"not write-only":      {" write-only", "", "webhook_wo is no longer write-only."},
		"sensitive":           {"id string computed", "id string computed sensitive", "id is sensitive."},
		"not sensitive":       {"token string optional sensitive", "token string optional", "token is no longer sensitive."},
		"block limited":       {"block(list,0,1)", "block(list,1,1)", "room has the type block(list,1,1) instead of block(list,0,1)."},
		"block as attribute":  {"block(list,0,1)", "nested(list)", "room has the type nested(list) instead of block(list,0,1)."},
		"block gone":          {"  room block(list,0,1) optional\n  room.name string required\n", "", "resource example_chat: room is gone."},
		"identity changed":    {"  project string optional\n", "  project number optional\n", `identity example_chat: project is "number optional" instead of "string optional".`},
		"identity required":   {"  project string optional\n", "  project string required\n", "Leave the identity as it is"},
		"identity extended":   {"  project string optional\n", "  project string optional\n  slug string optional\n", "identity example_chat: slug is new. Leave the identity"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(released, test.old, test.new, 1)
			found := compatibility.Breaks(parse(t, released), parse(t, changed))
			if len(found) != 1 {
				t.Fatalf("found %q", found)
			}
			if got := found[0].String(); !strings.HasPrefix(got, "breaking change: ") || !strings.Contains(got, test.want) {
				t.Errorf("got %q instead of %q", got, test.want)
			}
		})
	}
}

// Additions are not breaking changes.
func TestCompatibleChanges(t *testing.T) {
	for name, test := range map[string]struct{ old, new string }{
		"nothing":               {"", ""},
		"new resource":          {"resource example_chat", "resource example_talk, version 0\n  name string required\nresource example_chat"},
		"new attribute":         {"  id string computed\n", "  id string computed\n  url string optional\n"},
		"new block":             {"  id string computed\n", "  id string computed\n  hook block(set,0,0) optional\n  hook.url string required\n"},
		"deprecated":            {"webhook string optional sensitive\n", "webhook string optional sensitive deprecated\n"},
		"optional":              {"  project string required\n", "  project string optional\n"},
		"computed":              {"webhook string optional sensitive\n", "webhook string optional computed sensitive\n"},
		"variable":              {"webhook string optional sensitive\n", "webhook string optional sensitive variable=WEBHOOK\n"},
		"version raised":        {"resource example_chat, version 1", "resource example_chat, version 2"},
		"identity of a new one": {"identity example_chat", "identity example_talk, version 0\n  project string required\nidentity example_chat"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(released, test.old, test.new, 1)
			if found := compatibility.Breaks(parse(t, released), parse(t, changed)); len(found) > 0 {
				t.Errorf("found %q", found)
			}
		})
	}
}

// Parse is the inverse of String.
func TestParse(t *testing.T) {
	if got := parse(t, "# A comment\n\n"+released).String(); got != released {
		t.Errorf("got %s", got)
	}
	for _, text := range []string{
		"  token string optional\n", "provider\n", "provider, version 0\n  token\n", "provider, version 0\n  token string secret\n",
	} {
		if _, err := compatibility.Parse(text); err == nil {
			t.Errorf("%q was parsed without an error", text)
		}
	}
}
