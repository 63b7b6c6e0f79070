package integration

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

func failure(summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: strings.TrimSpace(detail)}
}

func warning(summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: summary, Detail: strings.TrimSpace(detail)}
}

func failureAt(attribute, summary, detail string) *tfprotov6.Diagnostic {
	return failureIn(tftypes.NewAttributePath().WithAttributeName(attribute), summary, detail)
}

func failureIn(path *tftypes.AttributePath, summary, detail string) *tfprotov6.Diagnostic {
	diagnostic := failure(summary, detail)
	diagnostic.Attribute = path
	return diagnostic
}

// errorOf and warningOf make diagnostics of messages.
func errorOf(text message.Text) *tfprotov6.Diagnostic   { return failure(text.Summary, text.Detail) }
func warningOf(text message.Text) *tfprotov6.Diagnostic { return warning(text.Summary, text.Detail) }

// errorAt and warningAt do the same for messages about an attribute.
func errorAt(attribute string, text message.Text) *tfprotov6.Diagnostic {
	return failureAt(attribute, text.Summary, text.Detail)
}

// errorIn does the same for a message about a part of an attribute.
func errorIn(path *tftypes.AttributePath, text message.Text) *tfprotov6.Diagnostic {
	return failureIn(path, text.Summary, text.Detail)
}

func warningAt(attribute string, text message.Text) *tfprotov6.Diagnostic {
	diagnostic := warningOf(text)
	diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(attribute)
	return diagnostic
}

// subject is the integration of an owner as messages describe it.
func (d *definition) subject(owner client.Owner) message.Subject {
	return message.Subject{Title: d.Title, Slug: d.Slug, TypeName: d.resourceType(), Owner: owner}
}

// resourceType is the type name of the resource.
func (d *definition) resourceType() string {
	if d.isCustom() {
		return customType
	}
	return d.TypeName()
}

// notConfigured is the error of a task before the provider is configured.
func (d *definition) notConfigured(verb string, owner client.Owner) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{errorOf(message.NotConfigured(d.subject(owner).Task(verb)))}
}

// panicDiagnostic reports a panic. It shows the text of the panic only if the Go
// runtime wrote it, because any other text could contain a secret.
func panicDiagnostic(fault any) *tfprotov6.Diagnostic {
	what := fmt.Sprintf("%T", fault)
	if runtimeError, ok := fault.(runtime.Error); ok {
		what = runtimeError.Error()
	}
	return errorOf(message.Panic(what, string(debug.Stack())))
}
