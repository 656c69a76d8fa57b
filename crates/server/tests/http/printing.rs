//! Posters and tickets: for staff only, and a code in a ticket is one that can be answered with.

use server::Options;
use survey::Token;

use crate::client::{Answer, Served, entrance};

async fn served() -> (Served, String) {
    let served = Served::start_with(Options {
        public_url: Some("http://skm.sukamaju.go.id".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let cookie = served.staff_cookie().await;
    (served, cookie)
}

async fn get(served: &Served, cookie: &str, path: &str) -> Answer {
    served.get_with(path, &[("Cookie", cookie)]).await
}

async fn issue(served: &Served, cookie: &str, unit: &str, fields: &str) -> Answer {
    let headers = [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")];
    let path = format!("/dasbor/{unit}/kode");
    served.send("POST", &path, &headers, fields.as_bytes()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_staff_prints_or_issues() {
    let (served, cookie) = served().await;
    let before = served.app.log().head().size;
    for path in [
        "/dasbor/KEC/poster",
        "/dasbor/KEC/poster/a4.pdf",
        "/dasbor/KEC/kode",
    ] {
        let away = served.get(path).await;
        assert_eq!(
            (away.status, away.header("location")),
            (303, Some(&*entrance(path))),
            "{path}"
        );
    }
    let fields = "survei=S-KEC&jumlah=10&bentuk=csv";
    let own = [("Sec-Fetch-Site", "same-origin")];
    let away = served
        .send("POST", "/dasbor/KEC/kode", &own, fields.as_bytes())
        .await;
    assert_eq!(away.status, 303);
    let headers = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    let crossed = served
        .send("POST", "/dasbor/KEC/kode", &headers, fields.as_bytes())
        .await;
    assert_eq!(crossed.status, 403);
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_is_a_page_and_a_file_in_every_size() {
    let (served, cookie) = served().await;
    for size in ["a4", "a5", "kartu"] {
        let page = get(&served, &cookie, &format!("/dasbor/KEC/poster?ukuran={size}")).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text().contains("skm.sukamaju.go.id/s/S-KEC")
                && page.text().contains(&format!("kertas {size}"))
        );
        for (ending, media_type, begins) in [
            ("svg", "image/svg+xml", "<svg "),
            ("pdf", "application/pdf", "%PDF-"),
        ] {
            let file = get(
                &served,
                &cookie,
                &format!("/dasbor/KEC/poster/{size}.{ending}?survei=S-KEC"),
            )
            .await;
            assert_eq!(
                (file.status, file.header("content-type")),
                (200, Some(media_type))
            );
            assert!(file.bytes.starts_with(begins.as_bytes()), "{size}.{ending}");
        }
    }
    for path in [
        "/dasbor/LAIN/poster",
        "/dasbor/KEC/poster/a3.pdf",
        "/dasbor/KEC/poster/a4.png",
        "/dasbor/KAB/poster/a4.pdf",
    ] {
        assert_eq!(get(&served, &cookie, path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_or_a_survey_the_page_says_what_is_missing() {
    let (served, cookie) = served().await;
    let page = get(&served, &cookie, "/dasbor/KAB/poster").await;
    assert!(page.status == 200 && page.text().contains("belum mempunyai survei"));
    let nowhere = Served::start().await;
    let cookie = nowhere.staff_cookie().await;
    let page = get(&nowhere, &cookie, "/dasbor/KEC/poster").await;
    assert!(page.status == 200 && page.text().contains("--public-url"));
    let before = nowhere.app.log().head().size;
    let refused = issue(&nowhere, &cookie, "KEC", "survei=S-KEC&jumlah=10&bentuk=halaman").await;
    assert!(refused.status == 422 && refused.text().contains("--public-url"));
    assert_eq!(
        nowhere.app.log().head().size,
        before,
        "codes that nobody would see"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn issued_codes_come_as_csv_pdf_or_page_and_open_the_survey() {
    let (served, cookie) = served().await;
    let csv = issue(&served, &cookie, "KEC", "survei=S-KEC&jumlah=24&bentuk=csv").await;
    assert_eq!(csv.status, 200, "{}", csv.text());
    assert!(
        csv.header("content-disposition")
            .unwrap()
            .starts_with("attachment; filename=\"kode-S-KEC-")
    );
    let lines: Vec<_> = csv.text().lines().collect();
    assert_eq!((lines[0], lines.len()), ("kode,alamat", 25));
    let (code, address) = lines[7].split_once(',').unwrap();
    let token: Token = code.parse().unwrap();
    assert_eq!(
        address,
        format!("http://skm.sukamaju.go.id/k/{}", token.compact())
    );
    let path = address.strip_prefix("http://skm.sukamaju.go.id").unwrap();
    assert_eq!(served.get(path).await.status, 200);

    let pdf = issue(&served, &cookie, "KEC", "survei=S-KEC&jumlah=24&bentuk=pdf").await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"));
    let page = issue(&served, &cookie, "KEC", "survei=S-KEC&jumlah=25&bentuk=halaman").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.text().contains("25 tiket di 2 lembar"));

    let counts = get(&served, &cookie, "/dasbor/KEC/kode").await;
    assert_eq!(
        counts.text().matches("<dd>73</dd>").count(),
        2,
        "issued and still open"
    );
    assert!(!counts.text().contains(code));
}

/// Nine answers and Kirim: whoever scans at the counter of one service is not asked for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_poster_and_a_batch_of_tickets_may_be_of_one_service() {
    let (served, cookie) = served().await;
    let page = get(&served, &cookie, "/dasbor/DUKCAPIL/poster?layanan=KK").await;
    let file = "/dasbor/DUKCAPIL/poster/a4.svg?survei=S-DUKCAPIL&amp;layanan=KK";
    assert!(page.text().contains(file) && page.text().contains("value=\"KK\" selected"));
    let title = |svg: &Answer| {
        svg.text()
            .split("<title")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap()
            .to_owned()
    };
    for size in ["a4", "a5", "kartu"] {
        let of = async |more: &str| {
            let path = format!("/dasbor/DUKCAPIL/poster/{size}.svg?survei=S-DUKCAPIL{more}");
            get(&served, &cookie, &path).await
        };
        let (all, one) = (of("").await, of("&layanan=KK").await);
        assert!(title(&one).contains(", Layanan KK:"), "{}", title(&one));
        assert!(!title(&all).contains("Layanan KK"), "{}", title(&all));
        assert!(
            title(&one).ends_with("skm.sukamaju.go.id/s/S-DUKCAPIL"),
            "typed without it"
        );
    }
    // A service of another unit is none of these.
    let other = get(&served, &cookie, "/dasbor/DUKCAPIL/poster?layanan=SKTM").await;
    assert!(!other.text().contains("layanan=SKTM"));

    let fields = "survei=S-DUKCAPIL&jumlah=10&bentuk=csv&layanan=KK";
    let csv = issue(&served, &cookie, "DUKCAPIL", fields).await;
    let address = csv
        .text()
        .lines()
        .nth(1)
        .unwrap()
        .split_once(',')
        .unwrap()
        .1
        .to_owned();
    let path = address.strip_prefix("http://skm.sukamaju.go.id").unwrap();
    assert!(path.ends_with("?layanan=KK"), "{path}");
    let form = served.get(path).await;
    assert!(form.text().contains("value=\"KK\" checked"), "{}", form.text());
    let printed = issue(
        &served,
        &cookie,
        "DUKCAPIL",
        "survei=S-DUKCAPIL&jumlah=10&layanan=KK",
    )
    .await;
    assert_eq!(printed.status, 200);
    let before = served.app.log().head().size;
    let refused = issue(
        &served,
        &cookie,
        "DUKCAPIL",
        "survei=S-DUKCAPIL&jumlah=10&layanan=SKTM",
    )
    .await;
    assert!(refused.status == 422 && refused.text().contains("tidak termasuk survei ini"));
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_issued_is_explained_and_issues_nothing() {
    let (served, cookie) = served().await;
    let before = served.app.log().head().size;
    for (fields, why) in [
        ("survei=S-KEC&jumlah=9&bentuk=csv", "paling sedikit 10"),
        ("survei=S-KEC&jumlah=1001&bentuk=csv", "paling banyak 1000"),
        ("survei=S-KEC&jumlah=banyak&bentuk=csv", "tuliskan banyaknya kode"),
        ("survei=S-KEL&jumlah=10&bentuk=csv", "Pilih survei unit ini"),
        ("", "Pilih survei unit ini"),
    ] {
        let refused = issue(&served, &cookie, "KEC", fields).await;
        assert_eq!(refused.status, 422, "{fields}");
        assert!(refused.text().contains(why), "{fields}");
    }
    assert_eq!(
        issue(&served, &cookie, "LAIN", "survei=S-KEC&jumlah=10")
            .await
            .status,
        404
    );
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_of_a_unit_counts_codes_and_tells_the_classes_apart() {
    let (served, cookie) = served().await;
    let plain = get(&served, &cookie, "/dasbor/KEC").await;
    assert!(!plain.text().contains("Kode terbit"));
    issue(&served, &cookie, "KEC", "survei=S-KEC&jumlah=10&bentuk=csv").await;
    let page = get(&served, &cookie, "/dasbor/KEC").await;
    assert!(
        page.text().contains("Kode terbit</dt><dd>10") && page.text().contains("Belum dipakai</dt><dd>10")
    );
}
