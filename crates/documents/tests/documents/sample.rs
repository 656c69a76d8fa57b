//! A publication of a small office, with whatever a test is about changed.

use documents::{
    Acted, Announced, InstrumentFace, LaporanPeriode, Letterhead, Pengaduan, ProfileGroup, Publication,
    PublishedRow, Question, ScoreRow, Scores, Target, TindakLanjut, TrendEntry,
};
use ikm::{Method, Score, Tallies, UnsurCode};
use jiff::civil::date;
use survey::{
    Event, Instrument, InstrumentRef, Language, Period, PublishedNrr, Registry, ResultPublished, RootHash,
    ServiceRegistered, Unit, UnitKind, UnitRegistered, Zone,
};

/// The nine unsur in the order of the instrument.
pub(crate) fn unsur() -> Vec<UnsurCode> {
    Instrument::permenpan_14_2017().unsur_codes()
}

/// Rows of scores; 0 where none was given.
pub(crate) fn rows(scores: &[[u8; 9]]) -> Vec<ScoreRow> {
    scores
        .iter()
        .map(|row| row.iter().map(|score| Score::new(*score).ok()).collect())
        .collect()
}

/// Thirty respondents who differ.
pub(crate) fn thirty() -> Vec<ScoreRow> {
    let scores =
        (0..30u8).map(|at| std::array::from_fn(|unsur| 1 + (at + u8::try_from(unsur).unwrap() * at / 5) % 4));
    rows(&scores.collect::<Vec<_>>())
}

/// The index of rows.
pub(crate) fn index(method: &Method, rows: &[ScoreRow]) -> ikm::Index {
    let unsur = unsur();
    let mut tallies = Tallies::default();
    for row in rows {
        for (code, score) in unsur.iter().zip(row) {
            if let Some(score) = score {
                tallies.add(*code, *score);
            }
        }
    }
    ikm::compute(method, &unsur, &tallies, rows.len() as u64).unwrap()
}

pub(crate) fn unit(name: &str) -> Unit {
    let mut registry = Registry::default();
    let code: survey::UnitCode = "DUKCAPIL".parse().unwrap();
    let registered = UnitRegistered {
        unit: code.clone(),
        name: name.into(),
        kind: UnitKind::Opd,
        parent: None,
        zone: Zone::Jakarta,
        kemendagri: None,
        bps: None,
    };
    let service = ServiceRegistered {
        unit: code.clone(),
        service: "KTP".parse().unwrap(),
        name: "Kartu tanda penduduk".into(),
    };
    let at = jiff::Timestamp::UNIX_EPOCH;
    registry.evolve(&Event::UnitRegistered(registered), at);
    registry.evolve(&Event::ServiceRegistered(service), at);
    registry.unit(&code).unwrap().clone()
}

