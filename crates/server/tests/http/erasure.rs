//! Texts that are erased by law: one person proposes it where the text is shown, another agrees, and then the text is on
//! no page and in no file that anybody can fetch. Method: everything that links lead to is fetched, before and after.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
    path::Path,
};

use app::{Invite, Person, PlanFollowUp, ReceiveComplaint, operator};
use jiff::civil::date;
use server::Options;
use survey::{AccountId, ComplaintChannel, ComplaintKind, Grant, Role, SubmitResponse};
use testkit::{TestApp, submission, unit};
use zip::ZipArchive;

use crate::client::{Answer, Served};

/// A comment, what a complainant said, how to reach them, who is responsible, and the name of somebody with an account.
const TEXTS: [&str; 5] = [
    "Pak Wirasandi menolak berkas saya",
    "Bu Larasmaya minta uang rokok",
    "0812-7777-1234",
    "Gunadarma Prawiro",
    "Sutanwijaya Adi",
];

/// More pages than the world has.
const PAGES_MAX: usize = 2000;

/// The world, and the account of somebody who was asked in.
fn world() -> (TestApp, AccountId) {
    let world = TestApp::in_files();
    let invite = Invite {
        login: "kasi.kec".into(),
        person: Person {
            name: TEXTS[4].into(),
            contact: String::new(),
        },
        grants: vec![Grant {
            role: Role::Officer,
            unit: Some(unit("KEC")),
        }],
    };
    let account = world.invite(None, invite).unwrap().account;
    for number in 0..12 {
        let comment = (number == 3).then(|| TEXTS[0].to_owned());
        let given = SubmitResponse {
            comment,
            ..submission("KEC")
        };
        world.answer(number, given).unwrap();
    }
    let complaint = ReceiveComplaint {
        unit: unit("KEC"),
        on: date(2026, 9, 14),
        channel: ComplaintChannel::Counter,
        kind: ComplaintKind::Ordinary,
        text: TEXTS[1].into(),
        contact: TEXTS[2].into(),
        response: None,
    };
    world.receive_complaint(&operator(), complaint).unwrap();
    let plan = PlanFollowUp {
        unit: unit("KEC"),
        period: "2026-Q3".parse().unwrap(),
        unsur: ikm::UnsurCode::new("waktu").unwrap(),
        programme: "Loket kedua".into(),
        due: "2026-Q4".parse().unwrap(),
        post: "Kasi Pelayanan".into(),
        person: TEXTS[3].into(),
    };
    world.plan_follow_up(&operator(), plan).unwrap();
    world
        .publish(&operator(), &unit("KEC"), "2026-09".parse().unwrap())
        .unwrap();
    world.sign().unwrap();
    (world, account)
}

async fn get(served: &Served, cookie: &str, path: &str) -> Answer {
    served.get_with(path, &[("Cookie", cookie)]).await
}

async fn post(served: &Served, cookie: &str, path: &str, body: &str) -> Answer {
    let own = [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &own, body.as_bytes()).await
}

/// The addresses of this site that a page leads to.
fn links(answer: &Answer) -> Vec<String> {
    let text = String::from_utf8_lossy(&answer.bytes);
    let led = text.split("href=\"").skip(1);
    led.filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with('/') && !link.starts_with("/aset/"))
        .map(|link| {
            let link = link.split('#').next().unwrap_or_default();
            link.replace("&#38;", "&").replace("&amp;", "&")
        })
        .collect()
}

/// The bytes of an answer, and of every file packed in it.
fn unpacked(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut inside = Vec::new();
    if bytes.starts_with(b"PK") {
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for at in 0..archive.len() {
            let mut file = Vec::new();
            archive.by_index(at).unwrap().read_to_end(&mut file).unwrap();
            inside.extend(unpacked(file));
        }
    }
    inside.push(bytes);
    inside
}

