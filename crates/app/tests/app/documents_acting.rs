//! What a unit did beside asking, in the documents of a publication: its figures as they were published, and what was done
//! about them up to the day on which somebody asks; no name, no words of a complainant, no few of them.

use app::{PlanFollowUp, ReceiveComplaint, ToldUpTo, notary::Entries, operator, views::AsOf};
use documents::{Document, LaporanPeriode, Letterhead};
use ikm::UnsurCode;
use jiff::civil::{Date, date};
use survey::{
    Command, ComplaintChannel, ComplaintKind, ComplaintStep, FollowUpStep, Medium, Proof, ResultAnnounced,
    ServiceEvent, SubmitResponse, UnitRenamed,
};
use testkit::{TestApp, answers, hour, service_event, submission, unit};
use uuid::Uuid;

const UNIT: &str = "DUKCAPIL";

/// Twelve answers in each month; numbers from a place on.
fn answered(app: &TestApp, from: u64, months: &[&str]) {
    for (month, at) in months.iter().zip(0..) {
        for number in 0..12 {
            let submitted = SubmitResponse {
                answers: answers([3; 9]),
                claimed_at: Some(hour(&format!("2026-{month}-10T02Z"))),
                ..submission(UNIT)
            };
            app.answer(from + at * 12 + number, submitted).unwrap();
        }
    }
}

fn publish(app: &TestApp, period: &str) -> u64 {
    app.publish(&operator(), &unit(UNIT), period.parse().unwrap())
        .unwrap()
}

fn plan(app: &TestApp, period: &str, programme: &str) -> Uuid {
    let plan = PlanFollowUp {
        unit: unit(UNIT),
        period: period.parse().unwrap(),
        unsur: UnsurCode::new("waktu").unwrap(),
        programme: programme.into(),
        due: "2026-Q4".parse().unwrap(),
        post: "Kepala Seksi Pelayanan".into(),
        person: "Siti Aminah".into(),
    };
    app.plan_follow_up(&operator(), plan).unwrap()
}

fn step(app: &TestApp, id: Uuid, step: FollowUpStep, seen: usize) {
    app.step_follow_up(&operator(), &unit(UNIT), id, step, seen)
        .unwrap();
}

fn complain(app: &TestApp, on: Date, channel: ComplaintChannel) -> Uuid {
    let asked = ReceiveComplaint {
        unit: unit(UNIT),
        on,
        channel,
        kind: ComplaintKind::Ordinary,
        text: "Antre dua jam sama Budi".into(),
        contact: "Budi, 0812-0000-0000".into(),
        response: None,
    };
    app.receive_complaint(&operator(), asked).unwrap()
}

fn answer_complaint(app: &TestApp, id: Uuid, on: Date) {
    let answer = ComplaintStep::Answer {
        on,
        about: "Antrean".into(),
        answer: "Loket kedua dibuka".into(),
    };
    app.step_complaint(&operator(), &unit(UNIT), id, answer, 1)
        .unwrap();
}

fn announce(app: &TestApp, publication: u64, period: &str, link: &str) -> u64 {
    let announced = ResultAnnounced {
        unit: unit(UNIT),
        period: period.parse().unwrap(),
        publication,
        medium: Medium::Website,
        on: date(2026, 9, 14),
        proof: Proof::Link(link.into()),
    };
    app.announce(&operator(), announced).unwrap()
}

fn laporan(app: &TestApp, position: u64) -> LaporanPeriode {
    laporan_told(app, position, app.told_up_to_now())
}

fn laporan_told(app: &TestApp, position: u64, told: ToldUpTo) -> LaporanPeriode {
    app.publications()
        .laporan(&unit(UNIT), position, Letterhead::default(), told)
        .unwrap()
        .unwrap()
}

fn documents(app: &TestApp, position: u64, told: ToldUpTo) -> Vec<(Document, Vec<u8>)> {
    let laporan = laporan_told(app, position, told);
    let row = app
        .publications()
        .published_row(&unit(UNIT), position)
        .unwrap()
        .unwrap();
    Document::ALL
        .map(|document| (document, document.bytes(&laporan, &row)))
        .into()
}

