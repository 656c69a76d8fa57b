//! Logs of every format that was ever written are read by today's program, and say what they said.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::{Value, json};
use tlog::{Hash, tree::Frontier};

use crate::harness::Skm;

/// What each whole data directory holds: its file, events, and the index of SUKAMAJU for 2026 with the respondents
/// behind it.
const OLD_LOGS: &[(&str, u64, u64, &str)] = &[("format-2.tar.gz", 120, 59, "85.40")];

/// Events and versions of their shapes that came after every frozen log: `skm.<event>.v<version>`. Empty it by freezing
/// another log.
const NEWER: &[&str] = &["skm.unit_region_set.v1"];

/// A log of every event, unsigned.
struct EveryEvent {
    file: &'static str,
    events: u64,
    /// For ever: the bytes of its entries never change.
    root: &'static str,
    /// For ever: what its answers say.
    n: u64,
    ikm: &'static str,
    /// As long as the rows of the views have the form that they have (`FORMAT_NUMBER` in `views/tables.rs`).
    state_hash: &'static str,
}

const EVERY_EVENT: &EveryEvent = &EveryEvent {
    file: "every-event-2026-11.tar.gz",
    events: 89,
    root: "21c075a8a80adbcc1cf7bfa551e9b4fc946e9596d357174be964ee09cd71a5e8",
    n: 3,
    ikm: "70.30",
    state_hash: "02edf0be4ce2850db454d1b1fd532de97a69671d4b9e5835b649593442809e8d",
};

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

/// Every event of a log, as other programs read it.
fn exported(skm: &Skm) -> Vec<Value> {
    let text = skm.on_data("export events").ok();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The shapes in which events of a log are stored, old ones among them.
fn shapes(events: &[Value]) -> BTreeSet<String> {
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned())
        .collect()
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
        assert_eq!(exported(&skm).len() as u64, *events, "{name}");
    }
}

#[test]
fn a_log_of_every_event_replays_to_the_same_root_the_same_index_and_the_same_state() {
    let EveryEvent {
        events,
        root,
        n,
        ikm,
        state_hash,
        ..
    } = EVERY_EVENT;
    let skm = unpacked(EVERY_EVENT.file);
    let replayed = skm.ask("replay");
    let index = skm.ask("index --unit DINAS --period 2026-09");
    let mut tree = Frontier::new();
    for event in exported(&skm) {
        let hex = event["leafhash"].as_str().unwrap().to_owned();
        let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        tree.append(Hash(std::array::from_fn(byte)), |_, _, _| ());
    }
    let found = format!("{:x}", tree.root());
    assert_eq!(
        (
            &replayed["events"],
            found.as_str(),
            &index["n"],
            &index["ikm"],
            &replayed["state_hash"]
        ),
        (&json!(events), *root, &json!(n), &json!(ikm), &json!(state_hash)),
    );
}

#[test]
fn every_shape_of_every_event_is_in_a_frozen_log_or_said_to_be_newer() {
    let mut frozen = shapes(&exported(&unpacked(EVERY_EVENT.file)));
    for (name, ..) in OLD_LOGS {
        frozen.extend(shapes(&exported(&unpacked(name))));
    }
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/survey/tests/stored");
    let ever_stored = fs::read_dir(stored).unwrap().map(|entry| {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.split('.').next().unwrap();
        format!("skm.{}", name.replace('@', ".v"))
    });
    let newer: BTreeSet<String> = NEWER.iter().map(|name| (*name).to_owned()).collect();
    let ever_stored: BTreeSet<String> = ever_stored.collect();
    let unfrozen: BTreeSet<_> = ever_stored.difference(&frozen).cloned().collect();
    assert_eq!(unfrozen, newer, "freeze another log, or list them in NEWER");
    let names = |shapes: &BTreeSet<String>| {
        let name = |shape: &String| shape.split('.').nth(1).unwrap().to_owned();
        shapes.iter().map(name).collect::<BTreeSet<_>>()
    };
    let all: BTreeSet<String> = survey::event_types().map(str::to_owned).collect();
    assert_eq!(names(&ever_stored), all, "each event has a frozen shape");
}

#[test]
fn every_file_of_an_old_log_is_read_by_a_test() {
    let known = OLD_LOGS.iter().map(|(name, ..)| *name).chain([EVERY_EVENT.file]);
    let known: BTreeSet<_> = known.map(str::to_owned).collect();
    let there = fs::read_dir(folder()).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<_> = there.filter(|name| name != "README.md").collect();
    assert_eq!(there, known);
}
