package provider_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

var update = flag.Bool("update", false, "write testdata/messages.md instead of comparing it")

const messagesFile = "testdata/messages.md"

// TestMessages produces the messages of the provider, and compares the output of the CLI
// with a file in which a reviewer can read all messages.
func TestMessages(t *testing.T) {
	t.Parallel()
	clitest.Require(t)
	requireFeature(t, writeOnlyArguments)
	chapters := []struct {
		title string
		run   func(*messageTest)
	}{
		{"While validating", validateInvalid},
		{"While planning", planRefusals},
		{"While applying", applyRefusals},
		{"While reading", readRefusals},
		{"While changing", changeRefusals},
		{"While planning without a secret", secretRefusals},
		{"While changing project or group", renameRefusals},
		{"While destroying", destroyRefusals},
		{"While importing", importRefusals},
		{"While moving", moveRefusals},
		{"While planning policies", planPolicies},
		{"While applying policies", applyPolicies},
		{"While reading policies", readPolicies},
		{"While destroying policies", destroyPolicies},
	}
	texts := make([]string, len(chapters))
	t.Run("chapters", func(t *testing.T) {
		for i, chapter := range chapters {
			t.Run(chapter.title, func(t *testing.T) {
				t.Parallel()
				s := newMessageTest(t)
				chapter.run(s)
				texts[i] = "## " + chapter.title + "\n\n" + s.text.String()
			})
		}
	})
	got := strings.TrimRight("# What the provider says\n\n"+strings.Join(texts, ""), "\n") + "\n"
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
		t.Errorf("the messages differ from %s; review the difference after go test -run TestMessages -update\n%s", messagesFile, got)
	}
}

// refusal is a case with an error or warning of the provider, GitLab or the network. Each
// case has its own project or group, which the case and messages.md call acme/web or acme.
type refusal struct {
	title string
	// typeName is the type of a resource, or the type of a data source after the prefix
	// "data ".
	typeName   string
	attributes settings
	// provider configures a separate provider for this case; nil uses the shared one.
	provider func(*testing.T) settings
	// importID is the ID of an import; empty for no import.
	importID string
	// prepare changes GitLab before Terraform runs.
	prepare func(gitlab *gitlabfake.GitLab, owner string)
	// change changes GitLab after the integration has been set up; nil for no change.
	change func(gitlab *gitlabfake.GitLab, owner string)
	// configured contains the attributes that change after the integration has been set
	// up.
	configured settings
	// answer responds to the requests for the project or group instead of the fake
	// GitLab, as another GitLab or a proxy would; nil uses the fake GitLab.
	answer http.HandlerFunc
	// attribute is the attribute of the diagnostic; empty for the block.
	attribute string
	// twin contains the attributes in which a second resource for the same integration
	// differs; nil for no second resource.
	twin settings
	// warns expects a warning as the first diagnostic. fails expects that an error
	// follows it.
	warns, fails bool
}

// with returns a copy in which the other attributes take precedence.
func (s settings) with(others settings) settings {
	merged := settings{}
	for _, part := range []settings{s, others} {
		for name, value := range part {
			merged[name] = value
		}
	}
	return merged
}

// messageTest is a CLI and a GitLab with many cases. One run of the CLI produces the
// messages of all cases.
type messageTest struct {
	*cli
	refusals []refusal
	answers  map[string]http.HandlerFunc // The key is the escaped owner.
	text     strings.Builder
}

func newMessageTest(t *testing.T) *messageTest {
	t.Helper()
	gitlab, address := gitlabfake.Start(t)
	gitlab.Token = hidden("token")
	s := &messageTest{cli: newCLIOn(t, gitlab, address), answers: map[string]http.HandlerFunc{}}
	gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("X-Request-Id", "01HEXAMPLE")
		parts := strings.Split(r.URL.EscapedPath(), "/")
		answer := s.answers[parts[min(4, len(parts)-1)]]
		if answer != nil {
			answer(w, r)
		}
		return answer != nil
	})
	s.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0, "detect_secret_changes": true}) +
		resourceBlock("terraform_data", "unknown", settings{"input": address}))
	return s
}

