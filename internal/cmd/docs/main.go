// Command docs prepares the input of tfplugindocs: it adds the list resources to the
// printed schema, and writes a template for each page, with the facts of the catalog
// and the settings in groups.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: docs SCHEMA TEMPLATES OUTPUT")
	}
	if err := prepare(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal("docs: ", err)
	}
}

// prepare completes the schema file, and creates the folder output from the folder
// templates.
func prepare(ctx context.Context, schema, templates, output string) error {
	integrations, err := catalog.Load()
	if err != nil {
		return err
	}
	served, err := provider.NewServer("")().GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	if err := addLists(schema, served.ListResourceSchemas); err != nil {
		return err
	}
	if err := os.RemoveAll(output); err != nil {
		return err
	}
	if err := os.CopyFS(output, os.DirFS(templates)); err != nil {
		return err
	}
	return writePages(output, integrations, served)
}
