//! Durable submissions over HTTP: the real accept loop, the log and the views in files, and a load generator beside
//! it on the same machine, over loopback.
//!
//! Two bounds are measured in the same run, turn by turn, because a disk's mood changes within minutes: the same
//! events appended straight into another log by as many writers, and `GET /health` over as many connections. At the
//! end every acknowledged position must hold its response, and nothing else may be in the log.
//!
//! Numbers as arguments set how many connections; 1, 16 and 128 without.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "rates and ratios for people to read"
)]

mod check;
mod generator;
mod machine;
mod request;
mod straight;
#[allow(dead_code, reason = "shared with the other benchmark, which asks more of it")]
mod world;

use std::time::Duration;

use check::Acknowledged;
use generator::Load;
use machine::Spent;
use request::Requests;
use straight::Straight;
use world::World;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a turn does at most, whichever comes first.
const TURN_REQUESTS: usize = 100_000;
const TURN: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;
/// Of a hundred responses, those with a comment in the run that has some.
const COMMENTS_PERCENT: u32 = 5;

/// One way to load the server.
#[derive(Clone, Copy)]
struct Way {
    connections: usize,
    comments_percent: u32,
}

/// What one turn of a [`Way`] found: the submissions, and the two bounds.
struct Turn {
    submissions: Load,
    spent: Spent,
    health_per_second: f64,
    straight_per_second: f64,
}

fn main() {
    let chosen: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let connections = if chosen.is_empty() {
        vec![1, 16, 128]
    } else {
        chosen
    };
    let most = *connections.last().expect("three, or those that were chosen");
    let plain = connections.iter().map(|&connections| Way {
        connections,
        comments_percent: 0,
    });
    let with_comments = Way {
        connections: most,
        comments_percent: COMMENTS_PERCENT,
    };

    let world = World::start();
    let straight = Straight::new(world.dir());
    let mut requests = Requests::new(world.address());
    let mut acknowledged = Acknowledged::default();
    println!(
        "{} B of body, {} B of request; {ROUNDS} turns each, of at most {TURN:?} or {TURN_REQUESTS} requests",
        requests.body_bytes(),
        requests.request_bytes()
    );
    println!(
        "\n{:>5} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6} | {:>9} {:>7} | {:>9} {:>7}",
        "conns",
        "comments",
        "resp/s",
        "p50",
        "p99",
        "p99.9",
        "errors",
        "health/s",
        "resp/it",
        "appends/s",
        "resp/it"
    );
    let before = world::room(world.dir());
    for way in plain.chain([with_comments]) {
        let turns: Vec<Turn> = (0..ROUNDS)
            .map(|_| turn(way, &world, &straight, &mut requests, &mut acknowledged))
            .collect();
        print(way, &turns);
    }
    let (log, dir) = world.stop();
    print_room(&before, &world::room(dir.path()), acknowledged.len());
    let number = acknowledged.len();
    acknowledged.check(&*log);
    println!(
        "checked: {number} responses were acknowledged; the log holds each once, where it was said to be"
    );
}

fn turn(
    way: Way,
    world: &World,
    straight: &Straight,
    requests: &mut Requests,
    acknowledged: &mut Acknowledged,
) -> Turn {
    let Way { connections, .. } = way;
    let health = vec![requests.health(); TURN_REQUESTS];
    let health = generator::run(world.address(), connections, health, TURN);
    assert!(health.answers.iter().all(|answer| answer.status == 200));

    let batch = requests.submissions(TURN_REQUESTS, way.comments_percent);
    let (from, before) = (world.head(), Spent::so_far());
    let submissions = generator::run(world.address(), connections, batch.wire, TURN);
    let spent = Spent::so_far()
        .since(&before)
        .and(generator::THREAD, submissions.on_processor);
    acknowledged.take(&batch.ids, &submissions.answers);
    world.settle();

    let appends = straight::appends(world.log(), from);
    let straight_per_second = straight.run(connections, appends);
    Turn {
        submissions,
        spent,
        health_per_second: health.per_second(),
        straight_per_second,
    }
}

fn print(way: Way, turns: &[Turn]) {
    let rate = |turn: &Turn| turn.submissions.per_second();
    let mut latencies: Vec<Duration> = turns
        .iter()
        .flat_map(|turn| turn.submissions.answers.iter().map(|answer| answer.took))
        .collect();
    latencies.sort_unstable();
    let at = |per_mille: usize| latencies[(latencies.len() * per_mille).div_ceil(1000).max(1) - 1];
    let errors = turns
        .iter()
        .flat_map(|turn| &turn.submissions.answers)
        .filter(|answer| answer.status != 201)
        .count();
    println!(
        "{:>5} {:>7}% {:>8.0} {:>8.2?} {:>8.2?} {:>8.2?} {errors:>6} | {:>9.0} {:>7.2} | {:>9.0} {:>7.2}",
        way.connections,
        way.comments_percent,
        middle(turns, rate),
        at(500),
        at(990),
        at(999),
        middle(turns, |turn| turn.health_per_second),
        middle(turns, |turn| rate(turn) / turn.health_per_second),
        middle(turns, |turn| turn.straight_per_second),
        middle(turns, |turn| rate(turn) / turn.straight_per_second),
    );
    assert_eq!(errors, 0, "every submission is to be answered with 201");
    for turn in turns {
        println!(
            "      processor per response: {}",
            turn.spent.per(turn.submissions.answers.len())
        );
    }
}

fn middle(turns: &[Turn], figure: impl Fn(&Turn) -> f64) -> f64 {
    let mut all: Vec<f64> = turns.iter().map(figure).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn print_room(before: &world::Room, after: &world::Room, responses: usize) {
    let per_response = |after: u64, before: u64| (after.saturating_sub(before)) as f64 / responses as f64;
    println!(
        "\non disk per response: log {:.0} B, views {:.0} B, vault {:.0} B",
        per_response(after.log_bytes, before.log_bytes),
        per_response(after.views_bytes, before.views_bytes),
        per_response(after.vault_bytes, before.vault_bytes),
    );
}
