package integration

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// diagnosticContext is what the diagnostics of one request about an integration
// have in common.
type diagnosticContext struct {
	*definition
	message.Subject
	client *client.Client
	// summary says which task failed.
	summary string
	// secrets are the secrets in the request, and those that GitLab had before.
	secrets []string
	// attribute returns the name of a setting's attribute in the configuration.
	attribute func(*Parameter) string
	// value returns the value of a setting in the request; nil for none.
	value func(*Parameter) any
}

// reading is the context of a request without settings.
func (d *definition) reading(verb string, provider *Provider, owner client.Owner) diagnosticContext {
	subject := d.subject(owner)
	return diagnosticContext{
		definition: d,
		Subject:    subject,
		client:     provider.Client,
		summary:    subject.Task(verb),
		attribute:  func(p *Parameter) string { return p.Name },
		value:      func(*Parameter) any { return nil },
	}
}

// diagnose explains an error of GitLab or of the network: one diagnostic for each
// attribute that GitLab names, and one for the resource with the rest.
func (dc diagnosticContext) diagnose(ctx context.Context, err error) []*tfprotov6.Diagnostic {
	refusal, failed := new(client.Error), new(client.RequestError)
	switch {
	case errors.Is(err, context.Canceled):
		return dc.failures("", message.Interrupted(client.IsUncertain(err)))
	case errors.As(err, &refusal):
		return dc.refusals(ctx, refusal)
	case errors.As(err, &failed):
		shown := *failed
		shown.Reason = dc.redact(failed.Reason)
		return dc.failuresOf(message.CauseOf(err), "", message.Describe(&shown), message.Advice(err))
	default:
		return dc.failures("", dc.redact(message.Describe(err)))
	}
}

// redact removes the secrets of the request from a text of GitLab or of a proxy.
func (dc diagnosticContext) redact(text string) string { return message.Redact(text, dc.secrets) }

// refusals explains an answer with an error. Secrets are removed before the answer is
// split into faults, because splitting could break up a secret.
func (dc diagnosticContext) refusals(ctx context.Context, original *client.Error) []*tfprotov6.Diagnostic {
	refusal := *original
	refusal.Message = message.Redact(original.Message, message.Distinct(dc.secrets))
	return dc.explain(ctx, &refusal)
}

func (dc diagnosticContext) explain(ctx context.Context, refusal *client.Error) []*tfprotov6.Diagnostic {
	faults, rest := refusal.Faults()
	if refusal.IsSimultaneous() {
		// GitLab phrases it like the refusal of a setting, but it is not about a
		// setting.
		faults, rest = nil, refusal.Message
	}
	found := dc.faulty(ctx, refusal, faults)
	if rest == "" && len(found) > 0 {
		return found
	}
	shown := *refusal
	shown.Message = dc.redact(rest)
	attribute, remedies := dc.whole(ctx, refusal)
	texts := slices.Concat([]string{message.Describe(&shown)}, remedies, []string{message.Advice(refusal)})
	return append(found, dc.failuresOf(dc.cause(refusal), attribute, texts...)...)
}

// cause returns the cause that other resources are likely to have in common; "" if
// there is none.
func (dc diagnosticContext) cause(err error) string {
	cause := message.CauseOf(err)
	switch {
	case client.IsUnknownSlug(err):
		return message.UnknownIntegration + dc.definition.Slug
	case cause == message.GitLabFailed && len(dc.crashing()) > 0:
		return "" // The reason is probably a value of this resource.
	}
	return cause
}

// faulty returns one diagnostic for each parameter that GitLab names.
func (dc diagnosticContext) faulty(ctx context.Context, refusal *client.Error, faults []client.Fault) (found []*tfprotov6.Diagnostic) {
	faults = dc.withoutEchoes(faults)
	for len(faults) > 0 {
		name := faults[0].Parameter
		var sentences, remedies []string
		for _, fault := range faults {
			if fault.Parameter == name {
				sentences = append(sentences, dc.redact(fault.Message))
				remedies = append(remedies, dc.remedyOf(ctx, name, fault.Message))
			}
		}
		faults = slices.DeleteFunc(faults, func(f client.Fault) bool { return f.Parameter == name })
		attribute, refused := dc.refused(name, sentences)
		texts := slices.Concat([]string{message.Refused(refused, sentences)}, remedies, []string{message.AnswerTo(refusal)})
		found = append(found, dc.failures(attribute, texts...)...)
	}
	return found
}

