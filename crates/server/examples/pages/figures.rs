//! Believable figures: a unit's result, a kabupaten's table, a unit head's page.

use server::pages::*;

use crate::chart;
use crate::sample::shell;

const TREND: [i32; 24] = [
    79, 80, 78, 81, 80, 82, 79, 80, 81, 82, 80, 81, 83, 82, 81, 84, 85, 84, 86, 85, 84, 86, 85, 86,
];

fn framed() -> Shell {
    Shell {
        position: Some("202.114".into()),
        ..shell()
    }
}

fn bands() -> Vec<Band> {
    [("D", 2500), ("C", 6500), ("B", 7661), ("A", 8831)]
        .map(|(mutu, from)| Band {
            mutu: mutu.into(),
            from,
        })
        .into()
}

fn index() -> IndexFace {
    IndexFace {
        ikm: "86,42".into(),
        mutu: "B".into(),
        kinerja: "Baik".into(),
        n: "312".into(),
        interval: Some(Interval {
            low: "84,9".into(),
            high: "88,9".into(),
            maybe_mutu: Some("A".into()),
        }),
        scale: Scale {
            bands: bands(),
            ikm: 8642,
            interval: Some((8490, 8890)),
        },
        unreliable: false,
    }
}

fn origin() -> Origin {
    Origin {
        method: "exact (bobot 1/9)".into(),
        instrument: "skm-9 versi 1".into(),
        position: "202.114".into(),
        recorded: "30 September 2026 pukul 14.05 WIB".into(),
    }
}

fn periods() -> Vec<PeriodLink> {
    let all = [
        ("2026-Q3", "Triwulan III 2026"),
        ("2026-Q2", "Triwulan II 2026"),
        ("2026-Q1", "Triwulan I 2026"),
        ("2025", "Tahun 2025"),
        ("2025-Q4", "Triwulan IV 2025"),
        ("2025-Q3", "Triwulan III 2025"),
    ];
    let links = all.iter().enumerate().map(|(i, (code, label))| PeriodLink {
        code: (*code).into(),
        label: (*label).into(),
        current: i == 0,
    });
    links.collect()
}

fn events() -> Vec<ServiceEventLine> {
    let line = |mark: &str, date: &str, kind: &str, text: &str| ServiceEventLine {
        mark: mark.into(),
        date: date.into(),
        kind: kind.into(),
        text: text.into(),
        path: (mark == "1").then(|| "/dasbor/pkm-wanasari/peristiwa/1204".into()),
    };
    vec![
        line(
            "2",
            "14 April 2026",
            "Sarana diperbaiki",
            "Ruang tunggu berpendingin, kursi bertambah 24.",
        ),
        line(
            "1",
            "2 Desember 2025",
            "SOP diperbarui",
            "Pendaftaran dan pengambilan obat memakai satu nomor antrean.",
        ),
    ]
}

fn trend() -> Vec<TrendPoint> {
    let points = TREND.iter().rev().zip(0..).map(|(value, back)| TrendPoint {
        period: format!("{}/{}", 12 - back % 12, 2026 - back / 12),
        n: (98 + back * 7 % 30).to_string(),
        index: (back != 20).then(|| (format!("{value},{:02}", back * 37 % 100), "B".into())),
        interval: format!("{},40\u{2013}{},10", value - 2, value + 2),
        flagged: (back % 5 == 0).then(|| flagged("7", Some("84,20"))),
        notes: match back {
            4 => "perubahan nyata; peristiwa 2".into(),
            9 => "ada jawaban yang datang kemudian".into(),
            _ => String::new(),
        },
    });
    points.collect()
}

fn change(shift: Shift, text: &str) -> ChangeFace {
    ChangeFace {
        shift,
        text: text.into(),
        between: "antara \u{2212}0,40 dan +3,10".into(),
    }
}

