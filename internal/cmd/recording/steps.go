package main

import "strings"

// separator begins the line that the demo draws above each step.
const separator = "━━━"

// The size of a picture in characters. A longer line ends with an ellipsis, and
// of a step with more lines the middle is left out.
const (
	columns = 104
	rows    = 34
	// head is the number of lines of a long step that are shown before the gap.
	head = 20
)

// split returns the lines of each step. It drops the lines before the first step.
func split(lines []line) (steps [][]line) {
	for _, l := range lines {
		if strings.HasPrefix(l.text(), separator) {
			steps = append(steps, nil)
			continue
		}
		if len(steps) > 0 {
			steps[len(steps)-1] = append(steps[len(steps)-1], l)
		}
	}
	for i := range steps {
		steps[i] = fit(trim(steps[i]))
	}
	return steps
}

// trim removes blank lines at both ends.
func trim(lines []line) []line {
	for len(lines) > 0 && lines[0].text() == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1].text() == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// fit shortens the lines of a step to a picture.
func fit(lines []line) []line {
	if len(lines) > rows {
		gap := line{{style{colour: "grey"}, "  ⋮"}}
		tail := lines[len(lines)-(rows-head-1):]
		lines = append(append(append([]line{}, lines[:head]...), gap), tail...)
	}
	for i, l := range lines {
		lines[i] = crop(l)
	}
	return lines
}

// crop shortens a line to the columns of a picture.
func crop(l line) line {
	if l.width() <= columns {
		return l
	}
	left := columns - 1
	var cropped line
	for _, s := range l {
		text := []rune(s.text)
		if len(text) >= left {
			return append(cropped, span{s.style, string(text[:left]) + "…"})
		}
		cropped = append(cropped, s)
		left -= len(text)
	}
	return cropped
}
