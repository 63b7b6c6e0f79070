package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

// writeSchema writes the schema of this tree.
func writeSchema() error {
	schema, err := compatibility.Describe(context.Background(), provider.NewServer("")())
	if err != nil {
		return err
	}
	return os.WriteFile(folder+"/"+compatibility.SchemaFile, []byte(schema.String()), 0o644)
}

// release makes the schema of this tree the released one, and adds states of this
// release.
func release(version, cli, provider string) error {
	if err := writeSchema(); err != nil {
		return err
	}
	files, last, err := read(folder)
	if err != nil {
		return err
	}
	if err := refuse(version, last, files); err != nil {
		return err
	}
	scenarios, err := setUpAll(cli, provider)
	if err != nil {
		return err
	}
	if err := demandIdentities(scenarios); err != nil {
		return err
	}
	return errors.Join(compatibility.WriteStates(statesFolder, version, scenarios), files.Release(folder))
}

// read returns the schemas in a folder, and the version of the last release.
func read(folder string) (files compatibility.Files, last string, err error) {
	files, err = compatibility.Read(folder)
	if err != nil {
		return files, "", err
	}
	versions, err := compatibility.Versions(filepath.Join(folder, compatibility.StatesFolder))
	if err != nil {
		return files, "", err
	}
	return files, versions[len(versions)-1], nil
}

// refuse returns why a release cannot have a version. One that breaks something, by the
// removal of an integration too, needs a new major version.
func refuse(version, last string, files compatibility.Files) error {
	if !semver.IsValid(version) || semver.Canonical(version) != version {
		return fmt.Errorf("%q is not a version such as v1.2.3", version)
	}
	if semver.Compare(version, last) <= 0 {
		return fmt.Errorf("%s is not later than the last release, %s", version, last)
	}
	broken := compatibility.Breaks(files.Released, files.Current)
	if len(broken) == 0 || semver.Major(version) != semver.Major(last) {
		return nil
	}
	return needsMajor(version, broken)
}

func needsMajor(version string, broken []compatibility.Break) error {
	texts := []string{fmt.Sprintf("%s needs a new major version, because of these changes:", version)}
	for _, b := range broken {
		texts = append(texts, "  "+b.String())
	}
	return errors.New(strings.Join(texts, "\n"))
}

// demandIdentities refuses states of a CLI that stores no identities.
func demandIdentities(scenarios []compatibility.Scenario) error {
	for _, scenario := range scenarios {
		instances, err := scenario.Instances()
		if err != nil {
			return err
		}
		for address, stored := range instances {
			if stored.Identity == nil {
				return fmt.Errorf("the state has no identity of %s: use Terraform or OpenTofu from 1.12 (CLI=/path/to/terraform)", address)
			}
		}
	}
	return nil
}

// check returns an error if a folder lacks the files of a release.
func check(folder, version string) error {
	files, last, err := read(folder)
	if err != nil {
		return err
	}
	if last != version || files.Released.String() != files.Current.String() {
		return fmt.Errorf("%s has no baseline: run \"make baseline VERSION=%s\" and commit its files before the tag", version, version)
	}
	return nil
}
