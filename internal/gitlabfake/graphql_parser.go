package gitlabfake

import (
	"fmt"
	"strconv"
	"strings"
)

// graphQLField is a field of a query with its selection.
type graphQLField struct {
	name, alias string
	// line and column are its position in the query, from 1.
	line, column int
	// arguments are string, bool, int, nil, or a graphQLVariable.
	arguments map[string]any
	selected  []graphQLField
}

// graphQLVariable is the name of a variable of a query.
type graphQLVariable string

// graphQLToken is a word, number, string or punctuation mark.
type graphQLToken struct {
	text         string
	line, column int
}

// isName reports whether a token is a word.
func (t graphQLToken) isName() bool {
	return t.text != "" && (t.text[0] == '_' || t.text[0] >= 'A' && t.text[0] <= 'Z' || t.text[0] >= 'a' && t.text[0] <= 'z')
}

// graphQLParser parses the part of GraphQL that lists need: one query with variables,
// aliases and arguments, without fragments and directives.
type graphQLParser struct {
	tokens []graphQLToken
	// last is the token that was read last.
	last graphQLToken
}

// parseGraphQL returns the fields that a query selects, or a syntax error in GitLab's
// words.
func parseGraphQL(query string) (fields []graphQLField, fault *graphQLFault) {
	p := &graphQLParser{tokens: graphQLTokens(query)}
	defer func() {
		if found, is := recover().(*graphQLFault); is {
			fields, fault = nil, found
		}
	}()
	if p.peek() == "query" {
		p.skipSignature()
	}
	return p.selection(), nil
}

// skipSignature skips "query", a name and the declarations of variables.
func (p *graphQLParser) skipSignature() {
	for p.peek() != "{" {
		if len(p.tokens) == 0 {
			p.fail("LCURLY")
		}
		p.take()
	}
}

func (p *graphQLParser) selection() []graphQLField {
	p.expect("{", "LCURLY")
	var fields []graphQLField
	for p.peek() != "}" {
		fields = append(fields, p.field())
	}
	p.take()
	return fields
}

func (p *graphQLParser) field() graphQLField {
	token := p.name()
	field := graphQLField{name: token.text, alias: token.text, line: token.line, column: token.column, arguments: map[string]any{}}
	if p.peek() == ":" {
		p.take()
		field.name = p.name().text
	}
	if p.peek() == "(" {
		p.take()
		for p.peek() != ")" {
			argument := p.name().text
			p.expect(":", "COLON")
			field.arguments[argument] = p.value()
		}
		p.take()
	}
	if p.peek() == "{" {
		field.selected = p.selection()
	}
	return field
}

func (p *graphQLParser) value() any {
	switch token := p.take(); {
	case token.text == "$":
		return graphQLVariable(p.name().text)
	case token.text == "null":
		return nil
	case token.text == "true", token.text == "false":
		return token.text == "true"
	case strings.HasPrefix(token.text, `"`):
		text, _ := strconv.Unquote(token.text)
		return text
	default:
		number, err := strconv.Atoi(token.text)
		if err != nil {
			return token.text
		}
		return number
	}
}

func (p *graphQLParser) name() graphQLToken {
	if len(p.tokens) == 0 || !p.tokens[0].isName() {
		p.fail("NAME")
	}
	return p.take()
}

func (p *graphQLParser) expect(text, kind string) {
	if p.peek() != text {
		p.fail(kind)
	}
	p.take()
}

// peek is the text of the next token, "" at the end.
func (p *graphQLParser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0].text
}

func (p *graphQLParser) take() graphQLToken {
	if len(p.tokens) == 0 {
		p.fail("NAME")
	}
	p.last, p.tokens = p.tokens[0], p.tokens[1:]
	return p.last
}

// fail ends the parsing. At the end of a query, GitLab names the position of the last
// token.
func (p *graphQLParser) fail(wanted string) {
	at, actual := p.last, "(none)"
	if len(p.tokens) > 0 {
		at, actual = p.tokens[0], p.tokens[0].text
	}
	text := ""
	if len(p.tokens) > 0 {
		text = actual
	}
	panic(&graphQLFault{
		message: fmt.Sprintf("Expected %s, actual: %s (%q) at [%d, %d]", wanted, actual, text, at.line, at.column),
		line:    at.line, column: at.column,
	})
}

func graphQLTokens(query string) []graphQLToken {
	var tokens []graphQLToken
	line, begun := 1, 0
	for i := 0; i < len(query); {
		length := graphQLTokenLength(query[i:])
		text := query[i : i+length]
		switch {
		case text == "\n":
			line, begun = line+1, i+1
		case strings.Trim(text, " \t\r,") != "":
			tokens = append(tokens, graphQLToken{text: text, line: line, column: i - begun + 1})
		}
		i += length
	}
	return tokens
}

// graphQLTokenLength is the length of the first token of a text. Commas and spaces
// are tokens too.
func graphQLTokenLength(text string) int {
	isWord := func(c byte) bool {
		return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	switch {
	case text[0] == '"':
		for end := 1; end < len(text); end++ {
			switch text[end] {
			case '\\':
				end++
			case '"':
				return end + 1
			}
		}
		return len(text)
	case isWord(text[0]):
		end := 1
		for end < len(text) && isWord(text[end]) {
			end++
		}
		return end
	}
	return 1
}
