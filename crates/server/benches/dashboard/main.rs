//! How long a unit head waits: the dashboard of 300 units with five years and three million responses, over HTTP on
//! loopback, compressed as a browser asks for it. First while nothing happens, then with an answer before each request,
//! for another unit each time.
//!
//! `DASHBOARD_EVENTS` makes another number of events than three million.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures time and prints it"
)]

use std::{
    env,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use app::{App, TokenKey, operator, views::Views};
use eventlog::EventLog;
use serde_json::json;
use server::{Options, State};
use survey::{Period, Role};
use testkit::{TestEdge, big_log_over, big_log_unit, enter_as, notary_in, survey_code, with_credentials};
use tokio::{net::TcpListener, runtime::Runtime};
use vault::Vault;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EVENTS: u64 = 3_000_000;
const UNITS: usize = 300;
const DAYS: i64 = 5 * 365;
const TURNS: usize = 300;
/// The log's answers end with September; this is the day before.
const NOW: &str = "2026-09-29T02:00:00Z";

fn main() {
    let events =
        env::var("DASHBOARD_EVENTS").map_or(EVENTS, |text| text.parse().expect("a number of events"));
    let dir = tempfile::tempdir().expect("a temporary directory");
    let edge = Arc::new(TestEdge::new(NOW, 1));
    let begun = Instant::now();
    let log: Arc<dyn EventLog> = big_log_over(&dir.path().join("log.redb"), events, UNITS, DAYS);
    println!(
        "log              {events} events about {UNITS} units in five years, written in {:.0?}",
        begun.elapsed()
    );
    let views = Arc::new(Views::open(&dir.path().join("views.redb")).expect("room for views"));
    let vault = Arc::new(Vault::open(dir.path().join("vault")).expect("room for a vault"));
    let notary = notary_in(dir.path(), &*log);
    let begun = Instant::now();
    let app = App::start(log, views, vault, notary, edge, |_| ()).expect("a whole log");
    println!("views            made in {:.0?}", begun.elapsed());
    let app = Arc::new(with_credentials(app, dir.path()).with_token_key(TokenKey::new([7; 32])));
    // A server signs what it finds when it starts: three million new events at once are this program's doing alone, and
    // would take one of two cores from the first page that is measured.
    let begun = Instant::now();
    app.sign().expect("a healthy log");
    println!("checkpoint       signed in {:.1?}", begun.elapsed());
    let cookie = format!("skm={}", enter_as(&app, Role::BagianOrganisasi, None).token);
    let state = State::new(Arc::clone(&app), Options::default());
    let runtime = Runtime::new().expect("a runtime");
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    runtime.spawn(server::serve(state, listener, std::future::pending()));
    let visitor = Visitor { address, cookie };
    let inspector = Visitor {
        address,
        cookie: format!("skm={}", enter_as(&app, Role::Inspector, None).token),
    };
    let (top, middle, leaf) = (big_log_unit(0), big_log_unit(3), big_log_unit(UNITS - 1));
    let pages = [
        ("all units", "/dasbor".to_owned()),
        ("whole tree", format!("/dasbor/{top}")),
        (
            "whole tree, year",
            format!("/dasbor/{top}?periode=2026&tren=tahun"),
        ),
        ("ten units", format!("/dasbor/{middle}")),
        ("one unit", format!("/dasbor/{leaf}")),
        ("comparison", "/dasbor/perbandingan".to_owned()),
        ("recap", "/dasbor/rekap".to_owned()),
        ("feed", "/dasbor/umpan".to_owned()),
    ];
    let inspected = [
        (
            "tree as of March",
            "/inspeksi?periode=2026-Q1&pada=2026-03-31".to_owned(),
        ),
        (
            "unit as of March",
            format!("/inspeksi/{leaf}?periode=2026-Q1&pada=2026-03-31"),
        ),
        (
            "top as of March",
            format!("/inspeksi/{top}?periode=2026-Q1&pada=2026-03-31"),
        ),
    ];
    let public = [
        ("results, top", format!("/hasil/{top}")),
        ("results, unit", format!("/hasil/{leaf}")),
        ("one unit's API", format!("/api/v1/units/{leaf}/results")),
        ("open data", "/api/v1/open-data/results.csv".to_owned()),
    ];
    for (when, busy) in [("quiet", false), ("an answer before each", true)] {
        println!("\n{when}");
        measure(&app, &visitor, &pages, busy);
    }
    println!("\nan inspector");
    measure(&app, &inspector, &inspected, false);
    println!("\n{} results published", publish_all(&app));
    measure(&app, &visitor, &public, false);
}

/// Publishes every quarter of every unit; says how many results that are.
fn publish_all(app: &App) -> usize {
    let mut published = 0;
    let quarters = (2021..=2026).flat_map(|year| (1..=4).map(move |quarter| format!("{year}-Q{quarter}")));
    for quarter in quarters {
        let period: Period = quarter.parse().expect("a quarter");
        for unit in (0..UNITS).map(big_log_unit) {
            // Where nobody answered, and of what still runs, there is nothing to publish.
            published += usize::from(app.publish(&operator(), &unit, period).is_ok());
        }
    }
    published
}

fn measure(app: &App, visitor: &Visitor, pages: &[(&str, String)], busy: bool) {
    for (name, path) in pages {
        let first = visitor.get(path);
        let mut times: Vec<Duration> = (0..TURNS)
            .map(|turn| {
                if busy {
                    visitor.answer(app, turn * 37 % UNITS);
                }
                visitor.get(path).0
            })
            .collect();
        times.sort_unstable();
        let at = |percent: usize| times[(TURNS * percent).div_ceil(100) - 1];
        println!(
            "{name:<17}p50 {:>9.2?}, p99 {:>9.2?}, first {:>9.2?}, {:>6} bytes brotli",
            at(50),
            at(99),
            first.0,
            first.1
        );
    }
}

/// A unit head with a cookie.
struct Visitor {
    address: SocketAddr,
    cookie: String,
}

impl Visitor {
    /// How long a page takes, and how large it is.
    fn get(&self, path: &str) -> (Duration, usize) {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: skm\r\nCookie: {}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n",
            self.cookie
        );
        let begun = Instant::now();
        let answer = exchange(self.address, &request);
        let took = begun.elapsed();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}");
        let head = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or(0);
        (took, answer.len() - head - 4)
    }

    /// Somebody answers about a unit, and the views have seen it.
    fn answer(&self, app: &App, unit: usize) {
        let scores = [
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "produk",
            "kompetensi",
            "perilaku",
            "sarpras",
            "pengaduan",
        ];
        let answers: serde_json::Map<_, _> =
            scores.iter().map(|code| ((*code).to_owned(), json!(3))).collect();
        let survey = survey_code(big_log_unit(unit).as_str()).to_string();
        let body = json!({"survey": survey, "answers": answers, "seconds_taken": 60}).to_string();
        let request = format!(
            "POST /api/v1/responses HTTP/1.1\r\nHost: skm\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let answer = exchange(self.address, &request);
        assert!(
            answer.starts_with(b"HTTP/1.1 201"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
        app.wait_for(app.log().head().size).expect("the views follow");
    }
}

fn exchange(address: SocketAddr, request: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("a listener");
    stream.write_all(request.as_bytes()).expect("an open connection");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("a whole answer");
    answer
}
