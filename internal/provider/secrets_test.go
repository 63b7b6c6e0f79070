package provider_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// secretForm is a way to configure secrets.
type secretForm struct {
	writeOnly  bool
	ownVersion bool
}

var secretForms = map[string]secretForm{
	"kept":        {},
	"write-only":  {writeOnly: true},
	"own version": {writeOnly: true, ownVersion: true},
}

// TestSecretsOfAllIntegrations plans, applies and fails with all integrations that have a
// secret, with all logs enabled. GitLab must receive every secret unchanged. Logs and
// output must not contain secrets, nor may the state or a plan contain write-only ones.
func TestSecretsOfAllIntegrations(t *testing.T) {
	t.Parallel()
	for name, form := range secretForms {
		for releases, retired := range map[string]bool{"current": false, "retired": true} {
			t.Run(name+"/"+releases, func(t *testing.T) {
				t.Parallel()
				newSecretsTest(t, form, retired).run()
			})
		}
	}
}

// secretsTest configures all integrations that have secrets, each with its own project or
// group.
type secretsTest struct {
	*cli
	form         secretForm
	integrations []catalog.Integration
	// round makes the secrets of each apply unique.
	round int
	// exposed changes the settings that make GitLab delete secrets.
	exposed bool
	// bare omits the secrets that GitLab does not require.
	bare bool
	// said is the output of the CLI, except for commands that are expected to show the
	// secrets.
	said bytes.Buffer
}

