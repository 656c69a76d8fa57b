//! Programs that are not ours look at what we export: the tree and its signature with Go's own transparency log, the
//! published results with a script that reads the documents and nothing else. Both must also see what is wrong.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;
use tlog::{
    checkpoint::SignedCheckpoint,
    leaf_hash,
    tile::{Bundle, Tile, encode_entries, encode_hashes},
    tree::Frontier,
};

use crate::harness::{Ran, Skm};

/// A small demo, the same each time, exported to `out`.
fn demo() -> Skm {
    let skm = Skm::new();
    skm.on_data("demo --units 6 --months 3 --responses 1500 --seed 5 --until 2026-11-20 --no-serve")
        .ok();
    skm.export("out");
    skm
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("independent")
        .join(name)
}

fn run(mut command: Command) -> Ran {
    let program = command.get_program().to_owned();
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{}: {error}; scripts/test installs what the tests need",
            program.display()
        )
    });
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn recompute(skm: &Skm) -> Ran {
    let mut command = Command::new("python3");
    // Isolated: no module of ours, or of anybody's, can be found.
    command.arg("-I").arg(source("recompute.py")).arg(skm.file("out"));
    run(command)
}

/// The Go program, built from its source and Debian's packages, without a network.
struct Tiles(TempDir);

impl Tiles {
    fn build() -> Self {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("go");
        command
            .args(["build", "-o"])
            .arg(folder.path().join("tiles"))
            .arg(source("tiles.go"));
        command.envs([
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOFLAGS", ""),
        ]);
        command.env("GOCACHE", folder.path().join("cache"));
        let ran = run(command);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        Self(folder)
    }

    fn look(&self, skm: &Skm) -> Ran {
        let mut command = Command::new(self.0.path().join("tiles"));
        command.arg(skm.file("out")).arg(skm.data().join("log.pub"));
        run(command)
    }
}

/// Replaces a text wherever it stands in the entries of an export, and makes the tree and its signature anew over it:
/// what whoever holds the key can do. Both texts have one length.
pub(super) fn change_and_sign(skm: &Skm, out: &str, text: &str, with: &str) {
    let directory = skm.file(out);
    let size = skm.checkpoint(out).checkpoint().head().size;
    assert!(size < 256 * 256 && text.len() == with.len());
    let mut edge = Frontier::new();
    let mut changed = false;
    let mut upper = Vec::new();
    for bundle in Bundle::all_in_tree(size) {
        let path = directory.join(bundle.to_string());
        let bytes = fs::read(&path).unwrap();
        let entries = bundle.decode(&bytes).unwrap().into_iter().map(|entry| {
            let after = String::from_utf8_lossy(entry).contains(text);
            changed |= after;
            if after {
                replaced(entry, text, with)
            } else {
                entry.to_vec()
            }
        });
        let entries: Vec<Vec<u8>> = entries.collect();
        fs::write(path, encode_entries(entries.iter().map(Vec::as_slice)).unwrap()).unwrap();
        let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        for leaf in &leaves {
            edge.append(*leaf, |height, _, root| {
                if height == 8 {
                    upper.push(root);
                }
            });
        }
        let tile = Tile::in_tree(0, bundle.index(), size).unwrap();
        fs::write(directory.join(tile.to_string()), encode_hashes(&leaves)).unwrap();
    }
    assert!(changed, "{text} stands nowhere");
    if let Some(tile) = Tile::in_tree(1, 0, size) {
        fs::write(directory.join(tile.to_string()), encode_hashes(&upper)).unwrap();
    }
    let checkpoint = SignedCheckpoint::sign(edge.head(), &skm.signing_key()).to_string();
    fs::write(directory.join("checkpoint"), &checkpoint).unwrap();
    fs::write(directory.join("checkpoints"), format!("{checkpoint}\n")).unwrap();
}

fn replaced(entry: &[u8], text: &str, with: &str) -> Vec<u8> {
    let at = entry
        .windows(text.len())
        .position(|part| part == text.as_bytes())
        .unwrap();
    [&entry[..at], with.as_bytes(), &entry[at + text.len()..]].concat()
}

