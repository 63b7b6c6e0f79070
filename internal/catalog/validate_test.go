package catalog

import (
	"reflect"
	"strings"
	"testing"
)

// sound is a valid file, into which the tests insert faults.
const sound = `slug: sound
title: Sound
category: Chat
summary: Plays a sound.
scopes: [project]
parameters:
  - name: token
    description: Token of the player.
    example: example-token
    required: true
    secret: true
  - name: volume
    type: integer
    description: Volume of the player.
    example: 2
    default: 1
    enum: [1, 2]
  - name: players
    type: strings
    description: Names of the players.
    example: [one, two]
    default: []
  - name: loop
    type: boolean
    description: Whether the sound is repeated.
    default: true
  - name: echo
    type: boolean
    description: Whether the sound has an echo.
    default_from: loop
    returned: top
  - name: tune
    description: Name of the tune.
    example: bells
  - name: last_tune
    description: Name of the last tune.
    example: horns
    falls_back_to: tune
rules:
  - if: {parameter: volume, equals: 2}
    then: {parameter: tune, set: true}
    because: Silence cannot be loud.
  - if: {parameter: players, equals: [one]}
    then: {parameter: loop, equals: false}
    because: One player gets tired.
ignored:
  - name: color
    reason: Sounds have no color.
unusable_events:
  - noise_events
main_provider:
  names: [sound]
  translated:
    - {from: loudness, to: volume}
    - {from: quiet, to: volume, values: {'true': '1', 'false': '2'}}
`

