package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/tlog"
)

type logReport struct {
	Origin      string `json:"origin"`
	Size        uint64 `json:"size"`
	Signatures  int    `json:"signatures"`
	Inclusions  int    `json:"inclusions"`
	Consistency int    `json:"consistency"`
}

// most proofs that are checked one by one; the whole log is recomputed by fsck besides.
const mostProofs = 300

func checkLog(where, policy string) (*logReport, error) {
	ctx := context.Background()
	t, err := readTrust(policy)
	if err != nil {
		return nil, err
	}
	source, err := open(where)
	if err != nil {
		return nil, err
	}
	raw, err := source.ReadCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	opened, err := t.open(raw)
	if err != nil {
		return nil, err
	}
	head, _, _, err := log.ParseCheckpoint(raw, t.logs[0].Name(), t.logs[0])
	if err != nil {
		return nil, err
	}
	if err := fsck.New(t.logs[0].Name(), t.logs[0], source, leavesOf, fsck.Opts{N: 4}).Check(ctx); err != nil {
		return nil, fmt.Errorf("fsck: %w", err)
	}
	report := &logReport{Origin: head.Origin, Size: head.Size, Signatures: len(opened.Sigs)}
	return report, checkProofsOf(ctx, source, head, report)
}

// checkProofsOf derives proofs from the tiles with x/mod's tlog and checks them against the checkpoint.
func checkProofsOf(ctx context.Context, source fsck.Fetcher, head *log.Checkpoint, report *logReport) error {
	if head.Size == 0 {
		return nil
	}
	size, root := int64(head.Size), tlog.Hash(head.Hash)
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{ctx, source})
	step := max(1, size/mostProofs)
	for index := int64(0); index < size; index += step {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(size, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, size, root, index, leaf[0]); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		report.Inclusions++
		earlier, err := tlog.TreeHash(index+1, hashes)
		if err != nil {
			return err
		}
		tree, err := tlog.ProveTree(size, index+1, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(tree, size, root, index+1, earlier); err != nil {
			return fmt.Errorf("size %d: %w", index+1, err)
		}
		report.Consistency++
	}
	return nil
}

// tiles reads x/mod's tiles, which are those of C2SP by another name.
type tiles struct {
	ctx    context.Context
	source fsck.Fetcher
}

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for at, tile := range wanted {
		partial := uint8(tile.W % 256)
		data, err := t.source.ReadTile(t.ctx, uint64(tile.L), uint64(tile.N), partial)
		if err != nil {
			return nil, err
		}
		found[at] = data
	}
	return found, nil
}

func open(where string) (fsck.Fetcher, error) {
	if !strings.HasPrefix(where, "http://") && !strings.HasPrefix(where, "https://") {
		return client.FileFetcher{Root: where}, nil
	}
	address, err := url.Parse(where)
	if err != nil {
		return nil, err
	}
	fetcher, err := client.NewHTTPFetcher(address, http.DefaultClient)
	if err != nil {
		return nil, err
	}
	if token := os.Getenv("ACCORD_BEARER"); token != "" {
		fetcher.SetAuthorizationHeader("Bearer " + token)
	}
	return fetcher, nil
}

// leavesOf hashes the entries of a bundle, each after its 16-bit length.
func leavesOf(bundle []byte) ([][]byte, error) {
	var leaves [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("the bundle is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		leaves = append(leaves, rfc6962.DefaultHasher.HashLeaf(bundle[2:end]))
		bundle = bundle[end:]
	}
	return leaves, nil
}