/// A publication of these rows by a method.
pub(crate) fn laporan_of(method: &Method, rows: Vec<ScoreRow>) -> LaporanPeriode {
    let instrument = Instrument::permenpan_14_2017();
    let text = |wording: &survey::Wording| wording.text(Language::INDONESIAN).to_owned();
    let index = index(method, &rows);
    let n = index.n;
    let period: Period = "2026-Q3".parse().unwrap();
    let sex = vec![
        ("Laki-laki".into(), n.saturating_sub(13)),
        ("Perempuan".into(), 13.min(n)),
    ];
    let entry = |period: Period| TrendEntry {
        period,
        n: 40,
        ikm: index.ikm,
        mutu: index.mutu,
    };
    LaporanPeriode {
        letterhead: Letterhead {
            publisher: "Kabupaten Sukamaju".into(),
            address: "Jalan Merdeka 1, Sukamaju".into(),
            telephone: "(0341) 123".into(),
            logo: None,
        },
        unit: unit("Dinas Kependudukan"),
        parent: Some("Pemerintah Kabupaten Sukamaju".into()),
        period,
        demo: false,
        method: method.clone(),
        interval: None,
        n_excluded: 0,
        target: Some(Target {
            population: 2000,
            sample: 322,
        }),
        instrument: InstrumentFace {
            versions: vec![instrument.reference()],
            questions: instrument
                .unsur
                .iter()
                .map(|question| Question {
                    code: question.code,
                    name: text(&question.name),
                    text: text(&question.question),
                    labels: question.labels.each_ref().map(text),
                })
                .collect(),
        },
        publication: Publication {
            position: 1204,
            number: 1,
            recorded_at: "2026-10-12T00:05:00Z".parse().unwrap(),
            log_size: 1200,
            log_root: Some(RootHash([0xab; 32])),
            program: "0.1.0".into(),
            basis: survey::ResultBasis::Shown,
        },
        scores: Scores::new(rows),
        profile: vec![ProfileGroup::new("jenis_kelamin", "Jenis kelamin", sex, n)],
        services: ProfileGroup::new(
            "layanan",
            "Jenis layanan",
            vec![("Kartu tanda penduduk".into(), n)],
            n,
        ),
        channels: ProfileGroup::new("saluran", "Saluran", vec![("Kode QR".into(), n)], n),
        trend: vec![entry(period.previous()), entry(period)],
        service_events: vec![(
            date(2026, 8, 3),
            "SOP direvisi".into(),
            "Loket dibuka lebih pagi".into(),
        )],
        acted: Acted {
            on: date(2026, 11, 22),
            log_size: 1310,
            announced: vec![Announced {
                period: period.previous(),
                on: date(2026, 7, 20),
                medium: "Situs web".into(),
                proof: "https://sukamaju.go.id/skm".into(),
            }],
            follow_ups: vec![TindakLanjut {
                unsur: "Waktu Penyelesaian".into(),
                program: "Membuka loket kedua".into(),
                waktu: "TW IV 2026".into(),
                penanggung_jawab: "Kepala Seksi Pelayanan".into(),
                kemajuan: String::new(),
            }],
            previous_follow_ups: vec![TindakLanjut {
                unsur: "Sarana dan Prasarana".into(),
                program: "Menambah kursi tunggu".into(),
                waktu: "TW III 2026".into(),
                penanggung_jawab: "Kepala Subbagian Umum".into(),
                kemajuan: "Selesai 12 Agustus 2026: dua puluh kursi baru".into(),
            }],
            complaints: Pengaduan {
                saluran: vec!["Loket".into(), "SP4N-LAPOR!".into()],
                tepat_waktu: 21,
                terlambat: 11,
                berjalan: 0,
            },
        },
        index,
    }
}

pub(crate) fn laporan() -> LaporanPeriode {
    laporan_of(Method::exact(), thirty())
}

/// The same publication as open data tell it.
pub(crate) fn row(laporan: &LaporanPeriode) -> PublishedRow {
    let unsur = laporan.index.unsur.iter().map(|nrr| PublishedNrr {
        code: nrr.code,
        n: nrr.n,
        sum: nrr.sum,
    });
    PublishedRow {
        unit_name: laporan.unit.name.clone(),
        kemendagri: String::new(),
        bps: String::new(),
        result: ResultPublished {
            unit: laporan.unit.code.clone(),
            period: laporan.period,
            method: laporan.method.id().into(),
            instruments: laporan
                .instrument
                .versions
                .iter()
                .map(InstrumentRef::clone)
                .collect(),
            n: laporan.index.n,
            n_excluded: 0,
            unsur: unsur.collect(),
            ikm: laporan.index.ikm,
            mutu: laporan.index.mutu,
            log_size: 1200,
            log_root: laporan.publication.log_root,
            program: "0.1.0".into(),
            basis: survey::ResultBasis::Shown,
        },
        position: 1204,
        recorded_at: laporan.publication.recorded_at,
        superseded: false,
        withheld: false,
    }
}
