// Command terraform-provider-gitlabintegrations is the provider as a plugin.
// Terraform and OpenTofu start it. Start it by hand only to attach a debugger.
package main

import (
	"flag"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

// version is set by the linker in the build of a release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run under a debugger, and print the environment variable that Terraform needs")
	flag.Parse()
	disableLogs()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(provider.Address, provider.NewServer(version), options...); err != nil {
		log.Fatal(err)
	}
}

// disableLogs turns off all logs of this process, unless an environment variable
// TF_LOG… is set. Without that variable, the plugin SDK writes traces that
// Terraform parses and then drops, which takes a third of the time of a plan.
func disableLogs() {
	for _, variable := range os.Environ() {
		if strings.HasPrefix(variable, "TF_LOG") {
			return
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_GITLABINTEGRATIONS"} {
		if err := os.Setenv(name, "OFF"); err != nil {
			log.Fatal(err)
		}
	}
}
