package integration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

const (
	refusedWebhook = `{"message":"Failed to update integration. {:webhook=>[\"is blocked: URI is invalid\"]}"}`
	refusedScheme  = `{"message":"Failed to update integration. {:webhook=>[\"is blocked: Only allowed schemes are http, https\"]}"}`
	blankWebhook   = `{"message":"Failed to update integration. {:webhook=>[\"can't be blank\", \"must be a valid URL\"], :room=>[\"can't be blank\"]}"}`
	withoutReason  = `{"message":"Failed to update integration. {}"}`
	serverError    = `{"message":"500 Internal Server Error"}`
)

// create returns the errors of the apply of a new resource, to which GitLab answers. It
// skips the validation, as if GitLab judged values otherwise.
func create(t *testing.T, status int, answer, typeName string, config object) []*tfprotov6.Diagnostic {
	t.Helper()
	g := newGitLab(t, func(asked request) reply {
		if asked.method == "GET" {
			return reply{status: 404, body: `{"message":"404 Integration Not Found"}`}
		}
		return reply{status: status, body: answer}
	})
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, configuredWith(newClient(t, g.address))))
	_, found := tf.change(typeName, nil, config)
	return errorsIn(found)
}

// custom is the configuration of a custom integration.
func custom(owner object, slug string, settings, secrets object) object {
	config := owner.with(object{"slug": slug, "settings": settingsObject(settings)})
	if secrets != nil {
		config["secrets_wo"] = secretsMap(secrets)
	}
	return config
}

func TestRefusalsOfBuiltAddresses(t *testing.T) {
	project, group := object{"project": "1"}, object{"group": "acme"}
	telegram := object{"hostname": "https://h.example", "room": "@x"}
	tests := map[string]struct {
		answer, typeName string
		config           object
		path, words      string
	}{
		"telegram, token": {refusedWebhook, "gitlabintegrations_telegram", group.with(telegram, object{"token": "hidden\n1"}), `AttributeName("token")`,
			"`token` is the likely reason: it contains a line break."},
		"telegram, write-only token": {refusedWebhook, "gitlabintegrations_telegram", project.with(telegram, object{"token_wo": "hidden\n"}), `AttributeName("token_wo")`,
			"`token_wo` is the likely reason: it contains a line break."},
		"telegram, scheme": {refusedScheme, "gitlabintegrations_telegram", project.with(telegram, object{"hostname": "ftp://h", "token": "hidden 1"}), `AttributeName("hostname")`,
			"It must be a URL such as `https://example.com/path`."},
		"matrix, room": {refusedWebhook, "gitlabintegrations_matrix", group.with(object{"token": "hidden\n", "room": "a\nb"}), `AttributeName("room")`,
			"that it builds from `hostname` and `room`: \"is blocked: URI is invalid\".\n\n`room` is the likely reason: it contains a line break."},
		"matrix, blank room": {blankWebhook, "gitlabintegrations_matrix", project.with(object{"token": "hidden", "room": " "}), `AttributeName("room")`,
			"GitLab refuses `room`: \"can't be blank\"."},
		"custom telegram, host": {refusedScheme, customType, custom(project, "telegram", telegram, object{"token": "hidden"}), `AttributeName("settings").ElementKeyString("hostname")`,
			"GitLab refuses `webhook`, an address that it builds from `hostname` and `token`"},
		"custom telegram, secret": {refusedWebhook, customType, custom(group, "telegram", telegram, object{"token": "hidden\n"}), `AttributeName("secrets_wo").ElementKeyString("token")`,
			"`token` is the likely reason: it contains a line break."},
		"custom telegram without host": {refusedWebhook, customType, custom(project, "telegram", object{"room": "@x"}, object{"token": "hidden 1"}), `AttributeName("secrets_wo").ElementKeyString("token")`,
			"`token` is the likely reason: it contains a space."},
		"custom matrix": {refusedWebhook, customType, custom(group, "matrix", object{"room": "a\nb"}, object{"token": "hidden"}), `AttributeName("settings").ElementKeyString("room")`,
			"`room` is the likely reason: it contains a line break."},
		"custom matrix with nothing that makes the address": {refusedWebhook, customType, custom(group, "matrix", object{"push_events": true}, nil), "",
			"GitLab refuses `webhook`, an address that it builds from `hostname` and `room`"},
		"custom integration that is not known": {refusedWebhook, customType, custom(group, "other-chat", object{"room": "a\nb"}, nil), "",
			"GitLab refuses `webhook`, which is not configured"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectRefusal(t, create(t, 400, test.answer, test.typeName, test.config), test.path, test.words)
		})
	}
}

// A custom integration must not be told to configure what GitLab does not miss.
func TestRefusalsOfSettingsThatAreNotConfigured(t *testing.T) {
	config := custom(object{"project": "1"}, "slack", object{"channel": "a,b,c,d,e,f,g,h,i,j,k"}, nil)
	for sentence, configure := range map[string]bool{"cannot have more than 10 channels": false, "can't be blank": true} {
		found := create(t, 400, `{"message":"Failed to update integration. {:push_channel=>[\"`+sentence+`\"]}"}`, customType, config)
		expectRefusal(t, found, "", "GitLab refuses `push_channel`, which is not configured: \""+sentence+"\"")
		if strings.Contains(found[0].Detail, "Set it in `settings`") != configure {
			t.Errorf("%s has the advice %s", sentence, found[0].Detail)
		}
	}
}

