//! Pages of inspectors: a point of the log beside another, single answers, proposals, patterns.

use server::pages::*;

use crate::{figures, sample};

fn periods() -> Vec<PeriodLink> {
    vec![PeriodLink {
        code: "2026-Q1".into(),
        label: "Triwulan I 2026".into(),
        current: true,
    }]
}

fn known(label: &str, index: Option<IndexFace>) -> KnownFace {
    KnownFace {
        label: label.into(),
        place: "23.033".into(),
        held_back: 0,
        received: "939".into(),
        flagged: Some(figures::flagged("28", Some("86,10"))),
        excluded: "0".into(),
        method: "PermenPANRB 14/2017, bobot tepat 1/N".into(),
        withheld: false,
        registered: true,
        index,
    }
}

fn steps() -> Why {
    Why::Steps {
        steps: vec![StepLine {
            label: "Jawaban masuk setelah bulannya berakhir".into(),
            n: "12".into(),
            effect: Some("+0,12".into()),
            after: Some("86,54".into()),
        }],
        events: vec![MoveLine {
            position: "23.112".into(),
            recorded: "2 April 2026 pukul 07.57 WIB".into(),
            what: "Dikeluarkan".into(),
            why: "Diisi dalam beberapa detik saat uji coba (disetujui u-2)".into(),
            actor: "u-1".into(),
        }],
        next: Some("/inspeksi/pkm-wanasari?sesudah=23112".into()),
        rest: "11".into(),
        total: "12".into(),
    }
}

/// A unit as of the end of March beside now, opened.
pub(crate) fn unit() -> InspeksiUnitPage {
    InspeksiUnitPage {
        shell: sample::shell(),
        refusal: None,
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        above: vec![("dinkes".into(), "Dinas Kesehatan".into())],
        period: "Triwulan I 2026".into(),
        period_code: "2026-Q1".into(),
        periods: periods(),
        problems: Vec::new(),
        at: "2026-03-31".into(),
        beside_code: String::new(),
        strip: Strip {
            svg: "<svg class=\"dikenal\" role=\"img\"><title>Indeks hari demi hari</title></svg>".into(),
            last: "135".into(),
            at: "89".into(),
            day: "31 Maret 2026".into(),
            first_label: "1 Januari 2026".into(),
            last_label: "16 Mei 2026".into(),
            before: Some(PointLink {
                label: "30 Maret 2026".into(),
                address: "/inspeksi/pkm-wanasari?pada=2026-03-30".into(),
            }),
            after: Some(PointLink {
                label: "1 April 2026".into(),
                address: "/inspeksi/pkm-wanasari?pada=2026-04-01".into(),
            }),
            published_before: None,
            published_after: Some(PointLink {
                label: "terbitan 12 April 2026".into(),
                address: "/inspeksi/pkm-wanasari?pada=1204".into(),
            }),
            event_before: None,
            event_after: None,
            now: Some("/inspeksi/pkm-wanasari".into()),
        },
        then: known("31 Maret 2026", figures::dasbor_unit().index),
        beside: known("Sekarang", figures::dasbor_unit().index),
        same: false,
        moved: "+0,12".into(),
        unsur: vec![UnsurThenNow {
            name: "Persyaratan".into(),
            then: "3,46".into(),
            now: "3,45".into(),
            moved: "\u{2212}0,01".into(),
        }],
        why: steps(),
        earlier: "31 Maret 2026".into(),
        later: "Sekarang".into(),
        reading: Some("42620".into()),
        rows_address: "/inspeksi/pkm-wanasari/baris?periode=2026-Q1".into(),
        trend_svg: figures::dasbor_unit().trend_svg,
        trend: figures::dasbor_unit().trend,
        events: figures::dasbor_unit().events,
        methods: vec![
            MethodLine {
                name: "PermenPANRB 14/2017, bobot tepat 1/N".into(),
                own: true,
                figures: Some(("86,42".into(), "B".into(), "Baik".into())),
                why_not: "",
            },
            MethodLine {
                name: "KEP/25/M.PAN/2/2004".into(),
                own: false,
                figures: None,
                why_not: "tidak berlaku untuk unsur yang ditanyakan",
            },
        ],
        published: vec![PublishedThen {
            recorded: "13 April 2026 pukul 07.05 WIB".into(),
            place: "23.752".into(),
            position: "23.752".into(),
            ikm: "86,42".into(),
            mutu: "B".into(),
            n: "939".into(),
            again: Some("86,41".into()),
            agrees: false,
            rows_address: "/inspeksi/pkm-wanasari/baris?pada=23752".into(),
            address: "/inspeksi/pkm-wanasari?pada=23752".into(),
        }],
    }
}

/// The same before the unit was there, closed, with too much since.
pub(crate) fn unit_before() -> InspeksiUnitPage {
    let nobody = KnownFace {
        registered: false,
        ..known("1 Januari 2025", None)
    };
    InspeksiUnitPage {
        then: nobody,
        why: Why::TooMany {
            most: "100.000".into(),
        },
        reading: None,
        published: Vec::new(),
        unsur: Vec::new(),
        trend_svg: String::new(),
        trend: Vec::new(),
        events: Vec::new(),
        moved: String::new(),
        ..unit()
    }
}

