package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// outcome is what happened to a file.
type outcome int

const (
	created outcome = iota
	replaced
	unchanged
	// besideEdited is a file that was written as .new, because the existing file was
	// edited.
	besideEdited
	// kept is a file that was not written, because the .new was edited too.
	kept
)

// header is the first line of each file. It says what was exported, and the hash
// of what follows shows whether somebody has edited it.
var header = regexp.MustCompile(`^# Exported by gitlabintegrations-export(?: from (.+))? \(sha256 ([0-9a-f]{64})\)\.\n`)

const explanation = "# The next export replaces this file. Once it is edited, the export keeps it, and\n" +
	"# writes what is new to %s.new.\n\n"

// complete returns a file with its header.
func (f file) complete() []byte {
	rest := fmt.Appendf(nil, explanation, f.name)
	rest = append(rest, f.content...)
	from := ""
	if f.from != "" {
		from = " from " + f.from
	}
	return append(fmt.Appendf(nil, "# Exported by gitlabintegrations-export%s (sha256 %s).\n", from, hash(rest)), rest...)
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// readHeader parses the header of a file: what was exported, and whether the file is
// unchanged since. Git may have changed the line endings.
func readHeader(content []byte) (from string, exported, edited bool) {
	content = lineFeeds(content)
	match := header.FindSubmatch(content)
	if match == nil {
		return "", false, true
	}
	return string(match[1]), true, string(match[2]) != hash(content[len(match[0]):])
}

func lineFeeds(content []byte) []byte { return bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")) }

// write writes all files, and finds those that an earlier export from the same owner
// has written.
func (x *export) write(ctx context.Context, files []file) error {
	if err := x.checkFolder(files); err != nil {
		return err
	}
	written := map[string]bool{}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		became, err := x.writeFile(f)
		if err != nil {
			return fmt.Errorf("writing %s: %w", filepath.Join(x.Folder, f.name), err)
		}
		x.summary.Files[became] = append(x.summary.Files[became], f.name)
		written[f.name] = true
	}
	for name, from := range x.earlier {
		if isSame(from, x.from()) && !written[name] {
			x.summary.Stale = append(x.summary.Stale, name)
		}
	}
	slices.Sort(x.summary.Stale)
	return nil
}

// checkFolder refuses to replace files that were exported from another owner.
func (x *export) checkFolder(files []file) error {
	for _, f := range files {
		if from, exists := x.earlier[f.name]; exists && !isSame(from, f.from) {
			return fmt.Errorf("%s was exported from %s, and this is an export from %s: write it to another folder, or remove that file",
				filepath.Join(x.Folder, f.name), from, f.from)
		}
	}
	return nil
}

// exported returns the files of exports in the folder, each with what was exported.
func (x *export) exported() map[string]string {
	files := map[string]string{}
	paths, _ := filepath.Glob(filepath.Join(x.Folder, "*.tf"))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if from, exported, _ := readHeader(content); err == nil && exported {
			files[filepath.Base(path)] = from
		}
	}
	return files
}

// from describes what is exported, for the headers, such as "group acme (7)".
func (x *export) from() string {
	from := fmt.Sprintf("%s %s (%d)", x.root.Kind, x.root.Path, x.root.Number)
	if len(x.Slugs) > 0 {
		from += ", only " + strings.Join(slices.Sorted(slices.Values(x.Slugs)), ", ")
	}
	return from
}

// changingPath matches the part of a header that can change.
var changingPath = regexp.MustCompile(` .+ \(`)

// isSame reports whether two headers are those of exports from the same owner.
func isSame(from, other string) bool {
	return changingPath.ReplaceAllString(from, " (") == changingPath.ReplaceAllString(other, " (")
}

// writeFile writes a file, or its .new if the file was edited.
func (x *export) writeFile(f file) (outcome, error) {
	content, path := f.complete(), filepath.Join(x.Folder, f.name)
	became, err := x.replace(path, content)
	if err != nil || became != kept {
		return became, err
	}
	if became, err = x.replace(path+".new", content); err != nil || became == kept {
		return kept, err
	}
	return besideEdited, nil
}

// replace writes a file unless the existing one was edited.
func (x *export) replace(path string, content []byte) (outcome, error) {
	before, err := os.ReadFile(path)
	became := replaced
	switch {
	case errors.Is(err, fs.ErrNotExist):
		became = created
	case err != nil:
		return kept, err
	case bytes.Equal(lineFeeds(before), content):
		return unchanged, nil
	}
	if _, _, edited := readHeader(before); err == nil && edited {
		return kept, nil
	}
	if x.DryRun {
		return became, nil
	}
	return became, writeAtOnce(path, content)
}

// writeAtOnce writes a file so that an interruption never leaves an incomplete one.
func writeAtOnce(path string, content []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(folder, ".gitlabintegrations-export-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
