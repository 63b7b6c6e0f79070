// Command orders repeats changes of a configuration after which other resources mean the
// same integrations, with a real Terraform or OpenTofu and a GitLab in memory that takes
// a random time before and after everything that it does. The configuration has every
// integration that GitLab's API can set up, in a project and in a group. The command fails
// if a run that has succeeded leaves one of them off.
//
// The arguments are the paths of the CLI and of the folder of the provider.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"
)

func main() {
	log.SetFlags(0)
	times := flag.Int("times", 4, "how often each change is repeated")
	latency := flag.Duration("latency", 60*time.Millisecond, "longest time that GitLab takes before and after it does something")
	workers := flag.Int("parallelism", 10, "how many resources the CLI changes at once")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: orders [-times n] [-latency d] [-parallelism n] CLI FOLDER")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for _, s := range scenarios {
		if err := play(ctx, s, *times, *latency, *workers); err != nil {
			log.Fatalf("%s: %v", s.name, err)
		}
		fmt.Printf("%s: %d times, all as configured\n", s.name, *times)
	}
}

// play runs a scenario on a GitLab and in a folder of its own.
func play(ctx context.Context, s scenario, times int, latency time.Duration, workers int) error {
	f, err := newFleet(ctx, latency)
	if err != nil {
		return err
	}
	w, err := newWorkspace(flag.Arg(0), flag.Arg(1), f.address, workers)
	if err != nil {
		return err
	}
	defer w.remove()
	return s.play(ctx, f, w, times)
}