#[test]
fn a_report_tells_plans_what_became_of_the_last_ones_and_complaints() {
    let app = TestApp::in_memory();
    answered(&app, 0, &["06", "08"]);
    let done = plan(&app, "2026-Q2", "Kursi tunggu");
    let going = plan(&app, "2026-Q2", "Mesin antrean");
    let given_up = plan(&app, "2026-Q2", "Gedung baru");
    step(
        &app,
        done,
        FollowUpStep::Complete {
            on: date(2026, 9, 1),
            outcome: "Dua puluh kursi baru".into(),
            evidence: None,
        },
        1,
    );
    let halfway = FollowUpStep::Progress {
        on: date(2026, 9, 1),
        note: "Pak Joko memesan".into(),
        percent: 40,
        evidence: None,
    };
    step(&app, going, halfway, 1);
    step(
        &app,
        given_up,
        FollowUpStep::Cancel {
            reason: "Bukan wewenang".into(),
        },
        1,
    );
    plan(&app, "2026-Q3", "Loket kedua");
    for _ in 0..10 {
        let id = complain(&app, date(2026, 9, 7), ComplaintChannel::Counter);
        answer_complaint(&app, id, date(2026, 9, 9));
    }
    for _ in 0..11 {
        complain(&app, date(2026, 7, 6), ComplaintChannel::Lapor);
    }
    complain(&app, date(2026, 6, 30), ComplaintChannel::Letter);
    let told = laporan(&app, publish(&app, "2026-Q3"));
    let programmes = |lines: &[documents::TindakLanjut]| -> Vec<(String, String)> {
        let line = |line: &documents::TindakLanjut| (line.program.clone(), line.kemajuan.clone());
        lines.iter().map(line).collect()
    };
    assert_eq!(
        programmes(&told.acted.follow_ups),
        [("Loket kedua".into(), String::new())]
    );
    assert_eq!(told.acted.follow_ups[0].unsur, "Waktu Penyelesaian");
    assert_eq!(told.acted.follow_ups[0].waktu, "TW IV 2026");
    assert_eq!(
        programmes(&told.acted.previous_follow_ups),
        [
            (
                "Kursi tunggu".into(),
                "Selesai 1 September 2026: Dua puluh kursi baru".into()
            ),
            ("Mesin antrean".into(), "40 %".into()),
            ("Gedung baru".into(), "Dibatalkan".into()),
        ]
    );
    let complaints = &told.acted.complaints;
    assert_eq!(
        complaints.saluran,
        ["Loket", "SP4N-LAPOR!"],
        "June is no part of it"
    );
    assert_eq!(
        (complaints.tepat_waktu, complaints.terlambat, complaints.berjalan),
        (10, 11, 0)
    );
    let text = format!("{told:?}");
    for said in ["Siti", "Budi", "0812", "Antre dua jam", "Joko"] {
        assert!(!text.contains(said), "{said}");
    }
}

#[test]
fn a_plan_of_long_ago_is_told_as_long_as_it_is_owed() {
    let app = TestApp::in_memory();
    answered(&app, 0, &["08"]);
    let owed = plan(&app, "2025-Q4", "Atap bocor");
    let before = laporan(&app, publish(&app, "2026-Q3"));
    assert_eq!(before.acted.previous_follow_ups.len(), 1);
    let done = FollowUpStep::Complete {
        on: date(2026, 9, 1),
        outcome: "Tidak bocor lagi".into(),
        evidence: None,
    };
    step(&app, owed, done, 1);
    answered(&app, 100, &["08"]);
    let after = laporan(&app, publish(&app, "2026-Q3"));
    assert!(after.acted.previous_follow_ups.is_empty(), "told in its time");
}

