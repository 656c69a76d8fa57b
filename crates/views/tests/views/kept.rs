//! Service events, published results, and the way from a figure to the answers behind it.

use eventlog::Position;
use survey::{Event, Stream};
use testkit::{Chronicle, hour, response_id, submitted, unit};

use crate::{
    history::{Act, History},
    support::folded,
};

fn service_events(history: &History, code: &str) -> usize {
    let views = folded(history.log());
    let registry = views.registry();
    views
        .service_events(&[registry.unit(&unit(code)).unwrap()], None)
        .unwrap()
        .len()
}

#[test]
fn a_service_event_is_seen_at_its_unit_until_it_is_withdrawn() {
    let (dukcapil, kec) = (0, 1);
    let mut history = History::new();
    for which in [dukcapil, kec, kec] {
        history.play(&Act::RecordServiceEvent(which));
    }
    assert_eq!(
        (
            service_events(&history, "DUKCAPIL"),
            service_events(&history, "KEC")
        ),
        (1, 2)
    );
    // The second that was recorded, in a batch of its own and in the same batch.
    history.play(&Act::WithdrawServiceEvent(1));
    assert_eq!(
        (
            service_events(&history, "DUKCAPIL"),
            service_events(&history, "KEC")
        ),
        (1, 1)
    );
    history.play(&Act::WithdrawServiceEvent(1));
    assert_eq!(service_events(&history, "KEC"), 1);
}

#[test]
fn every_publication_stays_in_order() {
    let mut history = History::new();
    for which in [0, 1, 0] {
        history.play(&Act::Publish(which));
    }
    let results = folded(history.log()).results(&unit("DUKCAPIL")).unwrap();
    let size = history.log().head().size;
    let positions: Vec<u64> = results.iter().map(|result| result.position.0).collect();
    assert_eq!(positions, [size - 3, size - 1]);
    assert_eq!(results[1].recorded_at, history.now());
    assert_eq!(results[1].result.log_size, size - 1);
}

#[test]
fn a_figure_leads_to_the_positions_of_its_answers() {
    let mut chronicle = Chronicle::of_kabupaten("2026-09-14T00:00:00Z");
    let mut expected = Vec::new();
    for (id, (code, at)) in (0..).zip([
        ("KEC", "2026-09-01T04Z"),
        ("KEL", "2026-09-01T04Z"),
        ("KEC", "2026-08-01T04Z"),
        ("KEC", "2026-09-02T04Z"),
    ]) {
        let event = Event::ResponseSubmitted(submitted(code, hour(at), [3; 9]));
        let position = chronicle.record(&Stream::Response(response_id(id)), &[event]);
        if code == "KEC" && at.starts_with("2026-09") {
            expected.push(Position(position));
        }
    }
    let views = folded(chronicle.log());
    let positions = |from, limit| {
        let september = survey::Month::new(2026, 9).unwrap();
        views.positions(&unit("KEC"), september, from, limit).unwrap()
    };
    assert_eq!(positions(Position(0), 10), expected);
    assert_eq!(positions(Position(0), 1), expected[..1]);
    assert_eq!(positions(expected[0].next(), 10), expected[1..]);
}
