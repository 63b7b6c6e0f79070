package version

import "testing"

func TestParse(t *testing.T) {
	tests := map[string]struct {
		want Version
		ok   bool
	}{
		"17.11":          {Version{17, 11}, true},
		"18.9.0-pre":     {Version{18, 9}, true},
		"v17.8.1-ee":     {Version{17, 8}, true},
		"13.12.15-ee":    {Version{13, 12}, true},
		"15.0-ee":        {Version{15, 0}, true},
		"":               {},
		"18":             {},
		"newest.of.them": {},
		"18.x":           {},
		" 18.9":          {},
		"18.99999999999": {},
	}
	for text, test := range tests {
		if got, ok := Parse(text); ok != test.ok || got != test.want {
			t.Errorf("%q is %v, %t", text, got, ok)
		}
	}
}

func TestOrder(t *testing.T) {
	order := []Version{{}, {9, 5}, {10, 0}, {10, 8}, {17, 2}, {17, 11}, {18, 0}}
	for i, v := range order {
		for j, other := range order {
			if v.Before(other) != (i < j) {
				t.Errorf("%s before %s: %t", v, other, v.Before(other))
			}
		}
	}
}

func TestWithin(t *testing.T) {
	tests := []struct {
		since, until string
		want         bool
	}{
		{"", "", true},
		{"17.2", "", true}, {"17.3", "", false}, {"9.5", "", true},
		{"", "17.2", true}, {"", "17.1", false}, {"", "18.0", true},
		{"17.2", "17.2", true}, {"16.0", "17.11", true}, {"17.3", "18.0", false}, {"10.0", "16.11", false},
	}
	for _, test := range tests {
		if got := (Version{17, 2}).Within(test.since, test.until); got != test.want {
			t.Errorf("17.2 within %q and %q: %t", test.since, test.until, got)
		}
	}
}

func TestRange(t *testing.T) {
	for bounds, want := range map[[2]string]string{
		{"13.0", "15.0"}: "13.0 to 15.0", {"13.0", ""}: "13.0 and later", {"", "15.0"}: "up to 15.0", {"", ""}: "",
	} {
		if got := Range(bounds[0], bounds[1]); got != want {
			t.Errorf("%v is %q instead of %q", bounds, got, want)
		}
	}
}
