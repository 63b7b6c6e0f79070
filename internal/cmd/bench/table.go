package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// printLifecycle prints the cost of the phases in two tables, because one would be too wide
// for a page: the times with those of the idle provider, and what they consist of.
func printLifecycle(out io.Writer, results []result) {
	times := [][]string{{"phase", "requests", "connections", "wall time", "idle provider", "wall ÷ idle provider"}}
	parts := [][]string{{
		"phase", "floor", "terraform_data", "wall ÷ (floor + terraform_data)", "CPU of the provider", "CPU of the CLI", "provider ÷ CLI", "peak memory",
	}}
	for _, r := range results {
		times = append(times, []string{
			r.phase.name, counts(r.kinds()), count(r.connections), seconds(r.wall), seconds(r.idle), ratio(r.wall, r.idle),
		})
		parts = append(parts, []string{
			r.phase.name, seconds(r.floor), seconds(r.data), ratio(r.wall, r.floor+r.data),
			seconds(r.provider.CPU), seconds(r.cli), ratio(r.provider.CPU, r.cli), megabytes(r.provider.PeakMemory),
		})
	}
	printTable(out, times)
	fmt.Fprintln(out)
	printTable(out, parts)
}

// printTraffic prints the requests and connections of the phases.
func printTraffic(out io.Writer, results []result) {
	rows := [][]string{{"phase", "requests", "connections", "wall time"}}
	for _, r := range results {
		rows = append(rows, []string{r.phase.name, counts(r.kinds()), count(r.connections), seconds(r.wall)})
	}
	printTable(out, rows)
}

// printCPU prints the times of the phases.
func printCPU(out io.Writer, results []result) {
	rows := [][]string{{"phase", "wall time", "CPU of the CLI", "CPU of the provider"}}
	for _, r := range results {
		rows = append(rows, []string{r.phase.name, seconds(r.wall), seconds(r.cli), seconds(r.provider.CPU)})
	}
	printTable(out, rows)
}

// printCompliance prints the cost of the policies that are the phases.
func printCompliance(out io.Writer, results []result) {
	rows := [][]string{{"policy", "requests", "of these to GraphQL", "of these for lists", "wall time", "CPU of the CLI", "CPU of the provider", "peak memory of the provider"}}
	for _, r := range results {
		rows = append(rows, []string{
			r.phase.name, count(len(r.requests)), count(r.kinds()["POST /api/graphql"]), count(r.kinds()["list"]),
			seconds(r.wall), seconds(r.cli), seconds(r.provider.CPU), megabytes(r.provider.PeakMemory),
		})
	}
	printTable(out, rows)
}

// printLimited compares the wall times of the phases with the shortest times that the
// rate limit allows.
func printLimited(out io.Writer, results []result, perMinute int) {
	rows := [][]string{{"phase", "requests", "of these answered 429", "wall time", "the limit alone", "more than that"}}
	for _, r := range results {
		refused := r.refused()
		dictated := dictatedBy(perMinute, len(r.requests)-refused)
		rows = append(rows, []string{
			r.phase.name, counts(r.kinds()), fmt.Sprintf("%d (%s)", refused, percent(float64(refused)/float64(len(r.requests)))),
			seconds(r.wall), seconds(dictated), percent(r.wall.Seconds()/dictated.Seconds() - 1),
		})
	}
	printTable(out, rows)
}

// dictatedBy returns the shortest time in which a GitLab with this limit answers the
// requests, if the first is sent when a minute begins.
func dictatedBy(perMinute, requests int) time.Duration {
	return time.Duration((requests-1)/perMinute) * time.Minute
}

// printTable prints a table in Markdown. The first row is the header.
func printTable(out io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rule := make([]string, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width)
	}
	for _, row := range slices.Insert(slices.Clone(rows), 1, rule) {
		for i, cell := range row {
			fmt.Fprintf(out, "| %s%s ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintln(out, "|")
	}
}

// counts returns a list of the counts by kind, such as "1,000 GET, 1,000 PUT".
func counts(kinds map[string]int) string {
	if len(kinds) == 0 {
		return "0"
	}
	var list []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list = append(list, count(kinds[kind])+" "+kind)
	}
	return strings.Join(list, ", ")
}

// count formats a number with commas between thousands.
func count(number int) string {
	digits := strconv.Itoa(number)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/(1<<20)) }

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f", a.Seconds()/b.Seconds()) }
