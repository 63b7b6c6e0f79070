package client

import (
	"net/http"
	"sync"
	"testing"
)

func TestNamespace(t *testing.T) {
	_, client := newRecorder(t, map[string]http.HandlerFunc{
		"/api/v4/projects/acme%2Fold": func(w http.ResponseWriter, req *http.Request) {
			http.Redirect(w, req, "/api/v4/projects/42", http.StatusMovedPermanently)
		},
		"/api/v4/projects/42":                           answerJSON(200, `{"id":42,"path_with_namespace":"acme/web"}`),
		"/api/v4/groups/acme%2Fsub?with_projects=false": answerJSON(200, `{"id":7,"full_path":"acme/sub"}`),
		"/api/v4/projects/null":                         answerJSON(200, `null`),
		"/api/v4/projects/8":                            answerJSON(200, `{"id":8}`),
		"/api/v4/projects/9":                            answerJSON(200, `{"path_with_namespace":"acme/web"}`),
	})
	for owner, want := range map[Owner]Namespace{
		{ProjectKind, "acme/old"}: {Number: 42, FullPath: "acme/web"},
		{ProjectKind, "42"}:       {Number: 42, FullPath: "acme/web"},
		{GroupKind, "acme/sub"}:   {Number: 7, FullPath: "acme/sub"},
	} {
		if got, _, err := client.Namespace(t.Context(), owner); got != want || err != nil {
			t.Errorf("%s: got %+v, %v, want %+v", owner, got, err, want)
		}
	}
	for _, nowhere := range []Owner{{ProjectKind, "acme/none"}, {GroupKind, "none"}, {ProjectKind, "null"}, {ProjectKind, "8"}, {ProjectKind, "9"}} {
		if found, _, err := client.Namespace(t.Context(), nowhere); err == nil {
			t.Errorf("%s: got %+v", nowhere, found)
		}
	}
}

// newNames has a project that was moved, and the group 7 whose path is the number of another
// group.
func newNames(t *testing.T) (*recorder, *Client) {
	t.Helper()
	return newRecorder(t, map[string]http.HandlerFunc{
		"/api/v4/projects/acme%2Fold":             redirect("https://gitlab.example.com/api/v4/projects/42"),
		"/api/v4/projects/42":                     answerJSON(200, `{"id":42,"path_with_namespace":"acme/web"}`),
		"/api/v4/projects/acme%2Fweb":             answerJSON(200, `{"id":42,"path_with_namespace":"acme/web"}`),
		"/api/v4/groups/7?with_projects=false":    answerJSON(200, `{"id":7,"full_path":"2024"}`),
		"/api/v4/groups/2024?with_projects=false": answerJSON(200, `{"id":2024,"full_path":"acme"}`),
	})
}

// GitLab's answer for one name of a project is the answer for its other names.
func TestNamedIsAskedForOnce(t *testing.T) {
	recorder, client := newNames(t)
	var readers sync.WaitGroup
	for range 20 {
		readers.Go(func() {
			if found, err := client.Named(t.Context(), Owner{ProjectKind, "acme/old"}); found.Number != 42 || err != nil {
				t.Errorf("got %+v, %v", found, err)
			}
		})
	}
	readers.Wait()
	for _, name := range []string{"Acme/Old", "42", "acme/web", "ACME/web"} {
		if found, err := client.Named(t.Context(), Owner{ProjectKind, name}); found.Number != 42 || found.FullPath != "acme/web" || err != nil {
			t.Errorf("%s: got %+v, %v", name, found, err)
		}
	}
	if path := client.MovedPath(t.Context(), "42"); path != "acme/web" {
		t.Errorf("the new path is %q", path)
	}
	recorder.expect(t, "GET /api/v4/projects/acme%2Fold ", "GET /api/v4/projects/42 ")
}

// GitLab takes the path 2024 for the ID of another group.
func TestPathOfDigitsIsNoName(t *testing.T) {
	_, client := newNames(t)
	// The answer for 2024 is the one for acme too.
	for _, group := range []struct {
		name string
		want int64
	}{{"7", 7}, {"2024", 2024}, {"acme", 2024}} {
		if found, err := client.Named(t.Context(), Owner{GroupKind, group.name}); found.Number != group.want || err != nil {
			t.Errorf("%s: got %+v, %v", group.name, found, err)
		}
	}
	if found, err := client.Named(t.Context(), Owner{ProjectKind, "7"}); !IsOwnerNotFound(err) && found.Number != 0 {
		t.Errorf("project 7: got %+v, %v", found, err)
	}
}

// A name that GitLab does not find now can be found later in the run.
func TestNamedAfterAFailure(t *testing.T) {
	requests := 0
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 1 {
			answerJSON(404, `{"message":"404 Project Not Found"}`)(w, r)
			return
		}
		answerJSON(200, `{"id":42,"path_with_namespace":"acme/web"}`)(w, r)
	})
	if found, err := client.Named(t.Context(), Owner{ProjectKind, "42"}); !IsOwnerNotFound(err) {
		t.Errorf("got %+v, %v", found, err)
	}
	if found, err := client.Named(t.Context(), Owner{ProjectKind, "42"}); found.FullPath != "acme/web" || err != nil {
		t.Errorf("got %+v, %v", found, err)
	}
}

// All requests for a moved project need its new path, which the client requests only
// once, also if that fails.
func TestPathOfAMovedProjectIsAskedForOnce(t *testing.T) {
	for _, test := range []struct {
		answer http.HandlerFunc
		want   string
	}{
		{answerJSON(200, `{"id":42,"path_with_namespace":"acme/site"}`), "acme/site"},
		{answerJSON(403, `{"message":"403 Forbidden"}`), ""},
		{answerJSON(500, `{"message":"500 Internal Server Error"}`), ""},
	} {
		recorder := &recorder{answers: map[string]http.HandlerFunc{"/api/v4/projects/42": test.answer, "/api/v4/projects/43": test.answer}}
		client := newTestClient(t, Config{Retries: 3}, recorder.ServeHTTP)
		var readers sync.WaitGroup
		for range 20 {
			readers.Go(func() {
				if got := client.MovedPath(t.Context(), "42"); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			})
		}
		readers.Wait()
		client.MovedPath(t.Context(), "43")
		recorder.expect(t, "GET /api/v4/projects/42 ", "GET /api/v4/projects/43 ")
	}
}
