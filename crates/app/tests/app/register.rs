//! Units, services, surveys and results: decisions one after the other, visible when they return.

use std::{sync::Arc, thread};

use app::{App, AppError, Look, operator};
use eventlog::{MemoryLog, Position};
use survey::{
    Command, Event, Instrument, LogOpened, Refusal, RootHash, Standing, SubmitResponse, UnitMoved,
    UnitRenamed, Zone,
};
use testkit::{
    TestApp, TestEdge, answers, kabupaten, method_adopted, notary_in, response_id, service_event, submission,
    unit, unit_registered,
};
use tlog::tree::Frontier;
use vault::Vault;
use views::{Basis, Views};

use crate::support::{counted, index, index_at, refusal, size};

#[test]
fn of_many_who_register_the_same_unit_at_once_one_succeeds() {
    let app = TestApp::in_files();
    let before = size(&app);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let register = || app.command(unit_registered("PKM", Some("KAB"), Zone::Jakarta));
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(register)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(outcome), Refusal::UnitExists(unit("PKM")));
    }
    assert_eq!(size(&app), before + 1);
}

#[test]
fn changes_at_once_all_arrive_and_each_is_decided_on_the_one_before() {
    let app = TestApp::in_files();
    thread::scope(|scope| {
        for number in 0..8 {
            let app = &app;
            scope.spawn(move || {
                let (name, reason) = (format!("Nama {number}"), "Perda baru".into());
                let renamed = UnitRenamed {
                    unit: unit("KEC"),
                    name,
                    reason,
                };
                app.command(Command::RenameUnit(renamed)).unwrap();
                let code = format!("PKM{number}");
                app.command(unit_registered(&code, Some("KEC"), Zone::Makassar))
                    .unwrap();
            });
        }
    });
    assert_eq!(app.registry().children(Some(&unit("KEC"))).len(), 1 + 8);
}

#[test]
fn a_change_is_visible_when_it_returns() {
    let app = TestApp::in_files();
    for number in 0..20 {
        let code = format!("PKM{number}");
        let position = app
            .command(unit_registered(&code, Some("KAB"), Zone::Jakarta))
            .unwrap();
        assert!(app.progress().0 > position);
        assert!(app.registry().unit(&unit(&code)).is_some());
    }
}

#[test]
fn only_a_demo_log_takes_stated_times() {
    let dir = tempfile::tempdir().unwrap();
    let start = |name| {
        let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1).stating_times());
        let log = Arc::new(MemoryLog::new(edge.clock()));
        let vault = Arc::new(Vault::open(dir.path().join(name)).unwrap());
        let views = Arc::new(Views::in_memory().unwrap());
        let notary = notary_in(&dir.path().join(name), &*log);
        App::start(log, views, vault, notary, edge, |_| ()).unwrap()
    };
    let open = |demo| {
        Command::OpenLog(LogOpened {
            name: "Kabupaten Sukamaju".into(),
            demo,
        })
    };
    let real = start("real");
    assert_eq!(
        refusal(real.register(&operator(), open(false))),
        Refusal::OnlyInDemo
    );
    assert_eq!(real.log().head().size, 0);
    let demo = start("demo");
    demo.register(&operator(), open(true)).unwrap();
    let instrument = Command::PublishInstrument(Instrument::permenpan_14_2017());
    demo.register(&operator(), instrument).unwrap();
    assert!(demo.registry().is_demo());
}

#[test]
fn a_unit_that_moves_takes_its_answers_along() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEL")).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
    let before = size(&app);
    let (moved, parent) = (unit("KEL"), Some(unit("DUKCAPIL")));
    let moved = UnitMoved {
        unit: moved,
        parent,
        reason: "Perda baru".into(),
    };
    app.command(Command::MoveUnit(moved)).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 0);
    assert_eq!(counted(&index(&app, "DUKCAPIL", "2026-09").figures.total), 1);
    let then = index_at(&app, "KEC", "2026-09", Look::AtSize(before)).unwrap();
    assert_eq!(counted(&then.figures.total), 1, "as of before it moved");
}

#[test]
fn a_method_adopted_above_holds_below_from_then_on() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEL")).unwrap();
    let before = size(&app);
    app.command(method_adopted("KAB", "bobot-0.11")).unwrap();
    assert_eq!(index(&app, "KEL", "2026-09").method.id(), "bobot-0.11");
    assert_eq!(
        index(&app, "KEL", "2026-09").index.unwrap().ikm.to_string(),
        "74.25"
    );
    let then = index_at(&app, "KEL", "2026-09", Look::AtSize(before)).unwrap();
    assert_eq!(then.index.unwrap().ikm.to_string(), "75.00");
}

