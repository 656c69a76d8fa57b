//! Four things that somebody might do to a quarter's answers, each seen on the page of patterns; and a quarter to which
//! nobody did anything. Method: a log written at stated times, one manipulation in each.

use std::sync::Arc;

use eventlog::{EventLog, MemoryLog};
use jiff::{SignedDuration, Timestamp};
use server::Options;
use survey::{Channel, Event, Hour, ResponseExcluded, ResponseSubmitted, Role, Stream};
use testkit::{Chronicle, TestApp, TestEdge, answers, moment, response_id, submitted, unit};

use crate::client::Served;

/// A Wednesday, eight in the morning at the counter.
const FIRST: &str = "2026-04-01T01:00:00Z";
const DAYS: i64 = 90;

/// An answer, and what became of it.
struct Given {
    at: Timestamp,
    response: ResponseSubmitted,
    excluded: bool,
}

/// Numbers that look random and are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }
}

fn at(day: i64, second: i64) -> Timestamp {
    moment(FIRST) + SignedDuration::from_secs(day * 86_400 + second)
}

fn honest(chance: &mut Chance, at: Timestamp) -> Given {
    let score = |chance: &mut Chance| [2, 3, 3, 3, 4, 4][usize::try_from(chance.below(6)).unwrap()];
    let scores = std::array::from_fn(|_| score(chance));
    let kiosk = chance.below(2) == 0;
    Given {
        at,
        response: ResponseSubmitted {
            channel: if kiosk { Channel::Kiosk } else { Channel::Qr },
            device: kiosk.then(|| "KIOS-1".into()),
            seconds_taken: Some(u32::try_from(20 + chance.below(200)).unwrap()),
            ..submitted("KEC", Hour::containing(at), scores)
        },
        excluded: false,
    }
}

/// Working days of a counter, with something put into them.
fn quarter(more: impl IntoIterator<Item = Given>) -> Vec<Given> {
    let mut chance = Chance(88_172_645_463_325_252);
    let mut all: Vec<Given> = more.into_iter().collect();
    for day in (0..DAYS).filter(|day| !matches!(day % 7, 3 | 4)) {
        for _ in 0..5 + chance.below(9) {
            let second = i64::try_from(chance.below(7 * 3600)).unwrap();
            all.push(honest(&mut chance, at(day, second)));
        }
    }
    all.sort_by_key(|given| given.at);
    all
}

/// The page of patterns of a quarter, as an inspector sees it.
async fn page(all: Vec<Given>) -> String {
    let world = tokio::task::spawn_blocking(move || {
        let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1));
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(edge.clock()));
        let world = TestApp::on(Arc::clone(&log), edge);
        let mut pen = Chronicle::of(Arc::clone(&log), FIRST);
        for (number, given) in (0..).zip(&all) {
            pen.set(given.at);
            let stream = Stream::Response(response_id(number));
            pen.record(&stream, &[Event::ResponseSubmitted(given.response.clone())]);
        }
        pen.set(at(DAYS + 3, 0));
        for (number, _) in (0..).zip(&all).filter(|(_, given)| given.excluded) {
            let excluded = ResponseExcluded {
                unit: unit("KEC"),
                reason: "Dianggap tidak sah".into(),
                approved_by: Some("kepala".into()),
            };
            let stream = Stream::Response(response_id(number));
            pen.record(&stream, &[Event::ResponseExcluded(excluded)]);
        }
        world.wait_for(log.head().size).unwrap();
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let cookie = served.cookie_of(Role::Inspector, None).await;
    let page = served
        .get_with("/inspeksi/KEC/pola?periode=2026-Q2", &[("Cookie", &cookie)])
        .await;
    assert_eq!(page.status, 200);
    page.text().to_owned()
}

/// What lies beyond chance on a page: nothing on one that says so.
fn beyond_chance(page: &str) -> &str {
    let part = page.split("<h2 id=\"melampaui\">").nth(1);
    part.map_or("", |part| part.split("</section>").next().unwrap())
}

async fn shows(all: Vec<Given>, what: &[&str]) {
    let page = page(all).await;
    let beyond = beyond_chance(&page);
    for text in what {
        assert!(beyond.contains(text), "{text}: {beyond}\n{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_full_marks_on_the_last_day_are_seen() {
    let filled = (0..30).map(|n| Given {
        at: at(DAYS - 1, n * 240),
        response: ResponseSubmitted {
            channel: Channel::Qr,
            answers: answers([4; 9]),
            seconds_taken: Some(60),
            ..submitted("KEC", Hour::containing(at(DAYS - 1, n * 240)), [4; 9])
        },
        excluded: false,
    });
    shows(
        quarter(filled),
        &["Nilai sama untuk semua unsur", "dicatat 29 Juni 2026"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_put_back_into_an_earlier_month_is_seen() {
    let mut chance = Chance(7);
    let backdated = (0..25).map(|n| {
        let mut one = honest(&mut chance, at(75, n * 60));
        one.response.channel = Channel::Paper;
        one.response.device = None;
        one.response.occurred_at = Hour::containing(at(14, 3600));
        one
    });
    let backdated: Vec<_> = backdated.collect();
    shows(
        quarter(backdated),
        &["Dicatat setelah bulannya berakhir", "dicatat 15 Juni 2026"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_put_back_to_an_earlier_day_of_its_month_is_seen() {
    let mut chance = Chance(7);
    let backdated = (0..25).map(|n| {
        let mut one = honest(&mut chance, at(59, n * 60));
        one.response.channel = Channel::Paper;
        one.response.device = None;
        one.response.occurred_at = Hour::containing(at(33, 3600));
        one
    });
    let backdated: Vec<_> = backdated.collect();
    shows(
        quarter(backdated),
        &[
            "Dimasukkan petugas lebih dari sepekan kemudian",
            "dicatat 30 Mei 2026",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_that_is_answered_every_ten_seconds_is_seen() {
    let mut chance = Chance(9);
    let bursts = (0..30).map(|n| {
        let mut one = honest(&mut chance, at(40, n * 10));
        one.response.channel = Channel::Kiosk;
        one.response.device = Some("KIOS-1".into());
        one.response.seconds_taken = Some(9);
        one
    });
    let bursts: Vec<_> = bursts.collect();
    shows(
        quarter(bursts),
        &[
            "Berturut-turut dalam hitungan detik",
            "perangkat KIOS-1, 11 Mei 2026",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfavourable_day_that_was_taken_out_is_seen_with_the_index_as_if_it_counted() {
    let unwanted = (0..15).map(|n| Given {
        at: at(30, n * 900),
        response: submitted("KEC", Hour::containing(at(30, n * 900)), [1; 9]),
        excluded: true,
    });
    shows(
        quarter(unwanted),
        &[
            "Dikeluarkan dari hitungan",
            "diberikan 1 Mei 2026",
            "bila dihitung",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_to_which_nobody_did_anything_raises_no_alarm_and_says_what_chance_does() {
    let page = page(quarter([])).await;
    assert_eq!(beyond_chance(&page), "", "{page}");
    for text in [
        "Tidak ada pola yang melampaui kebetulan",
        "Kios terhadap kode QR",
        "Bila hari pekan tidak berpengaruh",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
}
