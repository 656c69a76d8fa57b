//! The embedded log under the suite that every engine must pass, and what only a log in a file can show.

use std::time::Duration;

use super::disk::Disk;
use super::*;

/// Small enough that every test writes its indexes, and runs into its queue's end.
pub(crate) fn small() -> Options {
    Options {
        queue_appends_max: 64,
        batch_appends_max: 32,
        tail_events_max: 24,
        settle_after: Duration::from_millis(1),
        ..Options::default()
    }
}

mod with_small_limits {
    use super::*;

    fn log(clock: Clock) -> Box<dyn EventLog> {
        Box::new(RedbLog::open_backend(Disk::default(), clock, &small()).expect("a new disk"))
    }
    crate::conformance!(log);
}

mod as_it_ships {
    use super::*;

    fn log(clock: Clock) -> Box<dyn EventLog> {
        Box::new(RedbLog::open_backend(Disk::default(), clock, &Options::default()).expect("a new disk"))
    }
    crate::conformance!(log);
}
