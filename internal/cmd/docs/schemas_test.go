package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

func TestAddLists(t *testing.T) {
	name := filepath.Join(t.TempDir(), "schema.json")
	const printed = `{"format_version":"1.0","provider_schemas":{"example.com/a/b":{"resource_schemas":{"x":{"version":7}}}}}`
	if err := os.WriteFile(name, []byte(printed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := addLists(name, schemas(t).ListResourceSchemas); err != nil {
		t.Fatal(err)
	}
	type schema struct {
		Version int
		Block   struct {
			Attributes map[string]struct {
				Type        any
				Description string
				Optional    bool
			}
		}
	}
	var file struct {
		Providers map[string]struct {
			Resources map[string]schema `json:"resource_schemas"`
			Lists     map[string]schema `json:"list_resource_schemas"`
		} `json:"provider_schemas"`
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	provider := file.Providers["example.com/a/b"]
	if provider.Resources["x"].Version != 7 {
		t.Errorf("existing content is missing: %s", text)
	}
	if group := provider.Lists["gitlabintegrations_slack"].Block.Attributes["group"]; group.Type != "string" || !group.Optional || group.Description == "" {
		t.Errorf("got %+v", group)
	}
}

func TestAddListsNeedsOneProvider(t *testing.T) {
	for _, printed := range []string{`{}`, `{"provider_schemas":{"a":{},"b":{}}}`, `x`} {
		if _, err := withLists([]byte(printed), nil); err == nil {
			t.Errorf("no error for %s", printed)
		}
	}
}

func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	served, err := provider.NewServer("")().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return served
}
