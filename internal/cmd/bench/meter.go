package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// providerName is the name of the executable that the CLI looks for.
const providerName = "terraform-provider-gitlabintegrations"

// The environment of a meter: the provider to run, and the folder for its report.
const (
	meteredVariable = "BENCH_PROVIDER"
	reportsVariable = "BENCH_REPORTS"
)

// usage is the resource usage of the provider processes of a command.
type usage struct {
	// CPU is the user and system time of all of them.
	CPU time.Duration
	// Meter is the CPU time of the meters that started them.
	Meter time.Duration
	// PeakMemory is the resident set size of the largest process, in bytes.
	PeakMemory int64
}

// isMeter reports whether the CLI has started this process as the provider.
func isMeter() bool { return filepath.Base(os.Args[0]) == providerName }

// meter runs the provider for the CLI and writes a report of its usage. It is a
// process of its own because the system includes the children of the CLI in the usage
// of the CLI. The provider uses stdin, stdout and stderr of the meter directly. When
// the CLI is done, it asks the provider over gRPC to end, and then the meter ends too.
// An empty report shows that the meter was killed.
func meter() error {
	report, err := os.CreateTemp(os.Getenv(reportsVariable), "*.json")
	if err != nil {
		return err
	}
	defer report.Close()
	// An interrupt of the terminal reaches all processes. The meter and the provider
	// leave it to the CLI.
	signal.Ignore(os.Interrupt)
	provider := exec.Command(os.Getenv(meteredVariable), os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	failed := provider.Run()
	if provider.ProcessState == nil {
		return failed
	}
	return errors.Join(failed, json.NewEncoder(report).Encode(usage{
		CPU:        cpuTime(provider.ProcessState),
		Meter:      ownCPUTime(),
		PeakMemory: peakMemory(provider.ProcessState),
	}))
}

// cpuTime returns the CPU time of a process that has ended, including the children
// that it waited for.
func cpuTime(process *os.ProcessState) time.Duration {
	return process.UserTime() + process.SystemTime()
}

// readReports returns the total of the reports in a folder.
func readReports(folder string) (usage, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return usage{}, err
	}
	var sum usage
	for _, path := range paths {
		report, err := readReport(path)
		if err != nil {
			return usage{}, err
		}
		sum.CPU += report.CPU
		sum.Meter += report.Meter
		sum.PeakMemory = max(sum.PeakMemory, report.PeakMemory)
	}
	return sum, nil
}

func readReport(path string) (report usage, err error) {
	content, err := os.ReadFile(path)
	switch {
	case err != nil:
		return report, err
	case len(content) == 0:
		return report, errors.New("a process of the provider was killed before it could report what it took")
	}
	if err := json.Unmarshal(content, &report); err != nil {
		return report, fmt.Errorf("the report of a process of the provider: %w", err)
	}
	return report, nil
}
