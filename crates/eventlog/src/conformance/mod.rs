//! What any [`EventLog`] must do, as tests that a new engine runs as they are: see [`conformance!`](macro@crate::conformance).
//!
//! Each promise is a function that takes a maker of empty logs and panics where the log breaks it.
//! [`model`] adds a plain map that knows what the answer to any operation should be.
#![allow(clippy::missing_panics_doc, reason = "to panic is how these functions report")]

pub mod model;
pub mod promises;
pub mod samples;

use crate::{Clock, EventLog};

/// Makes an empty log that records times by the given clock.
pub trait NewLog: Fn(Clock) -> Box<dyn EventLog> {}

impl<F: Fn(Clock) -> Box<dyn EventLog>> NewLog for F {}

/// Runs every promise on the logs that `$new` makes, one test for each.
///
/// `$new` is a function from a [`Clock`] to a boxed, empty [`EventLog`].
#[macro_export]
macro_rules! conformance {
    ($new:path) => {
        $crate::conformance!($new;
            positions_and_versions_are_dense_from_zero,
            an_append_writes_all_of_its_events_or_none,
            only_the_expected_version_is_let_through,
            the_same_append_again_writes_nothing_and_gets_the_same_answer,
            an_event_id_stands_in_the_log_once,
            recorded_times_never_run_backwards,
            what_breaks_a_limit_is_refused_and_what_just_keeps_it_is_not,
            the_largest_event_fits_an_entry_bundle,
            an_event_comes_back_as_it_was_given,
            a_range_is_read_from_where_it_says_up_to_its_limit,
            a_tag_finds_its_events_and_no_others,
            the_size_at_a_moment_is_the_longest_prefix_recorded_by_then,
            whoever_was_answered_finds_the_event,
            a_follower_sees_every_event_once_and_in_order,
            one_of_many_writers_wins_each_version,
            a_flood_is_answered_append_by_append,
            the_root_at_each_size_is_that_of_the_stored_entries,
            every_event_can_be_proved_to_be_in_the_log,
            every_size_of_the_log_can_be_proved_to_begin_with_every_smaller_one,
            hashes_and_entries_are_read_by_range,
            a_tree_that_the_log_has_not_grown_to_is_refused_not_invented,
            proofs_hold_while_appending_goes_on,
            random_operations_agree_with_a_plain_map,
        );
    };
    ($new:path; $($promise:ident,)*) => {$(
        #[test]
        fn $promise() {
            $crate::conformance::promises::$promise(&$new);
        }
    )*};
}
