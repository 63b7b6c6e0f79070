package export

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// block is the content of the configuration for one integration.
type block struct {
	*row
	integration.Configuration
	// custom are the settings of one that has no type of its own, and secret the
	// names of those that may be secrets.
	custom map[string]any
	secret []string
	// obstacle is why the type of its own cannot have it as it is, and better the address
	// that it would have; "" normally.
	obstacle, better string
}

// newBlock returns the content for an integration.
func newBlock(r *row) block {
	switch {
	case r.inherited:
		return block{row: r}
	case r.spec == nil:
		return newCustomBlock(r)
	}
	b := block{row: r, Configuration: integration.ConfigurationOf(r.spec, r.answer)}
	for _, setting := range b.Settings {
		if holdsPassword(setting.Value) {
			b.Refused = append(b.Refused, integration.RefusedSetting{Name: setting.Name, Reason: "The address holds a password, which must not get into a file."})
		}
	}
	b.Settings = slices.DeleteFunc(b.Settings, func(setting integration.Setting) bool { return holdsPassword(setting.Value) })
	if obstacle := b.findObstacle(); obstacle != "" {
		custom := newCustomBlock(&row{owner: r.owner, slug: r.slug, answer: r.answer})
		custom.obstacle, custom.better = obstacle, b.address()
		return custom
	}
	return b
}

func newCustomBlock(r *row) block {
	b := block{row: r}
	b.custom, b.secret = withoutSecrets(r.slug, integration.CustomSettings(r.answer))
	return b
}

// findObstacle finds out why no configuration of the integration's own type would be valid;
// "" normally.
func (b *block) findObstacle() string {
	if len(b.Faults) > 0 {
		return strings.Join(b.Faults, " ")
	}
	for _, refused := range b.Refused {
		for i := range b.spec.Parameters {
			if p := &b.spec.Parameters[i]; p.Name == refused.Name && p.Required {
				return fmt.Sprintf("`%s`: %s", refused.Name, refused.Reason)
			}
		}
	}
	return ""
}

// secretName matches names that may be those of secrets. Older GitLab versions
// decided by these words which settings not to return (app/models/service.rb in
// GitLab 13).
var secretName = regexp.MustCompile(`(?i)pass|token|secret|webhook|credential|service_account|private|auth|(^|_)key($|_)`)

// withoutSecrets removes known and possible secrets from the settings of an
// integration. Flags such as token_required are not secrets.
func withoutSecrets(slug string, all map[string]any) (settings map[string]any, secret []string) {
	settings = map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		_, isFlag := all[name].(bool)
		if isKnownSecret(slug, name) || holdsPassword(all[name]) || !isFlag && secretName.MatchString(name) {
			secret = append(secret, name)
			continue
		}
		settings[name] = all[name]
	}
	return settings, secret
}

// isKnownSecret reports whether the catalog has a setting as a secret. It knows
// integrations that only gitlabintegrations_custom manages where others have them.
func isKnownSecret(slug, name string) bool {
	spec := resources.Find(slug)
	return spec != nil && slices.ContainsFunc(spec.Parameters, func(p integration.Parameter) bool { return p.Name == name && p.Secret })
}

// holdsPassword reports whether a value is an address that contains a password.
func holdsPassword(value any) bool {
	text, _ := value.(string)
	for _, word := range strings.Fields(text) {
		if address, err := url.Parse(word); err == nil && address.Host != "" {
			if _, has := address.User.Password(); has {
				return true
			}
		}
	}
	return false
}

// write appends the import block and the resource to a file.
func (b *block) write(file *hclwrite.Body) {
	imported := file.AppendNewBlock("import", nil).Body()
	imported.SetAttributeTraversal("to", hcl.Traversal{hcl.TraverseRoot{Name: b.resourceType()}, hcl.TraverseAttr{Name: b.name()}})
	imported.SetAttributeValue("id", cty.StringVal(b.importID()))
	file.AppendNewline()
	body := file.AppendNewBlock("resource", []string{b.resourceType(), b.name()}).Body()
	owner := b.owner.Name()
	body.SetAttributeValue(string(owner.Kind), cty.StringVal(owner.ID))
	if b.spec == nil {
		body.SetAttributeValue("slug", cty.StringVal(b.slug))
	}
	if b.inherited {
		body.SetAttributeValue("use_inherited_settings", cty.True)
	}
	for _, setting := range b.Settings {
		body.SetAttributeValue(setting.Name, value(setting.Value))
	}
	if len(b.custom) > 0 {
		body.SetAttributeValue("settings", value(b.custom))
	}
	b.comment(body)
	b.ignore(body)
}

// comment says what the user has to add.
func (b *block) comment(body *hclwrite.Body) {
	if b.obstacle != "" {
		body.AppendNewline()
		comment(body, "Its own type of resource cannot have this integration as it is in GitLab.", b.obstacle,
			"Once that is changed in GitLab, the next export has it under another address, to which",
			"this block moves the state:", "moved {", "  from = "+b.address(), "  to   = "+b.better, "}")
	}
	for _, secret := range b.Secrets {
		body.AppendNewline()
		comment(body, "GitLab demands this secret with every change, and does not show it. Set it before",
			"the first change: "+secret.WriteOnly+", or "+secret.Plain+" with a CLI before 1.11.",
			secret.WriteOnly+" = ...")
	}
	if len(b.secret) > 0 {
		body.AppendNewline()
		comment(body, "What may be a secret is left out, and stays in GitLab as it is. To manage it, set it",
			"in secrets_wo: "+strings.Join(b.secret, ", "))
	}
}

// ignore adds settings whose values cannot be configured to ignore_changes.
func (b *block) ignore(body *hclwrite.Body) {
	if len(b.Refused) == 0 {
		return
	}
	var names []hclwrite.Tokens
	body.AppendNewline()
	lifecycle := body.AppendNewBlock("lifecycle", nil).Body()
	for _, refused := range b.Refused {
		names = append(names, hclwrite.TokensForIdentifier(refused.Name))
		comment(lifecycle, "The value that GitLab has cannot be configured.", refused.Reason)
	}
	lifecycle.SetAttributeRaw("ignore_changes", hclwrite.TokensForTuple(names))
}

// comment appends the lines of a comment.
func comment(body *hclwrite.Body, lines ...string) {
	for _, text := range lines {
		for line := range strings.Lines(text) {
			body.AppendUnstructuredTokens(hclwrite.Tokens{{
				Type: hclsyntax.TokenComment, Bytes: []byte(strings.TrimRight("# "+strings.Trim(line, "\r\n"), " ") + "\n"),
			}})
		}
	}
}

// value converts a setting for hclwrite.
func value(setting any) cty.Value {
	switch setting := setting.(type) {
	case bool:
		return cty.BoolVal(setting)
	case int64:
		return cty.NumberIntVal(setting)
	case json.Number:
		return cty.MustParseNumberVal(setting.String())
	case []string:
		return tuple(setting)
	case []any:
		return tuple(setting)
	case map[string]any:
		values := map[string]cty.Value{}
		for name, each := range setting {
			values[name] = value(each)
		}
		return cty.ObjectVal(values)
	default:
		return cty.StringVal(fmt.Sprint(setting))
	}
}

func tuple[T any](elements []T) cty.Value {
	values := make([]cty.Value, len(elements))
	for i, element := range elements {
		values[i] = value(element)
	}
	return cty.TupleVal(values)
}
