package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// document is the content of a file of GitLab about integrations.
type document struct {
	// declaration reports whether the file is an OpenAPI file, which is generated
	// from GitLab's source. Otherwise it is a page, which is written by hand.
	declaration bool
	routes      map[route]integrations
}

// route is a family of endpoints.
type route struct {
	// owner is catalog.Project or catalog.Group.
	owner string
	// collection is "integrations", or "services" in the Services API.
	collection string
}

// integrations are the integrations of a route, by slug with dashes.
type integrations map[string]parameters

// parameters are the parameters of an integration, by name.
type parameters map[string]parameter

// parameter is the description of a setting in a document.
type parameter struct {
	// typ is a type of the catalog, or the document's own word if the catalog
	// has no such type. It is empty if the document does not state the type.
	typ string
	// demand is catalog.Required or catalog.Optional. It is empty if the document
	// does not state it.
	demand     string
	deprecated bool
}

// String is the path of the route, for example "/projects/:id/integrations".
// String returns the path of the route.
func (r route) String() string { return "/" + r.owner + "s/:id/" + r.collection }

func (r route) compare(other route) int { return cmp.Compare(r.String(), other.String()) }

// String describes the parameter, for example "string, required".
func (p parameter) String() string {
	words := []string{cmp.Or(p.typ, "no type"), cmp.Or(p.demand, catalog.Optional)}
	if p.deprecated {
		words = append(words, "deprecated")
	}
	return strings.Join(words, ", ")
}

// at returns the parameters of an integration, and adds the integration if it is
// new. GitLab's documents write slugs with dashes or with underscores.
func (d document) at(r route, slug string) parameters {
	slug = strings.ReplaceAll(strings.ToLower(slug), "_", "-")
	if d.routes[r] == nil {
		d.routes[r] = integrations{}
	}
	if d.routes[r][slug] == nil {
		d.routes[r][slug] = parameters{}
	}
	return d.routes[r][slug]
}

// all returns the integrations and parameters of all routes.
func (d document) all() integrations {
	all := integrations{}
	for _, offered := range d.routes {
		for slug, params := range offered {
			if all[slug] == nil {
				all[slug] = parameters{}
			}
			for name, p := range params {
				all[slug][name] = p
			}
		}
	}
	return all
}

// size returns the number of parameters of all integrations.
func (i integrations) size() int {
	size := 0
	for _, params := range i {
		size += len(params)
	}
	return size
}

// openAPI matches the first key of an OpenAPI file, in YAML or JSON.
var openAPI = regexp.MustCompile(`(?m)^[\s{]*["']?(openapi|swagger)["']?\s*:`)

// read reads a file of GitLab. A file without any parameter is an error, because
// there would be nothing to compare.
func read(name string) (document, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return document{}, errors.Unwrap(err)
	}
	d := document{declaration: openAPI.Match(content), routes: map[route]integrations{}}
	if d.declaration {
		err = d.readOpenAPI(content)
	} else {
		err = d.readPage(string(content))
	}
	if err != nil {
		return document{}, err
	}
	if all := d.all(); all.size() == 0 {
		return document{}, fmt.Errorf("found %d integrations without any parameter: this is neither an OpenAPI file "+
			"with GitLab's endpoints nor GitLab's page on the integrations API of projects or groups", len(all))
	}
	return d, nil
}

// catalogType translates the name of a type in GitLab's documents to that of the
// catalog. It returns other names as they are.
func catalogType(word string) string {
	switch word = strings.ToLower(strings.Trim(word, " `*")); word {
	case "bool":
		return catalog.Boolean
	case "int", "number":
		return catalog.Integer
	case "array", "array of string", "array of strings", "string array", "array[string]", "string[]":
		return catalog.Strings
	}
	return word
}
