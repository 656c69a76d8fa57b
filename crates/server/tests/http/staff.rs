//! Staff: in by the admin link, out again, and never by somebody else's page.

use serde_json::json;
use server::Options;

use crate::client::{NINE, Served};

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_opens_by_the_admin_link_and_closes_again() {
    let served = Served::start().await;
    for path in ["/dasbor", "/dasbor/KEC", "/dasbor/KEC/jumlah"] {
        let away = served.get(path).await;
        assert_eq!(
            (away.status, away.header("location")),
            (303, Some("/masuk")),
            "{path}"
        );
    }
    assert_eq!(
        served.get(&format!("/masuk/{}", "0".repeat(64))).await.status,
        403
    );
    let cookie = served.staff_cookie().await;
    for path in ["/dasbor", "/dasbor/KEC", "/dasbor/KEC/jumlah"] {
        assert_eq!(
            served.get_with(path, &[("Cookie", &cookie)]).await.status,
            200,
            "{path}"
        );
    }
    assert_eq!(
        served
            .get_with("/dasbor/TIDAK-ADA", &[("Cookie", &cookie)])
            .await
            .status,
        404
    );
    let own = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(served.send("POST", "/keluar", &own, b"").await.status, 303);
    assert_eq!(
        served.get_with("/dasbor", &[("Cookie", &cookie)]).await.status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_end_a_session() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(served.send("POST", "/keluar", &foreign, b"").await.status, 403);
    assert_eq!(
        served.get_with("/dasbor", &[("Cookie", &cookie)]).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let served = Served::start_with(Options {
        public_url: Some("https://skm.sukamaju.go.id".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let entered = served.get(&format!("/masuk/{}", served.secret)).await;
    let cookie = entered.header("set-cookie").unwrap();
    for part in ["__Host-", "HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(entered.header("strict-transport-security").is_some());
    assert_eq!(entered.header("referrer-policy"), Some("no-referrer"));
}

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
        assert_eq!(count.text(), n.to_string());
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
    assert_eq!(count.text(), "20");
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