/// One byte of a file, with a bit of it the other way round.
fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_script_that_shares_nothing_with_us_computes_every_published_result() {
    let skm = demo();
    let said = recompute(&skm).ok();
    let results = said.lines().filter(|line| line.ends_with("as published")).count();
    assert!(results >= 2, "{said}");
    assert!(said.contains(&format!("{results} results, 0 wrong")), "{said}");
}

#[test]
fn the_script_sees_a_figure_that_was_changed_though_the_tree_was_made_anew() {
    let skm = Skm::with_answers();
    skm.on_data("publish --unit DUKCAPIL --period 2019").ok();
    skm.export("out");
    recompute(&skm).ok();
    change_and_sign(&skm, "out", "\"ikm\":\"75.46\"", "\"ikm\":\"95.46\"");
    let ran = recompute(&skm);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout
            .contains("ikm was published as 95.46, the log gives 75.46"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("the root over"), "{}", ran.stdout);
}

#[test]
fn the_script_sees_an_answer_that_was_changed_under_a_published_result() {
    let skm = Skm::with_answers();
    skm.on_data("publish --unit DUKCAPIL --period 2019").ok();
    skm.export("out");
    change_and_sign(&skm, "out", "\"waktu\":4", "\"waktu\":1");
    let ran = recompute(&skm);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("unsur was published as"), "{}", ran.stdout);
}

#[test]
fn the_script_sees_an_entry_that_is_not_the_one_that_was_signed() {
    let skm = Skm::exported();
    let bundle = skm.file("out/tile/entries/000.p/13");
    flip(&bundle, 12);
    let ran = recompute(&skm);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout.contains("is not the one in the checkpoint"),
        "{}",
        ran.stdout
    );
    fs::remove_file(bundle).unwrap();
    assert_eq!(recompute(&skm).code, Some(2));
}

#[test]
fn gos_own_transparency_log_takes_our_signature_tiles_entries_and_proofs() {
    let skm = demo();
    let tiles = Tiles::build();
    let size = skm.checkpoint("out").checkpoint().head().size;
    let said = tiles.look(&skm).ok();
    assert!(
        said.starts_with(&format!("size {size}: {size} entries, ")),
        "{said}"
    );
    assert!(
        !said.contains(" 0 inclusion proofs") && !said.contains(" 0 earlier heads"),
        "{said}"
    );

    // And it sees what is wrong.
    let bundle = skm.file("out/tile/entries/000");
    flip(&bundle, 100);
    let said = tiles.look(&skm);
    assert_eq!(
        (said.code, said.stdout.contains("is not its leaf")),
        (Some(1), true),
        "{said:?}"
    );
    flip(&bundle, 100);
    for file in ["out/tile/0/001", "out/tile/0/000", "out/checkpoint"] {
        let path = skm.file(file);
        flip(&path, 40);
        assert_eq!(tiles.look(&skm).code, Some(1), "{file}");
        flip(&path, 40);
    }
    tiles.look(&skm).ok();
    let root = tlog::Hash([9; 32]);
    let earlier = tlog::tree::TreeHead { size: 100, root };
    let earlier = SignedCheckpoint::sign(earlier, &skm.signing_key()).to_string();
    fs::write(skm.file("out/checkpoints"), format!("{earlier}\n")).unwrap();
    assert_eq!(tiles.look(&skm).code, Some(1), "a head that the log never had");
}

/// The index as Debian's pandas computes it from exported events: n, excluded, index.
fn by_pandas(events: &Path, unit: &str, period: &str) -> String {
    // Debian's own, which has Debian's pandas, whatever else is called python3.
    let mut command = Command::new("/usr/bin/python3");
    command
        .arg(source("index_pandas.py"))
        .arg(events)
        .args([unit, period]);
    let ran = run(command);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.stdout.trim().to_owned()
}

