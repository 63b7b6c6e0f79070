package integration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// wire parses JSON in the same way as the client.
func wire(t testing.TB, text []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestDecode(t *testing.T) {
	type list = []string
	tests := []struct {
		wire                         string
		text, truth, number, strings any
	}{
		{`null`, nil, nil, nil, list{}},
		{`""`, "", nil, nil, list{}},
		{`true`, "true", true, nil, list{"true"}},
		{`false`, "false", false, nil, list{"false"}},
		{`"true"`, "true", true, nil, list{"true"}},
		{`"false"`, "false", false, nil, list{"false"}},
		{`"TRUE"`, "TRUE", true, nil, list{"TRUE"}},
		{`"t"`, "t", true, nil, list{"t"}},
		{`"f"`, "f", false, nil, list{"f"}},
		{`1`, "1", true, int64(1), list{"1"}},
		{`0`, "0", false, int64(0), list{"0"}},
		{`"1"`, "1", true, int64(1), list{"1"}},
		{`"0"`, "0", false, int64(0), list{"0"}},
		{`2`, "2", nil, int64(2), list{"2"}},
		{`123`, "123", nil, int64(123), list{"123"}},
		{`"123"`, "123", nil, int64(123), list{"123"}},
		{`-5`, "-5", nil, int64(-5), list{"-5"}},
		{`9223372036854775807`, "9223372036854775807", nil, int64(9223372036854775807), list{"9223372036854775807"}},
		{`9223372036854775808`, "9223372036854775808", nil, nil, list{"9223372036854775808"}},
		{`1e3`, "1e3", nil, nil, list{"1e3"}},
		{`1.5`, "1.5", nil, nil, list{"1.5"}},
		{`"high"`, "high", nil, nil, list{"high"}},
		{`"b,a"`, "b,a", nil, nil, list{"a", "b"}},
		{`",a,,b,"`, ",a,,b,", nil, nil, list{"a", "b"}},
		{`[]`, "[]", nil, nil, list{}},
		{`["b","a"]`, `["b","a"]`, nil, nil, list{"a", "b"}},
		{`[1,true]`, `[1,true]`, nil, nil, list{"1", "true"}},
		{`["a,b"]`, `["a,b"]`, nil, nil, list{"a,b"}},
		{`{"b":1,"a":null}`, `{"a":null,"b":1}`, nil, nil, nil},
		{`"a\r\nb\n\r"`, "a\nb\n\r", nil, nil, list{"a\r\nb\n\r"}},
	}
	for _, test := range tests {
		for decodedAs, want := range map[Type]any{String: test.text, Bool: test.truth, Integer: test.number, Strings: test.strings} {
			if decodedAs == Strings && want == nil {
				continue // No version of GitLab returns such a list.
			}
			if got := decodedAs.decode(wire(t, []byte(test.wire))); !reflect.DeepEqual(got, want) {
				t.Errorf("%s as type %d: got %#v, want %#v", test.wire, decodedAs, got, want)
			}
		}
	}
}

func TestValuesSurviveTheWayToTerraformAndBack(t *testing.T) {
	tests := map[Type][]any{
		String:  {nil, "", "text", "ünï\n"},
		Bool:    {nil, true, false},
		Integer: {nil, int64(0), int64(-1), int64(9223372036854775807)},
		Strings: {nil, []string{}, []string{"a", "b"}},
	}
	for settingType, settings := range tests {
		for _, setting := range settings {
			if got := toSetting(toValue(settingType.terraform(), setting)); !reflect.DeepEqual(got, setting) {
				t.Errorf("type %d: got %#v, want %#v", settingType, got, setting)
			}
		}
		if got := toSetting(tftypes.NewValue(settingType.terraform(), tftypes.UnknownValue)); got != nil {
			t.Errorf("type %d: unknown became %#v", settingType, got)
		}
	}
	if got := toSetting(toValue(tftypes.Number, 7)); got != int64(7) {
		t.Errorf("an int became %#v", got)
	}
}

func TestReconcile(t *testing.T) {
	type list = []string
	plain := Parameter{}
	flag, flagOn, flagOff := Parameter{Type: Bool}, Parameter{Type: Bool, Default: true}, Parameter{Type: Bool, Default: false}
	copied := Parameter{Type: Bool, DefaultFrom: "other"}
	always := Parameter{Type: Bool, Default: true, AlwaysAnswered: true}
	number, lines := Parameter{Type: Integer}, Parameter{Multiline: true}
	set, setWithDefault := Parameter{Type: Strings}, Parameter{Type: Strings, Default: []string{}}
	trimmedSet := Parameter{Type: Strings, Default: []string{}, Normalize: Trim}
	address, commas, trimmed := Parameter{Normalize: TrailingSlash}, Parameter{Normalize: CommaList}, Parameter{Normalize: Trim}
	tests := []struct {
		name                   string
		parameter              *Parameter
		before, answered, want any
	}{
		{"same text", &plain, "a", "a", "a"},
		{"other text", &plain, "a", "b", "b"},
		{"case counts", &plain, "a", "A", "A"},
		{"space counts", &plain, "a", "a ", "a "},
		{"slash counts", &plain, "a", "a/", "a/"},
		{"new text", &plain, nil, "a", "a"},
		{"no text", &plain, "a", nil, nil},
		{"empty text instead of text", &plain, "a", "", nil},
		{"null stays null", &plain, nil, nil, nil},
		{"null stays null before empty text", &plain, nil, "", nil},
		{"empty text stays before null", &plain, "", nil, ""},
		{"empty text stays before empty text", &plain, "", "", ""},
		{"text instead of empty text", &plain, "", "a", "a"},
		{"text that reads false", &plain, nil, "false", "false"},
		{"flag without default: false before null", &flag, false, nil, false},
		{"flag without default: null before false", &flag, nil, false, nil},
		{"flag without default: true before false", &flag, true, false, nil},
		{"flag without default: null before true", &flag, nil, true, true},
		{"flag with default: false before null", &flagOn, false, nil, nil},
		{"flag with default: null before false", &flagOn, nil, false, false},
		{"flag with default false: false before null", &flagOff, false, nil, nil},
		{"flag with default false: null before false", &flagOff, nil, false, false},
		{"flag with copied default: null before false", &copied, nil, false, false},
		{"always answered: false before true", &always, false, true, false},
		{"always answered: true before true", &always, true, true, true},
		{"always answered: null before true", &always, nil, true, true},
		{"always returned, but different", &always, true, false, false},
		{"number", &number, int64(1), int64(1), int64(1)},
		{"other number", &number, int64(1), int64(2), int64(2)},
		{"zero is not null", &number, nil, int64(0), int64(0)},
		{"no number", &number, int64(1), nil, nil},
		{"order of a set", &set, list{"b", "a"}, list{"a", "b"}, list{"b", "a"}},
		{"repetition in a set", &set, list{"a"}, list{"a", "a"}, list{"a"}},
		{"other set", &set, list{"a"}, list{"a", "b"}, list{"a", "b"}},
		{"subset", &set, list{"a", "b"}, list{"a"}, list{"a"}},
		{"empty set before empty set", &set, list{}, list{}, list{}},
		{"empty set before null", &setWithDefault, list{}, list{}, list{}},
		{"null before empty set, no default", &set, nil, list{}, nil},
		{"elements removed, no default", &set, list{"a"}, list{}, nil},
		{"elements removed, default", &setWithDefault, list{"a"}, list{}, list{}},
		{"trimmed elements", &trimmedSet, list{" a ", "b"}, list{"a", "b"}, list{" a ", "b"}},
		{"trailing slash removed", &address, "https://x/", "https://x", "https://x/"},
		{"trailing slash added", &address, "https://x", "https://x/", "https://x"},
		{"two slashes are one too many", &address, "https://x//", "https://x", "https://x"},
		{"one of two slashes removed", &address, "https://x//", "https://x/", "https://x//"},
		{"other address", &address, "https://x/", "https://y", "https://y"},
		{"comma list", &commas, " a,, b ,a", "a,b", " a,, b ,a"},
		{"comma list in another order", &commas, "a,b", "b,a", "b,a"},
		{"comma list without elements", &commas, " , ", nil, " , "},
		{"trimmed", &trimmed, " a\n", "a", " a\n"},
		{"trimmed to nothing", &trimmed, " ", "", " "},
		{"space inside counts", &trimmed, "a b", "ab", "ab"},
		{"other line ends", &plain, "a\nb", "a\r\nb", "a\nb"},
		{"other line ends the other way", &plain, "a\r\nb", "a\nb", "a\r\nb"},
		{"other line ends, trimmed", &trimmed, "a\nb\n", "a\r\nb", "a\nb\n"},
		{"line break at the end counts", &plain, "a\n", "a", "a"},
		{"line break after the last line", &lines, "a\nb\n", "a\r\nb", "a\nb\n"},
		{"line breaks after the last line", &lines, "a\nb", "a\nb\n\n", "a\nb"},
		{"line break before the first line counts", &lines, "\na", "a", "a"},
		{"empty line counts", &lines, "a\n\nb", "a\nb", "a\nb"},
		{"line break instead of a space", &plain, "a b", "a\r\nb", "a\r\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.parameter.reconcile(test.before, test.answered); !reflect.DeepEqual(got, test.want) {
				t.Errorf("reconcile(%#v, %#v): got %#v, want %#v", test.before, test.answered, got, test.want)
			}
		})
	}
}