/// All units.
pub(crate) fn all() -> InspeksiPage {
    InspeksiPage {
        shell: sample::shell(),
        period: "Triwulan I 2026".into(),
        period_code: "2026-Q1".into(),
        periods: periods(),
        problems: Vec::new(),
        at: "2026-03-31".into(),
        beside_code: String::new(),
        same: false,
        then: "31 Maret 2026".into(),
        beside: "Sekarang".into(),
        then_place: "23.033".into(),
        beside_place: "42.620".into(),
        rows: vec![InspeksiRow {
            address: "/inspeksi/pkm-wanasari?periode=2026-Q1".into(),
            name: "Puskesmas Wanasari".into(),
            depth: 1,
            then: Some(KnownFigure {
                n: "3".into(),
                ikm: None,
                withheld: true,
                flagged: None,
            }),
            now: Some(KnownFigure {
                n: "940".into(),
                ikm: Some("86,54".into()),
                withheld: false,
                flagged: Some(figures::flagged("28", Some("86,10"))),
            }),
            moved: String::new(),
        }],
    }
}

/// The same, asked for a day that nobody can read and one that is not there yet.
pub(crate) fn all_unread() -> InspeksiPage {
    InspeksiPage {
        problems: vec![
            "\u{201c}31 Februari\u{201d} tidak terbaca.".into(),
            "1 Januari 2030 belum tiba.".into(),
        ],
        same: true,
        ..all()
    }
}

/// Single answers; closed without a reading.
pub(crate) fn rows(open: bool) -> BarisPage {
    BarisPage {
        shell: sample::shell(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        period: "Triwulan I 2026".into(),
        period_code: "2026-Q1".into(),
        periods: periods(),
        problems: Vec::new(),
        at: String::new(),
        point: "Sekarang".into(),
        reading: open.then(|| "42620".into()),
        refusal: None,
        asked_again: !open,
        rows: vec![RowLine {
            id: "0199e2a4-1c00-7abc-8def-0123456789ab".into(),
            position: "16.316".into(),
            given: "2 Januari 2026 pukul 08.00 WIB".into(),
            recorded: "2 Januari 2026 pukul 08.38 WIB".into(),
            channel: "Kios".into(),
            service: "UMUM".into(),
            scores: "3 3 4 4 3 3 3 4 3".into(),
            seconds: "117 detik".into(),
            device: "KIOS-1".into(),
            flags: "Terlalu cepat".into(),
            excluded: Some("Uji coba".into()),
            counts: false,
            comment: Some("Antrean lama.".into()),
            erased: false,
            content: Some("0199e2a4-1c00-7abc-8def-0123456789ac".into()),
        }],
        next: Some("/inspeksi/pkm-wanasari/baris?sesudah=16316".into()),
    }
}

/// Proposals, after one that was refused.
pub(crate) fn proposals() -> UsulanPage {
    let open = ProposalLine {
        id: "0199e2a4-1c00-7abc-8def-0123456789ad".into(),
        unit: "pkm-wanasari".into(),
        what: "Keluarkan 30 jawaban dari hitungan".into(),
        entry: None,
        reason: "Diisi petugas".into(),
        proposed: "6 April 2026 pukul 06.40 WIB".into(),
        proposed_by: "u-1".into(),
        decided: None,
        recall: Vec::new(),
    };
    let decided = ProposalLine {
        decided: Some("disetujui oleh u-2".into()),
        recall: vec![
            "u-3 membuka jawaban KEC Triwulan III 2026 pada 2 Oktober 2026, untuk: Surat tugas 12".into(),
        ],
        ..open.clone()
    };
    UsulanPage {
        shell: sample::shell(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        refusal: Some("Orang lain harus menyetujui.".into()),
        proposals: vec![open, decided],
    }
}

/// Who opened answers.
pub(crate) fn readings() -> PembacaanPage {
    PembacaanPage {
        shell: sample::shell(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        readings: vec![ReadingLine {
            who: "Rina Hartati".into(),
            at: "6 April 2026 pukul 06.40 WIB".into(),
            position: "42.620".into(),
            unit: "Puskesmas Wanasari".into(),
            period: "Triwulan I 2026".into(),
            responses: "940".into(),
            purpose: "Surat tugas 12/2026".into(),
        }],
        earlier: false,
        next: Some("/inspeksi/pkm-wanasari/pembacaan?sebelum=42620".into()),
    }
}

/// Patterns, one of them beyond chance.
pub(crate) fn patterns() -> PolaPage {
    let line = TestLine {
        what: "Nilai sama untuk semua unsur".into(),
        place: "dicatat 31 Maret 2026".into(),
        seen: "30 dari 34".into(),
        usual: "lainnya 55 dari 923".into(),
        chance: "kurang dari 1 dari semiliar".into(),
        beside: Some("84,10".into()),
        taken_out: false,
    };
    let share = |label: &str| ShareLine {
        label: label.into(),
        n: "59".into(),
        percent: "6".into(),
    };
    PolaPage {
        shell: sample::shell(),
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        period: "Triwulan I 2026".into(),
        period_code: "2026-Q1".into(),
        periods: periods(),
        looked_at: "940".into(),
        tests: "294".into(),
        allowed: "1 dari 29.400".into(),
        alarms: vec![line.clone()],
        others: vec![TestLine { beside: None, ..line }],
        ikm: "86,42".into(),
        times: vec![share("0 sampai 8 detik")],
        weekdays: vec![share("Senin")],
        weekday_chance: "1 dari 4".into(),
        channel_gap: Some(("+4,10".into(), "1 dari 210".into())),
        channels: vec![ChannelLine {
            name: "Kios".into(),
            n: "3".into(),
            ikm: None,
        }],
        flagged: Some(figures::flagged("28", Some("86,10"))),
        flags: vec![share("Terlalu cepat")],
        one_score: share("Nilai sama untuk semua unsur"),
        late: share("Dicatat setelah bulannya berakhir"),
        entered_later: share("Dimasukkan petugas pada hari lain"),
        devices: vec![("Loket 1 (KIOS-1)".into(), "316".into(), "2".into())],
        tokens: Some(("100".into(), "48".into())),
    }
}
