//! What staff see of the figures.

use serde_json::json;

use crate::client::{NINE, Served};

#[tokio::test(flavor = "multi_thread")]
async fn the_count_moves_at_once_and_the_index_within_ten_answers() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let cookie = [("Cookie", cookie.as_str())];
    let answers: serde_json::Map<_, _> = NINE.iter().map(|code| ((*code).to_owned(), json!(4))).collect();
    let body = json!({"survey": "S-KEC", "answers": answers}).to_string();
    for n in 1..=10 {
        assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
        served.settled().await;
        let count = served
            .get_with("/dasbor/KEC/jumlah?periode=2026-Q3", &cookie)
            .await;
        assert!(
            count.text().contains(&format!("data: {n}\n\n")),
            "{}",
            count.text()
        );
        let page = served.get_with("/dasbor/KEC?periode=2026-Q3", &cookie).await;
        assert_eq!(page.text().contains("100,00"), n == 10, "at {n}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_shows_what_was_answered_below_it() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let answers: serde_json::Map<_, _> = NINE.iter().map(|code| ((*code).to_owned(), json!(3))).collect();
    for survey in ["S-KEC", "S-KEL"] {
        let body = json!({"survey": survey, "answers": answers}).to_string();
        for _ in 0..10 {
            assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
        }
    }
    served.settled().await;
    let count = served
        .get_with("/dasbor/KEC/jumlah", &[("Cookie", &cookie)])
        .await;
    assert!(count.text().contains("data: 20\n\n"), "{}", count.text());
    let all = served.get_with("/dasbor?cari=kel", &[("Cookie", &cookie)]).await;
    assert!(all.text().contains("Unit KEL") && !all.text().contains("Unit DUKCAPIL"));
}

/// Both figures stand beside each other: with the flagged answers, and without them.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_is_shown_with_and_without_the_flagged_answers() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let cookie = [("Cookie", cookie.as_str())];
    let post = |score: u8, seconds: u32| {
        let answers: serde_json::Map<_, _> = NINE
            .iter()
            .map(|code| ((*code).to_owned(), json!(score)))
            .collect();
        json!({"survey": "S-KEC", "answers": answers, "seconds_taken": seconds}).to_string()
    };
    for (score, seconds, count) in [(4, 5, 8), (3, 90, 12)] {
        for _ in 0..count {
            let body = post(score, seconds);
            assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
        }
    }
    served.settled().await;
    for path in ["/dasbor?periode=2026-Q3", "/dasbor/KEC?periode=2026-Q3"] {
        let page = served.get_with(path, &cookie).await;
        for figure in ["85,00", "75,00"] {
            assert!(page.text().contains(figure), "{path} lacks {figure}");
        }
    }
    let page = served.get_with("/dasbor/KEC?periode=2026-Q3", &cookie).await;
    assert!(page.text().contains("8 jawaban ditandai"), "{}", page.text());
    let public = served.get("/hasil/KEC").await;
    assert!(!public.text().contains("ditandai"), "flags are for staff");
}

/// With few flagged answers, the two figures beside each other would say what they were.
#[tokio::test(flavor = "multi_thread")]
async fn the_index_without_the_flagged_is_withheld_while_these_are_few() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let cookie = [("Cookie", cookie.as_str())];
    for n in 1..=10 {
        let score = if n <= 4 { 4 } else { 3 };
        let answers: serde_json::Map<_, _> = NINE
            .iter()
            .map(|code| ((*code).to_owned(), json!(score)))
            .collect();
        let seconds = if n <= 4 { 5 } else { 90 };
        let body = json!({"survey": "S-KEC", "answers": answers, "seconds_taken": seconds}).to_string();
        assert_eq!(served.post("/api/v1/responses", &body).await.status, 201);
    }
    served.settled().await;
    for path in ["/dasbor?periode=2026-Q3", "/dasbor/KEC?periode=2026-Q3"] {
        let page = served.get_with(path, &cookie).await;
        assert!(page.text().contains("85,00"), "{path}");
        assert!(!page.text().contains("75,00"), "{path}");
        assert!(page.text().contains("ditahan"), "{path}");
    }
}
