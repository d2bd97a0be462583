package main

import (
	"fmt"
	"os"

	"github.com/transparency-dev/formats/log"
	tlogproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

type proofReport struct {
	Proofs int `json:"proofs"`
}

// checkProofs verifies .tlog-proof files whose extra data is the entry.
func checkProofs(policy string, files []string) (*proofReport, error) {
	t, err := readTrust(policy)
	if err != nil {
		return nil, err
	}
	report := &proofReport{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var p tlogproof.TLogProof
		if err := p.Unmarshal(text); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if _, err := t.open(p.Checkpoint); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		head, _, _, err := log.ParseCheckpoint(p.Checkpoint, t.logs[0].Name(), t.logs[0])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		hashes := make([][]byte, len(p.Hashes))
		for at := range p.Hashes {
			hashes[at] = p.Hashes[at][:]
		}
		leaf := rfc6962.DefaultHasher.HashLeaf(p.ExtraData)
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, p.Index, head.Size, leaf, hashes, head.Hash); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		report.Proofs++
	}
	return report, nil
}
