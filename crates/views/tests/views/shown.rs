//! What people see advances in steps, so that nobody's answer can be read off a moving figure. Method: random
//! histories against the oracle; then the rules one by one.

use jiff::SignedDuration;
use proptest::prelude::*;
use survey::Channel;
use views::{Basis, PENDING_STEP};

use crate::{
    as_of::{Compared, long, periods},
    history::{Act, Answer, History, acts},
    support::{UNITS, figures, folded},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_shown_of_a_random_log(acts in acts(0..150), place in any::<prop::sample::Index>(), later in 0..40i64) {
        let history = History::of(&acts);
        let compared = Compared::of(&history);
        let size = place.index(usize::try_from(history.log().head().size).unwrap() + 1) as u64;
        let basis = Basis::Shown { now: history.now() + SignedDuration::from_hours(24 * later) };
        for code in UNITS {
            for period in periods() {
                compared.check(code, period, basis, size);
            }
        }
    }
}

#[test]
fn what_is_shown_of_a_long_log() {
    let history = History::of(&long(3000));
    let compared = Compared::of(&history);
    let basis = Basis::Shown { now: history.now() };
    for size in (0..=history.log().head().size).step_by(31) {
        for code in UNITS {
            for month in ["2026-07", "2026-08", "2026-09"] {
                compared.check(code, month.parse().unwrap(), basis, size);
            }
        }
    }
}

const QR: usize = 0;
const PAPER: usize = 4;

fn answer(channel: usize) -> Act {
    let name = Channel::ALL[channel];
    assert!(matches!(name, Channel::Qr | Channel::Paper));
    Act::Submit(Answer {
        unit: 1,
        hours_ago: 0,
        scores: [4; 9],
        channel,
        facets: 0,
    })
}

/// How many respondents of KEC people see in August, looking now.
fn seen(history: &History) -> u64 {
    let views = folded(history.log());
    let basis = Basis::Shown { now: history.now() };
    let august = "2026-08".parse().unwrap();
    let found = figures(&views, history.log(), "KEC", august, basis, None);
    found.figures.total.n_counted()
}

fn in_august() -> History {
    History::of(&[Act::Wait { hours: 24 * 10 }])
}

#[test]
fn nine_answers_are_not_seen_and_the_tenth_shows_all() {
    let mut history = in_august();
    for _ in 1..PENDING_STEP {
        history.play(&answer(QR));
        assert_eq!(seen(&history), 0);
    }
    history.play(&answer(QR));
    assert_eq!(seen(&history), 10);
    history.play(&answer(QR));
    assert_eq!(seen(&history), 10);
}

#[test]
fn all_that_came_in_time_is_seen_when_the_month_is_over() {
    let mut history = in_august();
    (0..13).for_each(|_| history.play(&answer(QR)));
    assert_eq!(seen(&history), 10);
    history.play(&Act::Wait { hours: 24 * 40 });
    assert_eq!(seen(&history), 13);
}

#[test]
fn what_comes_late_waits_for_a_step_of_its_own_and_hides_nothing_again() {
    let mut history = in_august();
    (0..13).for_each(|_| history.play(&answer(QR)));
    history.play(&Act::Wait { hours: 24 * 40 });
    let late = Act::Submit(Answer {
        unit: 1,
        hours_ago: 24 * 40,
        scores: [1; 9],
        channel: QR,
        facets: 0,
    });
    for _ in 1..PENDING_STEP {
        history.play(&late);
        assert_eq!(seen(&history), 13);
    }
    history.play(&late);
    assert_eq!(seen(&history), 23);
}

#[test]
fn what_staff_entered_is_seen_at_once_unless_an_answer_waits_before_it() {
    let mut history = in_august();
    history.play(&answer(PAPER));
    assert_eq!(seen(&history), 1);
    history.play(&answer(QR));
    history.play(&answer(PAPER));
    assert_eq!(seen(&history), 1);
}

/// Five answers with a flag each are ten lines, and still only five people.
#[test]
fn an_answer_and_what_is_said_of_it_are_one_towards_the_step() {
    let mut history = in_august();
    for answered in 0..PENDING_STEP - 1 {
        history.play(&answer(QR));
        history.play(&Act::Flag(answered));
        history.play(&Act::Exclude(answered));
        history.play(&Act::Reinstate(answered));
        assert_eq!(seen(&history), 0);
    }
    history.play(&answer(QR));
    assert_eq!(seen(&history), 10);
}

#[test]
fn an_exclusion_waits_like_an_answer() {
    let mut history = in_august();
    (0..10).for_each(|_| history.play(&answer(QR)));
    history.play(&Act::Exclude(0));
    assert_eq!(seen(&history), 10);
    history.play(&Act::Wait { hours: 24 * 40 });
    assert_eq!(seen(&history), 9);
}
