//! Follow-ups: promised for a quarter, carried out in steps, ended once; and every entry withdrawn, the newest first.

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use survey::{
    Event, Evidence, FollowUp, FollowUpEvent, FollowUpPlanned, FollowUpStanding, FollowUpStep, Refusal,
    Registry,
    limits::{LINK_CHARS_MAX, NOTE_CHARS_MAX},
    plan_follow_up,
};

use crate::{
    given::{NOW, given},
    samples::{REASON, code, ground_with_survey, sealed, unit_closed, unsur, with},
};

pub(crate) fn planned() -> FollowUpPlanned {
    FollowUpPlanned {
        unit: code("DINAS"),
        period: code("2026-Q2"),
        unsur: unsur("waktu"),
        programme: "Loket kedua pada hari Senin dan Jumat".into(),
        due: code("2026-Q3"),
        post: "Kepala Seksi Pelayanan".into(),
        person: Some(sealed()),
    }
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn registry() -> Registry {
    given(&ground_with_survey(&["KTP"])).registry
}

fn plan(planned: FollowUpPlanned) -> Result<Event, Refusal> {
    plan_follow_up(&registry(), planned)
}

fn decide(follow_up: &FollowUp, step: FollowUpStep, seen: usize) -> Result<Event, Refusal> {
    follow_up.decide(&registry(), step, seen, now())
}

/// A follow-up that was planned and went through these steps.
pub(crate) fn after(steps: &[FollowUpStep]) -> FollowUp {
    let mut follow_up = FollowUp::default();
    follow_up.evolve(&plan(planned()).unwrap(), now());
    for step in steps {
        let event = decide(&follow_up, step.clone(), follow_up.trail().seen()).unwrap();
        follow_up.evolve(&event, now());
    }
    follow_up
}

fn progress(percent: u8) -> FollowUpStep {
    progress_on(date(2026, 8, 1), percent)
}

fn progress_on(on: Date, percent: u8) -> FollowUpStep {
    FollowUpStep::Progress {
        on,
        note: "Petugas kedua ditunjuk".into(),
        percent,
        evidence: None,
    }
}

fn complete(evidence: Option<Evidence>) -> FollowUpStep {
    complete_on(date(2026, 9, 1), evidence)
}

fn complete_on(on: Date, evidence: Option<Evidence>) -> FollowUpStep {
    FollowUpStep::Complete {
        on,
        outcome: "Antrean hari Senin kini dilayani dua loket".into(),
        evidence,
    }
}

fn done_on(on: Date) -> FollowUpStep {
    complete_on(on, None)
}

fn cancel() -> FollowUpStep {
    FollowUpStep::Cancel {
        reason: REASON.into(),
    }
}

fn withdraw() -> FollowUpStep {
    FollowUpStep::Withdraw {
        reason: REASON.into(),
    }
}

fn refused(follow_up: &FollowUp, step: FollowUpStep) -> Refusal {
    decide(follow_up, step, follow_up.trail().seen()).expect_err("it should be refused")
}

/// Every refusal of a follow-up, by the plainest way to it.
pub(crate) fn refusals() -> Vec<Refusal> {
    let ftp = Evidence::Link {
        link: "ftp://arsip".into(),
    };
    vec![
        plan(FollowUpPlanned {
            due: code("2026-S2"),
            ..planned()
        })
        .unwrap_err(),
        refused(&FollowUp::default(), cancel()),
        refused(&after(&[cancel()]), progress(10)),
        refused(&after(&[]), progress(100)),
        refused(&after(&[]), complete(Some(ftp))),
        decide(&after(&[]), cancel(), 0).unwrap_err(),
        refused(&after(&[]), done_on(date(2026, 6, 30))),
    ]
}

#[test]
fn it_stands_by_its_quarter_until_it_ends() {
    let days = [
        (date(2026, 8, 31), FollowUpStanding::Open),
        (date(2026, 9, 1), FollowUpStanding::Due),
        (date(2026, 9, 30), FollowUpStanding::Due),
        (date(2026, 10, 1), FollowUpStanding::Overdue),
    ];
    for (today, standing) in days {
        assert_eq!(after(&[]).standing(today), Some(standing), "{today}");
        assert_eq!(after(&[progress(50)]).standing(today), Some(standing), "{today}");
        let done = after(&[complete(None)]).standing(today);
        assert_eq!(done, Some(FollowUpStanding::Completed));
        assert_eq!(
            after(&[cancel()]).standing(today),
            Some(FollowUpStanding::Cancelled)
        );
    }
}

#[test]
fn how_much_is_done_is_what_the_last_step_says() {
    assert_eq!(after(&[]).percent(), 0);
    assert_eq!(after(&[progress(60), progress(40)]).percent(), 40);
    assert_eq!(after(&[progress(60), complete(None)]).percent(), 100);
    assert_eq!(after(&[progress(60), cancel()]).percent(), 60);
}

#[test]
fn entries_are_withdrawn_from_the_newest_on_and_none_is_lost() {
    let mut follow_up = after(&[progress(30), complete(None), withdraw()]);
    assert_eq!(follow_up.standing(date(2026, 8, 1)), Some(FollowUpStanding::Open));
    assert_eq!(follow_up.percent(), 30);
    for _ in 0..2 {
        let event = decide(&follow_up, withdraw(), follow_up.trail().seen()).unwrap();
        follow_up.evolve(&event, now());
    }
    assert_eq!(follow_up.planned(), None);
    assert_eq!(follow_up.standing(date(2026, 8, 1)), None);
    let withdrawn: Vec<_> = follow_up
        .trail()
        .withdrawn()
        .iter()
        .map(|withdrawn| (withdrawn.entry.event.event_type(), withdrawn.reason.as_str()))
        .collect();
    let expected = ["follow_up_completed", "follow_up_progressed", "follow_up_planned"];
    assert_eq!(withdrawn, expected.map(|event_type| (event_type, REASON)));
    assert_eq!(follow_up.trail().seen(), 6, "each entry and each withdrawal");
}

#[test]
fn what_changed_since_it_was_looked_at_is_not_changed_blindly() {
    let follow_up = after(&[progress(30)]);
    for seen in [0, 1, 3] {
        assert_eq!(
            decide(&follow_up, withdraw(), seen),
            Err(Refusal::ChangedMeanwhile)
        );
    }
    assert!(decide(&follow_up, withdraw(), 2).is_ok());
}

#[test]
fn an_end_is_final_until_it_is_withdrawn() {
    for end in [complete(None), cancel()] {
        let ended = after(std::slice::from_ref(&end));
        for more in [progress(10), complete(None), cancel()] {
            assert_eq!(refused(&ended, more), Refusal::FollowUpOver);
        }
        let again = after(&[end, withdraw(), progress(10)]);
        assert_eq!(again.percent(), 10);
    }
}

#[test]
fn nothing_is_planned_without_words_a_post_and_an_unsur_that_is_asked_about() {
    let changed = |change: fn(&mut FollowUpPlanned)| {
        let mut planned = planned();
        change(&mut planned);
        plan(planned).unwrap_err()
    };
    assert_eq!(
        changed(|plan| plan.programme = " ".into()),
        Refusal::ReasonMissing
    );
    assert_eq!(changed(|plan| plan.post.clear()), Refusal::NameInvalid);
    let unknown = Refusal::UnsurUnknown(unsur("maklumat"));
    assert_eq!(changed(|plan| plan.unsur = unsur("maklumat")), unknown);
    let long = NOTE_CHARS_MAX + 1;
    assert_eq!(
        plan(FollowUpPlanned {
            programme: "x".repeat(long),
            ..planned()
        }),
        Err(Refusal::NoteTooLong(long))
    );
}

#[test]
fn a_closed_unit_promises_nothing() {
    let closed = given(&with(ground_with_survey(&["KTP"]), [unit_closed("DINAS")]));
    assert_eq!(
        plan_follow_up(&closed.registry, planned()),
        Err(Refusal::UnitClosed(code("DINAS")))
    );
}

#[test]
fn evidence_is_an_address_that_opens_or_a_file_that_can_be_checked() {
    let link = |link: &str| {
        let evidence = Some(Evidence::Link { link: link.into() });
        decide(&after(&[]), complete(evidence), 1)
    };
    assert!(link("https://sukamaju.go.id/foto?id=3").is_ok());
    let long = format!("https://{}", "x".repeat(LINK_CHARS_MAX));
    for bad in [
        "",
        "sukamaju.go.id",
        "https://",
        "javascript:alert(1)",
        "https://a b",
        "https:///x",
        &long,
    ] {
        assert_eq!(link(bad), Err(Refusal::LinkInvalid), "{bad}");
    }
    let file = |name: &str| Evidence::File {
        file: name.into(),
        sha256: "ab".repeat(32).parse().unwrap(),
    };
    assert!(decide(&after(&[]), complete(Some(file("foto.jpg"))), 1).is_ok());
    assert_eq!(
        refused(&after(&[]), complete(Some(file("")))),
        Refusal::NameInvalid
    );
    let event = decide(&after(&[]), complete(Some(file("foto.jpg"))), 1).unwrap();
    let Event::FollowUp(FollowUpEvent::Completed(completed)) = &event else {
        panic!("{event:?}")
    };
    assert_eq!(completed.unit, code("DINAS"), "the plan knows its unit");
}

/// Planned and asked on 14 September 2026 for the second quarter.
#[test]
fn no_step_is_of_a_day_to_come_or_before_there_was_a_plan() {
    let early = |on| Err(Refusal::DayBeforePlan(on, date(2026, 7, 1)));
    let done = |on| decide(&after(&[]), done_on(on), 1);
    assert!(done(date(2026, 9, 14)).is_ok(), "today");
    assert_eq!(done(date(2031, 1, 1)), Err(Refusal::DayToCome(date(2031, 1, 1))));
    assert!(
        done(date(2026, 7, 1)).is_ok(),
        "a plan of the forum, entered weeks later"
    );
    assert_eq!(done(date(2026, 6, 30)), early(date(2026, 6, 30)));
    let went_on = |on| decide(&after(&[]), progress_on(on, 10), 1);
    assert_eq!(
        went_on(date(2026, 9, 15)),
        Err(Refusal::DayToCome(date(2026, 9, 15)))
    );
    assert_eq!(went_on(date(2026, 6, 30)), early(date(2026, 6, 30)));
    // Planned while its period was still running: not before that day.
    let running = FollowUpPlanned {
        period: code("2026-Q3"),
        ..planned()
    };
    let mut follow_up = FollowUp::default();
    follow_up.evolve(&plan(running).unwrap(), now());
    assert_eq!(
        decide(&follow_up, done_on(date(2026, 9, 13)), 1),
        Err(Refusal::DayBeforePlan(date(2026, 9, 13), date(2026, 9, 14)))
    );
}
