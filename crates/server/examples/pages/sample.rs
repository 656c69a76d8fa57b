//! A believable survey: the nine questions, a unit's services, the profile, and answers to them.

use std::collections::{BTreeMap, BTreeSet};

use server::pages::{
    Choice, FormPage, FormProblem, Kept, ProfileQuestion, Question, Shell, SurveyFace, Words,
};

/// Code of the unsur, question, labels, and the reasons offered for a low score.
type Asked = (
    &'static str,
    &'static str,
    [&'static str; 4],
    &'static [(&'static str, &'static str)],
);

const NINE: [Asked; 9] = [
    (
        "persyaratan",
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
        &[
            ("banyak", "Terlalu banyak berkas"),
            ("berubah", "Syarat berubah-ubah"),
            ("tak-jelas", "Tidak jelas"),
        ],
    ),
    (
        "prosedur",
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
        &[
            ("berbelit", "Berbelit-belit"),
            ("bolak-balik", "Harus bolak-balik"),
            ("tanpa-info", "Tanpa petunjuk"),
        ],
    ),
    (
        "waktu",
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"],
        &[
            ("antre", "Antrean lama"),
            ("molor", "Tidak sesuai janji"),
            ("petugas", "Petugas tidak di tempat"),
        ],
    ),
    (
        "biaya",
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
        &[
            ("di-luar", "Ada biaya di luar tarif"),
            ("tak-diumumkan", "Tarif tidak diumumkan"),
        ],
    ),
    (
        "produk",
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar \
         pelayanan dengan hasil yang diberikan?",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
        &[("salah", "Ada kesalahan"), ("kurang", "Tidak lengkap")],
    ),
    (
        "kompetensi",
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"],
        &[
            ("tak-tahu", "Tidak tahu prosedur"),
            ("alat", "Tidak menguasai alat"),
        ],
    ),
    (
        "perilaku",
        "Bagaimana pendapat Saudara tentang perilaku petugas terkait kesopanan dan keramahan?",
        [
            "Tidak sopan dan ramah",
            "Kurang sopan dan ramah",
            "Sopan dan ramah",
            "Sangat sopan dan ramah",
        ],
        &[
            ("kasar", "Kata-kata kasar"),
            ("acuh", "Acuh tak acuh"),
            ("pilih-kasih", "Pilih kasih"),
        ],
    ),
    (
        "sarpras",
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        ["Buruk", "Cukup", "Baik", "Sangat baik"],
        &[
            ("kursi", "Kursi kurang"),
            ("panas", "Ruangan panas"),
            ("toilet", "Toilet kotor"),
            ("difabel", "Sulit bagi difabel"),
        ],
    ),
    (
        "pengaduan",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        [
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ],
        &[
            ("tak-dijawab", "Tidak dijawab"),
            ("tak-tahu", "Tidak tahu ke mana mengadu"),
        ],
    ),
];

/// Name of the field, question, and options, code first.
type Told = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const PROFILE: [Told; 4] = [
    (
        "kelamin",
        "Jenis kelamin",
        &[("l", "Laki-laki"), ("p", "Perempuan")],
    ),
    (
        "usia",
        "Kelompok usia",
        &[
            ("-17", "Di bawah 17"),
            ("17-25", "17–25"),
            ("26-35", "26–35"),
            ("36-45", "36–45"),
            ("46-60", "46–60"),
            ("60-", "Di atas 60"),
        ],
    ),
    (
        "pendidikan",
        "Pendidikan terakhir",
        &[
            ("tidak", "Tidak sekolah"),
            ("sd", "SD"),
            ("smp", "SMP"),
            ("sma", "SMA"),
            ("d3", "D1–D3"),
            ("s1", "D4/S1"),
            ("s2", "S2"),
            ("s3", "S3"),
        ],
    ),
    (
        "pekerjaan",
        "Pekerjaan",
        &[
            ("pns", "PNS"),
            ("tni", "TNI"),
            ("polri", "POLRI"),
            ("swasta", "Swasta"),
            ("wirausaha", "Wirausaha"),
            ("lain", "Lainnya"),
        ],
    ),
];

/// Languages that the sample instrument pretends to have.
pub(crate) fn languages() -> Vec<&'static Words> {
    Words::all().iter().collect()
}

/// Codes with labels.
pub(crate) fn choices(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs
        .iter()
        .map(|(code, label)| Choice {
            code: (*code).into(),
            label: (*label).into(),
        })
        .collect()
}

/// A survey of one unit with these services.
pub(crate) fn survey(services: &[(&str, &str)]) -> SurveyFace {
    let questions = NINE
        .iter()
        .zip(1..)
        .map(|((code, text, labels, reasons), number)| Question {
            code: (*code).into(),
            number,
            text: (*text).into(),
            labels: labels.map(Into::into),
            reasons: choices(reasons),
        });
    let profile = PROFILE.iter().map(|(name, legend, options)| ProfileQuestion {
        name: (*name).into(),
        legend: (*legend).into(),
        options: choices(options),
    });
    SurveyFace {
        code: "7KQ4".into(),
        unit_name: "Puskesmas Wanasari".into(),
        services: choices(services),
        instrument: "skm-9".into(),
        instrument_version: 1,
        questions: questions.collect(),
        profile: profile.collect(),
        draft: false,
        recorded: Vec::new(),
    }
}

/// The frame of every sample page.
pub(crate) fn shell() -> Shell {
    Shell::new("Pemerintah Kabupaten Wanasari", true)
}

/// The form at first sight.
pub(crate) fn form<'a>(survey: &'a SurveyFace, languages: &'a [&'static Words]) -> FormPage<'a> {
    FormPage {
        token: None,
        ticket: false,
        shell: shell(),
        survey,
        languages,
        response_id: "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5".into(),
        channel: "qr".into(),
        kept: Kept::default(),
        problems: Vec::new(),
    }
}

/// Everything answered but `waktu` and `pengaduan`, with a low score and its reasons.
pub(crate) fn kept() -> Kept {
    let scores = [
        ("persyaratan", 3),
        ("prosedur", 4),
        ("biaya", 4),
        ("produk", 3),
        ("kompetensi", 3),
        ("perilaku", 4),
        ("sarpras", 2),
    ];
    let reasons = BTreeSet::from(["kursi".into(), "panas".into()]);
    Kept {
        service: None,
        scores: scores.map(|(code, score)| (code.into(), score)).into(),
        reasons: BTreeMap::from([("sarpras".into(), reasons)]),
        notes: BTreeMap::from([("sarpras".into(), "AC mati".into())]),
        profile: BTreeMap::from([("kelamin".into(), "p".into()), ("usia".into(), "36-45".into())]),
        comment: "Ruang tunggu panas di siang hari.\nMohon ditambah kipas.".into(),
        ..Kept::default()
    }
}

/// What keeps [`kept`] from being sent.
pub(crate) fn problems() -> Vec<FormProblem> {
    vec![
        FormProblem::Unanswered("waktu".into()),
        FormProblem::Unanswered("pengaduan".into()),
    ]
}