func TestReconcileIsIdempotent(t *testing.T) {
	parameters := []Parameter{{}, {Normalize: TrailingSlash}, {Normalize: CommaList}, {Normalize: Trim}, {Default: "a"}, {AlwaysAnswered: "a"}}
	texts := []any{nil, "", "a", "a/", "b", " a", "a,b", "b,a", "a, b,"}
	for i := range parameters {
		p := &parameters[i]
		for _, before := range texts {
			for _, answered := range texts {
				once := p.reconcile(before, answered)
				if twice := p.reconcile(once, answered); twice != once {
					t.Errorf("%+v: reconcile(%#v, %#v) is %#v, and then %#v", *p, before, answered, once, twice)
				}
				if p.same(before, answered) != p.same(answered, before) {
					t.Errorf("%+v: same is not symmetric for %#v and %#v", *p, before, answered)
				}
			}
		}
	}
}

func TestLiteral(t *testing.T) {
	for want, setting := range map[string]any{
		`null`: nil, `""`: "", `"a\nb & \"c\""`: "a\nb & \"c\"", `true`: true, `5`: int64(5), `1.5`: json.Number("1.5"),
		`[]`: []string{}, `["a", "b"]`: []string{"a", "b"}, `["a", 1]`: []any{"a", json.Number("1")}, `{"a":1}`: map[string]any{"a": 1},
	} {
		if got := literal(setting); got != want {
			t.Errorf("%#v is written as %s instead of %s", setting, got, want)
		}
	}
}

