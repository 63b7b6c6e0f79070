package gitlabfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// requestBody is the body of a request.
type requestBody struct {
	// parameters are nil if there are none, or none that can be parsed.
	parameters map[string]any
	// refused is the answer to a PUT with a body that cannot be parsed.
	refused *answer
	// malformed bodies are refused by GitLab's web server, whatever the request.
	malformed bool
}

// readBody reads the parameters of a request, in JSON or as a form. The body can be
// read again.
func readBody(r *http.Request) requestBody {
	raw, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(raw)))
	if err != nil {
		return requestBody{malformed: true}
	}
	if len(raw) == 0 {
		return requestBody{}
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		return parseForm(string(raw))
	case "application/json", "":
		return parseJSON(raw)
	}
	text := fmt.Sprintf("The provided content-type '%s' is not supported.", r.Header.Get("Content-Type"))
	return requestBody{refused: grapeError(http.StatusUnsupportedMediaType, text).refusal()}
}

// parseJSON parses an object. GitLab treats any other value as an empty object.
func parseJSON(raw []byte) requestBody {
	var body any
	if err := json.Unmarshal(raw, &body); err != nil {
		return requestBody{refused: grapeError(http.StatusBadRequest, "Invalid JSON format").refusal()}
	}
	parameters, _ := body.(map[string]any)
	return requestBody{parameters: parameters, malformed: strings.Contains(fmt.Sprint(body), "\x00")}
}

func parseForm(raw string) requestBody {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return requestBody{malformed: true}
	}
	body := make(map[string]any, len(values))
	for name, all := range values {
		if list, isList := strings.CutSuffix(name, "[]"); isList {
			body[list] = all
		} else {
			body[name] = all[len(all)-1]
		}
	}
	return requestBody{parameters: body, malformed: strings.Contains(fmt.Sprint(body), "\x00")}
}
