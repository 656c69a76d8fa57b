//! What the documents of a publication are made of: the events that it names, and no cell that tells of few, neither by
//! itself nor beside what was published before.

use app::App;
use documents::{Cell, LaporanPeriode, Letterhead, Scores};
use survey::{
    Admission, Command, Instrument, Profile, ResponseId, ServiceCode, ServiceRegistered, SubmitResponse,
    SurveyOpened, UnitCode, UnitKind, UnitRegistered, Zone,
};
use testkit::{TestApp, answers, hour, response_id, submission, survey_code, unit};

/// Answers of men and women to a unit's survey for a month, under ids from a number on.
fn answer(app: &TestApp, from: u64, code: &str, month: &str, (men, women): (u64, u64)) -> u64 {
    let sex = |at| if at < men { "L" } else { "P" };
    for at in 0..men + women {
        let profile = Profile::from([("jenis_kelamin".to_owned(), sex(at).to_owned())]);
        let score = u8::try_from(1 + at % 4).unwrap();
        let submitted = SubmitResponse {
            profile,
            answers: answers([score; 9]),
            claimed_at: Some(hour(&format!("2026-{month}-10T02Z"))),
            ..submission(code)
        };
        app.answer(from + at, submitted).unwrap();
    }
    from + men + women
}

fn publish(app: &App, code: &str, period: &str) -> u64 {
    app.publish(&app::operator(), &unit(code), period.parse().unwrap())
        .unwrap()
}

fn laporan(app: &App, code: &str, position: u64) -> LaporanPeriode {
    app.publications()
        .laporan(&unit(code), position, Letterhead::default(), app.told_up_to_now())
        .unwrap()
        .unwrap()
}

fn sex(laporan: &LaporanPeriode) -> Vec<Cell> {
    let group = laporan
        .profile
        .iter()
        .find(|group| group.code == "jenis_kelamin")
        .unwrap();
    group.rows.iter().map(|(_, cell)| *cell).collect()
}

#[test]
fn documents_are_of_the_moment_of_their_publication() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "09", (12, 15));
    let position = publish(&app, "KEC", "2026-09");
    let before = laporan(&app, "KEC", position);
    answer(&app, next, "KEC", "09", (30, 3));
    let after = laporan(&app, "KEC", position);
    assert_eq!((before.index.n, after.index.n), (27, 27));
    assert_eq!(before.scores, after.scores);
    assert_eq!(sex(&after), [Cell::Shown(12), Cell::Shown(15), Cell::Shown(0)]);
    let Scores::Rows(rows) = &after.scores else {
        panic!("27 are enough");
    };
    let sum: u64 = rows
        .rows()
        .iter()
        .map(|row| u64::from(row[0].unwrap().get()))
        .sum();
    assert_eq!((rows.rows().len(), sum), (27, after.index.unsur[0].sum));
    assert!(
        app.publications()
            .laporan(
                &unit("KEC"),
                position + 1,
                Letterhead::default(),
                app.told_up_to_now()
            )
            .unwrap()
            .is_none()
    );
    assert!(
        app.publications()
            .laporan(
                &unit("KEL"),
                position,
                Letterhead::default(),
                app.told_up_to_now()
            )
            .unwrap()
            .is_none()
    );
}

#[test]
fn excluded_answers_are_not_in_the_table_of_scores() {
    let app = TestApp::in_memory();
    answer(&app, 0, "KEC", "09", (12, 15));
    let excluded: ResponseId = response_id(3);
    app.exclude(
        &app::operator(),
        excluded,
        "Diisi petugas".into(),
        "kepala".into(),
    )
    .unwrap();
    let after = laporan(&app, "KEC", publish(&app, "KEC", "2026-09"));
    let Scores::Rows(rows) = &after.scores else {
        panic!("26 are enough");
    };
    assert_eq!((rows.rows().len(), after.n_excluded), (26, 1));
}

#[test]
fn a_cell_that_is_the_rest_of_months_published_before_is_withheld() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "07", (20, 20));
    let next = answer(&app, next, "KEC", "08", (20, 20));
    answer(&app, next, "KEC", "09", (3, 20));
    let july = publish(&app, "KEC", "2026-07");
    publish(&app, "KEC", "2026-08");
    let quarter = publish(&app, "KEC", "2026-Q3");
    assert_eq!(sex(&laporan(&app, "KEC", july))[0], Cell::Shown(20));
    // 43 men less the 40 of July and August are the 3 of September.
    assert!(
        sex(&laporan(&app, "KEC", quarter))
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
}

