package gitlabfake

import (
	"net/http"
	"strings"
	"sync"
)

// Request is a request that GitLab received.
type Request struct {
	Method string
	// Path is the escaped path as it was received, without "/api/v4/" and without the
	// query.
	Path string
	// Body contains the parameters, with numbers as float64; nil if there are none,
	// or none that can be parsed.
	Body   map[string]any
	Header http.Header
	// Status is the status of the answer; 0 while there is none.
	Status int
}

// Requests returns the requests since the start, or since Forget.
func (g *GitLab) Requests() []Request {
	return g.requests.all()
}

// Forget deletes the recorded requests.
func (g *GitLab) Forget() {
	g.requests.forget()
}

type recorder struct {
	mu       sync.Mutex
	requests []*Request
}

// start records a request and returns the writer that will record its status.
func (r *recorder) start(w http.ResponseWriter, request *http.Request, body map[string]any, keep bool) *recording {
	noted := &Request{
		Method: request.Method,
		Path:   strings.TrimPrefix(request.URL.EscapedPath(), "/api/v4/"),
		Body:   body,
		Header: request.Header,
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if keep {
		r.requests = append(r.requests, noted)
	}
	return &recording{ResponseWriter: w, recorder: r, request: noted}
}

func (r *recorder) all() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	requests := make([]Request, len(r.requests))
	for i, request := range r.requests {
		requests[i] = *request
	}
	return requests
}

func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = nil
}

// recording is a ResponseWriter that records the status before anything is sent, so
// that the status is known once the client has the answer.
type recording struct {
	http.ResponseWriter
	recorder *recorder
	request  *Request
}

// Unwrap returns the writer for http.ResponseController.
func (r *recording) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader notes the status before it sends it.
func (r *recording) WriteHeader(status int) {
	r.note(status)
	r.ResponseWriter.WriteHeader(status)
}

// Write notes the status 200 if none was sent before.
func (r *recording) Write(data []byte) (int, error) {
	r.note(http.StatusOK)
	return r.ResponseWriter.Write(data)
}

// note records the first status, which is the one that is sent.
func (r *recording) note(status int) {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	if r.request.Status == 0 {
		r.request.Status = status
	}
}

func (r *recording) finish(log func(Request)) {
	if log == nil {
		return
	}
	r.recorder.mu.Lock()
	request := *r.request
	r.recorder.mu.Unlock()
	log(request)
}
