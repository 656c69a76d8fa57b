//! A citizen without JavaScript: asks for the form, fills it in, makes mistakes, sends it again.

use crate::client::{Answer, NINE, Served};

fn body(form: &Answer, scores: &[(&str, u8)], more: &str) -> String {
    let id = form.field("id").expect("the form carries an id");
    let mut body = format!("id={id}&instrumen=permenpan-14-2017&versi=1&bahasa=id&kanal=qr");
    for (code, score) in scores {
        body.push_str(&format!("&u-{code}={score}"));
    }
    body.push_str(more);
    body
}

fn all(score: u8) -> Vec<(&'static str, u8)> {
    NINE.iter().map(|code| (*code, score)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_javascript_is_recorded_and_says_so() {
    let served = Served::start().await;
    let before = served.app.log().head().size;
    let form = served.get("/s/S-KEC").await;
    assert_eq!(form.status, 200);
    let thanks = served
        .post("/s/S-KEC", &body(&form, &all(3), "&komentar=Ruang+tunggu+panas"))
        .await;
    assert_eq!(thanks.status, 200, "{}", thanks.text());
    assert!(thanks.text().contains("sudah tercatat"), "{}", thanks.text());
    assert_eq!(served.app.log().head().size, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_the_same_form_twice_counts_once_and_is_thanked_twice() {
    let served = Served::start().await;
    let form = served.get("/s/S-KEC").await;
    let body = body(&form, &all(4), "&komentar=Terima+kasih");
    let first = served.post("/s/S-KEC", &body).await;
    let size = served.app.log().head().size;
    let second = served.post("/s/S-KEC", &body).await;
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(served.app.log().head().size, size);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_answer_brings_the_form_back_with_everything_kept() {
    let served = Served::start().await;
    let before = served.app.log().head().size;
    let form = served.get("/s/S-DUKCAPIL").await;
    let mut scores = all(2);
    scores.retain(|(code, _)| *code != "waktu");
    let answer = served
        .post(
            "/s/S-DUKCAPIL",
            &body(&form, &scores, "&komentar=%3Cb%3Ehalo&p-usia=26-35"),
        )
        .await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(
        page.contains("<title>Kesalahan:"),
        "the title says that something is wrong"
    );
    assert!(
        page.contains("href=\"#u-waktu-1\""),
        "the summary leads to the question"
    );
    assert!(
        page.contains("&#60;b&#62;halo") || page.contains("&lt;b&gt;halo"),
        "the comment is kept, escaped"
    );
    assert_eq!(answer.field("id"), form.field("id"), "the id stays");
    let checked = |page: &str| {
        page.split("<input")
            .filter(|tag| tag.split('>').next().unwrap().contains(" checked"))
            .count()
    };
    assert!(checked(page) >= 8, "eight scores are kept: {}", checked(page));
    assert_eq!(served.app.log().head().size, before, "nothing was recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_language_is_asked_for_without_losing_answers() {
    let served = Served::start().await;
    let form = served.get("/s/S-KEC").await;
    let english = served
        .post("/s/S-KEC", &body(&form, &all(1)[..3], "&aksi=bahasa%3Aen"))
        .await;
    assert_eq!(english.status, 200);
    assert!(english.text().contains("<html lang=\"en\""));
    assert!(english.text().contains("How fast was the service?"));
    assert_eq!(english.text().matches(" checked").count(), 3);
    assert_eq!(
        served
            .get("/s/S-KEC?bahasa=en")
            .await
            .text()
            .matches("<html lang=\"en\"")
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn other_answers_under_the_same_id_are_refused_with_a_page_that_says_so() {
    let served = Served::start().await;
    let form = served.get("/s/S-KEC").await;
    served.post("/s/S-KEC", &body(&form, &all(4), "")).await;
    let conflict = served.post("/s/S-KEC", &body(&form, &all(1), "")).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.text().contains("<html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_survey_and_what_is_no_form_gets_a_page() {
    let served = Served::start().await;
    assert_eq!(served.get("/s/TIDAK-ADA").await.status, 404);
    assert_eq!(served.get("/s/%00%ff").await.status, 404);
    assert_eq!(served.post("/s/S-KEC", "bukan=formulir").await.status, 400);
    let large = format!("komentar={}", "x".repeat(20_000));
    assert_eq!(served.post("/s/S-KEC", &large).await.status, 413);
}

/// Whoever answered in English and in large print is told in English and in large print what went wrong.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_after_the_form_is_in_the_manner_of_the_form() {
    let served = Served::start().await;
    let manner = "bahasa=en&huruf=besar&kanal=kiosk";
    let unreadable = served.post("/s/S-KEC", manner).await;
    let unknown = served.post("/s/TIDAK-ADA", manner).await;
    for (answer, status) in [(unreadable, 400), (unknown, 404)] {
        assert_eq!(answer.status, status);
        assert!(
            answer.text().contains("<html lang=\"en\" class=\"besar\">"),
            "{status}"
        );
        assert!(answer.text().contains("<body class=\"kios\">"), "{status}");
    }
    let form = served.get("/s/S-KEC?bahasa=en&huruf=besar").await;
    let sent = body(&form, &all(3), "&huruf=besar").replace("bahasa=id", "bahasa=en");
    let thanks = served.post("/s/S-KEC", &sent).await;
    // The results are in one language only, and in either size.
    let results =
        "href=\"/hasil/KEC?huruf=besar\" hreflang=\"id\">See the survey results (in Indonesian)</a>";
    assert!(thanks.text().contains(results), "{}", thanks.text());
    let results = served.get("/hasil/KEC?huruf=besar").await;
    assert!(results.text().contains("<html lang=\"id\" class=\"besar\">"));
}

/// Whoever fills in a field that no person sees is thanked like everybody, and learns nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_filled_trap_is_thanked_and_flagged() {
    let served = Served::start().await;
    let form = served.get("/s/S-KEC").await;
    let before = served.app.log().head().size;
    let trapped = served
        .post("/s/S-KEC", &body(&form, &all(4), "&situs=http%3A%2F%2Fspam"))
        .await;
    let events = served.app.log().read_all(eventlog::Position(before), 9).unwrap();
    let types: Vec<_> = events.iter().map(eventlog::RecordedEvent::event_type).collect();
    assert_eq!(types, ["response_submitted", "response_flagged"]);
    assert!(std::str::from_utf8(events[1].payload()).unwrap().contains("trap"));
    let form = served.get("/s/S-KEC").await;
    let plain = served.post("/s/S-KEC", &body(&form, &all(4), "")).await;
    let told = |answer: &Answer| answer.text().split("<code>").next().unwrap().to_owned();
    assert_eq!((trapped.status, told(&trapped)), (plain.status, told(&plain)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_one_document_within_its_budget() {
    let served = Served::start().await;
    let code = served.issue_tokens_for("S-DUKCAPIL").await[0].compact();
    let takes = [("Accept-Encoding", "gzip, br")];
    for address in ["/s/S-DUKCAPIL".to_owned(), format!("/k/{code}")] {
        for way in ["id", "en", "jv", "su", "jv&huruf=besar", "jv&layanan=KTP"] {
            let address = format!("{address}?bahasa={way}");
            let form = served.get_with(&address, &takes).await;
            assert_eq!(form.header("content-encoding"), Some("br"), "{address}");
            let bytes = form.bytes.len();
            assert!(bytes <= 10_240, "{address}: {bytes} bytes");
        }
    }
    let plain = served.get("/s/S-DUKCAPIL").await;
    for from_elsewhere in [
        "<link rel=\"stylesheet\"",
        "<script src",
        "<img ",
        "url(http",
        "@import",
    ] {
        assert!(!plain.text().contains(from_elsewhere), "{from_elsewhere}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_form_gets_no_second_copy_and_nobody_gets_the_same_id() {
    let served = Served::start().await;
    let first = served.get("/s/S-KEC").await;
    let etag = first.header("etag").expect("the form has a tag").to_owned();
    let again = served.get_with("/s/S-KEC", &[("If-None-Match", &etag)]).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let second = served.get("/s/S-KEC").await;
    assert_eq!(second.header("etag"), Some(&*etag));
    assert_ne!(first.field("id"), second.field("id"));
    let english = served.get("/s/S-KEC?bahasa=en").await;
    assert_ne!(english.header("etag"), Some(&*etag));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_shows_its_closing_at_once_though_it_is_kept_compressed() {
    let served = Served::start().await;
    assert_eq!(served.get("/s/S-KEC").await.status, 200);
    let app = std::sync::Arc::clone(&served.app);
    let close = move || {
        let closed = survey::SurveyClosed {
            survey: survey::SurveyCode::new("S-KEC").unwrap(),
            unit: survey::UnitCode::new("KEC").unwrap(),
            reason: "Masa survei selesai".into(),
        };
        app.register(&app::operator(), survey::Command::CloseSurvey(closed))
            .unwrap();
    };
    tokio::task::spawn_blocking(close).await.unwrap();
    assert_eq!(served.get("/s/S-KEC").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_says_of_time_and_of_itself_is_kept_beside_the_hour_of_the_log() {
    let served = Served::start().await;
    let form = served.get("/kios/S-KEC").await;
    let of_kiosk = |body: String| body.replace("kanal=qr", "kanal=assisted");
    let claims = "&jam=2019-03-01T05Z&kini=2019-03-01T05Z&lama=45&perangkat=kios-1a2b&urut=17";
    let before = served.app.log().head().size;
    let thanks = served
        .post("/s/S-KEC", &of_kiosk(body(&form, &all(3), claims)))
        .await;
    assert!(thanks.text().contains("sudah tercatat"), "{}", thanks.text());
    let submitted = served.response(before);
    assert_eq!(submitted.channel, survey::Channel::Assisted);
    assert_eq!(submitted.claimed_at.unwrap().to_string(), "2019-03-01T05Z");
    assert_ne!(
        submitted.occurred_at.to_string(),
        "2019-03-01T05Z",
        "its clock is seven years behind"
    );
    // Which device it is, a token says and nothing else.
    assert_eq!((submitted.device, submitted.device_counter), (None, None));
    assert_eq!(submitted.seconds_taken, Some(45));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_cannot_be_true_costs_nobody_an_answer() {
    let served = Served::start().await;
    let claims = "&jam=kemarin&kini=&lama=-3&perangkat=a+b&urut=x";
    let other = "&jam=2026-13-01T05Z&kini=x&lama=90000&perangkat=kios-1";
    for claims in [claims, other] {
        let form = served.get("/s/S-KEC").await;
        let before = served.app.log().head().size;
        let thanks = served.post("/s/S-KEC", &body(&form, &all(3), claims)).await;
        assert!(thanks.text().contains("sudah tercatat"), "{}", thanks.text());
        let submitted = served.response(before);
        assert_eq!(submitted.claimed_at, None);
        assert_eq!(
            (
                submitted.seconds_taken,
                submitted.device,
                submitted.device_counter
            ),
            (None, None, None)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_is_given_the_form_a_manifest_and_its_icons() {
    let served = Served::start().await;
    let page = served.get("/kios/S-KEC").await;
    assert_eq!(page.field("kanal").as_deref(), Some("kiosk"));
    assert_eq!(
        served
            .get("/kios/S-KEC?kanal=assisted")
            .await
            .field("kanal")
            .as_deref(),
        Some("assisted")
    );
    assert_eq!(
        served.get("/kios/S-KEC?kanal=qr").await.field("kanal").as_deref(),
        Some("kiosk")
    );
    assert_eq!(served.get("/kios/TIDAK-ADA").await.status, 404);
    let manifest = served.get("/kios/S-KEC/aplikasi.webmanifest").await;
    assert_eq!(manifest.header("content-type"), Some("application/manifest+json"));
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.bytes).unwrap();
    assert_eq!(
        (&manifest["start_url"], &manifest["display"]),
        (&"/kios/S-KEC".into(), &"fullscreen".into())
    );
    for icon in manifest["icons"].as_array().unwrap() {
        let picture = served.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(picture.header("content-type"), Some("image/png"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_offered_on_the_form_of_its_language_and_played_whole_or_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("en")).unwrap();
    std::fs::write(folder.path().join("en/waktu.mp3"), b"0123456789").unwrap();
    let options = server::Options {
        voices: server::Voices::read(folder.path()).unwrap(),
        ..server::Options::default()
    };
    let served = Served::start_with(options).await;
    assert!(
        served
            .get("/s/S-KEC?bahasa=en")
            .await
            .text()
            .contains("data-suara=\"waktu\"")
    );
    assert!(served.get("/s/S-KEC").await.text().contains("data-suara=\"\""));
    let whole = served.get("/suara/en/waktu").await;
    assert_eq!(
        (whole.status, whole.header("content-type")),
        (200, Some("audio/mpeg"))
    );
    let held = [("If-None-Match", whole.header("etag").unwrap())];
    assert_eq!(served.get_with("/suara/en/waktu", &held).await.status, 304);
    let part = served
        .get_with("/suara/en/waktu", &[("Range", "bytes=2-4")])
        .await;
    assert_eq!(
        (part.status, part.text(), part.header("content-range")),
        (206, "234", Some("bytes 2-4/10"))
    );
    let beyond = served
        .get_with("/suara/en/waktu", &[("Range", "bytes=10-")])
        .await;
    assert_eq!(beyond.status, 416);
    for nothing in ["/suara/en/biaya", "/suara/id/waktu", "/suara/en/..%2fwaktu"] {
        assert_eq!(served.get(nothing).await.status, 404, "{nothing}");
    }
}
