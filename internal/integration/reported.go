package integration

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// reported counts the diagnostics of a run by their causes, so that a cause that many
// resources have in common is explained once. It is safe for concurrent use, and its
// zero value is ready for use. The CLI itself combines warnings with the same
// summary, but only those of resources in the configuration, and then shows any one
// of them.
type reported struct {
	mu      sync.Mutex
	byCause map[reportedCause]*account
}

// reportedCause is a cause, separately for errors and for warnings.
type reportedCause struct {
	severity tfprotov6.DiagnosticSeverity
	summary  string
}

// account is what was reported of a cause.
type account struct {
	// about is the subject of the message that was shown in full.
	about string
	// more is set after a second message.
	more bool
}

// shorten shortens diagnostics before they are sent to the CLI. The first diagnostic
// of each cause, and every diagnostic without a cause, is unchanged. Each further
// error refers to the first one in one line. The second warning says that there are
// more, and further warnings are only logged. A warning that repeats the first one is
// dropped.
func (r *reported) shorten(ctx context.Context, found []*tfprotov6.Diagnostic) (shown []*tfprotov6.Diagnostic) {
	for _, diagnostic := range found {
		if short := r.shortened(ctx, diagnostic); short != nil {
			shown = append(shown, short)
		}
	}
	return shown
}

// shortened does the same for one diagnostic; nil if it is dropped.
func (r *reported) shortened(ctx context.Context, diagnostic *tfprotov6.Diagnostic) *tfprotov6.Diagnostic {
	if !message.IsCause(diagnostic.Summary) {
		return diagnostic
	}
	text := message.Text{Summary: diagnostic.Summary, Detail: diagnostic.Detail}
	isFirst, isSecond, isSaid := r.count(reportedCause{diagnostic.Severity, text.Summary}, text.About())
	if isFirst {
		return diagnostic
	}
	if !isSaid {
		tflog.Warn(ctx, text.Summary, map[string]any{"detail": text.Detail})
	}
	switch {
	case diagnostic.Severity == tfprotov6.DiagnosticSeverityError:
		text = text.Repeated()
	case isSecond:
		text = text.More()
	default:
		return nil
	}
	short := *diagnostic
	short.Summary, short.Detail = text.Summary, text.Detail
	return &short
}

// count counts a message of a cause. It reports whether it is the first, whether it
// is the second, and whether the first has the same subject.
func (r *reported) count(cause reportedCause, about string) (isFirst, isSecond, isSaid bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byCause == nil {
		r.byCause = map[reportedCause]*account{}
	}
	before := r.byCause[cause]
	switch {
	case before == nil:
		r.byCause[cause] = &account{about: about}
		return true, false, false
	case before.about == about:
		return false, false, true
	default:
		isSecond, before.more = !before.more, true
		return false, isSecond, false
	}
}

// forget begins a new run.
func (r *reported) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byCause = nil
}
