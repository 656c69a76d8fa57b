//! Publishing from a desk: only what is over, only what has changed, and never so that two publications tell one answer;
//! where it was made known, with proof.

use app::{App, AppError};
use eventlog::Actor;
use jiff::civil::date;
use survey::{FileHash, Medium, Period, Proof, Refusal, ResultAnnounced, ResultBasis};
use testkit::{TestApp, response_id, submission, unit};
use views::Basis;

use crate::support::refusal;

fn desk() -> Actor {
    app::operator()
}

fn september() -> Period {
    "2026-09".parse().unwrap()
}

/// A month of twelve answers at KEC that is over.
fn over(app: &TestApp) {
    for id in 0..12 {
        app.answer(id, submission("KEC")).unwrap();
    }
    app.edge().set("2026-10-01T00:00:00Z");
}

fn publish(app: &App) -> Result<u64, AppError> {
    app.publish_period(&desk(), &unit("KEC"), september())
}

#[test]
fn a_period_that_still_runs_is_not_published() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEC")).unwrap();
    assert_eq!(refusal(publish(&app)), Refusal::PeriodRunning(september()));
    // Midnight of KEC, which lies in the middle zone, comes an hour before the west's.
    app.edge().set("2026-09-30T15:59:59Z");
    assert_eq!(refusal(publish(&app)), Refusal::PeriodRunning(september()));
    app.edge().set("2026-09-30T16:00:00Z");
    publish(&app).unwrap();
}

#[test]
fn what_has_not_changed_is_not_published_again() {
    let app = TestApp::in_memory();
    over(&app);
    publish(&app).unwrap();
    assert_eq!(
        refusal(publish(&app)),
        Refusal::NothingChanged(unit("KEC"), september())
    );
}

#[test]
fn two_publications_never_differ_by_few_respondents() {
    let app = TestApp::in_memory();
    over(&app);
    publish(&app).unwrap();
    for excluded in 0..9 {
        let reason = "Diisi petugas".to_owned();
        app.exclude(&desk(), response_id(excluded), reason, "kepala".into())
            .unwrap();
        let refused = refusal(publish(&app));
        assert_eq!(refused, Refusal::TooFewChanged(excluded + 1, 10));
    }
    let other = testkit::answers([1, 4, 4, 4, 4, 4, 4, 4, 4]);
    let claimed = Some(testkit::hour("2026-09-20T02Z"));
    let late = survey::SubmitResponse {
        answers: other,
        claimed_at: claimed,
        ..submission("KEC")
    };
    app.answer(100, late).unwrap();
    publish(&app).unwrap();
    let n: Vec<u64> = app
        .results(&unit("KEC"))
        .unwrap()
        .iter()
        .map(|this| this.result.n)
        .collect();
    assert_eq!(n, [12, 4]);
}

/// Else one excluded answer could be read off the two, question by question; and the office can publish all the same.
#[test]
fn what_is_published_is_what_the_dashboard_shows_and_its_scores_are_of_the_same_respondents() {
    let app = TestApp::in_memory();
    over(&app);
    let reason = "Diisi petugas".to_owned();
    app.exclude(&desk(), response_id(3), reason, "kepala".into())
        .unwrap();
    let position = publish(&app).unwrap();
    let basis = Basis::Shown { now: app.now() };
    let shown = app
        .unit_index(&unit("KEC"), september(), None, basis, app::Look::Now)
        .unwrap();
    assert_eq!((shown.figures.total.n_counted(), shown.waiting.len()), (12, 1));
    let published = app.results(&unit("KEC")).unwrap().remove(0).result;
    assert_eq!(published.basis, ResultBasis::Shown);
    let sums = |of: &[survey::PublishedNrr]| of.iter().map(|nrr| (nrr.n, nrr.sum)).collect::<Vec<_>>();
    let of_shown: Vec<_> = shown
        .index
        .unwrap()
        .unsur
        .iter()
        .map(|nrr| (nrr.n, nrr.sum))
        .collect();
    assert_eq!((published.n, sums(&published.unsur)), (12, of_shown));
    let again = app.recomputed(&unit("KEC"), september()).unwrap();
    assert!(again.iter().all(app::Recomputed::agrees), "{again:?}");
    let laporan = app
        .publications()
        .laporan(
            &unit("KEC"),
            position,
            documents::Letterhead::default(),
            app.told_up_to_now(),
        )
        .unwrap()
        .unwrap();
    let documents::Scores::Rows(rows) = laporan.scores else {
        panic!("twelve rows are written out")
    };
    assert_eq!(rows.rows().len(), 12);
}

