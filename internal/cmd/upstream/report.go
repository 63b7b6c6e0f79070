package main

import (
	"fmt"
	"io"
)

// report prints the open differences and then the explained ones, both grouped by
// integration. It returns the number of open differences.
func report(out io.Writer, differences []difference) int {
	var open, explained []difference
	for _, d := range differences {
		if d.explanation == "" {
			open = append(open, d)
		} else {
			explained = append(explained, d)
		}
	}
	printList(out, "Open", open)
	printList(out, "Explained", explained)
	return len(open)
}

func printList(out io.Writer, title string, differences []difference) {
	if len(differences) == 0 {
		return
	}
	fmt.Fprintf(out, "%s:\n\n", title)
	slug := ""
	for _, d := range differences {
		if d.slug != slug {
			slug = d.slug
			fmt.Fprintln(out, slug)
		}
		fmt.Fprintf(out, "  %s\n", d.fact)
		if d.explanation != "" {
			fmt.Fprintf(out, "    %s\n", d.explanation)
		}
	}
	fmt.Fprintln(out)
}
