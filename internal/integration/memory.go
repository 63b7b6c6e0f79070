package integration

import "encoding/json"

// memory is a resource's private state: what the provider has to know and
// nobody needs to see.
type memory struct {
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
	// Adopted is set between an import and the first apply, and SecretNames are
	// the secrets that GitLab was sent last. Only Custom needs them.
	Adopted     bool     `json:"adopted,omitempty"`
	SecretNames []string `json:"secret_names,omitempty"`
}

// recall reads a private state. One that is missing, or that another version
// wrote and this one cannot read, is empty: secrets are then sent once more.
func recall(private []byte) *memory {
	m := &memory{}
	if len(private) == 0 || json.Unmarshal(private, m) != nil {
		m = &memory{}
	}
	if m.Secrets == nil {
		m.Secrets = map[string]fingerprint{}
	}
	return m
}

// bytes is the reverse of recall.
func (m *memory) bytes() []byte {
	if len(m.Secrets) == 0 {
		m.Salt = nil
	}
	private, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return private
}
