// Command recording turns what the demo writes to a terminal into an animated SVG,
// one picture for each step of the demo: `make recording`.
//
// It reads the terminal's output from standard input and writes the SVG to
// standard output.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run makes the SVG of an output.
func run(in io.Reader, out io.Writer) error {
	var lines []line
	scanner := bufio.NewScanner(in)
	var current style
	for scanner.Scan() {
		var l line
		l, current = parse(scanner.Text(), current)
		lines = append(lines, l)
	}
	if err := scanner.Err(); err != nil {
		return err
	}
	steps := split(lines)
	if len(steps) == 0 {
		return fmt.Errorf("the output has no steps: no line begins with %q", separator)
	}
	return render(out, steps)
}
