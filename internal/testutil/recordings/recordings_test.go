package recordings_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

func TestEveryReleaseCanBeRead(t *testing.T) {
	if len(recordings.Releases()) == 0 {
		t.Fatal("there are no recordings")
	}
	for _, name := range recordings.Releases() {
		release, err := recordings.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(release.Accepted) == 0 || len(release.Slugs()) == 0 || len(release.Slugs()) == len(release.Files()) {
			t.Errorf("%s has %d accepted integrations and the files %v", name, len(release.Accepted), release.Files())
		}
		for _, file := range release.Files() {
			for i, exchange := range release.Exchanges[file] {
				if exchange.Method == "" || !strings.HasPrefix(exchange.Path, "/") || exchange.Status == 0 || exchange.Case == "" {
					t.Errorf("%s, %s, line %d is not an exchange: %+v", name, file, i+1, exchange)
				}
			}
		}
	}
}

func TestAnArchiveIsTheSameEachTime(t *testing.T) {
	files := map[string][]byte{
		"b.jsonl":        []byte(`{"case":"x","method":"GET","path":"/x","status":200,"answer":null}` + "\n"),
		"a.jsonl":        nil,
		"_accepted.json": []byte(`{"b":{"title":"B","parameters":{"url":{"required":true,"type":"String"}}}}`),
	}
	var first, second bytes.Buffer
	if err := recordings.Write(&first, files); err != nil {
		t.Fatal(err)
	}
	if err := recordings.Write(&second, files); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same files resulted in different archives")
	}
	release, err := recordings.Read(&first)
	if err != nil {
		t.Fatal(err)
	}
	if got := release.Exchanges["b"]; len(got) != 1 || got[0].Status != 200 || !release.Accepted["b"].Parameters["url"].Required {
		t.Errorf("the archive contains %+v", release)
	}
}

func TestADamagedFileIsNamed(t *testing.T) {
	var archive bytes.Buffer
	if err := recordings.Write(&archive, map[string][]byte{"slack.jsonl": []byte("{}\n{\n")}); err != nil {
		t.Fatal(err)
	}
	if _, err := recordings.Read(&archive); err == nil || !strings.Contains(err.Error(), "slack.jsonl: line 2") {
		t.Errorf("got the error %v", err)
	}
}
