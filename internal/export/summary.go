package export

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// Summary is the summary of an export.
type Summary struct {
	Options
	// Owners is how many projects and groups were looked at, Found how many active
	// integrations they have, and Inherited how many of those were left out because
	// they inherit.
	Owners, Found, Inherited int
	// InheritanceUnknown is set if GitLab does not say which integrations inherit.
	InheritanceUnknown bool
	// Exported counts the resources by type.
	Exported map[string]int
	// Custom are the slugs without a resource type of their own.
	Custom map[string]int
	// Unreadable are projects and groups, and LeftOut integrations, each with the
	// reason why they are not in the files.
	Unreadable, LeftOut []Missing
	// UnknownSlugs are the slugs in the options that no integration has.
	UnknownSlugs []string
	// Remarks are facts that a configuration cannot express.
	Remarks []Missing
	// Files are the names of the files by what became of them.
	Files [kept + 1][]string
	// Stale are the files of an earlier export from the same owner that this export
	// has not written.
	Stale []string
	// ProviderNamedIn is the file that names the required providers; "" if it is
	// one of the export.
	ProviderNamedIn string
}

// Missing is something that is not in the files, with the reason.
type Missing struct{ What, Why string }

// NeedsAttention reports whether the export is incomplete, has not replaced a file, or
// was given a slug that does not exist.
func (s *Summary) NeedsAttention() bool {
	return len(s.UnknownSlugs)+len(s.Unreadable)+len(s.LeftOut)+len(s.Files[besideEdited])+len(s.Files[kept]) > 0
}

func (s *Summary) addUnreadable(result discovery.Result) {
	owner, why := result.Owner.Name(), message.Describe(result.Err)
	if discovery.IsNoAccess(result.Err) {
		role := map[client.Kind]string{client.ProjectKind: "Maintainer", client.GroupKind: "Owner"}[owner.Kind]
		why = fmt.Sprintf("No access: the owner of the token needs the role %s.", role)
	}
	s.Unreadable = append(s.Unreadable, Missing{owner.String(), why})
}

func (s *Summary) addFailed(r *row, err error) { s.addLeftOut(r, message.Describe(err)) }

func (s *Summary) addLeftOut(r *row, why string) {
	s.LeftOut = append(s.LeftOut, Missing{r.slug + " of " + r.owner.Name().String(), why})
}

func (s *Summary) addExported(b *block) {
	if s.Exported == nil {
		s.Exported, s.Custom = map[string]int{}, map[string]int{}
	}
	s.Exported[b.resourceType()]++
	what := fmt.Sprintf("%s of %s", b.address(), b.owner.Name())
	switch {
	case b.obstacle != "":
		s.Remarks = append(s.Remarks, Missing{what, "The own type of the resource cannot have the integration as it is in GitLab. " + b.obstacle})
	case b.spec == nil:
		s.Custom[b.slug]++
	}
	for _, refused := range b.Refused {
		s.Remarks = append(s.Remarks, Missing{what, "`" + refused.Name + "` is in `ignore_changes`. " + refused.Reason})
	}
}

// Write writes the summary as text.
func (s *Summary) Write(out io.Writer) {
	w := writer{out}
	w.line("Found %s in %s of %s.", count(s.Found, "active integration"), count(s.Owners, "project or group", "projects and groups"), s.Owner)
	s.writeExported(w)
	for _, slug := range s.UnknownSlugs {
		w.line("No integration has the name %q, as far as this version knows, and none was found.", slug)
	}
	if s.Inherited > 0 {
		w.line("Left out %s, whose settings are those of a group above or of the instance; -include-inherited exports them.", count(s.Inherited, "integration"))
	}
	if s.InheritanceUnknown {
		w.line("This GitLab does not tell which integrations inherit their settings (17.3 and later do): all are exported with settings of their own.")
	}
	w.list(fmt.Sprintf("Left out %s:", count(len(s.LeftOut), "integration")), s.LeftOut)
	w.list(fmt.Sprintf("Could not read %s:", count(len(s.Unreadable), "project or group", "projects and groups")), s.Unreadable)
	w.list("To be looked at:", s.Remarks)
	s.writeFiles(w)
}

func (s *Summary) writeExported(w writer) {
	verb, total := "Exported", 0
	if s.DryRun {
		verb = "Would export"
	}
	for _, n := range s.Exported {
		total += n
	}
	end := ":"
	if total == 0 {
		end = "."
	}
	w.line("%s %s%s", verb, count(total, "integration"), end)
	for _, name := range slices.Sorted(maps.Keys(s.Exported)) {
		w.line("  %5d %s", s.Exported[name], name)
	}
	if len(s.Custom) > 0 {
		w.line("gitlabintegrations_custom is for what has no resource of its own there: %s.", strings.Join(slices.Sorted(maps.Keys(s.Custom)), ", "))
	}
}

func (s *Summary) writeFiles(w writer) {
	verb := "Files"
	if s.DryRun {
		verb = "Files, none of which was written"
	}
	w.line("%s in %s: %d new, %d replaced, %d unchanged.", verb, s.Folder, len(s.Files[created]), len(s.Files[replaced]), len(s.Files[unchanged]))
	for _, name := range s.Files[besideEdited] {
		w.line("%s was edited and is kept; the export is in %[1]s.new.", name)
	}
	for _, name := range s.Files[kept] {
		w.line("%s and %[1]s.new were edited and are kept; remove %[1]s.new to get the export.", name)
	}
	for _, name := range s.Stale {
		w.line("%s is of an earlier export and was not written again. Remove it if its integrations are gone, or in other files now.", name)
	}
	if s.ProviderNamedIn != "" {
		w.line("%s has the block required_providers: it must name the provider gitlabintegrations, with the source %q.", s.ProviderNamedIn, source)
	}
}

// writer writes lines.
type writer struct{ io.Writer }

func (w writer) line(format string, values ...any) { fmt.Fprintf(w, format+"\n", values...) }

// list writes a heading, and below it the missing entries grouped by reason.
func (w writer) list(heading string, missing []Missing) {
	if len(missing) == 0 {
		return
	}
	w.line("%s", heading)
	byReason := map[string][]string{}
	for _, each := range missing {
		byReason[each.Why] = append(byReason[each.Why], each.What)
	}
	for _, each := range missing {
		if names := byReason[each.Why]; names != nil {
			w.line("  %s\n    %s", strings.ReplaceAll(each.Why, "\n\n", " "), strings.Join(names, "\n    "))
		}
		delete(byReason, each.Why)
	}
}

// count writes a number with its noun, whose plural may be irregular.
func count(n int, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		return fmt.Sprintf("%d %s", n, plural[0])
	default:
		return fmt.Sprintf("%d %ss", n, noun)
	}
}
