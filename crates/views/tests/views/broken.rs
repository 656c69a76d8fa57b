//! Events that cannot be counted, and logs that cannot be read, stop the fold with an error that says where. Method:
//! write what no decision would have let through.

use std::sync::Arc;

use ikm::{Score, UnsurCode};
use survey::{Answers, Event, ResponseExcluded, ResponseSubmitted, Stream};
use testkit::{Chronicle, Mood, MoodyLog, hour, response_id, submitted, unit};
use views::{Views, ViewsError, catch_up};

use crate::support::{UNITS, decoded, projector};
use eventlog::EventLog;

fn chronicle() -> Chronicle {
    Chronicle::of_kabupaten("2026-09-14T00:00:00Z")
}

fn september(code: &str) -> ResponseSubmitted {
    submitted(code, hour("2026-09-13T04Z"), [3; 9])
}

/// Folds it all into views in memory.
fn fold(log: &Arc<dyn EventLog>) -> (Arc<Views>, Result<(), ViewsError>) {
    let views = Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&views, log).unwrap();
    let outcome = catch_up(&mut projector, &**log, log.head().size, |_| ());
    (views, outcome)
}

/// The event that is recorded stops the fold, which names its position and shows nothing of its batch.
fn stops(chronicle: &mut Chronicle, stream: &Stream, event: Event) {
    let before = chronicle.log().head().size;
    let (views, outcome) = {
        let position = chronicle.record(stream, &[event]);
        assert_eq!(position, before);
        fold(chronicle.log())
    };
    match outcome {
        Err(ViewsError::Reference { position, what }) => {
            assert_eq!(position, before);
            assert!(what.contains("tidak ada dalam log"), "{what}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(views.progress(), 0);
    assert!(
        UNITS
            .iter()
            .all(|code| views.registry().unit(&unit(code)).is_none())
    );
}

#[test]
fn an_answer_for_a_unit_that_nobody_registered_stops_the_fold() {
    let mut answer = september("KEC");
    answer.unit = unit("TIADA");
    let stream = Stream::Response(response_id(1));
    stops(&mut chronicle(), &stream, Event::ResponseSubmitted(answer));
}

#[test]
fn answers_for_no_unsur_or_for_more_than_can_be_counted_stop_the_fold() {
    for count in [0, 17] {
        let unsur = (0..count).map(|number| UnsurCode::new(&format!("unsur-{number}")).unwrap());
        let mut answer = september("KEC");
        answer.answers = Answers::from_pairs(unsur.map(|unsur| (unsur, Score::ALL[0])));
        let stream = Stream::Response(response_id(1));
        stops(&mut chronicle(), &stream, Event::ResponseSubmitted(answer));
    }
}

#[test]
fn an_exclusion_of_what_was_never_submitted_stops_the_fold() {
    let excluded = ResponseExcluded {
        unit: unit("KEC"),
        reason: "Diisi petugas".into(),
        approved_by: None,
    };
    let stream = Stream::Response(response_id(1));
    stops(&mut chronicle(), &stream, Event::ResponseExcluded(excluded));
}

#[test]
fn a_fold_that_fails_early_in_a_long_log_ends_there() {
    let mut chronicle = chronicle();
    let mut wrong = september("KEC");
    wrong.unit = unit("TIADA");
    chronicle.record(
        &Stream::Response(response_id(0)),
        &[Event::ResponseSubmitted(wrong)],
    );
    // Enough that reading and folding go on two threads.
    let right = [Event::ResponseSubmitted(september("KEC"))];
    for id in 1..10_000 {
        drop(chronicle.begin(&Stream::Response(response_id(id)), &right));
    }
    let (_, outcome) = fold(chronicle.log());
    assert!(
        matches!(outcome, Err(ViewsError::Reference { .. })),
        "{outcome:?}"
    );
}

#[test]
fn a_log_that_cannot_be_read_is_an_error_and_loses_no_place() {
    let chronicle = chronicle();
    let moody = Arc::new(MoodyLog::new(Arc::clone(chronicle.log())));
    let log: Arc<dyn EventLog> = Arc::<MoodyLog>::clone(&moody);
    let views = Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&views, &log).unwrap();
    projector.apply(&decoded(&log, 0, 3)).unwrap();
    moody.set(Mood::FailsToRead);
    let outcome = catch_up(&mut projector, &*log, log.head().size, |_| ());
    assert!(matches!(outcome, Err(ViewsError::Log(_))), "{outcome:?}");
    assert_eq!(views.progress(), 3);
    moody.set(Mood::Well);
    catch_up(&mut projector, &*log, log.head().size, |_| ()).unwrap();
    assert_eq!(views.progress(), log.head().size);
}

#[test]
fn catching_up_to_where_the_log_does_not_reach_is_an_error() {
    let chronicle = chronicle();
    let views = Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&views, chronicle.log()).unwrap();
    let beyond = chronicle.log().head().size + 1;
    let outcome = catch_up(&mut projector, &**chronicle.log(), beyond, |_| ());
    assert!(
        matches!(outcome, Err(ViewsError::Reference { .. })),
        "{outcome:?}"
    );
}