func TestNormalizers(t *testing.T) {
	tests := []struct {
		name      string
		normalize func(string) string
		texts     map[string]string
	}{
		{"TrailingSlash", TrailingSlash, map[string]string{"": "", "/": "", "a": "a", " a/ ": "a", "a/\n": "a", "a/": "a", "a//": "a/", "/a": "/a"}},
		{"Trim", Trim, map[string]string{"": "", " ": "", " a b\n": "a b", "a": "a"}},
		{"CommaList", CommaList, map[string]string{"": "", ",": "", "a": "a", " a , b": "a,b", "a,,b,": "a,b", "b,a,b": "b,a", "a b, c": "a b,c"}},
	}
	for _, test := range tests {
		for text, want := range test.texts {
			if got := test.normalize(text); got != want {
				t.Errorf("%s(%q) is %q, want %q", test.name, text, got, want)
			}
		}
	}
}

// documentedSpecs are the integrations for which GitLab's documentation contains
// responses.
var documentedSpecs = map[string]*Spec{
	"slack": {Slug: "slack-slash-commands", Parameters: []Parameter{
		// The token is not declared as a secret, so that the test can compare it.
		{Name: "token"},
		{Name: "push_events", Type: Bool, TopLevel: true, Default: true},
		{Name: "job_events", Type: Bool, TopLevel: true, Default: true},
		{Name: "comment_on_event_enabled", Type: Bool, TopLevel: true, Default: true},
		{Name: "tag_push_events", Type: Bool, TopLevel: true, Default: true},
	}},
	"jenkins": {Slug: "jenkins", Parameters: []Parameter{
		{Name: "jenkins_url"},
		{Name: "push_events", Type: Bool, TopLevel: true, Default: true},
		{Name: "tag_push_events", Type: Bool, TopLevel: true, Default: true},
		{Name: "deployment_events", Type: Bool, TopLevel: true, Default: true},
		{Name: "vulnerability_events", Type: Bool, TopLevel: true, Default: true},
	}},
}

