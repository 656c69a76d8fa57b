//! The figures that `compute` and `index` both print, and why there may be none.

use ikm::{Index, IndexError, UnsurCode};
use serde::Serialize;

use crate::output::{columns, count};

/// One unsur, as JSON has it.
#[derive(Serialize)]
pub(crate) struct Unsur {
    code: UnsurCode,
    n: u64,
    nrr: ikm::Hundredths,
}

/// The unsur of an index, in the order of the instrument.
pub(crate) fn unsur(index: &Index) -> Vec<Unsur> {
    let unsur = index.unsur.iter().map(|nrr| Unsur {
        code: nrr.code,
        n: nrr.n,
        nrr: nrr.nrr,
    });
    unsur.collect()
}

/// The unsur of an index as a table for people.
pub(crate) fn unsur_table(index: &Index) -> String {
    let rows: Vec<_> = index
        .unsur
        .iter()
        .map(|nrr| [nrr.code.to_string(), count(nrr.n), nrr.nrr.id_id()])
        .collect();
    columns(["Unsur", "n", "NRR"], &rows)
}

/// Why there is no index, and what would help.
pub(crate) fn why_not(error: &IndexError) -> String {
    let list = |codes: &[UnsurCode]| codes.iter().map(UnsurCode::as_str).collect::<Vec<_>>().join(", ");
    match error {
        IndexError::NoUnsur => "belum ada survei, jadi belum ada unsur yang ditanyakan".into(),
        IndexError::UnsurTwice(unsur) => format!("unsur {unsur} diminta dua kali"),
        IndexError::Unanswered(unsur) => {
            format!("belum ada jawaban untuk {}, jadi belum ada indeks", list(unsur))
        }
        IndexError::MoreAnswersThanRespondents {
            unsur,
            answers,
            respondents,
        } => format!("unsur {unsur} memuat {answers} jawaban dari {respondents} responden"),
        IndexError::OtherUnsur {
            method,
            missing,
            unknown,
        } => {
            let mut text = format!("metode {method} tidak cocok dengan instrumen");
            for (what, unsur) in [("tidak ditanyakan", missing), ("tidak dikenal metode", unknown)] {
                if !unsur.is_empty() {
                    text += &format!("; {what}: {}", list(unsur));
                }
            }
            text
        }
        IndexError::UnsurCount {
            method,
            expected,
            actual,
        } => format!("metode {method} untuk {expected} unsur, instrumen memuat {actual}; gunakan exact"),
    }
}
