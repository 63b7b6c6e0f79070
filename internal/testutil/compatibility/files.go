package compatibility

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// These are the files in the folder testdata.
const (
	// SchemaFile is the schema of this tree.
	SchemaFile = "schema.txt"
	// StatesFolder contains the states of the releases.
	StatesFolder = "states"

	releasedFile = "released.txt"
	breakingFile = "breaking.txt"
)

// Files are the schemas and the intended breaking changes in the folder testdata.
type Files struct {
	// Current is the schema of this tree, and Released is that of the last release.
	Current, Released Schema
	// Intended are the breaking changes that are intended for the next major version,
	// in the form of Break.What.
	Intended []string
}

// Read reads the files of a folder.
func Read(folder string) (files Files, err error) {
	for name, schema := range map[string]*Schema{SchemaFile: &files.Current, releasedFile: &files.Released} {
		text, fault := os.ReadFile(filepath.Join(folder, name))
		if fault != nil {
			return files, fault
		}
		if *schema, fault = Parse(string(text)); fault != nil {
			return files, fault
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, breakingFile))
	if err != nil {
		return files, err
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			files.Intended = append(files.Intended, line)
		}
	}
	return files, nil
}

// Release makes the current schema the released one. The list of intended breaking
// changes becomes empty, because they are released.
func (f Files) Release(folder string) error {
	listed, err := os.ReadFile(filepath.Join(folder, breakingFile))
	if err != nil {
		return err
	}
	lines := slices.DeleteFunc(strings.SplitAfter(string(listed), "\n"), func(line string) bool { return !strings.HasPrefix(line, "#") })
	return errors.Join(
		os.WriteFile(filepath.Join(folder, releasedFile), []byte(f.Current.String()), 0o644),
		os.WriteFile(filepath.Join(folder, breakingFile), []byte(strings.Join(lines, "")), 0o644),
	)
}

// Faults returns the breaking changes that are not intended, and the intended ones that
// do not exist.
func (f Files) Faults(isType func(typeName string) bool) (faults []string) {
	var broken []string
	for _, b := range Breaks(f.Released.Only(isType), f.Current) {
		broken = append(broken, b.What)
		if !slices.Contains(f.Intended, b.What) {
			faults = append(faults, b.String()+" If it is intended for the next major version, add this line to "+breakingFile+": "+b.What)
		}
	}
	for _, what := range f.Intended {
		if !slices.Contains(broken, what) {
			faults = append(faults, breakingFile+" lists what is no breaking change: "+what)
		}
	}
	return faults
}
