package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

var (
	// putLine matches the line with the endpoint that sets up an integration. The
	// table of parameters follows it.
	putLine = regexp.MustCompile(`\bPUT\s+\S*/(project|group)s/[^/\s]+/(integrations|services)/([\w-]+)`)
	// otherLine matches a line that ends the section about that endpoint.
	otherLine = regexp.MustCompile("^(`*(GET|DELETE|POST) |#+ )")
	// separator matches the line between the header and the rows of a table.
	separator = regexp.MustCompile(`^\|[\s|:-]+$`)

	// rows match the formats in which pages describe a parameter. The groups are
	// name, type, whether it is required, and description.
	rows = []*regexp.Regexp{
		// A row of a table. Some pages have translated column names.
		regexp.MustCompile("^\\|[\\s`*]*([a-z]\\w*)[^|]*\\|([^|]+)\\|([^|]*[^|\\s][^|]*)(.*)"),
		// An item of a list, without type, up to GitLab 10.3.
		regexp.MustCompile("^[-*] `([a-z]\\w*)`() \\(([^)]*)\\)(.*)"),
		// A row of a table that has lost its vertical bars.
		regexp.MustCompile(`^([a-z]\w*) (array of strings|[a-z]+) (true|false|yes|no)\b(.*)`),
	}
	deprecated = regexp.MustCompile(`(?i)\bdeprecated\b`)
)

// readPage reads the parameters of every endpoint that sets up an integration.
func (d document) readPage(text string) error {
	lines := strings.Split(text, "\n")
	for n := range lines {
		lines[n] = strings.TrimSpace(strings.ReplaceAll(lines[n], `\_`, "_"))
	}
	var current parameters
	for n, line := range lines {
		switch put := putLine.FindStringSubmatch(line); {
		case put != nil:
			current = d.at(route{put[1], put[2]}, put[3])
		case current == nil:
		case otherLine.MatchString(line):
			current = nil
		case separator.MatchString(line) || n+1 < len(lines) && separator.MatchString(lines[n+1]):
		case line == "" && len(current) > 0:
			// A table that follows is not the table of parameters.
			current = nil
		default:
			if err := current.readRow(line); err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
		}
	}
	return nil
}

// readRow adds the parameter that a line describes, and ignores other lines. A row
// of a table that does not describe a parameter is an error.
func (p parameters) readRow(line string) error {
	for _, row := range rows {
		if cells := row.FindStringSubmatch(line); cells != nil {
			p[cells[1]] = parameter{
				typ:        catalogType(cells[2]),
				demand:     demandOf(cells[3]),
				deprecated: deprecated.MatchString(cells[4]),
			}
			return nil
		}
	}
	if strings.HasPrefix(line, "|") {
		return fmt.Errorf("this row does not state a parameter's name, its type and whether it is required: %s", line)
	}
	return nil
}

// demandOf reads the table cell that says whether a parameter is required. It
// returns "" for a word of another language.
func demandOf(cell string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.Trim(cell, " `*")), " ")
	switch word {
	case "yes", "true", "required":
		return catalog.Required
	case "no", "false", "optional":
		return catalog.Optional
	}
	return ""
}
