//! `compute` and `index`: the figures, and the files that give none.

use std::fs;

use serde_json::{Value, json};

use super::world::{HEADER, case};
use crate::harness::Skm;

/// What `compute` makes of a file, as JSON.
fn computed(skm: &Skm, arguments: &[&str]) -> Value {
    let all = ["compute", "--format", "json"].iter().chain(arguments);
    serde_json::from_str(&skm.run(all).ok()).unwrap()
}

/// How `compute` refuses a file of this text.
fn refused(text: &str, arguments: &[&str]) -> String {
    let skm = Skm::new();
    fs::write(skm.file("salah.csv"), text).unwrap();
    let all = ["compute", "salah.csv"].iter().chain(arguments);
    let said = skm.run(all).fails_with(2);
    assert!(said.contains("salah.csv"), "{said}");
    said
}

#[test]
fn published_cases_come_out_to_the_last_digit_under_each_method() {
    let cases = [
        ("sekadau-2019-s1.csv", "exact", "78.74", "B"),
        ("sekadau-2019-s1.csv", "bobot-0.111", "78.66", "B"),
        ("sekadau-2019-s1.csv", "bobot-0.11", "77.95", "B"),
        ("gaspul-tw3.csv", "exact", "91.48", "A"),
        ("gaspul-tw3.csv", "bobot-0.111", "91.38", "A"),
        ("gaspul-tw3.csv", "bobot-0.11", "90.56", "A"),
    ];
    for (file, method, ikm, mutu) in cases {
        let Some(path) = case(file) else { return };
        let found = computed(&Skm::new(), &[path.to_str().unwrap(), "--method", method]);
        assert_eq!(found["ikm"], ikm, "{file} by {method}");
        assert_eq!(found["mutu"], mutu, "{file} by {method}");
        assert_eq!(found["method"], method);
    }
}

#[test]
fn the_document_of_a_computation_says_what_it_is_made_of() {
    let skm = Skm::new();
    skm.answers("a.csv", &["3,3,2,3,3,3,3,3,3", "4,3,,3,3,3,3,3,3"]);
    let nrr = |code, n, nrr| json!({"code": code, "n": n, "nrr": nrr});
    // 3.5 + 2 + 7 times 3 = 26.5, times 25 / 9 = 73.611...
    let expected = json!({
        "n": 2,
        "method": "exact",
        "unsur": [
            nrr("persyaratan", 2, "3.50"),
            nrr("prosedur", 2, "3.00"),
            nrr("waktu", 1, "2.00"),
            nrr("biaya", 2, "3.00"),
            nrr("produk", 2, "3.00"),
            nrr("kompetensi", 2, "3.00"),
            nrr("perilaku", 2, "3.00"),
            nrr("sarpras", 2, "3.00"),
            nrr("pengaduan", 2, "3.00"),
        ],
        "ikm": "73.61",
        "mutu": "C",
        "kinerja": "Kurang Baik",
    });
    assert_eq!(computed(&skm, &["a.csv"]), expected);
}

#[test]
fn people_read_figures_with_a_comma() {
    let skm = Skm::new();
    skm.answers("a.csv", &["3,3,2,3,3,3,3,3,3"]);
    let table = skm.run(["compute", "a.csv"]).ok();
    assert!(
        table.starts_with("IKM        72,22\nMutu       C (Kurang Baik)\n"),
        "{table}"
    );
    assert!(table.contains("\nwaktu        1  2,00\n"), "{table}");
}

#[test]
fn columns_are_known_by_their_code_in_any_order() {
    let skm = Skm::new();
    let (header, row) = (
        "respondent,pengaduan,sarpras,perilaku,kompetensi,produk,biaya,waktu,prosedur,persyaratan",
        "7,1,4,4,4,4,4,4,4,4",
    );
    fs::write(skm.file("a.csv"), format!("{header}\n{row}\n")).unwrap();
    let unsur = &computed(&skm, &["a.csv"])["unsur"];
    assert_eq!(unsur[0]["nrr"], "4.00");
    assert_eq!(unsur[8], json!({"code": "pengaduan", "n": 1, "nrr": "1.00"}));
}

#[test]
fn a_method_with_unsur_of_its_own_reads_those_columns_and_no_others() {
    let skm = Skm::new();
    let header = HEADER.replace("sarpras", "maklumat");
    fs::write(skm.file("a.csv"), format!("{header}\n3,3,3,3,3,3,3,3,3\n")).unwrap();
    let found = computed(&skm, &["a.csv", "--method", "permenpan-2014"]);
    assert_eq!((&found["ikm"], &found["mutu"]), (&json!("75.00"), &json!("B")));
    let said = refused(
        &format!("{HEADER}\n3,3,3,3,3,3,3,3,3\n"),
        &["--method", "permenpan-2014"],
    );
    assert!(said.contains("sarpras") && said.contains("maklumat"), "{said}");
}

#[test]
fn a_column_that_is_unknown_doubled_or_missing_is_refused_by_name() {
    let rest = "3,3,3,3,3,3,3,3,3,3\n";
    let said = refused(&format!("{HEADER},parkir\n{rest}"), &[]);
    assert!(
        said.contains("baris 1") && said.contains("\"parkir\" tidak dikenal"),
        "{said}"
    );
    let said = refused(&format!("{HEADER},waktu\n{rest}"), &[]);
    assert!(
        said.contains("baris 1") && said.contains("\"waktu\" ada dua kali"),
        "{said}"
    );
    let said = refused(
        &format!("{}\n3,3,3,3,3,3,3,3\n", HEADER.replace(",waktu", "")),
        &[],
    );
    assert!(
        said.contains("baris 1") && said.contains("\"waktu\" tidak ada"),
        "{said}"
    );
}

