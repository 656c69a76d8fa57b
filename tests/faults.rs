//! Disks that fail, at the level of system calls: strace makes calls of the running program on its log fail, or ends
//! the program in the middle of one. What was acknowledged stands in a witness file outside the store, and afterwards
//! all of it is in the log: once, in order, without gaps.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::Mutex,
    thread,
};

use serde_json::{Value, json};
use tlog::{checkpoint::SignedCheckpoint, tile::Bundle};

use crate::{
    cli::world::HEADER,
    harness::{Server, Skm},
};

const CITIZENS: u32 = 4;
const ANSWERS_OF_EACH: u32 = 12;

/// What citizens were told: a line for each answer that was acknowledged, synced before the next is sent.
struct Witness(Mutex<File>);

impl Witness {
    fn at(path: &Path) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        Self(Mutex::new(file))
    }

    fn note(&self, position: u64, id: &str) {
        let mut file = self.0.lock().unwrap();
        writeln!(file, "{position} {id}").unwrap();
        file.sync_all().unwrap();
    }

    /// Id by position.
    fn read(path: &Path) -> BTreeMap<u64, String> {
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let noted: BTreeMap<_, _> = lines
            .iter()
            .map(|line| {
                let (position, id) = line.split_once(' ').unwrap();
                (position.parse().unwrap(), id.to_owned())
            })
            .collect();
        assert_eq!(
            noted.len(),
            lines.len(),
            "two answers were told the same position: {text}"
        );
        noted
    }
}

/// Citizens answer at once, each one answer after the other, until the program no longer takes any.
fn answer(server: &Server, witness: &Witness) {
    thread::scope(|scope| {
        for citizen in 0..CITIZENS {
            scope.spawn(move || {
                let mut last = 0;
                for number in 0..ANSWERS_OF_EACH {
                    let answers: serde_json::Map<_, _> = HEADER
                        .split(',')
                        .map(|code| (code.to_owned(), json!(3)))
                        .collect();
                    let id = format!("01922f4e-6a00-7c3e-9c55-{citizen:06x}{number:06x}");
                    let body = json!({"id": id, "survey": "DUKCAPIL", "answers": answers}).to_string();
                    let path = "/api/v1/responses";
                    let Some(told) = server.try_post(path, "application/json", &body) else {
                        return;
                    };
                    if told.status != 201 {
                        assert!(matches!(told.status, 500 | 503), "{told:?}");
                        return;
                    }
                    let told: Value = serde_json::from_str(&told.body).unwrap();
                    let position = told["position"].as_u64().unwrap();
                    assert!(position > last, "{position} after {last}");
                    last = position;
                    witness.note(position, &id);
                }
            });
        }
    });
}

/// Ids of the responses in the log, by position, read from an export of it.
fn responses(skm: &Skm) -> (u64, BTreeMap<u64, String>) {
    skm.on_data("export-log --out keluaran").ok();
    let out = skm.file("keluaran");
    let checkpoint = SignedCheckpoint::parse(&std::fs::read(out.join("checkpoint")).unwrap()).unwrap();
    let size = checkpoint.checkpoint().head().size;
    let mut found = BTreeMap::new();
    let mut position = 0;
    for bundle in Bundle::all_in_tree(size) {
        let bytes = std::fs::read(out.join(bundle.to_string())).unwrap();
        for entry in bundle.decode(&bytes).unwrap() {
            let text = String::from_utf8_lossy(entry);
            if text.contains("response_submitted") {
                let (_, id) = text.split_once("response-").unwrap();
                found.insert(position, id[..36].to_owned());
            }
            position += 1;
        }
    }
    assert_eq!(position, size);
    (size, found)
}

/// Runs the program with `fault` on its log, lets citizens answer, ends it, and holds the log against the witness.
/// Returns how many answers were acknowledged.
fn under(fault: &str) -> usize {
    let skm = Skm::with_answers();
    let (before, imported) = responses(&skm);
    std::fs::remove_dir_all(skm.file("keluaran")).unwrap();
    let path = skm.file("saksi");
    let witness = Witness::at(&path);
    let log = skm.data().join("log.redb");
    let inject = format!("inject={fault}");
    let strace = [
        "strace",
        // The program is our own child, and strace beside it.
        "-D",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=pwrite64,fdatasync",
        "-e",
        &inject,
        "-P",
    ];
    let wrapped = strace.iter().map(AsRef::as_ref).chain([log.as_os_str()]);
    let server = skm.serve_under(wrapped);
    answer(&server, &witness);
    let failed = Witness::read(&path).len() < usize::try_from(CITIZENS * ANSWERS_OF_EACH).unwrap();
    if fault.contains("error=") && failed {
        // Nobody has to notice: whoever started it sees that it ended, and why.
        assert_eq!(server.ended().0.code(), Some(3), "{fault}");
    } else {
        server.kill();
    }

    // As the operator does: starts it again, on a disk that works.
    skm.serve().stop();
    skm.on_data("verify").ok();
    let acknowledged = Witness::read(&path);
    let (size, found) = responses(&skm);
    for (position, id) in &acknowledged {
        assert_eq!(
            found.get(position),
            Some(id),
            "{fault}: position {position} of {size}"
        );
    }
    let mut ids: Vec<_> = found.values().collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), found.len(), "{fault}: an answer stands twice");
    assert!(
        imported
            .iter()
            .all(|(position, id)| found.get(position) == Some(id))
    );
    assert!(size >= before);
    acknowledged.len()
}

/// Each place is the number of the call, counted for each thread; the first few open the log.
fn at_each(places: [u32; 3], fault: impl Fn(u32) -> String) {
    let all = usize::try_from(CITIZENS * ANSWERS_OF_EACH).unwrap();
    let acknowledged = places.map(|place| under(&fault(place)));
    assert!(
        acknowledged.iter().any(|count| *count > 0) && acknowledged.iter().all(|count| *count < all),
        "a fault that nobody notices is none: {acknowledged:?} of {all}"
    );
}

#[test]
fn a_sync_that_fails_once_is_not_believed_the_next_time() {
    at_each([3, 8, 13], |place| format!("fdatasync:error=EIO:when={place}"));
}

#[test]
fn a_write_that_fails_once_loses_nothing_that_was_acknowledged() {
    at_each([12, 31, 46], |place| format!("pwrite64:error=EIO:when={place}"));
}

#[test]
fn a_disk_that_is_full_from_some_write_on_loses_nothing_that_was_acknowledged() {
    at_each([12, 31, 46], |place| {
        format!("pwrite64:error=ENOSPC:when={place}+")
    });
}

#[test]
fn a_kill_in_the_middle_of_a_write_loses_nothing_that_was_acknowledged() {
    at_each([12, 31, 46], |place| format!("pwrite64:signal=KILL:when={place}"));
}

#[test]
fn a_kill_in_the_middle_of_a_sync_loses_nothing_that_was_acknowledged() {
    at_each([3, 8, 13], |place| format!("fdatasync:signal=KILL:when={place}"));
}
