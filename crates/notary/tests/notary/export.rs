//! An export is the log as one checkpoint signs it, for any C2SP client.

use std::{fs, path::Path};

use notary::{Archived, Entries, Notary, export, split_checkpoints};
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    leaf_hash,
    note::{SigningKey, VerifierKey},
    tile::{Bundle, ReadTiles, Tile, TiledNodes},
    tree::{Frontier, TreeHead, root, verify_consistency},
};

use crate::support::{Desk, Log, NOW, at, witness};

/// Reads a folder and nothing else.
struct Folder<'a>(&'a Path);

impl ReadTiles for Folder<'_> {
    type Error = std::io::Error;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, std::io::Error> {
        let bytes = fs::read(self.0.join(tile.to_string()))?;
        Ok(tile.decode(&bytes).unwrap())
    }
}

/// 700 events, of which 3 and 300 were cosigned on the way; and 5 more that nobody has signed.
fn signed(desk: &Desk) -> (Log, Notary) {
    let log = Log::of("a", 3);
    let mut notary = desk.open(&log).unwrap();
    for more in [0, 297, 400] {
        log.grow(more);
        let mut signed = notary.sign(&log, log.size(), NOW).unwrap().unwrap().clone();
        if log.size() < 700 {
            signed
                .checkpoint
                .add(witness(1).cosign(&signed.checkpoint, at(log.size())));
            notary.keep_cosigned(&signed).unwrap();
        }
    }
    log.grow(5);
    (log, notary)
}

fn write(log: &Log, notary: &Notary, out: &Path, entries: Entries) -> Vec<(u64, u64)> {
    let mut told = Vec::new();
    let newest = notary.archive().newest().unwrap().unwrap();
    let progress = |done, files| told.push((done, files));
    export(
        log,
        notary.archive(),
        &newest,
        notary.vkey(),
        out,
        entries,
        progress,
    )
    .unwrap();
    told
}

#[test]
fn whoever_has_only_the_folder_checks_all_of_it() {
    let (desk, out) = (Desk::new(), tempfile::tempdir().unwrap());
    let (log, notary) = signed(&desk);
    let told = write(&log, &notary, out.path(), Entries::Written);
    assert_eq!(told.last(), Some(&(told.len() as u64, told.len() as u64)));
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    let vkey: VerifierKey = read("log.pub").trim_end().parse().unwrap();
    let checkpoint = SignedCheckpoint::parse(read("checkpoint").as_bytes()).unwrap();
    assert_eq!(checkpoint.verify(&vkey), Ok(()));
    let head = checkpoint.checkpoint().head();
    assert_eq!(head.size, 700);
    let folder = Folder(out.path());
    let nodes = TiledNodes::new(&folder, head.size);
    assert_eq!(root(&nodes, head.size).unwrap(), head.root);
    let mut tree = Frontier::new();
    for bundle in Bundle::all_in_tree(head.size) {
        let bytes = fs::read(out.path().join(bundle.to_string())).unwrap();
        for entry in bundle.decode(&bytes).unwrap() {
            tree.append(leaf_hash(entry), |_, _, _| ());
        }
    }
    assert_eq!(tree.head(), head);
    let kept = split_checkpoints(&read("checkpoints")).unwrap();
    let sizes: Vec<u64> = kept.iter().map(|kept| kept.checkpoint().head().size).collect();
    assert_eq!(sizes, [3, 300, 700]);
    for kept in &kept {
        assert_eq!(kept.verify(&vkey), Ok(()));
        let old = kept.checkpoint().head();
        let proof = tlog::tree::consistency_proof(&nodes, old.size, head.size).unwrap();
        assert_eq!(verify_consistency(&old, &head, &proof), Ok(()));
    }
    let seen = kept
        .iter()
        .filter_map(|kept| witness(1).public().verify_cosignature(kept).ok());
    assert_eq!(seen.collect::<Vec<_>>(), [at(3), at(300)]);
}

#[test]
fn without_entries_nothing_that_was_said_is_there() {
    let (desk, out) = (Desk::new(), tempfile::tempdir().unwrap());
    let (log, notary) = signed(&desk);
    write(&log, &notary, out.path(), Entries::LeftOut);
    assert!(!out.path().join("tile/entries").exists());
    assert!(out.path().join("tile/0/002.p/188").exists());
}

#[test]
fn the_archive_is_written_however_long_it_is() {
    let (desk, out) = (Desk::new(), tempfile::tempdir().unwrap());
    let log = Log::of("a", 1);
    let mut notary = desk.open(&log).unwrap();
    notary.sign(&log, 1, NOW).unwrap();
    let key = SigningKey::from_seed("b.example", &[8; 32]).unwrap();
    // Heads that no log had, so that there are more than are read at once.
    let many = notary::limits::CHECKPOINTS_AT_ONCE as u64 + 10;
    for number in 0..many {
        let head = TreeHead {
            size: 1 + number / 3,
            root: leaf_hash(&number.to_be_bytes()),
        };
        let mut checkpoint = SignedCheckpoint::sign(head, &key);
        let cosignature = witness(1).cosign(&checkpoint, at(1));
        checkpoint.add(cosignature);
        let archived = Archived {
            checkpoint,
            signed_at: NOW,
        };
        notary.keep_cosigned(&archived).unwrap();
    }
    write(&log, &notary, out.path(), Entries::LeftOut);
    let text = fs::read_to_string(out.path().join("checkpoints")).unwrap();
    assert_eq!(split_checkpoints(&text).unwrap().len() as u64, many + 1);
}
