//! Units, services and surveys from one table: every problem told by its line, and all of it or nothing.

use app::{BulkError, BulkProblem, limits::BULK_ROWS_MAX, operator};
use survey::{Admission, Zone};
use testkit::{TestApp, unit};

use crate::support::size;

const TABLE: &str = "\
unit;nama;jenis;induk;zona;kemendagri;bps;layanan;nama_layanan;survei;populasi;pengisian
PKM-1;Puskesmas Wanasari;puskesmas;KAB;WIB;35.10.01 (2023);3510010 (2023);UMUM;Pemeriksaan umum;S-PKM-1;12.000;
PKM-1;;;;;;;GIGI;Pemeriksaan gigi;S-PKM-1;;
DESA-1;Desa Wanasari;desa;KEC;WITA;35.10.01.2001 (2023);3510010001 (2023);SKTM;Surat keterangan;S-DESA-1;900;kode
";

fn problems(app: &TestApp, table: &str) -> Vec<(u64, String)> {
    let before = size(app);
    let Err(BulkError::Problems(problems)) = app.register_bulk(&operator(), table) else {
        panic!("no problems with {table}")
    };
    assert_eq!(size(app), before, "nothing of it is registered");
    assert_eq!(
        app.plan_bulk(table).unwrap_err(),
        problems,
        "a dry run finds the same"
    );
    problems
        .into_iter()
        .map(|BulkProblem { line, text }| (line, text))
        .collect()
}

#[test]
fn a_table_registers_units_services_and_surveys_and_nothing_when_it_comes_again() {
    let app = TestApp::in_memory();
    let plan = app.register_bulk(&operator(), TABLE).unwrap();
    assert_eq!(
        (plan.units, plan.services, plan.surveys, plan.was_there),
        (2, 3, 2, 0)
    );
    let registry = app.registry();
    let desa = registry.unit(&unit("DESA-1")).unwrap();
    assert_eq!(
        (desa.zone, desa.parent.as_ref()),
        (Zone::Makassar, Some(&unit("KEC")))
    );
    assert_eq!(
        (desa.kemendagri.as_deref(), desa.bps.as_deref()),
        (Some("35.10.01.2001 (2023)"), Some("3510010001 (2023)"))
    );
    let survey = registry.survey(&"S-PKM-1".parse().unwrap()).unwrap();
    assert_eq!((survey.services.len(), survey.population), (2, Some(12_000)));
    let survey = registry.survey(&"S-DESA-1".parse().unwrap()).unwrap();
    assert_eq!(survey.admission, Admission::Code);
    let before = size(&app);
    let again = app.register_bulk(&operator(), TABLE).unwrap();
    assert_eq!(
        (again.units, again.services, again.surveys, again.was_there),
        (0, 0, 0, 7)
    );
    assert_eq!(size(&app), before);
}

