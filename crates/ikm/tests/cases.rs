//! Goal: the figures that real offices published are reproduced, under the method each of them used.
//!
//! Method: the answers and figures lie in the shared cases folder, named by `SKM_SHARED`. Without it these
//! tests return early, except under `CI`, where it must be there. The counts of one office stand below in any
//! case, so that the arithmetic is never unchecked.

use std::path::PathBuf;

use ikm::{Hundredths, Method, Score, Tallies, Tally, UnsurCode, compute};

/// The cases folder, if this machine has it.
fn cases() -> Option<PathBuf> {
    let shared = std::env::var_os("SKM_SHARED");
    assert!(
        shared.is_some() || std::env::var_os("CI").is_none(),
        "CI must set SKM_SHARED, or nothing is checked"
    );
    shared.map(|shared| PathBuf::from(shared).join("domain/cases"))
}

/// The unsur of a file of answers, their tallies, and the number of respondents.
fn read_answers(file: &str) -> Option<(Vec<UnsurCode>, Tallies, u64)> {
    let mut reader = csv::Reader::from_path(cases()?.join(file)).expect("the case is there");
    let header = reader.headers().expect("a header").clone();
    let unsur: Vec<_> = header
        .iter()
        .skip(1)
        .map(|code| UnsurCode::new(code).expect("a code"))
        .collect();
    let (mut tallies, mut n) = (Tallies::default(), 0);
    for row in reader.records() {
        n += 1;
        for (code, cell) in unsur.iter().zip(row.expect("a row").iter().skip(1)) {
            let number: u8 = cell.parse().expect("a number");
            tallies.add(*code, Score::new(number).expect("a score"));
        }
    }
    Some((unsur, tallies, n))
}

/// Index by method: `exact`, `bobot-0.111`, `bobot-0.11`.
fn by_method(unsur: &[UnsurCode], tallies: &Tallies, n: u64) -> [String; 3] {
    ["exact", "bobot-0.111", "bobot-0.11"].map(|id| {
        let method = Method::by_id(id).expect("built in");
        let index = compute(method, unsur, tallies, n).expect("everything is answered");
        assert_eq!(index.method, id);
        format!("{} {}", index.ikm, index.mutu)
    })
}

#[test]
fn sekadau_2019_is_reproduced_under_all_three_weights() {
    let Some((unsur, tallies, n)) = read_answers("sekadau-2019-s1.csv") else {
        return;
    };
    assert_eq!((unsur.len(), n), (9, 49));
    assert_eq!(by_method(&unsur, &tallies, n), ["78.74 B", "78.66 B", "77.95 B"]);
}

#[test]
fn gaspul_is_reproduced_under_all_three_weights() {
    let Some((unsur, tallies, n)) = read_answers("gaspul-tw3.csv") else {
        return;
    };
    assert_eq!((unsur.len(), n), (9, 29));
    assert_eq!(by_method(&unsur, &tallies, n), ["91.48 A", "91.38 A", "90.56 A"]);
}

#[test]
fn every_published_index_of_banyuwangi_has_its_published_letter() {
    let Some(cases) = cases() else { return };
    let mut reader = csv::Reader::from_path(cases.join("banyuwangi-grades.csv")).expect("the case is there");
    let mut checked = 0;
    for row in reader.records() {
        let row = row.expect("a row");
        let ikm: Hundredths = row[2].parse().expect("an index");
        assert_eq!(
            Method::exact().bands().classify(ikm).to_string(),
            row[3],
            "{} {}",
            &row[0],
            &row[1]
        );
        checked += 1;
    }
    assert_eq!(checked, 50);
}

/// What each unsur of the office of `gaspul-tw3.csv` was given, as the office published it.
const PUBLISHED_COUNTS: [(&str, [u64; 4]); 9] = [
    ("persyaratan", [0, 0, 11, 18]),
    ("prosedur", [0, 0, 15, 14]),
    ("waktu", [0, 2, 12, 15]),
    ("biaya", [0, 0, 0, 29]),
    ("produk", [0, 0, 14, 15]),
    ("kompetensi", [0, 0, 11, 18]),
    ("perilaku", [0, 0, 10, 19]),
    ("sarpras", [0, 0, 11, 18]),
    ("pengaduan", [0, 0, 1, 28]),
];

#[test]
fn published_counts_give_both_indexes_that_the_office_published() {
    let mut tallies = Tallies::default();
    let unsur: Vec<_> = PUBLISHED_COUNTS
        .iter()
        .map(|(code, counts)| {
            let code = UnsurCode::new(code).expect("a code");
            tallies.merge_one(code, &Tally::from_counts(*counts));
            code
        })
        .collect();
    assert_eq!(by_method(&unsur, &tallies, 29), ["91.48 A", "91.38 A", "90.56 A"]);
}
