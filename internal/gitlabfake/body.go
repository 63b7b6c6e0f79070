package gitlabfake

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// readBody reads the parameters of a request, in JSON or as a form, and leaves
// the body readable for whoever comes next.
func readBody(r *http.Request) (map[string]any, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(strings.NewReader(string(raw)))
	if len(raw) == 0 {
		return nil, nil
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return parseForm(string(raw))
	}
	return parseJSON(raw)
}

func parseJSON(raw []byte) (map[string]any, error) {
	var body map[string]any
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	if body == nil {
		return nil, errors.New("not an object")
	}
	return body, nil
}

func parseForm(raw string) (map[string]any, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, err
	}
	body := make(map[string]any, len(values))
	for name, all := range values {
		if list, isList := strings.CutSuffix(name, "[]"); isList {
			body[list] = all
		} else {
			body[name] = all[len(all)-1]
		}
	}
	return body, nil
}