func newSecretsTest(t *testing.T, form secretForm, retired bool) *secretsTest {
	t.Helper()
	v := &secretsTest{cli: newCLI(t), form: form, round: 1}
	if retired {
		v.gitlab.Version = oldVersion
	}
	v.gitlab.Token = "glpat-" + marker("token")
	integrations := loadCatalog(t)
	for _, typeName := range slices.Sorted(maps.Keys(integrations)) {
		i := inVersion(integrations[typeName], v.gitlab.Version)
		if len(secretsOf(i)) == 0 || retired != (i.Category == catalog.Retired) {
			continue
		}
		v.integrations = append(v.integrations, i)
		if i.HasScope(catalog.Project) {
			v.gitlab.AddProject("acme/" + i.Slug)
		} else {
			v.gitlab.AddGroup("acme/" + i.Slug)
		}
	}
	if len(v.integrations) == 0 {
		t.Fatal("no integration has a secret")
	}
	v.env = append(v.env, "GITLAB_TOKEN="+v.gitlab.Token, "TF_LOG=TRACE", "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+filepath.Join(v.dir, "trace.log"))
	return v
}

// marker returns a unique word that is the same in JSON and in URLs.
func marker(of string) string {
	sum := sha256.Sum256([]byte(of))
	return "Zq" + hex.EncodeToString(sum[:9]) + "qZ"
}

func secretsOf(i catalog.Integration) (secrets []catalog.Parameter) {
	for _, p := range i.Parameters {
		if p.Secret {
			secrets = append(secrets, p)
		}
	}
	return secrets
}

// secret returns a value with characters that encodings and escapes can corrupt.
func (v *secretsTest) secret(i catalog.Integration, p catalog.Parameter) string {
	word := marker(fmt.Sprint(i.Slug, p.Name, v.round))
	switch p.Format {
	case "discord_url":
		return "https://discord.com/" + word + "/\"${x}\\%{y}100%ü"
	case "http_url":
		return "https://hooks.example.com/" + word + "/\"${x}%7B{y}'ü"
	case "datadog_api_key":
		return word
	case "masked_variable":
		return word + "_+=/@:.~-"
	case "private_key":
		return "-----BEGIN PRIVATE KEY-----\n" + word + " ${x} %{y} #{z}\n-----END PRIVATE KEY-----\n"
	case "google_service_account_key":
		return strings.Replace(fmt.Sprint(p.Example), "{", `{"private_key_id": "`+word+` ${x} %{y} #{z}",`, 1)
	}
	return word + " \"q\"\\ ${x} %{y} #{z} 100%\tü'€"
}

// owner is the owner of an integration.
func (v *secretsTest) owner(i catalog.Integration) (kind, id string) {
	if i.HasScope(catalog.Project) {
		return "project", "acme/" + i.Slug
	}
	return "group", "acme/" + i.Slug
}

// configured returns the secrets of the integration that the configuration contains.
func (v *secretsTest) configured(i catalog.Integration) []catalog.Parameter {
	return slices.DeleteFunc(secretsOf(i), func(p catalog.Parameter) bool { return v.bare && !p.Required })
}

// write writes the configuration, which takes the secrets from a variable, and sets the
// variable in the environment.
func (v *secretsTest) write() {
	v.t.Helper()
	kind := "sensitive"
	if v.form.writeOnly {
		kind = "ephemeral"
	}
	text := block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
		block(`variable "secrets"`, settings{"type": reference("map(string)"), kind: true})
	values := []string{}
	for _, i := range v.integrations {
		text += resourceBlock(i.TypeName(), "all", v.settings(i))
		for _, p := range v.configured(i) {
			values = append(values, fmt.Sprintf("%q = %s", i.Slug+"."+p.Name, sample.Literal(v.secret(i, p))))
		}
	}
	v.env = append(v.env, "TF_VAR_secrets={"+strings.Join(values, ", ")+"}")
	v.configure(text)
}

// settings returns the required settings and the secrets.
func (v *secretsTest) settings(i catalog.Integration) settings {
	all := minimal(i)
	for _, p := range i.Parameters {
		if p.ExposesSecrets && !p.Secret && all[p.Name] == nil {
			all[p.Name] = p.Example
		}
		if p.ExposesSecrets && !p.Secret && v.exposed {
			all[p.Name] = another(p, all[p.Name])
		}
		if p.Secret {
			delete(all, p.Name)
		}
	}
	known := all.with(nil)
	for _, p := range v.configured(i) {
		known[p.Name] = p.Example
	}
	for _, rule := range i.Rules {
		if then, _ := i.Parameter(rule.Then.Parameter); !then.Secret && holds(i, rule.If, known) && !holds(i, rule.Then, known) {
			all[then.Name] = then.Example
		}
	}
	for _, p := range v.configured(i) {
		value := reference(fmt.Sprintf("var.secrets[%q]", i.Slug+"."+p.Name))
		if !v.form.writeOnly {
			all[p.Name] = value
			continue
		}
		all[p.Name+"_wo"] = value
		if v.form.ownVersion {
			all[p.Name+"_wo_version"] = v.round
		}
	}
	kind, id := v.owner(i)
	return withOwner(all, kind, id)
}

// try runs a command, and records its output.
func (v *secretsTest) try(arguments ...string) (output string, status int) {
	v.t.Helper()
	command := exec.Command(cliPath, append(arguments, "-no-color")...)
	command.Dir, command.Env = v.dir, v.env
	raw, _ := command.CombinedOutput()
	if arguments[0] != "show" || v.form.writeOnly {
		v.said.Write(raw)
	}
	return string(raw), command.ProcessState.ExitCode()
}

// expect runs a command that must exit with the given status.
func (v *secretsTest) expect(status int, arguments ...string) string {
	v.t.Helper()
	output, got := v.try(arguments...)
	if got != status {
		v.t.Errorf("%v exits with %d, want %d: %s", arguments, got, status, lastPart(output))
	}
	return output
}

func lastPart(text string) string { return text[max(0, len(text)-3000):] }

func (v *secretsTest) run() {
	v.write()
	v.expect(0, "plan", "-input=false", "-out=one.tfplan")
	v.expect(0, "show", "-json", "one.tfplan")
	v.expect(0, "apply", "-input=false", "one.tfplan")
	v.expectConverged("the first apply")
	v.expect(0, "show", "-json")

	v.exposed = true
	v.write()
	v.apply("a change of the settings that expose secrets")

	v.round++
	v.write()
	v.failToApply()
	v.apply("a rotation")

	v.replace()
	v.expectConverged("a replacement")

	v.bare = true
	v.write()
	v.apply("the removal of optional secrets")

	v.bare = false
	v.write()
	v.expect(0, "destroy", "-input=false", "-auto-approve")
	v.apply("a new beginning")
	v.expect(0, "destroy", "-input=false", "-auto-approve")
	v.search()
}

// apply applies, and compares the secrets in GitLab.
func (v *secretsTest) apply(after string) {
	v.t.Helper()
	v.expect(0, "apply", "-input=false", "-auto-approve")
	v.expectConverged(after)
}

func (v *secretsTest) replace() {
	v.t.Helper()
	arguments := []string{"apply", "-input=false", "-auto-approve"}
	for _, i := range v.integrations {
		arguments = append(arguments, "-replace="+i.TypeName()+".all")
	}
	v.expect(0, arguments...)
}

// failToApply makes GitLab quote the secrets in an error, as Ruby formats them, and close
// the connection. Both happen after the plan has shown the change.
func (v *secretsTest) failToApply() {
	v.t.Helper()
	refuse := func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			v.t.Error(err)
		}
		var words []string
		for _, value := range body {
			words = append(words, fmt.Sprint(value), fmt.Sprintf("%q", fmt.Sprint(value)))
		}
		text, _ := json.Marshal(map[string]string{"message": "Failed to update integration. " + strings.Join(words, " ")})
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write(text)
		return true
	}
	hangUp := func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		return false
	}
	for _, hook := range []func(http.ResponseWriter, *http.Request) bool{refuse, hangUp} {
		v.expect(2, "plan", "-input=false", "-detailed-exitcode")
		v.gitlab.Intercept(hook)
		v.expect(1, "apply", "-input=false", "-auto-approve")
		v.gitlab.Intercept(nil)
	}
	v.expect(2, "plan", "-input=false", "-detailed-exitcode")
}

