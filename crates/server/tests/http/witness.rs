//! A witness over a socket: the statuses of C2SP tlog-witness, and what a log reads in the answers.

use std::{net::SocketAddr, path::Path, sync::Arc};

use ::witness::{Witness, limits::REQUEST_BYTES_MAX};
use app::Edge;
use tempfile::TempDir;
use testkit::{SignedLog, TestEdge};
use tlog::{
    add_checkpoint::{AddCheckpoint, Answer as WitnessAnswer, Refused},
    cosignature::CosignerKey,
};
use tokio::net::TcpListener;

use crate::client::{Answer, send};

struct Served {
    address: SocketAddr,
    vkey: CosignerKey,
    edge: Arc<TestEdge>,
    dir: TempDir,
}

impl Served {
    /// A witness that knows the log.
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let vkey = Witness::init(dir.path(), "witness.example", &[9; 32]).unwrap();
        let witness = Arc::new(Witness::open(dir.path()).unwrap());
        witness.add_log(log(0).vkey().clone()).unwrap();
        let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clock: Arc<dyn Edge> = Arc::clone(&edge) as _;
        tokio::spawn(server::serve_witness(
            witness,
            clock,
            listener,
            std::future::pending(),
        ));
        Self {
            address,
            vkey,
            edge,
            dir,
        }
    }

    async fn post(&self, body: &str) -> Answer {
        send(self.address, "POST", "/add-checkpoint", &[], body.as_bytes()).await
    }

    async fn ask(&self, request: &AddCheckpoint) -> (u16, WitnessAnswer) {
        let answer = self.post(&request.to_string()).await;
        let read = WitnessAnswer::read(answer.status, &answer.bytes, request, &self.vkey);
        (answer.status, read)
    }
}

fn log(size: u64) -> SignedLog {
    SignedLog::new("skm.example/log", 1).of_size(size)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_grows_is_cosigned_at_the_time_of_the_witness() {
    let served = Served::start().await;
    for (old, new) in [(0, 3), (3, 7), (7, 7)] {
        let (status, answer) = served.ask(&log(new).request(old)).await;
        let WitnessAnswer::Cosigned(cosignature, at) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(status, 200);
        assert_eq!(
            i64::try_from(at.posix_seconds()).unwrap(),
            served.edge.now().as_second()
        );
        let mut checkpoint = log(new).checkpoint(new);
        checkpoint.add(cosignature);
        assert_eq!(served.vkey.verify_cosignature(&checkpoint), Ok(at));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cosignature_is_one_line_of_text() {
    let served = Served::start().await;
    let answer = served.post(&log(3).request(0).to_string()).await;
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(answer.text().starts_with("— witness.example ") && answer.text().ends_with('\n'));
    assert_eq!(answer.text().lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_elsewhere_is_told_where_the_witness_is() {
    let served = Served::start().await;
    served.ask(&log(5).request(0)).await;
    let answer = served.post(&log(7).request(3).to_string()).await;
    assert_eq!((answer.status, answer.text()), (409, "5\n"));
    assert_eq!(answer.header("content-type"), Some("text/x.tlog.size"));
    let (_, answer) = served.ask(&log(7).request(3)).await;
    assert_eq!(answer, WitnessAnswer::At { size: 5 });
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_has_the_status_of_the_protocol() {
    let served = Served::start().await;
    served.ask(&log(5).request(0)).await;
    let elsewhere = SignedLog::new("other.example/log", 1).of_size(7);
    for (request, status, read) in [
        (
            elsewhere.request(0),
            404,
            WitnessAnswer::Refused(Refused::UnknownOrigin),
        ),
        (
            log(7).with_key(2).request(5),
            403,
            WitnessAnswer::Refused(Refused::BadSignature),
        ),
        (log(7).request(8), 400, WitnessAnswer::Refused(Refused::Malformed)),
        (
            log(7).rewrite(4).request(5),
            422,
            WitnessAnswer::Refused(Refused::BadProof),
        ),
        (log(5).rewrite(4).request(5), 409, WitnessAnswer::OtherRoot),
    ] {
        assert_eq!(served.ask(&request).await, (status, read), "{request}");
    }
    let malformed = served.post("old 5\n\nhello\n").await;
    assert_eq!(malformed.status, 400);
    assert!(
        malformed.text().starts_with("permintaan tidak terbaca"),
        "{}",
        malformed.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_the_limit_is_refused() {
    let served = Served::start().await;
    let (most, more) = ("x".repeat(REQUEST_BYTES_MAX), "x".repeat(REQUEST_BYTES_MAX + 1));
    assert_eq!(served.post(&most).await.status, 400);
    assert_eq!(served.post(&more).await.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_whose_memory_is_damaged_cosigns_nothing_and_promises_nothing() {
    let served = Served::start().await;
    let is_log = |path: &Path| path.extension().is_some_and(|extension| extension == "log");
    let files = std::fs::read_dir(served.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for file in files.filter(|path| is_log(path)) {
        std::fs::write(file, b"x").unwrap();
    }
    assert_eq!(
        served.ask(&log(5).request(0)).await,
        (500, WitnessAnswer::Unclear)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_stands_at_the_root_and_nothing_else_is_served() {
    let served = Served::start().await;
    let root = send(served.address, "GET", "/", &[], b"").await;
    assert_eq!(
        (root.status, root.text()),
        (200, format!("{}\n", served.vkey).as_str())
    );
    assert_eq!(root.header("x-content-type-options"), Some("nosniff"));
    for (method, path) in [
        ("GET", "/add-checkpoint"),
        ("POST", "/"),
        ("GET", "/metrics"),
        ("GET", "/masuk"),
        ("POST", "/api/v1/responses"),
    ] {
        let answer = send(served.address, method, path, &[], b"").await;
        assert!(
            matches!(answer.status, 404 | 405),
            "{method} {path}: {}",
            answer.status
        );
    }
}
