package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// placed are the diagnostics of the runtime in the framework's form, each at the
// place that the configuration has for what the runtime takes for an attribute.
func placed(found []*tfprotov6.Diagnostic, place func(attribute string) path.Path) (converted diag.Diagnostics) {
	for _, diagnostic := range found {
		var each diag.Diagnostic = diag.NewErrorDiagnostic(diagnostic.Summary, diagnostic.Detail)
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			each = diag.NewWarningDiagnostic(diagnostic.Summary, diagnostic.Detail)
		}
		if steps := diagnostic.Attribute.Steps(); len(steps) > 0 {
			attribute, _ := steps[0].(tftypes.AttributeName)
			each = diag.WithPath(place(string(attribute)), each)
		}
		converted.Append(each)
	}
	return converted
}
