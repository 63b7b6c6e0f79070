package gitlabfake_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// The fake must respond to every recorded request as GitLab did, in each recorded
// release.
func TestRecordings(t *testing.T) {
	for _, version := range recordings.Releases() {
		release, err := recordings.Load(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range release.Files() {
			if file == "_discovery" {
				continue // TestRecordedDiscovery covers this file.
			}
			t.Run(version+"/"+file, func(t *testing.T) {
				if !isSubject(file) && !inCatalog(t, file) {
					t.Skip("the catalog no longer contains this integration")
				}
				newReplay(t, version, file).run(t, release.Exchanges[file])
			})
		}
	}
}

// isSubject reports whether a file of recordings is about a subject instead of one
// integration.
func isSubject(file string) bool { return strings.HasPrefix(file, "_") }

func inCatalog(t *testing.T, slug string) bool {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(integrations, func(i catalog.Integration) bool { return i.Slug == slug })
}

// replay sends the recorded requests of one file to its own fake.
type replay struct {
	*gitlabfake.GitLab
	// name identifies the recordings, such as "18.9/slack".
	name  string
	scene scene
	// times has "created_at" and "updated_at" of the latest response for each path.
	times map[string][2]string
	// updates has all different values of "updated_at" so far.
	updates     []string
	differences int
	allowed     map[string]bool
}

func newReplay(t *testing.T, version, file string) *replay {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	gitlab.Version = version
	gitlab.Build = "pre"
	gitlab.ExternalURL = "http://localhost"
	gitlab.BlocksLocalhost = true
	r := &replay{GitLab: gitlab, name: version + "/" + file, scene: sceneOf(file), times: map[string][2]string{}, allowed: map[string]bool{}}
	r.scene.prepare(r)
	return r
}

// asAdministrator has the headers of an administrator, for requests that do not use the
// token of a case.
var asAdministrator = map[string]string{"Authorization": "Bearer " + administrator}

// visit reads an integration, so that its path has a latest response.
func (r *replay) visit(path string) {
	exchange := recordings.Exchange{Method: http.MethodGet, Path: path, Headers: asAdministrator}
	r.normalized(exchange, r.send(exchange))
}

// disable deletes an integration before a recorded request, as during the recording.
func (r *replay) disable(path string) {
	r.send(recordings.Exchange{Method: http.MethodDelete, Path: path, Headers: asAdministrator})
}

// set sets up an integration through the API before a recorded request, as during the
// recording.
func (r *replay) set(path string, settings object) {
	body, err := json.Marshal(settings)
	if err != nil {
		panic(err)
	}
	r.send(recordings.Exchange{Method: http.MethodPut, Path: path, Body: body, Headers: asAdministrator})
}

// run sends all recorded requests.
func (r *replay) run(t *testing.T, exchanges []recordings.Exchange) {
	t.Helper()
	for _, exchange := range exchanges {
		r.put(t, exchange)
	}
	r.reportStale(t)
	if r.differences > 0 {
		t.Logf("%d of %d answers differ", r.differences, len(exchanges))
	}
}

// put sends a recorded request to the fake and compares the responses.
func (r *replay) put(t *testing.T, recorded recordings.Exchange) {
	t.Helper()
	if event := r.scene.events[recorded.Case]; event != nil {
		event(r)
	}
	answered := r.send(recorded)
	want := recordedAnswer(t, recorded)
	got := r.normalized(recorded, answered)
	if reflect.DeepEqual(got, want) {
		return
	}
	id := r.name + "/" + recorded.Case
	if _, allowed := allowedDifferences[id]; allowed {
		r.allowed[id] = true
		return
	}
	r.differences++
	t.Errorf("%s: %s %s %.300s:%s", recorded.Case, recorded.Method, recorded.Path, recorded.Body, difference(got, want))
}

// reportStale fails for each allowed difference that no longer exists.
func (r *replay) reportStale(t *testing.T) {
	t.Helper()
	for id := range allowedDifferences {
		if strings.HasPrefix(id, r.name+"/") && !r.allowed[id] {
			t.Errorf("the response for %s no longer differs", id)
		}
	}
}

// send sends the request of a recorded exchange.
func (r *replay) send(recorded recordings.Exchange) *http.Response {
	body, contentType := bytes.NewReader(recorded.Body), "application/json"
	var text string
	if json.Unmarshal(recorded.Body, &text) == nil {
		body, contentType = bytes.NewReader([]byte(text)), "application/x-www-form-urlencoded"
	}
	path, isGraphQL := strings.CutSuffix(recorded.Path, " (not under /api/v4)")
	if !isGraphQL {
		path = "/api/v4" + path
	}
	request := httptest.NewRequest(recorded.Method, path, body)
	if len(recorded.Body) > 0 {
		request.Header.Set("Content-Type", contentType)
	}
	if token := r.scene.token(recorded.Case); token != "" && recorded.Headers["Authorization"] == "" {
		request.Header.Set("Private-Token", token)
	}
	for name, value := range recorded.Headers {
		request.Header.Set(name, value)
	}
	if since := recorded.Headers["If-Unmodified-Since"]; since != "" {
		request.Header.Set("If-Unmodified-Since", r.unmodifiedSince(recorded.Case, since))
	}
	writer := httptest.NewRecorder()
	r.ServeHTTP(writer, request)
	return writer.Result()
}

// reply is the part of a response that is compared.
type reply struct {
	Status  int
	Headers map[string]string
	Body    any
}

var projectNumber = regexp.MustCompile(`projects/\d+`)

func recordedAnswer(t *testing.T, recorded recordings.Exchange) reply {
	t.Helper()
	headers := maps.Clone(recorded.AnswerHeaders)
	if headers == nil {
		headers = map[string]string{}
	}
	text := string(recorded.Answer)
	for name, value := range headers {
		headers[name] = projectNumber.ReplaceAllString(strings.Replace(value, "//HOST/", "//localhost/", 1), "projects/ID")
	}
	var body any
	if err := json.Unmarshal([]byte(projectNumber.ReplaceAllString(text, "projects/ID")), &body); err != nil {
		t.Fatal(err)
	}
	return reply{recorded.Status, headers, sorted(body)}
}

// normalized returns a response of the fake, with the placeholders of the recordings.
func (r *replay) normalized(recorded recordings.Exchange, response *http.Response) reply {
	headers := map[string]string{}
	if recorded.Method == http.MethodHead {
		response.Body = http.NoBody // net/http sends none.
	}
	for _, name := range []string{"Location", "WWW-Authenticate"} {
		if value := response.Header.Get(name); value != "" {
			headers[strings.ToLower(name)] = projectNumber.ReplaceAllString(value, "projects/ID")
		}
	}
	var raw bytes.Buffer
	_, _ = raw.ReadFrom(response.Body)
	text := projectNumber.ReplaceAllString(raw.String(), "projects/ID")
	var body any
	if text != "" && json.Unmarshal([]byte(text), &body) != nil {
		body = map[string]any{"__text": strings.TrimSuffix(text, "\n")}
	}
	switch answer := body.(type) {
	case map[string]any:
		r.placehold(recorded.Path, answer)
	case []any:
		for _, entry := range answer {
			r.placehold(recorded.Path, entry.(map[string]any))
		}
	}
	return reply{response.StatusCode, headers, sorted(body)}
}

// placehold replaces the values that differ between runs with placeholders.
func (r *replay) placehold(key string, entity map[string]any) {
	created, hasTime := entity["created_at"].(string)
	if !hasTime {
		return
	}
	updated := entity["updated_at"].(string)
	before, known := r.times[key]
	r.times[key] = [2]string{created, updated}
	if !slices.Contains(r.updates, updated) {
		r.updates = append(r.updates, updated)
	}
	entity["id"], entity["created_at"], entity["updated_at"] = "ID", "NEW", "MOVED"
	if known && before[0] == created {
		entity["created_at"] = "SAME"
	}
	if known && before[1] == updated {
		entity["updated_at"] = "SAME"
	}
}

// sorted sorts a list of integrations, because GitLab returns them in no defined order.
func sorted(body any) any {
	if list, isList := body.([]any); isList {
		slices.SortFunc(list, func(a, b any) int {
			return strings.Compare(fmt.Sprint(a.(map[string]any)["slug"]), fmt.Sprint(b.(map[string]any)["slug"]))
		})
	}
	return body
}

// difference returns the differences between a response and the recorded one.
func difference(got, want reply) string {
	var lines strings.Builder
	if got.Status != want.Status {
		fmt.Fprintf(&lines, "\n\tstatus: got %d, GitLab %d", got.Status, want.Status)
	}
	if !reflect.DeepEqual(got.Headers, want.Headers) {
		fmt.Fprintf(&lines, "\n\theaders: got %v, GitLab %v", got.Headers, want.Headers)
	}
	compareValues(&lines, "", got.Body, want.Body)
	return lines.String()
}

func compareValues(lines *strings.Builder, name string, got, want any) {
	left, leftIsObject := got.(map[string]any)
	right, rightIsObject := want.(map[string]any)
	if leftIsObject && rightIsObject {
		keys := maps.Clone(left)
		maps.Copy(keys, right)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			compareValues(lines, name+"."+key, left[key], right[key])
			if _, both := left[key]; !both {
				fmt.Fprintf(lines, "\n\t%s.%s: missing", name, key)
			}
			if _, both := right[key]; !both {
				fmt.Fprintf(lines, "\n\t%s.%s: not in GitLab's", name, key)
			}
		}
		return
	}
	if !reflect.DeepEqual(got, want) {
		fmt.Fprintf(lines, "\n\t%s: got %.300v, GitLab %.300v", name, got, want)
	}
}