func TestParseFillsInDefaults(t *testing.T) {
	integration, err := Parse("sound.yaml", []byte(sound))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ got, want any }{
		"type":                             {integration.Parameters[0].Type, String},
		"default of returned for a secret": {integration.Parameters[0].Returned, Hidden},
		"returned":                         {integration.Parameters[1].Returned, Properties},
		"explicit returned":                {integration.Parameters[4].Returned, Top},
		"list":                             {integration.Parameters[2].Example, []string{"one", "two"}},
		"empty list":                       {integration.Parameters[2].Default, []string{}},
		"list in a rule":                   {integration.Rules[1].If.Equals, []string{"one"}},
	}
	for name, test := range tests {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: got %#v, want %#v", name, test.got, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		// The tests replace old with new.
		old, new string
		// want is a line of the error, without the name of the file.
		want string
	}{
		{"slug: sound", "slug: noise", `slug "noise" differs from the name of the file`},
		{"slug: sound", "slug: so_und", `slug "so_und" is not made of lower-case words and dashes`},
		{"title: Sound", "title: ''", `title is missing`},
		{"title: Sound", "titel: Sound", "yaml: unmarshal errors:"},
		{"title: Sound", "title: Sound\ntitle: Noise", "yaml: unmarshal errors:"},
		{"slug: sound", "slug: sound\n---\nslug: sound", `holds more than one document`},
		{"category: Chat", "category: Sounds", `category "Sounds" is unknown`},
		{"Plays a sound.", "Plays a sound", `summary does not end with a full stop`},
		{"scopes: [project]", "scopes: []", `scopes are missing`},
		{"scopes: [project]", "scopes: [user]", `scope "user" is unknown`},
		{"title: Sound", "title: Sound\nsince: '16'", `since "16" is no version such as 16.9`},
		{"title: Sound", "title: Sound\nuntil: v16.9", `until "v16.9" is no version such as 16.9`},
		{"title: Sound", "title: Sound\ninstall: Install it", `install does not end with a full stop`},
		{"title: Sound", "title: Sound\nvalidate: Tune-1", `validate "Tune-1" is not made of lower-case words and underscores`},
		{"title: Sound", "title: Sound\nnotes: [Loud]", `note "Loud" does not end with a full stop`},
		{"name: token", "name: Token", `name "Token" is not made of lower-case words and underscores`},
		{"name: token", "name: use_inherited_settings", `name "use_inherited_settings" belongs to every integration`},
		{"name: token", "name: volume", `name "volume" stands there twice`},
		{"name: color", "name: volume", `name "volume" stands there twice`},
		{"- noise_events", "- volume", `name "volume" stands there twice`},
		{"Sounds have no color.", "''", `ignored "color" has no reason that ends with a full stop`},
		{"type: integer", "type: number", `parameter "volume" has the unknown type "number"`},
		{"returned: top", "returned: body", `parameter "echo" has the unknown returned "body"`},
		{"example: bells", "example: bells\n    format: tune", `parameter "tune" has the unknown format "tune"`},
		{"type: integer", "type: integer\n    format: http_url", `parameter "volume" has a format but is no string`},
		{"example: bells", "example: bells\n    normalized: loud", `parameter "tune" has the unknown normalized "loud"`},
		{"default: []", "default: []\n    enum: [one]", `parameter "players" has an enum but is neither string nor integer`},
		{"Name of the tune.", "''", `parameter "tune" has no description that ends with a full stop`},
		{"example: bells", "example: bells\n    deprecated: Use it not", `parameter "tune" has a deprecated that does not end with a full stop`},
		{"secret: true", "secret: true\n    returned: top", `parameter "token" is secret and so cannot be top`},
		{"type: integer", "type: integer\n    secret: true", `parameter "volume" is secret and so must be a string`},
		{"type: integer", "type: integer\n    secret: true", `parameter "volume" is secret and so cannot have a default`},
		{"type: integer", "type: integer\n    required: true", `parameter "volume" is required and so cannot have a default`},
		{"required: true", "required: true\n    presence: true", `parameter "token" is required, which implies presence`},
		{"required: true", "required: true\n    showcase: true", `parameter "token" is required, which implies showcase`},
		{"scopes: [project]", "scopes: [project]\ndocumented_as: [team]", `documented_as "team" is unknown`},
		{"example: bells", "example: bells\n    documented_as: [gone]", `parameter "tune" has the unknown documented_as "gone"`},
		{"example: bells", "example: bells\n    documented_as: [string]", `parameter "tune" has its own type as documented_as`},
		{"example: bells", "example: bells\n    since: soon", `parameter "tune" has since "soon", which is no version such as 16.9`},
		{"example: bells", "example: bells\n    until: '17.0.1'", `parameter "tune" has until "17.0.1", which is no version such as 16.9`},
		{"example: bells", "example: bells\n    minimum: 1", `parameter "tune" has a minimum but is no integer`},
		{"type: integer", "type: integer\n    maximum: 3", `parameter "volume" has a maximum but no minimum`},
		{"type: integer", "type: integer\n    minimum: 3\n    maximum: 3", `parameter "volume" has a minimum that is not below its maximum`},
		{"type: integer", "type: integer\n    maximum_length: 3", `parameter "volume" has a maximum_length but is no string`},
		{"type: integer", "type: integer\n    maximum_items: 3", `parameter "volume" has maximum_items but is no list`},
		{"example: bells", "example: bells\n    maximum_length: -1", `parameter "tune" has a negative maximum_length`},
		{"example: bells", "example: bells\n    maximum_items: -1", `parameter "tune" has negative maximum_items`},
		{"default: 1", "default: '1'", `parameter "volume" has a default that is no integer`},
		{"default: true", "default: 1", `parameter "loop" has a default that is no boolean`},
		{"default: []", "default: [1]", `parameter "players" has a default that is no strings`},
		{"example: bells", "example: 7", `parameter "tune" has an example that is no string`},
		{"example: bells", "example: bells\n    always_answered: 7", `parameter "tune" has an always_answered that is no string`},
		{"enum: [1, 2]", "enum: [1, 2, three]", `parameter "volume" has the enum value three, which is no integer`},
		{"    example: bells\n", "", `parameter "tune" has no example`},
		{"default: true", "default: true\n    showcase: true", `parameter "loop" has no example`},
		{"example: [one, two]", "example: []", `parameter "players" has its default as example`},
		{"default: true", "default: true\n    example: true", `parameter "loop" has its default as example`},
		{"example: 2", "example: 3", `parameter "volume" has an example that is not in its enum`},
		{"default: 1", "default: 3", `parameter "volume" has a default that is not in its enum`},
		{"default_from: loop", "default_from: hall", `parameter "echo" takes its default from "hall", which is no boolean beside it`},
		{"default_from: loop", "default_from: tune", `parameter "echo" takes its default from "tune", which is no boolean beside it`},
		{"default_from: loop", "default_from: loop\n    default: true", `parameter "echo" has both default and default_from`},
		{"example: bells", "example: bells\n    default_from: last_tune", `parameter "tune" has default_from but is no boolean`},
		{"falls_back_to: tune", "falls_back_to: song", `parameter "last_tune" falls back to "song", which is no string beside it`},
		{"parameter: volume", "parameter: bass", `rule 1 has the unknown parameter "bass" in if`},
		{"parameter: tune", "parameter: song", `rule 1 has the unknown parameter "song" in then`},
		{"parameter: tune", "parameter: volume", `rule 1 has one parameter in both if and then`},
		{"volume, equals: 2", "volume", `rule 1 does not have exactly one of equals and set in if`},
		{"volume, equals: 2", "volume, equals: 2, set: true", `rule 1 does not have exactly one of equals and set in if`},
		{"tune, set: true", "tune, set: null", `rule 1 does not have exactly one of equals and set in then`},
		{"volume, equals: 2", "volume, equals: two", `rule 1 has an equals in if that is no integer`},
		{"volume, equals: 2", "volume, equals: 3", `rule 1 has an equals in if that is not in the enum of "volume"`},
		{"equals: [one]", "equals: [1]", `rule 2 has an equals in if that is no strings`},
		{"volume, equals: 2", "token, equals: secret", `rule 1 compares a secret in if`},
		{"tune, set: true", "token, equals: secret", `rule 1 compares a secret in then`},
		{"cannot be loud.", "cannot be loud", `rule 1 has no because that ends with a full stop`},
		{"because: Silence", "if_not: Silence", "yaml: unmarshal errors:"},
		{"volume, equals: 2", "volume, equals: 1", `rule 1 is broken by the examples and defaults of the file`},
		{"volume, equals: 2", "volume, set: true", `rule 1 is broken by the examples and defaults of the file`},
		{"volume, equals: 2", "last_tune, set: false", `rule 1 is broken by the examples and defaults of the file`},
		{"volume, equals: 2", "token, set: true", `rule 1 is broken by the examples and defaults of the file`},
		{"volume, equals: 2", "echo, equals: true", `rule 1 is broken by the examples and defaults of the file`},
		{"equals: [one]", "equals: []", `rule 2 is broken by the examples and defaults of the file`},
		{"equals: [one]", "set: false", `rule 2 is broken by the examples and defaults of the file`},
		{"names: [sound]", "names: []", `main_provider has no names`},
		{"names: [sound]", "names: [Sound]", `main_provider has the name "Sound", which is not made of lower-case words and underscores`},
		{"from: loudness", "from: Loudness", `main_provider translates "Loudness", which is not made of lower-case words and underscores`},
		{"from: loudness, to: volume", "from: loudness, to: bass", `main_provider translates "loudness" to "bass", which is no parameter`},
		{"from: loudness, to: volume", "from: volume, to: volume", `main_provider translates "volume" to "volume", which is the same`},
		{"'false': '2'", "'false': '3'", `main_provider translates "quiet" to "volume", whose enum lacks "3"`},
		{"falls_back_to: tune", "falls_back_to: last_tune", `parameter "last_tune" falls back to "last_tune", which is no string beside it`},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			if !strings.Contains(sound, test.old) {
				t.Fatalf("the sound file does not contain %q", test.old)
			}
			broken := strings.Replace(sound, test.old, test.new, 1)
			_, err := Parse("sound.yaml", []byte(broken))
			if err == nil || !strings.Contains("\n"+err.Error()+"\n", "\nsound.yaml: "+test.want+"\n") {
				t.Errorf("got the error %v", err)
			}
		})
	}
}

func TestParseRefusesMissingParameters(t *testing.T) {
	head, _, _ := strings.Cut(sound, "parameters:")
	_, err := Parse("sound.yaml", []byte(head))
	if err == nil || err.Error() != "sound.yaml: parameters are missing" {
		t.Errorf("got the error %v", err)
	}
}
