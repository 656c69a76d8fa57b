//! Small demos look sensible too, and what cannot be is refused in words.

use app::{DataDir, Look};
use demo::Plan;
use jiff::civil::date;
use survey::{Period, PeriodLength};
use views::Basis;

use crate::found::{fill, small_plan};

#[test]
fn six_units_and_three_months_have_an_index_a_publication_and_somebody_everywhere() {
    let found = fill(&small_plan());
    let year = "2026".parse::<Period>().unwrap();
    for survey in &found.filled.surveys {
        let unit = survey.as_str().parse().unwrap();
        let figures = found
            .app
            .unit_index(&unit, year, None, Basis::Exact, Look::Now)
            .unwrap();
        assert!(figures.figures.total.n_counted() >= 5, "{unit}");
        assert!(figures.index.is_ok(), "{unit}");
    }
    let root = &found.filled.root;
    let all = found
        .app
        .unit_index(root, year, None, Basis::Exact, Look::Now)
        .unwrap();
    assert_eq!(all.figures.total.everybody().n(), 300);
    let ikm = all.index.unwrap().ikm.to_string();
    assert!(("74.00".to_owned().."92.00".to_owned()).contains(&ikm), "{ikm}");
    // The first half-year's last quarter ended within the span.
    let published = found.app.views().results(root).unwrap();
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].result.period.to_string(), "2026-Q2");
}

#[test]
fn the_smallest_demo_there_is_has_one_office_and_one_answer() {
    let plan = Plan {
        units: 2,
        months: 1,
        responses: 1,
        ..Plan::ending(date(2026, 9, 1))
    };
    let found = fill(&plan);
    let periods = found.app.periods(None, PeriodLength::Month).unwrap();
    assert_eq!(
        periods.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2026-09"]
    );
}

#[test]
fn progress_grows_to_the_whole_and_a_full_directory_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let mut told = Vec::new();
    demo::fill(&data, &small_plan(), |done, total| told.push((done, total))).unwrap();
    assert!(told.is_sorted());
    assert_eq!(told.last(), Some(&(300, 300)));
    let refused = demo::fill(&data, &small_plan(), |_, _| ())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("sudah berisi log"), "{refused}");
}

#[test]
fn a_plan_out_of_range_is_refused_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let plan = Plan {
        units: 0,
        ..small_plan()
    };
    let refused = demo::fill(&data, &plan, |_, _| ()).unwrap_err().to_string();
    assert_eq!(refused, "Rencana data contoh: jumlah unit 2 sampai 300, bukan 0");
    assert!(!data.path().exists());
}
