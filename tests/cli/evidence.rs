//! `replay`, `verify`, `rebuild`, `backup`: whether the log can be believed, also beside a server, and that a
//! change of a single byte is found.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::harness::Skm;

/// Changes one letter wherever a text stands in a file, and nothing else.
pub(crate) fn change(file: &Path, text: &str) {
    let mut bytes = fs::read(file).unwrap();
    let places: Vec<usize> = bytes
        .windows(text.len())
        .enumerate()
        .filter(|(_, part)| *part == text.as_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "{text} is not in {}", file.display());
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(file, bytes).unwrap();
}

/// The report of a verification that found something.
fn found_wrong(skm: &Skm) -> Value {
    let ran = skm.on_data("verify --format json");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stderr.contains("simpan folder ini sebagai bukti"),
        "{}",
        ran.stderr
    );
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["clean"], false);
    report
}

/// Copies a folder, as a careless operator does.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A text that a citizen wrote, in the log that a server serves.
pub(crate) fn with_a_comment() -> Skm {
    let skm = Skm::with_answers();
    let server = skm.serve();
    let body = json!({
        "id": "01922f4e-6a00-7c3e-9c55-0242ac120002",
        "survey": "DUKCAPIL",
        "answers": {
            "persyaratan": 3, "prosedur": 3, "waktu": 2, "biaya": 4, "produk": 3,
            "kompetensi": 4, "perilaku": 4, "sarpras": 3, "pengaduan": 3
        },
        "comment": "Antrean terlalu lama"
    });
    let answer = server.post("/api/v1/responses", "application/json", &body.to_string());
    assert_eq!(answer.status, 201, "{answer:?}");
    let (status, _) = server.stop();
    assert!(status.success(), "{status}");
    skm
}

#[test]
fn replaying_twice_gives_the_same_hash_and_less_of_the_log_another() {
    let skm = Skm::with_answers();
    let whole = skm.ask("replay");
    assert_eq!(skm.ask("replay")["state_hash"], whole["state_hash"]);
    let events = whole["events"].as_u64().unwrap();
    assert_eq!(
        skm.ask(&format!("replay --to {events}"))["state_hash"],
        whole["state_hash"]
    );
    let less = skm.ask(&format!("replay --to {}", events - 1));
    assert_eq!(less["events"], events - 1);
    assert_ne!(less["state_hash"], whole["state_hash"]);
    let nothing = skm.ask("replay --to 0");
    assert_eq!(
        (&nothing["events"], &nothing["recorded_at"]),
        (&json!(0), &Value::Null)
    );
}

#[test]
fn replay_changes_nothing_in_the_data_directory() {
    let skm = Skm::with_answers();
    let bytes = || fs::read(skm.data().join("log.redb")).unwrap();
    let before = bytes();
    fs::remove_file(skm.data().join("views.redb")).unwrap();
    skm.state_hash();
    assert!(!skm.data().join("views.redb").exists());
    assert!(bytes() == before);
}

#[test]
fn a_log_as_it_was_written_is_clean() {
    let skm = Skm::with_answers();
    let report = skm.ask("verify");
    assert_eq!((&report["clean"], &report["events"]), (&json!(true), &json!(13)));
    for part in ["log", "vault", "views"] {
        assert_eq!(report[part]["checked"], true, "{report}");
        assert_eq!(report[part]["problem_count"], 0, "{report}");
    }
    let table = skm.on_data("verify").ok();
    assert!(table.contains("sesuai, 13 peristiwa"), "{table}");
}

#[test]
fn a_changed_byte_in_the_log_is_found_by_everything_that_reads_it() {
    let skm = Skm::with_answers();
    change(&skm.data().join("log.redb"), "\"Dukcapil\"");
    let report = found_wrong(&skm);
    assert_eq!(report["log"]["problems"][0]["position"], 4, "{report}");
    assert_eq!(report["views"]["checked"], false);
    for command in [
        "replay",
        "index --unit DUKCAPIL --period 2019",
        "rebuild",
        "backup --to cadangan",
    ] {
        let said = skm.on_data(command).fails_with(1);
        assert!(said.contains("posisi 4:"), "{command}: {said}");
    }
    assert!(!skm.file("cadangan").exists());
}

#[test]
fn views_that_do_not_follow_from_the_log_are_found_and_made_anew() {
    let skm = Skm::with_answers();
    let other = Skm::initialised();
    other.answers("jawaban.csv", &["4,4,4,4,4,4,4,4,4"; 5]);
    other.import("jawaban.csv", "2019-03-31").ok();
    other.answers("lagi.csv", &["4,4,4,4,4,4,4,4,4"]);
    other.import("lagi.csv", "2019-04-01").ok();
    fs::copy(other.data().join("views.redb"), skm.data().join("views.redb")).unwrap();
    let report = found_wrong(&skm);
    assert_eq!(report["log"]["problem_count"], 0);
    assert_eq!(report["views"]["problem_count"], 1, "{report}");
    let ran = skm.on_data("rebuild");
    assert!(
        ran.code == Some(1) && ran.stdout.contains(&skm.state_hash()),
        "{ran:?}"
    );
    assert_eq!(skm.ask("verify")["clean"], true);
}

