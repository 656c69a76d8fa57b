//! No document tells of few: no cell, nor the rest of the others; and the table of scores tells of nobody when.

use documents::{Cell, Document, ProfileGroup, ScoreRow, Scores, limits::CELL_N_MIN};
use ikm::{Method, Score};
use proptest::prelude::*;

use crate::sample::{laporan_of, row, rows, thirty};

fn score_rows() -> impl Strategy<Value = Vec<ScoreRow>> {
    let row = prop::array::uniform9(0u8..=4);
    prop::collection::vec(row, 5..40).prop_map(|scores| rows(&scores))
}

proptest! {
    #[test]
    fn the_order_of_scores_is_the_same_whatever_order_they_came_in(rows in score_rows(), by in any::<u64>()) {
        let mut other = rows.clone();
        // Any permutation is a product of swaps.
        let mut chance = by;
        for at in (1..other.len()).rev() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(at, usize::try_from(chance >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(Scores::new(rows), Scores::new(other));
    }

    #[test]
    fn nothing_shown_of_a_question_tells_a_cell_of_few(counts in prop::collection::vec(0u64..40, 1..9), silent in 0u64..20) {
        let n: u64 = counts.iter().sum::<u64>() + silent;
        let named = counts.iter().enumerate().map(|(at, count)| (at.to_string(), *count)).collect();
        let group = ProfileGroup::new("a", "A", named, n);
        let all: Vec<u64> = counts.iter().copied().chain([silent]).collect();
        let mut hidden = Vec::new();
        for ((_, cell), count) in group.rows.iter().zip(&all) {
            match cell {
                Cell::Shown(shown) => {
                    prop_assert_eq!(shown, count);
                    prop_assert!(*count == 0 || *count >= CELL_N_MIN);
                }
                Cell::Withheld => hidden.push(*count),
            }
        }
        // Whoever knows n knows what is hidden together: as many as may be shown, unless nothing is.
        let together: u64 = hidden.iter().sum();
        prop_assert!(hidden.is_empty() || together >= CELL_N_MIN || together == n);
        prop_assert!(hidden.len() != 1 || together == n);
    }
}

#[test]
fn few_respondents_are_not_listed_one_by_one() {
    let four = thirty()[..4].to_vec();
    assert_eq!(Scores::new(four.clone()), Scores::TooFew);
    let laporan = laporan_of(Method::exact(), four);
    let sheet = documents::pengolahan_xlsx(&laporan);
    assert!(sheet.len() > 1000, "the sums are there all the same");
}

#[test]
fn the_table_of_scores_holds_nothing_but_scores() {
    let laporan = laporan_of(Method::exact(), thirty());
    let Scores::Rows(shuffled) = &laporan.scores else {
        panic!("thirty are enough");
    };
    let flat = |rows: &[ScoreRow]| {
        let mut rows: Vec<Vec<u8>> = rows
            .iter()
            .map(|row| row.iter().map(|score| score.map_or(0, Score::get)).collect())
            .collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(
        flat(shuffled.rows()),
        flat(&thirty()),
        "no row is lost or made up"
    );
    assert_ne!(shuffled.rows(), thirty(), "but shuffled they are");
    let mut sorted = thirty();
    sorted.sort_unstable();
    assert_ne!(shuffled.rows(), sorted, "and not merely sorted");
}

#[test]
fn no_document_says_how_many_gave_an_answer_that_few_gave() {
    let mut laporan = laporan_of(Method::exact(), thirty());
    let jobs = vec![("Swasta".into(), 12), ("Wirausaha".into(), 14), ("TNI".into(), 4)];
    laporan.profile = vec![ProfileGroup::new("pekerjaan", "Pekerjaan", jobs, 30)];
    let told: Vec<_> = laporan.profile[0]
        .rows
        .iter()
        .map(|(name, cell)| (name.as_str(), *cell))
        .collect();
    assert_eq!(
        told,
        [
            ("Swasta", Cell::Withheld),
            ("Wirausaha", Cell::Shown(14)),
            ("TNI", Cell::Withheld),
            ("Tidak mengisi", Cell::Shown(0)),
        ]
    );
    let poster = laporan.poster().svg();
    assert!(!poster.is_empty());
    let data = Document::OpenData.bytes(&laporan, &row(&laporan));
    assert!(
        !String::from_utf8(data).unwrap().contains("TNI"),
        "no profile in open data"
    );
}

#[test]
fn withheld_figures_leave_open_data_with_the_number_alone() {
    let laporan = laporan_of(Method::exact(), thirty());
    let mut row = row(&laporan);
    row.withheld = true;
    let text = documents::open_data(std::slice::from_ref(&row), false);
    assert_eq!(text.lines().count(), 2, "no unsur: {text}");
    assert!(
        text.contains(",30,") && !text.contains(&laporan.index.ikm.to_string()),
        "{text}"
    );
    assert_eq!(documents::portal(&[row], false).lines().count(), 1);
}
