package main

import (
	"regexp"
	"strings"
)

// style is the style of text in a terminal: a colour name of its palette, or "", and
// whether the text is bold.
type style struct {
	colour string
	bold   bool
}

// span is text of one style, and line is a line of a terminal.
type span struct {
	style
	text string
}

type line []span

// width is the number of characters of the line.
func (l line) width() (width int) {
	for _, s := range l {
		width += len([]rune(s.text))
	}
	return width
}

// text is the line without styles.
func (l line) text() string {
	var text strings.Builder
	for _, s := range l {
		text.WriteString(s.text)
	}
	return text.String()
}

// colours are the SGR codes of the colours that the CLIs use.
var colours = map[string]string{
	"31": "red", "32": "green", "33": "yellow", "34": "blue", "35": "magenta", "36": "cyan", "90": "grey", "91": "red",
}

// escape matches a control sequence: its parameters and its final letter.
var escape = regexp.MustCompile(`\x1b\[([0-9;?]*)([A-Za-z])`)

// parse splits a line that begins in a style into spans, and returns the style in
// which it ends. It drops sequences that only move the cursor.
func parse(raw string, current style) (l line, end style) {
	raw = strings.ReplaceAll(raw, "\r", "")
	for raw != "" {
		at := escape.FindStringSubmatchIndex(raw)
		if at == nil {
			at = []int{len(raw), len(raw), len(raw), len(raw), len(raw), len(raw)}
		}
		if text := raw[:at[0]]; text != "" {
			l = append(l, span{current, text})
		}
		if raw[at[4]:at[5]] == "m" {
			current = current.with(raw[at[2]:at[3]])
		}
		raw = raw[at[1]:]
	}
	return l, current
}

// with returns the style after the parameters of an SGR sequence.
func (s style) with(parameters string) style {
	for parameter := range strings.SplitSeq(parameters, ";") {
		switch colour, known := colours[parameter]; {
		case known:
			s.colour = colour
		case parameter == "1":
			s.bold = true
		case parameter == "22":
			s.bold = false
		case parameter == "39":
			s.colour = ""
		case parameter == "0" || parameter == "":
			s = style{}
		}
	}
	return s
}
