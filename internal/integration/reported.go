package integration

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// reported counts the diagnostics of a run by their causes, so that a cause that
// hundreds of resources have in common is explained once. It is safe for
// concurrent use; the zero value has nothing to tell yet.
//
// The CLI folds warnings of the same summary itself, but only where their
// resources have a place in the configuration, and then shows any one of them.
type reported struct {
	mu      sync.Mutex
	byCause map[reportedCause]*account
}

// reportedCause is a cause as errors or as warnings have it.
type reportedCause struct {
	severity tfprotov6.DiagnosticSeverity
	summary  string
}

// account is what was said of a cause.
type account struct {
	// about is what the message was about that was whole.
	about string
	// more is set once there was another one.
	more bool
}

// shorten returns what there is to say of diagnostics on their way to the CLI. The
// first of each cause is whole, and those without a cause are. Any other error
// points to the first in one line. Of warnings, the second says that there are
// more, and the rest is left to the log. A warning that says just what the first
// has said is dropped.
func (r *reported) shorten(ctx context.Context, found []*tfprotov6.Diagnostic) (shown []*tfprotov6.Diagnostic) {
	for _, diagnostic := range found {
		if short := r.shortened(ctx, diagnostic); short != nil {
			shown = append(shown, short)
		}
	}
	return shown
}

// shortened is shorten for one diagnostic; nil if there is nothing to say.
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

// count counts one more message of a cause. It reports whether that is the first,
// whether it is the second, and whether the first was about the same.
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
