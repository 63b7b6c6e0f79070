package main

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// wiki returns the requests that set up, read and delete an integration in two
// projects.
func wiki() []gitlabfake.Request {
	var requests []gitlabfake.Request
	for _, method := range []string{"PUT", "GET", "DELETE"} {
		for _, project := range []string{"acme%2Fp0", "acme%2Fp1"} {
			r := gitlabfake.Request{Method: method, Path: "projects/" + project + "/integrations/external-wiki"}
			if method == "PUT" {
				r.Body = map[string]any{"external_wiki_url": "https://wiki.example.com"}
			}
			requests = append(requests, r)
		}
	}
	return requests
}

func TestFloorRepeatsRequests(t *testing.T) {
	f, err := newFloor(serverConfig{projects: 2}, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.repeat(wiki()); err != nil {
		t.Fatal(err)
	}
	taken := f.take()
	var got []gitlabfake.Request
	for _, r := range taken.requests {
		got = append(got, gitlabfake.Request{Method: r.Method, Path: r.Path, Body: r.Body})
	}
	// Requests with the same method run concurrently.
	for _, step := range [][]gitlabfake.Request{got[:2], got[2:4], got[4:]} {
		slices.SortFunc(step, func(a, b gitlabfake.Request) int { return cmp.Compare(a.Path, b.Path) })
	}
	if !reflect.DeepEqual(got, wiki()) {
		t.Errorf("got %v, want %v", got, wiki())
	}
	if taken.connections < 1 || taken.connections > 2 {
		t.Errorf("two workers opened %d connections", taken.connections)
	}
}

func TestFloorReportsRefusals(t *testing.T) {
	f, err := newFloor(serverConfig{projects: 1}, 10)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.repeat(wiki()); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a missing project resulted in %v, want a 404", err)
	}
}
