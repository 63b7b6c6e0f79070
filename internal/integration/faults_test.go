package integration_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

const (
	jenkinsType = "gitlabintegrations_jenkins"
	slackType   = "gitlabintegrations_slack"

	// faultRetries is the number of retries of the client.
	faultRetries = 3
	// endless is larger than the number of requests in any test.
	endless = 1_000_000

	jenkinsPassword, newJenkinsPassword = "correct-horse", "battery-staple"
)

var (
	jenkinsConfig = object{
		"project": "acme/web", "jenkins_url": "https://jenkins.example.com", "project_name": "web",
		"username": "gitlab", "password_wo": jenkinsPassword, "tag_push_events": true,
	}
	changedJenkinsConfig = jenkinsConfig.with(object{"project_name": "site", "password_wo": newJenkinsPassword, "tag_push_events": false})
	inheritingConfig     = object{"project": "acme/web", "use_inherited_settings": true}
)

// testResource is a resource with its state, and a GitLab that is reached through a
// network with faults.
type testResource struct {
	// tainted reports whether the next apply replaces the resource.
	tainted bool
	*terraform
	*network
	fake     *gitlabfake.GitLab
	provider *integration.Provider
	typeName string
	project  string
	state    object
	private  []byte
	// shown is the result of a data source.
	shown object
}

// newTestResource returns a testResource without faults. The test must run in a bubble of
// synctest.
func newTestResource(t *testing.T, typeName string) *testResource {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	fake.AddProject("acme/web")
	listener := memorynet.Listen()
	between := &network{gitlab: fake, dial: listener.Dial}
	server := &http.Server{Handler: between, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Hour}
	server.SetKeepAlivesEnabled(false)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return testResource{network: between, fake: fake}.serve(t, typeName, between.connect(t, fake.Token))
}

// configure starts another run, which has its own client.
func (s *testResource) configure() {
	s.t.Helper()
	if s.network != nil {
		s.provider.Client = s.connect(s.t, s.fake.Token)
	}
	s.terraform.configure()
}

// serve starts a provider for a testResource that does not exist yet.
func (s testResource) serve(t *testing.T, typeName string, gitlab *client.Client) *testResource {
	t.Helper()
	s.provider, s.typeName, s.project = &integration.Provider{Client: gitlab}, typeName, "acme/web"
	specs := slices.DeleteFunc(slices.Clone(resources.All), func(spec integration.Spec) bool { return spec.TypeName() != typeName })
	s.terraform = newTerraform(t, integration.NewServer(newInnerServer(nil), specs, inRuns(s.provider)))
	return &s
}

// refresh reads the resource, which Terraform does first in most of its commands.
func (s *testResource) refresh() (found []*tfprotov6.Diagnostic) {
	s.t.Helper()
	if s.state != nil {
		s.state, s.private, found = s.readPrivate(s.typeName, s.state, s.private)
	}
	return found
}

// change plans and applies the configuration. A nil configuration destroys the resource.
func (s *testResource) change(config object) (found []*tfprotov6.Diagnostic) {
	s.t.Helper()
	if s.tainted && s.state != nil {
		s.state, s.private, found = s.applyPrivate(s.typeName, s.state, nil, nil, nil)
		expectNothing(s.t, found)
	}
	plan := s.planPrivate(s.typeName, s.state, config, s.private)
	expectNothing(s.t, plan.diagnostics)
	if compare(plan.state, s.state) == "" {
		return nil
	}
	isNew := s.state == nil
	s.state, s.private, found = s.applyPrivate(s.typeName, s.state, plan.state, config, plan.private)
	s.tainted = isNew && s.state != nil && slices.ContainsFunc(found, isError)
	return found
}

// isError reports whether a diagnostic is an error. Terraform marks a new resource as
// tainted if its create returns an error.
func isError(diagnostic *tfprotov6.Diagnostic) bool {
	return diagnostic.Severity == tfprotov6.DiagnosticSeverityError
}