fn unsur() -> Vec<UnsurRow> {
    let all = [
        ("Persyaratan", "3,52", "88,00", 8800, "B", "+1,6"),
        (
            "Sistem, Mekanisme dan Prosedur",
            "3,48",
            "87,00",
            8700,
            "B",
            "+0,6",
        ),
        ("Waktu Penyelesaian", "3,21", "80,25", 8025, "B", "−6,2"),
        ("Biaya/Tarif", "3,91", "97,75", 9775, "A", "+11,3"),
        (
            "Produk Spesifikasi Jenis Pelayanan",
            "3,45",
            "86,25",
            8625,
            "B",
            "−0,2",
        ),
        ("Kompetensi Pelaksana", "3,50", "87,50", 8750, "B", "+1,1"),
        ("Perilaku Pelaksana", "3,57", "89,25", 8925, "A", "+2,8"),
        ("Sarana dan Prasarana", "3,09", "77,25", 7725, "B", "−9,2"),
        (
            "Penanganan Pengaduan, Saran dan Masukan",
            "3,38",
            "84,50",
            8450,
            "B",
            "−1,9",
        ),
    ];
    let rows = all
        .iter()
        .map(|(name, nrr, value, hundredths, mutu, gap)| UnsurRow {
            name: (*name).into(),
            n: "312".into(),
            figures: Some(Figures {
                nrr: (*nrr).into(),
                value: (*value).into(),
                value_hundredths: *hundredths,
                mutu: (*mutu).into(),
            }),
            gap: (*gap).into(),
            change: Some(match *mutu {
                "A" => change(Shift::Up, "+2,40"),
                _ => change(Shift::Noise, "\u{2212}0,35"),
            }),
        });
    rows.collect()
}

