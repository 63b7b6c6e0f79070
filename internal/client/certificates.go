package client

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode"
)

const (
	pemBegin = "-----BEGIN "
	// encodedPEMBegin is pemBegin in base64.
	encodedPEMBegin = "LS0tLS1CRUdJTi"
	pemKey          = "PRIVATE KEY-----"
	// longestFileName is the maximum length of a value that is treated as the name of
	// a file.
	longestFileName = 255
)

// certificateAuthorities returns the system's certificate authorities and those of
// the configuration; nil means the system's alone.
func certificateAuthorities(config Config) (*x509.CertPool, error) {
	if err := checkAuthorities(config); err != nil {
		return nil, err
	}
	added, err := readAuthorities(config)
	if err != nil || len(added) == 0 {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		field := CACert
		if config.CACertFile != "" {
			field = CACertFile
		}
		return nil, &ConfigError{Field: field, Problem: UnreadableSystemCertificates, Err: err}
	}
	for _, each := range added {
		roots.AddCert(each)
	}
	return roots, nil
}

// readAuthorities returns the certificates of the text, which has been checked, or of
// the file. A file can be a bundle of others, in which one certificate is unusable.
func readAuthorities(config Config) ([]*x509.Certificate, error) {
	if config.CACertFile == "" {
		found, _ := parseCertificates(config.CACert)
		return found, nil
	}
	content, err := os.ReadFile(config.CACertFile)
	if err != nil {
		return nil, unreadable(CACertFile, config.CACertFile, err)
	}
	found, fault := parseCertificates(string(content))
	if len(found) > 0 {
		return found, nil
	}
	fault.Field = CACertFile
	if fault.Problem == NoCertificate {
		fault.Name = config.CACertFile
	}
	return nil, fault
}

// checkAuthorities checks the text of certificate authorities, and reads no file. Its
// errors never contain the text.
func checkAuthorities(config Config) error {
	switch {
	case config.CACert != "" && config.CACertFile != "":
		return &ConfigError{Field: CACert, Problem: SetTwice, Name: string(CACertFile)}
	case strings.Contains(config.CACertFile, pemBegin):
		return &ConfigError{Field: CACertFile, Problem: TextInsteadOfFile}
	case config.CACert == "":
		return nil
	}
	_, fault := parseCertificates(config.CACert)
	if fault == nil {
		return nil
	}
	fault.Field = CACert
	if fault.Problem == NoCertificate {
		fault.Problem = problemWithoutCertificate(config.CACert)
	}
	return fault
}

// parseCertificates returns the certificates of a PEM text that can be parsed, and
// the error of the text without a field; nil if there is none.
func parseCertificates(text string) (found []*x509.Certificate, fault *ConfigError) {
	number := 0
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		number++
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			fault = &ConfigError{Problem: InvalidCertificate, Name: strconv.Itoa(number)}
			continue
		}
		found = append(found, certificate)
	}
	switch {
	case strings.Contains(text, pemKey):
		fault = &ConfigError{Problem: PrivateKey}
	case fault != nil:
	case number < strings.Count(text, pemBegin):
		fault = &ConfigError{Problem: InvalidCertificate}
	case len(found) == 0:
		fault = &ConfigError{Problem: NoCertificate}
	}
	return found, fault
}

// problemWithoutCertificate returns the problem of a text without a certificate.
func problemWithoutCertificate(text string) ConfigProblem {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return EmptyText
	case strings.HasPrefix(text, encodedPEMBegin):
		return EncodedPEM
	case isFileName(text) && !strings.Contains(text, pemBegin):
		return FileInsteadOfText
	}
	return NoCertificate
}

// isFileName reports whether a value can be the name of a file rather than its text.
func isFileName(value string) bool {
	return len(value) <= longestFileName && !strings.ContainsFunc(value, unicode.IsControl)
}

// unreadable is the error of a file. It contains the value only if that can be its
// name.
func unreadable(field ConfigField, value string, err error) error {
	if !isFileName(value) {
		err = withoutPath(err)
	}
	return &ConfigError{Field: field, Problem: UnreadableFile, Err: err}
}

// withoutPath returns the reason of an error about a file.
func withoutPath(err error) error {
	if failed := new(fs.PathError); errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

func clientCertificates(certificate, key string) ([]tls.Certificate, error) {
	if err := checkPair(certificate, key); err != nil || certificate == "" {
		return nil, err
	}
	certificatePEM, err := readPEM(ClientCert, certificate)
	if err != nil {
		return nil, err
	}
	keyPEM, err := readPEM(ClientKey, key)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificatePEM, keyPEM)
	if err != nil {
		return nil, &ConfigError{Field: ClientCert, Problem: InvalidKeyPair, Err: err}
	}
	return []tls.Certificate{pair}, nil
}

// checkPair refuses a certificate without its key, and a key without its certificate.
func checkPair(certificate, key string) error {
	switch {
	case key == "" && certificate != "":
		return &ConfigError{Field: ClientCert, Problem: MissingCounterpart}
	case certificate == "" && key != "":
		return &ConfigError{Field: ClientKey, Problem: MissingCounterpart}
	}
	return nil
}

// readPEM returns PEM text as it is, and otherwise reads the file of that name. Its
// errors never contain the value, which may be a key.
func readPEM(field ConfigField, value string) ([]byte, error) {
	if strings.Contains(value, pemBegin) {
		return []byte(value), nil
	}
	pem, err := os.ReadFile(value)
	if err == nil {
		return pem, nil
	}
	// The name of the file may be the key.
	return nil, &ConfigError{Field: field, Problem: UnreadablePEM, Err: withoutPath(err)}
}
