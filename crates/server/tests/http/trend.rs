//! A month is judged once: by limits of the unit's first months, the same whichever period a page shows, and only when it is
//! over.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use server::Options;
use testkit::{TestApp, answers, submission};

use crate::client::Served;

/// Months of answers before the one that runs: more than a trend draws.
const MONTHS: i32 = 30;

fn month(number: i32) -> Date {
    let months = 2026 * 12 + 8 + number;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    date(year.try_into().unwrap(), month.try_into().unwrap(), 18)
}

/// KEC's answers of so many months: low at first, then higher for good, lower for good from the twentieth month on, and the
/// month that runs is nothing but ones.
fn world() -> TestApp {
    let world = TestApp::in_memory();
    let mut id = 0;
    for number in 0..=MONTHS {
        world.edge().set(&format!("{}T02:00:00Z", month(number)));
        let fours = match number {
            0..6 => 1 + number % 2,
            6..20 => 5 + number % 3,
            _ => 1 + number % 2,
        };
        for answer in 0..10 {
            let score = match answer {
                _ if number == MONTHS => 1,
                of if of < fours => 4,
                _ => 3,
            };
            let submission = survey::SubmitResponse {
                answers: answers([score; 9]),
                ..submission("KEC")
            };
            world.answer(id, submission).unwrap();
            id += 1;
        }
    }
    world
}

async fn office() -> (Served, String) {
    let world = tokio::task::spawn_blocking(world).await.unwrap();
    let served = Served::start_in(world, Options::default()).await;
    let cookie = served.staff_cookie().await;
    (served, cookie)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_month_says_the_same_for_every_period() {
    let (served, cookie) = office().await;
    let mut said: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut flagged = 0;
    for number in 12..=MONTHS {
        let month = month(number);
        let quarter = (month.month() + 2) / 3;
        for period in [
            format!("{}-{:02}", month.year(), month.month()),
            format!("{}-Q{quarter}", month.year()),
            month.year().to_string(),
        ] {
            let path = format!("/dasbor/KEC/tren.csv?periode={period}");
            let csv = served.get_with(&path, &[("Cookie", &cookie)]).await;
            for row in csv.text().lines().skip(1) {
                let (label, _) = row.split_once(',').unwrap();
                flagged += usize::from(row.contains("perubahan nyata"));
                let (first, by) = said
                    .entry(label.into())
                    .or_insert_with(|| (row.into(), period.clone()));
                assert_eq!(row, first, "{label} of {period} and of {by}");
            }
        }
    }
    assert_eq!(said.len(), 1 + usize::try_from(MONTHS).unwrap());
    assert!(flagged > 0, "{said:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_runs_is_shown_and_not_judged_on_any_page() {
    let (served, cookie) = office().await;
    let running = month(MONTHS);
    let path = format!(
        "/dasbor/KEC/tren.csv?periode={}-{:02}",
        running.year(),
        running.month()
    );
    let csv = served.get_with(&path, &[("Cookie", &cookie)]).await;
    let last = csv.text().lines().last().unwrap().to_owned();
    assert!(last.contains(",25.00,"), "{last}");
    assert!(
        last.contains("masih berjalan") && !last.contains("perubahan nyata"),
        "{last}"
    );
    let page = served.get_with("/dasbor/KEC", &[("Cookie", &cookie)]).await;
    let verdict = page.text().split("<p class=\"putusan\">").nth(1).unwrap();
    let verdict = verdict.split("</p>").next().unwrap();
    assert!(
        verdict.ends_with("Mar 2029 masih berjalan dan belum dinilai."),
        "{verdict}"
    );
    let old = "Bergeser turun: di bawah rata-rata sejak Mei 2028.";
    assert!(verdict.starts_with(old), "{verdict}");
    let public = served.get("/hasil/KEC").await;
    let rows = public.text().split("<tr>").skip(1);
    let rows = rows.map(|row| row.split("</tr>").next().unwrap());
    let running: Vec<&str> = rows.filter(|row| row.contains("masih berjalan")).collect();
    assert_eq!(running.len(), 1, "{running:#?}");
    assert!(!running[0].contains("perubahan nyata"), "{running:#?}");
}

/// The table of all units, the feed and the unit's own page: one sentence, whichever period that shows.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_warns_of_a_unit_in_the_same_words() {
    let (served, cookie) = office().await;
    let mut warned = Vec::new();
    for path in [
        "/dasbor",
        "/dasbor/umpan",
        "/dasbor/KEC",
        "/dasbor/KEC?periode=2028-Q1",
        "/dasbor/KEC?periode=2027",
    ] {
        let page = served.get_with(path, &[("Cookie", &cookie)]).await;
        let sentence = "Bergeser turun: di bawah rata-rata sejak Mei 2028.";
        warned.push((path, page.text().contains(sentence)));
    }
    assert!(warned.iter().all(|(_, warned)| *warned), "{warned:?}");
}
