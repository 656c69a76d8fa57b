//! More of the kabupaten than is written down: kecamatan with a puskesmas, kelurahan and desa, named by chance.

use survey::UnitKind;

use crate::{chance::Chance, kabupaten::UnitRow};

const BEGINNINGS: [&str; 20] = [
    "Mulya", "Sinar", "Harja", "Kerta", "Marga", "Purwa", "Rawa", "Sari", "Tegal", "Wangun", "Bina", "Cita",
    "Dharma", "Giri", "Lingga", "Padang", "Ranca", "Sindang", "Taman", "Umbul",
];
const ENDINGS: [&str; 16] = [
    "wangi", "lestari", "makmur", "raharja", "mekar", "jaya", "asih", "luhur", "mandiri", "permai", "sejati",
    "tani", "waras", "rukun", "bakti", "indah",
];

/// What lies in a kecamatan, itself first.
const KINDS: [UnitKind; 8] = [
    UnitKind::Kecamatan,
    UnitKind::Puskesmas,
    UnitKind::Kelurahan,
    UnitKind::Desa,
    UnitKind::Desa,
    UnitKind::Desa,
    UnitKind::Desa,
    UnitKind::Desa,
];

/// The first number of a kecamatan that is not written down.
const FIRST_KECAMATAN: usize = 7;

/// Adds units until there are so many.
pub(crate) fn add(rows: &mut Vec<UnitRow>, count: usize, chance: &mut Chance) {
    let mut names: Vec<String> = BEGINNINGS
        .iter()
        .flat_map(|beginning| ENDINGS.iter().map(move |ending| format!("{beginning}{ending}")))
        .collect();
    let mut kecamatan = FIRST_KECAMATAN;
    while rows.len() < count {
        let mut head = None;
        for (place, kind) in KINDS.into_iter().enumerate() {
            let name = names.swap_remove(chance.place(names.len()));
            let row = row(kind, &name, head.as_deref(), kecamatan, place, chance);
            head.get_or_insert_with(|| row.code.clone());
            rows.push(row);
        }
        kecamatan += 1;
    }
}

fn row(
    kind: UnitKind,
    name: &str,
    head: Option<&str>,
    kecamatan: usize,
    place: usize,
    chance: &mut Chance,
) -> UnitRow {
    let (short, long, volume, people) = match kind {
        UnitKind::Kecamatan => ("KEC", "Kecamatan", 18, 9_000),
        UnitKind::Puskesmas => ("PKM", "Puskesmas", 32, 27_000),
        UnitKind::Kelurahan => ("KEL", "Kelurahan", 13, 4_500),
        UnitKind::Desa
        | UnitKind::Pemda
        | UnitKind::Opd
        | UnitKind::Rsud
        | UnitKind::Upt
        | UnitKind::Lainnya => ("DS", "Desa", 7, 2_000),
    };
    // A puskesmas belongs to the Dinas Kesehatan, wherever it lies.
    let (parent, region) = match (kind, head) {
        (UnitKind::Puskesmas, _) => ("DINKES", None),
        (_, None) => (
            "SUKAMAJU",
            Some((format!("98.01.{kecamatan:02}"), format!("9801{kecamatan:02}0"))),
        ),
        (_, Some(head)) => {
            let list = if kind == UnitKind::Kelurahan { 1000 } else { 2000 };
            let kemendagri = format!("98.01.{kecamatan:02}.{}", list + place);
            (head, Some((kemendagri, format!("9801{kecamatan:02}0{place:03}"))))
        }
    };
    let code = format!("{short}-{}", name.to_uppercase());
    let mut row = UnitRow::of_kind(code, format!("{long} {name}"), kind, Some(parent.into()));
    (row.kemendagri, row.bps) = region.unzip();
    row.volume = chance.between(volume / 2, volume * 3 / 2);
    row.population = people * u64::from(chance.between(700, 1300)) / 1000;
    row.quality = 3260 + chance.around_zero(150);
    row
}
