//! A flood: ten thousand forged answers to one survey as fast as they can be sent, and beside them a hundred honest
//! people, one after the other, who ask for the form and answer. Once from a network that nobody knows, as behind a
//! proxy that was not named, and once from one network behind a named proxy; then to a survey that wants one-time
//! codes, which the honest have and the forgers do not.
//!
//! Every honest answer must be acknowledged. What is printed is how long the honest waited, what became of the forged,
//! which flags show it, and who counts.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "rates and ratios for people to read"
)]

#[path = "../submissions/generator.rs"]
#[allow(dead_code, reason = "shared with the other benchmark, which uses all of it")]
mod generator;
#[path = "../submissions/machine.rs"]
#[allow(dead_code, reason = "shared with the other benchmark, which uses all of it")]
mod machine;
#[path = "../submissions/world.rs"]
#[allow(dead_code, reason = "shared with the other benchmark, which uses all of it")]
mod world;

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    thread,
    time::Duration,
};

use app::{Checking, operator};
use eventlog::Position;
use generator::{Answer, Load};
use serde_json::{Value, json};
use server::Options;
use survey::{Admission, Command, Instrument, SurveyCode, SurveyOpened, Token};
use uuid::Uuid;
use world::World;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FORGED: usize = 10_000;
const FORGED_CONNECTIONS: usize = 64;
const HONEST: usize = 100;
/// Long enough for all of it on a slow machine.
const TIME_MAX: Duration = Duration::from_secs(120);

/// The survey that anybody may answer, and the one that wants a code.
const OPEN: &str = "S-KEC";
const WITH_CODES: &str = "S-KODE";

fn main() {
    for (place, proxies) in [
        ("a network that nobody knows", vec![]),
        (
            "one network, behind a named proxy",
            vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        ),
    ] {
        println!("\n{FORGED} forged from {place}, {HONEST} honest beside them");
        let world = World::start_with(Options {
            proxies,
            ..Options::default()
        });
        flood(&world, OPEN, [&[], &[]]);
    }
    println!("\n{FORGED} forged without a code, {HONEST} honest with one beside them");
    let world = World::start();
    let codes = issue_codes(&world);
    let (first, second) = codes.split_at(HONEST);
    flood(&world, WITH_CODES, [first, second]);
}

/// Opens the survey that wants a code, and issues enough of them for the honest of both rounds.
fn issue_codes(world: &World) -> Vec<Token> {
    let survey: SurveyCode = WITH_CODES.parse().expect("a survey's code");
    let registry = world.app().registry();
    let like = registry.survey(&OPEN.parse().expect("a survey's code"));
    let like = like.expect("the survey that anybody may answer");
    let opened = SurveyOpened {
        survey: survey.clone(),
        unit: like.unit.clone(),
        services: like.services.clone(),
        instrument: like.instrument.reference(),
        population: like.population,
        admission: Admission::Code,
    };
    let asked = world.app().register(&operator(), Command::OpenSurvey(opened));
    asked.expect("a survey that can be opened");
    let issued = world.app().issue_tokens(&operator(), &survey, 2 * HONEST);
    issued.expect("codes for everybody").tokens
}