#[test]
fn service_events_are_seen_at_their_unit() {
    let app = TestApp::in_memory();
    for (code, title) in [("KEC", "Loket baru"), ("KEL", "Loket pindah")] {
        app.command(Command::RecordServiceEvent(service_event(code, title)))
            .unwrap();
    }
    let registry = app.registry();
    let found = app
        .views()
        .service_events(&[registry.unit(&unit("KEC")).unwrap()], None)
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].event.title, "Loket baru");
}

#[test]
fn a_published_result_holds_what_anybody_can_compute_again_from_its_log_size() {
    let app = TestApp::in_memory();
    for (id, score) in [(1, 2), (2, 3), (3, 4)] {
        let answer = SubmitResponse {
            answers: answers([score; 9]),
            ..submission("KEL")
        };
        app.answer(id, answer).unwrap();
    }
    app.exclude(
        &operator(),
        response_id(1),
        "Diisi petugas".into(),
        "kepala".into(),
    )
    .unwrap();
    let period = "2026-Q3".parse().unwrap();
    let position = app.publish(&operator(), &unit("KEC"), period).unwrap();
    app.answer(4, submission("KEC")).unwrap();
    let recorded = &app.log().read_all(Position(position), 1).unwrap()[0];
    assert_eq!(recorded.stream(), "result-KEC-2026-Q3");
    let published = app.views().results(&unit("KEC")).unwrap().remove(0);
    let result = published.result;
    assert_eq!(
        (published.position.0, published.recorded_at),
        (position, app.now())
    );
    assert_eq!((result.n, result.n_excluded, result.log_size), (2, 1, position));
    let mut tree = Frontier::new();
    for entry in app.log().entries(0..position).unwrap() {
        tree.append(tlog::leaf_hash(&entry), |_, _, _| ());
    }
    assert_eq!(result.log_root, Some(RootHash(tree.root().0)));
    assert_eq!(
        (result.ikm.to_string().as_str(), result.method.as_str()),
        ("87.50", "exact")
    );
    assert_eq!(result.instruments, [Instrument::permenpan_14_2017().reference()]);
    let then = index_at(&app, "KEC", "2026-Q3", Look::AtSize(result.log_size)).unwrap();
    assert_eq!(then.figures.total.of(Standing::Excluded).n(), result.n_excluded);
    let again = then.index.unwrap();
    assert_eq!(
        (again.ikm, again.mutu, again.n),
        (result.ikm, result.mutu, result.n)
    );
    let unsur = again.unsur.iter().map(|nrr| (nrr.code, nrr.n, nrr.sum));
    let published = result.unsur.iter().map(|nrr| (nrr.code, nrr.n, nrr.sum));
    assert!(unsur.eq(published));
}

#[test]
fn publishing_again_adds_and_overwrites_nothing() {
    let app = TestApp::in_memory();
    let period = "2026-09".parse().unwrap();
    let nothing = app.publish(&operator(), &unit("KEC"), period);
    assert_eq!(refusal(nothing), Refusal::NothingToPublish(unit("KEC"), period));
    for id in [1, 2] {
        app.answer(id, submission("KEC")).unwrap();
        app.publish(&operator(), &unit("KEC"), period).unwrap();
    }
    let results = app.views().results(&unit("KEC")).unwrap();
    let n: Vec<u64> = results.iter().map(|published| published.result.n).collect();
    assert_eq!(n, [1, 2]);
}

#[test]
fn before_its_first_event_a_log_takes_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1));
    let log = Arc::new(MemoryLog::new(edge.clock()));
    let vault = Arc::new(Vault::open(dir.path()).unwrap());
    let (views, notary) = (
        Arc::new(Views::in_memory().unwrap()),
        notary_in(dir.path(), &*log),
    );
    let app = App::start(log, views, vault, notary, edge, |_| ()).unwrap();
    for command in kabupaten().into_iter().skip(1) {
        assert_eq!(refusal(app.register(&operator(), command)), Refusal::LogNotOpened);
    }
    let nothing = app.unit_index(
        &unit("KEC"),
        "2026".parse().unwrap(),
        None,
        Basis::Exact,
        Look::Now,
    );
    assert!(
        matches!(nothing, Err(AppError::Refused(Refusal::UnitUnknown(_)))),
        "{nothing:?}"
    );
    assert_eq!(
        app.recorded_at(views::AsOf(0)).unwrap(),
        jiff::Timestamp::UNIX_EPOCH
    );
}

#[test]
fn events_of_the_register_name_who_asked() {
    let app = TestApp::in_memory();
    let actor = eventlog::Actor::new("bagian-organisasi").unwrap();
    let position = app
        .register(&actor, unit_registered("PKM", None, Zone::Jakarta))
        .unwrap();
    let recorded = &app.log().read_all(Position(position), 1).unwrap()[0];
    assert_eq!(recorded.actor(), "bagian-organisasi");
    let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
    assert!(matches!(event.unwrap(), Event::UnitRegistered(registered) if registered.unit == unit("PKM")));
}
