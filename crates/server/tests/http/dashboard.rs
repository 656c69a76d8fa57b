//! The unit head's dashboard: what it says, what it never says, and what it weighs.

use jiff::SignedDuration;
use serde_json::json;
use survey::{Command, Role, ServiceEvent, ServiceEventKind};
use testkit::service_event;

use crate::client::{Answer, NINE, Served, entrance};

/// Bytes that a page may weigh on the wire, its charts included.
const PAGE_BYTES_MAX: usize = 60 << 10;
/// Every page that shows figures of KEC to staff.
const PATHS: [&str; 9] = [
    "/dasbor?periode=2026-Q3",
    "/dasbor/KEC?periode=2026-Q3",
    "/dasbor/KEC?periode=2026-09&tren=triwulan",
    "/dasbor/KAB?periode=2026",
    "/dasbor/KEC/tren.csv",
    "/dasbor/perbandingan?periode=2026-Q3",
    "/dasbor/rekap?periode=2026-Q3",
    "/dasbor/rekap.csv?periode=2026-Q3",
    "/dasbor/umpan",
];

/// A server, and somebody who may look.
struct Office {
    served: Served,
    cookie: String,
}

impl Office {
    async fn open() -> Self {
        let served = Served::start().await;
        let cookie = served.staff_cookie().await;
        Self { served, cookie }
    }

