//! Exported directories: with entries and without, cut, bent, out of order.

use std::{fs, path::PathBuf};

use audit::{Error, Inspection, Outcome, PartName, Report, Trust, Weight, export};
use eventlog::{EventLog, ReadTree};
use survey::{Event, Hour, Stream};
use tempfile::TempDir;
use testkit::{Chronicle, response_id, submitted};
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    leaf_hash,
    note::SigningKey,
    tile::{Bundle, Tile, encode_entries, encode_hashes},
    tree::{Frontier, TreeHead, root_over},
};

use crate::world::{World, is_clean, log_key, policy, the_problem, with};

/// An exported directory.
pub(crate) struct Exported {
    dir: TempDir,
    size: u64,
}

impl Exported {
    /// All of a world.
    pub(crate) fn of(world: &World) -> Self {
        Self::of_log(&*world.log)
    }

    fn of_log(log: &dyn EventLog) -> Self {
        let entries = log.entries(0..log.head().size).unwrap();
        Self::made_of(&entries.iter().map(|entry| &**entry).collect::<Vec<_>>())
    }

    /// Entries in any order, with the tree over them.
    pub(crate) fn made_of(entries: &[&[u8]]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let size = entries.len() as u64;
        let mut levels = vec![entries.iter().map(|entry| leaf_hash(entry)).collect::<Vec<_>>()];
        while levels.last().unwrap().len() >= 256 {
            let below = levels.last().unwrap();
            levels.push(below.chunks_exact(256).map(root_over).collect());
        }
        let mut edge = Frontier::new();
        levels[0].iter().for_each(|leaf| edge.append(*leaf, |_, _, _| ()));
        let exported = Self { dir, size };
        for tile in Tile::all_in_tree(size) {
            let first = usize::try_from(tile.first_hash()).unwrap();
            let hashes = &levels[usize::from(tile.level())][first..first + usize::from(tile.width())];
            exported.write(&tile.to_string(), &encode_hashes(hashes));
        }
        for bundle in Bundle::all_in_tree(size) {
            let first = usize::try_from(bundle.first_entry()).unwrap();
            let entries = entries[first..first + usize::from(bundle.width())]
                .iter()
                .copied();
            exported.write(&bundle.to_string(), &encode_entries(entries).unwrap());
        }
        exported.sign(edge.head());
        exported.write("log.pub", format!("{}\n", log_key().public()).as_bytes());
        exported
    }

    fn sign(&self, head: TreeHead) {
        let checkpoint = SignedCheckpoint::sign(head, &log_key());
        self.write("checkpoint", checkpoint.to_string().as_bytes());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Changes the bytes of a file.
    fn bend(&self, name: &str, bend: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.path(name)).unwrap();
        bend(&mut bytes);
        self.write(name, &bytes);
    }

    /// The file with this bundle in it.
    fn bundle(&self, index: u64) -> String {
        Bundle::in_tree(index, self.size).unwrap().to_string()
    }

    fn tile(&self, level: u8, index: u64) -> String {
        Tile::in_tree(level, index, self.size).unwrap().to_string()
    }

    pub(crate) fn audit(&self, inspection: Inspection) -> Report {
        export::audit(self.dir.path(), inspection, &mut |_, _, _| ()).unwrap()
    }

    /// By an inspector who brought nothing.
    fn look(&self) -> Report {
        self.audit(Inspection {
            trust: None,
            ..with(policy(1))
        })
    }
}

/// Six hundred events: two full tiles, and one that is not.
fn six_hundred() -> Exported {
    let mut pen = Chronicle::of_kabupaten("2026-09-14T02:00:00Z");
    let answer = Event::ResponseSubmitted(submitted("DUKCAPIL", Hour::containing(pen.now()), [3; 9]));
    for number in pen.log().head().size..600 {
        pen.record(
            &Stream::Response(response_id(number)),
            std::slice::from_ref(&answer),
        );
    }
    Exported::of_log(&**pen.log())
}

#[test]
fn what_was_exported_is_clean_and_has_the_root_that_was_signed() {
    let exported = six_hundred();
    let report = exported.look();
    is_clean(&report);
    assert_eq!(report.size, 600);
    assert!(report.root.is_some() && report.recorded_at.is_some());
    assert!(report.part(PartName::Answers).unwrap().checked);
}

#[test]
fn hashes_alone_are_enough_for_the_tree_and_for_nothing_more() {
    let exported = six_hundred();
    let root = exported.look().root;
    fs::remove_dir_all(exported.path("tile/entries")).unwrap();
    let report = exported.look();
    is_clean(&report);
    assert_eq!(report.root, root);
    assert!(!report.part(PartName::Answers).unwrap().checked);
}

#[test]
fn a_bit_that_flips_in_an_entry_is_found_at_its_position() {
    let exported = six_hundred();
    // Behind the lengths of two entries and the first of them: somewhere in the second.
    exported.bend(&exported.bundle(1), |bytes| {
        let first = usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
        bytes[2 + first + 2 + 40] ^= 1;
    });
    let report = exported.look();
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = &report.part(PartName::Log).unwrap().problems[0];
    assert_eq!(found.position, Some(257));
}

#[test]
fn a_bit_that_flips_in_any_tile_is_found_by_the_tree() {
    for (level, index, at, position) in [(0, 1, 5 * 32, 256 + 5), (0, 2, 0, 512), (1, 0, 32, 0)] {
        let exported = six_hundred();
        exported.bend(&exported.tile(level, index), |bytes| bytes[at] ^= 1);
        let report = exported.look();
        assert_eq!(report.outcome(), Outcome::Tampered);
        let found = &report.part(PartName::Log).unwrap().problems[0];
        assert_eq!(found.position, Some(position), "{found:?}");
        fs::remove_dir_all(exported.path("tile/entries")).unwrap();
        assert_eq!(exported.look().outcome(), Outcome::Tampered, "without entries");
    }
}

