package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

const rule = "━━━━━━━━\r\n"

// record returns the SVG of an output. It fails the test if the SVG is not well-formed.
func record(t *testing.T, output string) string {
	t.Helper()
	var svg strings.Builder
	if err := run(strings.NewReader(output), &svg); err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(strings.NewReader(svg.String()))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return svg.String()
		} else if err != nil {
			t.Fatalf("the SVG is not well-formed: %v\n%s", err, svg.String())
		}
	}
}

func TestEveryStepIsAPicture(t *testing.T) {
	svg := record(t, "not a part of it\r\n"+rule+"1. One.\r\n\r\n"+rule+"2. Two.\r\n")
	if got := strings.Count(svg, "<g class="); got != 2 {
		t.Errorf("there are %d pictures", got)
	}
	if strings.Contains(svg, "not a part of it") {
		t.Error("the SVG contains output from before the first step")
	}
	for _, want := range []string{">1. One.<", ">2. Two.<", "animation-delay: 0s", "animation-delay: 2s", "animation-duration: 4s", "50.000%"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the SVG lacks %q", want)
		}
	}
}

func TestColoursOfTheTerminal(t *testing.T) {
	svg := record(t, rule+"\x1b[1m\x1b[32m+\x1b[0m \x1b[90m<grey>\r\nstill grey\x1b[39m, \x1b[1mbold\x1b[22m, \x1b[2Kplain\r\n")
	for _, want := range []string{
		`<tspan class="green bold">+</tspan> <tspan class="grey">&lt;grey&gt;</tspan>`,
		`<tspan class="grey">still grey</tspan>, <tspan class="bold">bold</tspan>, plain</text>`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the SVG lacks %q:\n%s", want, svg)
		}
	}
}

func TestStepsFitIntoThePicture(t *testing.T) {
	var output strings.Builder
	output.WriteString(rule + "first\r\n")
	for range 2 * rows {
		output.WriteString(strings.Repeat("x", 2*columns) + "\r\n")
	}
	svg := record(t, output.String()+"last\r\n")
	if got := strings.Count(svg, "xml:space"); got != rows {
		t.Errorf("the picture has %d lines instead of %d", got, rows)
	}
	for _, want := range []string{">first<", ">last<", "⋮", ">" + strings.Repeat("x", columns-1) + "…<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the SVG lacks %q", want)
		}
	}
}

func TestOutputWithoutSteps(t *testing.T) {
	if err := run(strings.NewReader("make: no rule\n"), io.Discard); err == nil {
		t.Error("no error for an output without steps")
	}
}
