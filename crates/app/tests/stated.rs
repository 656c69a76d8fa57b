//! Stated times belong to demos alone, and what is done in bulk is done as if one by one.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, sync::Arc};

use app::{App, AppError, DataDir, Edge, SystemEdge, operator};
use eventlog::Position;
use jiff::Timestamp;
use survey::{
    Answers, Channel, Command, Instrument, Language, LogOpened, Profile, Reasons, Refusal, ResponseId,
    ServiceRegistered, SubmitResponse, SurveyOpened, UnitKind, UnitRegistered, Zone,
};

/// States the same time for ever.
struct Stating;

const THEN: i64 = 1_750_000_000;

impl Edge for Stating {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(THEN).unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        SystemEdge.fill(bytes);
    }

    fn states_times(&self) -> bool {
        true
    }
}

fn opened(demo: bool) -> LogOpened {
    LogOpened {
        name: "Kabupaten Contoh".into(),
        demo,
    }
}

fn unit() -> Command {
    Command::RegisterUnit(UnitRegistered {
        unit: "DINAS".parse().unwrap(),
        name: "Dinas".into(),
        kind: UnitKind::Opd,
        parent: None,
        zone: Zone::Jakarta,
        kemendagri: None,
        bps: None,
    })
}

fn service() -> Command {
    Command::RegisterService(ServiceRegistered {
        unit: "DINAS".parse().unwrap(),
        service: "SURAT".parse().unwrap(),
        name: "Surat".into(),
    })
}

fn survey_opened() -> Command {
    Command::OpenSurvey(SurveyOpened {
        survey: "DINAS".parse().unwrap(),
        unit: "DINAS".parse().unwrap(),
        services: vec!["SURAT".parse().unwrap()],
        instrument: Instrument::permenpan_14_2017().reference(),
        population: None,
        admission: survey::Admission::Open,
    })
}

fn answer() -> SubmitResponse {
    let threes = Instrument::permenpan_14_2017().unsur_codes().into_iter();
    SubmitResponse {
        survey: "DINAS".parse().unwrap(),
        service: None,
        instrument: None,
        language: Language::INDONESIAN,
        answers: Answers::from_pairs(threes.map(|code| (code, ikm::Score::new(3).unwrap()))),
        profile: Profile::new(),
        reasons: Reasons::new(),
        channel: Channel::Qr,
        claimed_at: None,
        device_now: None,
        seconds_taken: None,
        device: None,
        device_counter: None,
        comment: None,
        noticed: BTreeSet::new(),
    }
}

/// A demo with one survey.
fn demo(dir: &tempfile::TempDir) -> App {
    let (app, _) = DataDir::new(dir.path())
        .init(opened(true), Arc::new(Stating))
        .unwrap();
    app.register_many(&operator(), vec![unit(), service(), survey_opened()])
        .unwrap();
    app
}

fn id(number: u128) -> ResponseId {
    ResponseId(uuid::Uuid::from_u128(number))
}

#[test]
fn an_edge_that_states_times_opens_no_real_log_and_any_demo() {
    for is_demo in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        drop(data.init(opened(is_demo), Arc::new(SystemEdge)).unwrap());
        match data.open(Arc::new(Stating), |_| ()) {
            Ok(_) => assert!(is_demo),
            Err(error) => assert!(!is_demo && matches!(error, AppError::Refused(Refusal::OnlyInDemo))),
        }
    }
}

#[test]
fn an_empty_log_takes_stated_times_only_as_a_demo() {
    let dir = tempfile::tempdir().unwrap();
    let refused = DataDir::new(dir.path())
        .init(opened(false), Arc::new(Stating))
        .err()
        .unwrap();
    assert!(
        matches!(refused, AppError::Refused(Refusal::OnlyInDemo)),
        "{refused}"
    );
}

#[test]
fn each_answer_of_a_demo_is_recorded_at_its_own_moment() {
    let dir = tempfile::tempdir().unwrap();
    let app = demo(&dir);
    let moments = [1, 2, 2, 9].map(|seconds| Timestamp::from_second(THEN + seconds).unwrap());
    let answers = moments
        .iter()
        .zip(1..)
        .map(|(at, number)| (*at, id(number), answer()));
    let receipts = app.submit_many_at(answers.collect()).unwrap();
    for (receipt, moment) in receipts.into_iter().zip(moments) {
        let position = Position(receipt.unwrap().position);
        let recorded = app.log().read_all(position, 1).unwrap().remove(0);
        assert_eq!(
            recorded.recorded_at().0,
            u64::try_from(moment.as_millisecond()).unwrap()
        );
    }
}

#[test]
fn a_clock_that_measures_states_no_moments() {
    let dir = tempfile::tempdir().unwrap();
    drop(demo(&dir));
    let app = DataDir::new(dir.path())
        .open(Arc::new(SystemEdge), |_| ())
        .unwrap();
    let refused = app
        .submit_many_at(vec![(Timestamp::UNIX_EPOCH, id(1), answer())])
        .unwrap_err();
    assert!(
        matches!(refused, AppError::Refused(Refusal::OnlyInDemo)),
        "{refused}"
    );
}

#[test]
fn of_many_changes_each_sees_those_before_it_and_none_is_made_if_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (app, _) = DataDir::new(dir.path())
        .init(opened(true), Arc::new(Stating))
        .unwrap();
    let before = app.log().head().size;
    let twice = vec![unit(), service(), service()];
    let refused = app.register_many(&operator(), twice).unwrap_err();
    assert!(
        matches!(refused, AppError::Refused(Refusal::ServiceExists(..))),
        "{refused}"
    );
    assert_eq!(app.log().head().size, before);
    let positions = app
        .register_many(&operator(), vec![unit(), service(), survey_opened()])
        .unwrap();
    assert_eq!(positions, [before, before + 1, before + 2]);
    assert!(app.registry().survey(&"DINAS".parse().unwrap()).is_some());
}

#[test]
fn results_published_together_are_made_of_the_same_events() {
    let dir = tempfile::tempdir().unwrap();
    let app = demo(&dir);
    let other = Command::RegisterUnit(UnitRegistered {
        unit: "KOSONG".parse().unwrap(),
        name: "Tanpa jawaban".into(),
        kind: UnitKind::Opd,
        parent: None,
        zone: Zone::Jakarta,
        kemendagri: None,
        bps: None,
    });
    app.register(&operator(), other).unwrap();
    app.submit_many(vec![(id(1), answer())]).remove(0).unwrap();
    let size = app.log().head().size;
    let units = ["DINAS", "KOSONG"].map(|code| code.parse().unwrap());
    let published = app
        .publish_many(&operator(), &units, "2025-06".parse().unwrap())
        .unwrap();
    assert_eq!(published, [size]);
    let results = app.views().results(&units[0]).unwrap();
    assert_eq!(results[0].result.log_size, size);
    let refused = app
        .publish(&operator(), &units[1], "2025-06".parse().unwrap())
        .unwrap_err();
    assert!(
        matches!(refused, AppError::Refused(Refusal::NothingToPublish(..))),
        "{refused}"
    );
}