// The files contain responses from the documentation of four versions of GitLab.
func TestDocumentedAnswers(t *testing.T) {
	tests := []struct {
		file, spec string
		before     settings
		want       settings
		inherited  bool
	}{
		{"get_slack_slash_commands_10.json", "slack", settings{"comment_on_event_enabled": true},
			settings{"token": "9koXpg98eAheJpvBs5tK", "push_events": true, "job_events": true, "comment_on_event_enabled": true, "tag_push_events": true}, false},
		{"get_slack_slash_commands_13.json", "slack", nil,
			settings{"token": "<your_access_token>", "push_events": true, "job_events": true, "comment_on_event_enabled": false, "tag_push_events": true}, false},
		{"get_slack_slash_commands_17.json", "slack", nil,
			settings{"token": "<your_access_token>", "push_events": true, "job_events": true, "comment_on_event_enabled": false, "tag_push_events": true}, false},
		{"get_slack_slash_commands_19.json", "slack", settings{"token": "mine", "push_events": false},
			settings{"token": "<your_access_token>", "push_events": true, "job_events": true, "comment_on_event_enabled": false, "tag_push_events": true}, false},
		{"list_jenkins_13.json", "jenkins", settings{"jenkins_url": "https://ci.example", "deployment_events": false},
			settings{"jenkins_url": "https://ci.example", "push_events": true, "tag_push_events": false, "deployment_events": false, "vulnerability_events": nil}, false},
		{"list_jenkins_17.json", "jenkins", nil,
			settings{"jenkins_url": nil, "push_events": true, "tag_push_events": false, "deployment_events": false, "vulnerability_events": true}, false},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			k := newResource(documentedSpecs[test.spec])
			got := k.after(test.before, documentedAnswer(t, test.file))
			want := settings{attributeInherited: test.inherited}
			for name, setting := range test.want {
				want[name] = setting
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			k.state(got) // Panics if a value does not have the type of the schema.
		})
	}
}

func documentedAnswer(t *testing.T, file string) *client.Integration {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	fields := wire(t, text).(map[string]any)
	properties, _ := fields["properties"].(map[string]any)
	delete(fields, "properties")
	return &client.Integration{Fields: fields, Properties: properties}
}

func TestEveryDocumentedAnswerIsActive(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		if !file.IsDir() && !documentedAnswer(t, file.Name()).Active() {
			t.Errorf("%s is not", file.Name())
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`null`, `""`, `true`, `"1"`, `1`, `123`, `1e3`, `["b","a",null]`, `"a,b"`, `{"a":[{}]}`, `" "`, `"on"`, `-0`, `[[1]]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			return
		}
		value := wire(t, text)
		for _, settingType := range []Type{String, Bool, Integer, Strings} {
			p := &Parameter{Type: settingType}
			decoded := settingType.decode(value)
			if list, ok := decoded.([]string); ok && !slices.IsSorted(list) {
				t.Errorf("%s: the set %q is not sorted", text, list)
			}
			back := toSetting(toValue(settingType.terraform(), decoded))
			if fmt.Sprint(back) != fmt.Sprint(decoded) {
				t.Errorf("%s: %#v became %#v", text, decoded, back)
			}
			if !p.same(decoded, decoded) {
				t.Errorf("%s: %#v is not the same as itself", text, decoded)
			}
		}
	})
}