// expectConverged compares the secrets in GitLab, and expects an empty plan.
func (v *secretsTest) expectConverged(after string) {
	v.t.Helper()
	for _, i := range v.integrations {
		kind, id := v.owner(i)
		stored, _ := v.gitlab.Stored(kind+"s/"+id, i.Slug)
		for _, p := range secretsOf(i) {
			var want any
			if p.Required || !v.bare {
				want = v.secret(i, p)
			}
			if got := stored.Settings[p.Name]; got != want || !stored.Active {
				v.t.Errorf("after %s GitLab has %s of %s = %q instead of %q, active: %t", after, p.Name, i.Slug, got, want, stored.Active)
			}
		}
	}
	v.expect(0, "plan", "-input=false", "-detailed-exitcode")
}

// search searches all written files and the output for secrets.
func (v *secretsTest) search() {
	v.t.Helper()
	written := map[string][]byte{"what the CLI says": v.said.Bytes()}
	err := filepath.WalkDir(v.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		written[filepath.Base(path)] = content
		maps.Copy(written, unzipped(filepath.Base(path), content))
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
	for _, name := range []string{"trace.log", "terraform.tfstate", "terraform.tfstate.backup", "one.tfplan", "one.tfplan/tfplan"} {
		if len(written[name]) == 0 {
			v.t.Errorf("the file %s is missing", name)
		}
	}
	if !bytes.Contains(written["trace.log"], []byte("GitLab API request")) {
		v.t.Error("the log is not the provider's")
	}
	// A plan that keeps secrets proves that the search finds them.
	word := marker(fmt.Sprint(v.integrations[0].Slug, secretsOf(v.integrations[0])[0].Name, 1))
	if !v.form.writeOnly && !bytes.Contains(written["one.tfplan/tfplan"], []byte(word)) {
		v.t.Error("the search found no secret in a plan that contains them")
	}
	for name, content := range written {
		v.expectNone(name, content)
	}
}

// unzipped returns the files in a plan.
func unzipped(name string, content []byte) map[string][]byte {
	files := map[string][]byte{}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return files
	}
	for _, file := range archive.File {
		if reader, err := file.Open(); err == nil {
			files[name+"/"+file.Name], _ = io.ReadAll(reader)
		}
	}
	return files
}

// expectNone expects that a file contains neither the token nor the secrets. The state
// and plan may contain secrets that are not write-only.
func (v *secretsTest) expectNone(name string, content []byte) {
	v.t.Helper()
	traces := tracesOf("the token", v.gitlab.Token)
	isLog := name == "trace.log" || name == "what the CLI says"
	for v.round = 1; v.round <= 2 && (v.form.writeOnly || isLog); v.round++ {
		for _, i := range v.integrations {
			for _, p := range secretsOf(i) {
				maps.Copy(traces, tracesOf(i.Slug+" "+p.Name, v.secret(i, p)))
				maps.Copy(traces, base64Of(i.Slug+" "+p.Name, marker(fmt.Sprint(i.Slug, p.Name, v.round))))
				traces[marker(fmt.Sprint(i.Slug, p.Name, v.round))] = i.Slug + " " + p.Name
			}
		}
	}
	traces[marker("token")] = "the token"
	found := map[string]bool{}
	for trace, what := range traces {
		if at := bytes.Index(content, []byte(trace)); at >= 0 && !found[what] {
			found[what] = true
			v.t.Errorf("%s shows %s: …%s…", name, what, content[max(0, at-300):min(len(content), at+100)])
		}
	}
}

// tracesOf returns encoded and hashed forms of the whole secret, in which the search
// would not find the marker.
func tracesOf(what, secret string) map[string]string {
	sum := sha256.Sum256([]byte(secret))
	traces := map[string]string{}
	for _, trace := range []string{
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret)),
		string(sum[:]), hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(sum[:]),
	} {
		traces[trace] = what
	}
	return traces
}

// base64Of returns the three base64 forms of a word within a longer text, without the
// characters that depend on the surrounding text.
func base64Of(what, word string) map[string]string {
	traces := map[string]string{}
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
		traces[encoded[4:len(encoded)-4]] = what
	}
	return traces
}

// TestReplacementOfASecret changes the owner twice, the second time together with the
// secret. Each replacement must send the configured secret.
func TestReplacementOfASecret(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.AddProject("acme/api")
	config := func(project, key string) string {
		return resourceBlock("gitlabintegrations_asana", "web", settings{"project": project, "api_key_wo": key})
	}
	c.configure(config("acme/web", "first-key"))
	c.apply()
	c.configure(config("acme/web", "second-key"))
	c.apply()
	for _, change := range []struct{ project, key string }{{"acme/api", "second-key"}, {"acme/web", "third-key"}} {
		c.configure(config(change.project, change.key))
		c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
		if stored, _ := c.gitlab.Stored("projects/"+change.project, "asana"); stored.Settings["api_key"] != change.key {
			t.Errorf("GitLab has the key %v", stored.Settings["api_key"])
		}
		c.succeed("plan", "-detailed-exitcode")
	}
}