/// What the public sees, while the period runs.
pub(crate) fn hasil() -> HasilPage {
    HasilPage {
        shell: framed(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        parent_name: Some("Dinas Kesehatan".into()),
        succession: Succession::default(),
        period: "Triwulan III 2026".into(),
        running: true,
        periods: periods(),
        mended: vec![
            MendedLine {
                on: "4 September 2026".into(),
                about: "Waktu Penyelesaian".into(),
                text: "Loket kedua dibuka setiap Senin dan Jumat".into(),
            },
            MendedLine {
                on: "12 Agustus 2026".into(),
                about: "Pengaduan: kursi tunggu kurang".into(),
                text: "Dua puluh kursi ditambah di ruang tunggu".into(),
            },
        ],
        publications: publications(),
        state: HasilState::Shown(Box::new(PublicResult {
            index: index(),
            trend_svg: chart::trend(&TREND, &[(11, "1"), (15, "2")]),
            trend: trend(),
            events: events(),
            unsur_svg: String::new(),
            unsur: unsur(),
            origin: origin(),
        })),
    }
}

/// A quarter that was published twice, and known of twice.
fn publications() -> Vec<PublicationRow> {
    let first = PublicationRow {
        period: "Triwulan II 2026".into(),
        period_code: "2026-Q2".into(),
        number: 1,
        recorded: "12 Juli 2026 pukul 09.05 WIB".into(),
        n: "369".into(),
        index: Some(("81,90".into(), "B".into())),
        method: "PermenPANRB 14/2017, bobot tepat 1/N".into(),
        position: "152.004".into(),
        superseded: true,
        announced: Vec::new(),
    };
    let link = "https://dinkes.wanasari.go.id/skm?tw=2";
    let announced = ("20 Juli 2026".into(), "Situs web".into(), Some(link.into()));
    let second = PublicationRow {
        number: 2,
        position: "158.771".into(),
        superseded: false,
        announced: vec![announced],
        ..first.clone()
    };
    vec![second, first]
}

/// What the public sees of six answers.
pub(crate) fn hasil_withheld() -> HasilPage {
    HasilPage {
        state: HasilState::Withheld {
            n: "6".into(),
            n_min: "10".into(),
        },
        publications: Vec::new(),
        ..hasil()
    }
}

fn unit(name: &str, depth: u8, number: u32) -> UnitRow {
    let (shift, text) = match number % 5 {
        1 => (Shift::Up, "+3,1"),
        3 => (Shift::Down, "−2,8"),
        even => (Shift::Noise, ["+0,4", "", "−0,9", "", "0,0"][even as usize]),
    };
    let wobble = i32::try_from(number % 9).unwrap_or(0) - 4;
    let values: Vec<i32> = TREND
        .iter()
        .zip(0..)
        .map(|(value, i)| value + (wobble * i) % 5)
        .collect();
    let ikm = 7480 + number * 731 % 1700;
    let silent = number % 17 == 13;
    UnitRow {
        code: format!("unit-{number}"),
        name: name.into(),
        depth,
        context: false,
        n: if silent {
            "0".into()
        } else {
            (18 + number * 37 % 390).to_string()
        },
        below_target: silent || number % 4 == 1,
        ikm: (!silent).then(|| format!("{},{:02}", ikm / 100, ikm % 100)),
        mutu: match ikm {
            _ if silent => "",
            8831.. => "A",
            7661.. => "B",
            _ => "C",
        }
        .into(),
        flagged: match number % 6 {
            1 => Some(flagged("12", Some("81,90"))),
            4 => Some(flagged("2", None)),
            _ => None,
        }
        .filter(|_| !silent),
        unreliable: number % 11 == 6,
        change: (!silent && depth > 0).then(|| change(shift, text)),
        spark_svg: if silent {
            String::new()
        } else {
            chart::spark(&values)
        },
    }
}

fn units() -> Vec<UnitRow> {
    let offices = [
        (
            "Dinas Kesehatan",
            &[
                "Puskesmas Wanasari",
                "Puskesmas Karangjati",
                "Puskesmas Bumirejo",
                "RSUD dr. Soetarto",
            ][..],
        ),
        ("Dinas Kependudukan dan Pencatatan Sipil", &[]),
        (
            "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
            &["Mal Pelayanan Publik"],
        ),
        (
            "Kecamatan Karangjati",
            &["Kelurahan Karangjati", "Desa Sumberagung", "Desa Tanjungsari"],
        ),
        (
            "Kecamatan Bumirejo",
            &["Kelurahan Bumirejo", "Desa Sidomulyo", "Desa Margahayu Kidul"],
        ),
        ("Badan Pendapatan Daerah", &["UPT Pendapatan Wilayah Utara"]),
    ];
    let mut rows = vec![UnitRow {
        n: "8.214".into(),
        below_target: false,
        ..unit("Kabupaten Wanasari", 0, 40)
    }];
    let mut number = 0;
    for (office, below) in offices {
        number += 1;
        rows.push(unit(office, 1, number));
        for name in below {
            number += 1;
            rows.push(unit(name, 2, number));
        }
    }
    rows
}

/// All units.
pub(crate) fn dasbor() -> DasborPage {
    DasborPage {
        shell: framed(),
        period: "Triwulan III 2026".into(),
        periods: periods(),
        filter: String::new(),
        totals: Totals {
            units: "40".into(),
            n: "8.214".into(),
            on_target: "27".into(),
            silent: "1".into(),
        },
        alerts: vec![alert(
            AlertKind::Flag,
            "Turun nyata: di bawah batas kendali sejak Sep 2026.",
        )],
        more_alerts: "3".into(),
        rows: units(),
        method: "exact (bobot 1/9)".into(),
        recorded: "30 September 2026 pukul 14.05 WIB".into(),
    }
}

/// Three hundred units.
pub(crate) fn dasbor_many() -> DasborPage {
    let rows = (0..300).map(|number| {
        unit(
            &format!("Desa Sukamakmur {number}"),
            u8::try_from(number % 4).unwrap_or(0),
            number,
        )
    });
    DasborPage {
        rows: rows.collect(),
        ..dasbor()
    }
}

/// The units whose name matches, under those they belong to.
pub(crate) fn dasbor_filtered() -> DasborPage {
    let mut rows: Vec<UnitRow> = units()
        .into_iter()
        .filter(|row| row.depth == 0 || row.name.contains("Kesehatan") || row.name.contains("Puskesmas"))
        .collect();
    rows.iter_mut()
        .filter(|row| row.depth < 2)
        .for_each(|row| row.context = true);
    DasborPage {
        filter: "puskesmas".into(),
        rows,
        ..dasbor()
    }
}

/// A filter that nothing matches.
pub(crate) fn dasbor_empty() -> DasborPage {
    DasborPage {
        filter: "pelabuhan".into(),
        rows: Vec::new(),
        ..dasbor()
    }
}

fn group(name: &str, n: &str, ikm: &str, mutu: &str, interval: &str) -> GroupRow {
    let index = (!ikm.is_empty()).then(|| (ikm.into(), mutu.into()));
    GroupRow {
        name: name.into(),
        n: n.into(),
        partly: name == "Didampingi",
        flagged: index.as_ref().and_then(|_| match name {
            "Kios" => Some(flagged("12", Some("89,20"))),
            "Apotek" => Some(flagged("2", None)),
            _ => None,
        }),
        index,
        interval: interval.into(),
    }
}

pub(crate) fn flagged(n: &str, ikm_without: Option<&str>) -> Flagged {
    Flagged {
        n: n.into(),
        ikm_without: ikm_without.map(Into::into),
    }
}

fn rules() -> Vec<RuleLine> {
    vec![RuleLine {
        label: "Terlalu cepat".into(),
        sees: "Diisi kurang dari 1 detik untuk setiap pertanyaan.".into(),
        false_alarm: "Warga yang sudah hafal pertanyaannya.".into(),
    }]
}

/// What a unit head sees.
pub(crate) fn dasbor_unit() -> DasborUnitPage {
    let mut weakest_first = unsur();
    weakest_first.sort_by_key(|row| row.figures.as_ref().map(|figures| figures.value_hundredths));
    let named: Vec<(&str, u16)> = weakest_first
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.figures.as_ref()?.value_hundredths)))
        .collect();
    DasborUnitPage {
        shell: framed(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        above: vec![
            ("wanasari".into(), "Kabupaten Wanasari".into()),
            ("dinkes".into(), "Dinas Kesehatan".into()),
        ],
        succession: Succession::default(),
        period: "Triwulan III 2026".into(),
        periods: periods(),
        running: true,
        few: None,
        verdict:
            "Naik nyata sejak April. Sarana dan prasarana tetap yang terlemah, disusul waktu penyelesaian."
                .into(),
        alerts: vec![
            alert(
                AlertKind::Few,
                "Triwulan III 2026 berakhir 11 hari lagi; baru 317 dari 357 jawaban.",
            ),
            alert(
                AlertKind::Silent,
                "Kios Loket 3 tidak terlihat sejak 4 hari lalu.",
            ),
        ],
        change: Some(("Triwulan II 2026".into(), change(Shift::Noise, "+1,35"))),
        n_live: "317".into(),
        n_live_path: "/dasbor/pkm-wanasari/n".into(),
        target: Some(Target {
            n: "357".into(),
            reached_percent: 88,
            basis: "Krejcie-Morgan, 5.000 kunjungan".into(),
        }),
        index: Some(index()),
        trend_svg: chart::trend(&TREND, &[(11, "1"), (15, "2")]),
        trend: trend(),
        events: events(),
        unsur_svg: chart::bars(&named),
        unsur: weakest_first,
        channels: vec![
            group("Kode QR", "188", "84,10", "B", "82,2–86,0"),
            group("Kios", "112", "90,31", "A", "88,4–92,2"),
            group("Didampingi", "12", "87,50", "B", "80,1–94,9"),
            group("Kertas", "3", "", "", ""),
        ],
        services: vec![
            group("Pemeriksaan umum", "164", "86,02", "B", "84,0–88,0"),
            group("Kesehatan ibu dan anak", "97", "89,12", "A", "86,8–91,4"),
            group("Apotek", "51", "82,77", "B", "79,0–86,5"),
        ],
        admissions: vec![
            group("Dengan kode", "203", "85,02", "B", "83,1–87,0"),
            group(
                "Tanpa kode (dan 41 tidak dihitung)",
                "112",
                "90,31",
                "A",
                "88,4–92,2",
            ),
        ],
        settled: true,
        profile: vec![ProfileGroups {
            question: "Jenis kelamin".into(),
            rows: vec![
                group("Laki-laki", "151", "85,20", "B", "83,0–87,4"),
                group("Perempuan", "161", "87,10", "B", "85,1–89,1"),
            ],
        }],
        completeness: Completeness {
            rate: Some(("4.120".into(), "7,6".into())),
            visits_unknown: None,
            devices: vec![
                DeviceSeen {
                    desk: "Loket 1".into(),
                    seen: Some("12 detik lalu".into()),
                    is_there: true,
                    queue: "0".into(),
                },
                DeviceSeen {
                    desk: "Loket 3".into(),
                    seen: None,
                    is_there: false,
                    queue: String::new(),
                },
            ],
            tokens: Some(["480".into(), "203".into(), "277".into()]),
        },
        controls: controls(),
        flagged: Some(flagged("14", Some("85,97"))),
        excluded: "2".into(),
        rules: rules(),
        origin: origin(),
    }
}

