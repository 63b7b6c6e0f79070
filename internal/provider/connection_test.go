package provider_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	frameworkresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

// oauthToken has the form of GitLab's OAuth tokens.
const oauthToken = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// startOAuth is like newCLI, with a GitLab that accepts an OAuth token.
func startOAuth(t *testing.T) *cli {
	t.Helper()
	gitlab, address := gitlabfake.Start(t)
	gitlab.Token, gitlab.OAuth = oauthToken, true
	return newCLIOn(t, gitlab, address)
}

func TestOAuthToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment string
		attributes  settings
	}{
		"attribute":                {"", settings{"token_type": "bearer"}},
		"environment":              {"GITLAB_TOKEN_TYPE=bearer", settings{}},
		"attribute overrides it":   {"GITLAB_TOKEN_TYPE=private", settings{"token_type": "bearer"}},
		"attribute with the token": {"GITLAB_TOKEN=wrong", settings{"token_type": "bearer", "token": oauthToken}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startOAuth(t)
			c.env = append(c.env, test.environment)
			c.configure(block(`provider "gitlabintegrations"`, test.attributes) + asana)
			c.apply()
			c.succeed("plan", "-detailed-exitcode")
			for _, request := range c.gitlab.Requests() {
				if request.Header.Get("Private-Token") != "" || request.Header.Get("Authorization") != "Bearer "+oauthToken {
					t.Errorf("%s %s has the header %v", request.Method, request.Path, request.Header)
				}
			}
		})
	}
}

// GitLab does not accept an OAuth token in the header for access tokens. The error
// message must contain the remedy.
func TestOAuthTokenAsAccessToken(t *testing.T) {
	t.Parallel()
	c := startOAuth(t)
	c.configure(asana)
	output, succeeded := c.try("apply", "-auto-approve")
	c.shows(output, "GitLab does not accept the token", "looks like an OAuth token, and was sent as an access token", "`token_type = \"bearer\"`", "GITLAB_TOKEN_TYPE=bearer")
	if succeeded || strings.Contains(output, oauthToken) {
		t.Errorf("the apply succeeded, or its output shows the token: %s", output)
	}
}

// GitLab accepts an access token in the header for OAuth tokens.
func TestAccessTokenAsBearer(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(block(`provider "gitlabintegrations"`, settings{"token_type": "bearer"}) + asana)
	c.apply()
}

// GraphQL requests send the OAuth token in the same header.
func TestInventoryWithATokenOfOAuth(t *testing.T) {
	t.Parallel()
	c := startOAuth(t)
	c.env = append(c.env, "GITLAB_TOKEN_TYPE=bearer")
	c.gitlab.SetUp("projects/acme/web", "asana", settings{"api_key": "example-asana-key"})
	c.configure(block(`data "gitlabintegrations_inventory" "all"`, settings{"group": "acme"}))
	c.apply()
	c.shows(c.succeed("show"), `slug = "asana"`)
}

func TestAppendedUserAgent(t *testing.T) {
	t.Parallel()
	const own = "terraform-provider-gitlabintegrations/dev"
	for appended, want := range map[string]string{
		"": own, "   ": own, " pipeline/7 ": own + " pipeline/7", "a\r\nX-Other: b\n": own + " a  X-Other: b", "équipe\t": own + " équipe",
	} {
		c := newCLI(t)
		c.env = append(c.env, "TF_APPEND_USER_AGENT="+appended)
		c.configure(asana)
		c.apply()
		for _, request := range c.gitlab.Requests() {
			if got := request.Header.Get("User-Agent"); got != want || request.Header.Get("X-Other") != "" {
				t.Errorf("%q: the User-Agent is %q, want %q", appended, got, want)
			}
		}
	}
}