#[test]
fn every_problem_is_told_with_its_line() {
    let app = TestApp::in_memory();
    let table = "\
unit;nama;jenis;induk;zona;kemendagri;bps;layanan;nama_layanan;survei;populasi;pengisian
A 1;Unit;opd;;;;;;;;;
B;;;;;;;;;;;
C;Unit C;dinas;;;;;;;;;
D;Unit D;opd;TIADA;;;;;;;;
E;Unit E;opd;;WIBB;;;;;;;
F;Unit F;opd;;;35.10;;;;;;
G;Unit G;opd;;;;;;Layanan;;;
H;Unit H;opd;;;;;X;;;;
I;Unit I;opd;;;;;X;Layanan;S-I;seribu;
J;Unit J;opd;;;;;X;Layanan;S-J;;bebas
DUKCAPIL;Nama lain;;;;;;;;;;
KEC;;;;;;;;;S-KEL;;
L;Unit L;opd;;;;;;;S-L;;
";
    let found = problems(&app, table);
    let said: Vec<(u64, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    let expected = [
        (2, "kolom unit"),
        (3, "isi nama"),
        (4, "jenis \"dinas\""),
        (5, "TIADA"),
        (6, "zona \"WIBB\""),
        (7, "tahun daftarnya"),
        (8, "isi kode layanan"),
        (9, "isi nama_layanan"),
        (10, "populasi \"seribu\""),
        (11, "pengisian \"bebas\""),
        (12, "sudah bernama"),
        (13, "Survei S-KEL sudah ada"),
        (14, "layanan untuk survei"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for ((line, text), (at, part)) in said.iter().zip(expected) {
        assert!(*line == at && text.contains(part), "{line}: {text}");
    }
}

#[test]
fn a_survey_says_the_same_on_all_its_lines() {
    let app = TestApp::in_memory();
    let table = "\
unit,layanan,nama_layanan,survei,populasi,pengisian
DUKCAPIL,AKTA,Akta,S-BARU,100,terbuka
DUKCAPIL,KTP,,S-BARU,200,
DUKCAPIL,KK,,S-BARU,,kode
KEC,SKTM,,S-BARU,,
";
    let lines: Vec<u64> = problems(&app, table).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5]);
}

#[test]
fn columns_are_known_by_their_names_however_they_are_separated() {
    let app = TestApp::in_memory();
    for head in ["unit\tnama\tjenis", "\u{feff}Unit,NAMA,jenis"] {
        let delimiter = if head.contains('\t') { "\t" } else { "," };
        let line = ["DUKCAPIL", "Unit DUKCAPIL", ""].join(delimiter);
        let plan = app.plan_bulk(&format!("{head}\r\n{line}\r\n\r\n")).unwrap();
        assert_eq!((plan.was_there, plan.commands.len()), (1, 0), "{head}");
    }
    for (table, said) in [
        ("", "\"unit\" tidak ada"),
        ("unit;nama\n", "tidak ada satu baris pun"),
        ("nama;jenis\nX;opd\n", "\"unit\" tidak ada"),
        ("unit;alamat\nX;Jalan\n", "\"alamat\" tidak dikenal"),
        ("unit;unit\nX;Y\n", "ada dua kali"),
        ("unit;nama\nX;Y;Z\n", "ada 3 kolom"),
    ] {
        let found = problems(&app, table);
        assert!(found[0].1.contains(said), "{table:?}: {found:?}");
    }
    let many = format!("unit\n{}", "DUKCAPIL\n".repeat(BULK_ROWS_MAX + 1));
    assert!(problems(&app, &many)[0].1.contains("lebih dari"));
}

#[test]
fn region_codes_that_a_unit_was_not_registered_with_are_its_codes_from_then_on() {
    let app = TestApp::in_memory();
    app.register_bulk(&operator(), TABLE).unwrap();
    let kemendagri = |code: &str| app.registry().unit(&unit(code)).unwrap().kemendagri.clone();
    let bps = || app.registry().unit(&unit("DESA-1")).unwrap().bps.clone();
    let bps_before = bps();
    assert_eq!(kemendagri("KEC"), None);
    let table = "unit;kemendagri;bps\nDESA-1;35.10.01.2002 (2023);\nKEC;35.10.01 (2023);\n";
    let plan = app.plan_bulk(table).unwrap();
    assert_eq!((plan.regions, plan.units), (2, 0));
    app.register_bulk(&operator(), table).unwrap();
    assert_eq!(kemendagri("DESA-1").as_deref(), Some("35.10.01.2002 (2023)"));
    assert_eq!(kemendagri("KEC").as_deref(), Some("35.10.01 (2023)"));
    assert_eq!(bps(), bps_before, "what the table leaves blank stays");
    let again = app.plan_bulk(table).unwrap();
    assert_eq!((again.regions, again.commands.len()), (0, 0));
    let found = problems(&app, "unit;bps\nKEC;35\n");
    assert!(found[0].1.contains("tidak terbaca"), "{found:?}");
}
