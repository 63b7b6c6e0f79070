package integration

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	if client.IsUnknownSlug(err) {
		return message.UnknownIntegration + dc.definition.Slug
	}
	return message.CauseOf(err)
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
// GitLab also refuses one of these settings.
func (dc diagnosticContext) withoutEchoes(faults []client.Fault) []client.Fault {
	isRefused := func(name string) bool {
		return slices.ContainsFunc(faults, func(f client.Fault) bool { return f.Parameter == name })
	}
	return slices.DeleteFunc(slices.Clone(faults), func(f client.Fault) bool {
		address := dc.built(f.Parameter)
		return address != nil && slices.ContainsFunc(address.From, isRefused)
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
		blamed := address.From[0]
		if likely := dc.unfit(address.From); len(likely) > 0 && !slices.ContainsFunc(sentences, aboutHost.MatchString) {
			blamed = likely[0]
		}
		return dc.attribute(dc.parameters[blamed]), message.Built(name, dc.attributes(address.From))
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

// aboutHost matches GitLab's sentences about the scheme and host of an address.
var aboutHost = regexp.MustCompile(`is blocked: (?:Requests|Host|Only allowed)`)

// isWhole reports whether a name in GitLab's answer stands for all settings together.
func isWhole(name string) bool { return name == "" || name == "base" }

// remedyOf returns the remedy for a sentence of GitLab about a parameter.
func (dc diagnosticContext) remedyOf(ctx context.Context, name, sentence string) string {
	p, address := dc.parameters[name], dc.built(name)
	switch {
	case address != nil:
		likely := dc.attributes(dc.unfit(address.From))
		if len(likely) == 0 || aboutHost.MatchString(sentence) {
			return message.Remedy(sentence, nil)
		}
		return message.Unfit(likely)
	case p != nil:
		return message.Remedy(sentence, p.OneOf)
	case name == attributeInherited || isWhole(name):
		return dc.remedyOfWhole(ctx, sentence)
	case dc.isCustom():
		return message.ConfigureCustom
	default:
		return message.NewerGitLab
	}
}

// remedyOfWhole returns the remedy for a sentence of GitLab that is not about a
// parameter.
func (dc diagnosticContext) remedyOfWhole(ctx context.Context, sentence string) string {
	if dc.Exclusive != "" && strings.Contains(sentence, "Another "+dc.Exclusive) {
		return dc.OnlyOne(dc.Exclusive, dc.activeAlternatives(ctx))
	}
	return message.Remedy(sentence, nil)
}

// unfit returns the settings whose values cannot be part of an address.
func (dc diagnosticContext) unfit(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		text, isText := dc.value(dc.parameters[name]).(string)
		return !isText || len(text) <= longestInAddress && !strings.ContainsFunc(text, isUnfit)
	})
}

// longestInAddress is the maximum length of a value that GitLab stores apart from the
// address of a webhook (app/validators/json_schemas/web_hooks_url_variables.json in
// GitLab 18.9; GitLab was recorded to refuse 3,000 characters without a reason). A
// whole address can have 8,192 (MAX_PARAM_LENGTH in
// app/models/concerns/web_hooks/hook.rb).
const longestInAddress = 2048

// isUnfit reports whether a character must be escaped in an address.
func isUnfit(r rune) bool {
	return r > unicode.MaxASCII || unicode.IsControl(r) || strings.ContainsRune(" \"<>\\^`{|}", r)
}

// attributes returns the names of settings' attributes in the configuration.
func (dc diagnosticContext) attributes(names []string) (list []string) {
	for _, name := range names {
		list = append(list, dc.attribute(dc.parameters[name]))
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
	return message.BeforeReasons(dc.OnlyOne(dc.Exclusive, dc.activeAlternatives(ctx)))
}

// unexplained returns the settings that are the likely cause of a refusal without a
// reason: those in the address of a webhook. If GitLab builds no address, they are
// the settings with unusual values.
func (dc diagnosticContext) unexplained() (attribute string, remedies []string) {
	var from []string
	for _, address := range dc.Addresses {
		from = append(from, address.From...)
	}
	likely := dc.attributes(dc.unfit(from))
	if len(from) == 0 {
		likely = dc.attributes(dc.unusual())
	}
	if len(likely) == 1 {
		attribute = likely[0]
	}
	return attribute, []string{message.WithoutReason(dc.attributes(from), likely)}
}

// unusual returns the settings whose values have control characters, outer whitespace
// or more than 255 characters.
func (dc diagnosticContext) unusual() (names []string) {
	const ordinary = 255
	for i := range dc.Parameters {
		p := &dc.Parameters[i]
		text, isText := dc.value(p).(string)
		if isText && (len(text) > ordinary || strings.TrimSpace(text) != text || strings.ContainsFunc(text, unicode.IsControl)) {
			names = append(names, p.Name)
		}
	}
	return names
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

// activeAlternatives returns the titles of the active integrations that exclude this
// one; nil if GitLab does not return them.
func (dc diagnosticContext) activeAlternatives(ctx context.Context) (titles []string) {
	active, _, err := dc.client.ListIntegrations(ctx, dc.Owner)
	if err != nil {
		return nil
	}
	for _, answer := range active {
		for _, alternative := range dc.exclusives {
			if alternative.Slug == answer.Fields["slug"] && alternative.Slug != dc.definition.Slug {
				titles = append(titles, alternative.Title)
			}
		}
	}
	return titles
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
