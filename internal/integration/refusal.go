package integration

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// diagnosticContext is what the diagnostics of one request about an integration
// have in common.
type diagnosticContext struct {
	*definition
	client *client.Client
	owner  client.Owner
	// summary says what cannot be done.
	summary string
	// redact takes out of a text what must not be shown.
	redact func(string) string
	// attribute is the name under which the configuration has a setting.
	attribute func(*Parameter) string
}

// reading is the context of a request that carries no setting.
func (d *definition) reading(verb string, provider *Provider, owner client.Owner) diagnosticContext {
	return diagnosticContext{
		definition: d,
		client:     provider.Client,
		owner:      owner,
		summary:    d.task(verb, owner),
		redact:     func(text string) string { return text },
		attribute:  func(p *Parameter) string { return p.Name },
	}
}

// diagnose explains an error of GitLab or of the way to it: one diagnostic for
// each attribute that GitLab names, and one on the resource for the rest.
func (dc diagnosticContext) diagnose(ctx context.Context, err error) []*tfprotov6.Diagnostic {
	refusal := new(client.Error)
	switch {
	case errors.Is(err, context.Canceled) && client.IsUncertain(err):
		return dc.failures("", "The request was interrupted. GitLab may have carried it out all the same; the next plan shows that.")
	case errors.Is(err, context.Canceled):
		return dc.failures("", "The request was interrupted before GitLab got it.")
	case !errors.As(err, &refusal):
		return dc.failures("", client.Describe(err), client.Advice(err))
	}
	// Before anything is taken apart or cut off: a part of a secret is one too.
	shown := *refusal
	shown.Message = dc.redact(refusal.Message)
	if client.IsUnknownSlug(&shown) {
		// It reads like the refusal of a setting, but the slug stands in the path.
		return dc.whole(ctx, &shown)
	}
	faults, rest := shown.Faults()
	found := dc.faulty(ctx, &shown, faults)
	if rest != "" || len(found) == 0 {
		found = append(found, dc.whole(ctx, &shown)...)
	}
	return found
}

// faulty makes a diagnostic for every parameter that GitLab names.
func (dc diagnosticContext) faulty(ctx context.Context, refusal *client.Error, faults []client.Fault) (found []*tfprotov6.Diagnostic) {
	for len(faults) > 0 {
		name := faults[0].Parameter
		var sentences, remedies []string
		for _, fault := range faults {
			if fault.Parameter == name {
				sentences = append(sentences, `"`+fault.Message+`"`)
				remedies = append(remedies, dc.remedyOf(ctx, name, fault.Message))
			}
		}
		faults = slices.DeleteFunc(faults, func(f client.Fault) bool { return f.Parameter == name })
		attribute, refused := dc.refused(name)
		refusals := fmt.Sprintf("GitLab refuses %s: %s.", refused, strings.Join(sentences, ", "))
		request := fmt.Sprintf("This was the answer to %s %s, with status %d.", refusal.Method, refusal.Path, refusal.Status)
		texts := slices.Concat([]string{refusals}, remedies, []string{request})
		found = append(found, dc.failures(attribute, texts...)...)
	}
	return found
}

// refused finds the attribute of a name that GitLab uses, and says what it is.
func (dc diagnosticContext) refused(name string) (attribute, description string) {
	switch p := dc.parameters[name]; {
	case p != nil:
		attribute = dc.attribute(p)
		return attribute, "`" + attribute + "`"
	case name == attributeInherited:
		return name, "`" + name + "`"
	case isWhole(name):
		return "", "the settings as a whole"
	case dc.isCustom():
		return "", "`" + name + "`, which is not configured"
	default:
		return "", "`" + name + "`, a setting that this provider does not have"
	}
}

// isWhole reports whether a name of GitLab's stands for all settings together.
func isWhole(name string) bool { return name == "" || name == "base" }

// remedyOf is the way out of a sentence of GitLab's about a parameter.
func (dc diagnosticContext) remedyOf(ctx context.Context, name, sentence string) string {
	p := dc.parameters[name]
	switch {
	case p != nil || name == attributeInherited || isWhole(name):
		return dc.remedy(ctx, p, sentence)
	case dc.isCustom():
		return "Set it in `settings`, or in `secrets_wo` if it is a secret."
	default:
		return "This GitLab may be newer than this version of the provider: see whether a later version has the setting."
	}
}

// whole explains a refusal that names no parameter.
func (dc diagnosticContext) whole(ctx context.Context, refusal *client.Error) []*tfprotov6.Diagnostic {
	attribute := ""
	switch {
	case client.IsOwnerNotFound(refusal) || client.IsMoved(refusal):
		attribute = string(dc.owner.Kind)
	case refusal.Message == "Default integration not found.":
		attribute = attributeInherited
	case dc.isCustom() && client.IsUnknownSlug(refusal):
		attribute = attributeSlug
	}
	return dc.failures(attribute, client.Describe(refusal), dc.remedyOfWhole(ctx, refusal), client.Advice(refusal), dc.advice(ctx, refusal))
}

// remedyOfWhole is the way out of GitLab's sentence if it refuses settings, and
// not the request.
func (dc diagnosticContext) remedyOfWhole(ctx context.Context, refusal *client.Error) string {
	if refusal.Status != http.StatusBadRequest {
		return ""
	}
	return dc.remedy(ctx, nil, refusal.Message)
}

// advice is the way out of refusals that depend on the integration.
func (dc diagnosticContext) advice(ctx context.Context, refusal *client.Error) string {
	switch {
	case dc.Install != "" && refusal.Status == http.StatusUnprocessableEntity:
		return "GitLab's API cannot create this integration, only change it once it is installed. " + dc.Install
	case client.IsUnknownSlug(refusal):
		return dc.unknownSlug(ctx)
	case client.IsMoved(refusal):
		return dc.newPath(ctx)
	case strings.Contains(refusal.Message, "Integration not available"):
		return dc.unavailable()
	case refusal.Message == "400 Bad Request":
		return dc.unexplained(ctx)
	default:
		return ""
	}
}