// startTLS is like newCLI, with a GitLab that serves HTTPS. It also returns the server's
// certificate.
func startTLS(t *testing.T) (c *cli, address, certificate string) {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(gitlab)
	t.Cleanup(server.Close)
	certificate = certificatePEM(server.Certificate().Raw)
	return newCLIOn(t, gitlab, server.URL), server.URL, certificate
}

func TestCACert(t *testing.T) {
	t.Parallel()
	c, _, certificate := startTLS(t)
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte(certificate), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		environment []string
		attributes  settings
	}{
		"text":                      {nil, settings{"cacert": certificate}},
		"file function":             {nil, settings{"cacert": reference("file(\"" + file + "\")")}},
		"file":                      {nil, settings{"cacert_file": file}},
		"text in the environment":   {[]string{"GITLAB_CACERT=" + certificate}, nil},
		"file in the environment":   {[]string{"GITLAB_CACERT_FILE=" + file}, nil},
		"text before a variable":    {[]string{"GITLAB_CACERT_FILE=missing.pem", "GITLAB_CACERT=wrong"}, settings{"cacert": certificate}},
		"file before a variable":    {[]string{"GITLAB_CACERT=wrong"}, settings{"cacert_file": file}},
		"known only after an apply": {nil, settings{"cacert": reference("terraform_data.certificate.output")}},
	} {
		t.Run(name, func(t *testing.T) {
			each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: append(append([]string{}, c.env...), test.environment...)}
			each.configure(resourceBlock("terraform_data", "certificate", settings{"input": certificate}) +
				block(`provider "gitlabintegrations"`, test.attributes) + asana)
			each.apply()
			each.succeed("plan", "-detailed-exitcode")
		})
	}
	t.Run("none", func(t *testing.T) {
		each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: c.env}
		each.configure(asana)
		output, _ := each.try("apply", "-auto-approve")
		each.shows(output, "signed by an authority that this machine does not know", "`cacert_file`", "`cacert`")
	})
	t.Run("two in the environment", func(t *testing.T) {
		each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: append(append([]string{}, c.env...), "GITLAB_CACERT="+certificate, "GITLAB_CACERT_FILE="+file)}
		each.configure(asana)
		output, _ := each.try("plan")
		each.shows(output, "Invalid GITLAB_CACERT", "`GITLAB_CACERT` cannot be set together with")
	})
}

// The proxy responds for hosts that DNS cannot resolve. NO_PROXY exempts one of them.
func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	gitlab, proxy := gitlabfake.Start(t)
	c := newCLIOn(t, gitlab, "http://"+unresolvableHost)
	for _, name := range []string{"HTTP_PROXY", "http_proxy"} {
		c.env = append(c.env, name+"="+proxy)
	}
	c.configure(asana)
	c.apply()
	if c.requests()["PUT"] != 1 {
		t.Error("the proxy did not receive the request")
	}
	c.env = append(c.env, "NO_PROXY="+unresolvableHost, "GODEBUG=netdns=go")
	c.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0}) + asana)
	output, succeeded := c.try("plan")
	c.shows(output, "The host name does not exist")
	if succeeded || len(c.requests()) > 0 {
		t.Errorf("the proxy received a request: %s", output)
	}
}

// startAltered sets up an integration, and then puts a proxy in front of GitLab that
// changes escaped paths.
func startAltered(t *testing.T, way string, attributes settings) *cli {
	t.Helper()
	gitlab, address := gitlabfake.Start(t)
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(servertest.AlteringProxies(target)[way])
	t.Cleanup(proxy.Close)
	c := newCLIOn(t, gitlab, address)
	c.configure(block(`provider "gitlabintegrations"`, attributes) + asana)
	c.apply()
	c.env = append(c.env, "GITLAB_BASE_URL="+proxy.URL)
	return c
}