fn alert(kind: AlertKind, text: &str) -> AlertLine {
    AlertLine {
        kind,
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        key: "2026-Q3".into(),
        text: text.into(),
        since: None,
    }
}

fn controls() -> TrendControls {
    let step = |name: &str, current| PeriodLink {
        code: format!("/dasbor/pkm-wanasari?tren={name}"),
        label: name.into(),
        current,
    };
    TrendControls {
        steps: vec![
            step("Bulan", true),
            step("Triwulan", false),
            step("Semester", false),
            step("Tahun", false),
        ],
        csv_path: "/dasbor/pkm-wanasari/tren.csv".into(),
        months: vec![step("September 2026", true), step("Agustus 2026", false)],
        rebased: vec![(
            "2025-12".into(),
            "Desember 2025".into(),
            "Pendaftaran dan obat memakai satu nomor antrean.".into(),
        )],
        problem: None,
        provisional: true,
    }
}

/// A unit nobody has answered about yet.
pub(crate) fn dasbor_unit_new() -> DasborUnitPage {
    DasborUnitPage {
        verdict: "Belum ada jawaban pada periode ini.".into(),
        n_live: "0".into(),
        target: None,
        index: None,
        trend_svg: String::new(),
        trend: Vec::new(),
        unsur_svg: String::new(),
        events: Vec::new(),
        unsur: Vec::new(),
        channels: Vec::new(),
        services: Vec::new(),
        admissions: Vec::new(),
        alerts: Vec::new(),
        change: None,
        settled: false,
        profile: Vec::new(),
        completeness: Completeness::default(),
        flagged: None,
        ..dasbor_unit()
    }
}

/// A unit with four answers: counted, and nothing said of them.
pub(crate) fn dasbor_unit_few() -> DasborUnitPage {
    DasborUnitPage {
        verdict: "Belum ada data.".into(),
        n_live: "4".into(),
        index: None,
        few: Some(("4".into(), "5".into())),
        trend_svg: String::new(),
        trend: Vec::new(),
        unsur_svg: String::new(),
        unsur: Vec::new(),
        change: None,
        flagged: None,
        ..dasbor_unit()
    }
}
