//! Both figures everywhere: wherever staff see an index, the one without the flagged answers stands beside it.

use server::Options;
use survey::SubmitResponse;
use testkit::{TestApp, answers, submission};

use crate::client::Served;

/// September of KEC in October: so many answers of 4 throughout in five seconds, which are flagged, and so many of 3.
async fn served(flagged: u64, plain: u64) -> (Served, String) {
    let world = tokio::task::spawn_blocking(move || {
        let world = TestApp::in_memory();
        let of = |score: u8, seconds| SubmitResponse {
            answers: answers([score; 9]),
            seconds_taken: Some(seconds),
            ..submission("KEC")
        };
        for id in 0..flagged {
            world.answer(id, of(4, 5)).unwrap();
        }
        for id in flagged..flagged + plain {
            world.answer(id, of(3, 90)).unwrap();
        }
        world.edge().set("2026-10-01T00:00:00Z");
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let cookie = served.staff_cookie().await;
    (served, cookie)
}

async fn publish(served: &Served, cookie: &str) {
    let own = [
        ("Cookie", cookie),
        ("Sec-Fetch-Site", "same-origin"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let published = served
        .send("POST", "/dasbor/KEC/terbit", &own, b"periode=2026-09")
        .await;
    assert_eq!(published.status, 303, "{}", published.text());
}

const PREVIEW: &str = "/dasbor/KEC/terbit?periode=2026-09";
const LIVE: [&str; 4] = [
    "/dasbor?periode=2026-09",
    "/dasbor/KEC?periode=2026-09",
    "/dasbor/perbandingan?periode=2026-09&jenis=lainnya",
    "/dasbor/rekap?periode=2026-09",
];
const DOCUMENTS: &str = "/dasbor/KEC/dokumen?periode=2026-09";

/// In a table the word is for those who do not see its head.
const IN_A_TABLE: &str = "14<span class=\"bayangan\"> ditandai";
const IN_A_SENTENCE: &str = "14 ditandai; tanpa itu 75,00";

/// Fourteen of 100 and twenty-one of 75: 85 with the flagged, 75 without.
#[tokio::test(flavor = "multi_thread")]
async fn wherever_staff_see_an_index_the_one_without_the_flagged_stands_beside_it() {
    let (served, cookie) = served(14, 21).await;
    let staff = [("Cookie", cookie.as_str())];
    let both = async |path: &str, flagged: &str| {
        let page = served.get_with(path, &staff).await;
        for said in ["85,00", "75,00", flagged] {
            assert!(page.text().contains(said), "{path} lacks {said}: {}", page.text());
        }
    };
    for path in LIVE {
        both(path, IN_A_TABLE).await;
    }
    both(PREVIEW, IN_A_TABLE).await;
    publish(&served, &cookie).await;
    both(PREVIEW, IN_A_SENTENCE).await;
    both(DOCUMENTS, IN_A_TABLE).await;
    let csv = served.get_with("/dasbor/rekap.csv?periode=2026-09", &staff).await;
    let kec = csv.text().lines().find(|line| line.starts_with("KEC,"));
    assert!(kec.unwrap().ends_with(",14,75.00"), "{}", csv.text());
}

/// A flag that comes after the publication is none of what was published.
#[tokio::test(flavor = "multi_thread")]
async fn beside_a_publication_stands_what_was_flagged_by_then() {
    let (served, cookie) = served(14, 21).await;
    publish(&served, &cookie).await;
    let late = async |id: u64| {
        let body = SubmitResponse {
            answers: answers([4; 9]),
            seconds_taken: Some(5),
            claimed_at: Some("2026-09-30T05Z".parse().unwrap()),
            device_now: Some("2026-10-01T00Z".parse().unwrap()),
            ..submission("KEC")
        };
        let id = testkit::response_id(id);
        served.app.submit(id, body).await.unwrap();
    };
    for id in 100..112 {
        late(id).await;
    }
    served.settled().await;
    let staff = [("Cookie", cookie.as_str())];
    for (path, flagged) in [(PREVIEW, IN_A_SENTENCE), (DOCUMENTS, IN_A_TABLE)] {
        let page = served.get_with(path, &staff).await;
        let of_publication = page.text().split("id=\"terbitan\"").nth(1).unwrap();
        assert!(of_publication.contains(flagged), "{path}");
    }
    let preview = served.get_with(PREVIEW, &staff).await;
    let preview = preview.text().split("id=\"terbitan\"").next().unwrap().to_owned();
    // What came late counts in steps of ten.
    assert!(
        preview.contains("<dd>45</dd>") && preview.contains(" ditandai</span>"),
        "{preview}"
    );
    assert!(!preview.contains(IN_A_TABLE), "{preview}");
}

/// Beside the index of all, the one without three would say what these three answered.
#[tokio::test(flavor = "multi_thread")]
async fn the_index_without_a_few_is_withheld_on_every_page_and_file() {
    let (served, cookie) = served(3, 32).await;
    publish(&served, &cookie).await;
    let staff = [("Cookie", cookie.as_str())];
    for path in LIVE.into_iter().chain([PREVIEW, DOCUMENTS]) {
        let page = served.get_with(path, &staff).await;
        assert!(!page.text().contains("75,00"), "{path}");
        assert!(page.text().contains("ditandai"), "{path}");
    }
    let csv = served.get_with("/dasbor/rekap.csv?periode=2026-09", &staff).await;
    let kec = csv.text().lines().find(|line| line.starts_with("KEC,"));
    assert!(kec.unwrap().ends_with(",3,"), "{}", csv.text());
}