#[test]
fn a_score_outside_1_to_4_is_refused_by_line_and_column() {
    for score in ["5", "0", "3.5", "baik"] {
        let said = refused(
            &format!("{HEADER}\n3,3,3,3,3,3,3,3,3\n3,3,{score},3,3,3,3,3,3\n"),
            &[],
        );
        assert!(said.contains("baris 3, kolom \"waktu\""), "{said}");
    }
}

#[test]
fn an_unsur_that_nobody_answered_gives_no_index() {
    let said = refused(&format!("{HEADER}\n3,3,,3,3,3,3,3,3\n"), &[]);
    assert!(said.contains("belum ada jawaban untuk waktu"), "{said}");
}

#[test]
fn an_index_names_everything_that_it_is_made_of() {
    let skm = Skm::with_answers();
    let found = skm.ask("index --unit DUKCAPIL --period 2019");
    // 8 times 3 + 19 / 6 = 27.1666..., times 25 / 9 = 75.46.
    assert_eq!((&found["ikm"], &found["mutu"]), (&json!("75.46"), &json!("C")));
    assert_eq!((&found["known"], &found["demo"]), (&json!(true), &json!(false)));
    assert_eq!((&found["n"], &found["method"]), (&json!(6), &json!("exact")));
    assert_eq!(found["instruments"], json!(["permenpan-14-2017@1"]));
    assert_eq!(found["as_of"], skm.events());
    assert_eq!(found["recorded_at"], skm.ask("replay")["recorded_at"]);
    assert_eq!(found["unsur"][2], json!({"code": "waktu", "n": 6, "nrr": "3.17"}));
    assert!(found["interval"]["low"].as_str() < found["ikm"].as_str());
    let table = skm.on_data("index --unit DUKCAPIL --period 2019").ok();
    for told in [
        "Dukcapil (DUKCAPIL)",
        "75,46",
        "C (mungkin B), Kurang Baik",
        "exact",
        "permenpan-14-2017@1",
        "posisi 13",
    ] {
        assert!(table.contains(told), "{told} in {table}");
    }
}

#[test]
fn a_period_has_the_answers_of_its_months_only() {
    let skm = Skm::with_answers();
    for (period, n) in [
        ("2019-Q1", 5),
        ("2019-03", 5),
        ("2019-04", 1),
        ("2019-S1", 6),
        ("2018", 0),
    ] {
        let found = skm.ask(&format!("index --unit DUKCAPIL --period {period}"));
        assert_eq!(
            (&found["n"], &found["known"]),
            (&json!(n), &json!(true)),
            "{period}"
        );
        assert_eq!(found["ikm"].is_null(), n == 0, "{period}");
    }
}

#[test]
fn before_the_first_event_nothing_was_known() {
    let skm = Skm::with_answers();
    for earlier in ["0", "1", "2019-06-30T00:00:00+07:00"] {
        let found = skm.ask(&format!("index --unit DUKCAPIL --period 2019 --as-of {earlier}"));
        assert_eq!(
            (&found["known"], &found["ikm"]),
            (&json!(false), &Value::Null),
            "{earlier}"
        );
        assert!(found["reason"].as_str().unwrap().contains("belum"), "{found}");
    }
    let said = skm.on_data("index --unit DUKCAPIL --period 2019 --as-of 0").ok();
    assert!(
        said.contains("sebelum peristiwa pertama belum ada yang diketahui"),
        "{said}"
    );
}

#[test]
fn an_index_as_of_an_earlier_event_knows_nothing_later() {
    let skm = Skm::with_answers();
    let before_the_last = skm.events() - 1;
    let found = skm.ask(&format!(
        "index --unit DUKCAPIL --period 2019 --as-of {before_the_last}"
    ));
    assert_eq!((&found["n"], &found["ikm"]), (&json!(5), &json!("75.00")));
    assert_eq!(found["as_of"], before_the_last);
    let moment = found["recorded_at"].as_str().unwrap();
    // The day of that event, by the clock of the unit (WIB): known when it ends, not when the day before does.
    let clock = moment.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(7);
    let day = jiff::tz::Offset::UTC.to_datetime(clock).date();
    let by_day = |day: jiff::civil::Date| {
        let found = skm.ask(&format!("index --unit DUKCAPIL --period 2019 --as-of {day}"));
        found["as_of"].as_u64().unwrap()
    };
    assert!(by_day(day) >= before_the_last);
    assert!(by_day(day.yesterday().unwrap()) < before_the_last);
    let by_moment = skm.ask(&format!("index --unit DUKCAPIL --period 2019 --as-of {moment}"));
    assert_eq!(by_moment["recorded_at"], found["recorded_at"]);
}

#[test]
fn a_unit_that_never_was_and_a_position_beyond_the_log_are_refused() {
    let skm = Skm::with_answers();
    let said = skm.on_data("index --unit DUKCAPIIL --period 2019").fails_with(2);
    assert!(said.contains("DUKCAPIIL"), "{said}");
    let said = skm
        .on_data("index --unit DUKCAPIL --period 2019 --as-of 9999")
        .fails_with(2);
    assert!(said.contains("hanya memuat 13 peristiwa"), "{said}");
}

#[test]
fn a_method_for_other_unsur_is_refused_where_it_was_asked_for() {
    let skm = Skm::with_answers();
    let said = skm
        .on_data("index --unit DUKCAPIL --period 2019 --method permenpan-2014")
        .fails_with(2);
    assert!(said.contains("maklumat") && said.contains("sarpras"), "{said}");
}
