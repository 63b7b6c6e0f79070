package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// TestMain runs the tests. With an environment variable, the test binary acts as the
// meter or as a provider with a known load instead.
func TestMain(m *testing.M) {
	switch {
	case isMeter():
		if err := meter(); err != nil {
			log.Fatal(err)
		}
	case os.Getenv(loadVariable) != "":
		load()
	default:
		os.Exit(m.Run())
	}
}

// loadVariable is the environment variable that makes the test binary a process with a
// known load.
const loadVariable = "BENCH_TEST_LOAD"

const (
	loadCPU    = 200 * time.Millisecond
	loadMemory = 128 << 20
)

// load uses at least loadCPU and loadMemory.
func load() {
	memory := make([]byte, loadMemory)
	for i := 0; i < len(memory) || ownCPUTime() < loadCPU; i++ {
		memory[i%len(memory)]++
	}
}

// testOptions returns options with providers that were built for the test.
func testOptions(t *testing.T) options {
	t.Helper()
	o := options{parallelism: 2, starts: 1, cli: clitest.Require(t)}
	o.provider, o.empty, o.idle = build(t, "../../.."), build(t, "./empty"), build(t, "./idle")
	return o
}

// build builds a command and returns the path of its executable.
func build(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "executable")
	if output, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, folder).CombinedOutput(); err != nil {
		t.Fatal(fmt.Errorf("go build %s: %w\n%s", folder, err, output))
	}
	return path
}
