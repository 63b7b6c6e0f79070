package client

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

func TestFaults(t *testing.T) {
	const failed = "Failed to update integration. "
	tests := map[string]struct {
		message string
		faults  []Fault
		rest    string
	}{
		"nothing":                      {"", nil, ""},
		"only the status":              {"400 Bad Request", nil, "400 Bad Request"},
		"a sentence":                   {"Default integration not found.", nil, "Default integration not found."},
		"not available":                {"400 Integration not available", nil, "400 Integration not available"},
		"missing parameter":            {"webhook is missing", []Fault{{"webhook", "is missing"}}, ""},
		"several faults":               {"url is missing, project_key is invalid, a1 is empty", []Fault{{"url", "is missing"}, {"project_key", "is invalid"}, {"a1", "is empty"}}, ""},
		"twice":                        {"url is missing, url is empty", []Fault{{"url", "is missing"}, {"url", "is empty"}}, ""},
		"value":                        {"slug does not have a valid value, b has a value not allowed", []Fault{{"slug", "does not have a valid value"}, {"b", "has a value not allowed"}}, ""},
		"length":                       {"a is expected to have length within 1 and 255, b must be filled", []Fault{{"a", "is expected to have length within 1 and 255"}, {"b", "must be filled"}}, ""},
		"limit":                        {"a a must be less than 255 characters", nil, "a a must be less than 255 characters"},
		"e-mail":                       {"recipients contains an invalid email address", []Fault{{"recipients", "contains an invalid email address"}}, ""},
		"elements":                     {"labels[0][name] is missing, labels[] is invalid", []Fault{{"labels[0][name]", "is missing"}, {"labels[]", "is invalid"}}, ""},
		"exclusive":                    {"a, b are mutually exclusive", []Fault{{"a", "a, b are mutually exclusive"}, {"b", "a, b are mutually exclusive"}}, ""},
		"exclusive, others":            {"x is missing, a, b are mutually exclusive, y is empty", []Fault{{"x", "is missing"}, {"a", "a, b are mutually exclusive"}, {"b", "a, b are mutually exclusive"}, {"y", "is empty"}}, ""},
		"exactly one":                  {"a, b are missing, exactly one parameter must be provided", []Fault{{"a", "a, b are missing, exactly one parameter must be provided"}, {"b", "a, b are missing, exactly one parameter must be provided"}}, ""},
		"all or none":                  {"a, b provide all or none of parameters", []Fault{{"a", "a, b provide all or none of parameters"}, {"b", "a, b provide all or none of parameters"}}, ""},
		"commas in a sentence":         {"ids allows one value, but found 2: 1, 2, url is missing", []Fault{{"ids", "allows one value, but found 2: 1, 2"}, {"url", "is missing"}}, ""},
		"several names, singular verb": {"a, b is missing", []Fault{{"b", "is missing"}}, "a"},
		"text before":                  {"Sorry, a is missing", []Fault{{"a", "is missing"}}, "Sorry"},
		"brace":                        {"a is invalid {b", []Fault{{"a", "is invalid {b"}}, ""},

		"Ruby": {failed + `{:webhook=>["can't be blank", "must be a valid URL"], :base=>["Another issue tracker is already in use"]}`,
			[]Fault{{"webhook", "can't be blank"}, {"webhook", "must be a valid URL"}, {"base", "Another issue tracker is already in use"}}, ""},
		"Ruby 3.4": {failed + `{webhook: ["can't be blank"], "odd key": ["is odd"], "properties.url": ["is blocked"]}`,
			[]Fault{{"webhook", "can't be blank"}, {"odd key", "is odd"}, {"properties.url", "is blocked"}}, ""},
		"Ruby, tables": {failed + `{:"issue_tracker_data.issues_url"=>["is too long (maximum is 2048 characters)"], :"jira_tracker_data.url"=>["a", "b"]}`,
			[]Fault{{"issues_url", "is too long (maximum is 2048 characters)"}, {"url", "a"}, {"url", "b"}}, ""},
		"Ruby 3.4, tables":          {`{"zentao_tracker_data.api_token": ["is too long"]}`, []Fault{{"api_token", "is too long"}}, ""},
		"Ruby, odd keys":            {`{:"odd key"=>["a"], "text"=>["b"], "spaced" => ["c"], :d? => ["e"]}`, []Fault{{"odd key", "a"}, {"text", "b"}, {"spaced", "c"}, {"d?", "e"}}, ""},
		"text around":               {`Cannot. {:a=>["b"]} Sorry.`, []Fault{{"a", "b"}}, "Cannot. Sorry."},
		"introduction, other":       {failed + `{:a=>["b"], :c=>nil}`, []Fault{{"a", "b"}}, failed + ":c=>nil"},
		"punctuation in a sentence": {`{:a=>["x, y: [z], {w} => :v", "b"]}`, []Fault{{"a", "x, y: [z], {w} => :v"}, {"a", "b"}}, ""},
		"quotes":                    {`{:a=>["say \"no\", :b=>[\"c\"]"]}`, []Fault{{"a", `say "no", :b=>["c"]`}}, ""},
		"escapes":                   {`{:a=>["\\ \n\t\r\a\b\v\f\e \#{x} \#$x \/ \u00e9 \u{1F600} \x41 \xC3\xA9 \q"]}`, []Fault{{"a", "\\ \n\t\r\a\b\v\f\x1b #{x} #$x / é 😀 A é \\q"}}, ""},
		"invalid escapes":           {`{:a=>["\u{110000} \uD800 \u{} \uZZ \xZZ \xFF"]}`, []Fault{{"a", "\\u{110000} \\uD800 \\u{} \\uZZ \\xZZ \uFFFD"}}, ""},
		"values other than strings": {`{:a=>[:blank, nil, 3, {:error=>["x, y"]}]}`, []Fault{{"a", ":blank"}, {"a", "nil"}, {"a", "3"}, {"a", `{:error=>["x, y"]}`}}, ""},
		"value is not a list":       {`{:a=>"one", :b=>nil, :c=>{:d=>["e"]}, :f=>["g"]}`, []Fault{{"a", "one"}, {"f", "g"}}, `:b=>nil :c=>{:d=>["e"]}`},
		"empty list":                {`{:a=>[], :b=>[""], :c=>["d"]}`, []Fault{{"c", "d"}}, `:a=>[] :b=>[""]`},
		"empty":                     {failed + "{}", nil, failed + "{}"},
		"truncated in a sentence":   {failed + `{:a=>["b"], :c=>["can't b`, []Fault{{"a", "b"}, {"c", "can't b"}}, ""},
		"truncated in an escape":    {`{:a=>["b\`, []Fault{{"a", `b\`}}, ""},
		"truncated in a list":       {`{:a=>["b", `, []Fault{{"a", "b"}}, ""},
		"truncated in a name":       {`{:a=>["b"], :cde`, []Fault{{"a", "b"}}, ":cde"},
		"truncated after a name":    {`{:a=>["b"], :c=>`, []Fault{{"a", "b"}}, ":c=>"},
		"list not closed":           {`{:a=>["b"}, :c=>["d"]`, []Fault{{"a", "b"}}, `, :c=>["d"]`},
		"superfluous bracket":       {`{:a=>["b"]]}`, []Fault{{"a", "b"}}, "]}"},
		"text between entries":      {`{:a=>["b"] and :c=>["d"]}`, []Fault{{"a", "b"}}, `and :c=>["d"]}`},
		"only a brace":              {"{", nil, "{"},
		"other braces":              {"use {name} and {:a", nil, "use {name} and {:a"},

		"JSON":         {`{"base":["no"],"url":["is blocked","is \"long\""]}`, []Fault{{"base", "no"}, {"url", "is blocked"}, {"url", `is "long"`}}, ""},
		"JSON, text":   {`{"url": "is blocked"}`, []Fault{{"url", "is blocked"}}, ""},
		"JSON, deeper": {`{"url":["is blocked"],"a":{"b":["c"]}}`, []Fault{{"url", "is blocked"}}, `"a":{"b":["c"]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refused := Error{Status: http.StatusBadRequest, Message: test.message}
			faults, rest := refused.Faults()
			if !reflect.DeepEqual(faults, test.faults) || rest != test.rest {
				t.Errorf("got %q and %q", faults, rest)
			}
			expectNothingLost(t, test.message, faults, rest)
		})
	}
}

// The faults come from a complete response here, not from an Error that a test made.
func TestFaultsOfAnswers(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		faults  []Fault
		rest    string
	}{
		"error":           {answerJSON(400, `{"error":"webhook is missing"}`), []Fault{{"webhook", "is missing"}}, ""},
		"string":          {answerJSON(400, `{"message":"Failed to update integration. {webhook: [\"can't be blank\"]}"}`), []Fault{{"webhook", "can't be blank"}}, ""},
		"object":          {answerJSON(422, `{"message":{"webhook":["is \"<b>\", \u00e9\u001b"],"base":["no","never"]}}`), []Fault{{"base", "no"}, {"base", "never"}, {"webhook", "is \"<b>\", é\x1b"}}, ""},
		"list":            {answerJSON(400, `{"message":["one","two"]}`), nil, "one, two"},
		"bare":            {answerJSON(400, `{"message":"400 Bad Request"}`), nil, "400 Bad Request"},
		"other status":    {answerJSON(403, `{"message":"token is missing"}`), nil, "token is missing"},
		"not from GitLab": {answer(400, "text/plain", "header is missing"), nil, "header is missing"},
		"HTML":            {answer(400, "text/html", "<title>it is missing</title>"), nil, `an HTML page titled "it is missing" instead of JSON`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := newTestClient(t, Config{}, test.handler).Do(t.Context(), http.MethodPut, "x", nil, nil)
			faults, rest := err.(*Error).Faults()
			if !reflect.DeepEqual(faults, test.faults) || rest != test.rest {
				t.Errorf("got %q and %q", faults, rest)
			}
		})
	}
}

var (
	anyEscape = regexp.MustCompile(`(?s)\\(?:u\{?[[:xdigit:]]*\}?|x[[:xdigit:]]{0,2}|.|$)`)
	anyTable  = regexp.MustCompile(`\b\w+_data\.`)
	word      = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// expectNothingLost checks that the faults and the rest contain every word of the
// message. It takes an escape sequence for a separator and does not look for the
// character.
func expectNothingLost(t *testing.T, message string, faults []Fault, rest string) {
	t.Helper()
	found := rest
	for _, fault := range faults {
		found += "\n" + fault.Parameter + "\n" + fault.Message
	}
	if len(faults) > 0 {
		message = strings.Replace(message, introduction, "", 1)
		message = anyTable.ReplaceAllString(message, "")
	}
	counts := map[string]int{}
	for _, text := range word.FindAllString(anyEscape.ReplaceAllString(message, " "), -1) {
		counts[text]++
	}
	for text, count := range counts {
		if strings.Count(found, text) < count {
			t.Errorf("%q is missing from the result of %q: got %q and %q", text, message, faults, rest)
		}
	}
}

func FuzzFaults(f *testing.F) {
	seeds := []string{
		"400 Bad Request", "webhook is missing, url is empty", "a, b are mutually exclusive", "x, a, b are missing, exactly one parameter must be provided",
		"labels[0][name] is invalid, ids allows one value, but found 2: 1, 2", "Sorry, a is missing",
		`Failed to update integration. {:webhook=>["can't be blank", "must be a valid URL"], :base=>["no"]}`,
		`Failed to update integration. {webhook: ["can't be blank"], "odd key": ["is \"odd\""]}`,
		`{"base":["no"],"url":["is blocked"]}`, `{"a":{"b":["c"]}}`, `{:a=>[:b, nil, {:c=>["d, e"]}], :f=>"g"}`,
		`{:a=>["\\ \n \e \#{x} \u00e9 \u{1F600} \xC3\xA9 \q"]}`, `{:a=>["b`, `{:a=>["b\`, `{:a=>["b"}, :c`, `{:a=>["b"]]} c`, `{{{:a=>[[[["b"]}`, `{"`, `{a: ["b"] c`,
	}
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		if len(message) > 1000 {
			return // The check below would take too long, unlike the parser.
		}
		faults, rest := (&Error{Status: http.StatusBadRequest, Message: message}).Faults()
		expectNothingLost(t, message, faults, rest)
		for _, fault := range faults {
			if fault.Parameter == "" || fault.Message == "" {
				t.Errorf("got %q", fault)
			}
		}
	})
}
