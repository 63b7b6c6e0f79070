package provider_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// newerChat is the integration example-chat, which is not in the provider's catalog.
// Every project and group has it. Like GitLab, it returns every parameter except secrets,
// and changes the spelling of some values.
type newerChat struct {
	mu sync.Mutex
	// records contains the settings by owner, in the form of the API path.
	records map[string]map[string]any
	// rows contains the ID of the record by owner.
	rows map[string]int
	// trims reports whether the server removes spaces from both ends of the channel.
	trims bool
}

// chatOwner is the key of acme/web in records.
const chatOwner = "projects/acme%2Fweb"

// chatParameters are the parameters that the API returns. Event flags are at the top level
// of the response, the others in its properties.
var chatParameters = []string{"channel", "thread", "branches", "broken_only", "push_events", "job_events"}

// addNewerChat adds the integration to a fake GitLab.
func addNewerChat(gitlab *gitlabfake.GitLab) *newerChat {
	chat := &newerChat{records: map[string]map[string]any{}, rows: map[string]int{}}
	gitlab.Intercept(chat.serve)
	return chat
}

func (c *newerChat) serve(w http.ResponseWriter, r *http.Request) bool {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/api/v4/")
	owner, isChat := strings.CutSuffix(path, "/integrations/example-chat")
	if !isChat {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	record := c.records[owner]
	switch {
	case r.Method == http.MethodPut:
		c.put(w, r, owner)
	case record == nil:
		answerJSON(w, http.StatusNotFound, map[string]any{"message": "404 Integration Not Found"})
	case r.Method == http.MethodDelete:
		record["active"] = false
		w.WriteHeader(http.StatusNoContent)
	default:
		answerJSON(w, http.StatusOK, c.entity(owner))
	}
	return true
}

func (c *newerChat) put(w http.ResponseWriter, r *http.Request, owner string) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		panic(err)
	}
	if _, sent := body["token"]; !sent {
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "token is missing"})
		return
	}
	record := c.records[owner]
	if record == nil {
		record = map[string]any{"job_events": true, "push_events": true}
		c.records[owner] = record
	}
	maps.Copy(record, body)
	if channel, isText := record["channel"].(string); isText && c.trims {
		record["channel"] = strings.TrimSpace(channel)
	}
	record["active"] = true
	answerJSON(w, http.StatusOK, c.entity(owner))
}

// change makes an external change of the integration of acme/web.
func (c *newerChat) change(settings map[string]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.Copy(c.records[chatOwner], settings)
}

// stored returns a setting of the integration of acme/web.
func (c *newerChat) stored(name string) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.records[chatOwner][name]
}

// entity returns the answer for an owner. GitLab's IDs are different for each owner.
func (c *newerChat) entity(owner string) map[string]any {
	if c.rows[owner] == 0 {
		c.rows[owner] = len(c.rows) + 1
	}
	record, properties := c.records[owner], map[string]any{}
	entity := map[string]any{"id": c.rows[owner], "title": "Example Chat", "slug": "example-chat", "active": record["active"], "inherited": record["use_inherited_settings"], "properties": properties}
	for _, name := range chatParameters {
		if strings.HasSuffix(name, "_events") {
			entity[name] = record[name] == true || record[name] == "1"
		} else {
			properties[name] = record[name]
		}
	}
	return entity
}

func answerJSON(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(err)
	}
}

// bodies returns the bodies of the PUT requests since the last call.
func (c *cli) bodies() (bodies []map[string]any) {
	c.t.Helper()
	for _, request := range c.gitlab.Requests() {
		if request.Method == http.MethodPut {
			bodies = append(bodies, request.Body)
		}
	}
	c.gitlab.Forget()
	return bodies
}

// sends expects exactly one PUT, with the given body.
func (c *cli) sends(want map[string]any) {
	c.t.Helper()
	bodies := c.bodies()
	if len(bodies) != 1 {
		c.t.Fatalf("%d PUTs were sent: %v", len(bodies), bodies)
	}
	got, wanted := bodies[0], asJSON(want)
	if different := differing(got, wanted); len(different) > 0 || !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(wanted))) {
		c.t.Errorf("the PUT contains %v\nwant %v\ndiffering in %v", got, wanted, different)
	}
}

// newChatCLI is like newCLI, with a GitLab that has example-chat.
func newChatCLI(t *testing.T) (*cli, *newerChat) {
	t.Helper()
	c := newCLI(t)
	return c, addNewerChat(c.gitlab)
}
