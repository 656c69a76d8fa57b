//! Who may come to which route: one row for each, without which nobody may. A test holds it against [`ROUTES`].
//!
//! [`ROUTES`]: crate::ROUTES

use app::Staff;
use survey::{Action, UnitCode};

/// Who may come to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Open,
    /// Everybody, but what changes something must come from our own pages.
    OwnForms,
    /// Whoever is in.
    Inside,
    /// Whoever may do this somewhere. What it is done to, the route looks at itself.
    Somewhere(Action),
    /// Whoever may do this to the unit that the address names. To those who may do nothing there, there is no such
    /// unit.
    InUnit(Action),
    /// The same for whoever may do the one or the other.
    InUnitEither(Action, Action),
    /// Whoever may do this to all units. To everybody else there is nothing here.
    Everywhere(Action),
}

use Access::{Everywhere, InUnit, InUnitEither, Inside, Open, OwnForms, Somewhere};

/// Every route with who may come.
pub const ACCESS: &[(&str, Access)] = &[
    ("GET /", Open),
    ("GET /s/{survey}", Open),
    ("POST /s/{survey}", Open),
    ("GET /k", Open),
    ("GET /k/{code}", Open),
    ("GET /kios/daftar", Open),
    ("POST /kios/daftar", Open),
    ("GET /kios/{survey}", Open),
    ("GET /kios/{survey}/aplikasi.webmanifest", Open),
    ("GET /p/{code}", Open),
    ("POST /api/v1/responses", Open),
    ("POST /api/v1/devices/heartbeat", Open),
    ("GET /hasil/{unit}", Open),
    ("GET /api/v1/units", Open),
    ("GET /api/v1/units/{unit}/results", Open),
    ("GET /api/v1/units/{unit}/results/{period}", Open),
    ("GET /api/v1/open-data/results.csv", Open),
    ("GET /api/v1/open-data/portal.csv", Open),
    ("GET /api/v1/open-data/metadata.json", Open),
    ("GET /api/v1/openapi.json", Open),
    ("GET /dasbor/rekap.xlsx", Somewhere(Action::Export)),
    ("GET /dasbor/{unit}/dokumen", InUnit(Action::Export)),
    ("GET /dasbor/{unit}/dokumen/{file}", InUnit(Action::Export)),
    ("GET /dasbor/{unit}/terbit", InUnit(Action::Publish)),
    ("POST /dasbor/{unit}/terbit", InUnit(Action::Publish)),
    ("POST /dasbor/{unit}/terbit/media", InUnit(Action::Publish)),
    (
        "POST /dasbor/{unit}/terbit/media/{position}/tarik",
        InUnit(Action::Publish),
    ),
    ("GET /dasbor", Somewhere(Action::SeeFigures)),
    ("GET /dasbor/perbandingan", Somewhere(Action::SeeFigures)),
    ("GET /dasbor/rekap", Somewhere(Action::SeeFigures)),
    ("GET /dasbor/rekap.csv", Somewhere(Action::Export)),
    ("GET /dasbor/umpan", Somewhere(Action::SeeFigures)),
    ("GET /dasbor/peringatan", Somewhere(Action::SeeFigures)),
    ("GET /dasbor/perangkat", Somewhere(Action::ManageDevices)),
    ("POST /dasbor/perangkat", Somewhere(Action::ManageDevices)),
    (
        "POST /dasbor/perangkat/{device}/cabut",
        Somewhere(Action::ManageDevices),
    ),
    ("GET /dasbor/akun", Inside),
    ("POST /dasbor/akun", Everywhere(Action::ManageAccounts)),
    ("POST /dasbor/akun/sandi", Inside),
    ("POST /dasbor/akun/sesi", Inside),
    ("GET /dasbor/akun/{account}", Everywhere(Action::ManageAccounts)),
    ("POST /dasbor/akun/{account}", Everywhere(Action::ManageAccounts)),
    ("GET /dasbor/daftar-unit", Everywhere(Action::ManageRegister)),
    ("POST /dasbor/daftar-unit", Everywhere(Action::ManageRegister)),
    ("GET /dasbor/poster/{file}", Everywhere(Action::Print)),
    ("GET /dasbor/hari-libur", Inside),
    ("POST /dasbor/hari-libur", Everywhere(Action::ManageRegister)),
    ("GET /dasbor/{unit}/kelengkapan", InUnit(Action::SeeFigures)),
    ("GET /dasbor/{unit}/susunan", InUnit(Action::ManageRegister)),
    ("POST /dasbor/{unit}/susunan", InUnit(Action::ManageRegister)),
    ("GET /dasbor/{unit}/survei", InUnit(Action::ManageRegister)),
    ("POST /dasbor/{unit}/survei", InUnit(Action::ManageRegister)),
    ("GET /dasbor/{unit}/pengaduan", InUnit(Action::ActOnResults)),
    ("POST /dasbor/{unit}/pengaduan", InUnit(Action::ActOnResults)),
    (
        "POST /dasbor/{unit}/pengaduan/{id}/{langkah}",
        InUnit(Action::ActOnResults),
    ),
    ("GET /dasbor/{unit}/peristiwa", InUnit(Action::ActOnResults)),
    ("POST /dasbor/{unit}/peristiwa", InUnit(Action::ActOnResults)),
    (
        "POST /dasbor/{unit}/peristiwa/{id}/tarik",
        InUnit(Action::ActOnResults),
    ),
    ("GET /dasbor/{unit}/tindak-lanjut", InUnit(Action::ActOnResults)),
    ("POST /dasbor/{unit}/tindak-lanjut", InUnit(Action::ActOnResults)),
    (
        "POST /dasbor/{unit}/tindak-lanjut/{id}/{langkah}",
        InUnit(Action::ActOnResults),
    ),
    ("GET /dasbor/{unit}", InUnit(Action::SeeFigures)),
    ("GET /dasbor/{unit}/jumlah", InUnit(Action::SeeFigures)),
    ("GET /dasbor/{unit}/tren.csv", InUnit(Action::SeeFigures)),
    (
        "GET /dasbor/{unit}/peristiwa/{position}",
        InUnit(Action::SeeFigures),
    ),
    ("GET /dasbor/{unit}/komentar", InUnit(Action::ReadComments)),
    ("POST /dasbor/{unit}/batas", InUnit(Action::ActOnResults)),
    ("POST /dasbor/{unit}/batas/tarik", InUnit(Action::ActOnResults)),
    ("GET /dasbor/{unit}/kertas", InUnit(Action::EnterPaper)),
    ("POST /dasbor/{unit}/kertas", InUnit(Action::EnterPaper)),
    (
        "POST /dasbor/{unit}/kertas/{id}/tarik",
        InUnit(Action::EnterPaper),
    ),
    ("GET /dasbor/{unit}/formulir", InUnit(Action::Print)),
    ("GET /dasbor/{unit}/poster", InUnit(Action::Print)),
    ("GET /dasbor/{unit}/poster/{file}", InUnit(Action::Print)),
    ("GET /dasbor/{unit}/kode", InUnit(Action::IssueCodes)),
    ("POST /dasbor/{unit}/kode", InUnit(Action::IssueCodes)),
    ("GET /inspeksi", Somewhere(Action::Inspect)),
    ("GET /inspeksi/{unit}", InUnit(Action::Inspect)),
    ("POST /inspeksi/{unit}/buka", InUnit(Action::ReadRows)),
    ("GET /inspeksi/{unit}/bukti", InUnit(Action::Inspect)),
    ("GET /inspeksi/{unit}/baris", InUnit(Action::ReadRows)),
    ("GET /inspeksi/{unit}/pola", InUnit(Action::Inspect)),
    // One who reads answers, and one who says who may: both see who did.
    (
        "GET /inspeksi/{unit}/pembacaan",
        InUnitEither(Action::Inspect, Action::ManageAccounts),
    ),
    // One who reads answers proposes, one who reviews them decides: both see what waits.
    (
        "GET /inspeksi/{unit}/usulan",
        InUnitEither(Action::ReadRows, Action::ReviewAnswers),
    ),
    ("POST /inspeksi/{unit}/usulan", InUnit(Action::ReadRows)),
    (
        "POST /inspeksi/{unit}/usulan/{id}",
        InUnitEither(Action::ReadRows, Action::ReviewAnswers),
    ),
    ("GET /api/v1/events", Everywhere(Action::ReadRows)),
    ("GET /masuk", Open),
    ("POST /masuk", OwnForms),
    ("GET /masuk/{secret}", Open),
    ("POST /keluar", OwnForms),
    ("GET /undangan/{secret}", Open),
    ("POST /undangan/{secret}", OwnForms),
    ("GET /bukti", Open),
    ("POST /bukti", Open),
    ("POST /bukti/tanda-terima", Open),
    ("POST /bukti/tlog-proof", Open),
    ("POST /bukti/akses", Open),
    ("GET /bukti/{code}", Open),
    ("GET /log", Open),
    ("GET /log/checkpoint", Open),
    ("GET /log/newest", Open),
    ("GET /log/tile/entries/{bundle..}", Everywhere(Action::ReadRows)),
    ("GET /log/tile/{tile..}", Open),
    ("GET /aset/{file}", Open),
    ("GET /pekerja.js", Open),
    ("GET /suara/{language}/{unsur}", Open),
    ("GET /health", Open),
    ("GET /metrics", Open),
];

/// The pages of a unit to which somebody may come, each by the last part of its address: what no page leads to for others.
pub(crate) fn pages_of(staff: &Staff, unit: &UnitCode) -> Vec<&'static str> {
    let may = |access: &Access| match access {
        InUnit(action) => staff.may_in(*action, unit),
        InUnitEither(one, other) => staff.may_in(*one, unit) || staff.may_in(*other, unit),
        Open | OwnForms | Inside | Somewhere(_) | Everywhere(_) => false,
    };
    let place = |route: &'static str| {
        let of_inspection = || route.strip_prefix("GET /inspeksi/{unit}/");
        route.strip_prefix("GET /dasbor/{unit}/").or_else(of_inspection)
    };
    let pages = ACCESS.iter().filter(|(_, access)| may(access));
    pages.filter_map(|(route, _)| place(route)).collect()
}