// expectRefusal expects one error, and no part of a value in it.
func expectRefusal(t *testing.T, found []*tfprotov6.Diagnostic, path string, parts ...string) {
	t.Helper()
	if len(found) != 1 || found[0].Attribute.String() != path {
		t.Fatalf("got %v, want one error on %q", found, path)
	}
	expectWords(t, found[0], parts...)
	showsNothingHidden(t, found)
}

func TestRefusalsWithoutReason(t *testing.T) {
	project := object{"project": "1"}
	buildkite := project.with(object{"project_url": "https://buildkite.example/hidden"})
	jenkins := project.with(object{"jenkins_url": "https://j.example"})
	long := strings.Repeat("hidden", 500)
	tests := map[string]struct {
		typeName    string
		config      object
		path, words string
	}{
		"line break": {"gitlabintegrations_buildkite", buildkite.with(object{"token": "hidden\n1"}), `AttributeName("token")`,
			"It refuses the address of a webhook, which GitLab builds from `token`. `token` is the likely reason: it contains a line break. What `file()` returns often ends with one, which `trimspace()` removes."},
		"thousands of characters": {"gitlabintegrations_packagist", project.with(object{"username": "u", "token": long}), `AttributeName("token")`,
			"`token` is the likely reason: it has more than 2048 characters."},
		"outside of the address": {"gitlabintegrations_datadog", project.with(object{"api_key": "hidden", "datadog_service": long, "datadog_env": "hidden one"}), `AttributeName("datadog_service")`,
			"`datadog_service` is the likely reason: it has more than 2048 characters."},
		"empty": {customType, custom(project, "squash-tm", object{"url": "https://s.example"}, object{"token": ""}), `AttributeName("secrets_wo").ElementKeyString("token")`,
			"`token` is the likely reason: it is empty. Leave it out if there is none."},
		"several": {customType, custom(project, "packagist", object{"username": "hidden\n"}, object{"token": ""}), "",
			"The reason is likely one of these: `username` contains a line break, `token` is empty."},
		"not escaped": {"gitlabintegrations_jenkins", jenkins.with(object{"project_name": "hidden %zz"}), `AttributeName("project_name")`,
			"`project_name` is the likely reason: it contains a space. Write it as in an address, such as `%20` for a space."},
		"half an escape": {"gitlabintegrations_jenkins", jenkins.with(object{"project_name": "100%"}), `AttributeName("project_name")`,
			"`project_name` is the likely reason: it contains a `%` that does not begin an escape."},
		"nothing unusual": {"gitlabintegrations_jenkins", jenkins.with(object{"project_name": "web", "username": "hidden one", "password": "hidden ü"}), "",
			"Look for spaces, line breaks and other characters that are not allowed in an address, for empty strings, and for values of thousands of characters."},
		"no address": {"gitlabintegrations_asana", project.with(object{"api_key": "hidden "}), `AttributeName("api_key")`,
			"`api_key` is the likely reason: it begins or ends with whitespace. `trimspace()` removes that."},
		"several lines that are meant": {"gitlabintegrations_apple_app_store", project.with(object{"app_store_issuer_id": "hidden", "app_store_key_id": "A1", "app_store_private_key": "hidden\nhidden\n", "app_store_private_key_file_name": "k"}), "",
			"GitLab does not say which setting it refuses. Look for"},
		"custom integration that is not known": {customType, custom(project, "other-chat", object{"note": "ok"}, object{"token": "hidden\n"}), `AttributeName("secrets_wo").ElementKeyString("token")`,
			"`token` is the likely reason: it contains a line break."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectRefusal(t, create(t, 400, withoutReason, test.typeName, test.config), test.path, test.words)
		})
	}
}

// GitLab answers with status 500 if it cannot build an address from the values, or cannot
// store them.
func TestServerErrorsBecauseOfValues(t *testing.T) {
	tests := map[string]struct {
		typeName    string
		config      object
		path, words string
	}{
		"project of Jenkins": {customType, custom(object{"project": "1"}, "jenkins", object{"jenkins_url": "https://j.example", "project_name": "hidden one"}, nil), `AttributeName("settings").ElementKeyString("project_name")`,
			"GitLab also fails like this if it cannot use a value. Check `project_name`: it contains a space."},
		"line break after an address": {"gitlabintegrations_external_wiki", object{"project": "1", "external_wiki_url": "https://hidden.example\n"}, `AttributeName("external_wiki_url")`,
			"Check `external_wiki_url`: it contains a line break."},
		"several": {"gitlabintegrations_jenkins", object{"project": "1", "jenkins_url": "https://hidden.example/ü", "project_name": "hidden one"}, "",
			"Check these: `jenkins_url` contains a character outside ASCII, `project_name` contains a space."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectRefusal(t, create(t, 500, serverError, test.typeName, test.config), test.path, "Cannot set up", test.words, "ask GitLab's administrator")
		})
	}
	found := create(t, 500, serverError, "gitlabintegrations_external_wiki", object{"project": "1", "external_wiki_url": "https://hidden.example/" + strings.Repeat("x", 300)})
	expectRefusal(t, found, "", "GitLab failed with an internal error")
}

func TestNothingToInheritOfCustom(t *testing.T) {
	inherits := object{"project": "acme/web", "use_inherited_settings": true}
	const answer = `{"message":"Default integration not found."}`
	for slug, words := range map[string]string{
		"jenkins":    "Groups cannot have jenkins, so an administrator must set it up for the whole instance",
		"other-chat": "other-chat must have settings of its own in a group above this project (`acme`)",
	} {
		found := create(t, 400, answer, customType, custom(inherits, slug, object{}, nil))
		expectRefusal(t, found, `AttributeName("use_inherited_settings")`, words)
	}
}
