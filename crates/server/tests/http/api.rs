//! `POST /api/v1/responses` by its contract.

use serde_json::{Value, json};

use crate::client::{Answer, NINE, Served};

const PATH: &str = "/api/v1/responses";

fn request(id: &str, score: u8) -> Value {
    let answers: serde_json::Map<_, _> = NINE
        .iter()
        .map(|code| ((*code).to_owned(), json!(score)))
        .collect();
    json!({"id": id, "survey": "S-KEC", "answers": answers, "channel": "qr", "comment": "Antrean lama."})
}

const ID: &str = "01922f4e-6a00-7c3e-9c55-0242ac120002";

async fn post(served: &Served, body: &Value) -> Answer {
    served.post(PATH, &body.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_response_is_201_the_same_again_200_with_the_same_answer() {
    let served = Served::start().await;
    let first = post(&served, &request(ID, 3)).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let size = served.app.log().head().size;
    assert_eq!(first.json()["position"], size - 1);
    assert_eq!(first.json()["id"], ID);
    let again = post(&served, &request(ID, 3)).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json(), first.json());
    assert_eq!(served.app.log().head().size, size);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_fields_under_the_same_id_are_409_and_kept_for_review() {
    let served = Served::start().await;
    post(&served, &request(ID, 3)).await;
    let size = served.app.log().head().size;
    for (number, change) in [
        ("answers/waktu", json!(1)),
        ("comment", json!("Lain")),
        ("language", json!("en")),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (path, value))| (number as u64, (path, value)))
    {
        let mut body = request(ID, 3);
        let (path, value) = change;
        match path.split_once('/') {
            Some((outer, inner)) => body[outer][inner] = value,
            None => body[path] = value,
        }
        let refused = post(&served, &body).await;
        assert_eq!(refused.status, 409, "{path}");
        assert_eq!(refused.json()["code"], "response_conflict");
        assert_eq!(served.app.log().head().size, size + number + 1, "kept for review");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem_document_that_says_what_to_do() {
    let served = Served::start().await;
    let before = served.app.log().head().size;
    let with = |key: &str, value: Value| {
        let mut body = request(ID, 3);
        body[key] = value;
        body
    };
    let mut unknown_unsur = request(ID, 3);
    unknown_unsur["answers"]["kecepatan"] = json!(3);
    let mut missing = request(ID, 3);
    missing["answers"].as_object_mut().unwrap().remove("biaya");
    let mut five = request(ID, 3);
    five["answers"]["biaya"] = json!(5);
    for (body, status, code) in [
        (unknown_unsur, 422, "unsur_unknown"),
        (missing, 422, "answers_missing"),
        (five, 400, "body_unreadable"),
        (with("survey", json!("TIDAK-ADA")), 404, "survey_unknown"),
        (with("survey", json!("huruf kecil")), 400, "body_unreadable"),
        (with("survey", json!("S-DUKCAPIL")), 422, "service_missing"),
        (with("service", json!("LAIN")), 422, "service_not_in_survey"),
        (
            with("instrument", json!("permenpan-14-2017@2")),
            422,
            "instrument_mismatch",
        ),
        (with("profile", json!({"usia": "muda"})), 422, "profile_unknown"),
        (
            with("reasons", json!({"waktu": ["tidak-ada"]})),
            422,
            "reason_unknown",
        ),
        (with("comment", json!("x".repeat(501))), 422, "comment_too_long"),
        (
            with("seconds_taken", json!(90_000)),
            422,
            "seconds_taken_too_large",
        ),
        (with("channel", json!("import")), 422, "channel_not_open"),
        (with("channel", json!("burung")), 400, "body_unreadable"),
        (with("salah_ketik", json!(1)), 400, "body_unreadable"),
        (with("code", json!("ABCD")), 422, "code_unknown"),
        (with("device", json!("kios-1")), 400, "body_unreadable"),
    ] {
        let refused = post(&served, &body).await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str().unwrap()),
            (status, code),
            "{}",
            refused.text()
        );
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert_eq!(refused.json()["status"], status);
        assert!(!refused.json()["detail"].as_str().unwrap().is_empty());
    }
    for body in ["", "{", "[]", "null"] {
        assert_eq!(served.post(PATH, body).await.json()["code"], "body_unreadable");
    }
    let doubled = format!(
        "{{\"survey\": \"S-KEC\", \"answers\": {{{}}}}}",
        ["\"waktu\": 1"; 2].join(", ")
    );
    assert_eq!(
        served.post(PATH, &doubled).await.json()["code"],
        "body_unreadable"
    );
    assert_eq!(served.app.log().head().size, before, "nothing was recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_413_whether_announced_or_not() {
    let served = Served::start().await;
    let large = format!("{{\"comment\": \"{}\"}}", "x".repeat(20_000));
    assert_eq!(served.post(PATH, &large).await.json()["code"], "body_too_large");
    let answer = served.send("POST", PATH, &[], b"").await;
    assert_eq!(answer.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_survey_is_410_but_an_answer_from_before_is_taken() {
    let served = Served::start().await;
    let app = std::sync::Arc::clone(&served.app);
    tokio::task::spawn_blocking(move || {
        let closed = survey::SurveyClosed {
            survey: testkit::survey_code("KEC"),
            unit: testkit::unit("KEC"),
            reason: "Selesai".into(),
        };
        app.register(&app::operator(), survey::Command::CloseSurvey(closed))
            .unwrap();
    })
    .await
    .unwrap();
    assert_eq!(
        post(&served, &request(ID, 3)).await.json()["code"],
        "survey_closed"
    );
    let mut before = request(ID, 3);
    before["claimed_at"] = json!("2026-09-14T01Z");
    assert_eq!(post(&served, &before).await.status, 201);
    assert_eq!(served.get("/s/S-KEC").await.status, 410);
}
