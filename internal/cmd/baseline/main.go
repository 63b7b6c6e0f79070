// Command baseline writes the files that package compatibility compares the provider with.
//
//	baseline schema                           the schema of this tree ("make generate")
//	baseline release VERSION CLI PROVIDER     the schema and states of a release ("make baseline")
//	baseline states VERSION CLI PROVIDER      states alone, also of an older build of the provider
//	baseline check VERSION                    whether a release has its files ("make release")
//
// CLI is the path of Terraform or OpenTofu, PROVIDER that of the provider's executable. The
// command sets up all integrations in a GitLab in memory with them.
package main

import (
	"errors"
	"log"
	"os"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

// folder has the files, and statesFolder the states.
const (
	folder       = "internal/testutil/compatibility/testdata"
	statesFolder = folder + "/" + compatibility.StatesFolder
)

var errUsage = errors.New("usage: baseline schema | release VERSION CLI PROVIDER | states VERSION CLI PROVIDER | check VERSION")

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal("baseline: ", err)
	}
}

func run(arguments []string) error {
	switch len(arguments) {
	case 1:
		if arguments[0] == "schema" {
			return writeSchema()
		}
	case 2:
		if arguments[0] == "check" {
			return check(folder, arguments[1])
		}
	case 4:
		version, cli, provider := arguments[1], arguments[2], arguments[3]
		switch arguments[0] {
		case "release":
			return release(version, cli, provider)
		case "states":
			return writeStates(version, cli, provider)
		}
	}
	return errUsage
}
