//! The signed log over HTTP: what C2SP clients read, what stays with staff, and what is said when signing fails.

use std::{sync::Arc, time::Duration};

use server::Options;
use survey::Role;
use testkit::{Mood, TestApp, submission};
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    leaf_hash,
    tile::{Bundle, Tile},
    tree::{Frontier, TreeHead},
};

use crate::client::Served;

/// Signs when a test says so, and at start.
fn rarely() -> Options {
    Options {
        sign_every: Duration::from_secs(3600),
        ..Options::default()
    }
}

async fn with_answers(count: u64) -> Served {
    let world = tokio::task::spawn_blocking(move || {
        let world = TestApp::in_memory();
        for number in 0..count {
            world.answer(number, submission("KEC")).unwrap();
        }
        world.sign().unwrap();
        world
    });
    Served::start_in(world.await.unwrap(), rarely()).await
}

async fn checkpoint(served: &Served) -> SignedCheckpoint {
    let answer = served.get("/log/checkpoint").await;
    assert_eq!(answer.status, 200);
    SignedCheckpoint::parse(&answer.bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checkpoint_is_the_signed_log_and_never_kept_by_a_cache() {
    let served = with_answers(3).await;
    let answer = served.get("/log/checkpoint").await;
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let checkpoint = checkpoint(&served).await;
    assert_eq!(checkpoint.verify(served.app.vkey()), Ok(()));
    let size = served.app.log().head().size;
    let root = served.app.log().root(size).unwrap();
    assert_eq!(checkpoint.checkpoint().head(), TreeHead { size, root });
    assert_eq!(served.get("/log/newest").await.bytes, answer.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_makes_the_root_from_tiles_and_the_leaves_from_entries() {
    let served = with_answers(290).await;
    let head = checkpoint(&served).await.checkpoint().head();
    let cookie = served.cookie_of(Role::Inspector, None).await;
    let mut tree = Frontier::new();
    for bundle in Bundle::all_in_tree(head.size) {
        let answer = served
            .get_with(&format!("/log/{bundle}"), &[("Cookie", &cookie)])
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let leaves: Vec<Hash> = bundle
            .decode(&answer.bytes)
            .unwrap()
            .into_iter()
            .map(leaf_hash)
            .collect();
        let tile = Tile::in_tree(0, bundle.index(), head.size).unwrap();
        let answer = served.get(&format!("/log/{tile}")).await;
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert_eq!(tile.decode(&answer.bytes).unwrap(), leaves);
        leaves
            .into_iter()
            .for_each(|leaf| tree.append(leaf, |_, _, _| ()));
    }
    assert_eq!(tree.head(), head);
    let above = served.get("/log/tile/1/000.p/1").await;
    assert_eq!((above.status, above.bytes.len()), (200, 32));
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_what_is_signed_there_is_nothing() {
    let served = with_answers(3).await;
    let app = Arc::clone(&served.app);
    let cookie = served.cookie_of(Role::Inspector, None).await;
    // An answer more, which is not signed yet. If it was signed while we looked, we look again.
    let mut statuses = Vec::new();
    for another in 77..80 {
        let size = app.signed().borrow().size();
        app.submit(testkit::response_id(another), submission("KEC"))
            .await
            .unwrap();
        statuses.clear();
        for kind in ["0", "entries"] {
            for width in [1, size, size + 1] {
                let path = format!("/log/tile/{kind}/000.p/{width}");
                statuses.push(served.get_with(&path, &[("Cookie", &cookie)]).await.status);
            }
        }
        if app.signed().borrow().size() == size {
            break;
        }
    }
    assert_eq!(statuses, [200, 200, 404, 200, 200, 404]);
    for path in [
        "/log/tile/0/000",
        "/log/tile/1/000",
        "/log/tile/8/000.p/1",
        "/log/tile/0/0.p/1",
        "/log/tile/0/001.p/1",
        "/log/tile/0/000.p/0",
        "/log/tile/00/000.p/1",
        "/log/tile/entries/000",
        "/log/tile/",
        "/log/lain",
    ] {
        assert_eq!(
            served.get_with(path, &[("Cookie", &cookie)]).await.status,
            404,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_there_for_staff_alone() {
    let served = with_answers(3).await;
    let path = "/log/tile/entries/000.p/2";
    let stranger = served.get(path).await;
    assert_eq!(stranger.status, 404);
    assert_eq!(stranger.bytes, served.get("/tidak-ada").await.bytes);
    assert_eq!(
        served.get_with(path, &[("Cookie", "skm=bukan")]).await.status,
        404
    );
    let cookie = served.cookie_of(Role::Inspector, None).await;
    assert_eq!(served.get_with(path, &[("Cookie", &cookie)]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_signs_as_the_log_grows_and_at_once_after_a_published_result() {
    let often = Options {
        sign_every: Duration::from_millis(20),
        ..Options::default()
    };
    let served = Served::start_with(often).await;
    let mut signed = served.app.signed();
    let receipt = served
        .app
        .submit(testkit::response_id(1), submission("KEC"))
        .await
        .unwrap();
    signed
        .wait_for(|signed| signed.size() > receipt.position)
        .await
        .unwrap();
    drop(served.stop().await);

    let served = with_answers(12).await;
    let mut signed = served.app.signed();
    let app = Arc::clone(&served.app);
    let publish = move || {
        app.publish(
            &app::operator(),
            &testkit::unit("KEC"),
            "2026-Q3".parse().unwrap(),
        )
    };
    let position = tokio::task::spawn_blocking(publish).await.unwrap().unwrap();
    signed.wait_for(|signed| signed.size() > position).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_last_is_signed_when_the_server_stops() {
    let served = with_answers(1).await;
    let receipt = served
        .app
        .submit(testkit::response_id(9), submission("KEC"))
        .await
        .unwrap();
    let app = served.stop().await;
    assert_eq!(app.signed().borrow().size(), receipt.position + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_is_signed_and_that_nobody_outside_has_seen_it() {
    let served = with_answers(3).await;
    let page = served.get("/log").await;
    let text = page.text();
    assert_eq!(page.status, 200);
    let head = checkpoint(&served).await.checkpoint().head();
    for told in [
        served.app.vkey().name(),
        &head.root.to_string(),
        "Belum ada saksi",
    ] {
        assert!(
            text.contains(&told.replace('+', "&#43;")) || text.contains(told),
            "{told}: {text}"
        );
    }
    assert_eq!(served.get("/log/").await.status, 200);
    let health = served.health().await;
    assert_eq!(
        (&health["signing"], &health["signed_size"]),
        (&"ok".into(), &head.size.into())
    );
    let metrics = served.get("/metrics").await;
    assert!(metrics.text().contains(&format!("skm_signed_size {}", head.size)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_that_fails_says_so_while_answers_are_still_taken() {
    let (world, log) = tokio::task::spawn_blocking(TestApp::moody).await.unwrap();
    let served = Served::start_in(
        world,
        Options {
            sign_every: Duration::from_millis(20),
            ..Options::default()
        },
    )
    .await;
    let mut signed = served.app.signed();
    signed.wait_for(|signed| signed.size() > 0).await.unwrap();
    log.set(Mood::FailsToReadTree);
    served
        .app
        .submit(testkit::response_id(1), submission("KEC"))
        .await
        .unwrap();
    signed.wait_for(|signed| signed.failure.is_some()).await.unwrap();
    let health = served.get("/health").await;
    assert_eq!(health.status, 503);
    let body: serde_json::Value = serde_json::from_slice(&health.bytes).unwrap();
    assert_eq!(
        (&body["status"], &body["signing"]),
        (&"failed".into(), &"failed".into())
    );
    assert!(
        served
            .get("/log")
            .await
            .text()
            .contains("Penandatanganan berhenti")
    );
    served
        .app
        .submit(testkit::response_id(2), submission("KEC"))
        .await
        .unwrap();
    log.set(Mood::Well);
    signed.wait_for(|signed| signed.failure.is_none()).await.unwrap();
    assert_eq!(served.get("/health").await.status, 200);
}
