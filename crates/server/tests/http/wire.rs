//! Limits on the wire: heads, headers, slow clients, stopping.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::client::{Answer, NINE, Served};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let served = Served::start().await;
    for path in [
        "/s/S-KEC",
        "/hasil/KEC",
        "/masuk",
        "/health",
        "/metrics",
        "/tidak-ada",
        "/",
    ] {
        let answer = served.get(path).await;
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        assert!(
            answer.header("strict-transport-security").is_none(),
            "plain HTTP promises no TLS"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_large_is_refused() {
    let served = Served::start().await;
    let large = "x".repeat(20_000);
    let answer = served.get_with("/health", &[("X-Large", &large)]).await;
    assert_eq!(answer.status, 431);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_request_has_the_headers_and_no_body() {
    let served = Served::start().await;
    let answer = served.send("HEAD", "/health", &[], b"").await;
    assert_eq!((answer.status, answer.bytes.len()), (200, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn plaintext_http2_is_not_taken() {
    let served = Served::start().await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .await
        .unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    assert!(!bytes.starts_with(&[0, 0]), "no frame of HTTP/2 comes back");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_finishes_what_is_in_progress_and_takes_nothing_new() {
    let served = Served::start().await;
    let address = served.address;
    let answers = NINE.map(|code| format!("\"{code}\": 3")).join(", ");
    let body = format!("{{\"survey\": \"S-KEC\", \"answers\": {{{answers}}}}}");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let (first, second) = body.split_at(20);
    stream
        .write_all(format!("{head}{first}").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopping = tokio::spawn(served.stop());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(
        TcpStream::connect(address).await.is_err(),
        "no new connection is taken"
    );
    stream.write_all(second.as_bytes()).await.unwrap();
    let answer = Answer::read(stream).await;
    assert_eq!(answer.status, 201, "the one in progress is finished");
    let app = stopping.await.unwrap();
    assert_eq!(answer.json()["position"], app.log().head().size - 1);
}
