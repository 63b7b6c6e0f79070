package integration

import (
	"encoding/json"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// privateState is a resource's private state: what the provider has to know and
// nobody needs to see.
type privateState struct {
	// Imported is set between an import and the read that follows.
	Imported bool `json:"imported,omitempty"`
	// Salt is what the fingerprints of this resource are salted with.
	Salt []byte `json:"salt,omitempty"`
	// Secrets are the fingerprints of the write-only values whose version the
	// provider keeps, by the name of the setting.
	Secrets map[string]fingerprint `json:"secrets,omitempty"`
	// UpdatedAt is GitLab's time of the provider's own last write.
	UpdatedAt string `json:"updated_at,omitempty"`
	// Row is the row as the provider last read or wrote all its settings.
	Row row `json:"row,omitzero"`
	// Replaces is the Row of the object that a planned one replaces: Terraform
	// hands the private state that was planned to the delete of the old one.
	Replaces row `json:"replaces,omitzero"`
	// Kept is set in the plan of a destroy if another resource keeps the same row. The
	// CLI plans the destroy of a deposed object once more while it applies, with the
	// private state that the last read has left. So a read sets Kept too, if another
	// object with the same row was read before.
	Kept bool `json:"kept,omitempty"`
	// Shared is set after a destroy that has failed, for the object that stays and for
	// the one that has set up its row all the same: the state has both.
	Shared bool `json:"shared,omitempty"`
	// Uncertain is set if nobody knows whether GitLab has the secrets of the state.
	Uncertain bool `json:"uncertain,omitempty"`
	// Adopted is set between an import and the first write to GitLab.
	Adopted bool `json:"adopted,omitempty"`
	// SecretNames are the secrets that GitLab was sent last. Only a custom
	// integration needs them.
	SecretNames []string `json:"secret_names,omitempty"`
	// Assumed names the hidden settings whose value in the state is their default,
	// because Terraform has never sent another one.
	Assumed []string `json:"assumed,omitempty"`
	// Warned is set in a plan that has warned of the loss of what only a person can
	// bring back. In a replacement it goes from the plan that knows the prior state
	// through the one without to the apply that destroys.
	Warned bool `json:"warned,omitempty"`
}

// row is what GitLab's answer says of the row in which it keeps an integration.
// The number stays the same through PUT, DELETE and a rename of the owner. A state
// that an older version wrote has none.
type row struct {
	ID        int64  `json:"id,omitempty"`
	UpdatedAt string `json:"updated_at,omitempty"`
}

func rowOf(answer *client.Integration) row {
	id, _ := Integer.decode(answer.Fields["id"]).(int64)
	return row{ID: id, UpdatedAt: updatedAt(answer)}
}

func updatedAt(answer *client.Integration) string { return decodeString(answer.Fields["updated_at"]) }

// unmodifiedSince is the earliest time with which a DELETE finds the row
// unchanged; zero if the row's time is not known. GitLab compares microseconds,
// its answers show milliseconds (recorded of GitLab 18.9).
func (r row) unmodifiedSince() time.Time {
	updated, err := time.Parse(time.RFC3339Nano, r.UpdatedAt)
	if err != nil {
		return time.Time{}
	}
	return updated.Add(time.Millisecond)
}

// parsePrivateState reads a private state. One that is missing, or that another version
// wrote and this one cannot read, is empty: secrets are then sent once more.
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

// ofNew is the private state to plan a new object with. Before a replacement
// Terraform hands on the one that was planned for the old object, after it
// nothing. Both plans must be the same, so only what the delete of the old object
// needs is kept.
func (s *privateState) ofNew() *privateState {
	fresh := parsePrivateState(nil)
	fresh.Replaces, fresh.Kept, fresh.Warned = s.Row, s.Kept, s.Warned
	return fresh
}

// settle notes the row that GitLab has set up.
func (s *privateState) settle(written row) {
	s.Row, s.Replaces, s.Kept, s.Shared = written, row{}, false, false
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
