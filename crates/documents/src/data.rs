//! Open data: every published figure as CSV for machines, with a description of it as Statistics Indonesia (BPS) asks
//! for, and in the shape of one line a unit and period.

use ikm::{Hundredths, Mutu, UnsurCode};
use jiff::Timestamp;
use report::csv;
use serde::Serialize;
use survey::{Period, PublishedNrr, ResultPublished};

/// One published result as open data tells it.
#[derive(Clone, Debug)]
pub struct PublishedRow {
    /// Name of the unit.
    pub unit_name: String,
    /// Region code of the Ministry of Home Affairs; empty if unknown.
    pub kemendagri: String,
    /// Region code of Statistics Indonesia; empty if unknown.
    pub bps: String,
    /// What was published.
    pub result: ResultPublished,
    /// Where it stands in the log.
    pub position: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// A later publication of the same period stands in its place.
    pub superseded: bool,
    /// Its figures are withheld from the public: only how many answered is told.
    pub withheld: bool,
}

const OPEN_DATA: [&str; 18] = [
    "kode_unit",
    "nama_unit",
    "kode_wilayah_kemendagri",
    "kode_wilayah_bps",
    "periode",
    "mulai",
    "selesai",
    "indikator",
    "nilai",
    "satuan",
    "mutu",
    "jumlah_responden",
    "metode",
    "instrumen",
    "posisi_log",
    "diterbitkan_pada",
    "digantikan",
    "data_contoh",
];

/// Every published figure, a line for the index and for each unsur. Numbers with a point, times in UTC.
#[must_use]
pub fn open_data(rows: &[PublishedRow], demo: bool) -> String {
    let lines = rows.iter().flat_map(|row| {
        let ikm = line(
            row,
            "ikm",
            row.result.ikm,
            "indeks 25-100",
            Some(row.result.mutu),
            row.result.n,
            demo,
        );
        let nrr = |nrr: &PublishedNrr| {
            let name = format!("nrr.{}", nrr.code);
            line(row, &name, nrr.nrr(), "nilai 1-4", None, nrr.n, demo)
        };
        let told = row.result.unsur.iter().filter(|_| !row.withheld);
        let nrrs: Vec<_> = told.map(nrr).collect();
        std::iter::once(ikm).chain(nrrs)
    });
    csv(&OPEN_DATA, lines.collect::<Vec<_>>())
}

fn line(
    row: &PublishedRow,
    indicator: &str,
    value: Hundredths,
    measure: &str,
    mutu: Option<Mutu>,
    n: u64,
    demo: bool,
) -> Vec<String> {
    let result = &row.result;
    let instruments: Vec<_> = result.instruments.iter().map(ToString::to_string).collect();
    let [first, last] = ends(result.period);
    vec![
        result.unit.to_string(),
        row.unit_name.clone(),
        row.kemendagri.clone(),
        row.bps.clone(),
        result.period.to_string(),
        first,
        last,
        indicator.into(),
        if row.withheld {
            String::new()
        } else {
            value.to_string()
        },
        measure.into(),
        mutu.filter(|_| !row.withheld)
            .map_or_else(String::new, |mutu| mutu.to_string()),
        n.to_string(),
        result.method.clone(),
        instruments.join(" "),
        row.position.to_string(),
        row.recorded_at.to_string(),
        yes_no(row.superseded),
        yes_no(demo),
    ]
}

/// The first and the last day of a period.
fn ends(period: Period) -> [String; 2] {
    let day = |month: survey::Month| jiff::civil::date(month.year(), month.month(), 1);
    [
        day(period.first()).to_string(),
        day(period.last()).last_of_month().to_string(),
    ]
}

fn yes_no(yes: bool) -> String {
    if yes { "ya" } else { "tidak" }.into()
}

/// One line for each unit and period as it holds now, a column for each unsur: what a portal takes over. The columns are
/// the unsur of the lines, in the order in which they first stand.
#[must_use]
pub fn portal(rows: &[PublishedRow], demo: bool) -> String {
    let standing = || rows.iter().filter(|row| !row.superseded && !row.withheld);
    let mut unsur: Vec<UnsurCode> = Vec::new();
    for nrr in standing().flat_map(|row| &row.result.unsur) {
        if !unsur.contains(&nrr.code) {
            unsur.push(nrr.code);
        }
    }
    let before = [
        "kode_wilayah_kemendagri",
        "kode_unit",
        "nama_unit",
        "tahun",
        "periode",
        "jumlah_responden",
    ];
    let after = ["ikm", "mutu", "kinerja", "metode", "data_contoh"].map(str::to_owned);
    let names = unsur.iter().map(|code| format!("nrr_{code}"));
    let header: Vec<String> = before
        .map(str::to_owned)
        .into_iter()
        .chain(names)
        .chain(after)
        .collect();
    let line = |row: &PublishedRow| {
        let result = &row.result;
        let nrr = |code: &UnsurCode| {
            let nrr = result.unsur.iter().find(|nrr| nrr.code == *code);
            nrr.map_or_else(String::new, |nrr| nrr.nrr().to_string())
        };
        let mut line = vec![
            row.kemendagri.clone(),
            result.unit.to_string(),
            row.unit_name.clone(),
            result.period.first().year().to_string(),
            result.period.to_string(),
            result.n.to_string(),
        ];
        line.extend(unsur.iter().map(nrr));
        line.extend([
            result.ikm.to_string(),
            result.mutu.to_string(),
            result.mutu.kinerja().into(),
            result.method.clone(),
            yes_no(demo),
        ]);
        line
    };
    csv(&header, standing().map(line).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct Metadata<'a> {
    standar: &'static str,
    kegiatan: Activity<'a>,
    variabel: Vec<Variable>,
    indikator: Vec<Indicator>,
}

/// MS-Keg: what is done, by whom, how.
#[derive(Serialize)]
struct Activity<'a> {
    judul: &'static str,
    penyelenggara: &'a str,
    dasar_hukum: &'static str,
    tujuan: &'static str,
    cara_pengumpulan_data: &'static str,
    frekuensi: &'static str,
    unit_observasi: &'static str,
    metode_pemilihan_sampel: &'static str,
    cakupan_wilayah: &'a str,
    data_contoh: bool,
}