#[test]
fn a_month_that_would_leave_few_of_its_quarter_is_withheld() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "07", (20, 20));
    answer(&app, next, "KEC", "08", (3, 20));
    let quarter = publish(&app, "KEC", "2026-Q3");
    let july = publish(&app, "KEC", "2026-07");
    assert_eq!(sex(&laporan(&app, "KEC", quarter))[0], Cell::Shown(23));
    assert!(
        sex(&laporan(&app, "KEC", july))
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
}

#[test]
fn a_cell_that_is_the_rest_of_units_published_before_is_withheld() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "09", (20, 20));
    let next = answer(&app, next, "KEL", "09", (15, 15));
    answer(&app, next, "DUKCAPIL", "09", (4, 15));
    publish(&app, "KEC", "2026-09");
    // The kabupaten less the kecamatan, its kelurahan included, is the dinas.
    let whole = publish(&app, "KAB", "2026-09");
    assert!(
        sex(&laporan(&app, "KAB", whole))
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
}

#[test]
fn a_cell_withheld_of_one_month_is_not_the_rest_of_the_quarter() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "07", (3, 20));
    answer(&app, next, "KEC", "08", (20, 20));
    let july = publish(&app, "KEC", "2026-07");
    publish(&app, "KEC", "2026-08");
    let quarter = publish(&app, "KEC", "2026-Q3");
    assert_eq!(sex(&laporan(&app, "KEC", july))[0], Cell::Withheld);
    // 23 men less the 20 of August would be the three of July.
    assert!(
        sex(&laporan(&app, "KEC", quarter))
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
}

#[test]
fn publishing_again_does_not_tell_who_came_in_between() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "09", (20, 20));
    let first = publish(&app, "KEC", "2026-09");
    answer(&app, next, "KEC", "09", (12, 1));
    let again = publish(&app, "KEC", "2026-09");
    assert_eq!(sex(&laporan(&app, "KEC", first))[0], Cell::Shown(20));
    // One more woman than before.
    assert!(
        sex(&laporan(&app, "KEC", again))
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
}

fn is_public(app: &App, code: &str, position: u64) -> bool {
    let code: UnitCode = unit(code);
    let published = app.results(&code).unwrap();
    let this = published.iter().find(|this| this.position.0 == position).unwrap();
    app.publications().is_public(&code, this).unwrap()
}

#[test]
fn an_index_is_withheld_from_the_public_where_few_answered_or_are_the_rest() {
    let app = TestApp::in_memory();
    let next = answer(&app, 0, "KEC", "09", (20, 20));
    answer(&app, next, "DUKCAPIL", "09", (2, 2));
    let few = publish(&app, "DUKCAPIL", "2026-09");
    let enough = publish(&app, "KEC", "2026-09");
    let whole = publish(&app, "KAB", "2026-09");
    assert!(!is_public(&app, "DUKCAPIL", few));
    assert!(is_public(&app, "KEC", enough));
    assert!(
        !is_public(&app, "KAB", whole),
        "44 less 40 are the four of the dinas"
    );
    let rows = app
        .publications()
        .published_rows(&[unit("KAB"), unit("KEC"), unit("DUKCAPIL")])
        .unwrap();
    let withheld: Vec<bool> = rows.iter().map(|row| row.withheld).collect();
    assert_eq!(withheld, [true, false, true]);
}

#[test]
fn open_data_name_the_region_by_both_codes_with_the_year_of_their_list() {
    let app = TestApp::in_memory();
    let village = UnitRegistered {
        unit: unit("DESA"),
        name: "Desa Sukamaju".into(),
        kind: UnitKind::Desa,
        parent: Some(unit("KEC")),
        zone: Zone::Jakarta,
        kemendagri: Some("35.10.01.2001 (2023)".into()),
        bps: Some("3510010001 (2023)".into()),
    };
    app.command(Command::RegisterUnit(village)).unwrap();
    let service: ServiceCode = "SKTM".parse().unwrap();
    app.command(Command::RegisterService(ServiceRegistered {
        unit: unit("DESA"),
        service: service.clone(),
        name: "Surat keterangan".into(),
    }))
    .unwrap();
    app.command(Command::OpenSurvey(SurveyOpened {
        survey: survey_code("DESA"),
        unit: unit("DESA"),
        services: vec![service],
        instrument: Instrument::permenpan_14_2017().reference(),
        population: None,
        admission: Admission::Open,
    }))
    .unwrap();
    answer(&app, 0, "DESA", "09", (5, 5));
    let position = publish(&app, "DESA", "2026-09");
    let row = app.publications().published_row(&unit("DESA"), position);
    let csv = documents::open_data(&[row.unwrap().unwrap()], false);
    let line = csv.lines().nth(1).unwrap();
    assert!(
        line.starts_with("DESA,Desa Sukamaju,35.10.01.2001 (2023),3510010001 (2023),2026-09"),
        "{line}"
    );
}