fn flood(world: &World, survey: &'static str, codes: [&[Token]; 2]) {
    let address = world.address();
    let checking = Checking::start(world.app()).expect("a thread");
    let alone = generator::run(address, 1, honest(address, survey, 0, codes[0]), TIME_MAX);
    let forging =
        thread::spawn(move || generator::run(address, FORGED_CONNECTIONS, forged(address, survey), TIME_MAX));
    let beside = generator::run(address, 1, honest(address, survey, 1, codes[1]), TIME_MAX);
    let forged = forging.join().expect("no connection breaks");
    println!("forged: {:.0}/s, {}", forged.per_second(), statuses(&forged));
    for (when, load) in [("alone", &alone), ("beside the flood", &beside)] {
        let posts = load.answers.iter().filter(|answer| answer.number % 2 == 1);
        let taken = posts.filter(|answer| answer.status == 201).count();
        println!(
            "honest {when}: {taken} of {HONEST} acknowledged; form p50 {:.2?}, answer p50 {:.2?}, slowest {:.2?}",
            middle(load, 0),
            middle(load, 1),
            load.answers
                .iter()
                .map(|answer| answer.took)
                .max()
                .unwrap_or_default(),
        );
        assert_eq!(taken, HONEST, "every honest answer is to be acknowledged");
    }
    world.app().check().expect("a readable log");
    drop(checking);
    println!("flags: {:?}", of_type(world, "response_flagged", "rule"));
    println!("excluded: {:?}", of_type(world, "response_excluded", "reason"));
}

/// So many answers with full marks, all alike.
fn forged(host: SocketAddr, survey: &str) -> Vec<Vec<u8>> {
    let id = |number| Uuid::from_u64_pair(0x0199_0000_0000_7000, 1 << 63 | number);
    let body = |number| response(id(number), survey, 4, None);
    (0..FORGED as u64)
        .map(|number| post(host, "203.0.113.7", &body(number)))
        .collect()
}

/// People, each of whom asks for the form and then answers, each from a network of their own and with a code of their
/// own, if any.
fn honest(host: SocketAddr, survey: &str, round: u64, codes: &[Token]) -> Vec<Vec<u8>> {
    let person = |number: u64| {
        let from = format!("198.{}.{number}.7", 18 + round);
        let id = Uuid::from_u64_pair(0x0198_0000_0000_7000 + round, 1 << 63 | number);
        let code = codes.get(usize::try_from(number).expect("few people"));
        let page = code.map_or_else(|| format!("/s/{survey}"), |code| format!("/k/{code}"));
        let form = format!("GET {page} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\n\r\n");
        [
            form.into_bytes(),
            post(host, &from, &response(id, survey, 3, code)),
        ]
    };
    (0..HONEST as u64).flat_map(person).collect()
}

fn response(id: Uuid, survey: &str, score: u8, code: Option<&Token>) -> Value {
    let unsur = Instrument::permenpan_14_2017().unsur_codes();
    let answers: serde_json::Map<_, _> = unsur
        .iter()
        .map(|unsur| (unsur.to_string(), json!(score)))
        .collect();
    let mut response = json!({
        "id": id, "survey": survey, "answers": answers, "seconds_taken": 70, "channel": "qr",
    });
    if let Some(code) = code {
        response["code"] = json!(code.to_string());
    }
    response
}

fn post(host: SocketAddr, from: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "POST /api/v1/responses HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {from}\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn statuses(load: &Load) -> String {
    let mut counts = BTreeMap::<u16, usize>::new();
    for answer in &load.answers {
        *counts.entry(answer.status).or_default() += 1;
    }
    let counts = counts.iter().map(|(status, count)| format!("{count} x {status}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// The median of every second answer, from the first or the second on.
fn middle(load: &Load, first: usize) -> Duration {
    let every_second = |answer: &&Answer| answer.number % 2 == first;
    let mut took: Vec<_> = load
        .answers
        .iter()
        .filter(every_second)
        .map(|answer| answer.took)
        .collect();
    took.sort_unstable();
    took[took.len() / 2]
}

/// The events of one type, counted by what they say in one field.
fn of_type(world: &World, event_type: &str, field: &str) -> BTreeMap<String, usize> {
    let events = world
        .log()
        .read_all(Position(0), usize::MAX)
        .expect("a readable log");
    let mut counts = BTreeMap::new();
    for event in events.iter().filter(|event| event.event_type() == event_type) {
        let payload: Value = serde_json::from_slice(event.payload()).expect("JSON");
        let said = payload[field].as_str().unwrap_or_default();
        *counts.entry(said.to_owned()).or_default() += 1;
    }
    counts
}
