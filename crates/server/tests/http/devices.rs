//! A device from its first code to its last answer: taken in by an officer, bound by its token, seen by its
//! heartbeat, revoked.

use serde_json::{Value, json};
use server::Options;
use survey::{Channel, Event, FlagRule, ResponseSubmitted};

use crate::client::{Answer, NINE, Served, entrance};

/// The value of a cookie that an answer sets.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let pairs = answer
        .all("set-cookie")
        .filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    pairs
        .into_iter()
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}

async fn officer(served: &Served, path: &str, body: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    let headers = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &headers, body.as_bytes()).await
}

/// A device that asked: its cookie.
async fn asking(served: &Served) -> String {
    let begun = served.post("/kios/daftar", "").await;
    assert_eq!(
        (begun.status, begun.header("location")),
        (303, Some("/kios/daftar"))
    );
    format!("skm-daftar={}", cookie(&begun, "skm-daftar").unwrap())
}

/// The code that a waiting device shows.
fn shown(page: &Answer) -> String {
    let after = page
        .text()
        .split("Kode perangkat </span>")
        .nth(1)
        .expect("a code is shown");
    after.split('<').next().unwrap().to_owned()
}

/// A device of S-KEC: its token, as a cookie.
pub(crate) async fn enrolled(served: &Served) -> String {
    let asking = asking(served).await;
    let page = served.get_with("/kios/daftar", &[("Cookie", &asking)]).await;
    let body = format!("kode={}&survei=S-KEC&letak=Loket+3&bahasa=id", shown(&page));
    let taken_in = officer(served, "/dasbor/perangkat", &body).await;
    assert_eq!(
        (taken_in.status, taken_in.header("location")),
        (303, Some("/dasbor/perangkat"))
    );
    let on = served.get_with("/kios/daftar", &[("Cookie", &asking)]).await;
    assert_eq!(
        (on.status, on.header("location")),
        (303, Some("/kios/S-KEC?bahasa=id"))
    );
    format!("skm-kios={}", cookie(&on, "skm-kios").unwrap())
}

async fn revoke(served: &Served) {
    let device = served.app.registry().devices()[0].code().clone();
    let path = format!("/dasbor/perangkat/{device}/cabut");
    assert_eq!(officer(served, &path, "alasan=Dicuri").await.status, 303);
}

fn response(survey: &str) -> Value {
    let answers: serde_json::Map<_, _> = NINE.iter().map(|code| ((*code).to_owned(), json!(3))).collect();
    json!({"survey": survey, "answers": answers, "channel": "qr", "device_counter": 7})
}

/// What the log holds of an answer sent with some headers: the answer, and its flags.
async fn sent(served: &Served, headers: &[(&str, &str)], body: Value) -> (ResponseSubmitted, Vec<FlagRule>) {
    let taken = served
        .send("POST", "/api/v1/responses", headers, body.to_string().as_bytes())
        .await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    let position = taken.json()["position"].as_u64().unwrap();
    let events = served
        .app
        .log()
        .read_all(eventlog::Position(position), 9)
        .unwrap();
    let mut events = events
        .iter()
        .map(|event| Event::from_stored(event.event_type(), event.type_version(), event.payload()).unwrap());
    let Some(Event::ResponseSubmitted(submitted)) = events.next() else {
        panic!("an answer stands at {position}")
    };
    let flags = events.map_while(|event| {
        if let Event::ResponseFlagged(flag) = event {
            Some(flag.rule)
        } else {
            None
        }
    });
    (submitted, flags.collect())
}

async fn heartbeat(served: &Served, cookie: &str, body: Value) -> Answer {
    let headers = [("Cookie", cookie)];
    served
        .send(
            "POST",
            "/api/v1/devices/heartbeat",
            &headers,
            body.to_string().as_bytes(),
        )
        .await
}

