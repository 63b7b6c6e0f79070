package integration

import "encoding/json"

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
	// Seen is GitLab's time of the last change when the provider last read or
	// wrote all settings. Only a refresh by lists needs it.
	Seen string `json:"seen,omitempty"`
	// Adopted is set between an import and the first write to GitLab.
	Adopted bool `json:"adopted,omitempty"`
	// SecretNames are the secrets that GitLab was sent last. Only a custom
	// integration needs them.
	SecretNames []string `json:"secret_names,omitempty"`
	// Assumed names the hidden settings whose value in the state is their default,
	// because Terraform has never sent another one.
	Assumed []string `json:"assumed,omitempty"`
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
