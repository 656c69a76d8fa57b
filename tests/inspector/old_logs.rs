//! Logs of every format that was ever written are read by today's program, and say what they said.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::json;

use crate::harness::Skm;

/// What each holds: its file, events, and the index of SUKAMAJU for 2026 with the respondents behind it.
const OLD_LOGS: &[(&str, u64, u64, &str)] = &[("format-2.tar.gz", 120, 59, "85.40")];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("old_logs")
}

/// Unpacks an old log where the program has its data.
fn unpacked(name: &str) -> Skm {
    let skm = Skm::new();
    let to = skm.data();
    let done = Command::new("tar")
        .arg("-xzf")
        .arg(folder().join(name))
        .arg("-C")
        .arg(to.parent().unwrap())
        .status();
    assert!(done.unwrap().success(), "{name}");
    skm
}

#[test]
fn every_old_log_still_reads_and_says_what_it_said() {
    for (name, events, n, ikm) in OLD_LOGS {
        let skm = unpacked(name);
        let report = skm.ask("verify --results");
        assert_eq!(report["clean"], true, "{name}: {report}");
        assert_eq!(skm.events(), *events, "{name}");
        let index = skm.ask("index --unit SUKAMAJU --period 2026");
        assert_eq!((&index["n"], &index["ikm"]), (&json!(n), &json!(ikm)), "{name}");
        let exported = skm.on_data("export events").ok();
        assert_eq!(exported.lines().count() as u64, *events, "{name}");
    }
}

#[test]
fn every_file_of_an_old_log_is_read_by_the_test() {
    let known: BTreeSet<_> = OLD_LOGS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let there = fs::read_dir(folder()).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<_> = there.filter(|name| name != "README.md").collect();
    assert_eq!(there, known);
}
