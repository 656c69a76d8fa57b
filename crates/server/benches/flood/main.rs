//! A flood: ten thousand forged answers to one survey as fast as they can be sent, and beside them a hundred honest
//! people, one after the other, who ask for the form and answer. Once from a network that nobody knows, as behind a
//! proxy that was not named, and once from one network behind a named proxy.
//!
//! Every honest answer must be acknowledged. What is printed is how long the honest waited, what became of the forged,
//! and which flags show it.

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

use app::Checking;
use eventlog::Position;
use generator::{Answer, Load};
use serde_json::{Value, json};
use server::Options;
use survey::Instrument;
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

fn main() {
    for (place, proxies) in [
        ("a network that nobody knows", vec![]),
        (
            "one network, behind a named proxy",
            vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        ),
    ] {
        println!("\n{FORGED} forged from {place}, {HONEST} honest beside them");
        flood(Options {
            proxies,
            ..Options::default()
        });
    }
}

fn flood(options: Options) {
    let world = World::start_with(options);
    let address = world.address();
    let checking = Checking::start(world.app()).expect("a thread");
    let alone = generator::run(address, 1, honest(address, 0), TIME_MAX);
    let forging =
        thread::spawn(move || generator::run(address, FORGED_CONNECTIONS, forged(address), TIME_MAX));
    let beside = generator::run(address, 1, honest(address, 1), TIME_MAX);
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
    println!("flags: {:?}", flags(&world));
}

/// So many answers with full marks, all alike.
fn forged(host: SocketAddr) -> Vec<Vec<u8>> {
    let body = |number| response(Uuid::from_u64_pair(0x0199_0000_0000_7000, 1 << 63 | number), 4);
    (0..FORGED as u64)
        .map(|number| post(host, "203.0.113.7", &body(number)))
        .collect()
}

/// People, each of whom asks for the form and then answers, each from a network of their own.
fn honest(host: SocketAddr, round: u64) -> Vec<Vec<u8>> {
    let person = |number: u64| {
        let from = format!("198.{}.{number}.7", 18 + round);
        let id = Uuid::from_u64_pair(0x0198_0000_0000_7000 + round, 1 << 63 | number);
        let form = format!("GET /s/S-KEC HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\n\r\n");
        [form.into_bytes(), post(host, &from, &response(id, 3))]
    };
    (0..HONEST as u64).flat_map(person).collect()
}

fn response(id: Uuid, score: u8) -> Value {
    let unsur = Instrument::permenpan_14_2017().unsur_codes();
    let answers: serde_json::Map<_, _> = unsur
        .iter()
        .map(|unsur| (unsur.to_string(), json!(score)))
        .collect();
    json!({"id": id, "survey": "S-KEC", "answers": answers, "seconds_taken": 70, "channel": "qr"})
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

fn flags(world: &World) -> BTreeMap<String, usize> {
    let events = world
        .log()
        .read_all(Position(0), usize::MAX)
        .expect("a readable log");
    let mut flags = BTreeMap::new();
    for event in events
        .iter()
        .filter(|event| event.event_type() == "response_flagged")
    {
        let flag: Value = serde_json::from_slice(event.payload()).expect("JSON");
        *flags
            .entry(flag["rule"].as_str().unwrap_or_default().to_owned())
            .or_default() += 1;
    }
    flags
}
