//! Who opened single answers: what the page says, to whom, and page by page.

use survey::Role;
use testkit::unit;

use crate::client::Served;

async fn open(served: &Served, cookie: &str, code: &str, purpose: &str) {
    let own = [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")];
    let body = format!("periode=2026-Q3&keperluan={purpose}&ke=baris");
    let path = format!("/inspeksi/{code}/buka");
    assert_eq!(
        served.send("POST", &path, &own, body.as_bytes()).await.status,
        303
    );
}

async fn page(served: &Served, cookie: &str, path: &str) -> String {
    let answer = served.get_with(path, &[("Cookie", cookie)]).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text().into()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opened_which_answers_when_and_what_for_stands_on_a_page() {
    let served = Served::start().await;
    let inspector = served.cookie_of(Role::Inspector, None).await;
    let empty = page(&served, &inspector, "/inspeksi/KEC/pembacaan").await;
    assert!(empty.contains("Belum pernah dibuka"), "{empty}");
    open(&served, &inspector, "KEC", "Surat+tugas+12").await;
    open(&served, &inspector, "DUKCAPIL", "Rahasia+unit+lain").await;
    let position = served.app.readings(&unit("KEC"), None, 1).unwrap()[0].position;
    let administrator = served.cookie_of(Role::Administrator, None).await;
    for cookie in [&inspector, &administrator] {
        let page = page(&served, cookie, "/inspeksi/KEC/pembacaan").await;
        for part in [
            "Keperluan: Surat tugas 12",
            &format!("posisi {position}"),
            "Triwulan III 2026",
            "0 jawaban",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        // The person by the name in the vault, not by the pseudonym of the log.
        let actor = &served.app.readings(&unit("KEC"), None, 1).unwrap()[0].actor;
        let name = served.app.name_behind(actor).unwrap().unwrap();
        assert!(page.contains(&format!("<b>{name}</b>")), "{page}");
        assert!(!page.contains("Rahasia unit lain"), "{page}");
    }
    let unit_page = page(&served, &inspector, "/inspeksi/KEC").await;
    assert!(unit_page.contains("href=\"/inspeksi/KEC/pembacaan\""));
    let dashboard = page(&served, &administrator, "/dasbor/KEC").await;
    assert!(dashboard.contains("href=\"/inspeksi/KEC/pembacaan\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_and_nobody_of_another_unit_sees_who_read() {
    let served = Served::start().await;
    let path = "/inspeksi/KEC/pembacaan";
    let there = |cookie: String| {
        let served = &served;
        async move { served.get_with(path, &[("Cookie", &cookie)]).await.status }
    };
    assert_eq!(
        there(served.cookie_of(Role::Inspector, Some("KEC")).await).await,
        200
    );
    assert_eq!(
        there(served.cookie_of(Role::Inspector, Some("DUKCAPIL")).await).await,
        404
    );
    for role in [Role::Officer, Role::UnitHead, Role::BagianOrganisasi] {
        let status = there(served.cookie_of(role, Some("KAB")).await).await;
        assert!(matches!(status, 403 | 404), "{role:?}: {status}");
    }
    assert_eq!(
        served.get(path).await.status,
        303,
        "who is not in is asked to enter"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_readings_are_told_page_by_page() {
    let served = Served::start().await;
    let inspector = served.cookie_of(Role::Inspector, None).await;
    for number in 0..51 {
        open(&served, &inspector, "KEC", &format!("Pembacaan+{number}.")).await;
    }
    let first = page(&served, &inspector, "/inspeksi/KEC/pembacaan").await;
    assert!(first.contains("Pembacaan 50.") && first.contains("Pembacaan 1."));
    assert!(!first.contains("Pembacaan 0."));
    let next = first.split("rel=\"next\" href=\"").nth(1).unwrap();
    let second = page(&served, &inspector, next.split('"').next().unwrap()).await;
    assert!(second.contains("Pembacaan 0.") && !second.contains("Pembacaan 1."));
    assert!(!second.contains("rel=\"next\""), "{second}");
}
