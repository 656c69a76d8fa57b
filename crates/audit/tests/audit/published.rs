//! Published results: computed again from the log alone, from a data directory and from an export.

use audit::{Finding, Inspection, PartName, Report};
use eventlog::EventLog;
use ikm::{Hundredths, Mutu};
use survey::{Event, LogHead, ResultPublished, RootHash, Stream};
use testkit::unit;
use views::{Basis, Look, Projector, Reading, Views};

use crate::{
    export::Exported,
    world::{Closed, World, is_clean, the_problem, with},
};

/// What the log as it stands gives for a unit.
fn result(world: &World, code: &str) -> ResultPublished {
    let size = world.size();
    let views = std::sync::Arc::new(Views::in_memory().unwrap());
    let log: std::sync::Arc<dyn eventlog::ReadEvents> =
        std::sync::Arc::<eventlog::RedbLog>::clone(&world.log);
    let mut projector = Projector::new(std::sync::Arc::clone(&views), log).unwrap();
    views::catch_up(&mut projector, &*world.log, size, |_| ()).unwrap();
    let reading = Reading {
        log: &*world.log,
        views: &views,
    };
    let period = "2026-09".parse().unwrap();
    let found = reading
        .unit_index(&unit(code), period, None, Basis::Exact, Look::Now)
        .unwrap()
        .unwrap();
    let root = RootHash(world.head(size).root.0);
    let basis = survey::ResultBasis::Exact;
    found.to_result(LogHead { size, root }, "0.0.0", basis).unwrap()
}

fn publish(world: &mut World, result: ResultPublished) -> u64 {
    let stream = Stream::Result(result.unit.clone(), result.period);
    world.pen.record(&stream, &[Event::ResultPublished(result)])
}

/// A world with a published result in its middle, changed; where it stands.
fn world_with(change: impl FnOnce(&mut ResultPublished)) -> (World, u64) {
    let mut world = World::witnessed();
    let mut published = result(&world, "KAB");
    change(&mut published);
    let position = publish(&mut world, published);
    world.answer_with(60, |answer| answer.answers = testkit::answers([1; 9]));
    (world, position)
}

fn asked() -> Inspection {
    Inspection {
        trust: None,
        results: true,
        ..with(crate::world::policy(1))
    }
}

fn audit(closed: &Closed) -> Report {
    closed.audit(asked())
}

#[test]
fn a_result_comes_out_the_same_however_the_log_went_on() {
    let (world, _) = world_with(|_| ());
    let exported = Exported::of(&world);
    let report = audit(&world.close());
    is_clean(&report);
    assert_eq!(
        report.part(PartName::Results).unwrap().note,
        "1 hasil dihitung ulang"
    );
    let report = exported.audit(asked());
    is_clean(&report);
    assert_eq!(
        report.part(PartName::Results).unwrap().note,
        "1 hasil dihitung ulang"
    );
}

/// What is found, in the data directory and in its export alike.
fn found(change: impl FnOnce(&mut ResultPublished)) -> (Finding, u64) {
    let (world, position) = world_with(change);
    let exported = Exported::of(&world);
    let found = the_problem(&audit(&world.close()), PartName::Results);
    assert_eq!(the_problem(&exported.audit(asked()), PartName::Results), found);
    (found, position)
}

/// What whoever publishes could have written instead.
type Change = fn(&mut ResultPublished);

#[test]
fn every_figure_that_differs_is_named_at_the_position_of_its_result() {
    let changes: [(&str, Change); 7] = [
        ("ikm diterbitkan", |result| result.ikm = Hundredths::new(7501)),
        ("mutu diterbitkan", |result| result.mutu = Mutu::A),
        ("n diterbitkan 41, log memberi 40", |result| result.n += 1),
        ("n_excluded diterbitkan", |result| result.n_excluded = 3),
        ("unsur.persyaratan.sum diterbitkan", |result| {
            result.unsur[0].sum -= 1;
        }),
        ("method diterbitkan", |result| result.method = "bobot-0.11".into()),
        ("log_root bukan akar", |result| {
            result.log_root = Some(RootHash([9; 32]));
        }),
    ];
    for (what, change) in changes {
        let (found, position) = found(change);
        assert_eq!(found.position, Some(position));
        assert!(found.what.contains(what), "{what}: {}", found.what);
    }
}

#[test]
fn a_result_cannot_be_made_of_what_came_after_it() {
    let (found, _) = found(|result| result.log_size += 1);
    assert!(
        found.what.contains("lebih banyak daripada yang mendahuluinya"),
        "{found:?}"
    );
}

#[test]
fn a_result_for_a_unit_that_nobody_knew_is_found() {
    let (found, _) = found(|result| {
        result.log_size = 2;
        result.log_root = None;
    });
    assert!(found.what.contains("belum terdaftar"), "{found:?}");
}

#[test]
fn bytes_that_say_the_same_in_another_way_are_found() {
    let world = World::witnessed();
    let published = Event::ResultPublished(result(&world, "KAB"));
    let payload = String::from_utf8(published.to_payload())
        .unwrap()
        .replacen('{', "{ ", 1);
    let position = world.log.head().size;
    crate::events::append_raw(
        &world,
        "result_published",
        published.type_version(),
        payload.as_bytes(),
    );
    let found = the_problem(&audit(&world.close()), PartName::Results);
    assert_eq!(found.position, Some(position));
    assert!(found.what.contains("bitanya"), "{found:?}");
}
