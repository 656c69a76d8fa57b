//! Paper: an officer enters a stack without JavaScript, mends slips, and prints the form.

use eventlog::Position;
use survey::{Channel, Event};

use crate::client::{Answer, NINE, Served, entrance};

const STACK: &str = "/dasbor/DUKCAPIL/kertas";

async fn get(served: &Served, path: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    served.get_with(path, &[("Cookie", &cookie)]).await
}

async fn post(served: &Served, path: &str, body: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    let headers = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &headers, body.as_bytes()).await
}

/// A form of the stack that a page shows, with nine scores, of which 0 is left blank.
fn typed(page: &Answer, scores: [u8; 9], more: &str) -> String {
    let field = |name| page.field(name).unwrap_or_default();
    let mut body = format!(
        "id={}&tumpukan={}&survei=S-DUKCAPIL&layanan=KTP&tanggal=2026-09-10",
        field("id"),
        field("tumpukan")
    );
    for (code, score) in NINE.iter().zip(scores).filter(|(_, score)| *score > 0) {
        body.push_str(&format!("&u-{code}={score}"));
    }
    body.push_str(more);
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_is_entered_form_by_form_without_javascript() {
    let served = Served::start().await;
    served.staff_cookie().await;
    let before = served.app.log().head().size;
    let first = get(&served, STACK).await;
    assert_eq!(first.status, 200);
    let body = typed(
        &first,
        [4, 3, 0, 4, 3, 4, 4, 2, 4],
        "&p-jenis_kelamin=2&p-usia=3&p-pekerjaan=",
    );
    let entered = post(&served, STACK, &body).await;
    assert_eq!(entered.status, 303, "{}", entered.text());
    let next = entered.header("location").unwrap().to_owned();
    let page = get(&served, &next).await;
    for kept in [
        "<b>1</b> lembar",
        "4 3 \u{2013} 4 3 4 4 2 4",
        "value=\"2026-09-10\"",
    ] {
        assert!(page.text().contains(kept), "{kept}");
    }
    assert_eq!(
        page.field("tumpukan"),
        first.field("tumpukan"),
        "the stack goes on"
    );
    assert_ne!(page.field("id"), first.field("id"), "with another form");
    let recorded = served.app.log().read_all(Position(before), 9).unwrap();
    let person = served.person(survey::Role::BagianOrganisasi, None).await;
    let actor = person.account.to_string();
    assert_eq!((recorded.len(), recorded[0].actor()), (1, actor.as_str()));
    let submitted = served.response(before);
    assert_eq!((submitted.channel, submitted.answers.len()), (Channel::Paper, 8));
    let profile: Vec<_> = submitted
        .profile
        .iter()
        .map(|(q, o)| format!("{q}={o}"))
        .collect();
    assert_eq!(profile, ["jenis_kelamin=P", "usia=26-35"]);
    assert_eq!(
        submitted.occurred_at.to_string(),
        "2026-09-10T05Z",
        "noon in Jakarta"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_posted_twice_is_entered_once() {
    let served = Served::start().await;
    let first = get(&served, STACK).await;
    let body = typed(&first, [4; 9], "");
    let before = served.app.log().head().size;
    assert_eq!(post(&served, STACK, &body).await.status, 303);
    assert_eq!(post(&served, STACK, &body).await.status, 303);
    assert_eq!(served.app.log().head().size, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_entered_comes_back_as_it_was_typed() {
    let served = Served::start().await;
    let first = get(&served, STACK).await;
    let before = served.app.log().head().size;
    for (scores, more, said) in [
        ([0; 9], "", "paling sedikit satu unsur"),
        ([4; 9], "&p-usia=9", "tidak ada dalam instrumen"),
    ] {
        let again = post(&served, STACK, &typed(&first, scores, more)).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains(said), "{said}: {}", again.text());
        assert_eq!(again.field("id"), first.field("id"));
        let typed = again.field("u-waktu").unwrap();
        assert_eq!(typed, if scores[2] > 0 { "4" } else { "" });
    }
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_withdrawn_with_a_reason_and_stands_struck_through() {
    let served = Served::start().await;
    let first = get(&served, STACK).await;
    let entered = post(&served, STACK, &typed(&first, [1; 9], "")).await;
    let stack = entered.header("location").unwrap().to_owned();
    let (id, batch) = (first.field("id").unwrap(), first.field("tumpukan").unwrap());
    let path = format!("{STACK}/{id}/tarik");
    let with =
        |reason: &str| format!("tumpukan={batch}&survei=S-DUKCAPIL&layanan=KTP&tanggal=&alasan={reason}");
    let silent = post(&served, &path, &with("")).await;
    assert_eq!(silent.status, 422);
    assert!(silent.text().contains("alasan"), "{}", silent.text());
    assert_eq!(post(&served, &path, &with("Salah+baca")).await.status, 303);
    let page = get(&served, &stack).await;
    assert!(page.text().contains("Ditarik: Salah baca"));
    assert!(page.text().contains("<b>0</b> lembar"));
    let last = served.app.log().head().size - 1;
    let events = served.app.log().read_all(Position(last), 1).unwrap();
    let event = Event::from_stored(
        events[0].event_type(),
        events[0].type_version(),
        events[0].payload(),
    );
    assert!(matches!(event, Ok(Event::ResponseExcluded(_))));
    let person = served.person(survey::Role::BagianOrganisasi, None).await;
    assert_eq!(events[0].actor(), person.account.to_string());
}

/// Forms of two services lie in one stack as they came: the first digit of each says which.
#[tokio::test(flavor = "multi_thread")]
async fn in_an_office_of_several_services_each_form_says_its_own_by_a_digit() {
    let served = Served::start().await;
    let mut page = get(&served, STACK).await;
    let cell = page
        .text()
        .find("name=\"layanan-ke\"")
        .expect("a cell for the service");
    assert!(cell < page.text().find("name=\"u-").unwrap(), "the first of all");
    assert!(!page.text().contains("<select id=\"layanan\""));
    let of = |page: &Answer, number: &str| {
        let body = typed(page, [3; 9], "").replace("&layanan=KTP", "");
        format!("{body}&layanan-ke={number}")
    };
    for (number, service) in [("1", "KTP"), ("2", "KK")] {
        let position = served.app.log().head().size;
        let entered = post(&served, STACK, &of(&page, number)).await;
        assert_eq!(entered.status, 303, "{}", entered.text());
        assert_eq!(served.response(position).service.as_str(), service);
        page = get(&served, entered.header("location").unwrap()).await;
    }
    for number in ["", "0", "3", "x"] {
        let refused = post(&served, STACK, &of(&page, number)).await;
        assert_eq!(refused.status, 422, "{number}");
        assert!(refused.text().contains("Pilih layanan"), "{number}");
    }
    let one = get(&served, "/dasbor/KEC/kertas").await;
    assert!(!one.text().contains("layanan-ke"), "nothing to choose from");
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_is_for_staff_of_a_unit_that_asks_something() {
    let served = Served::start().await;
    for path in [STACK, "/dasbor/DUKCAPIL/formulir"] {
        assert_eq!(served.get(path).await.header("location"), Some(&*entrance(path)));
    }
    let own = [("Sec-Fetch-Site", "same-origin")];
    let away = served.send("POST", STACK, &own, b"").await;
    assert_eq!(away.header("location"), Some("/masuk"));
    let cookie = served.staff_cookie().await;
    let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(served.send("POST", STACK, &foreign, b"").await.status, 403);
    for nowhere in [
        "/dasbor/KAB/kertas",
        "/dasbor/TIDAK-ADA/kertas",
        "/dasbor/KAB/formulir",
    ] {
        assert_eq!(get(&served, nowhere).await.status, 404, "{nowhere}");
    }
    assert_eq!(post(&served, STACK, "bukan=formulir").await.status, 404);
    let other_unit = get(&served, STACK).await;
    let body = typed(&other_unit, [4; 9], "").replace("S-DUKCAPIL", "S-KEC");
    assert_eq!(post(&served, STACK, &body).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_form_asks_what_the_instrument_asks() {
    let served = Served::start().await;
    let page = get(&served, "/dasbor/DUKCAPIL/formulir").await;
    assert_eq!(page.status, 200);
    let instrument = survey::Instrument::permenpan_14_2017();
    for unsur in &instrument.unsur {
        let indonesian = survey::Language::INDONESIAN;
        assert!(
            page.text().contains(unsur.question.text(indonesian)),
            "{}",
            unsur.code
        );
        for label in &unsur.labels {
            assert!(page.text().contains(label.text(indonesian)), "{}", unsur.code);
        }
    }
    assert!(page.text().contains("Unit DUKCAPIL") && page.text().contains("Layanan KTP"));
}
