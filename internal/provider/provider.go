// Package provider is the part of the provider that is written by hand on the
// Terraform plugin framework: its configuration, the data sources that are no
// single integration and the resource for any. NewServer joins it with the
// generated rest.
package provider

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// defaultRetries is how often a request is sent again unless the configuration
// says otherwise.
const defaultRetries = 5

// Environment variables that stand in for settings.
const (
	variableBaseURL = "GITLAB_BASE_URL"
	variableToken   = "GITLAB_TOKEN"
)

// Ways to refresh.
const (
	refreshEach = "each"
	refreshList = "list"
)

// What becomes of the resources of a project or group that is not found any more.
const (
	missingForget = "forget"
	missingError  = "error"
)

// gitlabIntegrations is the provider. Its Configure stores what the generated
// resources need, which are served beside it.
type gitlabIntegrations struct {
	version    string
	configured *atomic.Pointer[integration.Provider]
}

var _ provider.ProviderWithValidateConfig = (*gitlabIntegrations)(nil)

// New returns the provider. Its Configure fills configured, unless a setting
// is not known yet.
func New(version string, configured *atomic.Pointer[integration.Provider]) provider.Provider {
	return &gitlabIntegrations{version: version, configured: configured}
}

// Metadata names the provider.
func (p *gitlabIntegrations) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "gitlabintegrations"
	resp.Version = p.version
}

// Schema describes the provider's configuration.
func (p *gitlabIntegrations) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the integrations of GitLab projects and groups.",
		Attributes: map[string]schema.Attribute{
			"base_url": schema.StringAttribute{
				MarkdownDescription: "Address of GitLab, with or without `/api/v4`. Default: the environment variable `GITLAB_BASE_URL`, else `https://gitlab.com`.",
				Optional:            true,
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "Personal, project or group access token with the scope `api` (`read_api` suffices for data sources). " +
					"It needs the role Maintainer on projects and Owner on groups. Default: the environment variable `GITLAB_TOKEN`.",
				Optional:  true,
				Sensitive: true,
			},
			"cacert_file": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file of certificate authorities to trust beside those of the system.",
				Optional:            true,
			},
			"client_cert": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with a client certificate, for a GitLab behind a proxy that demands one. Needs `client_key`.",
				Optional:            true,
			},
			"client_key": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with the key of `client_cert`.",
				Optional:            true,
				Sensitive:           true,
			},
			"insecure": schema.BoolAttribute{
				MarkdownDescription: "Whether to accept any certificate. Default: `false`.",
				Optional:            true,
			},
			"headers": schema.MapAttribute{
				MarkdownDescription: "HTTP headers to send with every request.",
				ElementType:         types.StringType,
				Optional:            true,
				Sensitive:           true,
			},
			"retries": schema.NumberAttribute{
				MarkdownDescription: fmt.Sprintf("How often a request is sent again that failed for a reason that may pass, 0 to 100. "+
					"Waiting for GitLab's rate limit uses none up, but with `0` a request that it refuses is not sent again either. "+
					"See [Retries, rate limits and timeouts](#retries-rate-limits-and-timeouts). Default: `%d`.", defaultRetries),
				Optional: true,
			},
			"max_wait": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one request to GitLab may wait in all, for the rate limit and for a server that is down: a duration such as `90s`, `10m` or `2h`. "+
					"It ends what `retries` would repeat, and does not limit a command of many requests. "+
					"See [Retries, rate limits and timeouts](#retries-rate-limits-and-timeouts). Default: `%.0fm`.", client.DefaultMaxWait.Minutes()),
				Optional: true,
			},
			"detect_secret_changes": schema.BoolAttribute{
				MarkdownDescription: "Whether to send secrets again when GitLab says that an integration was changed by somebody else and no visible setting explains it. " +
					"It takes no extra request. GitLab keeps the settings of issue trackers (Jira, Redmine and the like) elsewhere and may not move their time of change, " +
					"so with those it can miss a change. Default: `false`.",
				Optional: true,
			},
			"refresh": schema.StringAttribute{
				MarkdownDescription: "How resources are read while planning. `each`: one request for every resource. " +
					"`list`: one request for every project or group, and one more only for resources that have changed since they were last read; " +
					"the guide about thousands of projects says what it can miss. Default: `each`.",
				Optional: true,
			},
			"missing_owner": schema.StringAttribute{
				MarkdownDescription: "What becomes of resources whose project or group GitLab does not find any more: it was deleted, or the owner of the `token` may not see it any more, and GitLab's answer is the same. " +
					"`forget`: they leave the state with a warning, and a destroy takes them for gone. `error`: reading and destroying them fails. " +
					"See [Projects and groups that disappear](#projects-and-groups-that-disappear). Default: `forget`.",
				Optional: true,
			},
			"early_auth_check": schema.BoolAttribute{
				MarkdownDescription: "Whether to try the token before anything else, with one request. Default: `false`.",
				Optional:            true,
			},
		},
	}
}

// ValidateConfig finds what is wrong with a configuration without reading the
// files that it names, and without the environment, which need not be the one
// of the apply. What is not known yet is never wrong.
func (p *gitlabIntegrations) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var configured model
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(configured.faults()...)
}

// Configure makes the client. It sends nothing, unless early_auth_check says
// so. With a setting that is not known yet there is no client: planning needs
// none, and Terraform configures again before it applies.
func (p *gitlabIntegrations) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	if !req.Config.Raw.IsFullyKnown() {
		return
	}
	var configured model
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	config, diagnostics := p.clientConfig(configured)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	gitlab, err := client.New(config)
	if err != nil {
		resp.Diagnostics.Append(configured.fault(err))
		return
	}
	if configured.EarlyAuthCheck.ValueBool() {
		if err := gitlab.Do(ctx, http.MethodGet, "user", nil, nil); err != nil {
			resp.Diagnostics.AddError("Cannot sign in to GitLab", message.Explain(err))
			return
		}
	}
	lists := discovery.NewLists(gitlab)
	settings := &integration.Provider{
		Client: gitlab, Lists: lists, Discovery: discovery.New(gitlab, lists),
		DetectSecretChanges: configured.DetectSecrets.ValueBool(),
		KeepMissing:         configured.MissingOwner.ValueString() == missingError,
		RefreshByList:       configured.Refresh.ValueString() == refreshList,
	}
	p.configured.Store(settings)
	resp.DataSourceData = settings
}

// clientConfig completes the configuration from the environment.
func (p *gitlabIntegrations) clientConfig(configured model) (config client.Config, diagnostics diag.Diagnostics) {
	config = configured.client()
	config.BaseURL = valueOrEnvironment(configured.BaseURL, variableBaseURL)
	config.Token = valueOrEnvironment(configured.Token, variableToken)
	config.UserAgent = "terraform-provider-gitlabintegrations/" + p.version
	if config.Token == "" {
		// On no attribute, because it may be meant to come from the environment.
		diagnostics.AddError("Missing GitLab token",
			"Set the environment variable `GITLAB_TOKEN`, or `token` in the provider's configuration, to an access token with the scope `api`.")
	}
	return config, diagnostics
}

func valueOrEnvironment(value types.String, variable string) string {
	if value.IsNull() {
		return os.Getenv(variable)
	}
	return value.ValueString()
}

// Resources returns none: integration.Server has them all.
func (p *gitlabIntegrations) Resources(context.Context) []func() resource.Resource { return nil }

// DataSources returns the hand-written data sources.
func (p *gitlabIntegrations) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newActiveDataSource, newInventoryDataSource}
}
