//! Goal: a witness in a folder keeps its promises over restarts, beside other processes, and against whoever changes
//! its files. Method: a real folder, opened and closed, damaged and asked.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::SignedLog;
use tlog::checkpoint::SignedCheckpoint;
use tlog::cosignature::CosignedAt;
use witness::limits::{FORKS_MAX, KEYS_MAX, REQUEST_BYTES_MAX};
use witness::{Added, Error, NotCosigned, Refusal, Witness};

fn log(size: u64) -> SignedLog {
    SignedLog::new("skm.example/log", 1).of_size(size)
}

fn at(posix_seconds: u64) -> CosignedAt {
    CosignedAt::from_posix_seconds(posix_seconds).unwrap()
}

/// A folder with a witness that knows the log.
fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    Witness::init(dir.path(), "witness.example", &[9; 32]).unwrap();
    let added = Witness::open(dir.path()).unwrap().add_log(log(0).vkey().clone());
    assert_eq!(added.unwrap(), Added::Log);
    dir
}

/// Opens the witness and asks it.
fn ask(dir: &Path, log: &SignedLog, old: u64) -> Result<CosignedAt, NotCosigned> {
    let witness = Witness::open(dir).unwrap();
    let request = log.request(old);
    let cosignature = witness.answer(request.to_string().as_bytes(), at(log.size()))?;
    let mut checkpoint = request.checkpoint;
    assert!(checkpoint.add(cosignature));
    Ok(witness.vkey().verify_cosignature(&checkpoint).unwrap())
}

