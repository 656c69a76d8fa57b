//! One-time codes over HTTP.

use app::operator;
use serde_json::{Value, json};
use survey::{Admission, Command, Instrument, ServiceCode, Standing, SurveyCode, SurveyOpened};
use testkit::unit;

use crate::client::{Answer, NINE, Served};

const ID: &str = "01922f4e-6a00-7c3e-9c55-0242ac120002";
const OTHER_ID: &str = "01922f4e-6a00-7c3e-9c55-0242ac120003";

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
    let code = served.issue_tokens().await[0].to_string();
    let first = post(&served, ID, Some(&code.to_lowercase()), 3).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.json()["id"], ID, "the derived id stays with the server");
    let again = post(&served, ID, Some(&code.replace('-', " ")), 3).await;
    assert_eq!((again.status, again.json()), (200, first.json()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_is_refused_the_same_whatever_is_sent_with_it() {
    let served = Served::start().await;
    let code = served.issue_tokens().await[0].to_string();
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
    served.issue_tokens().await;
    let before = served.app.log().head().size;
    for code in ["4F7K-9QX2-M8TD-V3RB", "", "kode"] {
        let refused = post(&served, ID, Some(code), 3).await;
        assert_eq!(refused.status, 422, "{code}");
        assert_eq!(refused.json()["code"], "code_unknown");
    }
    assert_eq!(served.app.log().head().size, before);
    assert_eq!(post(&served, ID, None, 3).await.status, 201);
}

/// Fields as the form would post them, with every score.
fn filled(form: &Answer, score: u8) -> String {
    let mut body = format!(
        "id={}&instrumen=permenpan-14-2017&versi=1&bahasa=id&kanal=qr",
        form.field("id").unwrap()
    );
    if let Some(code) = form.field("kode") {
        body.push_str(&format!("&kode={code}"));
    }
    for unsur in NINE {
        body.push_str(&format!("&u-{unsur}={score}"));
    }
    body
}

/// A survey of KEC that counts only answers with a code.
async fn open_survey_by_code(served: &Served) {
    let app = served.app.clone();
    let survey = SurveyOpened {
        survey: SurveyCode::new("KETAT").unwrap(),
        unit: unit("KEC"),
        services: vec![ServiceCode::new("SKTM").unwrap()],
        instrument: Instrument::permenpan_14_2017().reference(),
        population: None,
        admission: Admission::Code,
    };
    let open = move || app.register(&operator(), Command::OpenSurvey(survey)).unwrap();
    tokio::task::spawn_blocking(open).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_opens_the_form_until_it_is_answered_and_then_says_thanks() {
    let served = Served::start().await;
    let token = served.issue_tokens().await[0];
    let address = format!("/k/{}", token.compact());
    for typed in [
        address.clone(),
        address.to_lowercase(),
        format!("/k?kode={token}"),
        format!("/k?kode=+{token}"),
    ] {
        let form = served.get(&typed).await;
        assert_eq!(form.status, 200, "{typed}");
        assert_eq!(form.field("kode"), Some(token.compact()), "{typed}");
    }
    let form = served.get(&address).await;
    let thanks = served.post("/s/S-KEC", &filled(&form, 3)).await;
    assert_eq!(thanks.status, 200);
    assert!(thanks.text().contains("sudah tercatat") && thanks.text().contains("ikut dihitung dalam nilai"));
    let again = served.post("/s/S-KEC", &filled(&form, 3)).await;
    assert_eq!(again.status, 200, "a double tap is thanked twice");
    let used = served.get(&address).await;
    assert_eq!(used.status, 410);
    assert!(used.text().contains("Sudah diisi, terima kasih"));
}

/// Whoever scans the ticket again, on a slow link, is sent nothing that the phone holds; and nothing between keeps it.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_s_form_is_kept_by_its_phone_alone_and_only_until_it_is_used() {
    let served = Served::start().await;
    let tokens = served.issue_tokens().await;
    let address = format!("/k/{}", tokens[0].compact());
    let form = served.get(&address).await;
    assert_eq!(form.header("cache-control"), Some("private, no-cache"));
    let etag = form.header("etag").expect("it has a tag").to_owned();
    let held = [("If-None-Match", etag.as_str())];
    assert_eq!(served.get_with(&address, &held).await.status, 304);
    assert_eq!(served.post("/s/S-KEC", &filled(&form, 3)).await.status, 200);
    assert_eq!(served.get_with(&address, &held).await.status, 410);
    // In every coding the code is the one that was asked for.
    let other = served.get(&format!("/k/{}", tokens[1].compact())).await;
    assert_eq!(other.field("kode"), Some(tokens[1].compact()));
    let takes = [("Accept-Encoding", "br")];
    let packed = served
        .get_with(&format!("/k/{}", tokens[1].compact()), &takes)
        .await;
    let mut page = Vec::new();
    brotli::BrotliDecompress(&mut &*packed.bytes, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains(&format!("name=\"kode\" value=\"{}\"", tokens[1].compact())));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_second_with_a_code_is_told_what_became_of_both() {
    let served = Served::start().await;
    let address = format!("/k/{}", served.issue_tokens().await[0].compact());
    let (one, two) = (served.get(&address).await, served.get(&address).await);
    assert_ne!(one.field("id"), two.field("id"));
    assert_eq!(served.post("/s/S-KEC", &filled(&one, 3)).await.status, 200);
    let (same, other) = (
        served.post("/s/S-KEC", &filled(&two, 3)).await,
        served.post("/s/S-KEC", &filled(&two, 1)).await,
    );
    for late in [&same, &other] {
        assert_eq!(late.status, 409);
        assert!(
            late.text()
                .contains("Jawaban pertama dengan kode ini tercatat dan dihitung.")
        );
    }
    assert_eq!(same.bytes, other.bytes, "nobody learns whether a guess was right");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_code_is_asked_for_again_with_what_was_typed() {
    let served = Served::start().await;
    served.issue_tokens().await;
    assert_eq!(served.get("/k").await.status, 200);
    for typed in ["/k/4F7K-9QX2-M8TD-V3RB", "/k?kode=xyz%22%3E"] {
        let page = served.get(typed).await;
        assert_eq!(page.status, 404);
        assert!(page.text().contains("Kode tidak dikenal") && !page.text().contains("xyz\">"));
        assert!(page.field("kode").is_some_and(|kept| !kept.is_empty()), "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_with_an_unknown_code_come_back_whole_and_can_be_sent_without_it() {
    let served = Served::start().await;
    served.issue_tokens().await;
    let form = served.get("/s/S-KEC").await;
    let before = served.app.log().head().size;
    let body = filled(&form, 4);
    let refused = served
        .post("/s/S-KEC", &format!("{body}&kode=4F7K9QX2M8TDV3RB"))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Kode tidak dikenal"));
    assert_eq!(refused.text().matches(" checked").count(), 9);
    assert_eq!(served.app.log().head().size, before);
    assert_eq!(
        served.post("/s/S-KEC", &format!("{body}&kode=")).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_that_asks_for_a_code_asks_first_and_keeps_what_comes_without_one_apart() {
    let served = Served::start().await;
    open_survey_by_code(&served).await;
    let asking = served.get("/s/KETAT").await;
    assert_eq!(asking.status, 200);
    assert!(asking.text().contains("Mintalah tiketnya di loket") && asking.text().contains("Unit KEC"));
    assert!(!asking.text().contains("name=\"u-waktu\""));

    let open_form = served.get("/s/S-KEC").await;
    let kept = served.post("/s/KETAT", &filled(&open_form, 1)).await;
    assert_eq!(kept.status, 200);
    assert!(
        kept.text().contains("tidak ikut dihitung") && !kept.text().contains("ikut dihitung dalam nilai")
    );

    let token = served.issue_tokens_for("KETAT").await[0];
    let form = served.get(&format!("/k/{token}")).await;
    assert_eq!(served.post("/s/KETAT", &filled(&form, 3)).await.status, 200);
    served.settled().await;
    let index = tokio::task::spawn_blocking({
        let app = served.app.clone();
        move || {
            let period = "2026".parse().unwrap();
            app.unit_index(
                &unit("KEC"),
                period,
                None,
                app::views::Basis::Exact,
                app::Look::Now,
            )
            .unwrap()
        }
    });
    let total = index.await.unwrap().figures.total;
    assert_eq!((total.n_counted(), total.of(Standing::Excluded).n()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_were_shown_are_counted_by_what_they_were() {
    let served = Served::start().await;
    let token = served.issue_tokens().await[0];
    served.get(&format!("/k/{token}")).await;
    served.get("/k/4F7K-9QX2-M8TD-V3RB").await;
    let metrics = served.get("/metrics").await;
    for line in [
        "skm_tokens_total{outcome=\"open\"} 1",
        "skm_tokens_total{outcome=\"unknown\"} 1",
    ] {
        assert!(metrics.text().contains(line), "{}", metrics.text());
    }
    assert!(!metrics.text().contains(&token.compact()));
}
