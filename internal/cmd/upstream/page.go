package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

var (
	// putLine matches the endpoint that sets up an integration. The table of
	// its parameters follows.
	putLine = regexp.MustCompile(`\bPUT\s+\S*/(project|group)s/[^/\s]+/(integrations|services)/([\w-]+)`)
	// otherLine matches what ends the part on that endpoint.
	otherLine = regexp.MustCompile("^(`*(GET|DELETE|POST) |#+ )")
	// separator matches the line below the head of a table.
	separator = regexp.MustCompile(`^\|[\s|:-]+$`)

	// The ways in which a page states a parameter: its name, type, whether it
	// is required, and the description.
	rows = []*regexp.Regexp{
		// Tables, whose column names are translated in some pages.
		regexp.MustCompile("^\\|[\\s`*]*([a-z]\\w*)[^|]*\\|([^|]+)\\|([^|]*[^|\\s][^|]*)(.*)"),
		// Lists without a type, up to GitLab 10.3.
		regexp.MustCompile("^[-*] `([a-z]\\w*)`() \\(([^)]*)\\)(.*)"),
		// Tables that have lost their lines.
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
			// Whatever table comes now is not that of the parameters.
			current = nil
		default:
			if err := current.readRow(line); err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
		}
	}
	return nil
}

// readRow takes in a line if it states a parameter. A row of a table that does
// not is an error.
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

// demandOf reads the cell that says whether a parameter is required; it is
// empty if the word is one of another language.
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
