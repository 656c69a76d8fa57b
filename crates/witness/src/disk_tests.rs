//! Goal: a cosignature that is known outside is never forgotten, whatever a power cut leaves and whoever asks at
//! once. Method: a disk that keeps what was synced and loses any part of the rest; the power goes at every operation,
//! and every state that the disk can be left in is opened again.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use testkit::SignedLog;
use tlog::cosignature::{CosignedAt, CosigningKey};

use crate::disk::Disk;
use crate::{NotCosigned, Refusal, Witness};

/// The disk of a machine that loses power after so many operations.
#[derive(Clone)]
struct FrailDisk {
    state: Arc<Mutex<State>>,
    /// How long a file takes to be written.
    delay: Duration,
}

#[derive(Clone, Default)]
struct State {
    files: Vec<Contents>,
    /// Names as they were at the last sync, and after each operation since then: the file system writes them in
    /// order, but as far as it likes.
    names: Vec<BTreeMap<String, usize>>,
    operations_left: Option<usize>,
}

#[derive(Clone, Default)]
struct Contents {
    synced: Vec<u8>,
    written: Vec<u8>,
}

impl FrailDisk {
    /// A disk with these files, on it for good.
    fn with(files: &BTreeMap<String, Vec<u8>>) -> FrailDisk {
        let mut state = State::default();
        let mut names = BTreeMap::new();
        for (name, bytes) in files {
            names.insert(name.clone(), state.files.len());
            state.files.push(Contents {
                synced: bytes.clone(),
                written: bytes.clone(),
            });
        }
        state.names = vec![names];
        FrailDisk {
            state: Arc::new(Mutex::new(state)),
            delay: Duration::ZERO,
        }
    }

    fn cut_after(&self, operations: usize) {
        self.state.lock().unwrap().operations_left = Some(operations);
    }

    fn operate<T>(&self, operation: impl FnOnce(&mut State) -> T) -> io::Result<T> {
        let mut state = self.state.lock().unwrap();
        match &mut state.operations_left {
            Some(0) => return Err(io::Error::other("the power is gone")),
            Some(left) => *left -= 1,
            None => {}
        }
        Ok(operation(&mut state))
    }

    /// Every state that a power cut now can leave: names up to any operation since the last sync, and of each file
    /// what was synced, what was written, or half of it.
    fn survivors(&self) -> Vec<BTreeMap<String, Vec<u8>>> {
        let state = self.state.lock().unwrap();
        let mut all = Vec::new();
        for names in &state.names {
            let mut disks = vec![BTreeMap::new()];
            for (name, file) in names {
                let Contents { synced, written } = &state.files[*file];
                let half = written[..written.len() / 2].to_vec();
                let mut left = vec![synced.clone()];
                if written != synced {
                    left.extend([half, written.clone()]);
                }
                let with = |disk: &BTreeMap<String, Vec<u8>>, bytes: &Vec<u8>| {
                    let mut disk = disk.clone();
                    disk.insert(name.clone(), bytes.clone());
                    disk
                };
                disks = disks
                    .iter()
                    .flat_map(|disk| left.iter().map(move |bytes| with(disk, bytes)))
                    .collect();
            }
            all.extend(disks);
        }
        all
    }
}

impl State {
    fn now(&self) -> &BTreeMap<String, usize> {
        self.names.last().expect("there are names, if only none")
    }
}

