package export

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// source is the provider's address without a host, which every registry completes.
const source = "gitlab-integrations/gitlabintegrations"

// versionsFile is the file that names the provider.
const versionsFile = "versions.tf"

// file is a file of the export, without its header.
type file struct {
	name string
	// from is what was exported; "" if it makes no difference.
	from    string
	content []byte
}

// files are those of all integrations that can be exported, in order, and one
// that names the provider if no other file does.
func (x *export) files() (files []file) {
	builders := map[string]*hclwrite.File{}
	var names []string
	for _, r := range x.rows {
		if r.err != nil {
			x.summary.addFailed(r, r.err)
			continue
		}
		if r.answer != nil && !r.answer.Active() {
			x.summary.addLeftOut(r, "It was disabled in the meantime.")
			continue
		}
		b := newBlock(r)
		name := x.fileOf(b.row)
		if builders[name] == nil {
			builders[name] = hclwrite.NewEmptyFile()
			names = append(names, name)
		} else {
			builders[name].Body().AppendNewline()
		}
		b.write(builders[name].Body())
		x.summary.addExported(&b)
	}
	for _, name := range names {
		files = append(files, file{name, x.from(), hclwrite.Format(builders[name].Bytes())})
	}
	if len(files) > 0 && !x.namesProvider() {
		files = append(files, file{versionsFile, "", versions()})
	}
	return files
}

func (x *export) fileOf(r *row) string {
	if x.Layout == ByType {
		return strings.TrimPrefix(r.resourceType(), "gitlabintegrations_") + ".tf"
	}
	return x.fileName(r.owner)
}

// namesProvider reports whether the folder has a configuration with a block
// required_providers, of which only one is allowed.
func (x *export) namesProvider() bool {
	paths, _ := filepath.Glob(filepath.Join(x.Folder, "*.tf"))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		_, exported, _ := readHeader(content)
		if err == nil && !exported && strings.Contains(string(content), "required_providers") {
			x.summary.ProviderNamedIn = filepath.Base(path)
			return true
		}
	}
	return false
}

func versions() []byte {
	file := hclwrite.NewEmptyFile()
	providers := file.Body().AppendNewBlock("terraform", nil).Body().AppendNewBlock("required_providers", nil).Body()
	providers.SetAttributeValue("gitlabintegrations", cty.ObjectVal(map[string]cty.Value{"source": cty.StringVal(source)}))
	return hclwrite.Format(file.Bytes())
}
