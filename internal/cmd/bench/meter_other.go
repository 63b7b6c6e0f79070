//go:build !unix

package main

import (
	"os"
	"time"
)

// peakMemory returns 0, because only Unix systems report it.
func peakMemory(*os.ProcessState) int64 { return 0 }

// ownCPUTime returns 0, because only Unix systems report it.
func ownCPUTime() time.Duration { return 0 }
