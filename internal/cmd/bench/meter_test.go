package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// This test measures a process with a known load. The benchmark subtracts the
// provider's usage from the CLI's usage, so the latter must include the former.
func TestMeterTellsKnownLoad(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reports := t.TempDir()
	meter := filepath.Join(t.TempDir(), providerName)
	if err := os.Symlink(self, meter); err != nil {
		t.Fatal(err)
	}
	// The shell takes the role of the CLI.
	command := exec.Command("sh", "-c", `"$0"; "$0"`, meter)
	command.Env = append(os.Environ(), meteredVariable+"="+self, reportsVariable+"="+reports, loadVariable+"=1")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	taken, err := readReports(reports)
	if err != nil {
		t.Fatal(err)
	}
	if taken.CPU < 2*loadCPU {
		t.Errorf("two processes took %v of CPU time, want at least %v", taken.CPU, 2*loadCPU)
	}
	if taken.PeakMemory < loadMemory || taken.PeakMemory > 8*loadMemory {
		t.Errorf("the peak of memory is %d bytes, want %d and a little more", taken.PeakMemory, loadMemory)
	}
	if taken.Meter <= 0 {
		t.Error("the meters took no CPU time")
	}
	if total := cpuTime(command.ProcessState); total < taken.CPU+taken.Meter {
		t.Errorf("the parent took %v with its children, want at least theirs: %v and %v", total, taken.CPU, taken.Meter)
	}
}

func TestReadReports(t *testing.T) {
	tests := map[string]struct {
		reports []string
		want    usage
		fault   string
	}{
		"none": {},
		"sum of times, maximum of memory": {
			reports: []string{
				`{"CPU": 1000000000, "Meter": 1000000, "PeakMemory": 5}`,
				`{"CPU": 2000000000, "Meter": 2000000, "PeakMemory": 7}`,
				`{"CPU": 500000000, "Meter": 3000000, "PeakMemory": 6}`,
			},
			want: usage{CPU: 3500 * time.Millisecond, Meter: 6 * time.Millisecond, PeakMemory: 7},
		},
		"killed": {
			reports: []string{`{"CPU": 1}`, ""},
			fault:   "was killed",
		},
		"truncated": {
			reports: []string{`{"CPU": 1`},
			fault:   "the report of a process",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for i, report := range test.reports {
				path := filepath.Join(folder, string(rune('a'+i))+".json")
				if err := os.WriteFile(path, []byte(report), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := readReports(folder)
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if test.fault == "" && err != nil || test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
				t.Errorf("got the error %v, want %q", err, test.fault)
			}
		})
	}
}
