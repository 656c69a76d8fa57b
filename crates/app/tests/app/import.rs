//! Importing an earlier survey: every row once, however often it is run.

use app::{AppError, Import, ImportError, Imported, SheetRow, operator, read_sheet};
use jiff::civil::date;
use survey::{Channel, Command, Instrument, Refusal, ServiceCode, Standing, SurveyClosed, SurveyCode, Zone};
use testkit::{TestApp, unit};
use views::FacetKind;

use crate::support::{counted, index, size};

fn import(code: &str) -> Import {
    Import {
        unit: unit(code),
        unit_name: format!("Unit {code}"),
        service: ServiceCode::new("SKTM").unwrap(),
        occurred: date(2019, 6, 30),
        zone: Zone::Jakarta,
    }
}

/// Rows of all-equal scores.
fn sheet(scores: &[u8]) -> Vec<SheetRow> {
    let instrument = Instrument::permenpan_14_2017();
    let unsur = instrument.unsur_codes();
    let header: Vec<&str> = unsur.iter().map(|unsur| unsur.as_str()).collect();
    let mut text = header.join(",");
    for score in scores {
        text += &format!("\n{}", vec![score.to_string(); 9].join(","));
    }
    read_sheet(text.as_bytes(), &unsur, &instrument.profile).unwrap()
}

fn run(app: &TestApp, import: &Import, scores: &[u8]) -> Result<Imported, ImportError> {
    app.import(&operator(), import, &sheet(scores), |_| ())
}

#[test]
fn a_new_unit_is_registered_with_its_service_and_survey_and_every_row_counts() {
    let app = TestApp::in_memory();
    let mut told = Vec::new();
    let rows = sheet(&[3; 1500]);
    let imported = app.import(&operator(), &import("PKM"), &rows, |done| told.push(done));
    assert_eq!(
        imported.unwrap(),
        Imported {
            added: 1500,
            was_there: 0
        }
    );
    assert_eq!(told, [1000, 1500]);
    let found = index(&app, "PKM", "2019-S1");
    assert_eq!(counted(&found.figures.total), 1500);
    let channels: Vec<_> = found
        .figures
        .by(FacetKind::Channel)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(channels, [Channel::Import.as_str()]);
    assert_eq!(found.index.unwrap().ikm.to_string(), "75.00");
}

#[test]
fn running_it_again_adds_nothing() {
    let app = TestApp::in_memory();
    run(&app, &import("KEC"), &[1, 2, 3]).unwrap();
    let before = size(&app);
    assert_eq!(
        run(&app, &import("KEC"), &[1, 2, 3]).unwrap(),
        Imported {
            added: 0,
            was_there: 3
        }
    );
    assert_eq!(size(&app), before);
}

#[test]
fn running_it_again_adds_nothing_also_when_its_survey_is_closed_and_another_is_open() {
    let app = TestApp::in_memory();
    run(&app, &import("PKM"), &[1, 2, 3]).unwrap();
    let close = SurveyClosed {
        survey: SurveyCode::new("PKM").unwrap(),
        unit: unit("PKM"),
        reason: "Semester selesai".into(),
    };
    app.command(Command::CloseSurvey(close)).unwrap();
    let before = size(&app);
    assert_eq!(
        run(&app, &import("PKM"), &[1, 2, 3]).unwrap(),
        Imported {
            added: 0,
            was_there: 3
        }
    );
    assert_eq!(size(&app), before);
}

#[test]
fn what_an_interrupted_run_left_out_is_added_by_the_next() {
    let app = TestApp::in_memory();
    run(&app, &import("KEC"), &[1, 2]).unwrap();
    assert_eq!(
        run(&app, &import("KEC"), &[1, 2, 3]).unwrap(),
        Imported {
            added: 1,
            was_there: 2
        }
    );
    assert_eq!(counted(&index(&app, "KEC", "2019").figures.total), 3);
}

#[test]
fn other_answers_in_the_same_line_are_refused_and_change_nothing() {
    let app = TestApp::in_memory();
    run(&app, &import("KEC"), &[1, 2]).unwrap();
    let changed = run(&app, &import("KEC"), &[1, 4]);
    assert!(
        matches!(
            changed,
            Err(ImportError::Row {
                error: AppError::Refused(Refusal::ResponseConflict),
                ..
            })
        ),
        "{changed:?}"
    );
    let found = index(&app, "KEC", "2019");
    assert_eq!(found.index.unwrap().unsur[0].sum, 3);
}

#[test]
fn the_same_lines_for_another_day_service_or_unit_are_other_answers() {
    let app = TestApp::in_memory();
    let other_service = Import {
        service: ServiceCode::new("KTP").unwrap(),
        ..import("KEC")
    };
    let other_day = Import {
        occurred: date(2019, 7, 1),
        ..import("KEC")
    };
    for import in [import("KEC"), other_service, other_day, import("KEL")] {
        assert_eq!(run(&app, &import, &[3, 3]).unwrap().added, 2, "{import:?}");
    }
    assert_eq!(counted(&index(&app, "KEC", "2019").figures.total), 8);
}

#[test]
fn an_imported_survey_of_a_day_long_gone_counts() {
    let app = TestApp::in_memory();
    run(&app, &import("KEC"), &[3]).unwrap();
    let total = index(&app, "KEC", "2019-06").figures.total;
    assert_eq!((counted(&total), total.of(Standing::Excluded).n()), (1, 0));
}