async fn devices_page(served: &Served) -> String {
    let cookie = served.staff_cookie().await;
    let page = served.get_with("/dasbor/perangkat", &[("Cookie", &cookie)]).await;
    assert_eq!(page.status, 200);
    page.text().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_an_officer_took_in_becomes_a_kiosk_by_itself() {
    let served = Served::start().await;
    let asking = asking(&served).await;
    let page = served.get_with("/kios/daftar", &[("Cookie", &asking)]).await;
    assert_eq!((page.status, page.header("refresh")), (200, Some("4")));
    assert_eq!(shown(&page).len(), 9, "eight characters in two groups");
    assert!(page.text().contains("<svg") && page.text().contains("Kode QR"));
    let token = enrolled(&served).await;
    let again = served.get_with("/kios/daftar", &[("Cookie", &token)]).await;
    assert!(again.text().contains("sudah terdaftar") && again.text().contains("Loket 3"));
    assert!(devices_page(&served).await.contains("Loket 3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_staff_on_our_own_pages_take_devices_in_and_a_scanned_code_leads_there() {
    let served = Served::start().await;
    let body = "kode=AAAAAAAA&survei=S-KEC&letak=Loket+3";
    let own = [("Sec-Fetch-Site", "same-origin")];
    let stranger = served
        .send("POST", "/dasbor/perangkat", &own, body.as_bytes())
        .await;
    assert_eq!(
        (stranger.status, stranger.header("location")),
        (303, Some("/masuk"))
    );
    let cookie = served.staff_cookie().await;
    let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    for path in ["/dasbor/perangkat", "/dasbor/perangkat/KIOS-1/cabut"] {
        assert_eq!(
            served.send("POST", path, &foreign, body.as_bytes()).await.status,
            403
        );
    }
    let refused = officer(&served, "/dasbor/perangkat", body).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("tidak ditampilkan perangkat mana pun"));
    assert!(
        refused.text().contains("value=\"Loket 3\""),
        "what was entered is kept"
    );
    let scanned = served.get("/p/4f7k9qx2").await;
    assert_eq!(
        scanned.header("location"),
        Some("/dasbor/perangkat?kode=4F7K9QX2")
    );
    // Whoever is not in yet comes to it through the entrance.
    let to = scanned.header("location").unwrap();
    assert_eq!(served.get(to).await.header("location"), Some(&*entrance(to)));
    let missing = officer(&served, "/dasbor/perangkat/KIOS-9/cabut", "alasan=x").await;
    assert_eq!(missing.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_bound_to_the_device_whose_token_comes_with_it() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    let device = served.app.registry().devices()[0].code().to_string();
    let (submitted, flags) = sent(&served, &[("Cookie", &token)], response("S-KEC")).await;
    assert_eq!(
        (submitted.device.as_deref(), submitted.device_counter),
        (Some(&*device), Some(7))
    );
    assert_eq!((submitted.channel, flags), (Channel::Kiosk, vec![]));
    let bearer = format!("Bearer {}", token.strip_prefix("skm-kios=").unwrap());
    let mut assisted = response("S-KEC");
    assisted["channel"] = json!("assisted");
    let (submitted, _) = sent(&served, &[("Authorization", &bearer)], assisted).await;
    assert_eq!(
        (submitted.device.as_deref(), submitted.channel),
        (Some(&*device), Channel::Assisted)
    );
}

/// Whoever posts `kanal=kiosk` fills no row of the office's screens.
#[tokio::test(flavor = "multi_thread")]
async fn what_says_that_it_is_a_kiosk_and_is_none_stands_in_a_row_of_its_own() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    for (headers, score, count) in [(vec![("Cookie", &*token)], 2, 12), (vec![], 4, 11)] {
        for number in 0..count {
            let mut answer = response("S-KEC");
            answer["channel"] = json!(if number % 2 == 0 { "kiosk" } else { "assisted" });
            for unsur in NINE {
                answer["answers"][unsur] = json!(score);
            }
            let (submitted, _) = sent(&served, &headers, answer).await;
            assert_eq!(submitted.device.is_some(), !headers.is_empty());
        }
    }
    served.edge().pass(jiff::SignedDuration::from_hours(24 * 30));
    served.settled().await;
    let cookie = served.cookie_of(survey::Role::UnitHead, Some("KAB")).await;
    let page = served
        .get_with("/dasbor/KEC?periode=2026-Q3", &[("Cookie", &cookie)])
        .await;
    let row = |name: &str| {
        let row = page
            .text()
            .split(&format!("<th scope=\"row\">{name}</th>"))
            .nth(1);
        let row = row.unwrap_or_else(|| panic!("no row {name}"));
        row.split("</tr>").next().unwrap().to_owned()
    };
    for (name, n, ikm) in [
        ("Kios", 6, "50,00"),
        ("Kios dengan pendamping", 6, "50,00"),
        ("Kios tanpa perangkat terdaftar", 11, "100,00"),
    ] {
        let row = row(name);
        assert!(
            row.contains(&format!("\"bil\">{n}<")) && row.contains(ikm),
            "{name}: {row}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_good_token_an_answer_is_anybodys() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    let stranger = format!("skm-kios={}", "0".repeat(64));
    for (headers, survey) in [
        (vec![], "S-KEC"),
        (vec![("Cookie", stranger.as_str())], "S-KEC"),
        // A device of one survey is nobody in another.
        (vec![("Cookie", token.as_str())], "S-KEL"),
    ] {
        let (submitted, _) = sent(&served, &headers, response(survey)).await;
        assert_eq!(
            (submitted.device, submitted.device_counter),
            (None, None),
            "{survey}"
        );
        assert_eq!(submitted.channel, Channel::Qr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_device_still_sends_is_kept_and_flagged() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    revoke(&served).await;
    let (submitted, flags) = sent(&served, &[("Cookie", &token)], response("S-KEC")).await;
    assert!(submitted.device.is_some());
    assert_eq!(flags, [FlagRule::RevokedDevice]);
    let page = served.get_with("/kios/daftar", &[("Cookie", &token)]).await;
    assert!(page.text().contains("sudah dicabut"));
    let heard = heartbeat(&served, &token, json!({"queue": 3})).await;
    assert_eq!(heard.json()["state"], "revoked");
    assert!(devices_page(&served).await.contains("Dicabut"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_says_what_waits_and_how_wrong_the_clock_is() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    assert!(devices_page(&served).await.contains("Belum terlihat"));
    let ahead = served.app.now() + jiff::SignedDuration::from_mins(12);
    let body = json!({"queue": 5, "version": "1a2b3c4d", "now": ahead.to_string()});
    let heard = heartbeat(&served, &token, body).await.json();
    assert_eq!(
        (&heard["state"], &heard["desk"]),
        (&json!("enrolled"), &json!("Loket 3"))
    );
    let page = devices_page(&served).await;
    for said in ["Menyala", "12 menit maju", "versi 1a2b3c4d", "<dd>5</dd>"] {
        assert!(page.contains(said), "{said}");
    }
    served.edge().pass(jiff::SignedDuration::from_mins(4));
    assert!(devices_page(&served).await.contains("terlihat 4 menit lalu"));
    assert!(devices_page(&served).await.contains("Diam"));
    let nobody = heartbeat(&served, "skm-kios=0", json!({})).await;
    assert_eq!(nobody.json()["state"], "unknown");
    assert_eq!(heartbeat(&served, &token, json!({"tamu": 1})).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_numbers_stand_on_the_page_of_devices() {
    let served = Served::start().await;
    let token = enrolled(&served).await;
    for number in [1, 2, 5, 9] {
        let mut body = response("S-KEC");
        body["device_counter"] = json!(number);
        sent(&served, &[("Cookie", &token)], body).await;
    }
    served.settled().await;
    assert!(devices_page(&served).await.contains("3\u{2013}4, 6\u{2013}8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_speaks_the_language_it_was_enrolled_with_until_somebody_asks_for_another() {
    let served = Served::start().await;
    let asking = asking(&served).await;
    let page = served.get_with("/kios/daftar", &[("Cookie", &asking)]).await;
    let body = format!("kode={}&survei=S-KEC&letak=Loket+3&bahasa=en", shown(&page));
    officer(&served, "/dasbor/perangkat", &body).await;
    let on = served.get_with("/kios/daftar", &[("Cookie", &asking)]).await;
    let token = format!("skm-kios={}", cookie(&on, "skm-kios").unwrap());
    let kiosk = served.get_with("/kios/S-KEC", &[("Cookie", &token)]).await;
    assert!(kiosk.text().contains("<html lang=\"en\""));
    let other = served
        .get_with("/kios/S-KEC?bahasa=id", &[("Cookie", &token)])
        .await;
    assert!(other.text().contains("<html lang=\"id\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_token_goes_over_tls_only_where_there_is_tls() {
    let served = Served::start_with(Options {
        public_url: Some("https://skm.sukamaju.go.id".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let begun = served.post("/kios/daftar", "").await;
    let set = begun.header("set-cookie").unwrap();
    for part in ["__Host-skm-daftar=", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(set.contains(part), "{part}: {set}");
    }
}