// adopt imports the resource.
func (s *testResource) adopt() (found []*tfprotov6.Diagnostic) {
	s.t.Helper()
	imported, found := s.importState(s.typeName, "acme/web")
	expectNothing(s.t, found)
	schema := s.schemas.ResourceSchemas[s.typeName]
	state, private, found := s.readPrivate(s.typeName, decode(s.t, schema, imported[0].State), imported[0].Private)
	if len(found) == 0 {
		s.state, s.private = state, private
	}
	return found
}

// stored returns GitLab's record without its timestamps.
func (s *testResource) stored() gitlabfake.Record {
	record, _ := s.fake.Stored("projects/"+s.project, strings.TrimPrefix(s.typeName, "gitlabintegrations_"))
	record.CreatedAt, record.UpdatedAt = time.Time{}, time.Time{}
	return record
}

// outcome is the result of one operation.
type outcome struct {
	found    []*tfprotov6.Diagnostic
	state    object
	shown    object
	stored   gitlabfake.Record
	requests int
	took     time.Duration
}

// run executes an operation whose last request fails in as many attempts as given.
func (s *testResource) run(o operation, bad fault, times int) outcome {
	s.t.Helper()
	s.setFault(bad, o.before, times)
	begun := time.Now()
	found := o.run(s)
	requests := s.sent
	s.setFault(fault{}, 0, 0)
	return outcome{found, s.state, s.shown, s.stored(), requests, time.Since(begun)}
}

// operation is a Terraform operation on one resource.
type operation struct {
	typeName string
	// before is the number of requests before the one that fails.
	before int
	// prepare sets up the initial state, without faults.
	prepare func(*testResource)
	run     func(*testResource) []*tfprotov6.Diagnostic
	// config is the configuration that the operation works towards. It is nil for a
	// destroy.
	config object
	// failure is the beginning of the error message.
	failure string
	// uncertain has the attributes that change in the state if the operation fails and
	// GitLab may have carried it out.
	uncertain object
	// looksUp reports whether the provider reads the integration to find out whether
	// GitLab has carried out the request.
	looksUp bool
	// warning is the beginning of the message if the failure is only a warning. It is
	// empty if the failure is an error.
	warning string
}

// after returns the state after a failure.
func (o operation) after(before object, bad fault) object {
	if bad.isCertain() || o.uncertain == nil {
		return before
	}
	return before.with(o.uncertain)
}

func (s *testResource) mustChange(config object) {
	s.t.Helper()
	expectNothing(s.t, s.change(config))
}

func (s *testResource) mustSetUp() {
	s.mustChange(jenkinsConfig)
	s.fake.Change("projects/acme/web", "jenkins", map[string]any{"project_name": "typed-in"})
}

