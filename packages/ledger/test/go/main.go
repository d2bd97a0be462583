// Command ledger-check verifies a log that Accord wrote with code that is not Accord's: checkpoint, cosignatures and
// policy by golang.org/x/mod/sumdb/note and transparency-dev/formats, tiles and entries by tessera's fsck, every
// inclusion and some consistency proofs by golang.org/x/mod/sumdb/tlog, and .tlog-proof files by transparency-dev.
//
//	ledger-check fsck URL|FOLDER POLICY     (ACCORD_BEARER holds a token for a URL that asks for one)
//	ledger-check proofs POLICY FILE...
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	report, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "ledger-check:", err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		os.Exit(1)
	}
}

func run(args []string) (any, error) {
	switch {
	case len(args) == 3 && args[0] == "fsck":
		return checkLog(args[1], args[2])
	case len(args) >= 3 && args[0] == "proofs":
		return checkProofs(args[1], args[2:])
	}
	return nil, fmt.Errorf("usage: fsck URL|FOLDER POLICY, or proofs POLICY FILE...")
}
