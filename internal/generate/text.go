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

// literal writes a value of the catalog in Go; nil is empty.
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

// hcl writes a value of the catalog in Terraform's language; nil is empty.
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

// texts writes strings as they are and integers in decimal.
func texts(values []any) []string {
	list := make([]string, len(values))
	for n, value := range values {
		list[n] = fmt.Sprint(value)
	}
	return list
}

// code lists names or values, each as code in Markdown.
func code(list ...string) string { return "`" + strings.Join(list, "`, `") + "`" }

// say fills the value into the sentence; no value, no sentence.
func say(sentence, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(sentence, value)
}

// bounds are the versions that have something, in Go; empty if all do.
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

// condition is a condition of a rule, in Go.
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
