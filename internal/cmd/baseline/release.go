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
	return os.WriteFile(filepath.Join(folder, compatibility.SchemaFile), []byte(schema.String()), 0o644)
}

// release makes the schema of this tree the released one, and adds states of this
// release. A release that breaks something needs a new major version.
func release(version, cli, provider string) error {
	if !semver.IsValid(version) || semver.Canonical(version) != version {
		return fmt.Errorf("%q is not a version such as v1.2.3", version)
	}
	versions, err := compatibility.Versions(filepath.Join(folder, compatibility.StatesFolder))
	if err != nil {
		return err
	}
	last := versions[len(versions)-1]
	if semver.Compare(version, last) <= 0 {
		return fmt.Errorf("%s is not later than the last release, %s", version, last)
	}
	if err := writeSchema(); err != nil {
		return err
	}
	files, err := compatibility.Read(folder)
	if err != nil {
		return err
	}
	if broken := compatibility.Breaks(files.Released, files.Current); len(broken) > 0 && semver.Major(version) == semver.Major(last) {
		return needsMajor(version, broken)
	}
	if err := writeStates(version, cli, provider); err != nil {
		return err
	}
	return files.Release(folder)
}

func needsMajor(version string, broken []compatibility.Break) error {
	texts := []string{fmt.Sprintf("%s needs a new major version, because of these changes:", version)}
	for _, b := range broken {
		texts = append(texts, "  "+b.String())
	}
	return errors.New(strings.Join(texts, "\n"))
}

// check reports whether the files of a release are there.
func check(version string) error {
	files, err := compatibility.Read(folder)
	if err != nil {
		return err
	}
	versions, err := compatibility.Versions(filepath.Join(folder, compatibility.StatesFolder))
	if err != nil {
		return err
	}
	if versions[len(versions)-1] != version || files.Released.String() != files.Current.String() {
		return fmt.Errorf("the release %s has no baseline: run \"make baseline VERSION=%s\", and commit its files before the tag", version, version)
	}
	return nil
}
