package message

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

const lines = "first \"quoted\" #{in} C:\\\nsecond <next & last> é😀"

// rubyQuoted returns a text as Ruby's String#inspect does.
func rubyQuoted(text string) string {
	return strings.ReplaceAll(strconv.Quote(text), "#{", `\#{`)
}

func jsonQuoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func TestRedact(t *testing.T) {
	tests := map[string]struct {
		text    string
		secrets []string
		want    string
	}{
		"no secret":               {"is invalid", nil, "is invalid"},
		"empty secret":            {"is invalid", []string{"", " \n"}, "is invalid"},
		"absent secret":           {"is invalid", []string{"abcd"}, "is invalid"},
		"plain":                   {"say abcd now", []string{"abcd"}, "say (sensitive) now"},
		"repeated secret":         {"abcd abcd", []string{"abcd"}, "(sensitive) (sensitive)"},
		"lines":                   {"no: " + lines + "!", []string{lines}, "no: (sensitive)!"},
		"joined lines":            {"no: " + strings.Join(strings.Fields(lines), " ") + "!", []string{lines}, "no: (sensitive)!"},
		"Ruby":                    {"no: " + rubyQuoted(lines), []string{lines}, `no: "(sensitive)"`},
		"Ruby in Ruby":            {"no: " + rubyQuoted(rubyQuoted("ab\"cd")), []string{"ab\"cd"}, `no: "\"(sensitive)\""`},
		"JSON":                    {"no: " + jsonQuoted(lines), []string{lines}, `no: "(sensitive)"`},
		"URL, query":              {"no: " + url.QueryEscape(lines), []string{lines}, "no: (sensitive)"},
		"URL, path":               {"no: " + url.PathEscape(lines), []string{lines}, "no: (sensitive)"},
		"URL, lower case":         {"no: %c3%a9t%c3%a9s", []string{"étés"}, "no: (sensitive)"},
		"Ruby's bytes":            {`no: \xC3\xA9tés`, []string{"étés"}, "no: (sensitive)"},
		"Ruby's code point":       {`no: \u{1F600}abc`, []string{"😀abc"}, "no: (sensitive)"},
		"Go's code point":         {`no: \U000c0000abc`, []string{"\U000c0000abc"}, "no: (sensitive)"},
		"JSON in ASCII":           {`no: \ud83d\ude00abc`, []string{"😀abc"}, "no: (sensitive)"},
		"trailing newline":        {"no: abcd", []string{"abcd\n"}, "no: (sensitive)"},
		"control characters":      {"no: \x00a\x1bb\u2028cd", []string{"a\x1bb\u2028cd"}, "no: \x00(sensitive)"},
		"pattern":                 {"no: a.c* abcc", []string{"a.c*"}, "no: (sensitive) abcc"},
		"overlapping":             {"abcdefgh", []string{"abcdef", "defgh"}, "(sensitive)"},
		"inside another":          {"x abcdefgh x", []string{"cdef", "abcdefgh"}, "x (sensitive) x"},
		"part of the replacement": {"abcd", []string{"abcd", "sensitive"}, "(sensitive)"},
		"short":                   {"say abc now", []string{"abc"}, "(sensitive)"},
		"short, absent":           {"say it now", []string{"abc"}, "say it now"},
		"short and long":          {"say abc abcd", []string{"abcd", "abc"}, "(sensitive)"},
		"short letters":           {"éàü", []string{"éàü"}, "(sensitive)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Redact(test.text, test.secrets); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// No form of a secret may remain in the text, whatever the secret is.
func FuzzRedact(f *testing.F) {
	f.Add("abcd", "before ", " after")
	f.Add(lines, "", "")
	f.Add("a\x00b\u2028c\ufffd", "%", `\`)
	f.Add("++  %41", "a", "b")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if strings.ToValidUTF8(secret, "") != secret || len(secret) > 200 || isShort(secret) {
			return
		}
		for _, form := range []string{secret, rubyQuoted(secret), jsonQuoted(secret), url.QueryEscape(secret), url.PathEscape(secret)} {
			if got := Redact(before+form+after, []string{secret}); !strings.Contains(got, redacted) {
				t.Errorf("%q remains in %q", secret, got)
			}
		}
	})
}