func (s *messageTest) write(name, content string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// prepareCases creates the owners of the cases, and writes the configuration of each
// case to a separate file. The name of the file identifies its messages.
func (s *messageTest) prepareCases(refusals []refusal) {
	s.t.Helper()
	s.refusals = refusals
	for i, r := range refusals {
		switch {
		case r.attributes["project"] == "acme/web":
			s.gitlab.AddProject("acme/" + caseName(i))
		case r.attributes["group"] == "acme":
			s.gitlab.AddGroup(caseName(i))
		}
		if r.prepare != nil {
			r.prepare(s.gitlab, s.owner(i))
		}
		s.configureCase(i, r.attributes)
	}
}

// applyChanges makes the external changes of the cases, and enables their responses.
func (s *messageTest) applyChanges() {
	for i, r := range s.refusals {
		if r.change != nil {
			r.change(s.gitlab, s.owner(i))
		}
		if r.configured != nil {
			s.configureCase(i, r.attributes.with(r.configured))
		}
		s.answers[url.PathEscape(s.named(i, "acme/web"))] = r.answer
		s.answers[s.named(i, "acme")] = r.answer
	}
	s.gitlab.Forget()
}

// owner returns the project or group of a case in the path format of the fake GitLab.
func (s *messageTest) owner(i int) string {
	if group, ok := s.refusals[i].attributes["group"].(string); ok {
		return "groups/" + s.named(i, group)
	}
	return "projects/" + s.named(i, "acme/web")
}

// named replaces acme/web or acme with the owner of a case.
func (s *messageTest) named(i int, value string) string {
	if group, ok := strings.CutSuffix(value, "acme"); ok {
		return group + caseName(i)
	}
	return strings.ReplaceAll(value, "acme/web", "acme/"+caseName(i))
}

// configureCase writes the configuration file of a case.
func (s *messageTest) configureCase(i int, attributes settings) {
	r, attributes := s.refusals[i], attributes.with(nil)
	for _, owner := range []string{"project", "group"} {
		if name, ok := attributes[owner].(string); ok {
			attributes[owner] = s.named(i, name)
		}
	}
	var blocks string
	if r.provider != nil {
		attributes["provider"] = reference("gitlabintegrations." + caseName(i))
		blocks += block(`provider "gitlabintegrations"`, settings{"alias": caseName(i), "retries": 0}.with(r.provider(s.t)))
	}
	if r.importID != "" {
		blocks += block("import", settings{"id": s.named(i, r.importID), "to": reference("gitlabintegrations_" + r.typeName + "." + caseName(i))})
	}
	if r.twin != nil {
		// What is said depends on which of the two is planned first.
		first := settings{"depends_on": reference("[gitlabintegrations_" + r.typeName + "." + caseName(i) + "]")}
		blocks += blockOf(r.typeName, caseName(i)+"_twin", attributes.with(r.twin).with(first))
	}
	s.write(caseName(i)+".tf", blocks+blockOf(r.typeName, caseName(i), attributes))
}

// caseName returns the name that a case uses for its resource, provider, file and owner.
func caseName(i int) string { return fmt.Sprintf("case%03d", i) }

func blockOf(typeName, name string, attributes settings) string {
	if data, isData := strings.CutPrefix(typeName, "data "); isData {
		return block(fmt.Sprintf("data %q %q", "gitlabintegrations_"+data, name), attributes)
	}
	return resourceBlock("gitlabintegrations_"+typeName, name, attributes)
}

// expect runs a command, expects the diagnostics of every case, and records them.
func (s *messageTest) expect(arguments ...string) {
	s.t.Helper()
	said := map[string][]message{}
	for _, m := range s.messages(arguments...) {
		said[m.name()] = append(said[m.name()], m)
	}
	for i, r := range s.refusals {
		found := said[caseName(i)]
		severity := "error"
		if r.warns {
			severity = "warning"
		}
		if len(found) == 0 || found[0].Severity != severity || found[0].attribute() != r.attribute {
			s.t.Errorf("%s has the messages %+v instead of first a %s on %q", r.title, found, severity, r.attribute)
		}
		s.record(i, found)
		delete(said, caseName(i))
	}
	for _, others := range said {
		s.t.Errorf("%s has messages of no case: %+v", arguments[0], others)
	}
}

// record adds the messages of a case to the text.
func (s *messageTest) record(i int, found []message) {
	own := strings.NewReplacer("acme/"+caseName(i), "acme/web", "acme%2F"+caseName(i), "acme%2Fweb", caseName(i), "acme", s.dir, "/work")
	fmt.Fprintf(&s.text, "### %s\n\n", s.refusals[i].title)
	for _, m := range found {
		s.check(m)
		place := "on the block"
		if m.attribute() != "" {
			place = "on `" + m.attribute() + "`"
		}
		fmt.Fprintf(&s.text, "%s %s: **%s**\n\n", m.Severity, place, own.Replace(m.Summary))
		for line := range strings.SplitSeq(own.Replace(m.Detail), "\n") {
			s.text.WriteString(strings.TrimRight("> "+normalize(line), " ") + "\n")
		}
		s.text.WriteString("\n")
	}
}

var (
	proxyPort = regexp.MustCompile(`(proxy http://|proxyconnect tcp: dial tcp )127\.0\.0\.1:\d+`)
	freePort  = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	times     = regexp.MustCompile(`\d{4}-\d{2}-\d{2}T[\d:.]+Z`)
	ids       = regexp.MustCompile("the ID `\\d+`")
)

// normalize replaces the parts of a line that differ between runs.
func normalize(line string) string {
	line = proxyPort.ReplaceAllString(line, "${1}proxy.example.com:3128")
	line = ids.ReplaceAllString(freePort.ReplaceAllString(line, "gitlab.example.com"), "the ID `42`")
	return times.ReplaceAllString(line, "2026-01-31T12:00:00Z")
}

// hidden returns a secret that no message may show.
func hidden(name string) string { return "hidden-secret-" + name }

// hiddenSigns is a secret with characters that the various output formats escape
// differently.
const hiddenSigns = "hidden-secret \"quoted\" #{in} C:\\\thidden-secret <next & last>"

var (
	shownSecret = regexp.MustCompile(`(?i)hidden.{0,3}secret`)
	jargon      = regexp.MustCompile(`(?i)got error|%!|\*[a-z]+\.[A-Z]|goroutine|<nil>`)
	end         = regexp.MustCompile("([.)]|```)$")
)

// check checks the rules that apply to all messages.
func (s *messageTest) check(m message) {
	s.t.Helper()
	switch {
	case shownSecret.MatchString(m.Summary + m.Detail):
		s.t.Errorf("%q shows a secret: %s", m.Summary, m.Detail)
	case jargon.MatchString(m.Summary + m.Detail):
		s.t.Errorf("%q contains text for developers: %s", m.Summary, m.Detail)
	case len(m.Summary) > 100 || strings.HasSuffix(m.Summary, "."):
		s.t.Errorf("%q is not a valid summary", m.Summary)
	case !end.MatchString(m.Detail):
		s.t.Errorf("%q has a detail without a final punctuation mark: %s", m.Summary, m.Detail)
	}
}

// message is a diagnostic of the CLI.
type message struct {
	Severity, Summary, Detail string
	Range                     struct{ Filename string }
	Snippet                   struct{ Code string }
}

var configuredAttribute = regexp.MustCompile(`^\s*(\w+)\s*=`)

// attribute returns the attribute that the CLI shows; empty for the block.
func (m message) attribute() string {
	if found := configuredAttribute.FindStringSubmatch(m.Snippet.Code); found != nil {
		return found[1]
	}
	return ""
}

var namedCase = regexp.MustCompile(`case\d{3}`)

// name returns the name of the case. For a destroy or an import, the CLI shows no file,
// so the name is in the text.
func (m message) name() string {
	return namedCase.FindString(strings.Join([]string{m.Range.Filename, m.Summary, m.Detail}, " "))
}

// messages runs a command and returns its diagnostics.
func (c *cli) messages(arguments ...string) (found []message) {
	c.t.Helper()
	command := exec.Command(cliPath, append(arguments, "-json")...)
	command.Dir, command.Env = c.dir, c.env
	output, _ := command.Output() // The command fails if there are errors, which the test expects.
	for decoder := json.NewDecoder(bytes.NewReader(output)); decoder.More(); {
		var said struct {
			Diagnostic  *message
			Diagnostics []message
		}
		if err := decoder.Decode(&said); err != nil {
			c.t.Fatalf("%s printed %s: %v", arguments[0], output, err)
		}
		found = append(found, said.Diagnostics...)
		if said.Diagnostic != nil {
			found = append(found, *said.Diagnostic)
		}
	}
	return slices.DeleteFunc(found, func(m message) bool { return slices.Contains(cliSummaries, m.Summary) })
}

// cliSummaries are the summaries of the CLI's own messages.
var cliSummaries = []string{"Provider development overrides are in effect", "Failed to decode resource from state"}

// saysTainted reports whether the messages of a case say that the resource is in the
// state although the apply failed.
func (s *messageTest) saysTainted(title string) bool {
	_, after, _ := strings.Cut(s.text.String(), "### "+title+"\n")
	section, _, _ := strings.Cut(after, "\n### ")
	return strings.Contains(section, "marked as tainted")
}

// written returns the number of requests that change something.
func (s *messageTest) written() (count int) {
	for _, request := range s.gitlab.Requests() {
		if request.Method != http.MethodGet && request.Path != "/api/graphql" {
			count++
		}
	}
	s.gitlab.Forget()
	return count
}

// validateInvalid validates all invalid configurations in one run, without requests to
// GitLab.
func validateInvalid(s *messageTest) {
	var refusals []refusal
	for _, m := range invalidConfigurations {
		refusals = append(refusals, refusal{title: m.title, typeName: m.typeName, attributes: m.attributes, attribute: m.attribute})
	}
	s.prepareCases(slices.Concat(refusals, validated, invalidPolicies))
	s.expect("validate")
	if requests := s.requests(); len(requests) > 0 {
		s.t.Errorf("the validation sent requests: %v", requests)
	}
}

// planRefusals plans the cases that need a configured provider.
func planRefusals(s *messageTest) {
	s.prepareCases(planned)
	s.applyChanges()
	s.expect("plan")
	if written := s.written(); written > 0 {
		s.t.Errorf("the plan sent %d requests that change something", written)
	}
}

// applyRefusals applies cases that GitLab rejects or does not receive. The state must
// only contain resources that cause nothing but warnings.
func applyRefusals(s *messageTest) {
	s.env = append(s.env, proxies(s.t)...)
	s.prepareCases(slices.Concat(applied, appliedRows))
	s.applyChanges()
	s.expect("apply", "-auto-approve")
	state := s.succeed("state", "list")
	for i, r := range s.refusals {
		if stored := r.warns && !r.fails || s.saysTainted(r.title); strings.Contains(state, caseName(i)) != stored {
			s.t.Errorf("%s is in the state: %t", r.title, !stored)
		}
	}
}

// afterApply creates all resources, makes the external changes and runs a command.
func (s *messageTest) afterApply(refusals []refusal, arguments ...string) {
	s.prepareCases(refusals)
	s.apply()
	s.applyChanges()
	s.expect(arguments...)
}

func readRefusals(s *messageTest) {
	s.prepareCases(slices.Concat(read, readRows))
	s.apply()
	s.applyChanges()
	s.editState(`"restrict_to_branch": "another version"`, `"restrict_to_branch": ["another", "version"]`)
	s.expect("plan")
	if written := s.written(); written > 0 {
		s.t.Errorf("the plan sent %d requests that change something", written)
	}
}

// editState edits the state as another version of the provider might have written it.
func (s *messageTest) editState(old, another string) {
	s.t.Helper()
	state, err := os.ReadFile(filepath.Join(s.dir, "terraform.tfstate"))
	if err != nil || !strings.Contains(string(state), old) {
		s.t.Fatalf("the state does not hold %s, error %v", old, err)
	}
	s.write("terraform.tfstate", strings.ReplaceAll(string(state), old, another))
}

func changeRefusals(s *messageTest) {
	s.afterApply(changed, "apply", "-auto-approve", "-refresh=false")
}

func secretRefusals(s *messageTest) { s.afterApply(secretless, "plan", "-refresh=false") }

func renameRefusals(s *messageTest) { s.afterApply(renamed, "plan", "-refresh=false") }

func destroyRefusals(s *messageTest) {
	s.afterApply(slices.Concat(destroyed, destroyedRows), "destroy", "-auto-approve", "-refresh=false")
}

func importRefusals(s *messageTest) {
	s.prepareCases(slices.Concat(imported, importedPolicies))
	s.applyChanges()
	s.expect("plan")
}
