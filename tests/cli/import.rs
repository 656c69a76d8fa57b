//! `init`, `import`, `publish`: what gets into the log, and what does not.

use std::fs;

use serde_json::json;

use super::world::{case, words};
use crate::harness::Skm;

#[test]
fn imported_rows_give_the_published_index() {
    let Some(path) = case("sekadau-2019-s1.csv") else {
        return;
    };
    let skm = Skm::initialised();
    let path = path.to_str().unwrap();
    assert!(
        skm.import(path, "2019-06-30")
            .ok()
            .starts_with("49 jawaban dicatat")
    );
    let found = skm.ask("index --unit DUKCAPIL --period 2019-S1");
    assert_eq!(
        (&found["n"], &found["ikm"], &found["mutu"]),
        (&json!(49), &json!("78.74"), &json!("B"))
    );
    let found = skm.ask("index --unit DUKCAPIL --period 2019-S1 --method bobot-0.111");
    assert_eq!(found["ikm"], "78.66");
}

#[test]
fn importing_again_adds_nothing() {
    let skm = Skm::with_answers();
    let before = (skm.events(), skm.state_hash());
    let said = skm.import("jawaban.csv", "2019-03-31").ok();
    assert_eq!(said, "0 jawaban dicatat, 5 sudah ada\n");
    assert_eq!((skm.events(), skm.state_hash()), before);
}

#[test]
fn a_bad_row_stops_before_anything_is_written() {
    let skm = Skm::with_answers();
    let before = (skm.events(), skm.state_hash());
    skm.answers("salah.csv", &["4,4,4,4,4,4,4,4,4", "4,4,4,4,4,4,5,4,4"]);
    let said = skm.import("salah.csv", "2019-05-01").fails_with(2);
    for told in [
        "salah.csv",
        "baris 3",
        "\"perilaku\"",
        "\"5\"",
        "Tidak ada yang dicatat",
    ] {
        assert!(said.contains(told), "{told} in {said}");
    }
    assert_eq!((skm.events(), skm.state_hash()), before);
}

#[test]
fn a_bad_file_registers_no_unit_in_an_empty_log() {
    let skm = Skm::initialised();
    let before = skm.events();
    skm.answers("salah.csv", &["4,4,4,4,4,4,5,4,4"]);
    skm.import("salah.csv", "2019-05-01").fails_with(2);
    assert_eq!(skm.events(), before);
}

#[test]
fn a_row_that_was_changed_after_it_was_imported_is_refused_by_line() {
    let skm = Skm::with_answers();
    skm.answers("jawaban.csv", &["3,3,3,3,3,3,3,3,3", "4,4,4,4,4,4,4,4,4"]);
    let said = skm.import("jawaban.csv", "2019-03-31").fails_with(2);
    assert!(said.contains("jawaban.csv: baris 3:"), "{said}");
    assert_eq!(skm.ask("index --unit DUKCAPIL --period 2019-03")["ikm"], "75.00");
}

#[test]
fn a_day_to_come_is_refused() {
    let skm = Skm::initialised();
    skm.answers("a.csv", &["3,3,3,3,3,3,3,3,3"]);
    let said = skm.import("a.csv", "2999-01-01").fails_with(2);
    assert!(said.contains("2999-01-01 belum terjadi"), "{said}");
}

#[test]
fn the_zone_of_a_unit_decides_nothing_about_the_day_that_was_given() {
    for zone in ["WIB", "WITA", "WIT"] {
        let skm = Skm::initialised();
        skm.answers("a.csv", &["3,3,3,3,3,3,3,3,3"]);
        let line =
            format!("import --unit A --unit-name A --service B --occurred 2019-07-01 --zone {zone} a.csv");
        skm.on_data(&line).ok();
        assert_eq!(skm.ask("index --unit A --period 2019-07")["n"], 1, "{zone}");
    }
}

#[test]
fn a_published_result_stands_in_the_log_and_an_empty_period_has_none() {
    let skm = Skm::with_answers();
    let events = skm.events();
    let said = skm.on_data("publish --unit DUKCAPIL --period 2019-Q1").ok();
    assert!(said.contains(&format!("posisi {events}")), "{said}");
    assert_eq!(skm.events(), events + 1);
    skm.on_data("publish --unit DUKCAPIL --period 2018").fails_with(2);
    assert_eq!(skm.events(), events + 1);
}

