// Package recordings contains recorded responses of running GitLab instances, with
// which tests compare the project's facts about GitLab.
//
// There is one archive for each release, testdata/<release>.tar.gz, which
// internal/cmd/packrecordings writes. It contains one file of JSON lines for each
// integration (slack.jsonl) and subject (_owners.jsonl), in which each line is an
// Exchange, and _accepted.json with the integrations and parameters of the release.
//
// Some values in responses differ in each recording, so they are replaced with
// placeholders: "id" is ID, "created_at" is NEW or SAME, and "updated_at" is MOVED or
// SAME, compared with the previous response for the same integration.
package recordings

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

//go:embed testdata/*.tar.gz
var archives embed.FS

// acceptedFile is the file of a release that does not contain exchanges.
const acceptedFile = "_accepted.json"

// Release contains the recorded responses of one release of GitLab.
type Release struct {
	// Exchanges are the recorded requests with their responses in chronological order, by the name of their file without its ending: a
	// slug, such as "slack", or a subject, such as "_owners".
	Exchanges map[string][]Exchange
	// Accepted are the integrations that the release has, by slug.
	Accepted map[string]Accepted
}

// Exchange is a request and its response.
type Exchange struct {
	// Case describes the purpose of the request, such as "project: put minimal".
	Case string `json:"case"`
	// Method is the HTTP method.
	Method string `json:"method"`
	// Path is the escaped path after /api/v4, with its query.
	Path string `json:"path"`
	// Body is the body of the request, or empty. An object was sent as JSON, and a
	// string as a form.
	Body json.RawMessage `json:"body"`
	// Headers are the relevant headers of the request.
	Headers map[string]string `json:"headers"`
	// Status is the HTTP status of the response.
	Status int `json:"status"`
	// Answer is the body of the response. A body that is not JSON is stored as an
	// object with the single key "__text", and an empty body as null.
	Answer json.RawMessage `json:"answer"`
	// AnswerHeaders are the relevant headers of the response, in lower case.
	AnswerHeaders map[string]string `json:"answer_headers"`
}

// Accepted contains the parameters of an integration that GitLab's API declares.
type Accepted struct {
	// Title is the name in GitLab's web interface.
	Title string `json:"title"`
	// Parameters are all parameters of PUT, by name.
	Parameters map[string]Parameter `json:"parameters"`
}

// Parameter is one declared parameter of PUT.
type Parameter struct {
	// Required parameters must be in every PUT.
	Required bool `json:"required"`
	// Type is Grape's name of the type, such as "String" or "Boolean".
	Type string `json:"type"`
}

// Files returns the names of the recorded files, sorted.
func (r Release) Files() []string { return slices.Sorted(maps.Keys(r.Exchanges)) }

// Slugs returns the names of the files about one integration, sorted.
func (r Release) Slugs() []string {
	return slices.DeleteFunc(r.Files(), func(name string) bool { return strings.HasPrefix(name, "_") })
}

// Releases returns the recorded releases, such as "18.9".
func Releases() []string {
	// The pattern has no syntax error, so there is none.
	entries, _ := archives.ReadDir("testdata")
	releases := make([]string, len(entries))
	for i, entry := range entries {
		releases[i] = strings.TrimSuffix(entry.Name(), ".tar.gz")
	}
	return releases
}

// Load loads the recordings of a release, such as "18.9". The error names the missing
// release or the damaged file.
func Load(release string) (Release, error) {
	archive, err := archives.Open("testdata/" + release + ".tar.gz")
	if err != nil {
		return Release{}, fmt.Errorf("no recordings of GitLab %s: %w", release, err)
	}
	defer archive.Close()
	return Read(archive)
}

// Read reads an archive in the format of Write.
func Read(archive io.Reader) (Release, error) {
	recorded := Release{Exchanges: map[string][]Exchange{}}
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return recorded, err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return recorded, nil
		}
		if err == nil {
			err = recorded.add(header.Name, files)
		}
		if err != nil {
			return recorded, err
		}
	}
}

func (r *Release) add(name string, content io.Reader) error {
	if name == acceptedFile {
		return json.NewDecoder(content).Decode(&r.Accepted)
	}
	exchanges, err := ReadExchanges(content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.Exchanges[strings.TrimSuffix(name, ".jsonl")] = exchanges
	return nil
}

// ReadExchanges reads one file of JSON lines. The error names the line.
func ReadExchanges(content io.Reader) ([]Exchange, error) {
	var exchanges []Exchange
	lines := bufio.NewScanner(content)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var exchange Exchange
		if err := json.Unmarshal(lines.Bytes(), &exchange); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(exchanges)+1, err)
		}
		exchanges = append(exchanges, exchange)
	}
	return exchanges, lines.Err()
}

// Write writes an archive of files by their names. The same files result in the same
// bytes.
func Write(archive io.Writer, files map[string][]byte) error {
	zipped, err := gzip.NewWriterLevel(archive, gzip.BestCompression)
	if err != nil {
		return err
	}
	packed := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(files[name]))}
		if err := packed.WriteHeader(header); err != nil {
			return err
		}
		if _, err := io.Copy(packed, bytes.NewReader(files[name])); err != nil {
			return err
		}
	}
	return errors.Join(packed.Close(), zipped.Close())
}
