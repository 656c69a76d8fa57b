//! What everybody may see: results once enough people answered, in steps; health and metrics.

use serde_json::json;

use crate::client::{NINE, Served};

async fn answer(served: &Served, count: usize, score: u8) {
    let answers: serde_json::Map<_, _> = NINE
        .iter()
        .map(|code| ((*code).to_owned(), json!(score)))
        .collect();
    let body = json!({"survey": "S-KEC", "answers": answers}).to_string();
    for _ in 0..count {
        assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
    }
    served.settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_sees_an_index_from_ten_answers_on_and_in_steps_of_ten() {
    let served = Served::start().await;
    answer(&served, 9, 4).await;
    let nine = served.get("/hasil/KEC").await;
    assert_eq!(nine.status, 200);
    assert!(!nine.text().contains("100,00"), "nine answers are withheld");
    answer(&served, 1, 4).await;
    assert!(served.get("/hasil/KEC").await.text().contains("100,00"));
    answer(&served, 9, 1).await;
    assert!(
        served.get("/hasil/KEC").await.text().contains("100,00"),
        "nine more do not move it"
    );
    answer(&served, 1, 1).await;
    let twenty = served.get("/hasil/KEC").await;
    assert!(twenty.text().contains("62,50"), "{}", twenty.text());
    assert_eq!(served.get("/hasil/TIDAK-ADA").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_result_stays_as_it_was_published() {
    let served = Served::start().await;
    answer(&served, 10, 4).await;
    let app = std::sync::Arc::clone(&served.app);
    let publish = move || {
        app.publish(
            &app::operator(),
            &testkit::unit("KEC"),
            "2026-Q3".parse().unwrap(),
        )
        .unwrap()
    };
    tokio::task::spawn_blocking(publish).await.unwrap();
    answer(&served, 10, 1).await;
    let page = served.get("/hasil/KEC?periode=2026-Q3").await;
    assert!(page.text().contains("100,00"), "the published figure");
    assert!(page.text().contains("Triwulan III 2026"));
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_count_without_naming_anybody() {
    let served = Served::start().await;
    answer(&served, 2, 3).await;
    let health = served.get("/health").await;
    assert_eq!(
        (health.status, health.json()["status"].as_str().unwrap()),
        (200, "ok")
    );
    assert_eq!(health.json()["views_progress"], served.app.log().head().size);
    let metrics = served.get("/metrics").await;
    assert!(
        metrics
            .text()
            .contains("skm_responses_total{outcome=\"recorded\"} 2"),
        "{}",
        metrics.text()
    );
    assert!(!metrics.text().contains("S-KEC"), "no code of a survey");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_nowhere_is_a_page_with_404() {
    let served = Served::start().await;
    for path in ["/tidak/ada", "/hasil", "/s", "/aset/lain.css", "/hasil/..%2f"] {
        let lost = served.get(path).await;
        assert_eq!(lost.status, 404, "{path}");
        assert!(lost.text().contains("<html"), "{path}");
    }
    assert_eq!(served.send("DELETE", "/hasil/KEC", &[], b"").await.status, 404);
}