fn refused(result: Result<CosignedAt, NotCosigned>) -> Refusal {
    match result {
        Err(NotCosigned::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn files(dir: &Path, part: &str) -> Vec<PathBuf> {
    let paths = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.to_str().unwrap().contains(part))
        .collect();
    paths.sort();
    paths
}

#[test]
fn what_was_cosigned_is_known_after_a_restart() {
    let dir = folder();
    assert_eq!(ask(dir.path(), &log(3), 0).unwrap(), at(3));
    assert_eq!(ask(dir.path(), &log(7), 3).unwrap(), at(7));
    assert_eq!(
        refused(ask(dir.path(), &log(9), 3)),
        Refusal::OtherSize { size: 7 }
    );
    let logs = Witness::open(dir.path()).unwrap().logs().unwrap();
    assert_eq!(logs.len(), 1);
    let last = logs[0].last().unwrap();
    assert_eq!(last.checkpoint().head(), log(7).checkpoint(7).checkpoint().head());
    assert_eq!(last.note().signatures().len(), 2, "the log's, and our newest");
}

#[test]
fn two_processes_do_not_open_one_witness() {
    let dir = folder();
    let first = Witness::open(dir.path()).unwrap();
    assert!(matches!(Witness::open(dir.path()), Err(Error::InUse(_))));
    assert!(matches!(
        Witness::init(dir.path(), "other.example", &[8; 32]),
        Err(Error::InUse(_))
    ));
    drop(first);
    assert!(Witness::open(dir.path()).is_ok());
}

#[test]
fn a_second_history_is_refused_and_kept_as_evidence() {
    let dir = folder();
    ask(dir.path(), &log(5), 0).unwrap();
    let rewritten = log(5).rewrite(2);
    for _ in 0..2 {
        assert_eq!(
            refused(ask(dir.path(), &rewritten, 5)),
            Refusal::OtherRoot { size: 5 }
        );
    }
    let forks = files(dir.path(), ".fork-");
    assert_eq!(forks.len(), 1);
    let kept = SignedCheckpoint::parse(&fs::read(&forks[0]).unwrap()).unwrap();
    assert_eq!(kept, rewritten.checkpoint(5));
    // It changes nothing about what is known.
    assert_eq!(ask(dir.path(), &log(6), 5).unwrap(), at(6));
}

#[test]
fn a_log_cannot_fill_the_disk_with_histories() {
    let dir = folder();
    ask(dir.path(), &log(40), 0).unwrap();
    for index in 0..FORKS_MAX + 3 {
        refused(ask(dir.path(), &log(40).rewrite(index), 40));
    }
    assert_eq!(files(dir.path(), ".fork-").len(), FORKS_MAX);
}

#[test]
fn a_log_may_change_its_key_and_may_not_change_its_past() {
    let dir = folder();
    ask(dir.path(), &log(3), 0).unwrap();
    let renewed = log(7).with_key(2);
    assert_eq!(refused(ask(dir.path(), &renewed, 3)), Refusal::BadSignature);
    let witness = Witness::open(dir.path()).unwrap();
    assert_eq!(witness.add_log(renewed.vkey().clone()).unwrap(), Added::Key);
    assert_eq!(witness.add_log(renewed.vkey().clone()).unwrap(), Added::Nothing);
    drop(witness);
    let rewritten = log(7).rewrite(0).with_key(2);
    assert!(matches!(
        refused(ask(dir.path(), &rewritten, 3)),
        Refusal::BadProof(_)
    ));
    assert_eq!(ask(dir.path(), &renewed, 3).unwrap(), at(7));
    assert_eq!(ask(dir.path(), &log(9), 7).unwrap(), at(9));
}

#[test]
fn a_log_has_so_many_keys_and_no_more() {
    let dir = folder();
    let witness = Witness::open(dir.path()).unwrap();
    for seed in 2.. {
        match witness.add_log(log(0).with_key(seed).vkey().clone()) {
            Ok(added) => assert_eq!(added, Added::Key),
            Err(error) => {
                assert!(matches!(error, Error::TooManyKeys), "{error}");
                assert_eq!(usize::from(seed), KEYS_MAX + 1);
                break;
            }
        }
    }
    assert_eq!(witness.logs().unwrap()[0].keys().len(), KEYS_MAX);
}

#[test]
fn logs_do_not_touch_each_other() {
    let dir = folder();
    // Names that look alike in a file name.
    let others = [
        "skm.example_log",
        "skm.example/log/",
        "skm.example/Log",
        "skm.example/log-\u{e9}",
    ];
    let logs = others.map(|name| SignedLog::new(name, 1).of_size(4));
    for other in &logs {
        assert_eq!(refused(ask(dir.path(), other, 0)), Refusal::UnknownOrigin);
        Witness::open(dir.path())
            .unwrap()
            .add_log(other.vkey().clone())
            .unwrap();
        ask(dir.path(), other, 0).unwrap();
    }
    ask(dir.path(), &log(3), 0).unwrap();
    assert_eq!(Witness::open(dir.path()).unwrap().logs().unwrap().len(), 5);
}

#[test]
fn a_lost_file_makes_its_log_unknown_and_not_new() {
    let dir = folder();
    ask(dir.path(), &log(5), 0).unwrap();
    fs::remove_file(&files(dir.path(), ".log")[0]).unwrap();
    assert_eq!(
        refused(ask(dir.path(), &log(5).rewrite(1), 0)),
        Refusal::UnknownOrigin
    );
}

#[test]
fn the_file_of_a_log_is_as_the_document_of_formats_has_it() {
    let dir = folder();
    let file = files(dir.path(), ".log")[0].clone();
    let hash = format!("{:x}", tlog::leaf_hash(b"skm.example/log"));
    let name = format!("skm.example_log-{}.log", &hash[..16]);
    assert_eq!(file.file_name().unwrap().to_str(), Some(name.as_str()));
    let keys = format!("skm witness log v1\n{}\n", log(0).vkey());
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{keys}\nnone\n"));
    ask(dir.path(), &log(5), 0).unwrap();
    let (stored, checkpoint) = (
        fs::read_to_string(&file).unwrap(),
        log(5).checkpoint(5).to_string(),
    );
    let ours = stored.strip_prefix(&format!("{keys}\n{checkpoint}")).unwrap();
    assert!(
        ours.starts_with("— witness.example ") && ours.lines().count() == 1,
        "{stored}"
    );
}

#[test]
fn any_byte_changed_in_a_logs_file_stops_its_cosigning() {
    let dir = folder();
    ask(dir.path(), &log(5), 0).unwrap();
    let file = files(dir.path(), ".log")[0].clone();
    let good = fs::read(&file).unwrap();
    let (witness, request) = (Witness::open(dir.path()).unwrap(), log(9).request(5).to_string());
    let with = |bytes: &[u8]| {
        fs::write(&file, bytes).unwrap();
        witness.answer(request.as_bytes(), at(9))
    };
    let is_damaged = |answer| matches!(answer, Err(NotCosigned::Failed(Error::Damaged(_))));
    for byte in 0..good.len() {
        let mut flipped = good.clone();
        flipped[byte] ^= 1 << (byte % 8);
        assert!(is_damaged(with(&flipped)), "byte {byte}");
    }
    for length in 0..good.len() {
        assert!(is_damaged(with(&good[..length])), "cut to {length}");
    }
    assert!(with(&good).is_ok());
}

#[test]
fn a_file_under_another_logs_name_is_not_that_logs_memory() {
    let dir = folder();
    let other = SignedLog::new("other.example/log", 1).of_size(5);
    Witness::open(dir.path())
        .unwrap()
        .add_log(other.vkey().clone())
        .unwrap();
    ask(dir.path(), &other, 0).unwrap();
    let (of_other, ours) = (&files(dir.path(), "other")[0], &files(dir.path(), "skm")[0]);
    fs::copy(of_other, ours).unwrap();
    assert!(matches!(
        ask(dir.path(), &log(5), 0),
        Err(NotCosigned::Failed(Error::Damaged(_)))
    ));
}

#[test]
fn a_witness_is_made_once() {
    let dir = folder();
    assert!(matches!(
        Witness::init(dir.path(), "witness.example", &[8; 32]),
        Err(Error::Exists(_))
    ));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(Witness::open(empty.path()), Err(Error::NotThere(_))));
    assert!(matches!(
        Witness::init(empty.path(), "a witness", &[9; 32]),
        Err(Error::Name(_))
    ));
    let deeper = empty.path().join("a/b");
    let vkey = Witness::init(&deeper, "witness.example", &[9; 32]).unwrap();
    assert_eq!(Witness::open(&deeper).unwrap().vkey(), &vkey);
    assert_eq!(
        fs::read_to_string(deeper.join("witness.vkey")).unwrap(),
        format!("{vkey}\n")
    );
}

#[test]
fn nobody_else_on_the_machine_reads_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    let mode = fs::metadata(dir.path().join("witness.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn a_request_beyond_the_limit_is_refused_unread() {
    let dir = folder();
    let witness = Witness::open(dir.path()).unwrap();
    let mut long = log(3).request(0).to_string();
    // Every line of it would be read: the log's own signature, again and again.
    let signature = log(3).checkpoint(3).note().signatures()[0].to_string();
    while long.len() <= REQUEST_BYTES_MAX {
        long += &signature;
    }
    let bytes = long.len();
    let refusal = witness.answer(long.as_bytes(), at(1)).unwrap_err();
    assert!(matches!(refusal, NotCosigned::Refused(Refusal::TooLong { bytes: said }) if said == bytes));
    // And as many of them as a note may have leave no mark on the witness.
    let most = log(3).request(0).to_string() + &signature.repeat(63);
    witness.answer(most.as_bytes(), at(1)).unwrap();
    assert_eq!(
        witness.logs().unwrap()[0]
            .last()
            .unwrap()
            .note()
            .signatures()
            .len(),
        2
    );
}
