package main

// mocked is an attribute with a value in a mock of the provider.
type mocked struct {
	Name string
	// Value is an expression in Terraform's language.
	Value string
}

// MockedSettings are the attributes that the provider would compute if they are not
// configured: GitLab's defaults, and the versions of secrets.
func (i integration) MockedSettings() []mocked {
	var list []mocked
	for _, p := range i.Parameters() {
		switch {
		case p.Secret:
			list = append(list, mocked{p.Name + "_wo_version", "1"})
		case p.Default != nil:
			list = append(list, mocked{p.Name, hcl(plain(p.Default))})
		case p.DefaultFrom != "":
			source, _ := i.Parameter(p.DefaultFrom)
			list = append(list, mocked{p.Name, hcl(plain(source.Default))})
		case p.Deprecated != "":
			// Only an import results in a value that is not configured.
			list = append(list, mocked{p.Name, "null"})
		}
	}
	return list
}

// MockedAnswers are the settings that GitLab returns, each with its example, or else
// with its default.
func (i integration) MockedAnswers() []mocked {
	var list []mocked
	for _, p := range i.Parameters() {
		value := p.Example
		if value == nil {
			value = p.Default
		}
		if !p.Secret && p.Name != "title" && value != nil {
			list = append(list, mocked{p.Name, hcl(plain(value))})
		}
	}
	return list
}

// plain converts a list of the catalog to a list for hcl.
func plain(value any) any {
	if list, ok := value.([]any); ok {
		return texts(list)
	}
	return value
}
