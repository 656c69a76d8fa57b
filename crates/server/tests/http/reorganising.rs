//! A reorganisation as it happens: services come and go, surveys open and close, and a unit is merged with its surveys
//! in one step. Whoever comes by an old address is led on; what was answered before still arrives.

use survey::{Role, Standing};
use testkit::{survey_code, unit};

use crate::client::{Answer, NINE, Served};

const STRUCTURE: &str = "/dasbor/KEL/susunan";
const SURVEYS: &str = "/dasbor/KEL/survei";
const MERGE: &str = "langkah=gabung&ke=DUKCAPIL&tanggal=2027-01-01&alasan=Perda+4/2026";

async fn get(served: &Served, path: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    served.get_with(path, &[("Cookie", &cookie)]).await
}

async fn post_as(served: &Served, cookie: &str, path: &str, body: &str) -> Answer {
    let own = [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &own, body.as_bytes()).await
}

async fn post(served: &Served, path: &str, body: &str) -> Answer {
    post_as(served, &served.staff_cookie().await, path, body).await
}

/// Nine answers to the survey of KEL, of which the device says that they were given in an hour.
fn answer(id: u8, claimed: Option<&str>) -> String {
    let answers = NINE.iter().map(|code| ((*code).to_owned(), serde_json::json!(3)));
    let answers: serde_json::Map<_, _> = answers.collect();
    let id = format!("01922f4e-6a00-7c3e-9c55-0242ac1200{id:02}");
    let mut body = serde_json::json!({"id": id, "survey": "S-KEL", "answers": answers, "channel": "qr"});
    if let Some(claimed) = claimed {
        body["claimed_at"] = claimed.into();
    }
    body.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_merged_with_its_open_surveys_in_one_step_that_names_them() {
    let served = Served::start().await;
    let page = get(&served, STRUCTURE).await;
    assert!(
        page.text()
            .contains("Tutup juga survei yang masih terbuka: <b>S-KEL</b>")
    );
    let before = served.app.log().head().size;
    let unsaid = post(&served, STRUCTURE, MERGE).await;
    assert_eq!(unsaid.status, 422, "nothing ends that was not named");
    assert_eq!(served.app.log().head().size, before);

    let merged = post(&served, STRUCTURE, &format!("{MERGE}&survei=S-KEL")).await;
    assert_eq!(merged.status, 303, "{}", merged.text());
    assert_eq!(served.app.log().head().size, before + 2);
    let registry = served.app.registry();
    assert!(registry.unit(&unit("KEL")).unwrap().merged.is_some());
    let survey = registry.survey(&survey_code("KEL")).unwrap();
    assert_eq!(survey.closed_because.as_deref(), Some("Perda 4/2026"));
    for page in ["/dasbor/KEL", "/hasil/KEL"] {
        assert!(get(&served, page).await.text().contains("Digabung ke"), "{page}");
    }
    for page in ["/dasbor/DUKCAPIL", "/hasil/DUKCAPIL"] {
        let page = get(&served, page).await;
        assert!(page.text().contains("Meneruskan tugas") && page.text().contains("/KEL\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_below_move_with_what_is_merged_and_none_from_elsewhere() {
    let served = Served::start().await;
    let merge = "langkah=gabung&ke=DUKCAPIL&tanggal=2027-01-01&alasan=Perda&survei=S-KEC";
    let path = "/dasbor/KEC/susunan";
    assert!(
        get(&served, path)
            .await
            .text()
            .contains("name=\"bawahan\" value=\"KEL\"")
    );
    assert_eq!(post(&served, path, merge).await.status, 422);
    let foreign = post(&served, path, &format!("{merge}&bawahan=DUKCAPIL")).await;
    assert_eq!(foreign.status, 404);
    let merged = post(&served, path, &format!("{merge}&bawahan=KEL")).await;
    assert_eq!(merged.status, 303, "{}", merged.text());
    let registry = served.app.registry();
    assert_eq!(
        registry.unit(&unit("KEL")).unwrap().parent,
        Some(unit("DUKCAPIL"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_a_closed_survey_leads_to_what_the_successor_asks() {
    let served = Served::start().await;
    let code = served.issue_tokens_for("S-KEL").await[0].compact();
    let closed = post(
        &served,
        SURVEYS,
        "langkah=tutup&survei=S-KEL&alasan=Semester+selesai",
    )
    .await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    let alone = served.get("/s/S-KEL").await;
    assert_eq!(alone.status, 410);
    assert!(alone.text().contains("Tanyakan kepada petugas") && alone.text().contains("/hasil/KEL"));

    assert_eq!(post(&served, STRUCTURE, MERGE).await.status, 303);
    let led = served.get("/s/S-KEL?bahasa=en&huruf=besar").await;
    assert!(
        led.text()
            .contains("href=\"/s/S-DUKCAPIL?bahasa=en&#38;huruf=besar\""),
        "{}",
        led.text()
    );
    let ticket = served.get(&format!("/k/{code}")).await;
    assert_eq!(ticket.status, 410);
    for said in ["tidak dapat dipakai untuk survei lain", "/s/S-DUKCAPIL"] {
        assert!(ticket.text().contains(said), "{said}");
    }
    let kiosk = served.get("/kios/S-KEL").await;
    assert_eq!(kiosk.status, 410);
    assert!(kiosk.text().contains("/kios/daftar") && !kiosk.text().contains("href=\"/s/S-DUKCAPIL"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_before_the_merging_is_taken_after_it() {
    let served = Served::start().await;
    let merged = post(&served, STRUCTURE, &format!("{MERGE}&survei=S-KEL")).await;
    assert_eq!(merged.status, 303);
    served.edge().pass(jiff::SignedDuration::from_hours(3));
    let before = served.app.now() - jiff::SignedDuration::from_hours(4);
    let waited = answer(1, Some(&before.strftime("%Y-%m-%dT%HZ").to_string()));
    let taken = served.post("/api/v1/responses", &waited).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    let late = served.post("/api/v1/responses", &answer(2, None)).await;
    assert_eq!(
        (late.status, late.json()["code"].as_str()),
        (410, Some("survey_closed"))
    );
    served.settled().await;
    let period = survey::Period::containing(
        survey::Month::of(served.app.now().to_zoned(jiff::tz::TimeZone::UTC).date()),
        survey::PeriodLength::Quarter,
    );
    let look = |of: &str| {
        let found = served
            .app
            .unit_index(&unit(of), period, None, app::views::Basis::Exact, app::Look::Now);
        found.unwrap().figures.total.of(Standing::Plain).n()
    };
    assert_eq!((look("KEL"), look("DUKCAPIL")), (1, 0), "merging moves no figure");
}

#[tokio::test(flavor = "multi_thread")]
async fn services_and_surveys_come_and_go_on_one_page() {
    let served = Served::start().await;
    for (body, status) in [
        ("langkah=daftar&layanan=AKTA&nama=Akta+kelahiran", 303),
        ("langkah=daftar&layanan=AKTA&nama=Akta+lain", 422),
        ("langkah=nama&layanan=AKTA&nama=Akta+lahir&alasan=Perwali", 303),
        (
            "langkah=buka&survei=S-KEL-2&layanan=SKTM&layanan=AKTA&populasi=1200&pengisian=terbuka",
            303,
        ),
        ("langkah=buka&survei=S-KEL-3", 422),
        ("langkah=pensiun&layanan=SKTM&alasan=Perwali", 422),
        ("langkah=tutup&survei=S-KEL&alasan=", 422),
        ("langkah=tutup&survei=S-KEL&alasan=Diganti", 303),
        ("langkah=pensiun&layanan=SKTM&alasan=Perwali", 303),
        ("langkah=tutup&survei=S-KEL&alasan=Diganti", 422),
        ("langkah=bubar", 404),
    ] {
        let answer = post(&served, SURVEYS, body).await;
        assert_eq!(answer.status, status, "{body}");
    }
    let page = get(&served, SURVEYS).await;
    for said in [
        "S-KEL-2",
        "Akta lahir",
        "Tidak ditawarkan lagi",
        "Diganti",
        "1.200 orang",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let form = served.get("/s/S-KEL-2").await;
    assert_eq!(
        form.field("layanan").as_deref(),
        Some("AKTA"),
        "the one that is left is not asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_closes_the_survey_of_a_unit_that_is_not_theirs() {
    let served = Served::start().await;
    let over_all = served.staff_cookie().await;
    for (path, body) in [
        (SURVEYS, "langkah=tutup&survei=S-DUKCAPIL&alasan=Salah+alamat"),
        (SURVEYS, "langkah=tutup&survei=TIADA&alasan=Salah+alamat"),
        (STRUCTURE, "langkah=tutup&survei=S-DUKCAPIL&alasan=Salah+alamat"),
    ] {
        let answer = post_as(&served, &over_all, path, body).await;
        assert_eq!(answer.status, 404, "{path} {body}");
    }
    for role in Role::ALL {
        let over = (role != Role::Administrator).then_some("KEC");
        let cookie = served.cookie_of(role, over).await;
        let path = "/dasbor/DUKCAPIL/survei";
        let body = "langkah=tutup&survei=S-DUKCAPIL&alasan=Salah+alamat";
        let answer = post_as(&served, &cookie, path, body).await;
        assert!([403, 404].contains(&answer.status), "{role:?}");
    }
    let registry = served.app.registry();
    assert!(
        registry
            .survey(&survey_code("DUKCAPIL"))
            .unwrap()
            .closed_at
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_hears_that_its_survey_was_closed() {
    let served = Served::start().await;
    let kiosk = crate::devices::enrolled(&served).await;
    let cookie = [("Cookie", kiosk.as_str())];
    let beat = || served.send("POST", "/api/v1/devices/heartbeat", &cookie, b"{}");
    assert_eq!(beat().await.json()["state"], "enrolled");
    let path = "/dasbor/KEC/survei";
    assert!(get(&served, path).await.text().contains("Ikut berhenti: 1 kios"));
    let closed = post(&served, path, "langkah=tutup&survei=S-KEC&alasan=Selesai").await;
    assert_eq!(closed.status, 303);
    let heard = beat().await;
    assert_eq!(
        (heard.json()["state"].as_str(), heard.json()["survey"].as_str()),
        (Some("closed"), Some("S-KEC"))
    );
    assert!(
        get(&served, "/dasbor/perangkat")
            .await
            .text()
            .contains("S-KEC (sudah ditutup)")
    );
}