#[test]
fn rebuilding_gives_what_was_there() {
    let skm = Skm::with_answers();
    let said = skm.on_data("rebuild").ok();
    assert!(
        said.contains(&skm.state_hash()) && said.contains("Sebelumnya     sama"),
        "{said}"
    );
    fs::remove_file(skm.data().join("views.redb")).unwrap();
    let said = skm.on_data("rebuild").ok();
    assert!(said.contains("tidak ada tampilan"), "{said}");
    fs::write(skm.data().join("views.redb"), b"bukan basis data").unwrap();
    let said = skm.on_data("rebuild").ok();
    assert!(said.contains("tidak terbaca"), "{said}");
    assert_eq!(skm.ask("verify")["clean"], true);
}

#[test]
fn a_log_that_was_cut_off_is_read_again_once_it_is_recovered() {
    let skm = Skm::with_answers();
    let (hash, cut_off) = (skm.state_hash(), skm.file("cut-off"));
    let server = skm.serve();
    // What a power cut would leave.
    copy(&skm.data(), &cut_off);
    server.stop();
    fs::remove_dir_all(skm.data()).unwrap();
    fs::rename(&cut_off, skm.data()).unwrap();
    for command in ["replay", "verify"] {
        let said = skm.on_data(command).fails_with(3);
        assert!(
            said.contains("tidak ditutup dengan baik") && said.contains("skm rebuild"),
            "{said}"
        );
    }
    assert!(skm.on_data("rebuild").ok().contains(&hash));
    assert_eq!(skm.state_hash(), hash);
    assert_eq!(skm.ask("verify")["clean"], true);
}

#[test]
fn a_backup_is_the_same_log_without_the_keys_that_enter_and_sign() {
    let skm = with_a_comment();
    let said = skm.on_data("backup --to cadangan").ok();
    assert!(said.contains("14 peristiwa, 2 teks"), "{said}");
    let backup = skm.file("cadangan");
    let mut files: Vec<_> = fs::read_dir(&backup)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(
        files,
        [
            "checkpoints.redb",
            "credentials.redb",
            "log.pub",
            "log.redb",
            "tokens.key",
            "vault"
        ]
    );
    assert!(!backup.join("vault/lock").exists());
    let hash = skm.state_hash();
    fs::remove_dir_all(skm.data()).unwrap();
    fs::rename(&backup, skm.data()).unwrap();
    assert_eq!(skm.state_hash(), hash);
    let report = skm.ask("verify");
    assert_eq!(
        (&report["clean"], &report["vault"]["note"]),
        (&json!(true), &json!("2 teks, 0 dihapus"))
    );
}

#[test]
fn a_backup_overwrites_nothing() {
    let skm = Skm::with_answers();
    fs::create_dir(skm.file("kosong")).unwrap();
    skm.on_data("backup --to kosong").ok();
    let said = skm.on_data("backup --to kosong").fails_with(2);
    assert!(said.contains("sudah berisi"), "{said}");
}

#[test]
fn a_text_that_is_lost_or_was_changed_is_found_at_its_event() {
    let skm = with_a_comment();
    assert_eq!(skm.ask("verify")["clean"], true);
    let aside = skm.file("aside");
    copy(&skm.data(), &aside);

    fs::remove_dir_all(skm.data().join("vault")).unwrap();
    let report = found_wrong(&skm);
    assert_eq!(report["vault"]["problems"][1]["position"], 13, "{report}");

    // The vault of another log: whole, and without the text.
    let other = with_a_comment();
    copy(&other.data().join("vault"), &skm.data().join("vault"));
    let report = found_wrong(&skm);
    assert_eq!(report["vault"]["problems"][1]["position"], 13, "{report}");

    fs::remove_dir_all(skm.data()).unwrap();
    fs::rename(&aside, skm.data()).unwrap();
    assert_eq!(skm.ask("verify")["clean"], true);
}

#[test]
fn beside_a_server_everything_that_reads_works_and_nothing_writes() {
    let skm = Skm::with_answers();
    let hash = skm.state_hash();
    let server = skm.serve();
    assert_eq!(skm.state_hash(), hash);
    assert_eq!(skm.ask("index --unit DUKCAPIL --period 2019")["ikm"], "75.46");
    let report = skm.ask("verify");
    assert_eq!(
        (&report["clean"], &report["log"]["checked"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(report["vault"]["checked"], true, "{report}");
    assert_eq!(report["views"]["checked"], false, "{report}");
    skm.on_data("backup --to cadangan").ok();
    for command in ["rebuild", "publish --unit DUKCAPIL --period 2019", "serve"] {
        let said = skm.on_data(command).fails_with(3);
        assert!(said.contains("sedang dipakai"), "{command}: {said}");
    }
    skm.import("jawaban.csv", "2019-03-31").fails_with(3);
    let (status, _) = server.stop();
    assert!(status.success(), "{status}");
    assert_eq!(skm.state_hash(), hash);
    assert_eq!(skm.ask("verify")["views"]["checked"], true);
}
