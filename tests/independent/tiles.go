// Tiles checks an exported log with an implementation of transparency logs that is not ours: Go's own, which its module
// database runs on.
//
//	tiles DIR VKEY
//
// DIR is what `skm export-log` writes, VKEY a file with the key of the log. Checked are the signature on the checkpoint,
// every tile against the root, every entry against its leaf, inclusion proofs, and a consistency proof from every
// earlier checkpoint. Ends with 0 and a line that says how much was checked, or with 1 and what is wrong.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Heights of the tree in one tile.
const height = 8

// Inclusion is proved for every entry of a small log, and for so many of a large one.
const proofsMax = 2000

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: tiles DIR VKEY"))
	}
	vkey, err := os.ReadFile(os.Args[2])
	fail(err)
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	fail(err)
	directory := os.Args[1]
	signed, err := os.ReadFile(filepath.Join(directory, "checkpoint"))
	fail(err)
	tree, err := open(signed, verifier)
	fail(err)
	reader := tlog.TileHashReader(tree, files(directory))

	root, err := tlog.TreeHash(tree.N, reader)
	fail(err)
	if root != tree.Hash {
		fail(fmt.Errorf("the tiles give root %v, the checkpoint has %v", root, tree.Hash))
	}
	entries, err := checkEntries(directory, tree, reader)
	fail(err)
	proofs, err := checkInclusion(tree, reader)
	fail(err)
	heads, err := checkConsistency(directory, verifier, tree, reader)
	fail(err)
	fmt.Printf("size %d: %d entries, %d inclusion proofs, %d earlier heads\n", tree.N, entries, proofs, heads)
}

func fail(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// open checks the signature of the log and reads what it signed: origin, size, root, a line each.
func open(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// files reads tiles where C2SP puts them: as Go does, but without the height in the path.
type files string

func (d files) Height() int { return height }

func (d files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(d.path(tile))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", d.path(tile), len(data))
		}
		read = append(read, data)
	}
	return read, nil
}

func (d files) SaveTiles([]tlog.Tile, [][]byte) {}

func (d files) path(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	path = strings.Replace(path, "data/", "entries/", 1)
	return filepath.Join(string(d), "tile", filepath.FromSlash(path))
}

// checkEntries holds every entry against its leaf; an export without entries has none to check.
func checkEntries(directory string, tree tlog.Tree, reader tlog.HashReader) (int64, error) {
	if _, err := os.Stat(filepath.Join(directory, "tile", "entries")); os.IsNotExist(err) {
		return 0, nil
	}
	for first := int64(0); first < tree.N; first += 1 << height {
		width := min(1<<height, tree.N-first)
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		data, err := os.ReadFile(files(directory).path(tile))
		if err != nil {
			return 0, err
		}
		var indexes []int64
		for position := first; position < first+width; position++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, position))
		}
		leaves, err := reader.ReadHashes(indexes)
		if err != nil {
			return 0, err
		}
		for number, leaf := range leaves {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return 0, fmt.Errorf("the bundle is cut at position %d", first+int64(number))
			}
			length := int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:2+length]) != leaf {
				return 0, fmt.Errorf("the entry at position %d is not its leaf", first+int64(number))
			}
			data = data[2+length:]
		}
		if len(data) > 0 {
			return 0, fmt.Errorf("the bundle from position %d on is too long", first)
		}
	}
	return tree.N, nil
}

func checkInclusion(tree tlog.Tree, reader tlog.HashReader) (int, error) {
	proofs := 0
	step := tree.N/proofsMax + 1
	for position := int64(0); position < tree.N; position += step {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, position)})
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveRecord(tree.N, position, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, position, leaf[0]); err != nil {
			return 0, fmt.Errorf("position %d: %v", position, err)
		}
		proofs++
	}
	return proofs, nil
}

// checkConsistency proves that the tree goes on from every earlier checkpoint. They stand one after the other, an empty
// line after each.
func checkConsistency(directory string, verifier note.Verifier, tree tlog.Tree, reader tlog.HashReader) (int, error) {
	earlier, err := os.ReadFile(filepath.Join(directory, "checkpoints"))
	if err != nil {
		return 0, err
	}
	heads := 0
	for _, signed := range split(string(earlier)) {
		old, err := open([]byte(signed), verifier)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(tree.N, old.N, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return 0, fmt.Errorf("the checkpoint of %d entries: %v", old.N, err)
		}
		heads++
	}
	return heads, nil
}

// split cuts notes apart: an empty line that follows a signature ends one.
func split(notes string) []string {
	var found []string
	var signed strings.Builder
	last := ""
	for _, line := range strings.SplitAfter(notes, "\n") {
		if line == "\n" && strings.HasPrefix(last, "\u2014 ") {
			found = append(found, signed.String())
			signed.Reset()
		} else {
			signed.WriteString(line)
		}
		last = line
	}
	return found
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
