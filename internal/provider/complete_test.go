package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// elsewhere lists the messages that neither a configuration nor a response of a server
// can produce on every machine. The comments name the tests that cover them, if any.
var elsewhere = []string{
	// Errors of the provider itself: TestPanicOfARequestBecomesADiagnostic in package
	// integration.
	"The provider has failed", "This is a bug in the provider",
	"It is not in your configuration. Please report",
	// Repeated messages with the same cause: TestErrorsOfOneCauseAreExplainedOnce and
	// TestWarningsOfOneCauseAreExplainedOnce in package integration, and TestFloods.
	"The reason is the same as in the error", "More of the same:", "No more warnings of this kind follow in this run",
	// Interrupted requests: TestInterrupt, and TestInterruptedPutSaysSo in package
	// integration.
	"The request was interrupted.", "The request was interrupted before GitLab received it.",
	// CLI versions before 1.11: TestOlderCLI in package integration.
	"Write-only arguments need a newer Terraform", "` is a write-only argument,", "`, or a newer version.",
	// Failures of the DNS server, and timeouts: TestFailureOfNetworkErrors in package
	// client.
	"The DNS server of this machine did not answer", "took too long.", "If this happens again, check the network,",
	// Environment variables that no provider block overrides:
	// TestProviderNamesTheEnvironment.
	"The environment variable `",
	// Timeouts that take minutes: TestConnectionsThatHang and
	// TestRetriesEndWithTheLastAnswer in package client.
	"GitLab did not begin to answer in time", "the answer stopped in the middle", "the answer did not end in time",
	// A network without a route to the address: TestFailureOfNetworkErrors in package
	// client.
	"The address cannot be reached from this machine.",
	// A machine without CA certificates, which no test can simulate.
	"adds certificates to those of the system",
	// A minimum without a maximum, which no setting of the current catalog has:
	// TestFaults in package check.
	"must be a whole number of at least",
	// Whitespace at the end of a value: TestTextThatIsRefused in package integration.
	"must not end with whitespace, because GitLab puts",
	// Errors that no user sees in this form, because Describe replaces them or another
	// request follows: TestRequestIDIsShownWhereNothingElseExplains,
	// TestGroupOnGitLabWithoutGroupIntegrations and TestFullPath in package client, and
	// TestListSendsToWhatHasChanged in package integration.
	"GitLab's answer to GET", "has no ID or no path", "(request ID", "this GitLab has no integrations of groups", "GitLab's list does not name",
	// Waits between attempts, which would take too long here: TestDescribeWaits in
	// package message.
	"The provider waited", ", and `retries` (", "allows no further attempt", ", and `max_wait` (", "does not allow another wait",
	"server errors to pass", "a connection that works", "another change to end",
	// A request body that cannot be encoded as JSON, which no setting can cause:
	// TestDoRefusesBadRequests in package client.
	"encoding the request:",
	// An attribute of a data source instead of a diagnostic:
	// TestInventoryOfWhatCannotBeRead.
	"The user of the `token` is not allowed to read them.",
	// GraphQL queries and their errors, after which the provider uses the REST API:
	// TestWithoutGraphQL in package discovery.
	"projects(includeSubgroups", "services(active", "} } } }", "GitLab could not answer the query",
	"GraphQL does not show the projects of the group", "a project has neither number nor path",
	// Configuration errors that only developers see.
	"user name or password in URL", "query or fragment in URL", "neither PEM nor a readable file", "invalid certificate or key",
	"certificate or key alone", "Invalid configuration of the provider",
	"header of the token", "unknown type of token", "space or quotation marks in token", "token of a kind that is not accepted", "text instead of the name of a file",
	"name of a file instead of its text", "PEM text in base64", "private key instead of certificates", "set together with another", "invalid address of a proxy",
	// Other types of tokens: TestTokensOfOtherKinds and TestMalformedTokens in package
	// client.
	"token of an agent for Kubernetes", "token of a client of feature flags", "token for incoming mail", "secret of an OAuth application", "trigger token of pipelines", "token of a runner",
	"contains a space or is in quotation marks",
	// Proxies, which can only be configured in the environment:
	// TestProviderNamesTheEnvironment, and TestAdviceNamesTheProxy in package message.
	"must be the address of a proxy", "The proxy does not let requests pass to this host.", "The proxy cannot be reached.",
	// GitLab's errors for values that the provider already rejects in the plan, and for
	// owners with a numeric ID: TestRemedies and TestNothingToInherit in package message.
	"is not allowed in an address, such as a space", "It must begin with `https://`.", "It must be a whole number, with nothing before", "It must be the content of the",
	"A group above this", "with settings of its own, or", "` and its `group`, or remove",
	// Resource identities, which need Terraform 1.12 or later:
	// TestImportByIdentityThatIsWrong in package integration.
	"Invalid identity for", "The `identity` of the import must have", "either `project` or `group`", "`, such as `pipelines-email`",
	// Policies for a project that has several names, or with several conflicts:
	// TestPolicyAgainstWhatIsSetUpUnderAnotherName,
	// TestPolicyDoesNotDisableWhatTheRunSetsUp, TestExclusiveBesideAnother and
	// TestPolicyAgainstSeveralResources in package integration.
	"Two resources for the integrations of one", "The configuration has `", "with different `integrations`, and each of the two disables", "can stay active. Remove one",
	"Another resource of this run manages the integration", ", which is the same", "Remove one of the two resources, or allow the integration.", "The same is true of",
	// An integration that only groups can set up, and that a project inherits:
	// TestExclusiveCannotDisableWhatOnlyGroupsSetUp and TestTrackerBesideAnInheritedOne
	// in package integration.
	"The project inherits this integration from a group, and", "is active there.",
	// A state that no provider has written: TestMoveOfAStateThatCannotBeRead in package
	// integration.
	"The state to move is not that of a resource.",
	// An error that the client does not produce: TestExplainOtherErrors in package
	// message.
	"The request failed (",
	// Several resources for one integration, which the CLI plans and applies in any
	// order: TestRowIsHandedOver, TestGuards, TestRefusedCreateHoldsBackTheDestroy and
	// TestRowThatAnotherResourceKeepsIsNotDisabled.
	"An integration belongs to another resource now", "was not disabled: another resource", "The integration was not disabled, because another resource", "(under the name",
	"failed or has an unknown outcome", "both names are those of the same integration", "The one that is to be destroyed", "one of them is to be replaced",
	"one of them is to be destroyed", "is set up again", "another resource for the same integration", "in a resource of type", "the second time",
	// A policy and another resource in the same run: conflicts_test.go in package
	// integration.
	"Another resource of this run manages the integration, possibly",
	// List resources, which need Terraform 1.14 or later: TestOverviewHasNoResources,
	// TestListLeavesOutWhatIsRefused, TestListGoesOnAfterWhatCannotBeRead,
	// TestInterruptedList and TestUnknownList in package integration.
	"With `all_slugs = true`, this block also finds", "Remove `all_slugs` to get the resources of the others.",
	"and run `terraform query` without", "The list is not complete", "are left out.", "The integrations of", "The search was interrupted.",
	"Unknown list resource", "The provider has no list resource",
	"The provider refuses settings that GitLab has", "is left out, because no configuration", "Change the setting in GitLab and query again",
	// Texts that GitLab itself returns.
	"Failed to update integration.", "404 Service Not Found",
}