// withoutEchoes drops faults of an address that GitLab builds from settings, if
// GitLab also refuses one of these settings. The address is blank if any setting is blank
// that GitLab requires, and GitLab then refuses that setting too.
func (dc diagnosticContext) withoutEchoes(faults []client.Fault) []client.Fault {
	isRefused := func(name string) bool {
		return slices.ContainsFunc(faults, func(f client.Fault) bool { return f.Parameter == name })
	}
	return slices.DeleteFunc(slices.Clone(faults), func(f client.Fault) bool {
		address := dc.built(f.Parameter)
		isBlank := slices.Contains(faults, client.Fault{Parameter: f.Parameter, Message: "can't be blank"})
		isAlone := !slices.ContainsFunc(faults, func(other client.Fault) bool { return other.Parameter != f.Parameter })
		return address != nil && !isAlone && (isBlank || slices.ContainsFunc(address.From, isRefused))
	})
}

// built returns the address that GitLab refuses under a name; nil if the name is that
// of a setting.
func (dc diagnosticContext) built(name string) *Address {
	for i := range dc.Addresses {
		if address := &dc.Addresses[i]; address.RefusedAs == name {
			return address
		}
	}
	return nil
}

// refused returns the attribute for a name in GitLab's answer, and a description of
// it.
func (dc diagnosticContext) refused(name string, sentences []string) (attribute, description string) {
	p, address := dc.parameters[name], dc.built(name)
	switch {
	case p != nil:
		attribute = dc.attribute(p)
		return attribute, "`" + attribute + "`"
	case address != nil:
		return dc.blamed(address, sentences), message.Built(name, dc.attributes(address.From))
	case name == attributeInherited:
		return name, "`" + name + "`"
	case isWhole(name):
		return "", message.Whole
	case dc.isCustom():
		return "", message.Unconfigured(dc.redact(name))
	default:
		return "", message.UnknownSetting(dc.redact(name))
	}
}

// blamed returns the attribute of the setting that is the likely reason for the refusal of
// an address. If none is, it is the configured one that comes first; "" if none is
// configured.
func (dc diagnosticContext) blamed(address *Address, sentences []string) string {
	if suspects := dc.suspectsIn(address); len(suspects) > 0 && !slices.ContainsFunc(sentences, aboutHost.MatchString) {
		return suspects[0].Name
	}
	for _, name := range address.From {
		if p := dc.parameters[name]; p != nil {
			return dc.attribute(p)
		}
	}
	return ""
}

// aboutHost matches GitLab's sentences about the scheme and host of an address.
var aboutHost = regexp.MustCompile(`is blocked: (?:Requests|Host|Only allowed)`)

// isWhole reports whether a name in GitLab's answer stands for all settings together.
func isWhole(name string) bool { return name == "" || name == "base" }

// remedyOf returns the remedy for a sentence of GitLab about a parameter.
func (dc diagnosticContext) remedyOf(ctx context.Context, name, sentence string) string {
	p, address := dc.parameters[name], dc.built(name)
	switch {
	case address != nil:
		suspects := dc.suspectsIn(address)
		if len(suspects) == 0 || aboutHost.MatchString(sentence) {
			return message.Remedy(sentence, nil)
		}
		return message.Likely(suspects)
	case p != nil:
		return message.Remedy(sentence, p.OneOf)
	case name == attributeInherited || isWhole(name):
		return dc.remedyOfWhole(ctx, sentence)
	case dc.isCustom():
		return message.UnconfiguredRemedy(sentence)
	default:
		return message.NewerGitLab
	}
}

// remedyOfWhole returns the remedy for a sentence of GitLab that is not about a
// parameter.
func (dc diagnosticContext) remedyOfWhole(ctx context.Context, sentence string) string {
	if dc.Exclusive != "" && strings.Contains(sentence, "Another "+dc.Exclusive) {
		return dc.onlyOne(ctx)
	}
	return message.Remedy(sentence, nil)
}

// attributes returns the names of settings' attributes in the configuration.
func (dc diagnosticContext) attributes(names []string) (list []string) {
	for _, name := range names {
		if p := dc.parameters[name]; p != nil {
			name = dc.attribute(p)
		}
		list = append(list, name)
	}
	return list
}

