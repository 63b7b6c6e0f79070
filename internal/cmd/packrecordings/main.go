// Command packrecordings turns a folder of recorded answers of GitLab into the
// archive that package recordings reads:
//
//	go run ./internal/cmd/packrecordings -release 18.9 path/to/recordings
//
// The folder holds files of JSON lines (*.jsonl) and _accepted.json. A new
// release gets an archive of its own beside the others.
package main

import (
	"bytes"
	"errors"
	"flag"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

func main() {
	release := flag.String("release", "", "`release` of the GitLab that answered, such as 18.9")
	target := flag.String("out", "internal/testutil/recordings/testdata", "`folder` of the archives")
	flag.Parse()
	if err := pack(*release, flag.Arg(0), *target); err != nil {
		log.Fatalf("packrecordings: %v", err)
	}
}

func pack(release, source, target string) error {
	if release == "" || source == "" {
		return errors.New("usage: packrecordings -release RELEASE FOLDER")
	}
	files, err := read(source)
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := recordings.Write(&archive, files); err != nil {
		return err
	}
	// A folder that cannot be read must not replace an existing archive.
	if _, err := recordings.Read(bytes.NewReader(archive.Bytes())); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, release+".tar.gz"), archive.Bytes(), 0o644)
}

// read returns the recorded files of a folder by their names.
func read(folder string) (map[string][]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".jsonl") && name != "_accepted.json" {
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New(folder + " holds no recordings")
	}
	return files, nil
}