#[test]
fn a_missing_file_leaves_the_audit_incomplete_and_is_named() {
    for name in [
        |exported: &Exported| exported.tile(0, 1),
        |exported: &Exported| exported.tile(0, 2),
        |exported: &Exported| exported.tile(1, 0),
        |exported: &Exported| exported.bundle(1),
    ] {
        let exported = six_hundred();
        let name = name(&exported);
        fs::remove_file(exported.path(&name)).unwrap();
        let report = exported.look();
        assert_eq!(report.outcome(), Outcome::Incomplete, "{name}");
        let found = the_problem(&report, PartName::Log);
        assert!(found.what.contains(&name), "{found:?}");
    }
}

#[test]
fn a_foreign_key_is_told_though_nothing_else_can_be() {
    let exported = six_hundred();
    fs::remove_file(exported.path(&exported.bundle(1))).unwrap();
    let other = SigningKey::from_seed("skm.example/log", &[8; 32]).unwrap();
    let report = exported.audit(with(Trust::key(other.public())));
    assert_eq!(report.outcome(), Outcome::Incomplete);
    let found = &report.part(PartName::Signatures).unwrap().problems[0];
    assert_eq!(found.weight, Weight::Policy);
}

#[test]
fn a_file_that_was_cut_is_incomplete_and_one_that_was_added_to_is_not_what_was_written() {
    for bundle in [true, false] {
        let exported = six_hundred();
        let name = if bundle {
            exported.bundle(1)
        } else {
            exported.tile(0, 1)
        };
        exported.bend(&name, |bytes| bytes.truncate(bytes.len() - 1));
        assert_eq!(exported.look().outcome(), Outcome::Incomplete);
        exported.bend(&name, |bytes| bytes.extend([0; 33]));
        assert_eq!(exported.look().outcome(), Outcome::Tampered);
    }
}

#[test]
fn a_checkpoint_over_another_tree_is_found() {
    let exported = six_hundred();
    let root = Hash([3; 32]);
    exported.sign(TreeHead { size: 600, root });
    let report = exported.look();
    assert_eq!(report.outcome(), Outcome::Tampered);
    the_problem(&report, PartName::Checkpoints);
}

#[test]
fn a_checkpoint_that_claims_more_events_than_there_are_files_is_not_believed_for_long() {
    let exported = six_hundred();
    let root = Hash([3; 32]);
    exported.sign(TreeHead { size: u64::MAX, root });
    let report = exported.look();
    assert_eq!(report.outcome(), Outcome::Incomplete);
}

#[test]
fn earlier_heads_in_the_export_are_all_compared() {
    let mut world = World::witnessed();
    let heads = [world.head(10), world.head(20)];
    world.answer(50..=60);
    let exported = Exported::of(&world);
    let keep = |heads: &[TreeHead]| {
        let notes = heads
            .iter()
            .map(|head| format!("{}\n", SignedCheckpoint::sign(*head, &log_key())));
        exported.write("checkpoints", notes.collect::<String>().as_bytes());
    };
    keep(&heads);
    let report = exported.look();
    is_clean(&report);
    assert_eq!(
        report.part(PartName::Checkpoints).unwrap().note,
        "3 checkpoint sesuai dengan pohon"
    );
    let root = Hash([4; 32]);
    keep(&[heads[0], TreeHead { size: 15, root }, heads[1]]);
    let found = the_problem(&exported.look(), PartName::Checkpoints);
    assert_eq!(found.position, Some(10));
}

#[test]
fn without_a_checkpoint_there_is_nothing_to_begin_with() {
    let exported = six_hundred();
    fs::remove_file(exported.path("checkpoint")).unwrap();
    let inspection = with(policy(1));
    let error = export::audit(exported.dir.path(), inspection, &mut |_, _, _| ()).unwrap_err();
    assert!(
        matches!(error, Error::Export(export::FileError::Missing(_))),
        "{error}"
    );
}

#[test]
fn entries_that_are_out_of_order_are_found_though_their_tree_is_sound() {
    let world = World::witnessed();
    let entries = world.log.entries(0..world.size()).unwrap();
    let entries: Vec<&[u8]> = entries.iter().map(|entry| &**entry).collect();
    let last = entries.len() - 1;
    // One that was recorded later stands in front.
    let mut swapped = entries.clone();
    swapped.swap(last, 20);
    let report = Exported::made_of(&swapped).look();
    let found = &report.part(PartName::Log).unwrap().problems[0];
    assert_eq!(found.position, Some(21));
    assert!(found.what.contains("lebih awal"), "{found:?}");
    // One that stands there twice.
    let mut twice = entries.clone();
    twice.push(entries[last]);
    let report = Exported::made_of(&twice).look();
    let found = &report.part(PartName::Log).unwrap().problems;
    assert!(
        found.iter().all(|found| found.position == Some(last as u64 + 1)),
        "{found:#?}"
    );
    assert!(
        found[0].what.contains("nomor peristiwanya sudah dipakai"),
        "{found:#?}"
    );
    // One that was taken out: the stream of a unit lacks its first version.
    let mut fewer = entries;
    fewer.remove(3);
    let report = Exported::made_of(&fewer).look();
    let found = &report.part(PartName::Log).unwrap().problems[0];
    assert!(
        found.what.contains("versi 1 di alirannya, seharusnya 0"),
        "{found:?}"
    );
}
