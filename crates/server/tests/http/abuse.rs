//! Abuse: floods are taken and flagged, floods that endanger the disk wait, and honest people get through.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use app::Checking;
use eventlog::Position;
use jiff::SignedDuration;
use serde_json::{Value, json};
use server::{
    Options,
    limits::{NETWORK_POSTS_AT_ONCE, RETRY_TOO_MANY_SECONDS},
};
use survey::{Event, FlagRule, FlagRules};

use crate::client::{Answer, NINE, Served};

/// Behind a proxy on the same machine, which says where requests come from.
async fn behind_proxy() -> Served {
    let proxies = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
    Served::start_with(Options {
        proxies,
        ..Options::default()
    })
    .await
}

fn response(survey: &str, score: u8) -> Value {
    let answers: serde_json::Map<_, _> = NINE
        .iter()
        .map(|code| ((*code).to_owned(), json!(score)))
        .collect();
    json!({"survey": survey, "answers": answers, "seconds_taken": 60})
}

async fn post_from(served: &Served, address: &str, body: &Value) -> Answer {
    let headers = [("X-Forwarded-For", address)];
    served
        .send("POST", "/api/v1/responses", &headers, body.to_string().as_bytes())
        .await
}

/// How many answers are flagged by a rule.
fn flagged(served: &Served, rule: FlagRule) -> usize {
    let events = served.app.log().read_all(Position(0), usize::MAX).unwrap();
    let events = events
        .iter()
        .map(|event| Event::from_stored(event.event_type(), event.type_version(), event.payload()).unwrap());
    events
        .filter(|event| matches!(event, Event::ResponseFlagged(flag) if flag.rule == rule))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_one_network_has_people_is_taken_and_flagged_and_its_neighbours_are_not() {
    let served = behind_proxy().await;
    let at_once = FlagRules::in_force().network.at_once as usize;
    for number in 0..at_once + 5 {
        let address = format!("203.0.113.{}", number % 250);
        let taken = post_from(&served, &address, &response("S-KEC", 4)).await;
        assert_eq!(taken.status, 201);
        assert!(!taken.text().contains("network"), "nobody is told of a flag");
    }
    assert_eq!(flagged(&served, FlagRule::Network), 5);
    let neighbour = post_from(&served, "198.51.100.7", &response("S-KEC", 4)).await;
    assert_eq!((neighbour.status, flagged(&served, FlagRule::Network)), (201, 5));
    served.edge().pass(SignedDuration::from_mins(10));
    let later = post_from(&served, "203.0.113.7", &response("S-KEC", 4)).await;
    assert_eq!((later.status, flagged(&served, FlagRule::Network)), (201, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_says_to_come_from_elsewhere_is_not_believed() {
    let served = Served::start().await;
    let at_once = FlagRules::in_force().network.at_once as usize;
    for _ in 0..at_once + 5 {
        post_from(&served, "203.0.113.7", &response("S-KEC", 4)).await;
    }
    // They come from this machine, whatever they say, and of this machine nothing is said.
    assert_eq!(flagged(&served, FlagRule::Network), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_endangers_the_disk_must_wait_and_is_told_how_long() {
    let served = Arc::new(behind_proxy().await);
    let flood = (0..8).map(|_| {
        let served = Arc::clone(&served);
        tokio::spawn(async move {
            for _ in 0..NETWORK_POSTS_AT_ONCE.get() / 8 {
                // Refused for other reasons, but counted all the same.
                post_from(&served, "203.0.113.7", &response("TIDAK-ADA", 4)).await;
            }
        })
    });
    for part in flood.collect::<Vec<_>>() {
        part.await.unwrap();
    }
    let size = served.app.log().head().size;
    let refused = post_from(&served, "203.0.113.8", &response("S-KEC", 4)).await;
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (429, &json!("too_many"))
    );
    let seconds = RETRY_TOO_MANY_SECONDS.to_string();
    assert_eq!(refused.header("retry-after"), Some(seconds.as_str()));
    let form = served.get("/s/S-KEC").await;
    let fields = NINE.map(|code| format!("&u-{code}=4")).concat();
    let body = format!("id={}&kanal=qr{fields}", form.field("id").unwrap());
    let page = served
        .send(
            "POST",
            "/s/S-KEC",
            &[("X-Forwarded-For", "203.0.113.9")],
            body.as_bytes(),
        )
        .await;
    assert_eq!(page.status, 429);
    assert!(
        page.text().contains("name=\"u-waktu\" value=\"4\""),
        "the answers go back with the page"
    );
    assert_eq!(served.app.log().head().size, size, "nothing was recorded");
    let neighbour = post_from(&served, "198.51.100.7", &response("S-KEC", 4)).await;
    assert_eq!(neighbour.status, 201);
}

/// A thousand forged answers within a minute beside twenty honest ones, to the same survey and to another.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_shows_in_the_flags_and_honest_people_are_all_acknowledged() {
    const FORGED: usize = 1000;
    const HONEST: usize = 20;
    let served = Arc::new(behind_proxy().await);
    let checking = Checking::start(&served.app).unwrap();
    let forging = (0..4).map(|_| {
        let served = Arc::clone(&served);
        tokio::spawn(async move {
            for _ in 0..FORGED / 4 {
                let taken = post_from(&served, "203.0.113.7", &response("S-KEC", 4)).await;
                assert_eq!(taken.status, 201);
            }
        })
    });
    let forging: Vec<_> = forging.collect();
    for number in 0..HONEST {
        let address = format!("198.51.{number}.7");
        assert_eq!(served.get("/s/S-KEC").await.status, 200, "the survey is usable");
        assert_eq!(
            post_from(&served, &address, &response("S-KEC", 3)).await.status,
            201
        );
        assert_eq!(
            post_from(&served, &address, &response("S-KEL", 3)).await.status,
            201
        );
    }
    for part in forging {
        part.await.unwrap();
    }
    let checked = Arc::clone(&served.app);
    tokio::task::spawn_blocking(move || checked.check())
        .await
        .unwrap()
        .unwrap();
    drop(checking);
    let at_once = FlagRules::in_force().network.at_once as usize;
    assert_eq!(flagged(&served, FlagRule::Network), FORGED - at_once);
    // Whoever answers within a flood cannot be told from it; the unit beside it is untouched.
    assert_eq!(flagged(&served, FlagRule::Flood), FORGED + HONEST);
    served.settled().await;
    let cookie = served.staff_cookie().await;
    let page = served
        .get_with("/dasbor?periode=2026-Q3", &[("Cookie", &cookie)])
        .await;
    let of_unit = |name: &str| {
        let table = page.text().split("<table").nth(1).unwrap();
        let rest = table.split(name).nth(1).unwrap();
        rest.split("</tr>").next().unwrap().to_owned()
    };
    assert!(of_unit("Unit KEL").contains("tidak ada yang ditandai"));
    assert!(
        of_unit("Unit KEC").contains(" ditandai</span>"),
        "{}",
        of_unit("Unit KEC")
    );
}