// whole returns the attribute and the remedies of a refusal that names no parameter.
func (dc diagnosticContext) whole(ctx context.Context, refusal *client.Error) (attribute string, remedies []string) {
	kind := string(dc.Owner.Kind)
	switch {
	case client.IsOwnerNotFound(refusal):
		return kind, nil
	case client.IsMoved(refusal):
		return kind, []string{message.Advice(refusal), message.NewPath(dc.newPath(ctx))}
	case client.IsUnknownSlug(refusal) && dc.isCustom():
		return attributeSlug, []string{dc.unknownSlug(ctx)}
	case client.IsUnknownSlug(refusal):
		return "", []string{dc.unknownSlug(ctx)}
	case dc.Install != "" && refusal.Status == http.StatusUnprocessableEntity:
		return "", []string{message.NotInstalled(dc.Install)}
	case message.CauseOf(refusal) == message.GitLabFailed:
		return dc.failed()
	case refusal.Status != http.StatusBadRequest:
		return "", nil
	case refusal.Message == "Default integration not found.":
		return attributeInherited, []string{dc.NothingToInherit(dc.Scope != ProjectOnly)}
	case strings.Contains(refusal.Message, "Integration not available"):
		return "", []string{dc.Unavailable(dc.Availability)}
	case refusal.Message == "400 Bad Request":
		return "", []string{dc.withoutReason(ctx)}
	case refusal.Unexplained():
		return dc.unexplained()
	default:
		return "", []string{dc.remedyOfWhole(ctx, refusal.Message)}
	}
}

// withoutReason returns the remedy for an answer with nothing but a status.
func (dc diagnosticContext) withoutReason(ctx context.Context) string {
	if dc.Exclusive == "" {
		return message.BeforeReasons("")
	}
	return message.BeforeReasons(dc.onlyOne(ctx))
}

// unknownSlug explains that GitLab does not have an integration.
func (dc diagnosticContext) unknownSlug(ctx context.Context) string {
	if dc.isCustom() {
		return dc.UnknownCustomSlug()
	}
	running, known := dc.client.Version(ctx)
	if !known {
		return dc.UnknownSlug(nil)
	}
	return dc.UnknownSlug(dc.lacking(running))
}

// newPath returns the path of a moved project; "" if GitLab does not return it.
func (dc diagnosticContext) newPath(ctx context.Context) string {
	found, err := dc.client.Named(ctx, dc.Owner)
	if err != nil || strings.EqualFold(found.FullPath, dc.Owner.ID) {
		return ""
	}
	return found.FullPath
}

// onlyOne explains that another integration of the kind is active.
func (dc diagnosticContext) onlyOne(ctx context.Context) string {
	titles, inherited := []string{}, ""
	for _, alternative := range dc.activeAlternatives(ctx) {
		titles = append(titles, alternative.Title)
		if !alternative.Exists(dc.Owner.Kind) {
			inherited = alternative.Title
		}
	}
	return dc.OnlyOne(dc.Exclusive, titles, inherited)
}

// activeAlternatives returns the active integrations that exclude this one; nil if GitLab
// does not return them.
func (dc diagnosticContext) activeAlternatives(ctx context.Context) (found []*Spec) {
	active, _, err := dc.client.ListIntegrations(ctx, dc.Owner)
	if err != nil {
		return nil
	}
	for _, answer := range active {
		for _, alternative := range dc.exclusives {
			if alternative.Slug == answer.Fields["slug"] && alternative.Slug != dc.definition.Slug {
				found = append(found, alternative)
			}
		}
	}
	return found
}

// absent explains why there is no integration to read; err is nil if it is disabled.
// The remedy is for integrations that the API can create.
func (dc diagnosticContext) absent(ctx context.Context, err error, remedy string) []*tfprotov6.Diagnostic {
	if dc.Install != "" {
		remedy = dc.Install
	}
	switch {
	case err == nil:
		return dc.failures("", message.Disabled, remedy)
	case client.IsUnknownSlug(err):
		return dc.failuresOf(dc.cause(err), "", message.Describe(err), dc.unknownSlug(ctx))
	case client.IsIntegrationNotFound(err):
		return dc.failures("", message.Describe(err), message.NeverSetUp, remedy)
	default:
		return dc.diagnose(ctx, err)
	}
}

// failures returns one diagnostic of paragraphs, on an attribute unless that is "".
func (dc diagnosticContext) failures(attribute string, paragraphs ...string) []*tfprotov6.Diagnostic {
	detail := message.Paragraphs(paragraphs...)
	if attribute == "" {
		return []*tfprotov6.Diagnostic{failure(dc.summary, detail)}
	}
	return []*tfprotov6.Diagnostic{failureIn(dc.path(attribute), dc.summary, detail)}
}

// failuresOf does the same for an error with a cause, unless that is "".
func (dc diagnosticContext) failuresOf(cause, attribute string, paragraphs ...string) []*tfprotov6.Diagnostic {
	if cause != "" {
		paragraphs = slices.Insert(paragraphs, 0, dc.summary+".")
		dc.summary = cause
	}
	return dc.failures(attribute, paragraphs...)
}
