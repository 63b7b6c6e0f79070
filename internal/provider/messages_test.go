package provider_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/messages.md instead of comparing it")

const messagesFile = "testdata/messages.md"

// TestMessages has the CLI say what the provider can say, and compares it with
// a file in which a reviewer can read all of it.
func TestMessages(t *testing.T) {
	t.Parallel()
	book := &book{}
	t.Run("validate", func(t *testing.T) { validateMistakes(t, book) })
	t.Run("apply", func(t *testing.T) { applyRefusals(t, book) })
	got := book.text()
	if *update {
		if err := os.WriteFile(messagesFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(messagesFile)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the messages are not those of %s; read the difference after go test -run TestMessages -update\n%s", messagesFile, got)
	}
}

// message is a diagnostic of the CLI.
type message struct {
	Severity, Summary, Detail string
	Snippet                   struct{ Context, Code string }
}

var configuredAttribute = regexp.MustCompile(`^\s*(\w+)\s*=`)

// attribute is the one that the CLI points at; empty for the whole block.
func (m message) attribute() string {
	if found := configuredAttribute.FindStringSubmatch(m.Snippet.Code); found != nil {
		return found[1]
	}
	return ""
}

// resource is the name of the block that the CLI points at.
func (m message) resource() string {
	parts := strings.Split(m.Snippet.Context, `"`)
	return parts[max(len(parts)-2, 0)]
}

// messages runs a command and returns its diagnostics.
func (c *cli) messages(arguments ...string) (found []message) {
	c.t.Helper()
	command := exec.Command(cliPath, append(arguments, "-json")...)
	command.Dir, command.Env = c.dir, c.env
	output, _ := command.Output() // It fails where there is something to say.
	for decoder := json.NewDecoder(bytes.NewReader(output)); decoder.More(); {
		var said struct {
			Diagnostic  *message
			Diagnostics []message
		}
		if err := decoder.Decode(&said); err != nil {
			c.t.Fatalf("%s says %s: %v", arguments[0], output, err)
		}
		found = append(found, said.Diagnostics...)
		if said.Diagnostic != nil {
			found = append(found, *said.Diagnostic)
		}
	}
	return slices.DeleteFunc(found, func(m message) bool { return m.Summary == "Provider development overrides are in effect" })
}

// book collects messages under headings, in the order of the headings.
type book struct {
	mu       sync.Mutex
	chapters map[string]string
	order    []string
}

// heading reserves the place of a chapter.
func (b *book) heading(title string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.order = append(b.order, title)
}

var freePort = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// write fills a chapter.
func (b *book) write(title string, said []message) {
	var text strings.Builder
	for _, m := range said {
		place := "on the block"
		if m.attribute() != "" {
			place = "on `" + m.attribute() + "`"
		}
		fmt.Fprintf(&text, "%s %s: **%s**\n\n", m.Severity, place, m.Summary)
		for _, line := range strings.Split(strings.TrimSpace(m.Detail), "\n") {
			text.WriteString(strings.TrimRight("> "+line, " ") + "\n")
		}
		text.WriteString("\n")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.chapters == nil {
		b.chapters = map[string]string{}
	}
	b.chapters[title] = freePort.ReplaceAllString(text.String(), "gitlab.example.com")
}

func (b *book) text() string {
	var text strings.Builder
	text.WriteString("# What the provider says\n\n")
	for _, title := range b.order {
		text.WriteString("## " + title + "\n\n" + b.chapters[title])
	}
	return strings.TrimRight(text.String(), "\n") + "\n"
}

// validateMistakes validates one configuration with all mistakes in it. Each
// is answered once, where it was made, and GitLab is not asked.
func validateMistakes(t *testing.T, b *book) {
	c := newCLI(t)
	var config strings.Builder
	for i, m := range mistakes {
		b.heading(m.title)
		config.WriteString(resourceBlock("gitlabintegrations_"+m.typeName, fmt.Sprint("case", i), m.attributes))
	}
	c.configure(config.String())
	said := map[string][]message{}
	for _, m := range c.messages("validate") {
		said[m.resource()] = append(said[m.resource()], m)
	}
	for i, m := range mistakes {
		found := said[fmt.Sprint("case", i)]
		if len(found) != 1 || found[0].Severity != "error" || found[0].attribute() != m.attribute {
			t.Errorf("%s is answered by %+v, wanted is one error on %q", m.title, found, m.attribute)
		}
		b.write(m.title, found)
	}
	if requests := c.requests(); len(requests) > 0 {
		t.Errorf("validating sent requests: %v", requests)
	}
}

// applyRefusals applies what GitLab refuses, or does not get.
func applyRefusals(t *testing.T, b *book) {
	for _, r := range refusals {
		b.heading(r.title)
		t.Run(r.title, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0}.with(r.provider)) + r.config)
			if r.prepare != nil {
				r.prepare(c)
			}
			found := c.messages("apply", "-auto-approve")
			if len(found) == 0 || found[0].attribute() != r.attribute {
				t.Errorf("it is answered by %+v, wanted is an answer on %q", found, r.attribute)
			}
			b.write(r.title, found)
			if state := c.succeed("show"); strings.Contains(state, "gitlabintegrations_") {
				t.Errorf("what was refused is in the state: %s", state)
			}
		})
	}
}

// with returns a copy in which other attributes take precedence.
func (s settings) with(others settings) settings {
	merged := settings{}
	for _, part := range []settings{s, others} {
		for name, value := range part {
			merged[name] = value
		}
	}
	return merged
}

// answering is a GitLab, or what stands in front of it, with one answer.
func answering(status int, contentType, body string) func(*cli) {
	return func(c *cli) {
		c.gitlab.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return true
		})
	}
}

// elsewhere are the messages that no configuration and no answer of the fake
// GitLab provokes; other tests do.
var elsewhere = []string{}

// TestMessagesAreComplete finds the messages in the source, so that none is
// added without being read.
func TestMessagesAreComplete(t *testing.T) {
	t.Parallel()
	catalogue, err := os.ReadFile(messagesFile)
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.Join(strings.Fields(strings.ReplaceAll(string(catalogue), ">", "")), " ")
	for _, text := range sentences(t, "../integration", "../client/advice.go", "../check", ".") {
		for _, part := range verb.Split(text, -1) {
			part = strings.Join(strings.Fields(strings.ReplaceAll(part, ">", "")), " ")
			listed := slices.ContainsFunc(elsewhere, func(known string) bool { return strings.Contains(part, known) })
			if strings.Contains(strings.TrimSpace(part), " ") && !listed && !strings.Contains(shown, part) {
				t.Errorf("no message shows %q", part)
			}
		}
	}
}

// verb is what fmt replaces.
var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z]`)

// sentences are the string constants of Go files that read like a sentence,
// but for those in what describes the schema.
func sentences(t *testing.T, places ...string) (texts []string) {
	t.Helper()
	for _, place := range places {
		files, err := filepath.Glob(filepath.Join(place, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(place) == ".go" {
			files = []string{place}
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				texts = append(texts, sentencesOf(t, file)...)
			}
		}
	}
	return texts
}

func sentencesOf(t *testing.T, file string) (texts []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return !strings.Contains(strings.ToLower(node.Name.Name), "attribute") && node.Name.Name != "Schema" && node.Name.Name != "newResource" && node.Name.Name != "newDataSource"
		case *ast.BasicLit:
			if text, err := strconv.Unquote(node.Value); err == nil && node.Kind == token.STRING && strings.Count(text, " ") > 2 {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
