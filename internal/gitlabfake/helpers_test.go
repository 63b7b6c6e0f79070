package gitlabfake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// object is a JSON object, which is empty for an empty response.
type object = map[string]any

// api is a client of a fake with the group acme and the projects acme/web and acme/api.
type api struct {
	*gitlabfake.GitLab
	t   *testing.T
	url string
}

func newAPI(t *testing.T) api {
	t.Helper()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddGroup("acme")
	gitlab.AddProject("acme/web")
	gitlab.AddProject("acme/api")
	return api{GitLab: gitlab, t: t, url: url}
}

// send sends a request without changes, and does not follow redirects.
func (a api) send(method, path, body string, header http.Header) (*http.Response, string) {
	a.t.Helper()
	request, err := http.NewRequest(method, a.url+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header = header
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return response, string(text)
}

// raw sends an API request with a JSON body, and returns the status and the unparsed
// response.
func (a api) raw(method, path string, body any) (int, string) {
	a.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	text := string(encoded)
	if body == nil {
		text = ""
	}
	response, answer := a.send(method, "/api/v4/"+path, text, http.Header{
		"Private-Token": {a.Token}, "Content-Type": {"application/json"},
	})
	return response.StatusCode, answer
}

// want sends an API request, checks the status, and returns the response.
func (a api) want(status int, method, path string, body any) object {
	a.t.Helper()
	got, text := a.raw(method, path, body)
	if got != status {
		a.t.Fatalf("%s %s: status %d (%s), want %d", method, path, got, text, status)
	}
	answer := object{}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return answer
}

func (a api) put(path string, settings object) object {
	a.t.Helper()
	return a.want(200, "PUT", path, settings)
}

func (a api) get(path string) object {
	a.t.Helper()
	return a.want(200, "GET", path, nil)
}

func (a api) delete(path string) {
	a.t.Helper()
	a.want(204, "DELETE", path, nil)
}

// refused sends an API request that must be refused with this status and message.
func (a api) refused(status int, words, method, path string, body any) {
	a.t.Helper()
	answer := a.want(status, method, path, body)
	for _, key := range []string{"error", "message"} {
		if answer[key] == words {
			return
		}
	}
	a.t.Errorf("%s %s: response %v, want %q", method, path, answer, words)
}

// stored returns the stored record of an integration, which acme/web must have.
func (a api) stored(slug string) gitlabfake.Record {
	a.t.Helper()
	record, found := a.Stored("projects/acme/web", slug)
	if !found {
		a.t.Fatalf("acme/web has no %s", slug)
	}
	return record
}

// expect compares the values of the keys in want.
func expect(t *testing.T, got, want object) {
	t.Helper()
	for key, value := range want {
		actual, present := got[key]
		if !present || !reflect.DeepEqual(actual, value) {
			t.Errorf("%s is %#v (present: %t), want %#v", key, actual, present, value)
		}
	}
}

func properties(answer object) object {
	values, _ := answer["properties"].(object)
	return values
}

const (
	webSlack   = "projects/acme%2Fweb/integrations/slack"
	webJenkins = "projects/acme%2Fweb/integrations/jenkins"
	webJira    = "projects/acme%2Fweb/integrations/jira"
)

var (
	slack   = object{"webhook": "https://hooks.example.com/1"}
	jenkins = object{"jenkins_url": "https://ci.example.com", "project_name": "web"}
	jira    = object{"url": "https://jira.example.com", "username": "bot", "password": "secret"}
)

// These are valid settings of integrations that validate them.
var (
	appleAppStore = object{
		"app_store_issuer_id": "12345678-1234-1234-1234-123456789012", "app_store_key_id": "ABC1",
		"app_store_private_key_file_name": "f", "app_store_private_key": "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
	}
	googlePlay = object{
		"package_name": "a.b", "service_account_key_file_name": "f",
		"service_account_key": `{"type":"service_account","project_id":"p","private_key_id":"i","private_key":"k",
			"client_email":"e","client_id":"c","auth_uri":"a","token_uri":"t","auth_provider_x509_cert_url":"u",
			"client_x509_cert_url":"v"}`,
	}
)

// with returns a copy of settings with additional ones.
func with(settings, more object) object {
	all := object{}
	for _, part := range []object{settings, more} {
		for key, value := range part {
			all[key] = value
		}
	}
	return all
}