#[test]
fn what_was_done_about_a_published_result_is_in_its_report_and_its_figures_stay() {
    let app = TestApp::in_memory();
    answered(&app, 0, &["06", "08"]);
    let last = publish(&app, "2026-Q2");
    let link = announce(&app, last, "2026-Q2", "https://sukamaju.go.id/tw2");
    let happened = |title: &str| {
        let event = ServiceEvent {
            on: date(2026, 8, 10),
            ..service_event(UNIT, title)
        };
        app.command(Command::RecordServiceEvent(event)).unwrap();
    };
    happened("Loket pindah");
    let planned = plan(&app, "2026-Q2", "Kursi tunggu");
    let complaint = complain(&app, date(2026, 9, 7), ComplaintChannel::Counter);
    let position = publish(&app, "2026-Q3");
    let then = app.told_up_to_now();
    let (before, told) = (documents(&app, position, then), laporan(&app, position));
    assert_eq!(told.acted.log_size, app.log().head().size);

    let slip = app.service_event_records(&unit(UNIT)).unwrap()[0].id;
    let (actor, mine) = (operator(), unit(UNIT));
    app.withdraw_service_event(&actor, &mine, slip, "Salah".into())
        .unwrap();
    app.withdraw_announcement(&actor, &mine, link, "Salah".into())
        .unwrap();
    announce(&app, position, "2026-Q3", "https://sukamaju.go.id/tw3");
    happened("Loket kembali");
    let done = FollowUpStep::Complete {
        on: date(2026, 9, 12),
        outcome: "Dua puluh kursi baru".into(),
        evidence: None,
    };
    step(&app, planned, done, 1);
    plan(&app, "2026-Q3", "Loket ketiga");
    answer_complaint(&app, complaint, date(2026, 9, 10));
    app.command(Command::RenameUnit(UnitRenamed {
        unit: unit(UNIT),
        name: "Dinas Lain".into(),
        reason: "Perda baru".into(),
    }))
    .unwrap();
    answered(&app, 100, &["08"]);

    let now = laporan(&app, position);
    assert_eq!(now.acted.log_size, app.log().head().size);
    assert_eq!(now.acted.follow_ups[0].program, "Loket ketiga");
    assert_eq!(
        now.acted.previous_follow_ups[0].kemajuan,
        "Selesai 12 September 2026: Dua puluh kursi baru"
    );
    assert_eq!(now.acted.announced[0].proof, "https://sukamaju.go.id/tw3");
    assert_eq!(now.acted.announced.len(), 1, "what was withdrawn is told no more");
    assert_eq!(
        (
            told.acted.complaints.tepat_waktu,
            now.acted.complaints.tepat_waktu
        ),
        (0, 1)
    );

    let figures = |of: &LaporanPeriode| {
        let acted = documents::Acted::default();
        format!("{:?}", LaporanPeriode { acted, ..of.clone() })
    };
    assert_eq!(figures(&now), figures(&told));
    assert!(figures(&now).contains("Loket pindah"));
    // As it was told then, byte for byte; and whatever is made of figures alone, whenever it is asked for.
    let held = |told| documents(&app, position, told).into_iter();
    for ((document, bytes), (_, again)) in before.iter().zip(held(then)) {
        assert!(*bytes == again, "{document:?} as of then");
    }
    for ((document, bytes), (_, again)) in before.iter().zip(held(app.told_up_to_now())) {
        assert!(
            (*document == Document::Laporan) != (*bytes == again),
            "{document:?}"
        );
    }
    let again = laporan(&app, publish(&app, "2026-Q3"));
    assert!(figures(&again).contains("Loket kembali") && figures(&again).contains("Dinas Lain"));
    assert_eq!(again.acted.follow_ups, now.acted.follow_ups);
}

#[test]
fn evidence_takes_the_documents_along_and_without_answers_those_for_the_public() {
    let app = TestApp::in_memory();
    answered(&app, 0, &["08"]);
    let period = "2026-Q3".parse().unwrap();
    let first = publish(&app, "2026-Q3");
    answered(&app, 100, &["08"]);
    publish(&app, "2026-Q3");
    let mine = unit(UNIT);
    let enclosed = |size, entries| {
        let letterhead = Letterhead::default();
        app.publications()
            .enclosed((&mine, period), size, entries, &letterhead)
            .unwrap()
            .documents
    };
    let all = enclosed(app.log().head().size, Entries::Written);
    assert_eq!(all.len(), 2 * Document::ALL.len());
    let size = app.log().head().size;
    let told = ToldUpTo {
        as_of: AsOf(size),
        at: app.recorded_at(AsOf(size)).unwrap(),
    };
    for ((document, bytes), enclosed) in documents(&app, first, told).into_iter().zip(&all) {
        assert_eq!(enclosed.name, format!("terbitan-1-{}", document.file_name()));
        assert!(enclosed.bytes == bytes, "the file that is handed out");
    }
    let by_then = enclosed(first + 1, Entries::Written);
    assert_eq!(by_then.len(), Document::ALL.len(), "the second came later");
    let for_all = enclosed(first + 1, Entries::LeftOut);
    let held: Vec<_> = for_all.iter().map(|enclosed| enclosed.name.as_str()).collect();
    assert!(
        held.len() == 5 && !held.iter().any(|name| name.contains("pengolahan")),
        "{held:?}"
    );
}
