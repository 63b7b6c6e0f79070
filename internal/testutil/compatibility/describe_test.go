package compatibility_test

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

func TestX(t *testing.T) {
	s, err := compatibility.Describe(t.Context(), provider.NewServer("test")())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(s)
}