// unavailable explains that GitLab does not offer an integration that it knows.
func (dc diagnosticContext) unavailable() string {
	text := "This GitLab knows the integration but does not offer it in this " + string(dc.owner.Kind) + ": an administrator has switched it off for the whole instance, " +
		"it is not on the list of allowed integrations, or the licence does not include it."
	if dc.Availability != "" {
		text += " Its availability: " + dc.Availability + "."
	}
	return text
}

// unexplained helps where GitLab says nothing, which it did before 17.3
// (app/services/integrations/update_service.rb and its history).
func (dc diagnosticContext) unexplained(ctx context.Context) string {
	text := "Before 17.3, GitLab does not say what it refuses. Often it is a required setting that is empty, or an address that GitLab must not call " +
		"(one in its own network, unless an administrator allows it)."
	if dc.Exclusive != "" {
		text += " Or it is this: " + dc.exclusiveAlternatives(ctx)
	}
	return text
}

// unknownSlug explains that GitLab does not know an integration.
func (dc diagnosticContext) unknownSlug(ctx context.Context) string {
	text := "This GitLab has no integration `" + dc.Slug + "`"
	if dc.isCustom() {
		return text + ". Check the spelling of `slug`. If it is right, this GitLab is older or newer than the integration."
	}
	if running, known := dc.client.Version(ctx); known {
		if lack, remedy := dc.lacking(running); lack != "" {
			return text + ": " + dc.Title + " " + lack + ". " + remedy
		}
	}
	return text + ": it is older or newer than the integration, whose documentation says which versions have it."
}

// newPath tells where a moved project is, if GitLab does.
func (dc diagnosticContext) newPath(ctx context.Context) string {
	path, err := dc.client.FullPath(ctx, dc.owner)
	if err != nil {
		return ""
	}
	return "The new path is `" + path + "`."
}

// remedies are the ways out of sentences with which GitLab refuses a value
// (app/validators, config/locales and app/models/integrations in GitLab 18.9).
var remedies = []struct {
	sentence *regexp.Regexp
	remedy   string
}{
	{regexp.MustCompile(`can't be blank|is missing|is empty|must be filled`), "It needs a value."},
	{regexp.MustCompile(`is blocked: .*(localhost|local network|loopback|link.local|private)`),
		"GitLab calls no address in its own network unless an administrator allows it (Admin area > Settings > Network > Outbound requests)."},
	{regexp.MustCompile(`Only allowed schemes|must be a valid URL`), "It must be a URL such as `https://example.com/path`."},
	{regexp.MustCompile(`Host cannot be resolved`), "The server of GitLab itself must find the host: check the spelling, and the name servers (DNS) that GitLab's server uses."},
	{regexp.MustCompile(`Default integration not found`),
		"There is nothing to inherit: no group above it, nor the instance, has this integration. Set it up there first, or remove `use_inherited_settings`."},
	{regexp.MustCompile(`^is invalid|does not have a valid value`), "This GitLab expects a value of another form: see the documentation of the integration."},
	{regexp.MustCompile(`third-party wiki is already in use`), "Switch the other one off first; if Terraform manages it, apply its removal before this."},
}

// remedy is the way out of a sentence of GitLab's; empty if there is none.
func (dc diagnosticContext) remedy(ctx context.Context, p *Parameter, sentence string) string {
	switch {
	case dc.Exclusive != "" && strings.Contains(sentence, "Another "+dc.Exclusive):
		return dc.exclusiveAlternatives(ctx)
	case p != nil && len(p.OneOf) > 0 && strings.Contains(sentence, "is not included in the list"):
		return "It must be one of " + strings.Join(quoted(p.OneOf), ", ") + "."
	}
	for _, known := range remedies {
		if known.sentence.MatchString(sentence) {
			return known.remedy
		}
	}
	return ""
}

// exclusiveAlternatives says which integration has the only place of its kind.
func (dc diagnosticContext) exclusiveAlternatives(ctx context.Context) string {
	text := fmt.Sprintf("A %s can have only one active %s at a time.", dc.owner.Kind, dc.Exclusive)
	if active := dc.activeAlternatives(ctx); len(active) > 0 {
		text += " Active now: " + strings.Join(active, ", ") + "."
	}
	return text + " Switch the other one off first; if Terraform manages it, apply its removal before this."
}

// activeAlternatives asks GitLab. Where it does not tell, the message has to do
// without.
func (dc diagnosticContext) activeAlternatives(ctx context.Context) (titles []string) {
	active, _, err := dc.client.ListIntegrations(ctx, dc.owner)
	if err != nil {
		return nil
	}
	for _, answer := range active {
		for _, alternative := range dc.exclusives {
			if alternative.Slug == answer.Fields["slug"] && alternative.Slug != dc.Slug {
				titles = append(titles, alternative.Title)
			}
		}
	}
	return titles
}

// failures makes one diagnostic of paragraphs, on an attribute if one is named.
func (dc diagnosticContext) failures(attribute string, paragraphs ...string) []*tfprotov6.Diagnostic {
	var texts []string
	for _, paragraph := range paragraphs {
		if paragraph != "" && !slices.Contains(texts, paragraph) {
			texts = append(texts, paragraph)
		}
	}
	detail := dc.redact(strings.Join(texts, "\n\n"))
	if attribute == "" {
		return []*tfprotov6.Diagnostic{failure(dc.summary, detail)}
	}
	return []*tfprotov6.Diagnostic{failureIn(dc.path(attribute), dc.summary, detail)}
}
