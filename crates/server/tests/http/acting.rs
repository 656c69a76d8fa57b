//! What a unit does with its index, over HTTP: service events and follow-ups, entered by plain forms.

use server::Options;
use testkit::{TestApp, submission};

use crate::client::{Answer, Served};

async fn get(served: &Served, path: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    served.get_with(path, &[("Cookie", &cookie)]).await
}

async fn post(served: &Served, path: &str, body: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    let own = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &own, body.as_bytes()).await
}

/// The address of the first form of a page that ends so.
fn action(page: &Answer, end: &str) -> String {
    let text = page.text();
    let actions = text
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let mut fitting = actions.filter(|action| action.ends_with(end));
    fitting
        .next()
        .unwrap_or_else(|| panic!("no form {end}"))
        .to_owned()
}

const EVENTS: &str = "/dasbor/DUKCAPIL/peristiwa";
const FOLLOW_UPS: &str = "/dasbor/DUKCAPIL/tindak-lanjut";

#[tokio::test(flavor = "multi_thread")]
async fn a_service_event_is_entered_and_withdrawn_with_a_reason() {
    let world = tokio::task::spawn_blocking(|| {
        let world = TestApp::in_memory();
        // Figures advance in steps of ten answers, and a chart begins with a figure.
        for number in 0..10 {
            world.answer(number, submission("DUKCAPIL")).unwrap();
        }
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let entered = post(
        &served,
        EVENTS,
        "jenis=sop_revised&tanggal=2026-09-10&layanan=KTP&judul=SOP+nomor+12&kunjungan=7",
    )
    .await;
    assert_eq!((entered.status, entered.header("location")), (303, Some(EVENTS)));
    let page = get(&served, EVENTS).await;
    for said in ["SOP direvisi", "SOP nomor 12", "Layanan KTP", "10 September 2026"] {
        assert!(page.text().contains(said), "{said}");
    }
    assert!(
        !page.text().contains("7 kunjungan"),
        "visits belong to another kind"
    );
    let unit = get(&served, "/dasbor/DUKCAPIL").await;
    assert!(
        unit.text().contains("SOP nomor 12"),
        "it is said beside the chart"
    );
    let withdraw = action(&page, "/tarik");
    assert_eq!(post(&served, &withdraw, "alasan=").await.status, 422);
    assert_eq!(
        post(&served, &withdraw, "alasan=Dicatat+dua+kali").await.status,
        303
    );
    let page = get(&served, EVENTS).await;
    assert!(page.text().contains("Ditarik: Dicatat dua kali"));
    let unit = get(&served, "/dasbor/DUKCAPIL").await;
    assert!(!unit.text().contains("SOP nomor 12"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_verdicts_go_with_their_kind() {
    let served = Served::start().await;
    let visits = "jenis=visits_counted&tanggal=2026-08-31&judul=Buku+tamu&kunjungan=1204";
    assert_eq!(post(&served, EVENTS, visits).await.status, 303);
    let verdict = "jenis=external_assessment_recorded&tanggal=2026-08-31&judul=Surat+KemenPANRB&skema=PEKPPP&tahun=2025&hasil=B";
    assert_eq!(post(&served, EVENTS, verdict).await.status, 303);
    let page = get(&served, EVENTS).await;
    assert!(page.text().contains("1.204 kunjungan") && page.text().contains("PEKPPP 2025: B"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_entered_comes_back_as_it_was_typed() {
    let served = Served::start().await;
    let before = served.app.log().head().size;
    for (body, said) in [
        ("jenis=&tanggal=2026-09-10&judul=Loket", "Pilih jenis peristiwa"),
        ("jenis=sop_revised&tanggal=kemarin&judul=Loket", "bukan tanggal"),
        (
            "jenis=sop_revised&tanggal=2026-09-10&judul=",
            "Tuliskan keterangan",
        ),
        (
            "jenis=visits_counted&tanggal=2026-09-10&judul=Loket&kunjungan=dua",
            "bukan bilangan",
        ),
        (
            "jenis=visits_counted&tanggal=2026-09-10&judul=Loket&kunjungan=",
            "Jumlah kunjungan",
        ),
        (
            "jenis=sop_revised&tanggal=2026-09-10&judul=Loket&layanan=TIDAK",
            "tidak tersedia",
        ),
    ] {
        let again = post(&served, EVENTS, body).await;
        assert_eq!(again.status, 422, "{body}");
        assert!(again.text().contains(said), "{said}");
        assert!(again.text().contains("<title>Kesalahan: "), "{body}");
        assert!(
            again.text().contains("value=\"Loket\"") || body.ends_with("judul="),
            "{body}"
        );
    }
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_is_planned_carried_out_and_finished() {
    let served = Served::start().await;
    let plan =
        "periode=2026-Q3&unsur=waktu&tenggat=2026-Q4&program=Loket+kedua&jabatan=Kasi+Pelayanan&nama=Siti";
    let planned = post(&served, FOLLOW_UPS, plan).await;
    assert_eq!(
        (planned.status, planned.header("location")),
        (303, Some(FOLLOW_UPS))
    );
    let page = get(&served, FOLLOW_UPS).await;
    for said in [
        "Loket kedua",
        "Kasi Pelayanan (Siti)",
        "Triwulan IV 2026",
        "0 dari 1 selesai",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let progress = action(&page, "/kemajuan");
    let step = "catatan=1&uraian=Petugas+ditunjuk&tanggal=2026-09-12&persen=40&tautan=https%3A%2F%2Fsukamaju.go.id%2Fsk";
    assert_eq!(post(&served, &progress, step).await.status, 303);
    assert_eq!(
        post(&served, &progress, step).await.status,
        422,
        "the page was older than that"
    );
    let page = get(&served, FOLLOW_UPS).await;
    assert!(page.text().contains("href=\"https://sukamaju.go.id/sk\"") && page.text().contains("40 %"));
    let finish = action(&page, "/selesai");
    let evidence = format!(
        "catatan=2&uraian=Dua+loket&tanggal=2026-09-14&berkas=foto.jpg&sidik={}",
        "AB".repeat(32)
    );
    assert_eq!(post(&served, &finish, &evidence).await.status, 303);
    let page = get(&served, FOLLOW_UPS).await;
    for said in [
        "1 dari 1 selesai",
        "Selesai 14 September 2026",
        "foto.jpg",
        "abababababab",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let withdraw = action(&page, "/tarik");
    assert_eq!(
        post(&served, &withdraw, "catatan=3&alasan=Terlalu+dini")
            .await
            .status,
        303
    );
    let page = get(&served, FOLLOW_UPS).await;
    assert!(page.text().contains("0 dari 1 selesai") && page.text().contains("Terlalu dini"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_does_is_for_staff_and_another_unit_s_things_are_not_found_here() {
    let served = Served::start().await;
    for path in [EVENTS, FOLLOW_UPS] {
        assert_eq!(
            served.get(path).await.header("location"),
            Some("/masuk"),
            "{path}"
        );
        assert_eq!(
            served.post(path, "").await.header("location"),
            Some("/masuk"),
            "{path}"
        );
        let cookie = served.staff_cookie().await;
        let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
        assert_eq!(
            served.send("POST", path, &foreign, b"").await.status,
            403,
            "{path}"
        );
        let nowhere = path.replace("DUKCAPIL", "TIDAK-ADA");
        assert_eq!(get(&served, &nowhere).await.status, 404, "{nowhere}");
        assert_eq!(post(&served, &nowhere, "").await.status, 404, "{nowhere}");
    }
    let plan = "periode=2026-Q3&unsur=waktu&tenggat=2026-Q4&program=Loket&jabatan=Kasi&nama=";
    assert_eq!(post(&served, FOLLOW_UPS, plan).await.status, 303);
    let finish = action(&get(&served, FOLLOW_UPS).await, "/batal").replace("DUKCAPIL", "KEC");
    let before = served.app.log().head().size;
    assert_eq!(
        post(&served, &finish, "catatan=1&alasan=Bukan+milik+saya")
            .await
            .status,
        422
    );
    assert_eq!(
        post(&served, &format!("{FOLLOW_UPS}/{}/hapus", "0".repeat(32)), "")
            .await
            .status,
        404
    );
    assert_eq!(served.app.log().head().size, before);
}
