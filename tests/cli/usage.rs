//! Arguments, exit codes, and that docs/operating.md names them all.

use std::{fs, net::TcpListener, path::Path};

use super::world::words;
use crate::{
    docs::{every_command, missing_from, options},
    harness::Skm,
};

fn operating() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating.md");
    fs::read_to_string(path).unwrap()
}

#[test]
fn every_command_and_every_option_stands_in_the_operators_document() {
    let skm = Skm::new();
    let (doc, commands) = (operating(), every_command(&skm));
    assert!(
        commands.iter().any(|(name, _)| name == "serve") && commands.len() >= 10,
        "{commands:?}"
    );
    for (name, help) in commands {
        assert!(!options(&help).is_empty(), "{help}");
        // In the part about the command itself.
        let heading = format!("### `skm {name}`");
        let (_, part) = doc.split_once(&heading).unwrap_or_else(|| panic!("{heading}"));
        let part = part.split("\n##").next().unwrap();
        assert_eq!(missing_from(part, options(&help)), [""; 0], "{name}");
    }
}

#[test]
fn every_exit_code_stands_in_the_help_and_in_the_operators_document() {
    let (doc, help) = (operating(), Skm::new().run(["--help"]).ok());
    for code in 0..=4 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code} in {help}");
        assert!(doc.contains(&format!("\n| {code} |")), "{code}");
    }
}

#[test]
fn a_mistaken_command_is_explained_and_changes_nothing() {
    let skm = Skm::new();
    for line in [
        "",
        "initt",
        "init",
        "init --name A",
        "compute a.csv --format xml",
        "compute a.csv --method 0.11",
    ] {
        let said = skm.run(words(line)).fails_with(2);
        assert!(!said.is_empty(), "{line}");
    }
    let said = skm.run(words("compute a.csv --method 0.11")).fails_with(2);
    assert!(
        said.contains("pilih salah satu dari exact, bobot-0.111, bobot-0.11"),
        "{said}"
    );
    assert!(!skm.data().exists());
}

#[test]
fn where_there_is_no_log_every_command_says_so_and_makes_none() {
    let skm = Skm::new();
    for line in [
        "account list",
        "serve",
        "publish --unit A --period 2019",
        "index --unit A --period 2019",
        "replay",
        "verify",
        "rebuild",
        "backup --to cadangan",
    ] {
        let said = skm.on_data(line).fails_with(3);
        assert!(
            said.contains("tidak berisi log") && said.contains("skm init"),
            "{line}: {said}"
        );
        assert!(!skm.data().exists(), "{line}");
    }
    skm.answers("a.csv", &["3,3,3,3,3,3,3,3,3"]);
    skm.import("a.csv", "2019-01-01").fails_with(3);
    let said = skm.run(["compute", "tidak-ada.csv"]).fails_with(3);
    assert!(said.contains("tidak-ada.csv"), "{said}");
}

#[test]
fn what_is_no_log_is_not_read_as_one() {
    let skm = Skm::new();
    fs::create_dir(skm.data()).unwrap();
    fs::write(skm.data().join("log.redb"), b"bukan log").unwrap();
    for line in ["replay", "verify", "serve"] {
        let said = skm.on_data(line).fails_with(3);
        assert!(said.contains("log.redb"), "{line}: {said}");
    }
}

#[test]
fn a_server_stops_when_it_is_asked_to_and_says_where_it_listens() {
    let skm = Skm::initialised();
    let server = skm.serve();
    assert_eq!(server.get("/health").status, 200);
    let (status, printed) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(printed.starts_with("Alamat: http://127.0.0.1:"), "{printed}");
}

#[test]
fn an_address_in_use_is_refused_with_a_way_out() {
    let skm = Skm::initialised();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let line = format!("serve --listen {}", taken.local_addr().unwrap());
    let said = skm.on_data(&line).fails_with(3);
    assert!(said.contains("pilih alamat lain dengan --listen"), "{said}");
}

#[test]
fn a_demo_is_marked_reproducible_and_never_mixed_with_other_files() {
    let skm = Skm::new();
    let fill = |to: &str| {
        skm.run(words(&format!(
            "demo --no-serve --data {to} --units 4 --months 2 --responses 60 --seed 7 --until 2026-06-30"
        )))
    };
    let said = fill("satu").ok();
    assert!(said.starts_with("DATA CONTOH di satu: 60 jawaban"), "{said}");
    assert!(
        said.contains("/masuk/") && said.contains("/hasil/") && said.contains("/s/"),
        "{said}"
    );
    fill("dua").ok();
    let hash = |data: &str| {
        let replayed = skm.run(["replay", "--data", data, "--format", "json"]).ok();
        let replayed: serde_json::Value = serde_json::from_str(&replayed).unwrap();
        assert_eq!(replayed["demo"], true);
        replayed["state_hash"].clone()
    };
    assert_eq!(hash("satu"), hash("dua"));
    fill("satu").fails_with(2);
    skm.run(words("demo --no-serve --units 1")).fails_with(2);
}