var operations = map[string]operation{
	"create": {
		typeName: jenkinsType, config: jenkinsConfig,
		prepare: func(*testResource) {},
		run:     func(s *testResource) []*tfprotov6.Diagnostic { return s.change(jenkinsConfig) },
		failure: "Cannot set up Jenkins in project acme/web",
		looksUp: true,
	},
	"update": {
		typeName: jenkinsType, config: changedJenkinsConfig,
		prepare:   func(s *testResource) { s.mustChange(jenkinsConfig) },
		run:       func(s *testResource) []*tfprotov6.Diagnostic { return s.change(changedJenkinsConfig) },
		failure:   "Cannot change Jenkins in project acme/web",
		uncertain: object{"password_wo_version": -1},
	},
	"refresh": {
		typeName: jenkinsType, config: jenkinsConfig,
		prepare: (*testResource).mustSetUp,
		run:     (*testResource).refresh,
		failure: "Cannot read Jenkins in project acme/web",
	},
	"destroy": {
		typeName: jenkinsType,
		prepare:  func(s *testResource) { s.mustChange(jenkinsConfig) },
		run:      func(s *testResource) []*tfprotov6.Diagnostic { return s.change(nil) },
		failure:  "Cannot disable Jenkins in project acme/web",
	},
	"import": {
		typeName: jenkinsType, config: jenkinsConfig,
		prepare: func(s *testResource) { s.mustSetUp(); s.state, s.private = nil, nil },
		run:     (*testResource).adopt,
		failure: "Cannot read Jenkins in project acme/web",
	},
	"data source": {
		typeName: jenkinsType, config: jenkinsConfig,
		prepare: func(s *testResource) { s.mustSetUp(); s.state, s.private = nil, nil },
		run: func(s *testResource) (found []*tfprotov6.Diagnostic) {
			s.shown, found = s.data(jenkinsType, object{"project": "acme/web"})
			return found
		},
		failure: "Cannot read Jenkins in project acme/web",
	},
	// The first two requests, for the version and the PUT, succeed. The GET fails.
	"inherit": {
		typeName: slackType, before: 2, config: inheritingConfig,
		prepare: func(s *testResource) {
			s.fake.SetUp("groups/acme", "slack", map[string]any{"webhook": "https://hooks.slack.com/services/x"})
		},
		run:     func(s *testResource) []*tfprotov6.Diagnostic { return s.change(inheritingConfig) },
		warning: "Slack notifications in project acme/web was set up, but not read",
	},
}

// prepared returns a testResource that is ready for the operation.
func (o operation) prepared(t *testing.T) *testResource {
	t.Helper()
	s := newTestResource(t, o.typeName)
	o.prepare(s)
	return s
}

// TestFaults combines each operation with each fault, in the first attempt, in all but
// the last, and in all attempts.
func TestFaults(t *testing.T) {
	for operationName, operation := range operations {
		var faultless outcome
		synctest.Test(t, func(t *testing.T) {
			faultless = operation.prepared(t).run(operation, fault{}, 0)
			expectNothing(t, faultless.found)
		})
		for faultName, bad := range allFaults {
			for _, times := range []int{1, faultRetries, faultRetries + 1} {
				t.Run(fmt.Sprintf("%s/%s/%d", operationName, faultName, times), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := operation.prepared(t)
						before := s.state
						got := s.run(operation, bad, times)
						expectNoSecrets(t, got.found)
						switch {
						case operation.warning != "" && bad.lasts:
							expectWarned(t, got, operation.warning, faultless, faultless.requests)
						case operation.warning != "" && times > faultRetries && !bad.limits:
							expectWarned(t, got, operation.warning, faultless, faultless.requests+faultRetries)
						case operation.looksUp && times > faultRetries && !bad.limits && !bad.isCertain():
							expectLookedUp(t, got, operation.failure, faultless, faultless.requests+faultRetries+1)
						case bad.lasts:
							expectFailure(t, got, operation.failure, before, faultless.requests)
						case times > faultRetries && !bad.limits:
							expectFailure(t, got, operation.failure, operation.after(before, bad), faultless.requests+faultRetries)
						default:
							if got.requests == faultless.requests+times+1 && operation.config == nil && !bad.isCertain() {
								// If the response to a DELETE is lost, the retry finds
								// that the row has changed, and an additional GET shows
								// that the integration is disabled.
								times++
							}
							expectSame(t, got, faultless, times)
						}
						s.expectRepair(operation)
					})
				})
			}
		}
	}
}

// expectConverged expects that GitLab has the configured settings, and that the next plan
// is empty.
func (s *testResource) expectConverged(config object) {
	s.t.Helper()
	if config != nil {
		config = config.with(object{"project": s.project})
	}
	plan := s.planPrivate(s.typeName, s.state, config, s.private)
	expectNothing(s.t, plan.diagnostics)
	expectObject(s.t, plan.state, s.state)
	stored := s.stored()
	if stored.Active != (config != nil) || stored.Inherited != (config["use_inherited_settings"] == true) {
		s.t.Errorf("GitLab still has %+v", stored)
	}
	for name, value := range config {
		stripped := strings.TrimSuffix(name, "_wo")
		if name != "project" && name != "use_inherited_settings" && stored.Settings[stripped] != value {
			s.t.Errorf("GitLab has %v as %s, not %v", stored.Settings[stripped], stripped, value)
		}
	}
}