impl Disk for FrailDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        self.operate(|state| state.now().keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.operate(|state| {
            let file = state.now().get(name);
            file.map(|file| state.files[*file].written.clone())
        })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        thread::sleep(self.delay);
        self.operate(|state| {
            let file = state.now().get(name).copied().unwrap_or_else(|| {
                let mut names = state.now().clone();
                names.insert(name.to_owned(), state.files.len());
                state.names.push(names);
                state.files.push(Contents::default());
                state.files.len() - 1
            });
            state.files[file].written = bytes.to_vec();
        })
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        self.operate(|state| {
            let file = state.now()[name];
            state.files[file].synced = state.files[file].written.clone();
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.operate(|state| {
            let mut names = state.now().clone();
            let file = names.remove(from).expect("it was written");
            names.insert(to.to_owned(), file);
            state.names.push(names);
        })
    }

    fn sync_names(&self) -> io::Result<()> {
        self.operate(|state| state.names = vec![state.now().clone()])
    }
}

fn witness(disk: &FrailDisk) -> Witness {
    let key = CosigningKey::from_seed("witness.example", &[9; 32]).unwrap();
    Witness::on(Box::new(disk.clone()), Path::new(""), key, None)
}

fn now() -> CosignedAt {
    CosignedAt::from_posix_seconds(1).unwrap()
}

fn log(size: u64) -> SignedLog {
    SignedLog::new("skm.example/log", 1).of_size(size)
}

fn size_on(disk: &BTreeMap<String, Vec<u8>>) -> u64 {
    let logs = witness(&FrailDisk::with(disk)).logs().unwrap();
    assert_eq!(logs.len(), 1, "the log is known");
    logs[0].last_head().size
}

/// A disk on which the witness has cosigned the log at size 3.
fn cosigned_at_3() -> BTreeMap<String, Vec<u8>> {
    let disk = FrailDisk::with(&BTreeMap::new());
    let witness = witness(&disk);
    witness.add_log(log(0).vkey().clone()).unwrap();
    witness
        .answer(log(3).request(0).to_string().as_bytes(), now())
        .unwrap();
    let survivors = disk.survivors();
    assert_eq!(survivors.len(), 1, "what was answered is on disk, whole");
    survivors[0].clone()
}

#[test]
fn a_power_cut_at_any_operation_leaves_the_old_checkpoint_or_the_new_and_after_an_answer_the_new() {
    let before = cosigned_at_3();
    let request = log(5).request(3).to_string();
    let (mut answered, mut unanswered) = (0, 0);
    for operations in 0.. {
        let disk = FrailDisk::with(&before);
        disk.cut_after(operations);
        let answer = witness(&disk).answer(request.as_bytes(), now());
        for survivor in disk.survivors() {
            let size = size_on(&survivor);
            match &answer {
                Ok(_) => assert_eq!(size, 5, "cut after {operations}"),
                Err(NotCosigned::Failed(_)) => assert!(size == 3 || size == 5, "cut after {operations}"),
                Err(NotCosigned::Refused(refusal)) => panic!("{refusal}"),
            }
            // Whatever is left, no other history gets a cosignature once one is out.
            let forked = log(5).rewrite(4).request(size.min(3)).to_string();
            let forked = witness(&FrailDisk::with(&survivor)).answer(forked.as_bytes(), now());
            assert!(answer.is_err() || forked.is_err(), "cut after {operations}");
        }
        match answer {
            Ok(_) => answered += 1,
            Err(_) => unanswered += 1,
        }
        if answered == 2 {
            break;
        }
    }
    assert_eq!(
        unanswered, 5,
        "reading, writing, syncing, renaming and syncing the names"
    );
}

#[test]
fn after_a_failed_write_the_next_request_is_answered() {
    let before = cosigned_at_3();
    let request = log(5).request(3).to_string();
    for operations in 0..5 {
        let disk = FrailDisk::with(&before);
        let witness = witness(&disk);
        disk.cut_after(operations);
        assert!(witness.answer(request.as_bytes(), now()).is_err());
        // The disk is well again. The failed write may have come through; then the log asks from there.
        disk.cut_after(usize::MAX);
        let answer = match witness.answer(request.as_bytes(), now()) {
            Err(NotCosigned::Refused(Refusal::OtherSize { size: 5 })) => {
                witness.answer(log(5).request(5).to_string().as_bytes(), now())
            }
            other => other,
        };
        assert!(answer.is_ok(), "failed after {operations}");
        disk.survivors()
            .iter()
            .for_each(|survivor| assert_eq!(size_on(survivor), 5));
    }
}

#[test]
fn a_power_cut_while_a_log_is_added_leaves_it_known_or_unknown() {
    for operations in 0..6 {
        let disk = FrailDisk::with(&BTreeMap::new());
        disk.cut_after(operations);
        let added = witness(&disk).add_log(log(0).vkey().clone());
        for survivor in disk.survivors() {
            let logs = witness(&FrailDisk::with(&survivor)).logs().unwrap();
            assert!(logs.len() == 1 || added.is_err(), "cut after {operations}");
        }
    }
}

#[test]
fn of_two_requests_at_once_for_two_histories_one_is_cosigned() {
    let disk = FrailDisk {
        delay: Duration::from_millis(50),
        ..FrailDisk::with(&cosigned_at_3())
    };
    let witness = witness(&disk);
    let histories = [log(5), log(5).rewrite(4)].map(|log| log.request(3).to_string());
    let cosigned = thread::scope(|scope| {
        let ask = |request: &String| witness.answer(request.as_bytes(), now()).is_ok();
        let asked = histories
            .each_ref()
            .map(|request| scope.spawn(move || ask(request)));
        asked
            .map(|asked| usize::from(asked.join().unwrap()))
            .iter()
            .sum::<usize>()
    });
    assert_eq!(cosigned, 1);
}
