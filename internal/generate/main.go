// Command generate generates the Go declarations in internal/resources, the examples of
// the documentation, the mocks for tests of modules and the guide on coverage from the
// catalog. Each run replaces all generated files. It also updates the list of formats in
// the JSON schema of the catalog.
package main

import (
	"flag"
	"io/fs"
	"log"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

func main() {
	log.SetFlags(0)
	root := flag.String("root", ".", "root of the repository")
	flag.Parse()
	if err := generate(*root); err != nil {
		log.Fatal("generate: ", err)
	}
}

// generate renders all files before it changes the tree under root.
func generate(root string) error {
	integrations, err := catalog.Load()
	if err != nil {
		return err
	}
	files, err := render(integrations)
	if err != nil {
		return err
	}
	tree, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer tree.Close()
	if err := writeFormats(tree); err != nil {
		return err
	}
	return replace(tree, files)
}

// replace replaces all generated files of the tree by files, which are named by their
// paths.
func replace(tree *os.Root, files map[string][]byte) error {
	old, err := owned(tree.FS())
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := tree.RemoveAll(name); err != nil {
			return err
		}
	}
	for name, content := range files {
		if err := tree.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		if err := tree.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// handWritten are the data sources and resources that are not generated.
var handWritten = []string{
	"gitlabintegrations_active", "gitlabintegrations_custom", "gitlabintegrations_disabled", "gitlabintegrations_exclusive", "gitlabintegrations_inventory",
}

// owned returns the generated files and folders of a tree.
func owned(tree fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{
		"internal/resources/*_gen.go",
		coverageGuide,
		"examples/resources/gitlabintegrations_*",
		"examples/data-sources/gitlabintegrations_*",
		"examples/mocks/gitlabintegrations_*",
		"examples/list-resources/gitlabintegrations_*",
	} {
		matches, err := fs.Glob(tree, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, matches...)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		typeName, _, _ := strings.Cut(path.Base(name), ".")
		return slices.Contains(handWritten, typeName)
	}), nil
}
