package gitlabfake

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// answer is the answer to a request. A body that is a string is sent as it is, and any
// other is encoded as JSON.
type answer struct {
	status int
	header map[string]string
	body   any
}

// refusal returns a pointer to the answer, for checks that return nil if they pass.
func (a answer) refusal() *answer { return &a }

func (a answer) write(w http.ResponseWriter) {
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	switch body := a.body.(type) {
	case nil:
		w.WriteHeader(a.status)
	case string:
		w.WriteHeader(a.status)
		fmt.Fprint(w, body)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(a.status)
		// An error means that the client has closed the connection.
		_ = json.NewEncoder(w).Encode(body)
	}
}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

func noContent() answer { return answer{status: http.StatusNoContent} }

// grapeError is an error of Grape, GitLab's API framework, about parameters and
// routes.
func grapeError(status int, text string) answer {
	return answer{status: status, body: map[string]string{"error": text}}
}

// message is a refusal by GitLab's own code.
func message(status int, text string) answer {
	return answer{status: status, body: map[string]string{"message": text}}
}

func notFound(what string) answer {
	return message(http.StatusNotFound, "404 "+what+" Not Found")
}

func internalError() answer {
	return message(http.StatusInternalServerError, "500 Internal Server Error")
}

// badRequest is the answer of GitLab's web server to a request that it cannot read.
func badRequest() answer {
	return answer{status: http.StatusBadRequest, header: map[string]string{"Content-Type": "text/plain"}, body: "Bad Request"}
}

func preconditionFailed() answer {
	return message(http.StatusPreconditionFailed, "412 Precondition Failed")
}

// movedTo redirects a request for the old path of a project.
func movedTo(location string) answer {
	return answer{
		status: http.StatusMovedPermanently,
		header: map[string]string{"Location": location, "Content-Type": "text/plain"},
		body:   "This resource has been moved permanently to " + location,
	}
}

// webPageNotFound is the page for a path outside of the API.
func webPageNotFound() answer {
	return answer{
		status: http.StatusNotFound,
		header: map[string]string{"Content-Type": "text/html; charset=utf-8"},
		body:   "<!DOCTYPE html>\n<html><head><title>Not Found</title></head><body><h1>404: Page not found</h1></body></html>\n",
	}
}

// updateFailed is the error of a model's validations: a Ruby hash in a string
// (UpdateService in GitLab 18.9). Older versions gave no reasons.
func (g *GitLab) updateFailed(refused []invalid) answer {
	reasons := g.release().reasons
	if reasons == nil {
		return message(http.StatusBadRequest, "400 Bad Request")
	}
	return message(http.StatusBadRequest, "Failed to update integration. "+reasons(refused))
}
