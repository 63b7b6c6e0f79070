// Package provider contains the provider on terraform-plugin-framework: its
// configuration, and the data sources gitlabintegrations_active and
// gitlabintegrations_inventory. NewServer joins it with the resources and data
// sources of package integration.
package provider

import (
	"context"
	"fmt"
	"net/http"
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

// defaultRetries is the default of retries.
const defaultRetries = 5

// Values of refresh.
const (
	refreshEach = "each"
	refreshList = "list"
)

// Values of missing_owner.
const (
	missingForget = "forget"
	missingError  = "error"
)

// Values of existing_integration.
const (
	existingReplace = "replace"
	existingError   = "error"
)

// gitlabIntegrations is the provider. Its Configure also stores what the generated
// resources need.
type gitlabIntegrations struct {
	version    string
	configured *atomic.Pointer[integration.Provider]
}

var _ provider.ProviderWithValidateConfig = (*gitlabIntegrations)(nil)

// New returns the provider. Its Configure sets configured, unless an argument is not
// known yet.
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
				MarkdownDescription: "Personal, project or group access token with the scope `api` (`read_api` suffices for data sources), or an OAuth token (see `token_type`). " +
					"It needs the role Maintainer on projects and Owner on groups. Default: the environment variable `GITLAB_TOKEN`.",
				Optional:  true,
				Sensitive: true,
			},
			"token_type": schema.StringAttribute{
				MarkdownDescription: "How the `token` is sent. `private`: in the header `PRIVATE-TOKEN`, for personal, project and group access tokens. " +
					"`bearer`: in the header `Authorization`, for OAuth tokens. Default: the environment variable `GITLAB_TOKEN_TYPE`, else `private`.",
				Optional: true,
			},
			"cacert": schema.StringAttribute{
				MarkdownDescription: "Certificate authorities to trust in addition to those of the system, as text in PEM format. " +
					"Not together with `cacert_file`. Default: the environment variable `GITLAB_CACERT`.",
				Optional: true,
			},
			"cacert_file": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with certificate authorities to trust in addition to those of the system. " +
					"Not together with `cacert`. Default: the environment variable `GITLAB_CACERT_FILE`.",
				Optional: true,
			},
			"client_cert": schema.StringAttribute{
				MarkdownDescription: "Client certificate, for a GitLab or a proxy that requires one: the path of a PEM file, or its text. Needs `client_key`.",
				Optional:            true,
			},
			"client_key": schema.StringAttribute{
				MarkdownDescription: "Key of `client_cert`: the path of a PEM file, or its text.",
				Optional:            true,
				Sensitive:           true,
			},
			"insecure": schema.BoolAttribute{
				MarkdownDescription: "Whether to accept any certificate. Default: `false`.",
				Optional:            true,
			},
			"headers": schema.MapAttribute{
				MarkdownDescription: "HTTP headers to send with every request, for example for a proxy in front of GitLab. Those of the `token` are not allowed.",
				ElementType:         types.StringType,
				Optional:            true,
				Sensitive:           true,
			},
			"retries": schema.NumberAttribute{
				MarkdownDescription: fmt.Sprintf("How often a request is sent again after transient failures, 0 to 100. "+
					"Refusals by GitLab's rate limit do not count, but with `0` no request is sent again after them either. "+
					"See [Retries, rate limits and timeouts](#retries-rate-limits-and-timeouts). Default: `%d`.", defaultRetries),
				Optional: true,
			},
			"max_wait": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one request to GitLab may wait in total, for the rate limit and for a server that is down: a duration such as `90s`, `10m` or `2h`. "+
					"It also ends retries. It does not limit a command of many requests. "+
					"See [Retries, rate limits and timeouts](#retries-rate-limits-and-timeouts). Default: `%.0fm`.", client.DefaultMaxWait.Minutes()),
				Optional: true,
			},
			"detect_secret_changes": schema.BoolAttribute{
				MarkdownDescription: "Whether to send secrets again after an external change of an integration that changed no visible setting. " +
					"It takes no extra request. GitLab stores the settings of issue trackers (Jira, Redmine and others) in a separate table and may not update their time of change, " +
					"so changes of their secrets can go undetected. Default: `false`.",
				Optional: true,
			},
			"refresh": schema.StringAttribute{
				MarkdownDescription: "How resources are read while planning. `each`: one request for each resource. " +
					"`list`: one request for each project or group, and another one only for resources that have changed since they were last read; " +
					"the guide on performance says which changes can go undetected. Default: `each`.",
				Optional: true,
			},
			"missing_owner": schema.StringAttribute{
				MarkdownDescription: "What happens to resources whose project or group GitLab no longer finds, because it was deleted, because the user of the `token` may no longer see it, or because a group has moved. GitLab gives the same answer in each case. " +
					"`forget`: they are removed from the state with a warning, and a destroy counts them as destroyed. `error`: reading and destroying them fails. " +
					"See [Projects and groups that disappear](#projects-and-groups-that-disappear). Default: `forget`.",
				Optional: true,
			},
			"existing_integration": schema.StringAttribute{
				MarkdownDescription: "What a new resource does if its integration is active already, for example because it was set up by hand. " +
					"`replace`: it overwrites the settings and secrets. `error`: plan and apply fail, and the error contains the `import` block to paste. " +
					"See [Integrations that exist already](#integrations-that-exist-already). Default: `replace`.",
				Optional: true,
			},
			"early_auth_check": schema.BoolAttribute{
				MarkdownDescription: "Whether to check the token when the provider is configured, with one request. Default: `false`.",
				Optional:            true,
			},
		},
	}
}

// ValidateConfig validates the configuration. It does not read the files that the
// configuration names, nor the environment, which can be another one in the apply.
// Unknown values are valid.
func (p *gitlabIntegrations) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var configured model
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(configured.faults()...)
}

// Configure creates the client. It sends a request only if early_auth_check is set.
// If an argument is not known yet, there is no client: planning needs none, and
// Terraform configures the provider again before it applies.
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
			resp.Diagnostics.Append(errorOf(message.SignInFailed(err)))
			return
		}
	}
	lists := discovery.NewLists(gitlab)
	settings := &integration.Provider{
		Client: gitlab, Lists: lists, Discovery: discovery.New(gitlab, lists),
		DetectSecretChanges: configured.DetectSecrets.ValueBool(),
		KeepMissing:         configured.MissingOwner.ValueString() == missingError,
		KeepExisting:        configured.Existing.ValueString() == existingError,
		RefreshByList:       configured.Refresh.ValueString() == refreshList,
	}
	p.configured.Store(settings)
	resp.DataSourceData = settings
}

// clientConfig returns the configuration of the client, completed from the
// environment.
func (p *gitlabIntegrations) clientConfig(configured model) (config client.Config, diagnostics diag.Diagnostics) {
	config = configured.client()
	configured.complete(&config)
	config.UserAgent = userAgent(p.version)
	if config.Token == "" {
		// The error is not on the attribute, because the token can also be missing
		// from the environment.
		diagnostics.Append(errorOf(message.MissingToken()))
	}
	return config, diagnostics
}

// Resources returns nothing: integration.Server serves all resources.
func (p *gitlabIntegrations) Resources(context.Context) []func() resource.Resource { return nil }

// DataSources returns the data sources of this package.
func (p *gitlabIntegrations) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newActiveDataSource, newInventoryDataSource}
}