    async fn get(&self, path: &str) -> Answer {
        self.served.get_with(path, &[("Cookie", &self.cookie)]).await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        let headers = [
            ("Cookie", self.cookie.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.served.send("POST", path, &headers, body.as_bytes()).await
    }

    /// Somebody answers about KEC, with one score throughout.
    async fn answer(&self, score: u8, gender: Option<&str>, comment: Option<&str>) {
        let answers: serde_json::Map<_, _> = NINE
            .iter()
            .map(|code| ((*code).to_owned(), json!(score)))
            .collect();
        let profile = gender.map_or_else(|| json!({}), |gender| json!({"jenis_kelamin": gender}));
        let mut body =
            json!({"survey": "S-KEC", "answers": answers, "profile": profile, "seconds_taken": 120});
        if let Some(comment) = comment {
            body["comment"] = json!(comment);
        }
        let answer = self.served.post("/api/v1/responses", &body.to_string()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        self.served.settled().await;
    }

    /// September is over, and so is the session.
    async fn pass_a_month(&mut self) {
        self.served.edge().pass(SignedDuration::from_hours(24 * 30));
        self.cookie = self.served.cookie_of(Role::UnitHead, Some("KAB")).await;
    }

    async fn command(&self, command: Command) -> u64 {
        let app = std::sync::Arc::clone(&self.served.app);
        let done = tokio::task::spawn_blocking(move || app.register(&app::operator(), command).unwrap());
        done.await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_a_session_sees_any_of_it() {
    let served = Served::start().await;
    for path in PATHS
        .iter()
        .chain(&["/dasbor/KEC/komentar", "/dasbor/KEC/peristiwa/1"])
    {
        let away = served.get(path).await;
        assert_eq!(
            (away.status, away.header("location")),
            (303, Some(&*entrance(path))),
            "{path}"
        );
    }
    for path in ["/dasbor/KEC/batas", "/dasbor/KEC/batas/tarik"] {
        // Not from one of our pages.
        assert_eq!(
            served.post(path, "mulai=2026-08&alasan=x").await.status,
            403,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_there_is_none_of_has_no_page() {
    let office = Office::open().await;
    for page in ["", "/tren.csv", "/komentar", "/peristiwa/1"] {
        let answer = office.get(&format!("/dasbor/TIDAK-ADA{page}")).await;
        assert_eq!(answer.status, 404, "{page}");
    }
    assert_eq!(office.get("/dasbor/KEC/peristiwa/0").await.status, 404);
    let answer = office
        .post("/dasbor/TIDAK-ADA/batas", "mulai=2026-08&alasan=Pindah")
        .await;
    assert_eq!(answer.status, 404);
}

/// Four women answered with 1 and thirty men with 4. Whoever knew the men's index and that of all would know the women's.
#[tokio::test(flavor = "multi_thread")]
async fn four_answers_of_a_group_stand_nowhere_and_follow_from_nothing() {
    let mut office = Office::open().await;
    for _ in 0..4 {
        office.answer(1, Some("P"), None).await;
    }
    for _ in 0..30 {
        office.answer(4, Some("L"), None).await;
    }
    office.pass_a_month().await;
    for path in PATHS {
        let page = office.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        // (4 * 1 + 30 * 4) / 34 * 25 = 91,18 of all; 25 of the women, 100 of the men.
        for part in ["25,00", "25.00", "100,00", "100.00"] {
            let said = text.matches(part).count();
            let scale = text.matches(">100,00<").count();
            assert_eq!(said, scale, "{path} says {part}");
        }
    }
    let page = office.get("/dasbor/KEC?periode=2026-Q3").await;
    assert!(page.text().contains("91,18"));
    let withheld = page.text().split("id=\"responden\"").nth(1).unwrap();
    let question = withheld.split("</table>").next().unwrap();
    assert_eq!(
        question.matches("ditahan</td>").count(),
        2,
        "both are withheld: {question}"
    );
}

/// A group waits for the end of its month, whatever the count says meanwhile; and what comes late moves it no more.
#[tokio::test(flavor = "multi_thread")]
async fn no_group_moves_while_somebody_watches() {
    let mut office = Office::open().await;
    let groups = |page: &Answer| {
        let text = page.text().to_owned();
        let rest = text.split("id=\"saluran\"").nth(1).map(str::to_owned);
        rest.map(|rest| rest.split("id=\"lengkap\"").next().unwrap_or_default().to_owned())
    };
    for at in 0..24_u8 {
        office
            .answer(1 + at % 4, Some(if at % 2 == 0 { "L" } else { "P" }), None)
            .await;
        let page = office.get("/dasbor/KEC?periode=2026-Q3").await;
        assert_eq!(groups(&page), None, "after {at}");
        assert!(page.text().contains("Tampil setelah bulan pertama berakhir"));
    }
    office.pass_a_month().await;
    let settled = groups(&office.get("/dasbor/KEC?periode=2026-Q3").await).unwrap();
    assert!(settled.contains("Laki-laki") && settled.contains("Perempuan"));
    let claimed = json!({"survey": "S-KEC", "profile": {"jenis_kelamin": "P"}, "seconds_taken": 99,
        "answers": NINE.iter().map(|code| ((*code).to_owned(), json!(1))).collect::<serde_json::Map<_, _>>(),
        "claimed_at": "2026-09-15T03Z"});
    for _ in 0..11 {
        assert_eq!(
            office
                .served
                .post("/api/v1/responses", &claimed.to_string())
                .await
                .status,
            201
        );
        office.served.settled().await;
        assert_eq!(
            groups(&office.get("/dasbor/KEC?periode=2026-Q3").await).unwrap(),
            settled
        );
    }
    // The unit's own index has moved by then, in a step of ten, and says that something came late.
    let page = office.get("/dasbor/KEC?periode=2026-Q3").await;
    assert!(page.text().contains("ada jawaban yang datang kemudian"));
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_are_read_from_five_answers_on_in_steps_of_ten_and_can_be_searched() {
    let office = Office::open().await;
    for (at, comment) in ["Antre lama", "Petugas RAMAH", "Kursi kurang"]
        .into_iter()
        .enumerate()
    {
        office.answer(3, None, Some(comment)).await;
        let page = office.get("/dasbor/KEC/komentar?periode=2026-Q3").await;
        assert!(!page.text().contains(comment), "after {at}");
    }
    for _ in 3..10 {
        office.answer(3, None, None).await;
    }
    let page = office.get("/dasbor/KEC/komentar?periode=2026-Q3").await;
    for comment in ["Antre lama", "Petugas RAMAH", "Kursi kurang"] {
        assert!(page.text().contains(comment), "{comment}");
    }
    let found = office
        .get("/dasbor/KEC/komentar?periode=2026-Q3&cari=ramah")
        .await;
    assert!(found.text().contains("<mark>RAMAH</mark>") && !found.text().contains("Antre"));
    let above = office.get("/dasbor/KAB/komentar?periode=2026-Q3").await;
    assert!(above.text().contains("Antre lama") && above.text().contains("Unit KEC"));
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_of_four_are_withheld_also_when_the_month_is_over() {
    let mut office = Office::open().await;
    for _ in 0..4 {
        office.answer(2, None, Some("Parkir sempit")).await;
    }
    office.pass_a_month().await;
    let page = office.get("/dasbor/KEC/komentar?periode=2026-Q3").await;
    assert!(!page.text().contains("Parkir"));
    assert!(page.text().contains("4 komentar ditahan"));
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_begin_anew_for_a_reason_and_run_through_again() {
    let office = Office::open().await;
    for _ in 0..10 {
        office.answer(3, None, None).await;
    }
    let unreasoned = office.post("/dasbor/KEC/batas", "mulai=2026-09&alasan=+").await;
    assert_eq!(unreasoned.status, 422);
    assert!(unreasoned.text().contains("Tuliskan keterangan atau alasannya"));
    assert_eq!(
        office
            .post("/dasbor/KEC/batas", "mulai=2026&alasan=Pindah")
            .await
            .status,
        422
    );
    let begun = office
        .post("/dasbor/KEC/batas", "mulai=2026-09&alasan=Pindah+gedung")
        .await;
    assert_eq!(
        (begun.status, begun.header("location")),
        (303, Some("/dasbor/KEC#tren"))
    );
    let page = office.get("/dasbor/KEC").await;
    assert!(page.text().contains("Batas kendali dihitung ulang") && page.text().contains("Pindah gedung"));
    let again = office
        .post("/dasbor/KEC/batas", "mulai=2026-09&alasan=Pindah+gedung")
        .await;
    assert_eq!(again.status, 422);
    let withdrawn = office
        .post("/dasbor/KEC/batas/tarik", "mulai=2026-09&alasan=Keliru")
        .await;
    assert_eq!(withdrawn.status, 303);
    assert!(!office.get("/dasbor/KEC").await.text().contains("Pindah gedung"));
    let foreign = [
        ("Cookie", office.cookie.as_str()),
        ("Sec-Fetch-Site", "cross-site"),
    ];
    let answer = office
        .served
        .send("POST", "/dasbor/KEC/batas", &foreign, b"mulai=2026-09&alasan=x")
        .await;
    assert_eq!(answer.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_another_unit_has_no_page_here_and_one_from_above_has() {
    let office = Office::open().await;
    let own = office
        .command(Command::RecordServiceEvent(service_event("KEC", "Loket baru")))
        .await;
    let other = office
        .command(Command::RecordServiceEvent(service_event(
            "DUKCAPIL",
            "Loket lain",
        )))
        .await;
    let above = office
        .command(Command::RecordServiceEvent(service_event("KAB", "Perda baru")))
        .await;
    for (position, status) in [(own, 200), (other, 404), (above, 200)] {
        let page = office.get(&format!("/dasbor/KEC/peristiwa/{position}")).await;
        assert_eq!(page.status, status, "{position}");
    }
    let page = office.get(&format!("/dasbor/KEC/peristiwa/{own}")).await;
    assert!(page.text().contains("Loket baru") && page.text().contains("Belum dapat dibandingkan"));
    assert!(
        page.text().contains("Loket dipindahkan"),
        "what else happened: {}",
        page.text()
    );
}

/// With everybody who came counted, the interval is narrower, and the share of those who answered is said.
#[tokio::test(flavor = "multi_thread")]
async fn counted_visits_narrow_the_interval_and_give_the_response_rate() {
    let office = Office::open().await;
    for at in 0..40_u8 {
        office.answer(2 + at % 3, None, None).await;
    }
    let half = |page: &Answer| {
        let text = page.text().split("class=\"selang\"").nth(1).unwrap().to_owned();
        let ends: Vec<f64> = text
            .split("<b>")
            .skip(1)
            .take(2)
            .map(|end| end.split('<').next().unwrap().replace(',', ".").parse().unwrap())
            .collect();
        ends[1] - ends[0]
    };
    let unknown = office.get("/dasbor/KEC?periode=2026-09").await;
    assert!(
        unknown
            .text()
            .contains("Kunjungan belum dihitung untuk September 2026")
    );
    let counted = ServiceEvent {
        kind: ServiceEventKind::VisitsCounted,
        visits: Some(80),
        ..service_event("KEC", "Buku tamu")
    };
    office.command(Command::RecordServiceEvent(counted)).await;
    let known = office.get("/dasbor/KEC?periode=2026-09").await;
    assert!(known.text().contains("Tingkat respons 50,0 % dari 80 kunjungan"));
    assert!(
        half(&known) < 0.8 * half(&unknown),
        "{} and {}",
        half(&known),
        half(&unknown)
    );
    // Somebody counted fewer than answered: that is said, and nothing is made of it.
    let fewer = ServiceEvent {
        kind: ServiceEventKind::VisitsCounted,
        visits: Some(20),
        ..service_event("KEC", "Buku tamu, dihitung ulang")
    };
    office.command(Command::RecordServiceEvent(fewer)).await;
    let doubted = office.get("/dasbor/KEC?periode=2026-09").await;
    assert!(
        doubted
            .text()
            .contains("Kunjungan yang dicatat (20) lebih sedikit daripada jawaban (40)")
    );
    assert!(!doubted.text().contains("Tingkat respons"));
    assert_eq!(half(&doubted).to_bits(), half(&unknown).to_bits());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_should_look_at_stands_on_the_pages_and_in_the_feed() {
    let office = Office::open().await;
    office.answer(3, None, None).await;
    // The quarter ends within the month, with one of the answers it needs.
    for path in ["/dasbor", "/dasbor/KEC"] {
        let page = office.get(path).await;
        assert!(
            page.text().contains("Perlu dilihat") && page.text().contains("Jawaban kurang"),
            "{path}"
        );
    }
    let feed = office.get("/dasbor/umpan").await;
    assert_eq!(
        feed.header("content-type"),
        Some("application/atom+xml; charset=utf-8")
    );
    let document = roxmltree::Document::parse(feed.text()).unwrap();
    let atom = "http://www.w3.org/2005/Atom";
    let entries: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name((atom, "entry")))
        .collect();
    let ids: std::collections::BTreeSet<_> = entries
        .iter()
        .map(|entry| {
            entry
                .children()
                .find(|node| node.has_tag_name((atom, "id")))
                .unwrap()
                .text()
                .unwrap()
        })
        .collect();
    assert!(
        !entries.is_empty() && ids.len() == entries.len(),
        "each entry has a name of its own"
    );
    assert!(ids.iter().any(|id| id.ends_with("jumlah-KEC-2026-Q3")), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn follow_ups_and_complaints_past_their_day_are_among_what_somebody_should_look_at() {
    let office = Office::open().await;
    let quiet = office.get("/dasbor").await;
    assert!(!quiet.text().contains("terlambat</b>"), "nothing is late yet");
    let plan = "periode=2026-Q1&unsur=waktu&tenggat=2026-Q2&program=Loket+kedua&jabatan=Kasi";
    let complaint = "tanggal=2026-09-01&saluran=counter&jenis=information&isi=Antre+dua+jam";
    assert_eq!(office.post("/dasbor/KEC/tindak-lanjut", plan).await.status, 303);
    assert_eq!(office.post("/dasbor/KEC/pengaduan", complaint).await.status, 303);
    for path in ["/dasbor", "/dasbor/KEC", "/dasbor/umpan"] {
        let page = office.get(path).await;
        for said in [
            "1 rencana tindak lanjut lewat triwulannya; tenggat yang terlama 30 Juni 2026.",
            "1 pengaduan lewat hari kerja SP4N-LAPOR!; tenggat yang terlama 4 September 2026.",
        ] {
            assert!(page.text().contains(said), "{path}: {said}");
        }
        assert!(!page.text().contains("Antre dua jam"), "{path}");
    }
    // What falls due soon is said too, behind what is late; on a page of its own all of it stands in groups.
    let soon = plan.replace("2026-Q2", "2026-Q3");
    assert_eq!(office.post("/dasbor/KEC/tindak-lanjut", &soon).await.status, 303);
    let all = office.get("/dasbor/peringatan").await;
    let at = |said: &str| all.text().find(said).unwrap_or_else(|| panic!("{said}"));
    let due = "1 rencana tindak lanjut belum selesai; tenggat yang terdekat 30 September 2026.";
    let order = [
        "Lewat tenggat",
        "pengaduan lewat hari kerja",
        "lewat triwulannya",
        "Segera jatuh tempo",
        due,
    ];
    assert!(
        order.windows(2).all(|pair| at(pair[0]) < at(pair[1])),
        "{}",
        all.text()
    );
    assert!(all.text().contains("Program yang masuk dengan akun"));
    let none = office.get("/dasbor/peringatan?cari=tiada").await;
    assert!(none.text().contains("Tidak ada yang mendesak."));
    let other = office.get("/dasbor/DUKCAPIL").await;
    assert!(
        !other.text().contains("lewat triwulannya"),
        "that is another unit's"
    );
    let feed = office.get("/dasbor/umpan").await;
    for name in [
        "tindak-lanjut-KEC-2026-06-30-1</id>",
        "pengaduan-KEC-2026-09-04-1</id>",
    ] {
        assert!(feed.text().contains(name), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn comparison_and_recap_show_those_with_enough_answers_and_withhold_the_others() {
    let office = Office::open().await;
    for at in 0..30_u8 {
        office.answer(2 + at % 3, None, None).await;
    }
    let comparison = office
        .get("/dasbor/perbandingan?periode=2026-Q3&jenis=lainnya")
        .await;
    assert!(comparison.text().contains("Unit KEC") && comparison.text().contains("75,00"));
    let recap = office.get("/dasbor/rekap.csv?periode=2026-Q3").await;
    let header = recap.header("content-disposition").unwrap();
    assert!(header.contains("rekap-2026-Q3.csv"), "{header}");
    let lines: Vec<&str> = recap.text().lines().collect();
    assert!(lines[0].starts_with("kode,unit,induk,periode,n,persyaratan,"));
    let kec = lines.iter().find(|line| line.starts_with("KEC,")).unwrap();
    assert!(kec.contains(",30,3.00,") && kec.contains(",75.00,C,"), "{kec}");
    let kel = lines.iter().find(|line| line.starts_with("KEL,")).unwrap();
    assert!(kel.ends_with(",0,,,,,,,,,,,,,,,"), "{kel}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_weighs_more_than_a_slow_link_carries() {
    let office = Office::open().await;
    for at in 0..40_u8 {
        office
            .answer(1 + at % 4, Some("L"), Some("Sudah baik, pertahankan."))
            .await;
    }
    for path in PATHS.iter().chain(&["/dasbor/KEC/komentar?periode=2026-Q3"]) {
        let headers = [("Cookie", office.cookie.as_str()), ("Accept-Encoding", "br")];
        let page = office.served.get_with(path, &headers).await;
        assert!(page.bytes.len() <= PAGE_BYTES_MAX, "{path}: {}", page.bytes.len());
    }
}