#[test]
fn an_answer_that_came_and_went_again_is_no_change() {
    let app = TestApp::in_memory();
    over(&app);
    publish(&app).unwrap();
    let reason = || "Diisi petugas".to_owned();
    app.exclude(&desk(), response_id(1), reason(), "kepala".into())
        .unwrap();
    app.reinstate(&desk(), response_id(1), reason(), "kepala".into())
        .unwrap();
    assert_eq!(
        refusal(publish(&app)),
        Refusal::NothingChanged(unit("KEC"), september())
    );
}

fn announced(publication: u64) -> ResultAnnounced {
    ResultAnnounced {
        unit: unit("KEC"),
        period: september(),
        publication,
        medium: Medium::Website,
        on: date(2026, 10, 1),
        proof: Proof::Link("https://sukamaju.go.id/skm".into()),
    }
}

#[test]
fn where_a_publication_was_made_known_can_be_recorded_and_withdrawn() {
    let app = TestApp::in_memory();
    over(&app);
    let publication = publish(&app).unwrap();
    let first = app.announce(&desk(), announced(publication)).unwrap();
    let on_a_board = ResultAnnounced {
        medium: Medium::NoticeBoard,
        proof: Proof::Sha256(FileHash([7; 32])),
        ..announced(publication)
    };
    app.announce(&desk(), on_a_board.clone()).unwrap();
    let withdraw =
        |position, reason: &str| app.withdraw_announcement(&desk(), &unit("KEC"), position, reason.into());
    assert!(
        matches!(withdraw(first, " "), Err(AppError::Refused(_))),
        "a reason is asked for"
    );
    withdraw(first, "Salah tautan").unwrap();
    let standing = app.announcements(&unit("KEC")).unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0].announced, on_a_board);
    assert_eq!(refusal(withdraw(first, "Lagi")), Refusal::AnnouncementUnknown);
    assert_eq!(
        refusal(withdraw(publication, "Bukan")),
        Refusal::AnnouncementUnknown
    );
    let other = app.withdraw_announcement(&desk(), &unit("KEL"), standing[0].position.0, "Lain".into());
    assert_eq!(refusal(other), Refusal::AnnouncementUnknown);
    assert_eq!(
        app.results(&unit("KEC")).unwrap().len(),
        1,
        "the publication stands"
    );
}

#[test]
fn an_announcement_fits_what_was_published() {
    let app = TestApp::in_memory();
    over(&app);
    let publication = publish(&app).unwrap();
    let announce = |announced| refusal(app.announce(&desk(), announced));
    let of_another = announced(publication + 1);
    assert_eq!(
        announce(of_another),
        Refusal::PublicationUnknown(unit("KEC"), publication + 1)
    );
    let other_period = ResultAnnounced {
        period: "2026-08".parse().unwrap(),
        ..announced(publication)
    };
    assert_eq!(
        announce(other_period),
        Refusal::PublicationUnknown(unit("KEC"), publication)
    );
    let to_come = ResultAnnounced {
        on: date(2026, 10, 2),
        ..announced(publication)
    };
    assert_eq!(announce(to_come), Refusal::DayToCome(date(2026, 10, 2)));
    let no_link = ResultAnnounced {
        proof: Proof::Link("javascript:alert(1)".into()),
        ..announced(publication)
    };
    assert_eq!(announce(no_link), Refusal::ProofNoLink);
}
