package examples_test

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the folder of the repository.
const root = "../../.."

var (
	// fencedBlock and codeSpan match text in which Markdown has no links.
	fencedBlock = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	codeSpan    = regexp.MustCompile("`[^`\n]+`")
	// inlineLink matches the targets of links and images.
	inlineLink = regexp.MustCompile(`\]\(([^)]*)\)`)
	// reference matches the targets of link definitions.
	reference = regexp.MustCompile(`(?m)^\[[^\]]+\]: *(\S+)`)
	heading   = regexp.MustCompile(`(?m)^#{1,6} +(.*)$`)
	// namedAnchor matches the anchors that tfplugindocs writes.
	namedAnchor = regexp.MustCompile(`<a id="([^"]+)"></a>`)
	// linkText matches a link in a heading. Only its text becomes part of the anchor.
	linkText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	// notInAnchor matches the characters that an anchor does not contain.
	notInAnchor = regexp.MustCompile(`[^\p{L}\p{N}\-_ ]`)
)

// gitLabPages are the pages of GitLab's documentation that make upstream compares with
// the catalog. Documents must not link to others, because nothing shows whether they
// still exist.
var gitLabPages = []string{"/api/project_integrations/", "/api/group_integrations/"}

func TestLinks(t *testing.T) {
	tree := os.DirFS(root)
	files := markdownFiles(t, tree)
	for _, name := range files {
		for _, target := range links(mustRead(t, path.Join(root, name))) {
			if fault := faultOf(tree, placeOf(name), target); fault != "" {
				t.Errorf("%s links to %s, %s", name, target, fault)
			}
		}
	}
	for _, name := range []string{"README.md", "CHANGELOG.md", "docs/index.md", "docs/guides/coverage.md", "templates/index.md.tmpl", "examples/gitops/README.md", ".github/pull_request_template.md"} {
		if !slices.Contains(files, name) {
			t.Errorf("%s was not checked", name)
		}
	}
}

// TestFaultyLinksAreFound checks that TestLinks can fail.
func TestFaultyLinksAreFound(t *testing.T) {
	tree := os.DirFS(root)
	for target, want := range map[string]string{
		"secrets.md": "",
		"secrets":    "",
		"../index.md#integrations-that-exist-already":       "",
		"#adopting-existing-integrations":                   "",
		"../guides/gitops.md":                               "",
		"https://docs.gitlab.com/api/project_integrations/": "",
		"nothing.md":                       "which is no file",
		"../../../README.md":               "which is no file",
		"secrets.md#nothing":               "which has no heading of that name",
		"#nothing":                         "which has no heading of that name",
		"http://example.com":               "which is no address with the scheme https and a host",
		"https:///x":                       "which is no address with the scheme https and a host",
		"https://docs.gitlab.com/nothing/": "which is no page of GitLab's documentation that is known",
		"":                                 "which is empty",
	} {
		if got := faultOf(tree, "docs/guides/adopt.md", target); got != want {
			t.Errorf("the fault of %q is %q instead of %q", target, got, want)
		}
	}
	text := "[a](b.md) ![c](d.svg)\n```\n[e](f.md)\n```\n`[g](h.md)` [i\nj](k.md#l)\n[m]: n.md\n"
	if got, want := links(text), []string{"b.md", "d.svg", "k.md#l", "n.md"}; !slices.Equal(got, want) {
		t.Errorf("found the links %q instead of %q", got, want)
	}
	if got, want := anchors("# A `b_c`: d, \"e\"\n## A\n## [A](x.md)\n```\n# no\n```\n"), []string{"a-b_c-d-e", "a", "a-1"}; !slices.Equal(got, want) {
		t.Errorf("found the anchors %q instead of %q", got, want)
	}
}

// markdownFiles returns the documents and the templates of documents in the repository.
func markdownFiles(t *testing.T, tree fs.FS) (names []string) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "bin", "dist", "testdata", "internal/generate/templates", ".terraform"}, relevant(name)) {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".md.tmpl") {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// relevant returns the part of a folder's path that decides whether it has documents.
func relevant(name string) string {
	if base := path.Base(name); base == "testdata" || base == ".terraform" {
		return base
	}
	return name
}

// placeOf returns the path of the page that a template generates. Its links are
// relative to that path.
func placeOf(name string) string {
	page := strings.TrimSuffix(name, ".tmpl")
	below, isTemplate := strings.CutPrefix(page, "templates/")
	switch {
	case !isTemplate:
		return page
	case slices.Contains([]string{"resources.md", "data-sources.md", "list-resources.md"}, below):
		return "docs/" + strings.TrimSuffix(below, ".md") + "/slack.md"
	default:
		return "docs/" + below
	}
}

// links returns the targets of the links in a document.
func links(text string) (targets []string) {
	text = codeSpan.ReplaceAllString(fencedBlock.ReplaceAllString(text, ""), "")
	for _, pattern := range []*regexp.Regexp{inlineLink, reference} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			targets = append(targets, match[1])
		}
	}
	return targets
}

// faultOf describes the fault of a link in a document. It returns an empty string for a
// valid link.
func faultOf(tree fs.FS, document, target string) string {
	if target == "" {
		return "which is empty"
	}
	if strings.Contains(target, ":") {
		return faultOfAddress(target)
	}
	file, anchor, _ := strings.Cut(target, "#")
	name := document
	if file != "" {
		name = path.Join(path.Dir(document), file)
	}
	content, err := fs.ReadFile(tree, name)
	if err != nil {
		// Terraform's registry also accepts the path of a page without its extension.
		content, err = fs.ReadFile(tree, name+".md")
	}
	_, statErr := fs.Stat(tree, name)
	switch {
	case err != nil && (statErr != nil || anchor != ""):
		return "which is no file"
	case anchor != "" && !slices.Contains(anchors(string(content)), anchor):
		return "which has no heading of that name"
	default:
		return ""
	}
}

func faultOfAddress(target string) string {
	address, err := url.Parse(target)
	switch {
	case err != nil || address.Scheme != "https" || address.Host == "":
		return "which is no address with the scheme https and a host"
	case address.Host == "docs.gitlab.com" && !slices.Contains(gitLabPages, address.Path):
		return "which is no page of GitLab's documentation that is known"
	default:
		return ""
	}
}

// anchors returns the anchors of a document's headings, as GitHub and Terraform's
// registry create them.
func anchors(text string) (names []string) {
	seen := map[string]int{}
	for _, match := range heading.FindAllStringSubmatch(fencedBlock.ReplaceAllString(text, ""), -1) {
		title := strings.ToLower(linkText.ReplaceAllString(strings.TrimSpace(match[1]), "$1"))
		name := strings.ReplaceAll(notInAnchor.ReplaceAllString(title, ""), " ", "-")
		seen[name]++
		if n := seen[name]; n > 1 {
			name = fmt.Sprintf("%s-%d", name, n-1)
		}
		names = append(names, name)
	}
	for _, match := range namedAnchor.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
