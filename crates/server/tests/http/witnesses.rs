//! Witnesses: what they cosign is kept and shown; one that is down, slow, lying or behind holds nobody up and shows.

use std::{sync::Arc, time::Duration};

use server::Options;
use testkit::{TestApp, response_id, submission};
use tlog::{checkpoint::SignedCheckpoint, policy::Policy};

use crate::{
    client::Served,
    fake_witness::{FakeWitness, Mood},
};

fn often() -> Options {
    Options {
        sign_every: Duration::from_millis(20),
        witness_every: Duration::from_millis(50),
        ..Options::default()
    }
}

/// A server whose policy asks one of these witnesses, and answers in its log.
async fn start(
    names: &[&'static str],
    options: Options,
    prepare: fn(&[FakeWitness]),
) -> (Served, Vec<FakeWitness>) {
    let names = names.to_vec();
    let world = tokio::task::spawn_blocking(move || {
        let world = TestApp::in_memory();
        let witnesses: Vec<_> = names
            .iter()
            .map(|name| FakeWitness::new(&format!("{name}.example"), world.vkey()))
            .collect();
        let mut policy = format!("log {}\n", world.vkey());
        for (name, witness) in names.iter().zip(&witnesses) {
            policy.push_str(&witness.policy_line(name));
        }
        policy.push_str(&format!("group saksi any {}\nquorum saksi\n", names.join(" ")));
        world
            .set_policy(Policy::parse(policy.as_bytes()).unwrap())
            .unwrap();
        prepare(&witnesses);
        (world, witnesses)
    });
    let (world, witnesses) = world.await.unwrap();
    (Served::start_in(world, options).await, witnesses)
}

async fn answer(served: &Served, number: u64) -> u64 {
    let receipt = served.app.submit(response_id(number), submission("KEC")).await;
    receipt.unwrap().position + 1
}

async fn cosigned(served: &Served, size: u64) {
    let mut signed = served.app.signed();
    let seen = signed.wait_for(|signed| signed.cosigned_size() >= size);
    tokio::time::timeout(Duration::from_secs(20), seen)
        .await
        .expect("a cosignature")
        .unwrap();
}

/// Waits until the page says something.
async fn page_says(served: &Served, told: &str) -> String {
    for _ in 0..400 {
        let page = served.get("/log").await.text().to_owned();
        if page.contains(told) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page never said {told}: {}", served.get("/log").await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_witness_cosigns_is_kept_and_shown_to_everybody() {
    let (served, witnesses) = start(&["inspektorat"], often(), |_| ()).await;
    let size = answer(&served, 1).await;
    cosigned(&served, size).await;
    let shown = SignedCheckpoint::parse(&served.get("/log/checkpoint").await.bytes).unwrap();
    assert_eq!(shown.verify(served.app.vkey()), Ok(()));
    witnesses[0].vkey().verify_cosignature(&shown).unwrap();
    assert!(shown.checkpoint().head().size >= size);
    let page = page_says(&served, "inspektorat").await;
    assert!(
        page.contains("sesuai") && page.contains("21 September 2026"),
        "{page}"
    );
    let kept = served.app.checkpoints().from_size(0, 100).unwrap();
    let seen = kept.iter().filter(|archived| archived.is_cosigned()).count();
    for number in 2..5 {
        let size = answer(&served, number).await;
        cosigned(&served, size).await;
    }
    let kept = served.app.checkpoints().from_size(0, 100).unwrap();
    assert!(kept.iter().filter(|archived| archived.is_cosigned()).count() > seen);
    assert_eq!(served.health().await["witnesses_in_trouble"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_is_asked_again_only_when_the_log_has_grown() {
    let (served, witnesses) = start(&["inspektorat"], often(), |_| ()).await;
    let size = answer(&served, 1).await;
    cosigned(&served, size).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let asked = witnesses[0].asked();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(witnesses[0].asked(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_result_does_not_wait_for_the_minute() {
    let hourly = Options {
        sign_every: Duration::from_secs(3600),
        witness_every: Duration::from_secs(3600),
        ..Options::default()
    };
    let (served, _witnesses) = start(&["inspektorat"], hourly, |_| ()).await;
    for number in 0..12 {
        answer(&served, number).await;
    }
    served.settled().await;
    let app = Arc::clone(&served.app);
    let publish = move || {
        app.publish(
            &app::operator(),
            &testkit::unit("KEC"),
            "2026-Q3".parse().unwrap(),
        )
    };
    let position = tokio::task::spawn_blocking(publish).await.unwrap().unwrap();
    cosigned(&served, position + 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_hangs_holds_up_neither_citizens_nor_the_other_witness() {
    let hang = |witnesses: &[FakeWitness]| witnesses[0].be(Mood::Hangs);
    let (served, witnesses) = start(&["universitas", "inspektorat"], often(), hang).await;
    for number in 0..20 {
        let size = answer(&served, number).await;
        cosigned(&served, size).await;
    }
    assert!(witnesses[0].asked() > 0);
    page_says(&served, "tidak terjangkau").await;
    assert_eq!(served.health().await["witnesses_in_trouble"], 1);
    assert_eq!(served.get("/health").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lie_is_never_kept_and_shows() {
    for mood in [Mood::Forges, Mood::CosignsAnother, Mood::Confused, Mood::Endless] {
        let (served, witnesses) = start(&["inspektorat"], often(), |_| ()).await;
        let before = answer(&served, 1).await;
        cosigned(&served, before).await;
        witnesses[0].be(mood);
        let size = answer(&served, 2).await;
        let told = if mood == Mood::Endless {
            "tidak terjangkau"
        } else {
            "jawabannya tidak sah"
        };
        page_says(&served, told).await;
        let shown = served.app.signed().borrow().clone();
        assert!(shown.cosigned_size() < size, "{mood:?}");
        for kept in served.app.checkpoints().from_size(0, 100).unwrap() {
            if kept.is_cosigned() {
                witnesses[0].vkey().verify_cosignature(&kept.checkpoint).unwrap();
            }
        }
        // The public is shown what the witness has seen; whoever wants the newest gets it.
        let newest = SignedCheckpoint::parse(&served.get("/log/newest").await.bytes).unwrap();
        assert!(newest.checkpoint().head().size >= size);
        witnesses[0].be(Mood::Well);
        cosigned(&served, size).await;
        page_says(&served, "sesuai").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_was_asked_by_somebody_else_is_asked_from_where_it_is() {
    let (served, witnesses) = start(&["inspektorat"], often(), |witnesses| {
        witnesses[0].be(Mood::Confused);
    })
    .await;
    let size = answer(&served, 1).await;
    page_says(&served, "jawabannya tidak sah").await;
    // Somebody brought it the newest checkpoint on a stick.
    let newest = served.app.signed().borrow().newest.clone().unwrap();
    let request = tlog::add_checkpoint::AddCheckpoint {
        old_size: 0,
        proof: Vec::new(),
        checkpoint: newest.checkpoint.clone(),
    };
    witnesses[0].cosign(&request);
    let more = answer(&served, 2).await;
    assert!(more > size);
    witnesses[0].be(Mood::Well);
    cosigned(&served, more).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_has_seen_more_is_an_alarm() {
    let (served, witnesses) = start(&["inspektorat"], often(), |witnesses| {
        witnesses[0].be(Mood::Says(9_999));
    })
    .await;
    answer(&served, 1).await;
    let page = page_says(&served, "pernah melihat 9999 peristiwa").await;
    assert!(page.contains("class=\"turun\""), "{page}");
    assert_eq!(served.health().await["witnesses_alarmed"], 1);
    // The same size with another root, as a log has after its history was rewritten.
    witnesses[0].be(Mood::Says(0));
    page_says(&served, "riwayatnya berubah").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_does_not_name_the_log_is_refused() {
    let world = tokio::task::spawn_blocking(TestApp::in_memory).await.unwrap();
    let refused = world.set_policy(Policy::parse(b"quorum none\n").unwrap());
    let why = refused.unwrap_err().to_string();
    assert!(why.contains(&format!("log {}", world.vkey())), "{why}");
}
