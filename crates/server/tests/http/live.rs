//! Live counts: told as they grow, ended with the session and with the server, and bounded. The method is plain: streams
//! are read from sockets as bytes.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;
use server::{Options, limits::LIVE_STREAMS_MAX};
use testkit::TestApp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::client::{NINE, Served};

const COUNT: &str = "/dasbor/KEC/jumlah?periode=2026-Q3";

/// An open stream and what it said so far.
struct Told {
    stream: TcpStream,
    text: String,
}

impl Told {
    async fn open(served: &Served, cookie: &str) -> Self {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let head =
            format!("GET {COUNT} HTTP/1.1\r\nHost: skm\r\nCookie: {cookie}\r\nAccept-Encoding: br\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        Self {
            stream,
            text: String::new(),
        }
    }

    /// Reads until it has said this; false if it ends before.
    async fn says(&mut self, wanted: &str) -> bool {
        let mut bytes = [0; 4096];
        while !self.text.contains(wanted) {
            let read = timeout(Duration::from_secs(20), self.stream.read(&mut bytes)).await;
            match read.expect("it says nothing more") {
                Ok(0) | Err(_) => return false,
                Ok(n) => self.text.push_str(&String::from_utf8_lossy(&bytes[..n])),
            }
        }
        true
    }

    /// Reads to its end.
    async fn ends(mut self) -> bool {
        !self.says("\0").await
    }
}

async fn answer(served: &Served) {
    let answers: serde_json::Map<_, _> = NINE.iter().map(|code| ((*code).to_owned(), json!(3))).collect();
    let body = json!({"survey": "S-KEC", "answers": answers, "seconds_taken": 120}).to_string();
    assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_is_told_at_once_and_again_when_it_grows_and_no_figure_with_it() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let mut told = Told::open(&served, &cookie).await;
    assert!(told.says("data: 0\n\n").await, "{}", told.text);
    let head = told.text.to_lowercase();
    assert!(head.contains("content-type: text/event-stream") && head.contains("x-accel-buffering: no"));
    assert!(
        !head.contains("content-encoding"),
        "a compressor would hold it back"
    );
    answer(&served).await;
    assert!(told.says("data: 1\n\n").await, "{}", told.text);
    let page = served
        .get_with("/dasbor/KEC?periode=2026-Q3", &[("Cookie", &cookie)])
        .await;
    assert!(
        page.text().contains("Belum ada jawaban"),
        "figures advance in steps of ten"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_the_session_and_with_the_server() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let mut told = Told::open(&served, &cookie).await;
    assert!(told.says("data: 0\n\n").await);
    let own = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(served.send("POST", "/keluar", &own, b"").await.status, 303);
    answer(&served).await;
    assert!(
        !told.says("data: 1\n\n").await,
        "whoever is out is told nothing: {}",
        told.text
    );

    let other = served.cookie_of(survey::Role::UnitHead, Some("KEC")).await;
    let mut idle = Told::open(&served, &other).await;
    assert!(idle.says("data: 1\n\n").await);
    served.edge().pass(SignedDuration::from_mins(61));
    answer(&served).await;
    assert!(
        !idle.says("data: 2\n\n").await,
        "looking on is no use of a session"
    );

    let last = served.cookie_of(survey::Role::Inspector, None).await;
    let mut open = Told::open(&served, &last).await;
    assert!(open.says("data: 2\n\n").await);
    let stopping = tokio::spawn(served.stop());
    assert!(open.ends().await);
    stopping.await.unwrap();
}

/// As many as may be, on a server that has four threads for work that blocks: a stream that held one, or waited for one,
/// would leave nothing for the page. Its threads are counted by the system.
#[test]
fn as_many_streams_as_may_be_open_hold_no_thread_and_pages_are_still_served() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = tokio::task::spawn_blocking(TestApp::in_memory).await.unwrap();
        let served = Served::start_in(world, Options::default()).await;
        let cookie = served.staff_cookie().await;
        let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
        let before = threads();
        let mut streams = Vec::new();
        for _ in 0..LIVE_STREAMS_MAX {
            let mut told = Told::open(&served, &cookie).await;
            assert!(told.says("data: 0\n\n").await);
            streams.push(told);
        }
        // Other tests of this process run beside it and have threads of their own.
        assert!(
            threads() < before + LIVE_STREAMS_MAX / 2,
            "{} after {before}",
            threads()
        );
        let one_more = served.get_with(COUNT, &[("Cookie", &cookie)]).await;
        assert_eq!(one_more.status, 503);
        let page = async { served.get_with("/dasbor", &[("Cookie", &cookie)]).await };
        let page = timeout(Duration::from_secs(30), page).await;
        assert_eq!(page.expect("a page waits for a stream").status, 200);
        answer(&served).await;
        for told in &mut streams {
            assert!(told.says("data: 1\n\n").await, "{}", told.text);
        }
        drop(streams.pop());
        let mut place = Told::open(&served, &cookie).await;
        while !place.says("data: 1\n\n").await {
            // The server learns of the one that left when it writes to it next.
            answer(&served).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            place = Told::open(&served, &cookie).await;
        }
    });
}
