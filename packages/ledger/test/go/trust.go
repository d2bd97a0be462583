package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/witness"
	"golang.org/x/mod/sumdb/note"
)

// trust is what a policy file says: the log's keys, the witnesses' keys, and the quorum as transparency-dev reads it.
type trust struct {
	logs, witnesses []note.Verifier
	quorum          witness.Group
}

func readTrust(path string) (*trust, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var t trust
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) >= 2 && words[0] == "log" {
			v, err := verifierOf(words[1])
			if err != nil {
				return nil, err
			}
			t.logs = append(t.logs, v)
		}
		if len(words) >= 3 && words[0] == "witness" {
			v, err := verifierOf(words[2])
			if err != nil {
				return nil, err
			}
			t.witnesses = append(t.witnesses, v)
		}
	}
	if len(t.logs) == 0 {
		return nil, fmt.Errorf("the policy has no log")
	}
	t.quorum, err = witness.ParsePolicy(withAddresses(text))
	return &t, err
}

// withAddresses gives each witness an address and leaves those out that sign with ML-DSA-44: transparency-dev's reader
// of policies asks for the one and does not know the other, tlog-policy says neither. Their signatures are verified all
// the same, in open.
func withAddresses(policy []byte) []byte {
	var lines []string
	for _, line := range strings.Split(string(policy), "\n") {
		words := strings.Fields(line)
		if len(words) >= 3 && words[0] == "witness" {
			if _, err := fnote.NewVerifierForCosignatureV1(words[2]); err != nil {
				continue
			}
			line = strings.Join(words[:3], " ") + " https://witness.invalid/" + words[1]
		}
		lines = append(lines, line)
	}
	return []byte(strings.Join(lines, "\n"))
}

// verifierOf reads a verifier key by its type: 0x01 by x/mod, 0x04 and 0x06 by transparency-dev.
func verifierOf(vkey string) (note.Verifier, error) {
	if v, err := note.NewVerifier(vkey); err == nil {
		return v, nil
	}
	if v, err := fnote.NewVerifierForCosignatureV1(vkey); err == nil {
		return v, nil
	}
	return fnote.NewMLDSAVerifier(vkey)
}

// open verifies a checkpoint's signatures, all of those whose keys are known, and the quorum.
func (t *trust) open(checkpoint []byte) (*note.Note, error) {
	n, err := note.Open(checkpoint, note.VerifierList(append(append([]note.Verifier{}, t.logs...), t.witnesses...)...))
	if err != nil {
		return nil, err
	}
	if !t.quorum.Satisfied(checkpoint) {
		return nil, fmt.Errorf("the quorum is not met")
	}
	if bytes.Count(checkpoint, []byte("\u2014 ")) != len(n.Sigs)+len(n.UnverifiedSigs) {
		return nil, fmt.Errorf("some signature lines were not read")
	}
	return n, nil
}