// TestMessagesAreComplete finds the messages in the source code, so that every new
// message appears in messages.md, where a reviewer can read it.
func TestMessagesAreComplete(t *testing.T) {
	t.Parallel()
	catalogue, err := os.ReadFile(messagesFile)
	if err != nil {
		t.Fatal(err)
	}
	shown := inOneLine(string(catalogue))
	for _, text := range sentences(t, "../message/*.go", "../integration/*.go", "../client/*.go", "../catalog/check/*.go", "../resources/jira.go", "../resources/irker.go", "*.go") {
		for _, part := range verb.Split(text, -1) {
			part = inOneLine(part)
			listed := slices.ContainsFunc(elsewhere, func(known string) bool { return strings.Contains(part, known) })
			if strings.Contains(part, " ") && !listed && !strings.Contains(shown, part) {
				t.Errorf("no message shows %q", part)
			}
		}
	}
}

// inOneLine returns a text without line breaks and the markers of Markdown quotations.
func inOneLine(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, ">", "")), " ")
}

// verb matches a formatting verb of package fmt.
var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z]`)

// sentences returns the string constants of Go files that read like sentences.
func sentences(t *testing.T, patterns ...string) (texts []string) {
	t.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has the files %v, error %v", pattern, files, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(file, "schema.go") {
				texts = append(texts, sentencesOf(t, file)...)
			}
		}
	}
	return texts
}

func sentencesOf(t *testing.T, file string) (texts []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return !makesSchema(node.Name.Name)
		case *ast.ValueSpec:
			return !strings.HasSuffix(node.Names[0].Name, "Description")
		case *ast.KeyValueExpr:
			return !documents(node)
		case *ast.CallExpr:
			return !compares(node)
		case *ast.BasicLit:
			if text, err := strconv.Unquote(node.Value); err == nil && node.Kind == token.STRING && strings.Count(text, " ") > 2 {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

// makesSchema reports whether the strings of a function describe attributes for the
// documentation.
func makesSchema(function string) bool {
	return function == "Schema" || strings.HasSuffix(function, "Attributes")
}

// documents reports whether a field contains the description of a format that editors
// show.
func documents(field *ast.KeyValueExpr) bool {
	name, ok := field.Key.(*ast.Ident)
	return ok && name.Name == "Accepts"
}

// compares reports whether a call only searches for its strings in the texts of others,
// such as GitLab.
func compares(call *ast.CallExpr) bool {
	function, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"MustCompile", "Contains", "HasPrefix"}, function.Sel.Name)
}
