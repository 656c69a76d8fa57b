//! How fast the views are made, how fast they answer about the past, and how much room they take.
//!
//! Rebuilding is held against a scan that reads, checks and decodes every event, in the same run, by turns. First
//! with a million events, then with ten; a number as argument sets another size. Memory and start are those of a process that does nothing else:
//! the benchmark starts itself again for them.

#![allow(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it measures time and prints rates"
)]

use std::{
    env, fs,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use eventlog::{EventLog, Options, Position, ReadEvents, RedbLog, TimestampMs};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rustix::time::{ClockId, clock_gettime};
use survey::{Event, Month, Period, PeriodLength, Unit};
use testkit::{big_log, big_log_unit};
use views::{AsOf, Basis, Look, Projector, Reading, Views, catch_up};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many events, unless an argument says so: the larger takes some minutes, and 12 GB for a while.
const SIZES: [u64; 2] = [1_000_000, 10_000_000];
const UNITS: usize = 300;
const TURNS: usize = 3;
/// Of more events than this once is enough.
const LARGE: u64 = 5_000_000;
const QUESTIONS: usize = 4000;
const TREES: usize = 100;
/// What a program has to catch up with that was away for a while.
const MISSED: u64 = 10_000;

/// What this program is asked to do when it starts itself again, in the folder that it is started in.
const REPLAY: &str = "replay-and-tell-memory";
const START: &str = "start-and-tell-time";

fn main() {
    let asked: Vec<String> = env::args().collect();
    if asked.iter().any(|word| word == REPLAY) {
        return replay_alone();
    }
    if asked.iter().any(|word| word == START) {
        return start_alone();
    }
    match asked.iter().find_map(|argument| argument.parse().ok()) {
        Some(events) => measure(events),
        None => SIZES.into_iter().for_each(measure),
    }
}

fn measure(events: u64) {
    let dir = tempfile::tempdir().unwrap();
    println!("load             {}", load());
    let (log, filling) = timed(|| big_log(&dir.path().join(LOG), events, UNITS));
    println!("events           {events} about {UNITS} units, appended in {filling:.1?}");
    let file = dir.path().join(VIEWS);
    rebuild(&log, &file);
    room(&log, dir.path(), events);
    past(&log, &file);
    inspected(&log, &file);
    log.close().unwrap();
    drop(log);
    println!("load             {}", load());
    alone(dir.path());
}

const LOG: &str = "log.redb";
const VIEWS: &str = "views.redb";

/// How busy the machine is, by its own count; nothing where it keeps none.
fn load() -> String {
    let told = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Starts by a program that has nothing to catch up with, then by one that has; then a whole replay.
fn alone(dir: &Path) {
    let ask = |word| {
        let program = env::current_exe().unwrap();
        let status = Command::new(program).arg(word).current_dir(dir).status();
        assert!(status.unwrap().success(), "{word}");
    };
    ask(START);
    fs::remove_file(dir.join(VIEWS)).unwrap();
    ask(REPLAY);
    ask(START);
}

fn open_log() -> Arc<RedbLog> {
    let clock = Arc::new(|| TimestampMs(0));
    Arc::new(RedbLog::open(Path::new(LOG), clock, &Options::default()).unwrap())
}

/// Replays all but the last few events, and tells how much memory that took at most: after the first half, and in all.
fn replay_alone() {
    let log = open_log();
    let to = log.head().size.saturating_sub(MISSED);
    let before = peak_mb();
    fold_all(&log, Path::new(VIEWS), to / 2);
    let half = peak_mb();
    fold_all(&log, Path::new(VIEWS), to);
    let whole = peak_mb();
    println!(
        "peak memory      {before} MB before a replay, {half} MB after half of it, {whole} MB after all of it"
    );
    log.close().unwrap();
}

/// The most that this process ever had in memory at once, in MB; 0 where the system does not say.
fn peak_mb() -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}

/// Opens log and views, and catches up.
fn start_alone() {
    let (log, opening) = timed(open_log);
    let size = log.head().size;
    let (progress, catching_up) = timed(|| {
        let views = Arc::new(Views::open(Path::new(VIEWS)).unwrap());
        let reader: Arc<dyn ReadEvents> = Arc::<RedbLog>::clone(&log);
        let mut projector = Projector::new(views, reader).unwrap();
        let progress = projector.progress();
        catch_up(&mut projector, &*log, size, |_| ()).unwrap();
        progress
    });
    println!(
        "start            log {opening:.1?}, views {catching_up:.1?} with {} events to catch up with",
        size - progress
    );
    log.close().unwrap();
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

/// Scan and rebuild by turns; the best of each, because whatever else runs only makes them slower. The processor time
/// beside it is what they cost whatever else runs: the rebuild has more threads, and so a larger part of a busy machine.
fn rebuild(log: &Arc<RedbLog>, file: &Path) {
    let size = log.head().size;
    let (mut scan, mut fold) = ((Duration::MAX, Duration::MAX), (Duration::MAX, Duration::MAX));
    let turns = if size > LARGE { 1 } else { TURNS };
    for _ in 0..turns {
        scan = scan.min(on_processor(|| scan_and_decode(log, size)));
        let _ = fs::remove_file(file);
        fold = fold.min(on_processor(|| fold_all(log, file, size)));
    }
    let rate = |time: Duration| size as f64 / time.as_secs_f64();
    let each = |time: Duration| time.as_secs_f64() * 1e6 / size as f64;
    for (what, (wall, processor)) in [("scan and decode", scan), ("rebuild views", fold)] {
        let each = each(processor);
        println!(
            "{what:<16} {:>9.0} events/s, {each:.1} µs of processor time an event",
            rate(wall)
        );
    }
    println!("ratio            {:.2}  (goal 0.8)", rate(fold.0) / rate(scan.0));
    println!(
        "processor ratio  {:.2}",
        scan.1.as_secs_f64() / fold.1.as_secs_f64()
    );
}

/// How long some work took by the clock, and by the processors of this process.
fn on_processor(work: impl FnOnce()) -> (Duration, Duration) {
    let before = processor_time();
    let ((), wall) = timed(work);
    (wall, processor_time().saturating_sub(before))
}

/// The processor time of this process so far.
fn processor_time() -> Duration {
    used(ClockId::ProcessCPUTime)
}

/// The processor time of this thread so far.
fn thread_time() -> Duration {
    used(ClockId::ThreadCPUTime)
}

fn used(clock: ClockId) -> Duration {
    clock_gettime(clock).try_into().unwrap()
}

/// How long one question took: by the clock, and by the processor, which it did not always have.
#[derive(Default)]
struct Times {
    wall: Vec<Duration>,
    processor: Vec<Duration>,
}

impl Times {
    fn ask<T>(&mut self, question: impl FnOnce() -> T) -> T {
        let before = thread_time();
        let (answer, wall) = timed(question);
        self.processor.push(thread_time().saturating_sub(before));
        self.wall.push(wall);
        answer
    }

    fn tell(mut self, what: &str, goal: &str) {
        let at = |times: &mut [Duration], percent: usize| {
            times.sort_unstable();
            times[(times.len() * percent).div_ceil(100) - 1]
        };
        let (p50, p99) = (at(&mut self.wall, 50), at(&mut self.wall, 99));
        let (of_p50, of_p99) = (at(&mut self.processor, 50), at(&mut self.processor, 99));
        println!("{what:<16} p50 {p50:.2?}, p99 {p99:.2?}  ({goal})");
        println!("{:<16} processor time: p50 {of_p50:.2?}, p99 {of_p99:.2?}", "");
    }
}

fn scan_and_decode(log: &RedbLog, size: u64) {
    let mut at = 0;
    while at < size {
        for recorded in log.read_all(Position(at), 512).unwrap() {
            let (name, version) = (recorded.event_type(), recorded.type_version());
            let event = Event::from_stored(name, version, recorded.payload()).unwrap();
            std::hint::black_box(event);
            at += 1;
        }
    }
}

fn fold_all(log: &Arc<RedbLog>, file: &Path, size: u64) {
    let views = Arc::new(Views::open(file).unwrap());
    let reader: Arc<dyn ReadEvents> = Arc::<RedbLog>::clone(log);
    let mut projector = Projector::new(views, reader).unwrap();
    catch_up(&mut projector, &**log, size, |_| ()).unwrap();
    projector.sync().unwrap();
}

fn room(log: &Arc<RedbLog>, dir: &Path, events: u64) {
    for name in [LOG, VIEWS] {
        let bytes = fs::metadata(dir.join(name)).unwrap().len();
        let per_event = bytes as f64 / events as f64;
        println!("{name:<16} {} MB, {per_event:.0} B/event", bytes >> 20);
    }
    let (hash, took) = timed(|| Views::open(&dir.join(VIEWS)).unwrap().state_hash().unwrap());
    println!(
        "state hash       {took:.1?} for {} events ({hash})",
        log.head().size
    );
}

/// The index of one unit for one quarter, as of a position anywhere: units as often as they have answers.
fn past(log: &Arc<RedbLog>, file: &Path) {
    let views = Arc::new(Views::open(file).unwrap());
    let reader: Arc<dyn ReadEvents> = Arc::<RedbLog>::clone(log);
    drop(Projector::new(Arc::clone(&views), reader).unwrap());
    let registry = views.registry();
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let first = Month::new(2024, 10).unwrap().number();
    let (mut times, mut rows_max, mut months_max) = (Times::default(), 0, 0);
    for _ in 0..QUESTIONS {
        // Large units are asked for more often than small ones.
        let largest = random.random_range(1..=UNITS);
        let unit = big_log_unit(random.random_range(0..largest));
        let unit = registry.unit(&unit).unwrap();
        let month = Month::from_number(first + random.random_range(0..24)).unwrap();
        let period = Period::containing(month, PeriodLength::Quarter);
        let as_of = Some(AsOf(random.random_range(0..=log.head().size)));
        let ask = || {
            views
                .period_figures(&[unit], period, Basis::Exact, as_of)
                .unwrap()
        };
        let found = times.ask(ask);
        rows_max = rows_max.max(found.rows_examined);
        months_max = months_max.max(period.months().count());
    }
    times.tell("as of anywhere", "goal 10 ms");
    println!("                 at most {rows_max} rows for {months_max} months");
}

/// What a page of an inspector asks: one unit with register, interval and letter as of anywhere; and every unit's
/// quarter as of anywhere.
fn inspected(log: &Arc<RedbLog>, file: &Path) {
    let reader: Arc<dyn ReadEvents> = Arc::<RedbLog>::clone(log);
    let views = Arc::new(Views::open(file).unwrap());
    drop(Projector::new(Arc::clone(&views), Arc::clone(&reader)).unwrap());
    let reading = Reading {
        log: &*reader,
        views: &views,
    };
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let first = Month::new(2024, 10).unwrap().number();
    let quarter = |random: &mut ChaCha8Rng| {
        let month = Month::from_number(first + random.random_range(0..24)).unwrap();
        Period::containing(month, PeriodLength::Quarter)
    };
    let mut times = Times::default();
    for _ in 0..QUESTIONS {
        let unit = big_log_unit(random.random_range(0..UNITS));
        // A leaf: those with units below are asked for as trees.
        let unit = if views.registry().subtree(&unit).len() > 1 {
            big_log_unit(UNITS - 1)
        } else {
            unit
        };
        let period = quarter(&mut random);
        let look = Look::AtSize(random.random_range(0..=log.head().size));
        times.ask(|| {
            reading
                .unit_index(&unit, period, None, Basis::Exact, look)
                .unwrap()
        });
    }
    times.tell("index as of", "goal 10 ms");
    let mut times = Times::default();
    for _ in 0..TREES {
        let period = quarter(&mut random);
        let size = AsOf(random.random_range(0..=log.head().size));
        let ask = || {
            let registry = views.registry_as_of(&*reader, size).unwrap();
            let units: Vec<&Unit> = registry.units();
            views
                .months_of_each(&units, period.first(), period.last(), Basis::Exact, Some(size))
                .unwrap()
        };
        times.ask(ask);
    }
    times.tell("tree as of", "goal 300 ms");
}
