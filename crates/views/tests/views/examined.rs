//! A question about one unit costs a bounded number of rows, whatever the position and however large the rest of
//! the log. Method: the views count the rows that they read.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use survey::Event;
use testkit::{Chronicle, hour, response_id, submitted};
use views::{Basis, SNAPSHOT_EVERY};

use crate::support::{figures, folded};
use survey::Stream;

/// A log with so many answers for KEC in September, and `others` for DUKCAPIL after each of them.
fn log(answers: u64, others: u64) -> Chronicle {
    let mut chronicle = Chronicle::of_kabupaten("2026-09-14T00:00:00Z");
    let mut id = 0;
    let mut submit = |code| {
        let scores = [1 + u8::try_from(id % 4).unwrap(); 9];
        let event = Event::ResponseSubmitted(submitted(code, hour("2026-09-13T04Z"), scores));
        // Begun, not waited for: a log in memory has it at once.
        drop(chronicle.begin(&Stream::Response(response_id(id)), &[event]));
        id += 1;
    };
    for _ in 0..answers {
        submit("KEC");
        (0..others).for_each(|_| submit("DUKCAPIL"));
    }
    chronicle
}

/// The most rows read for a month of KEC over many positions.
fn rows_examined_max(chronicle: &Chronicle) -> u64 {
    let views = folded(chronicle.log());
    let size = chronicle.log().head().size;
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let sizes = (0..400).map(|_| random.random_range(0..=size));
    let examined = sizes.map(|size| {
        let month = "2026-09".parse().unwrap();
        figures(&views, chronicle.log(), "KEC", month, Basis::Exact, Some(size)).rows_examined
    });
    examined.max().unwrap()
}

#[test]
fn a_month_costs_at_most_one_stretch_between_snapshots() {
    let examined = rows_examined_max(&log(1500, 0));
    assert!(examined <= SNAPSHOT_EVERY + 2, "{examined} rows");
    assert!(
        examined > SNAPSHOT_EVERY / 2,
        "{examined} rows: snapshots are closer than said"
    );
}

#[test]
fn ten_times_the_rest_of_the_log_costs_nothing_more() {
    let alone = rows_examined_max(&log(600, 1));
    let beside_many = rows_examined_max(&log(600, 10));
    assert!(beside_many <= alone + 2, "{alone} rows, then {beside_many}");
}

#[test]
fn a_month_as_it_is_now_costs_two_rows() {
    let chronicle = log(700, 0);
    let views = folded(chronicle.log());
    let month = "2026-09".parse().unwrap();
    let found = figures(&views, chronicle.log(), "KEC", month, Basis::Exact, None);
    assert_eq!(found.figures.total.n_counted(), 700);
    assert_eq!(found.rows_examined, 2);
}
