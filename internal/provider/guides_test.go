package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// guide is a page of the documentation with configurations and the output of the CLI. The
// function for the heading of a section makes the changes that the section describes.
type guide struct {
	*cli
	sections map[string]func(*guide)
}

// play follows the steps of the page and compares the output. The page can omit lines of
// the output by writing "..." instead.
func (g *guide) play(page string) {
	g.t.Helper()
	told := map[string]bool{}
	for _, section := range strings.Split(mustRead(g.t, filepath.Join("../../templates/guides", page)), "\n## ") {
		heading, _, _ := strings.Cut(section, "\n")
		if happens := g.sections[heading]; happens != nil {
			told[heading] = true
			happens(g)
		}
		for i, text := range strings.Split(section, "```") {
			language, content, _ := strings.Cut(text, "\n")
			switch {
			case i%2 == 0, language == "shell": // Text, or a shell command that the test does not run.
			case language == "terraform":
				g.configure(content)
			case language == "console":
				g.run(content)
			default:
				g.t.Errorf("the section %q has a block of %q", heading, language)
			}
		}
	}
	for heading := range g.sections {
		if !told[heading] {
			g.t.Errorf("%s has no section %q", page, heading)
		}
	}
}

// run runs the command in the first line and expects the other lines in its output.
func (g *guide) run(shown string) {
	g.t.Helper()
	command, lines, _ := strings.Cut(strings.TrimPrefix(shown, "$ "), "\n")
	arguments := strings.Fields(command)
	said, succeeded := "", true
	switch arguments[0] {
	case "cat":
		if arguments[1] == "generated.tf" && hasQuery() {
			g.containsOnly(arguments[1], lines)
			return
		}
		said = oneLine(mustRead(g.t, filepath.Join(g.dir, arguments[1])))
	case "gitlabintegrations-export":
		said = g.runExport(arguments[1:])
	default:
		said, succeeded = g.try(arguments[1:]...)
	}
	if fails := strings.Contains(lines, "Error:"); fails == succeeded {
		g.t.Errorf("%s succeeded: %t, with the output: %s", command, succeeded, said)
	}
	rest := onlyInOpenTofu.Replace(said)
	for _, part := range strings.Split(strings.ReplaceAll(lines, "│", " "), "...\n") {
		part = oneLine(part)
		_, after, found := strings.Cut(rest, part)
		if !found {
			g.t.Errorf("the output of %s does not contain %q, but: %s", command, part, said)
		}
		rest = after
	}
}

// containsOnly expects that a file has no other lines than these. Terraform 1.14 and
// later generates fewer lines than the guides show.
func (g *guide) containsOnly(name, lines string) {
	g.t.Helper()
	known := map[string]bool{}
	for line := range strings.Lines(lines) {
		known[oneLine(line)] = true
	}
	count := 0
	for line := range strings.Lines(mustRead(g.t, filepath.Join(g.dir, name))) {
		if line = oneLine(line); line != "" && !strings.HasPrefix(line, "#") {
			count++
			if !known[line] {
				g.t.Errorf("%s has the line %q", name, line)
			}
		}
	}
	if count < 3 {
		g.t.Errorf("%s has %d lines", name, count)
	}
}

// onlyInOpenTofu removes the output for write-only arguments that OpenTofu prints and
// Terraform, which the guides show, does not.
var onlyInOpenTofu = strings.NewReplacer("# sensitive write-only", "# sensitive", "~ webhook_wo = (write-only attribute) ", "")

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// forget removes the state and the generated files.
func (g *guide) forget() {
	for _, name := range []string{"terraform.tfstate", "generated.tf"} {
		if err := os.RemoveAll(filepath.Join(g.dir, name)); err != nil {
			g.t.Fatal(err)
		}
	}
}

// setenv adds environment variables that a guide needs.
func (g *guide) setenv(variables ...string) { g.env = append(g.env, variables...) }

func newGuide(t *testing.T, sections map[string]func(*guide)) *guide {
	t.Helper()
	g := &guide{newCLI(t), sections}
	g.gitlab.Version = "18.9"
	return g
}