// TestFaultsOfLists makes the requests for a list fail. The client retries them, and if
// all attempts fail, the provider reads the single integration.
func TestFaultsOfLists(t *testing.T) {
	for name, bad := range allFaults {
		for _, times := range []int{1, faultRetries + 1} {
			if bad.lasts && times > 1 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", name, times), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					operation := operations["refresh"]
					s := newTestResource(t, operation.typeName)
					s.provider.Lists, s.provider.RefreshByList = discovery.NewLists(s.provider.Client), true
					s.mustChange(operation.config)
					before := s.state
					got := s.run(operation, bad, times)
					expectObject(t, got.state, before)
					if name == "token revoked" {
						// The provider sends no more requests after this response.
						expectFailure(t, got, operation.failure, before, 1)
						return
					}
					expectNothing(t, got.found)
					if got.requests != times+1 {
						t.Errorf("got %d requests, want %d", got.requests, times+1)
					}
				})
			})
		}
	}
}

// TestEndlessFaults has permanent faults. Every operation must end within the time limit,
// and the next apply without faults must repair what is left.
func TestEndlessFaults(t *testing.T) {
	for operationName, operation := range operations {
		for faultName, bad := range allFaults {
			t.Run(operationName+"/"+faultName, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					faultless := operation.prepared(t).run(operation, fault{}, 0)
					s := operation.prepared(t)
					before := s.state
					got := s.run(operation, bad, endless)
					expectNoSecrets(t, got.found)
					most := operation.before + 1 + int(client.DefaultMaxWait/(40*time.Second))
					longest := client.DefaultMaxWait
					switch {
					case operation.warning != "":
						expectWarning(t, got.found, "", operation.warning)
						expectObject(t, got.state, faultless.state)
					case operation.looksUp && bad.isPage:
						expectError(t, got.found, "", operation.failure, "answered by an HTML page too")
						expectObject(t, got.state, nil)
						most, longest = 2*most, 2*longest
					case operation.looksUp && !bad.isCertain():
						expectError(t, got.found, "", operation.failure, "marked as tainted")
						expectObject(t, got.state, faultless.state)
						most, longest = 2*most, 2*longest
					default:
						expectError(t, got.found, "", operation.failure)
						expectObject(t, got.state, operation.after(before, bad))
					}
					if faultName == "limit, without a time" {
						most = operation.before + 80 // The waits are random, with an average of 15 seconds.
					}
					if got.took > longest || got.requests > most {
						t.Errorf("gave up after %s and %d requests", got.took, got.requests)
					}
					s.expectRepair(operation)
				})
			})
		}
	}
}

// TestInterruptedFaults interrupts an operation while it waits between two attempts.
func TestInterruptedFaults(t *testing.T) {
	for name, bad := range allFaults {
		if bad.lasts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				operation := operations["create"]
				s := operation.prepared(t)
				s.setFault(bad, 0, endless)
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(100*time.Millisecond, func() { cancel(errors.New("interrupted")) })
				begun := time.Now()
				schema := s.schemas.ResourceSchemas[jenkinsType]
				plan := s.plan(jenkinsType, nil, jenkinsConfig)
				resp, err := s.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
					TypeName: jenkinsType, PriorState: encode(t, schema, nil), PlannedState: encode(t, schema, plan.state),
					Config: encode(t, schema, jenkinsConfig), PlannedPrivate: plan.private})
				s.noError(err)
				expectError(t, resp.Diagnostics, "", operation.failure)
				if took := time.Since(begun); took != 100*time.Millisecond {
					t.Errorf("took %s", took)
				}
				s.setFault(fault{}, 0, 0)
				s.expectRepair(operation)
			})
		})
	}
}
