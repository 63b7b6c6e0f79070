package main

import (
	_ "embed"
	"html"
	"io"
	"math"
	"strings"
	"text/template"
)

// The geometry of a picture in pixels.
const (
	lineHeight = 18
	charWidth  = 8.43 // of the widest of the usual fonts
	margin     = 20
	titleBar   = 36
)

// picture is one step of the recording, with the times in seconds at which it appears
// and disappears.
type picture struct {
	Lines        []line
	Begin, Stays int
}

// duration is the time in seconds that a viewer needs to read the lines.
func duration(lines []line) int { return 2 + len(lines)/5 }

//go:embed recording.svg.tmpl
var source string

var recording = template.Must(template.New("recording").Funcs(template.FuncMap{
	"markup": markup,
	"y":      func(row int) int { return titleBar + margin + row*lineHeight },
	"share":  func(part, whole int) float64 { return 100 * float64(part) / float64(whole) },
}).Parse(source))

// render writes the SVG.
func render(out io.Writer, steps [][]line) error {
	var pictures []picture
	total := 0
	for _, lines := range steps {
		pictures = append(pictures, picture{lines, total, duration(lines)})
		total += duration(lines)
	}
	return recording.Execute(out, map[string]any{
		"Pictures": pictures,
		"Still":    longest(steps),
		"Width":    math.Ceil(columns*charWidth) + 2*margin,
		"Height":   titleBar + rows*lineHeight + 2*margin,
		"Margin":   margin,
		"Seconds":  total,
	})
}

// longest is the number of the step with the most lines, which is shown to viewers
// who prefer reduced motion.
func longest(steps [][]line) (number int) {
	for i, lines := range steps {
		if len(lines) > len(steps[number]) {
			number = i
		}
	}
	return number
}

// markup is the line as SVG.
func markup(l line) string {
	var text strings.Builder
	for _, s := range l {
		classes := s.colour
		if s.bold {
			classes = strings.TrimSpace(classes + " bold")
		}
		escaped := html.EscapeString(s.text)
		if classes == "" {
			text.WriteString(escaped)
		} else {
			text.WriteString(`<tspan class="` + classes + `">` + escaped + `</tspan>`)
		}
	}
	return text.String()
}
