package check

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

var (
	appStoreIssuerID     = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	appStoreKeyID        = regexp.MustCompile(`^([A-Z]+[0-9]|[0-9]+[A-Z])[A-Z0-9]*$`)
	googlePlayPackage    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){1,20}$`)
	googleCloudProjectID = regexp.MustCompile(`^[a-z0-9-]{6,30}$`)
	googleCloudPoolID    = regexp.MustCompile(`^[a-z0-9-]{4,32}$`)
	datadogSite          = regexp.MustCompile(`^\w+([-.]\w+)*\.[a-zA-Z]{2,}(:[0-9]{1,5})?$`)
	datadogAPIKey        = regexp.MustCompile(`^\w+$`)
	campfireSubdomain    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	campfireRoom         = regexp.MustCompile(`^\+?0*[1-9][0-9]*$`)
	harborProject        = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)
	maskedVariable       = regexp.MustCompile(`^[a-zA-Z0-9_+=/@:.~-]{8,}$`)
	kubernetesNamespace  = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
)

// Regexp accepts regular expressions in RE2 syntax, which GitLab and Go share
// (app/validators/untrusted_regexp_validator.rb).
func Regexp(value string) string {
	_, err := regexp.Compile(value)
	if err == nil {
		return ""
	}
	fault := "must be a regular expression in RE2 syntax, such as `[A-Z]+-\\d+`"
	var reason *syntax.Error
	if errors.As(err, &reason) {
		fault += "; it has an error: " + reason.Code.String()
	}
	return fault
}

// AppStoreIssuerID accepts a UUID in lower case
// (app/models/integrations/apple_app_store.rb).
func AppStoreIssuerID(value string) string {
	return matches(value, appStoreIssuerID, "must be a UUID in lower case, such as `aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`")
}

// AppStoreKeyID accepts capital letters and digits, at least one of each
// (app/models/integrations/apple_app_store.rb).
func AppStoreKeyID(value string) string {
	return matches(value, appStoreKeyID, "must be made of capital letters and digits, at least one of each, such as `ABC1234567`")
}

// GooglePlayPackage accepts the name of an Android package: 2 to 21 parts
// (app/models/integrations/google_play.rb).
func GooglePlayPackage(value string) string {
	return matches(value, googlePlayPackage, "must be two or more names joined by dots, each of which begins with a letter, such as `com.example.acme`")
}

// GoogleCloudProjectID accepts the ID, not the name, of a Google Cloud project
// (ee/app/models/integrations/google_cloud_platform/workload_identity_federation.rb).
func GoogleCloudProjectID(value string) string {
	return matches(value, googleCloudProjectID, "must be the ID of a project, 6 to 30 lower-case letters, digits and dashes, such as `acme-web-123456`")
}

// GoogleCloudPoolID accepts the ID of a workload identity pool or of a
// provider in it
// (ee/app/models/integrations/google_cloud_platform/workload_identity_federation.rb).
func GoogleCloudPoolID(value string) string {
	return matches(value, googleCloudPoolID, "must have 4 to 32 lower-case letters, digits and dashes, such as `gitlab-pool`")
}

// DatadogSite accepts the name of a host, perhaps with a port
// (app/models/integrations/datadog.rb). GitLab 18.9 refuses a last part of
// more than five letters, such as "internal"; 13.x does not.
func DatadogSite(value string) string {
	return matches(value, datadogSite, "must be a host name without `https://` and path, such as `datadoghq.eu`; a full URL belongs in `api_url`")
}

// DatadogAPIKey accepts letters, digits and underscores
// (app/models/integrations/datadog.rb).
func DatadogAPIKey(value string) string {
	return matches(value, datadogAPIKey, "must be made of letters, digits and underscores alone; `trimspace()` takes spaces and line breaks off its ends")
}

// CampfireSubdomain accepts the first part of a name under campfirenow.com, at
// most 63 characters (app/models/integrations/campfire.rb). GitLab 18.9
// refuses a digit at the beginning, which older versions take and call.
func CampfireSubdomain(value string) string {
	return matches(value, campfireSubdomain, "must be the name before `.campfirenow.com` alone, at most 63 letters, digits and dashes, such as `acme`")
}

// CampfireRoom accepts the ID of a room
// (app/models/integrations/campfire.rb). Older versions take any text, but
// their documentation asks for the ID too.
func CampfireRoom(value string) string {
	return matches(value, campfireRoom, "must be the ID of a room, the number at the end of its URL, such as `123456`")
}

// HarborProject accepts the name of a project in Harbor
// (app/models/concerns/integrations/base/harbor.rb), whatever its length.
func HarborProject(value string) string {
	return matches(value, harborProject, "must be made of lower-case letters and digits with a single `.`, `_` or `-` between them, such as `acme-web`")
}

// MaskedVariable accepts what GitLab can mask in the logs of CI/CD jobs
// (app/models/concerns/ci/maskable.rb).
func MaskedVariable(value string) string {
	return matches(value, maskedVariable, "must have at least 8 characters, each a letter, a digit or one of `_+=/@:.~-`, because GitLab masks it in the logs of CI/CD jobs")
}

// KubernetesNamespace accepts the name of a namespace, at most 63 characters
// (app/models/project_services/kubernetes_service.rb in GitLab 10). GitLab 10.0
// refuses capital letters, later versions make small ones of them.
func KubernetesNamespace(value string) string {
	return matches(value, kubernetesNamespace, "must have at most 63 letters, digits and dashes, with no dash at either end, such as `acme-web`")
}