#[test]
fn an_invitation_is_told_once_and_stands_nowhere() {
    let skm = Skm::new();
    let secret = |said: &str| {
        let link = said.split("/undangan/").nth(1);
        link.unwrap_or_else(|| panic!("a link in {said}"))[..64].to_owned()
    };
    let first = secret(&skm.on_data("init --name Sukamaju").ok());
    let second = secret(&skm.on_data("account reset admin --reason Hilang").ok());
    let third = secret(
        &skm.on_data(
            "account invite wati --name Wati --role inspector --public-url https://skm.sukamaju.go.id",
        )
        .ok(),
    );
    assert!(first != second && second != third);
    for file in [
        "credentials.redb",
        "credentials.key",
        "log.redb",
        "views.redb",
        "vault/texts.redb",
    ] {
        let bytes = fs::read(skm.data().join(file)).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        for secret in [&first, &second, &third] {
            assert!(!holds(secret), "{file}");
        }
        assert!(!holds("Wati"), "{file}");
    }
}

#[test]
fn accounts_are_listed_disabled_and_enabled_on_the_machine() {
    let skm = Skm::initialised();
    skm.on_data("account invite wati --name Wati --role inspector")
        .ok();
    let listed = || skm.on_data("account list").ok();
    assert!(
        listed().contains("wati  Wati  belum diaktifkan  inspector"),
        "{}",
        listed()
    );
    skm.on_data("account disable wati --reason Pindah").ok();
    assert!(listed().contains("wati  Wati  dinonaktifkan"), "{}", listed());
    skm.on_data("account disable wati --reason Pindah").fails_with(2);
    skm.on_data("account enable wati --reason Kembali").ok();
    assert!(listed().contains("wati  Wati  belum diaktifkan"), "{}", listed());
    let said = skm.on_data("account reset tidak-ada --reason Lupa").fails_with(2);
    assert!(said.contains("skm account list"), "{said}");
    let said = skm
        .on_data("account invite budi --name Budi --role officer")
        .fails_with(2);
    assert!(said.contains("satu unit"), "{said}");
    let said = skm
        .on_data("account invite budi --name Budi --role bupati")
        .fails_with(2);
    assert!(said.contains("bagian_organisasi"), "{said}");
}

#[test]
fn a_folder_with_a_log_is_not_initialised_again() {
    let skm = Skm::with_answers();
    let before = skm.state_hash();
    let said = skm.on_data("init --name Lain").fails_with(2);
    assert!(said.contains("sudah berisi log"), "{said}");
    assert_eq!(skm.state_hash(), before);
}

#[test]
fn a_refused_name_leaves_no_log_behind() {
    let skm = Skm::new();
    let data = skm.data();
    let mut arguments = words("init --name");
    arguments.extend([String::new(), "--data".into(), data.to_str().unwrap().into()]);
    skm.run(arguments).fails_with(2);
    assert!(!data.exists());
    skm.on_data("init --name Sukamaju").ok();
}

#[test]
fn a_translation_is_published_from_the_program_or_from_a_file_and_must_be_whole() {
    let skm = Skm::initialised();
    let before = skm.events();
    let said = skm.on_data("translate --language jv").ok();
    assert!(said.contains("dalam bahasa jv diterbitkan"), "{said}");
    assert_eq!(skm.events(), before + 1);
    let whole = survey::Translation::shipped().swap_remove(1);
    let file = skm.file("su.json");
    let write = |translation: &survey::Translation| {
        fs::write(&file, serde_json::to_string(translation).unwrap()).unwrap();
    };
    write(&whole);
    skm.on_data("translate --file su.json").ok();
    let mut lacking = whole;
    lacking.profile.remove("usia");
    write(&lacking);
    let said = skm.on_data("translate --file su.json").fails_with(2);
    assert!(
        said.contains("pertanyaan usia belum ada dalam bahasa su"),
        "{said}"
    );
    for mistaken in ["translate", "translate --language id", "translate --language en"] {
        skm.on_data(mistaken).fails_with(2);
    }
    assert_eq!(skm.events(), before + 2);
}
