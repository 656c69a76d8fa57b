//! A large log for measuring: many units of very different size, two years, a profile in every answer, and a review
//! now and then. Only its size and shape are meant to be true to life.

use std::{collections::VecDeque, path::Path, sync::Arc};

use eventlog::{EventLog, Options, PendingAppend, RedbLog, TimestampMs};
use jiff::SignedDuration;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use survey::{
    Admission, Channel, Command, Event, FlagRule, Hour, Instrument, LogOpened, Registry, ResponseExcluded,
    ResponseFlagged, ResponseSubmitted, ServiceCode, ServiceRegistered, Stream, SurveyOpened, UnitCode, Zone,
    decide,
};
use uuid::Uuid;

use crate::{Chronicle, answers, moment, response_id, submitted, survey_code, unit, unit_registered};

const BEGINNING: &str = "2024-09-30T17:00:00Z";
const DAYS: i64 = 730;
/// Appends on their way at once: fewer than the log's queue takes.
const APPENDS_WAITING_MAX: usize = 3000;

/// The name of the unit of that number.
#[must_use]
pub fn big_log_unit(number: usize) -> UnitCode {
    unit(&format!("U{number:03}"))
}

/// Makes a log of so many events about so many units at `path`. The first unit has the most answers: the n-th has
/// 1/n of that. Its answers lie in October 2024 to September 2026.
///
/// # Panics
/// If it cannot be written.
#[must_use]
pub fn big_log(path: &Path, events: u64, units: usize) -> Arc<RedbLog> {
    big_log_over(path, events, units, DAYS)
}

/// The same, its answers spread over so many days before October 2026.
///
/// # Panics
/// If it cannot be written.
#[must_use]
pub fn big_log_over(path: &Path, events: u64, units: usize, days: i64) -> Arc<RedbLog> {
    let beginning = moment(BEGINNING) - SignedDuration::from_hours(24 * (days - DAYS));
    let clock = Arc::new(|| TimestampMs(0));
    let log = Arc::new(RedbLog::create(path, clock, &Options::default()).expect("room for a log"));
    let log_to_write: Arc<dyn EventLog> = Arc::<RedbLog>::clone(&log);
    let mut chronicle = Chronicle::of(log_to_write, &beginning.to_string());
    register(&mut chronicle, units);
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut answered = Vec::new();
    let mut waiting: VecDeque<PendingAppend> = VecDeque::new();
    let begun = log.head().size;
    let mut weights: Vec<f64> = Vec::with_capacity(units);
    for number in 1..=units {
        let before = weights.last().copied().unwrap_or(0.0);
        #[expect(
            clippy::cast_precision_loss,
            clippy::float_arithmetic,
            reason = "a few hundred, for chance"
        )]
        weights.push(before + 1.0 / number as f64);
    }
    for number in begun..events {
        let past = SignedDuration::from_hours(24 * days).as_secs() * i64::try_from(number).expect("fits")
            / i64::try_from(events).expect("fits");
        chronicle.set(beginning + SignedDuration::from_secs(past));
        let pending = if !answered.is_empty() && random.random_ratio(1, 50) {
            let earlier = answered[random.random_range(0..answered.len())];
            review(&mut chronicle, &mut random, earlier)
        } else {
            answered.push(number);
            let place = random.random_range(0.0..*weights.last().expect("at least one unit"));
            let unit = weights.partition_point(|weight| *weight < place);
            let answer = answer(&mut random, unit, Hour::containing(chronicle.now()));
            chronicle.begin(
                &Stream::Response(response_id(number)),
                &[Event::ResponseSubmitted(answer)],
            )
        };
        waiting.push_back(pending);
        if waiting.len() > APPENDS_WAITING_MAX {
            let first = waiting.pop_front().expect("there are many");
            first.wait().expect("the log takes it");
        }
    }
    for pending in waiting {
        pending.wait().expect("the log takes it");
    }
    log
}

fn register(chronicle: &mut Chronicle, units: usize) {
    let mut commands = vec![
        Command::OpenLog(LogOpened {
            name: "Kabupaten Besar".into(),
            demo: false,
        }),
        Command::PublishInstrument(Instrument::permenpan_14_2017()),
    ];
    for number in 0..units {
        let code = big_log_unit(number);
        // A tree of three levels, ten below each.
        let parent = number.checked_sub(1).map(|rest| big_log_unit(rest / 10));
        let parent = parent.as_ref().map(UnitCode::as_str);
        commands.push(unit_registered(code.as_str(), parent, Zone::Jakarta));
        commands.push(Command::RegisterService(ServiceRegistered {
            unit: code.clone(),
            service: service(),
            name: "Layanan".into(),
        }));
        commands.push(Command::OpenSurvey(SurveyOpened {
            survey: survey_code(code.as_str()),
            unit: code,
            services: vec![service()],
            instrument: Instrument::permenpan_14_2017().reference(),
            population: Some(2000),
            admission: Admission::Open,
        }));
    }
    let mut registry = Registry::default();
    for command in commands {
        let event = decide(&registry, command).expect("it fits together");
        registry.evolve(&event, chronicle.now());
        let stream = Stream::ServiceEvent(Uuid::from_u128(chronicle.log().head().size.into()));
        chronicle.record(&stream, &[event]);
    }
}

fn service() -> ServiceCode {
    ServiceCode::new("LAYANAN").expect("a service's code")
}

fn answer(random: &mut impl Rng, unit: usize, now: Hour) -> ResponseSubmitted {
    let mut one_of = |options: &[&str]| options[random.random_range(0..options.len())].to_owned();
    let profile = [
        ("jenis_kelamin".to_owned(), one_of(&["L", "P"])),
        (
            "usia".to_owned(),
            one_of(&["0-17", "18-25", "26-35", "36-45", "46-55", "56-65", "66"]),
        ),
        (
            "pendidikan".to_owned(),
            one_of(&["TS", "SD", "SMP", "SMA", "D3", "S1", "S2", "S3"]),
        ),
        (
            "pekerjaan".to_owned(),
            one_of(&["PNS", "TNI", "POLRI", "SWASTA", "WIRAUSAHA", "LAINNYA"]),
        ),
    ];
    let channel = [Channel::Qr, Channel::Qr, Channel::Web, Channel::Kiosk][random.random_range(0..4)];
    let scores = std::array::from_fn(|_| [2, 3, 3, 3, 4, 4][random.random_range(0..6)]);
    // One in twenty was given offline, up to a month ago.
    let hours_ago = if random.random_ratio(1, 20) {
        random.random_range(0..720)
    } else {
        0
    };
    ResponseSubmitted {
        channel,
        profile: profile.into(),
        service: service(),
        answers: answers(scores),
        seconds_taken: Some(random.random_range(20..300)),
        ..submitted(
            big_log_unit(unit).as_str(),
            Hour::from_number(now.number() - hours_ago),
            [3; 9],
        )
    }
}

/// Flags or excludes an earlier response.
fn review(chronicle: &mut Chronicle, random: &mut impl Rng, earlier: u64) -> PendingAppend {
    let stream = Stream::Response(response_id(earlier));
    let unit = big_log_unit(0);
    let event = if random.random() {
        Event::ResponseFlagged(ResponseFlagged {
            unit,
            rule: FlagRule::StraightLine,
            rule_version: 1,
        })
    } else {
        Event::ResponseExcluded(ResponseExcluded {
            unit,
            reason: "Diisi petugas".into(),
            approved_by: None,
        })
    };
    chronicle.begin(&stream, &[event])
}
