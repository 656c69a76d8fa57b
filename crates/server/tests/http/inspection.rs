//! Inspectors over HTTP: points of the log, what is closed until somebody says what for, evidence, patterns, proposals,
//! and the log by cursor.

use app::{audit::evidence::Proof, operator};
use serde_json::json;
use survey::{Command, Role, TrendRebased};
use testkit::unit;

use crate::client::{Answer, NINE, Served};

/// A quarter with twelve answers of KEC, published, and three more since; signed.
async fn inspected() -> (Served, String) {
    let served = Served::start().await;
    answered(&served, 12, 3).await;
    let app = served.app.clone();
    let publish = move || {
        app.publish(&operator(), &unit("KEC"), "2026-Q3".parse().unwrap())
            .unwrap();
        app.sign().unwrap();
    };
    tokio::task::spawn_blocking(publish).await.unwrap();
    answered(&served, 3, 4).await;
    let app = served.app.clone();
    tokio::task::spawn_blocking(move || app.sign().unwrap())
        .await
        .unwrap();
    let cookie = served.cookie_of(Role::Inspector, None).await;
    (served, cookie)
}

async fn answered(served: &Served, count: usize, score: u8) {
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

async fn text(served: &Served, cookie: &str, path: &str) -> String {
    get(served, cookie, path).await.text().to_owned()
}

/// So many days pass.
fn later(served: &Served, days: i64) {
    served.edge().pass(jiff::SignedDuration::from_hours(24 * days));
}

async fn get(served: &Served, cookie: &str, path: &str) -> Answer {
    served.get_with(path, &[("Cookie", cookie)]).await
}

async fn post(served: &Served, cookie: &str, path: &str, body: &str) -> Answer {
    let own = [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &own, body.as_bytes()).await
}

/// Opens the responses of KEC; the slip.
async fn opened(served: &Served, cookie: &str) -> String {
    let body = "periode=2026-Q3&keperluan=Surat+tugas+12&ke=baris";
    let answer = post(served, cookie, "/inspeksi/KEC/buka", body).await;
    assert_eq!(answer.status, 303);
    let place = answer.header("location").unwrap();
    place.rsplit("baca=").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn inspection_is_for_staff_and_changes_come_from_our_own_pages() {
    let (served, cookie) = inspected().await;
    let pages = [
        "/inspeksi",
        "/inspeksi/KEC",
        "/inspeksi/KEC/baris",
        "/inspeksi/KEC/pola",
        "/inspeksi/KEC/usulan",
        "/inspeksi/KEC/bukti?periode=2026-Q3",
    ];
    for path in pages {
        assert_eq!(served.get(path).await.status, 303, "{path}");
        assert_eq!(get(&served, &cookie, path).await.status, 200, "{path}");
        let other = path.replace("/KEC", "/TIDAK-ADA");
        if other != path {
            assert_eq!(get(&served, &cookie, &other).await.status, 404, "{other}");
        }
    }
    let refused = served.get("/api/v1/events").await;
    let told = (refused.status, refused.header("content-type"));
    assert_eq!(
        told,
        (404, Some("application/problem+json")),
        "a program is told as programs are"
    );
    let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    let before = served.app.log().head().size;
    for path in ["/inspeksi/KEC/buka", "/inspeksi/KEC/usulan"] {
        let body = b"periode=2026-Q3&keperluan=x";
        assert_eq!(
            served.send("POST", path, &foreign, body).await.status,
            403,
            "{path}"
        );
    }
    assert_eq!(served.app.log().head().size, before, "nothing was recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_is_shown_beside_now_and_computed_again() {
    let (served, cookie) = inspected().await;
    let page = get(&served, &cookie, "/inspeksi/KEC?periode=2026-Q3").await;
    assert!(page.text().contains("sama, angka demi angka"), "{}", page.text());
    // By the link of the publication: what it is made of, exactly; and the three since.
    let links = page.text().split("<a href=\"").skip(1);
    let mut links = links.map(|part| {
        let link = part.split('"').next().unwrap();
        link.replace("&#38;", "&").replace("&amp;", "&")
    });
    let of_a_size = |link: &String| {
        let at = link.split("pada=").nth(1);
        at.is_some_and(|at| at.parse::<u64>().is_ok())
    };
    let link = links.find(of_a_size).unwrap();
    let then = get(&served, &cookie, &link).await;
    assert!(then.text().contains("75,00"), "{}", then.text());
    assert!(
        then.text().contains("Jawaban masuk pada waktunya"),
        "{}",
        then.text()
    );
    assert!(then.text().contains("PermenPANRB 14/2017, bobot 0,111"));
    // Before anything happened there was no unit.
    let before = get(&served, &cookie, "/inspeksi/KEC?periode=2026-Q3&pada=0").await;
    assert!(
        before.text().contains("Unit ini belum terdaftar"),
        "{}",
        before.text()
    );
}

/// Three answers would be read off the effect that they have, and one off an exact index.
#[tokio::test(flavor = "multi_thread")]
async fn what_tells_single_answers_is_closed_until_somebody_says_what_for() {
    let (served, cookie) = inspected().await;
    let path = "/inspeksi/KEC?periode=2026-Q3&pada=20";
    let closed = get(&served, &cookie, path).await;
    assert!(!closed.text().contains("IKM sesudahnya"), "{}", closed.text());
    let rows = get(&served, &cookie, "/inspeksi/KEC/baris?periode=2026-Q3").await;
    assert!(!rows.text().contains("nilai-baris") && rows.text().contains("Keperluan"));
    // A purpose of nothing but spaces passes a browser: the page it was asked on says that it is none.
    for (place, title) in [
        ("", "Bukti</h2>"),
        ("bukti", "Bukti</h2>"),
        ("baris", "Jawaban satu per satu"),
    ] {
        let body = format!("periode=2026-Q3&keperluan=+++&ke={place}");
        let none = post(&served, &cookie, "/inspeksi/KEC/buka", &body).await;
        assert_eq!(none.status, 422);
        let page = none.text();
        assert!(
            page.contains("role=\"alert\"") && page.contains("Belum dibuka"),
            "{page}"
        );
        assert!(
            page.contains(title) && page.contains("Triwulan III 2026"),
            "{page}"
        );
    }
    let slip = opened(&served, &cookie).await;
    let open = get(&served, &cookie, &format!("{path}&baca={slip}")).await;
    assert!(open.text().contains("IKM sesudahnya"), "{}", open.text());
    let rows = get(
        &served,
        &cookie,
        &format!("/inspeksi/KEC/baris?periode=2026-Q3&baca={slip}"),
    )
    .await;
    let scores = "<td class=\"nilai-baris\" data-judul=\"Nilai unsur\">";
    assert_eq!(rows.text().matches(scores).count(), 15);
    // The slip is for this unit and this period.
    for other in [
        "/inspeksi/KEL/baris?periode=2026-Q3",
        "/inspeksi/KEC/baris?periode=2026-Q2",
    ] {
        let rows = get(&served, &cookie, &format!("{other}&baca={slip}")).await;
        assert!(rows.text().contains("sudah berakhir"), "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_holds_the_answers_only_for_who_opened_them() {
    let (served, cookie) = inspected().await;
    let path = "/inspeksi/KEC/bukti?periode=2026-Q3";
    let check = |bytes: Vec<u8>| app::audit::evidence::check(std::io::Cursor::new(bytes), None).unwrap();
    let public = get(&served, &cookie, path).await;
    assert_eq!(public.header("content-type"), Some("application/zip"));
    let checked = check(public.bytes);
    assert_eq!((checked.problems, checked.hashes_only), (vec![], 15));
    // A slip that does not open them: the page says so, where another can be asked for.
    let refused = get(&served, &cookie, &format!("{path}&baca=3")).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(refused.text().contains("role=\"alert\"") && refused.text().contains("keperluan-bukti"));
    let slip = opened(&served, &cookie).await;
    let checked = check(get(&served, &cookie, &format!("{path}&baca={slip}")).await.bytes);
    assert_eq!(
        (
            checked.problems.clone(),
            checked.hashes_only,
            checked.count(Proof::Recomputed)
        ),
        (vec![], 0, 2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exclusion_is_proposed_on_the_page_and_waits_for_another_person() {
    let (served, cookie) = inspected().await;
    let slip = opened(&served, &cookie).await;
    let rows = get(
        &served,
        &cookie,
        &format!("/inspeksi/KEC/baris?periode=2026-Q3&baca={slip}"),
    )
    .await;
    let id = rows.field("jawaban").unwrap();
    let body = format!("periode=2026-Q3&baca={slip}&usul=keluar&jawaban={id}&alasan=Uji+coba");
    let closed = body.replace(&format!("baca={slip}"), "baca=1");
    assert_eq!(
        post(&served, &cookie, "/inspeksi/KEC/usulan", &closed)
            .await
            .status,
        422
    );
    assert_eq!(
        post(&served, &cookie, "/inspeksi/KEC/usulan", &body).await.status,
        303
    );
    let list = get(&served, &cookie, "/inspeksi/KEC/usulan").await;
    assert!(list.text().contains("Keluarkan 1 jawaban") && list.text().contains("Uji coba"));
    let form = list.text().split("/inspeksi/KEC/usulan/").nth(1).unwrap();
    let proposal = form.split('"').next().unwrap().to_owned();
    let own = post(
        &served,
        &cookie,
        &format!("/inspeksi/KEC/usulan/{proposal}"),
        "putusan=setuju",
    )
    .await;
    assert_eq!(own.status, 422);
    assert!(own.text().contains("Belum dilakukan"), "{}", own.text());
    let place = format!("/inspeksi/KEC/usulan/{proposal}");
    let head = served.cookie_of(Role::UnitHead, Some("KEC")).await;
    assert_eq!(post(&served, &head, &place, "putusan=setuju").await.status, 403);
    let second = served.cookie_of(Role::BagianOrganisasi, None).await;
    assert_eq!(
        get(&served, &second, "/inspeksi/KEC/baris").await.status,
        403,
        "decides, and reads no answer"
    );
    assert_eq!(post(&served, &second, &place, "putusan=setuju").await.status, 303);
    let list = get(&served, &cookie, "/inspeksi/KEC/usulan").await;
    assert!(list.text().contains("disetujui oleh"), "{}", list.text());
    assert_eq!(
        post(&served, &cookie, &place, "putusan=tolak").await.status,
        422,
        "decided already"
    );
}

/// Opens the responses of everything; the slip.
async fn all_opened(served: &Served, cookie: &str) -> String {
    let body = "periode=2026&keperluan=Salinan+untuk+BPKP";
    let all = post(served, cookie, "/inspeksi/KAB/buka", body).await;
    let place = all.header("location").unwrap().split('#').next().unwrap();
    place.rsplit("baca=").next().unwrap().to_owned()
}

/// The description holds what the route does: its parameters, each status that it answers with, every name in a page.
#[tokio::test(flavor = "multi_thread")]
async fn the_description_of_the_cursor_says_what_the_route_does() {
    let (served, cookie) = inspected().await;
    let described = served.get("/api/v1/openapi.json").await.json();
    let cursor = &described["paths"]["/api/v1/events"]["get"];
    let parameters = cursor["parameters"].as_array().unwrap().iter();
    let parameters: Vec<_> = parameters
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    assert_eq!(parameters, ["after", "limit", "baca"]);
    let slip = all_opened(&served, &cookie).await;
    let page = get(
        &served,
        &cookie,
        &format!("/api/v1/events?limit=5000&baca={slip}"),
    )
    .await;
    let mut met = vec![page.status, served.get("/api/v1/events").await.status];
    for asked in ["after=x", "baca=1"] {
        met.push(
            get(&served, &cookie, &format!("/api/v1/events?{asked}"))
                .await
                .status,
        );
    }
    met.sort_unstable();
    let responses = cursor["responses"].as_object().unwrap();
    let said: Vec<u16> = responses.keys().map(|status| status.parse().unwrap()).collect();
    assert_eq!(met, said);
    let names = |value: &serde_json::Value| {
        let fields = value.as_object().unwrap();
        fields.keys().cloned().collect::<std::collections::BTreeSet<_>>()
    };
    let schemas = &described["components"]["schemas"];
    let page = page.json();
    assert_eq!(names(&page), names(&schemas["EventPage"]["properties"]));
    let attributes = names(&schemas["Event"]["properties"]);
    let required = schemas["Event"]["required"].as_array().unwrap();
    for event in page["events"].as_array().unwrap() {
        let there = names(event);
        assert!(there.is_subset(&attributes), "{there:?}");
        assert!(
            required.iter().all(|name| there.contains(name.as_str().unwrap())),
            "{there:?}"
        );
    }
    // Without anything new a page is empty, and says where it is.
    let last = page["last"].as_u64().unwrap();
    let after = get(
        &served,
        &cookie,
        &format!("/api/v1/events?after={last}&baca={slip}"),
    )
    .await;
    assert_eq!(
        after.json(),
        json!({"events": [], "last": last, "size": last + 1})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_followed_by_cursor_once_all_of_it_was_opened() {
    let (served, cookie) = inspected().await;
    let slip = opened(&served, &cookie).await;
    let of_a_part = get(&served, &cookie, &format!("/api/v1/events?baca={slip}")).await;
    assert_eq!(of_a_part.status, 403);
    let slip = all_opened(&served, &cookie).await;
    let size = served.app.log().head().size;
    let (mut after, mut read) = (String::new(), Vec::new());
    loop {
        let path = format!("/api/v1/events?limit=7&baca={slip}{after}");
        let page = get(&served, &cookie, &path).await;
        assert_eq!(page.status, 200, "{path}");
        let page = page.json();
        let events = page["events"].as_array().unwrap();
        if events.is_empty() {
            break;
        }
        read.extend(
            events
                .iter()
                .map(|event| event["sequence"].as_str().unwrap().to_owned()),
        );
        after = format!("&after={}", page["last"]);
    }
    let expected: Vec<_> = (0..size).map(|position| format!("{position:020}")).collect();
    assert_eq!(read, expected);
    for wrong in ["after=x", "limit=-1", "baca=x"] {
        let path = format!("/api/v1/events?{wrong}");
        assert_eq!(get(&served, &cookie, &path).await.status, 400, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn patterns_say_what_chance_would_do() {
    let (served, cookie) = inspected().await;
    let page = get(&served, &cookie, "/inspeksi/KEC/pola?periode=2026-Q3").await;
    for text in [
        "15 jawaban diperiksa",
        "Pola bukan tuduhan",
        "Lama menjawab",
        "Hari dalam pekan",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
}

/// A counter that moved, a mistake that was withdrawn since, and limits that begin anew: each where it was known.
#[tokio::test(flavor = "multi_thread")]
async fn the_trend_has_the_service_events_and_the_limits_that_were_known_then() {
    let (served, cookie) = inspected().await;
    let before = served.app.log().head().size;
    let (app, month) = (
        served.app.clone(),
        "2026-09".parse::<survey::Period>().unwrap().first(),
    );
    let recorded = move || {
        for title in ["Loket pindah", "Salah catat"] {
            let event = Command::RecordServiceEvent(testkit::service_event("KEC", title));
            app.register(&operator(), event).unwrap();
        }
        let between = app.log().head().size;
        let records = app.service_event_records(&unit("KEC")).unwrap();
        let mistaken = records.iter().find(|record| record.event.title == "Salah catat");
        let reason = "Bukan di sini".to_owned();
        app.withdraw_service_event(&operator(), &unit("KEC"), mistaken.unwrap().id, reason)
            .unwrap();
        let rebased = TrendRebased {
            unit: unit("KEC"),
            from: month,
            reason: "Loket baru".into(),
        };
        app.register(&operator(), Command::RebaseTrend(rebased)).unwrap();
        (between, app.log().head().size)
    };
    let (between, after) = tokio::task::spawn_blocking(recorded).await.unwrap();
    served.settled().await;
    let page = async |at: u64| {
        let path = format!("/inspeksi/KEC?periode=2026-Q3&pada={at}");
        get(&served, &cookie, &path).await.text().to_owned()
    };
    let (then, meanwhile, now) = (page(before).await, page(between).await, page(after).await);
    for (text, known) in [
        ("Loket pindah", [false, true, true]),
        ("Salah catat", [false, true, false]),
        ("Batas kendali dihitung ulang", [false, false, true]),
    ] {
        let found = [&then, &meanwhile, &now].map(|page| page.contains(text));
        assert_eq!(found, known, "{text}");
    }
}

/// Twelve answers in a month that runs: ten are shown, then all when it is over. No event lies in between.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_held_back_explains_why_two_moments_differ() {
    let served = Served::start().await;
    answered(&served, 10, 3).await;
    answered(&served, 2, 4).await;
    let then = served.app.now();
    later(&served, 90);
    let cookie = served.cookie_of(Role::Inspector, None).await;
    let path = format!("/inspeksi/KEC?periode=2026-Q3&pada={then}");
    let page = text(&served, &cookie, &path).await;
    assert!(page.contains("12 jawaban masuk, 2 belum ditampilkan"), "{page}");
    assert!(page.contains("Indeksnya bergeser"), "{page}");
    assert!(
        page.contains("Sudah masuk sebelumnya, baru ditampilkan sesudahnya</th><td class=\"bil\">2</td>"),
        "{page}"
    );
    assert_eq!(page.matches("<b>Jawaban, ").count(), 2, "event by event: {page}");
    assert!(!page.contains("Tidak ada peristiwa di antara keduanya"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_point_that_cannot_be_shown_is_said_and_never_taken_for_now() {
    let (served, cookie) = inspected().await;
    let cases = [
        ("pada=31+Februari", "31 Februari\u{201d} tidak terbaca"),
        ("pada=2026-02-30", "2026-02-30\u{201d} tidak terbaca"),
        ("pada=99999999", "tidak sampai 99.999.999"),
        ("pada=2099-01-01", "1 Januari 2099 belum tiba"),
        ("banding=2099-01-01", "1 Januari 2099 belum tiba"),
        ("periode=2026-Q9", "2026-Q9\u{201d} tidak terbaca"),
    ];
    for (asked, said) in cases {
        for path in ["/inspeksi", "/inspeksi/KEC", "/inspeksi/KEC/baris"] {
            if path.ends_with("baris") && asked.starts_with("banding") {
                continue;
            }
            let answer = get(&served, &cookie, &format!("{path}?{asked}")).await;
            assert_eq!(answer.status, 422, "{path}?{asked}");
            assert!(answer.text().contains(said), "{path}?{asked}: {}", answer.text());
        }
    }
    let written_here = get(&served, &cookie, "/inspeksi/KEC?pada=01-01-2026").await;
    assert_eq!(written_here.status, 200);
    assert!(written_here.text().contains("1 Januari 2026"));
}

/// One citizen's form would be the nine figures.
#[tokio::test(flavor = "multi_thread")]
async fn of_too_few_nothing_is_told_before_somebody_says_what_for() {
    let served = Served::start().await;
    answered(&served, 3, 4).await;
    later(&served, 90);
    let cookie = served.cookie_of(Role::Inspector, None).await;
    let path = "/inspeksi/KEC?periode=2026-Q3";
    let closed = text(&served, &cookie, path).await;
    assert!(closed.contains("Ditahan: jawabannya terlalu sedikit"), "{closed}");
    assert!(
        !closed.contains("id=\"unsur\"") && !closed.contains("id=\"metode\""),
        "{closed}"
    );
    assert!(!closed.contains("100,00"), "{closed}");
    let table = text(&served, &cookie, "/inspeksi?periode=2026-Q3").await;
    assert!(table.contains("ditahan") && !table.contains("100,00"), "{table}");
    let slip = opened(&served, &cookie).await;
    let open = text(&served, &cookie, &format!("{path}&baca={slip}")).await;
    assert!(open.contains("100,00") && open.contains("id=\"unsur\""), "{open}");
}

/// Published again half a year later: the slider goes there, and on to today.
#[tokio::test(flavor = "multi_thread")]
async fn the_slider_reaches_what_happened_long_after_the_period() {
    let served = Served::start().await;
    answered(&served, 12, 3).await;
    later(&served, 200);
    let app = served.app.clone();
    let publish = move || {
        app.publish(&operator(), &unit("KEC"), "2026-Q3".parse().unwrap())
            .unwrap();
    };
    tokio::task::spawn_blocking(publish).await.unwrap();
    later(&served, 30);
    let cookie = served.cookie_of(Role::Inspector, None).await;
    let zone = survey::Zone::Jakarta;
    let day_before = |days: i64| {
        let at = served.app.now() - jiff::SignedDuration::from_hours(24 * days);
        zone.wall_clock(at).date()
    };
    let (published, today) = (day_before(30), day_before(0));
    let days_after = "/inspeksi/KEC?periode=2026-Q3&pada=2026-11-15";
    let page = text(&served, &cookie, days_after).await;
    assert!(
        page.contains(&format!(
            "rel=\"next\" href=\"/inspeksi/KEC?periode=2026-Q3&#38;pada={published}"
        )),
        "{page}"
    );
    let page = text(
        &served,
        &cookie,
        &format!("/inspeksi/KEC?periode=2026-Q3&pada={published}"),
    )
    .await;
    assert!(
        page.contains(&format!(
            "rel=\"next\" href=\"/inspeksi/KEC?periode=2026-Q3&#38;pada={today}"
        )),
        "{page}"
    );
    assert!(
        page.contains("rel=\"prev\" href=\"/inspeksi/KEC?periode=2026-Q3&#38;pada=2026-11-15"),
        "{page}"
    );
}