/// A script run by the Python that has the packages of `scripts/tools`, which `scripts/test` names; nothing without it.
fn by_python(script: &str, arguments: &[&str]) -> Option<Ran> {
    let mut command = Command::new(env::var_os("SKM_PYTHON")?);
    command.arg("-I").arg(source(script)).args(arguments);
    Some(run(command))
}

#[test]
fn duckdb_reads_the_exported_events_and_computes_the_same_index_in_sql() {
    let skm = demo();
    let out = skm.file("events.jsonl").display().to_string();
    skm.on_data(&format!("export events --out {out}")).ok();
    let period = "2026-Q4";
    for unit in ["SUKAMAJU", "DISDUKCAPIL"] {
        let Some(ran) = by_python("index_duckdb.py", &[&out, unit, period]) else {
            return;
        };
        let found = skm.ask(&format!("index --unit {unit} --period {period} --method exact"));
        let ikm = found["ikm"].as_str().unwrap();
        let ours = format!("{} {} {ikm}", found["n"], found["n_excluded"]);
        assert_eq!(ran.ok().trim(), ours, "{unit}");
    }
    // A score that was changed is seen in the index.
    let bent = skm.file("bent.jsonl").display().to_string();
    let lines = fs::read_to_string(&out).unwrap();
    fs::write(&bent, lines.replace("\"waktu\":4", "\"waktu\":1")).unwrap();
    let index = |file: &str| {
        by_python("index_duckdb.py", &[file, "SUKAMAJU", period])
            .unwrap()
            .ok()
    };
    assert_ne!(index(&bent), index(&out));
}

/// Whatever a program may meet in an export is written down: nothing more, and nothing that was never stored.
#[test]
fn every_exported_event_and_every_stored_shape_is_as_the_schema_says() {
    let skm = demo();
    let out = skm.file("events.jsonl").display().to_string();
    skm.on_data(&format!("export events --out {out}")).ok();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let schema = root.join("docs/events.schema.json").display().to_string();
    let stored = root.join("crates/survey/tests/stored").display().to_string();
    let Some(ran) = by_python("event_schema.py", &[&schema, &out, &stored]) else {
        return;
    };
    let said = ran.ok();
    assert!(said.starts_with(&format!("{} events", skm.events())), "{said}");
    // One field more, one of another kind, one that is missing.
    let lines = fs::read_to_string(&out).unwrap();
    for (from, to) in [
        ("\"data\":{\"survey\":", "\"data\":{\"nik\":\"1\",\"survey\":"),
        ("\"waktu\":4", "\"waktu\":5"),
        ("\"specversion\":\"1.0\",", ""),
    ] {
        let bent = lines.replacen(from, to, 1);
        assert_ne!(bent, lines, "{from} stands in it");
        let file = skm.file("bent.jsonl").display().to_string();
        fs::write(&file, bent).unwrap();
        let ran = by_python("event_schema.py", &[&schema, &file, &stored]).unwrap();
        assert_eq!(ran.code, Some(1), "{from}: {ran:?}");
    }
}

#[test]
fn pandas_reads_the_exported_events_and_computes_the_same_index() {
    let skm = demo();
    let out = skm.file("events.jsonl");
    skm.on_data(&format!("export events --out {}", out.display()))
        .ok();
    let lines = fs::read_to_string(&out).unwrap();
    assert_eq!(lines.lines().count() as u64, skm.events());
    let period = "2026-Q4";
    for unit in ["SUKAMAJU", "DISDUKCAPIL"] {
        let found = skm.ask(&format!("index --unit {unit} --period {period} --method exact"));
        let ours = format!(
            "{} {} {}",
            found["n"],
            found["n_excluded"],
            found["ikm"].as_str().unwrap()
        );
        assert_eq!(by_pandas(&out, unit, period), ours, "{unit}");
    }
    // A score that was changed is seen in the index.
    let bent = skm.file("bent.jsonl");
    fs::write(&bent, lines.replace("\"waktu\":4", "\"waktu\":1")).unwrap();
    assert_ne!(
        by_pandas(&bent, "SUKAMAJU", period),
        by_pandas(&out, "SUKAMAJU", period)
    );
}
