package integration

import (
	"encoding/json"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// privateState is the private state of a resource: facts for the provider that users
// do not need to see.
type privateState struct {
	// Imported is set between an import and the read that follows.
	Imported bool `json:"imported,omitempty"`
	// Salt is the salt of the fingerprints of this resource.
	Salt []byte `json:"salt,omitempty"`
	// Secrets are the fingerprints of the write-only values whose version the
	// provider keeps, by the name of the setting.
	Secrets map[string]fingerprint `json:"secrets,omitempty"`
	// UpdatedAt is GitLab's time of the provider's own last write.
	UpdatedAt string `json:"updated_at,omitempty"`
	// Row is the row of the integration when the provider last read or wrote all
	// settings.
	Row row `json:"row,omitzero"`
	// Replaces is the Row of the object that this planned object replaces. Terraform
	// passes the planned private state to the delete of the old object.
	Replaces row `json:"replaces,omitzero"`
	// Kept is set in the plan of a destroy if the same plan has another resource that
	// still manages the same row.
	Kept bool `json:"kept,omitempty"`
	// SameRow is set by a read if another object with the same row was read before. The
	// CLI plans the destroy of a deposed object again during the apply, with the private
	// state that the last read has returned, so that Kept is lost.
	SameRow bool `json:"same_row,omitempty"`
	// PlannedIn is the ID of the run that has planned the destroy of an object with
	// SameRow.
	PlannedIn string `json:"planned_in,omitempty"`
	// Shared is set after a failed destroy: for the object that stays in the state,
	// unless another one was to be created for the same row and is not in the state,
	// and for the object that has set up the same row.
	Shared bool `json:"shared,omitempty"`
	// Uncertain is set if it is not known whether GitLab has the secrets of the
	// state.
	Uncertain bool `json:"uncertain,omitempty"`
	// Adopted is set between an import and the first write to GitLab.
	Adopted bool `json:"adopted,omitempty"`
	// SecretNames are the names of the secrets in the last request. Only a custom
	// integration needs them.
	SecretNames []string `json:"secret_names,omitempty"`
	// Assumed are the names of hidden settings for which the state assumes the
	// default, because Terraform has never sent a value.
	Assumed []string `json:"assumed,omitempty"`
	// Warned is set in a plan that has warned of an integration that Terraform cannot
	// create again. In a replacement, Terraform passes it from the plan with the
	// prior state through the plan without it to the apply that destroys.
	Warned bool `json:"warned,omitempty"`
}

// row is the database row of an integration in GitLab's answer. The ID stays the same
// after a PUT, a DELETE and a rename of the owner. A state of an older version of the
// provider has none.
type row struct {
	ID        int64  `json:"id,omitempty"`
	UpdatedAt string `json:"updated_at,omitempty"`
}

func rowOf(answer *client.Integration) row {
	id, _ := Integer.decode(answer.Fields["id"]).(int64)
	return row{ID: id, UpdatedAt: updatedAt(answer)}
}

func updatedAt(answer *client.Integration) string { return decodeString(answer.Fields["updated_at"]) }

// unmodifiedSince is the earliest If-Unmodified-Since with which a DELETE finds the
// row unchanged; zero if the time of the row is not known. GitLab compares
// microseconds, but its answers contain milliseconds (recorded of GitLab 18.9).
func (r row) unmodifiedSince() time.Time {
	updated, err := time.Parse(time.RFC3339Nano, r.UpdatedAt)
	if err != nil {
		return time.Time{}
	}
	return updated.Add(time.Millisecond)
}

// parsePrivateState decodes a private state. It is empty if there is none, or if
// another version wrote one that this version cannot read: secrets are then sent once
// more.
func parsePrivateState(private []byte) *privateState {
	s := &privateState{}
	if len(private) == 0 || json.Unmarshal(private, s) != nil {
		s = &privateState{}
	}
	if s.Secrets == nil {
		s.Secrets = map[string]fingerprint{}
	}
	return s
}

// ofNew returns the private state for the plan of a new object. Before a replacement,
// Terraform passes the one that was planned for the old object; after it, nothing.
// Both plans must be the same, so the result only contains what the delete of the old
// object needs.
func (s *privateState) ofNew() *privateState {
	fresh := parsePrivateState(nil)
	fresh.Replaces, fresh.Kept, fresh.Warned = s.Row, s.Kept, s.Warned
	return fresh
}

// setRow notes the row that GitLab has set up.
func (s *privateState) setRow(written row) {
	s.Row, s.Replaces, s.Kept, s.Shared = written, row{}, false, false
	s.SameRow, s.PlannedIn = false, ""
}

// bytes is the reverse of parsePrivateState.
func (s *privateState) bytes() []byte {
	if len(s.Secrets) == 0 {
		s.Salt = nil
	}
	private, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return private
}
