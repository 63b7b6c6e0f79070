//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// peakMemory returns the largest resident set size of a process that has ended, in
// bytes. On Linux it is at least the size of the parent when it started the process,
// so the value is wrong for processes smaller than the benchmark.
func peakMemory(process *os.ProcessState) int64 {
	taken, known := process.SysUsage().(*syscall.Rusage)
	if !known {
		return 0
	}
	peak := int64(taken.Maxrss) //nolint:unconvert // It has 32 bits on some systems.
	if runtime.GOOS == "darwin" {
		return peak
	}
	return peak << 10
}

// ownCPUTime returns the CPU time of this process so far, without its children.
func ownCPUTime() time.Duration {
	var taken syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &taken) != nil {
		return 0
	}
	return time.Duration(taken.Utime.Nano() + taken.Stime.Nano())
}