/// MS-Var: a column.
#[derive(Serialize)]
struct Variable {
    nama: &'static str,
    definisi: &'static str,
    tipe: &'static str,
}

/// MS-Ind: what is measured.
#[derive(Serialize)]
struct Indicator {
    nama: &'static str,
    definisi: &'static str,
    interpretasi: &'static str,
    rumus: &'static str,
    ukuran: &'static str,
    satuan: &'static str,
    klasifikasi: &'static str,
}

/// The description of [`open_data`], in the three parts of the BPS standard: activity, variables, indicators.
///
/// # Panics
/// Never: it is made of text.
#[must_use]
pub fn metadata(publisher: &str, demo: bool) -> String {
    let described = Metadata {
        standar: "Metadata statistik BPS: MS-Keg, MS-Var, MS-Ind",
        kegiatan: Activity {
            judul: "Survei Kepuasan Masyarakat",
            penyelenggara: publisher,
            dasar_hukum: "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
            tujuan: "Mengukur kepuasan masyarakat sebagai pengguna layanan dan memperbaiki pelayanan publik",
            cara_pengumpulan_data: "Kuesioner yang diisi sendiri: kode QR, tautan, kios, kertas",
            frekuensi: "Terus-menerus; diterbitkan per bulan, triwulan, semester atau tahun",
            unit_observasi: "Pengguna layanan",
            metode_pemilihan_sampel: "Setiap pengguna dapat menjawab; ukuran sampel menurut Krejcie dan Morgan",
            cakupan_wilayah: publisher,
            data_contoh: demo,
        },
        variabel: OPEN_DATA.into_iter().map(variable).collect(),
        indikator: vec![
            Indicator {
                nama: "ikm",
                definisi: "Indeks Kepuasan Masyarakat unit pelayanan dalam satu periode",
                interpretasi: "Makin tinggi makin puas; A 88,31-100, B 76,61-88,30, C 65,00-76,60, D 25,00-64,99 \
                               menurut metode bawaan",
                rumus: "Jumlah NRR tertimbang x 25, dibulatkan sekali ke dua desimal",
                ukuran: "Indeks",
                satuan: "25-100",
                klasifikasi: "mutu A, B, C, D",
            },
            Indicator {
                nama: "nrr.UNSUR",
                definisi: "Nilai rata-rata satu unsur pelayanan",
                interpretasi: "Makin tinggi makin puas",
                rumus: "Jumlah nilai unsur / jumlah jawaban terisi, dibulatkan ke dua desimal",
                ukuran: "Rata-rata",
                satuan: "1-4",
                klasifikasi: "unsur pelayanan menurut kodenya",
            },
        ],
    };
    serde_json::to_string_pretty(&described).expect("made of text")
}

fn variable(nama: &'static str) -> Variable {
    let (tipe, definisi) = match nama {
        "kode_unit" => ("teks", "Kode unit pelayanan, tidak pernah berubah"),
        "nama_unit" => ("teks", "Nama unit pelayanan"),
        "kode_wilayah_kemendagri" => ("teks", "Kode wilayah Kemendagri dengan tahun daftarnya"),
        "kode_wilayah_bps" => ("teks", "Kode wilayah BPS dengan tahun daftarnya"),
        "periode" => (
            "teks",
            "Bulan 2026-09, triwulan 2026-Q3, semester 2026-S2 atau tahun 2026",
        ),
        "mulai" => ("tanggal", "Hari pertama periode"),
        "selesai" => ("tanggal", "Hari terakhir periode"),
        "indikator" => ("teks", "ikm, atau nrr dengan kode unsur"),
        "nilai" => (
            "desimal",
            "Nilai indikator, dua angka di belakang titik; kosong bila ditahan karena respondennya sedikit",
        ),
        "satuan" => ("teks", "Skala nilai"),
        "mutu" => ("teks", "Mutu pelayanan A sampai D, hanya untuk ikm"),
        "jumlah_responden" => (
            "bilangan bulat",
            "Responden yang dihitung; untuk nrr jawaban yang terisi",
        ),
        "metode" => ("teks", "Metode penghitungan: bobot, pembulatan dan batas mutu"),
        "instrumen" => ("teks", "Kuesioner dan versinya"),
        "posisi_log" => ("bilangan bulat", "Tempat terbitan dalam log yang dapat diperiksa"),
        "diterbitkan_pada" => ("waktu", "Saat terbitan tercatat, UTC"),
        "digantikan" => ("ya/tidak", "Ada terbitan kemudian untuk periode yang sama"),
        _ => ("ya/tidak", "Angka bukan hasil survei sungguhan"),
    };
    Variable { nama, definisi, tipe }
}
