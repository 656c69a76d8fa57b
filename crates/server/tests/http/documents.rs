//! Publishing on a page, the documents of it, and what programs get of it: over HTTP, as people and programs ask.

use serde_json::Value;
use server::Options;
use testkit::{TestApp, submission};

use crate::client::Served;

/// A server over twelve answers of September at KEC, in October; and the headers of staff.
async fn served(answers: u64) -> (Served, String) {
    let world = tokio::task::spawn_blocking(move || {
        let world = TestApp::in_memory();
        for id in 0..answers {
            world.answer(id, submission("KEC")).unwrap();
        }
        world.edge().set("2026-10-01T00:00:00Z");
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let cookie = served.staff_cookie().await;
    (served, cookie)
}

async fn post(served: &Served, cookie: &str, path: &str, body: &str) -> crate::client::Answer {
    let own = [
        ("Cookie", cookie),
        ("Sec-Fetch-Site", "same-origin"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    served.send("POST", path, &own, body.as_bytes()).await
}

/// Publishes September of KEC; where it stands.
async fn publish(served: &Served, cookie: &str) -> u64 {
    let published = post(served, cookie, "/dasbor/KEC/terbit", "periode=2026-09").await;
    assert_eq!(
        (published.status, published.header("location")),
        (303, Some("/dasbor/KEC/terbit?periode=2026-09"))
    );
    json(served, "/api/v1/units/KEC/results/2026-09").await["position"]
        .as_u64()
        .unwrap()
}

async fn json(served: &Served, path: &str) -> Value {
    serde_json::from_str(served.get(path).await.text()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_published_once_and_then_has_documents() {
    let (served, cookie) = served(12).await;
    let staff = [("Cookie", cookie.as_str())];
    let before = served
        .get_with("/dasbor/KEC/dokumen?periode=2026-09", &staff)
        .await;
    assert!(before.status == 200 && before.text().contains("belum diterbitkan"));
    let position = publish(&served, &cookie).await;
    let again = post(&served, &cookie, "/dasbor/KEC/terbit", "periode=2026-09").await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("masih sama"), "{}", again.text());
    let page = served
        .get_with("/dasbor/KEC/dokumen?periode=2026-09", &staff)
        .await;
    let page = page.text();
    for file in [
        "laporan.docx",
        "pengolahan.xlsx",
        "poster.pdf",
        "poster.png",
        "data-terbuka.csv",
        "metadata.json",
        "portal.csv",
        "semua.zip",
    ] {
        let path = format!("/dasbor/KEC/dokumen/{file}?terbitan={position}");
        assert!(page.contains(&path.replace('&', "&amp;")), "{file}");
        let got = served.get_with(&path, &staff).await;
        assert_eq!(got.status, 200, "{file}");
        assert!(
            got.header("content-disposition")
                .unwrap()
                .contains("skm-KEC-2026-09"),
            "{file}"
        );
        let magic: &[u8] = match file.rsplit_once('.').unwrap().1 {
            "docx" | "xlsx" | "zip" => b"PK",
            "pdf" => b"%PDF",
            "png" => b"\x89PNG",
            _ => b"",
        };
        assert!(got.bytes.starts_with(magic) && got.bytes.len() > 100, "{file}");
    }
    let recap = served
        .get_with("/dasbor/rekap.xlsx?periode=2026-09", &staff)
        .await;
    assert!(recap.status == 200 && recap.bytes.starts_with(b"PK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_for_staff_and_of_the_unit_that_was_asked_for() {
    let (served, cookie) = served(12).await;
    let position = publish(&served, &cookie).await;
    let file = format!("/dasbor/KEC/dokumen/pengolahan.xlsx?terbitan={position}");
    for path in [
        &*file,
        "/dasbor/KEC/dokumen",
        "/dasbor/KEC/terbit",
        "/dasbor/rekap.xlsx",
    ] {
        assert_eq!(served.get(path).await.status, 303, "{path}");
    }
    let staff = [("Cookie", cookie.as_str())];
    for path in [
        format!("/dasbor/KEL/dokumen/pengolahan.xlsx?terbitan={position}"),
        format!("/dasbor/KEC/dokumen/pengolahan.xlsx?terbitan={}", position + 1),
        format!("/dasbor/KEC/dokumen/lain.exe?terbitan={position}"),
        "/dasbor/KEC/dokumen/pengolahan.xlsx".to_owned(),
    ] {
        assert_eq!(served.get_with(&path, &staff).await.status, 404, "{path}");
    }
    let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    let refused = served
        .send("POST", "/dasbor/KEC/terbit", &foreign, b"periode=2026-09")
        .await;
    assert_eq!(refused.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_few_answered_is_published_and_withheld_from_the_public() {
    let (served, cookie) = served(9).await;
    let position = publish(&served, &cookie).await;
    let staff = [("Cookie", cookie.as_str())];
    let status = async |file: &str| {
        let path = format!("/dasbor/KEC/dokumen/{file}?terbitan={position}");
        served.get_with(&path, &staff).await.status
    };
    assert_eq!(status("laporan.docx").await, 200);
    for file in ["poster.pdf", "poster.png", "data-terbuka.csv", "portal.csv"] {
        assert_eq!(status(file).await, 404, "{file}");
    }
    let result = json(&served, "/api/v1/units/KEC/results/2026-09").await;
    assert_eq!(
        (&result["n"], &result["withheld"]),
        (&Value::from(9), &Value::from(true))
    );
    for figure in ["ikm", "mutu", "nrr"] {
        assert_eq!(result[figure], Value::Null);
    }
    let open = served.get("/api/v1/open-data/results.csv").await;
    let open = open.text();
    assert!(
        open.contains(",9,") && !open.contains("75.00") && !open.contains("nrr."),
        "{open}"
    );
    assert!(
        !served
            .get("/hasil/KEC?periode=2026-09")
            .await
            .text()
            .contains("75,00")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_is_shown_to_everybody_until_it_is_withdrawn() {
    let (served, cookie) = served(12).await;
    let position = publish(&served, &cookie).await;
    let body = format!(
        "periode=2026-09&terbitan={position}&media=website&tanggal=2026-10-01&tautan=https%3A%2F%2Fsukamaju.go.id%2Fskm&sidik="
    );
    let media = "/dasbor/KEC/terbit/media";
    assert_eq!(post(&served, &cookie, media, &body).await.status, 303);
    let page = served.get("/hasil/KEC").await;
    let page = page.text();
    assert!(page.contains("href=\"https://sukamaju.go.id/skm\""), "{page}");
    let unreadable = post(&served, &cookie, media, "periode=2026-09").await;
    assert!(unreadable.status == 422 && unreadable.text().contains("Pilih terbitan"));
    let evil = body.replace("https%3A%2F%2Fsukamaju.go.id%2Fskm", "javascript%3Aalert(1)");
    assert_eq!(post(&served, &cookie, media, &evil).await.status, 422);
    let at = served.app.log().head().size - 1;
    let withdraw = format!("/dasbor/KEC/terbit/media/{at}/tarik");
    assert_eq!(
        post(&served, &cookie, &withdraw, "periode=2026-09&alasan=")
            .await
            .status,
        422
    );
    assert_eq!(
        post(&served, &cookie, &withdraw, "periode=2026-09&alasan=Salah")
            .await
            .status,
        303
    );
    assert!(
        !served
            .get("/hasil/KEC")
            .await
            .text()
            .contains("sukamaju.go.id/skm")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_page_lists_every_publication() {
    let (served, cookie) = served(12).await;
    publish(&served, &cookie).await;
    let app = std::sync::Arc::clone(&served.app);
    tokio::task::spawn_blocking(move || {
        for id in 0..10 {
            let reason = || "Diisi petugas".to_owned();
            app.exclude(
                &app::operator(),
                testkit::response_id(id),
                reason(),
                "kepala".into(),
            )
            .unwrap();
        }
    })
    .await
    .unwrap();
    publish(&served, &cookie).await;
    let results = json(&served, "/api/v1/units/KEC/results").await;
    let superseded: Vec<_> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["superseded"])
        .collect();
    assert_eq!(superseded, [&Value::from(true), &Value::from(false)]);
    let page = served.get("/hasil/KEC").await;
    let page = page.text();
    assert!(
        page.contains("ke-1, digantikan") && page.contains("ke-2"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_what_is_not_there() {
    let (served, _) = served(0).await;
    for (path, code) in [
        ("/api/v1/units/NONE/results", "unit_unknown"),
        ("/api/v1/units/%20/results", "unit_unknown"),
        ("/api/v1/units/KEC/results/2026-09", "period_unpublished"),
        ("/api/v1/units/KEC/results/0000", "period_unpublished"),
        ("/api/v1/units/KEC/results/99999-Q9", "period_unpublished"),
        ("/api/v1/open-data/other", "file_unknown"),
    ] {
        let answer = served.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
        assert!(answer.text().contains(code), "{path}: {}", answer.text());
    }
    let units = json(&served, "/api/v1/units").await;
    assert_eq!(units[0]["code"], "KAB");
    assert_eq!(
        served
            .get("/api/v1/units")
            .await
            .header("access-control-allow-origin"),
        Some("*")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_route_for_programs_and_no_other() {
    let (served, _) = served(0).await;
    let described = json(&served, "/api/v1/openapi.json").await;
    assert_eq!(described["openapi"], "3.1.0");
    let mut named = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            named.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    let mut routes: Vec<_> = server::ROUTES
        .iter()
        .filter(|route| route.contains(" /api/"))
        .map(|route| (*route).to_owned())
        .collect();
    named.sort_unstable();
    routes.sort_unstable();
    assert_eq!(named, routes);
}
