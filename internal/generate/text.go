package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// words splits a slug, or the name of a parameter or format.
func words(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
}

// goName is the exported Go name of a slug or format: "http_url" is HTTPURL.
func goName(name string) string {
	list := words(name)
	for n, word := range list {
		switch word {
		case "api", "ci", "http", "id", "irc", "tm", "url":
			list[n] = strings.ToUpper(word)
		default:
			list[n] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(list, "")
}

// goVariable is the unexported Go name of a slug: "drone-ci" is droneCI.
func goVariable(slug string) string { return slug[:1] + goName(slug)[1:] }

// literal returns a value of the catalog in Go; "" for nil.
func literal(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []any:
		return literal(texts(value))
	default:
		return fmt.Sprintf("%#v", value)
	}
}

// hcl returns a value of the catalog in Terraform's language; "" for nil.
func hcl(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(value))
	case []string:
		list := make([]string, len(value))
		for n, text := range value {
			list[n] = hcl(text)
		}
		return "[" + strings.Join(list, ", ") + "]"
	default:
		return fmt.Sprint(value)
	}
}

// texts returns strings as they are, and integers in decimal.
func texts(values []any) []string {
	list := make([]string, len(values))
	for n, value := range values {
		list[n] = fmt.Sprint(value)
	}
	return list
}

// code lists names or values as code in Markdown.
func code(list ...string) string { return "`" + strings.Join(list, "`, `") + "`" }

// say formats a sentence with a value; "" without a value.
func say(sentence, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(sentence, value)
}

// bounds returns the versions that have something, in Go; "" for all versions.
func bounds(since, until string) string {
	switch {
	case since != "" && until != "":
		return fmt.Sprintf("integration.Versions{Since: %q, Until: %q}", since, until)
	case since != "":
		return fmt.Sprintf("integration.Versions{Since: %q}", since)
	default:
		return say("integration.Versions{Until: %q}", until)
	}
}

// condition returns a condition of a rule, in Go.
func condition(c catalog.Condition) string {
	switch {
	case c.Set == nil:
		return fmt.Sprintf("integration.Is(%q, %#v)", c.Parameter, c.Equals)
	case *c.Set:
		return fmt.Sprintf("integration.Set(%q)", c.Parameter)
	default:
		return fmt.Sprintf("integration.Unset(%q)", c.Parameter)
	}
}
