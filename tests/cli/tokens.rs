//! `skm tokens`: codes on paper, once; and what becomes of them with another key.

use std::{collections::HashSet, fs, os::unix::fs::PermissionsExt};

use crate::harness::Skm;

/// The codes in a file, without the header.
fn codes(skm: &Skm, file: &str) -> Vec<String> {
    let text = fs::read_to_string(skm.file(file)).unwrap();
    let lines = text.lines().skip(1);
    lines
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect()
}

/// The survey that an import opens.
const SURVEY: &str = "DUKCAPIL";

#[test]
fn codes_are_written_once_to_a_file_of_their_own_and_the_log_holds_none_of_them() {
    let skm = Skm::with_answers();
    let line =
        format!("tokens issue --survey {SURVEY} --count 500 --out kode.csv --public-url https://skm.go.id");
    let said = skm.on_data(&line).ok();
    assert!(
        said.starts_with(&format!("500 kode untuk survei {SURVEY}")),
        "{said}"
    );
    let codes = codes(&skm, "kode.csv");
    assert_eq!(HashSet::<_>::from_iter(&codes).len(), 500);
    let text = fs::read_to_string(skm.file("kode.csv")).unwrap();
    let compact = codes[0].replace('-', "");
    assert!(text.contains(&format!("{},https://skm.go.id/k/{compact}\n", codes[0])));
    assert_eq!(
        fs::metadata(skm.file("kode.csv")).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let log = fs::read(skm.data().join("log.redb")).unwrap();
    for code in &codes {
        for text in [code.as_str(), &code.replace('-', "")] {
            assert!(!log.windows(text.len()).any(|window| window == text.as_bytes()));
        }
    }
    // A sheet that is there already may have been handed out.
    let said = skm.on_data(&line).fails_with(2);
    assert!(said.contains("kode.csv sudah ada"), "{said}");
}

#[test]
fn tickets_are_sheets_to_print_and_need_the_address_that_stands_on_them() {
    let skm = Skm::with_answers();
    let before = skm.events();
    let issue = |out: &str, more: &str| {
        skm.on_data(&format!(
            "tokens issue --survey {SURVEY} --count 30 --out {out} {more}"
        ))
    };
    for (out, why) in [
        ("a.pdf", "--public-url"),
        ("a.html", "--public-url"),
        ("a.txt", ".html, .pdf"),
    ] {
        let said = issue(out, "").fails_with(2);
        assert!(said.contains(why) && !skm.file(out).exists(), "{said}");
    }
    assert_eq!(skm.events(), before);
    issue("tiket.pdf", "--public-url https://skm.go.id").ok();
    issue("tiket.html", "--public-url https://skm.go.id").ok();
    assert!(fs::read(skm.file("tiket.pdf")).unwrap().starts_with(b"%PDF-"));
    let page = fs::read_to_string(skm.file("tiket.html")).unwrap();
    assert_eq!(page.matches("crispEdges").count(), 30, "a QR code on each ticket");
    assert!(page.contains("lembar 2 dari 2"));
}

#[test]
fn what_cannot_be_issued_is_explained_and_leaves_neither_event_nor_file() {
    let skm = Skm::with_answers();
    let before = skm.events();
    for (survey, count, why) in [
        (SURVEY, 9, "paling sedikit 10"),
        (SURVEY, 1001, "paling banyak 1000"),
        ("TIDAK-ADA", 10, "tidak ada"),
    ] {
        let said = skm
            .on_data(&format!(
                "tokens issue --survey {survey} --count {count} --out a.csv"
            ))
            .fails_with(2);
        assert!(said.contains(why), "{said}");
        assert!(!skm.file("a.csv").exists());
    }
    assert_eq!(skm.events(), before);
}

#[test]
fn a_lost_key_is_told_with_both_ways_out_and_a_backup_has_it() {
    let skm = Skm::with_answers();
    let issue = |out: &str| skm.on_data(&format!("tokens issue --survey {SURVEY} --count 10 --out {out}"));
    issue("satu.csv").ok();
    skm.on_data("backup --to cadangan").ok();
    let key = skm.data().join("tokens.key");
    let kept = fs::read(&key).unwrap();
    assert_eq!(fs::read(skm.file("cadangan/tokens.key")).unwrap(), kept);
    fs::remove_file(&key).unwrap();
    let said = issue("dua.csv").fails_with(3);
    assert!(
        said.contains("cadangan") && said.contains("skm tokens new-key"),
        "{said}"
    );
    skm.on_data("tokens new-key").ok();
    assert_ne!(fs::read(&key).unwrap(), kept);
    issue("dua.csv").ok();
}
