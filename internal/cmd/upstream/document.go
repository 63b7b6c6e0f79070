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

// document is what a file of GitLab says about integrations.
type document struct {
	// declaration is an OpenAPI file, which is made from GitLab's source. Else
	// it is a page, which people write.
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

// integrations are what a route offers, by their slugs with dashes.
type integrations map[string]parameters

// parameters are what an integration takes, by their names.
type parameters map[string]parameter

// parameter is what a document says about one setting.
type parameter struct {
	// typ is a type of the catalog, or the document's own word if the catalog
	// has no such type; empty if the document does not say.
	typ string
	// demand is catalog.Required or catalog.Optional; empty if the document
	// does not say.
	demand     string
	deprecated bool
}

func (r route) String() string { return "/" + r.owner + "s/:id/" + r.collection }

func (r route) compare(other route) int { return cmp.Compare(r.String(), other.String()) }

// String describes the parameter for people.
func (p parameter) String() string {
	words := []string{cmp.Or(p.typ, "no type"), cmp.Or(p.demand, catalog.Optional)}
	if p.deprecated {
		words = append(words, "deprecated")
	}
	return strings.Join(words, ", ")
}

// at finds the parameters of an integration, which it adds if it is new.
// GitLab's documents spell slugs with dashes and with underscores.
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

// all is what the document has on any route.
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

// size is the number of parameters of all integrations.
func (i integrations) size() int {
	size := 0
	for _, params := range i {
		size += len(params)
	}
	return size
}

// openAPI matches the first key of an OpenAPI file, in YAML or JSON.
var openAPI = regexp.MustCompile(`(?m)^[\s{]*["']?(openapi|swagger)["']?\s*:`)

// read understands a file of GitLab. One without any integration, or without
// any parameter, is an error: nothing would be compared.
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

// catalogType is the catalog's word for a type, whose words GitLab's documents
// do not always use.
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
