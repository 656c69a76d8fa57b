//! One-time codes over HTTP.

use app::operator;
use serde_json::{Value, json};
use survey::Token;
use testkit::survey_code;

use crate::client::{Answer, NINE, Served};

const ID: &str = "01922f4e-6a00-7c3e-9c55-0242ac120002";
const OTHER_ID: &str = "01922f4e-6a00-7c3e-9c55-0242ac120003";

/// A batch of codes for the survey of KEC.
async fn issue(served: &Served) -> Vec<Token> {
    let app = served.app.clone();
    let issue = move || app.issue_tokens(&operator(), &survey_code("KEC"), 10).unwrap();
    tokio::task::spawn_blocking(issue).await.unwrap().tokens
}

async fn post(served: &Served, id: &str, code: Option<&str>, score: u8) -> Answer {
    let answers: serde_json::Map<_, _> = NINE
        .iter()
        .map(|unsur| ((*unsur).to_owned(), json!(score)))
        .collect();
    let mut body = json!({"id": id, "survey": "S-KEC", "answers": answers, "channel": "qr"});
    if let Some(code) = code {
        body["code"] = Value::from(code);
    }
    served.post("/api/v1/responses", &body.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_however_it_is_typed_and_gives_the_same_answer_again() {
    let served = Served::start().await;
    let code = issue(&served).await[0].to_string();
    let first = post(&served, ID, Some(&code.to_lowercase()), 3).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.json()["id"], ID, "the derived id stays with the server");
    let again = post(&served, ID, Some(&code.replace('-', " ")), 3).await;
    assert_eq!((again.status, again.json()), (200, first.json()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_is_refused_the_same_whatever_is_sent_with_it() {
    let served = Served::start().await;
    let code = issue(&served).await[0].to_string();
    post(&served, ID, Some(&code), 3).await;
    let (same, other) = (
        post(&served, OTHER_ID, Some(&code), 3).await,
        post(&served, OTHER_ID, Some(&code), 2).await,
    );
    for refused in [&same, &other] {
        assert_eq!(refused.status, 409);
        assert_eq!(refused.json()["code"], "code_spent");
    }
    assert_eq!(same.bytes, other.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_code_takes_nothing_and_the_answers_can_be_sent_without_it() {
    let served = Served::start().await;
    issue(&served).await;
    let before = served.app.log().head().size;
    for code in ["4F7K-9QX2-M8TD-V3RB", "", "kode"] {
        let refused = post(&served, ID, Some(code), 3).await;
        assert_eq!(refused.status, 422, "{code}");
        assert_eq!(refused.json()["code"], "code_unknown");
    }
    assert_eq!(served.app.log().head().size, before);
    assert_eq!(post(&served, ID, None, 3).await.status, 201);
}