// TestPathsThatDoNotReachGitLab checks that the state is kept if a proxy changes the
// paths of requests, and that the numeric ID works instead.
func TestPathsThatDoNotReachGitLab(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"decodes", "escapes again", "refuses", "redirects"} {
		for name, attributes := range map[string]settings{"each": {}, "list": {"refresh": "list"}, "protected": {"existing_integration": "error"}} {
			t.Run(way+"/"+name, func(t *testing.T) {
				t.Parallel()
				c := startAltered(t, way, attributes)
				for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"apply", "-auto-approve", "-refresh-only"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
					c.fail("The path does not reach GitLab", command...)
					c.shows(c.succeed("state", "list"), "gitlabintegrations_asana.web")
				}
				if stored, _ := c.gitlab.Stored("projects/acme/web", "asana"); !stored.Active {
					t.Error("the integration was disabled")
				}
				c.configure(block(`provider "gitlabintegrations"`, attributes) + asanaOf(settings{"project": "2"}))
				c.shows(c.succeed("apply", "-auto-approve", "-refresh=false"), "0 added, 1 changed, 0 destroyed")
				c.succeed("plan", "-detailed-exitcode")
			})
		}
	}
}

// vault is a provider with an ephemeral resource that returns a token.
type vault struct{ token string }

type vaultToken struct{ token string }

func (*vault) Metadata(_ context.Context, _ frameworkprovider.MetadataRequest, resp *frameworkprovider.MetadataResponse) {
	resp.TypeName = "vault"
}
func (*vault) Schema(context.Context, frameworkprovider.SchemaRequest, *frameworkprovider.SchemaResponse) {
}
func (*vault) Configure(context.Context, frameworkprovider.ConfigureRequest, *frameworkprovider.ConfigureResponse) {
}
func (*vault) DataSources(context.Context) []func() datasource.DataSource    { return nil }
func (*vault) Resources(context.Context) []func() frameworkresource.Resource { return nil }
func (v *vault) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &vaultToken{v.token} }}
}

func (*vaultToken) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "vault_token"
}

func (*vaultToken) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"mount": ephemeralschema.StringAttribute{Required: true},
		"token": ephemeralschema.StringAttribute{Computed: true},
	}}
}

func (v *vaultToken) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model struct {
		Mount types.String `tfsdk:"mount"`
		Token types.String `tfsdk:"token"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.Token = types.StringValue(v.token)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// TestTokenOfAnEphemeralResource covers a token that is known in the plan, and one that
// is known only in the apply because it depends on another resource.
func TestTokenOfAnEphemeralResource(t *testing.T) {
	t.Parallel()
	for name, mount := range map[string]any{"known": "secret", "not known while planning": reference("terraform_data.mount.output")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gitlab, address := gitlabfake.Start(t)
			gitlab.AddProject("acme/web")
			config := resourceBlock("terraform_data", "mount", settings{"input": "secret"}) +
				block(`ephemeral "vault_token" "gitlab"`, settings{"mount": mount}) +
				block(`provider "gitlabintegrations"`, settings{"base_url": address, "token": reference("ephemeral.vault_token.gitlab.token")})
			both := map[string]func() (tfprotov6.ProviderServer, error){
				"gitlabintegrations": factories["gitlabintegrations"],
				"vault":              providerserver.NewProtocol6WithError(&vault{gitlab.Token}),
			}
			unitTest(t, resource.TestCase{
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
				ProtoV6ProviderFactories: both,
				Steps: []resource.TestStep{
					{Config: config + asana, Check: resource.TestCheckResourceAttr("gitlabintegrations_asana.web", "push_events", "true")},
					{Config: config + asanaOf(settings{"project": "acme/web", "push_events": false}), Check: resource.TestCheckResourceAttr("gitlabintegrations_asana.web", "push_events", "false")},
				},
			})
			for _, request := range gitlab.Requests() {
				if request.Header.Get("Private-Token") != gitlab.Token || request.Status != http.StatusOK && request.Method == http.MethodPut {
					t.Errorf("%s %s returned the status %d", request.Method, request.Path, request.Status)
				}
			}
		})
	}
}