func TestGuideAdopt(t *testing.T) {
	t.Parallel()
	slack := func(g *guide) {
		g.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": "https://hooks.slack.com/services/T0/B0/x", "username": "GitLab", "pipeline_channel": "#ci"})
	}
	newGuide(t, map[string]func(*guide){
		"Import an integration": slack,
		"Have Terraform write the configuration": func(g *guide) {
			g.forget()
			g.gitlab.SetUp("projects/acme/web", "jenkins", settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web",
				"username": "gitlab", "password": "theirs", "merge_requests_events": false, "tag_push_events": false})
		},
		"Change an imported integration": func(g *guide) {
			g.forget()
			g.setenv("TF_VAR_slack_webhook=https://hooks.slack.com/services/T0/B0/y")
			g.configure(block(`resource "gitlabintegrations_slack" "web"`, settings{"project": "acme/web"}))
			g.succeed("import", "gitlabintegrations_slack.web", "acme/web")
		},
		"Integrations that inherit": func(g *guide) {
			g.forget()
			g.gitlab.AddProject("acme/api")
			g.gitlab.SetUp("groups/acme", "pumble", settings{"webhook": "https://pumble.example.com/x"})
			g.gitlab.Inherit("projects/acme/api", "pumble")
		},
		"Integrations without a resource of their own": func(g *guide) {
			g.gitlab.SetUp("projects/acme/web", "external-wiki", settings{"external_wiki_url": "https://wiki.example.com"})
		},
	}).play("adopt.md")
}

func TestGuidePartialManagement(t *testing.T) {
	t.Parallel()
	g := newGuide(t, nil)
	page := mustRead(t, "../../templates/guides/partial-management.md")
	first, _, _ := strings.Cut(strings.SplitAfterN(page, "```terraform\n", 2)[1], "```")
	g.sections = map[string]func(*guide){
		"Settings that people change in GitLab": func(g *guide) {
			g.configure(first)
			g.apply()
			g.gitlab.Change("projects/acme/web", "slack", settings{"pipeline_channel": "#builds"})
		},
		"Secrets that others rotate": func(g *guide) {
			if stored, _ := g.gitlab.Stored("projects/acme/web", "slack"); stored.Settings["pipeline_channel"] != "#builds" || stored.Settings["username"] != "GitLab" {
				t.Errorf("GitLab has %v", stored.Settings)
			}
			g.gitlab.SetUp("projects/acme/web", "discord", settings{"webhook": "https://discord.com/api/webhooks/1/theirs"})
			g.configure(first + block(`resource "gitlabintegrations_discord" "web"`, settings{"project": "acme/web"}))
			g.succeed("import", "gitlabintegrations_discord.web", "acme/web")
		},
		"Write-only secrets": func(g *guide) {
			g.forget()
			g.configure(first)
			g.apply()
		},
		"Only keep an integration active": func(g *guide) {
			g.forget()
			g.configure(first)
			g.apply()
			g.gitlab.Change("projects/acme/web", "slack", settings{"push_events": false})
		},
	}
	g.play("partial-management.md")
}

func TestGuideCompliance(t *testing.T) {
	t.Parallel()
	g := newGuide(t, nil)
	telegram, discord := settings{"token": "1:x", "room": "@x"}, settings{"webhook": "https://discord.com/api/webhooks/1/x"}
	g.gitlab.AddProject("acme/api")
	g.gitlab.SetUp("projects/acme/api", "discord", discord)
	g.gitlab.AddProject("acme/shop/cart")
	g.gitlab.SetUp("groups/acme/shop", "telegram", telegram)
	g.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": exampleHook})
	g.sections = map[string]func(*guide){
		"A module": func(g *guide) {
			const module = "modules/compliance"
			if err := os.CopyFS(filepath.Join(g.dir, module), os.DirFS(filepath.Join(examples, module))); err != nil {
				g.t.Fatal(err)
			}
			g.configure(block(`module "compliance"`, settings{"source": "./" + module, "group": "acme", "allowed": []string{}}))
			g.succeed("get")
		},
		"Only certain integrations": func(g *guide) {
			g.forget()
			g.gitlab.SetUp("projects/acme/web", "asana", settings{"api_key": "x"})
		},
		"An integration is enabled again": func(g *guide) {
			g.gitlab.SetUp("projects/acme/web", "discord", discord)
		},
		"Another integration is enabled": func(g *guide) {
			g.gitlab.SetUp("projects/acme/web", "telegram", telegram)
		},
	}
	g.play("compliance.md.tmpl")
}