fn is_in(text: &str, bytes: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Follows every link from where a person begins; which of the texts were seen, and how many addresses answered.
async fn seen_by(served: &Served, cookie: &str, begin: &[String]) -> (BTreeSet<usize>, usize) {
    let mut known: BTreeSet<String> = begin.iter().cloned().collect();
    let mut waiting: Vec<String> = begin.to_vec();
    let (mut found, mut answered) = (BTreeSet::new(), 0);
    while let Some(path) = waiting.pop() {
        let answer = get(served, cookie, &path).await;
        answered += usize::from(answer.status == 200);
        for link in links(&answer) {
            if known.len() < PAGES_MAX && known.insert(link.clone()) {
                waiting.push(link);
            }
        }
        for file in unpacked(answer.bytes) {
            found.extend((0..TEXTS.len()).filter(|at| is_in(TEXTS[*at], &file)));
        }
    }
    assert!(known.len() < PAGES_MAX, "every address was looked at");
    (found, answered)
}

/// Everybody's view of the site; the inspector has opened the answers of the unit for a purpose.
async fn seen_by_all(served: &Served) -> (BTreeSet<usize>, usize) {
    let inspector = served.cookie_of(Role::Inspector, None).await;
    let purpose = "periode=2026-Q3&keperluan=Surat+tugas+12&ke=baris";
    let opened = post(served, &inspector, "/inspeksi/KEC/buka", purpose).await;
    let rows = opened.header("location").unwrap().to_owned();
    let slip = rows.rsplit("baca=").next().unwrap();
    let evidence = format!("/inspeksi/KEC/bukti?periode=2026-Q3&baca={slip}");
    let whole = "periode=2026&keperluan=Salinan&ke=baris";
    let opened = post(served, &inspector, "/inspeksi/KAB/buka", whole).await;
    let slip = opened.header("location").unwrap().rsplit("baca=").next().unwrap();
    let events = format!("/api/v1/events?limit=1000&baca={slip}");
    let begin = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let mut of_inspector = begin(&["/inspeksi"]);
    of_inspector.extend([rows, evidence, events]);
    let people = [
        (Role::Administrator, begin(&["/dasbor", "/dasbor/akun"])),
        (
            Role::BagianOrganisasi,
            begin(&["/dasbor", "/dasbor/KEC/dokumen", "/dasbor/umpan"]),
        ),
        (Role::Inspector, of_inspector),
    ];
    let (mut found, mut answered) = (BTreeSet::new(), 0);
    for (role, begin) in people {
        let cookie = served.cookie_of(role, None).await;
        let (of_role, pages) = seen_by(served, &cookie, &begin).await;
        found.extend(of_role);
        answered += pages;
    }
    let (of_public, pages) = seen_by(served, "", &begin(&["/hasil/KEC", "/s/S-KEC", "/log", "/bukti"])).await;
    assert_eq!(of_public, BTreeSet::new(), "the public sees none of them");
    (found, answered + pages)
}

/// Proposes from a page what its forms for erasure name, one after the other; how many there were.
async fn propose(served: &Served, cookie: &str, path: &str) -> usize {
    let mut proposed = 0;
    loop {
        let page = get(served, cookie, path).await;
        let text = page.text();
        let Some(form) = text
            .split("<form")
            .skip(1)
            .map(|form| form.split("</form>").next().unwrap())
            .find(|form| form.contains("name=\"hapus\""))
        else {
            return proposed;
        };
        let between = |before: &str| form.split(before).nth(1).unwrap().split('"').next().unwrap();
        let (action, content) = (between("action=\""), between("name=\"hapus\" value=\""));
        let body = format!("hapus={content}&dasar=UU+27/2022+pasal+8");
        let answer = post(served, cookie, action, &body).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        proposed += 1;
    }
}

/// Agrees to everything that is proposed.
async fn agree(served: &Served, cookie: &str) -> usize {
    let page = get(served, cookie, "/inspeksi/KAB/usulan").await;
    let places: Vec<_> = page
        .text()
        .split("action=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|action| action.contains("/usulan/"))
        .collect();
    for place in &places {
        let agreed = post(served, cookie, place, "putusan=setuju").await;
        assert_eq!(agreed.status, 303, "{}", agreed.text());
    }
    places.len()
}

fn holds(dir: &Path, text: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds(&path, text)
        } else {
            is_in(text, &std::fs::read(&path).unwrap_or_default())
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_on_no_page_and_in_no_file() {
    let (world, account) = tokio::task::spawn_blocking(world).await.unwrap();
    let dir = world.dir().to_owned();
    let served = Served::start_in(world, Options::default()).await;
    served.edge().set("2026-10-01T00:00:00Z");
    let (before, pages) = seen_by_all(&served).await;
    let all: BTreeSet<usize> = (0..TEXTS.len()).collect();
    assert_eq!(before, all, "each is seen somewhere, of {pages} pages");
    assert!(pages > 100, "{pages} pages");
    let figures = get(&served, &served.staff_cookie().await, "/dasbor/KEC/tren.csv").await;

    let (office, head) = (
        served.staff_cookie().await,
        served.cookie_of(Role::UnitHead, Some("KEC")).await,
    );
    assert_eq!(propose(&served, &head, "/dasbor/KEC/pengaduan").await, 2);
    assert_eq!(propose(&served, &head, "/dasbor/KEC/tindak-lanjut").await, 1);
    let waiting = get(&served, &office, "/dasbor/KEC/pengaduan").await;
    assert!(waiting.text().contains("menunggu putusan orang kedua") && waiting.text().contains(TEXTS[1]));
    let admin = served.cookie_of(Role::Administrator, None).await;
    let account = format!("/dasbor/akun/{account}");
    let body = "aksi=hapus&alasan=UU+27/2022+pasal+8";
    assert_eq!(post(&served, &admin, &account, body).await.status, 303);
    let inspector = served.cookie_of(Role::Inspector, None).await;
    let purpose = "periode=2026-Q3&keperluan=Surat+tugas+12&ke=baris";
    let opened = post(&served, &inspector, "/inspeksi/KEC/buka", purpose).await;
    let rows = opened.header("location").unwrap().to_owned();
    let page = get(&served, &inspector, &rows).await;
    let text = page.field("teks").expect("one answer has a text");
    let slip = rows.rsplit("baca=").next().unwrap();
    let body = format!("periode=2026-Q3&baca={slip}&usul=hapus&teks={text}&alasan=UU+27/2022");
    let proposed = post(&served, &inspector, "/inspeksi/KEC/usulan", &body).await;
    assert_eq!(proposed.status, 303, "{}", proposed.text());

    let told = get(&served, &office, "/dasbor").await;
    assert!(told.text().contains("5 usulan tentang jawaban atau teks"));
    let unit = get(&served, &office, "/dasbor/KEC").await;
    assert!(unit.text().contains("href=\"/inspeksi/KEC/usulan\""));
    let page = get(&served, &office, "/inspeksi/KAB/usulan").await;
    for said in [
        "teks pengaduan",
        "teks rencana tindak lanjut",
        "nama dan kontak orangnya",
        "teks jawaban",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    assert!(
        page.text().contains("href=\"/dasbor/KEC/pengaduan#p-"),
        "what it is about"
    );
    assert_eq!(agree(&served, &office).await, 5);

    let (after, still) = seen_by_all(&served).await;
    assert_eq!(after, BTreeSet::new());
    assert!(still >= pages, "{still} pages, {pages} before");
    for text in TEXTS {
        assert!(!holds(&dir, text), "{text} lies in a file");
    }
    let again = get(&served, &office, "/dasbor/KEC/tren.csv").await;
    assert_eq!(again.bytes, figures.bytes, "no figure has changed");
    let complaints = get(&served, &office, "/dasbor/KEC/pengaduan").await;
    assert!(complaints.text().contains("Isinya sudah dihapus"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_is_erased_like_what_stands() {
    let (world, _) = tokio::task::spawn_blocking(world).await.unwrap();
    let served = Served::start_in(world, Options::default()).await;
    let head = served.cookie_of(Role::UnitHead, Some("KEC")).await;
    let (complaints, plans) = ("/dasbor/KEC/pengaduan", "/dasbor/KEC/tindak-lanjut");
    for path in [complaints, plans] {
        let page = get(&served, &head, path).await;
        let actions = page.text().split("action=\"").skip(1);
        let mut actions = actions.filter_map(|rest| rest.split('"').next());
        let withdraw = actions
            .find(|action| action.ends_with("/tarik"))
            .unwrap()
            .to_owned();
        let body = "catatan=1&alasan=Salah+unit";
        assert_eq!(post(&served, &head, &withdraw, body).await.status, 303);
        let page = get(&served, &head, path).await;
        assert!(TEXTS.iter().all(|text| !page.text().contains(text)), "{path}");
    }
    assert_eq!(propose(&served, &head, complaints).await, 2);
    assert_eq!(propose(&served, &head, plans).await, 1);
    let office = served.staff_cookie().await;
    let before = served.app.vault().contents().unwrap().len();
    assert_eq!(agree(&served, &office).await, 3);
    assert_eq!(served.app.vault().contents().unwrap().len(), before - 3);
    assert_eq!(
        propose(&served, &head, complaints).await,
        0,
        "nothing is left to erase"
    );
}
