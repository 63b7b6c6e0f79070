// Command generate turns the catalog into everything that is made from it: the
// Go declarations in internal/resources, and the examples that the
// documentation shows. What it makes it owns: each run replaces all of it, so
// that nothing stale stays behind. It also keeps the list of formats in the
// catalog's schema for editors.
package main

import (
	"flag"
	"io/fs"
	"log"
	"os"
	"path"
	"slices"

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

// generate touches the tree under root only after everything is rendered.
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

// replace makes files, by their paths, the only ones in the part of the tree
// that the generator owns.
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

// handWritten are the data source and the resource that are no single
// integration.
var handWritten = []string{"gitlabintegrations_active", "gitlabintegrations_custom", "gitlabintegrations_inventory"}

// owned lists the files and folders of a tree that belong to the generator:
// all that are named like an integration, but for those written by hand.
func owned(tree fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{
		"internal/resources/*_gen.go",
		"examples/resources/gitlabintegrations_*",
		"examples/data-sources/gitlabintegrations_*",
		"examples/list-resources/gitlabintegrations_*",
	} {
		matches, err := fs.Glob(tree, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, matches...)
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(handWritten, path.Base(name)) }), nil
}
